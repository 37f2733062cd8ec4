using System.Collections.Immutable;
using System.Globalization;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Numerics.Exact;
using FreeSpectra.Transforms.Deconvolution;
using FreeSpectra.Transforms.Rectangular;

namespace FreeSpectra.Transforms.Expressions;

/// <summary>The law of an expression in floating point.</summary>
/// <remarks>
/// <para>Noise is taken off samples at the height where that is certain: see <see cref="SmoothedDeconvolution"/>.</para>
/// <para>Source: [MS17] ch. 2, 3 for the operations; each law names its own.</para>
/// </remarks>
public static class LawEvaluator
{
    /// <summary>What a form calls a number that the library calls otherwise.</summary>
    private static readonly Dictionary<string, string> NamesInTheLibrary = new(StringComparer.Ordinal)
    {
        ["ratio"] = "c",
        ["probability"] = "p",
        ["power"] = "t",
        ["numeratorRatio"] = "c1",
        ["denominatorRatio"] = "c2",
        ["center"] = "mean",
    };

    /// <summary>Builds the law.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="readSamples">Reads the numbers of a file, for <c>samples("file")</c>; null where there are no files.</param>
    /// <exception cref="ArgumentException">A parameter is outside its domain, or an operation does not exist for its laws.</exception>
    public static SpectralMeasure Evaluate(LawExpression expression, Func<string, IReadOnlyList<double>>? readSamples = null)
    {
        ArgumentNullException.ThrowIfNull(expression);
        SpectralMeasure[] laws = [.. expression.Operands.Select(operand => Evaluate(operand, readSamples))];
        double[] n = [.. expression.Numbers.Select(number => number.ToDouble())];
        return Called(expression, () => expression.Operation switch
        {
            LawOperation.FreeSum => laws[0].FreeSum(laws[1]),
            LawOperation.FreeProduct => Product(expression, laws),
            LawOperation.FreeSumPower => laws[0].FreePower(n[0]),
            LawOperation.FreeProductPower => laws[0].MultiplicativePower(n[0]),
            LawOperation.Affine => Affine(laws[0], n[0], n[1]),
            LawOperation.FreeDifference => SampleDeconvolution.Find(laws[0], laws[1], product: false) ?? laws[0].FreeDifference(laws[1]),
            LawOperation.FreeQuotient => SampleDeconvolution.Find(laws[0], laws[1], product: true) ?? laws[0].FreeQuotient(laws[1]),
            _ => Explained(expression.Form!, n, () => Named(expression, laws, n, readSamples)),
        });
    }

    /// <summary>Calls a law that is refused as the expression does: mp(2), not the name of a parameter of the library.</summary>
    private static SpectralMeasure Called(LawExpression expression, Func<SpectralMeasure> build)
    {
        try
        {
            return build();
        }
        catch (ArgumentException e) when (e.ParamName is "mu" or "nu" or "source" or "law" && e.Message.StartsWith(e.ParamName + " must ", StringComparison.Ordinal))
        {
            LawExpression refused = expression.Operands[e.ParamName == "nu" ? 1 : 0];
            string condition = e.Message[e.ParamName.Length..].Split(" (Parameter '")[0];
            throw new ArgumentException($"{refused}{condition}", e);
        }
    }

