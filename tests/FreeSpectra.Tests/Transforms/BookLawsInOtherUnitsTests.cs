using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Tests.Transforms.Answers;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms;

/// <summary>The laws of the book of answers with every leaf in another unit, or seen from the other side, down to the real branches of which they are made.</summary>
public sealed class BookLawsInOtherUnitsTests
{
    private static readonly double[] Coordinates = [-7.0, -3.0, -0.7, 0.4, 2.0, 6.0];

    private static readonly Complex[] Arguments = [-0.2, new(0.1, 0.2), new(-0.02, 0.003)];

    public static TheoryData<string> Laws => [.. AnswerLaws.All];

    // Left out are two of which a probe lies where the density is a part of rounding: beside an end that other lengths make, and in a band of mass 0.
    public static TheoryData<string> Mirrored => [.. AnswerLaws.All.Except(
    [
        "boolean-sum(semicircle(0.2, mean=0.4), atoms(-1:0.2, 1.5:0.8)) [+] uniform(0.5, 2)",
        "boolean-sum(uniform(0, 1), bernoulli(0.5) [+] semicircle(0.01))",
    ])];

    [Theory, MemberData(nameof(Laws))]
    public void Another_unit_changes_nothing(string text)
    {
        LawExpression expression = LawExpression.Parse(text);
        SpectralMeasure law = Make(expression, 1.0);
        foreach (double unit in new[] { Math.Pow(2.0, 20.0), Math.Pow(2.0, -20.0) })
        {
            Compare(law, Make(expression, unit), unit, $"{text} in the unit {unit:R}");
        }
    }

    [Theory, MemberData(nameof(Mirrored))]
    public void The_other_side_is_treated_alike(string text)
    {
        LawExpression expression = LawExpression.Parse(text);
        Compare(Make(expression, 1.0), Make(expression, -1.0), -1.0, $"{text}, mirrored");
    }

    private static void Compare(SpectralMeasure law, SpectralMeasure other, double s, string what)
    {
        ScaleAndMirrorTests.Same(law, other, s, what);
        SameBranches(Branches(law, ConvolutionAlgebra.Additive), Branches(other, ConvolutionAlgebra.Additive), s, LawScale.Of(law), s, $"F of {what}");
        if (s > 0.0 && law.BottomOfSupport >= 0.0)
        {
            SameBranches(Branches(law, ConvolutionAlgebra.Multiplicative), Branches(other, ConvolutionAlgebra.Multiplicative), s, LawScale.Of(law), 1.0, $"W of {what}");
        }

        // Of a law without bounds the way inwards starts at a height that is a power of 2.
        bool isBounded = double.IsFinite(law.BottomOfSupport) && double.IsFinite(law.TopOfSupport);
        foreach (Complex u in Arguments)
        {
            Complex w = u / LawScale.Of(law);
            SameValue(() => law.R(w), () => other.R(w / s), s, isBounded, $"R({w}) of {what}");
            if (law.HasMoment(2) && Math.Abs(law.Mean) > 1e-3 * LawScale.Of(law))
            {
                SameValue(() => law.S(u), () => other.S(u), 1.0 / s, isBounded, $"S({u}) of {what}");
            }
        }
    }

    /// <summary>In the order of their places; none where the law is not followed to all its gaps.</summary>
    private static RealBranch[] Branches(SpectralMeasure law, ConvolutionAlgebra algebra)
    {
        try
        {
            return [.. RealBranch.Of(law, algebra).OrderBy(branch => branch.Low < branch.High ? branch.Invert(new RangeMap(branch.Low, branch.High, algebra == ConvolutionAlgebra.Additive ? LawScale.Of(law) : 1.0).At(0.1)).Z : branch.LowPlace)];
        }
        catch (NonConvergenceException)
        {
            return [];
        }
    }

    private static void SameBranches(RealBranch[] branches, RealBranch[] others, double s, double size, double unit, string what)
    {
        Assert.Equal(branches.Length, others.Length);
        for (int i = 0; i < branches.Length; i++)
        {
            RealBranch branch = branches[i], other = others[s > 0.0 ? i : branches.Length - 1 - i];
            (double low, double high) = s > 0.0 ? (other.Low, other.High) : (other.High, other.Low);
            double length = unit == 1.0 ? 1.0 : size;
            // F at an end of a band is off by the root of its rounding.
            if (branch.Low < branch.High)
            {
                Near(unit * branch.Low, low, 1e-7 * Math.Abs(unit) * length, $"lower end of {i} of {what}");
                Near(unit * branch.High, high, 1e-7 * Math.Abs(unit) * length, $"upper end of {i} of {what}");
            }

            (double? lowPlace, double? highPlace) = s > 0.0 ? (other.LowPlace, other.HighPlace) : (other.HighPlace, other.LowPlace);
            Near((s * branch.LowPlace) ?? double.NaN, lowPlace ?? double.NaN, 1e-9 * Math.Abs(s) * size, $"lower place of {i} of {what}");
            Near((s * branch.HighPlace) ?? double.NaN, highPlace ?? double.NaN, 1e-9 * Math.Abs(s) * size, $"upper place of {i} of {what}");
            Assert.Equal((branch.LowIsSplit, branch.HighIsSplit), s > 0.0 ? (other.LowIsSplit, other.HighIsSplit) : (other.HighIsSplit, other.LowIsSplit));
            Assert.Equal(branch.ZeroReach, other.ZeroReach, 1e-12);
            foreach (bool upper in new[] { false, true })
            {
                Near((s * branch.Tangent(upper)) ?? double.NaN, other.Tangent(s > 0.0 ? upper : !upper) ?? double.NaN, 1e-9 * Math.Abs(s) * size, $"tangent of {i} of {what}");
            }

            if (branch.Low < branch.High)
            {
                RangeMap map = new(branch.Low, branch.High, length);
                foreach (double p in Coordinates.Select(map.At).Where(p => p > branch.Low && p < branch.High))
                {
                    (double z, double slope) = branch.Invert(p);
                    (double image, double rate) = other.Invert(unit * p);
                    Close.To(s * z, image, Math.Abs(s) * ((1e-9 * Math.Abs(z)) + (1e-11 * size)), $"z({p}) of {i} of {what}");
                    Close.Relative(s / unit * slope, rate, 1e-6, $"dz/dP at {p} of {i} of {what}");
                }
            }
        }
    }