    /// <summary>Calls a number that is refused as the expression does: c of mp, not the name that the library gives it.</summary>
    private static SpectralMeasure Explained(LawForm form, double[] numbers, Func<SpectralMeasure> build)
    {
        try
        {
            return build();
        }
        catch (ArgumentOutOfRangeException e) when (e.ParamName is { } name && e.ActualValue is double refused && e.Message.StartsWith(name, StringComparison.Ordinal))
        {
            int index = Array.IndexOf(numbers, refused);
            if (Array.LastIndexOf(numbers, refused) != index)
            {
                // The same number twice: by the name that the library gives it.
                string called = NamesInTheLibrary.GetValueOrDefault(name, name);
                index = form.Parameters.Select(parameter => parameter.Name).ToList().IndexOf(called);
            }

            if (index < 0 || index >= form.Parameters.Length)
            {
                throw;
            }

            string condition = e.Message[name.Length..e.Message.IndexOf(", but is", StringComparison.Ordinal)];
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"{form.Parameters[index].Name} of {form.Name}{condition}, but is {refused:R}."), e);
        }
    }

    /// <summary>The law of scale·X + shift.</summary>
    internal static SpectralMeasure Affine(SpectralMeasure law, double scale, double shift) => FreeOperations.Affine(law, shift, scale);

    private static SpectralMeasure Product(LawExpression expression, SpectralMeasure[] laws)
    {
        for (int i = 0; i < 2; i++)
        {
            // A point mass only scales, with either sign.
            if (laws[i].Atoms is [{ Weight: 1.0, Location: var scale }] && scale != 0.0)
            {
                return Affine(laws[1 - i], scale, 0.0);
            }
        }

        for (int i = 0; i < 2; i++)
        {
            if (!(laws[i].BottomOfSupport >= 0.0))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"a factor of [x] must be a law on [0, inf), but the support of {expression.Operands[i]} starts at {laws[i].BottomOfSupport:R}."));
            }
        }

        return laws[0].FreeProduct(laws[1]);
    }

    private static SpectralMeasure Named(
        LawExpression expression, SpectralMeasure[] laws, double[] n, Func<string, IReadOnlyList<double>>? readSamples)
    {
        switch (expression.Form!.Name)
        {
            case "semicircle":
                return new Semicircle(mean: n[1], variance: n[0]);
            case "mp":
                return FreePoisson.FromAspectRatio(ratio: n[0], entryVariance: n[1]);
            case "free-poisson":
                return new FreePoisson(rate: n[0], jump: n[1]);
            case "bernoulli":
                return Atomic.Bernoulli(probability: n[0], at: n[1]);
            case "point":
                return Atomic.Point(n[0]);
            case "atoms":
                return Atoms(expression.Numbers);
            case "compress":
                return laws[0].Compression(n[0]);
            case "inverse":
                return laws[0].Inverse();
            case "square":
                return laws[0].Square();
            case "sqrt-sym":
                return laws[0].SymmetricSquareRoot();
            case "arcsine":
                return new Arcsine(n[0]);
            case "uniform":
                return n[0] < n[1]
                    ? new Uniform(n[0], n[1])
                    : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"uniform(a, b) must have a < b, but a is {n[0]:R} and b is {n[1]:R}."));
            case "kesten-mckay":
                return new KestenMcKay(n[0]);
            case "two-projections":
                return new TwoProjections(n[0], n[1]);
            case "jacobi":
                return new Jacobi(n[0], n[1]);
            case "free-binomial":
                return new FreeBinomial(n[0], n[1]);
            case "free-meixner":
                return new FreeMeixner(n[0], n[1]);
            case "free-f":
                return new FreeF(n[0], n[1]);
            case "fuss-catalan":
                return Raney.FussCatalan(n[0]);
            case "raney":
                return new Raney(n[0], n[1]);
            case "compound-poisson":
                return laws[0].CompoundPoisson(n[0]);
            case "free-stable":
                return new FreeStable(n[0], n[1]);
            case "boolean-sum":
                return laws[0].BooleanSum(laws[1]);
            case "rect-sum":
                return laws[0].RectangularSum(laws[1], n[0]);
            case "monotone-sum":
                return laws[0].MonotoneSum(laws[1]);
            case "free-log-normal":
                return new FreeLogNormal(n[0]);
            case "cauchy":
                return new CauchyLaw(n[0], n[1]);
            case "samples":
                return new EmpiricalLaw((readSamples ?? throw new ArgumentException("samples need a reader of files."))(expression.File!));
            default:
                throw new NotSupportedException($"{expression.Form.Name} is not available.");
        }
    }

    private static Atomic Atoms(ImmutableArray<Rational> numbers)
    {
        Rational mass = Rational.Zero;
        List<Atom> atoms = [];
        for (int i = 0; i < numbers.Length; i += 2)
        {
            double weight = Require.InRange(numbers[i + 1].ToDouble(), 0.0, 1.0, nameof(weight));
            mass += numbers[i + 1];
            if (weight > 0.0)
            {
                atoms.Add(new Atom(numbers[i].ToDouble(), weight));
            }
        }

        return Rational.Abs(mass - Rational.One) <= Rational.FromDouble(1e-12)
            ? new Atomic(atoms)
            : throw new ArgumentException($"atoms must have weights that sum to 1, but they sum to {LawNumber.Print(mass)}.");
    }
}