    private static void Near(double expected, double actual, double within, string what) =>
        Assert.True(expected.Equals(actual) || Math.Abs(expected - actual) <= within, $"{what}: {actual:R} and not {expected:R}");

    private static void SameValue(Func<Estimate<Complex>> first, Func<Estimate<Complex>> second, double factor, bool isBounded, string what)
    {
        Estimate<Complex>? one = Ask(first), other = Ask(second);
        Assert.True(one is null == other is null, $"{what} is refused in one unit only");
        if (one is { } expected && other is { } actual)
        {
            double unit = Math.Abs(factor);
            Close.To(factor * expected.Value, actual.Value, unit * ((1e-10 * Complex.Abs(expected.Value)) + (3.0 * expected.Error)), what);
            Assert.True(actual.Error <= 10.0 * unit * expected.Error && unit * expected.Error <= 10.0 * actual.Error, $"{what}: claimed error {actual.Error / unit:E1} and {expected.Error:E1}");
            Assert.True(!isBounded || actual.Evaluations <= (2 * expected.Evaluations) + 5, $"{what}: {actual.Evaluations} steps and {expected.Evaluations}");
        }

        static Estimate<Complex>? Ask(Func<Estimate<Complex>> ask)
        {
            try
            {
                return ask();
            }
            catch (Exception refusal) when (refusal is ArgumentException or NonConvergenceException)
            {
                return null;
            }
        }
    }

    /// <summary>The law of sX, by other leaves wherever the operations allow it.</summary>
    private static SpectralMeasure Make(LawExpression expression, double s)
    {
        double[] n = [.. expression.Numbers.Select(number => number.ToDouble())];
        SpectralMeasure Operand(int i, double unit) => Make(expression.Operands[i], unit);
        return (expression.Operation, expression.Form?.Name) switch
        {
            (LawOperation.FreeSum, _) => Operand(0, s).FreeSum(Operand(1, s)),
            (LawOperation.FreeDifference, _) => Operand(0, s).FreeDifference(Operand(1, s)),
            (LawOperation.FreeSumPower, _) => Operand(0, s).FreePower(n[0]),
            (LawOperation.Affine, _) => LawEvaluator.Affine(Operand(0, s), n[0], n[1] * s),
            (_, "compress") => Operand(0, s).Compression(n[0]),
            (_, "boolean-sum") => Operand(0, s).BooleanSum(Operand(1, s)),
            (_, "monotone-sum") => Operand(0, s).MonotoneSum(Operand(1, s)),
            (_, "inverse") => Operand(0, 1.0 / s).Inverse(),
            _ when s < 0.0 && !expression.Operands.IsEmpty => new AffineImage(Make(expression, 1.0), new AffineMap(0.0, s)),
            (LawOperation.FreeProduct, _) => Operand(0, s).FreeProduct(Operand(1, 1.0)),
            (LawOperation.FreeQuotient, _) => Operand(0, s).FreeQuotient(Operand(1, 1.0)),
            (LawOperation.FreeProductPower, _) => Operand(0, Math.Pow(s, 1.0 / n[0])).MultiplicativePower(n[0]),
            (_, "square") => Operand(0, Math.Sqrt(s)).Square(),
            (_, "sqrt-sym") => Operand(0, s * s).SymmetricSquareRoot(),
            (_, "compound-poisson") => Operand(0, s).CompoundPoisson(n[0]),
            (_, "rect-sum") => FreeSpectra.Transforms.Rectangular.RectangularOperations.RectangularSum(Operand(0, s), Operand(1, s), n[0]),
            _ => Leaf(LawEvaluator.Evaluate(expression), s),
        };
    }

    private static SpectralMeasure Leaf(SpectralMeasure law, double s) => law switch
    {
        _ when s == 1.0 => law,
        Semicircle semicircle => new Semicircle(semicircle.Mean * s, semicircle.Variance * s * s),
        Uniform when s > 0.0 => new Uniform(law.BottomOfSupport * s, law.TopOfSupport * s),
        Uniform => new Uniform(law.TopOfSupport * s, law.BottomOfSupport * s),
        FreePoisson poisson when s > 0.0 => new FreePoisson(poisson.Rate, poisson.Jump * s),
        Atomic => new Atomic([.. law.Atoms.Select(atom => new Atom(atom.Location * s, atom.Weight))]),
        CauchyLaw cauchy => new CauchyLaw(cauchy.Center * s, cauchy.Scale * Math.Abs(s)),
        _ => new AffineImage(law, new AffineMap(0.0, s)),
    };
}
