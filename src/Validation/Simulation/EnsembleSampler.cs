using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Transforms.Expressions;
using FreeSpectra.Validation.Models;
using static System.FormattableString;

namespace FreeSpectra.Validation.Simulation;

/// <summary>Samples a random matrix whose limit law an expression describes.</summary>
/// <remarks>
/// <para>
/// Only the eigenvalues of an operand matter, because free operands are put in general position by a Haar rotation: A + U B Uᵀ
/// for ⊞, √A U B Uᵀ √A for ⊠, a corner of U A Uᵀ for a compression, and n times a corner of relative size 1/t for the power ⊞t. The semicircle is
/// a Gaussian orthogonal matrix, mp(c) is X Xᵀ/N, compound-poisson XᵀTX/n; every other named law is the diagonal matrix of its quantiles
/// at levels (i + ½)/n. What a deconvolution leaves is sampled by <see cref="MatrixModel"/>.
/// </para>
/// <para>Source: [MS17] ch. 4 (asymptotic freeness of rotated matrices), §4.3.</para>
/// </remarks>
public sealed class EnsembleSampler
{
    private const int LargestWidth = 46_000;

    private readonly LawExpression expression;
    private readonly Func<string, IReadOnlyList<double>>? readSamples;
    private readonly Dictionary<LawExpression, SpectralMeasure> laws = [];
    private readonly Dictionary<(SpectralMeasure Law, int Order), double[]> quantiles = [];
    private readonly Lock gate = new();

    /// <summary>Creates the sampler of an expression.</summary>
    /// <param name="expression">The law.</param>
    /// <param name="readSamples">Reads the numbers of a file, for <c>samples("file")</c>.</param>
    /// <exception cref="NotSupportedException">The expression has an operation that has no matrix here.</exception>
    public EnsembleSampler(LawExpression expression, Func<string, IReadOnlyList<double>>? readSamples = null)
    {
        ArgumentNullException.ThrowIfNull(expression);
        this.expression = expression;
        this.readSamples = readSamples;
        RequireModel(expression);
    }

    /// <summary>Draws matrices; the result does not depend on the number of threads, to the byte.</summary>
    /// <param name="width">The order M ≥ 2 of each matrix.</param>
    /// <param name="draws">How many, ≥ 1.</param>
    /// <param name="seed">Draw i is a function of the seed and i alone.</param>
    /// <param name="kernels">Dense kernels.</param>
    /// <param name="threads">How many draws run at a time.</param>
    /// <param name="progress">Told the number of finished draws; may be null.</param>
    /// <param name="cancellation">Stops between draws.</param>
    /// <exception cref="NotSupportedException">The expression has an operation that has no matrix here.</exception>
    public ImmutableArray<EmpiricalSpectrum> Sample(
        int width, int draws, ulong seed, IDenseKernels kernels, int threads, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        Numerics.Require.InRange(width, 2, LargestWidth);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        return ParallelDraws.Run(
            draws, threads, progress, () => new NativeBuffer(0),
            (index, _) => EmpiricalSpectrum.FromEigenvalues(Eigenvalues(expression, width, new RandomSource(seed).Substream(index), kernels)),
            cancellation);
    }

    /// <summary>What is known to have no matrix is refused before anything is drawn.</summary>
    private static void RequireModel(LawExpression node)
    {
        if (node.Operation == LawOperation.Named && node.Form!.Name is "boolean-sum" or "monotone-sum")
        {
            throw NoTrace(node);
        }

        bool isMatrix = node.Operation is LawOperation.FreeSum or LawOperation.FreeProduct or LawOperation.FreeSumPower
            or LawOperation.FreeProductPower or LawOperation.Affine;
        foreach (LawExpression operand in isMatrix ? node.Operands : [])
        {
            RequireModel(operand);
        }
    }

    private static NotSupportedException NoTrace(LawExpression node) => new($"{node} has no matrix model: {OperationModel.NoTrace}.");

    private double[] Eigenvalues(LawExpression node, int n, RandomSource random, IDenseKernels kernels)
    {
        if (n > LargestWidth)
        {
            throw new ArgumentException(Invariant($"width must keep every matrix below order {LargestWidth}, but {node} needs {n}."));
        }

        RandomSource rotation = random.Substream(0);
        double[] Operand(int i, int order) => Eigenvalues(node.Operands[i], order, random.Substream(i + 1), kernels);
        double Number(int i) => node.Numbers[i].ToDouble();
        switch (node.Operation)
        {
            case LawOperation.FreeSum:
                return Rotated.Sum(Operand(0, n), Operand(1, n), rotation, kernels);
            case LawOperation.FreeProduct:
                return Rotated.Product(Operand(0, n), Operand(1, n), rotation, kernels);
            case LawOperation.FreeSumPower when Number(0) >= 1.0:
                double t = Number(0);
                return [.. Rotated.Corner(Operand(0, (int)Math.Round(t * n)), n, rotation, kernels).Select(value => t * value)];
            case LawOperation.FreeProductPower when node.Numbers[0].IsInteger && Number(0) >= 1.0:
                double[] power = Operand(0, n);
                for (int i = 1; i < (int)Number(0); i++)
                {
                    double[] factor = Eigenvalues(node.Operands[0], n, random.Substream(i + 1), kernels);
                    power = Rotated.Product(power, factor, rotation.Substream(i), kernels);
                }

                return power;
            case LawOperation.Affine:
                return [.. Operand(0, n).Select(value => (Number(0) * value) + Number(1))];
            case LawOperation.Named:
                return Named(node, n, random, kernels, Operand, Number);
            case LawOperation.FreeProductPower:
                throw OperationModel.NoFraction(Number(0));
            default:
                // What a deconvolution leaves is a law of its own, found without the matrices of its operands.
                return OfLaw(node, n, random, kernels);
        }
    }

    private double[] Named(
        LawExpression node, int n, RandomSource random, IDenseKernels kernels, Func<int, int, double[]> operand, Func<int, double> number)
    {
        switch (node.Form!.Name)
        {
            case "semicircle":
                return [.. GaussianMatrices.Orthogonal(n, random, kernels).Select(value => (Math.Sqrt(number(0)) * value) + number(1))];
            case "mp":
                return [.. GaussianMatrices.Wishart(n, Math.Max(1, (int)Math.Round(n / number(0))), random, kernels).Select(value => number(1) * value)];
            case "compress":
                return Rotated.Corner(operand(0, (int)Math.Round(n / number(0))), n, random.Substream(0), kernels);
            case "inverse":
                return [.. operand(0, n).Select(value => 1.0 / value)];
            case "square":
                return [.. operand(0, n).Select(value => value * value)];
            case "sqrt-sym":
                return OperationModel.Mirror(operand(0, n / 2), n);
            case "rect-sum":
                return RectangularSum(operand(0, n / 2), operand(1, n / 2), number(0), n, random.Substream(0), kernels);
            case "boolean-sum" or "monotone-sum":
                throw NoTrace(node);
            case "compound-poisson":
                return OfLaw(node, n, random, kernels);
            default:
                return node.Operands.IsEmpty ? Quantiles(Law(node), n) : throw new NotSupportedException($"{node} has no matrix model here.");
        }
    }

    /// <summary>Half of the order as rows: the law is that of the singular values with both signs.</summary>
    private static double[] RectangularSum(double[] first, double[] second, double ratio, int n, RandomSource random, IDenseKernels kernels)
    {
        double[] a = Array.ConvertAll(first, x => x * x);
        double[] b = Array.ConvertAll(second, x => x * x);
        return OperationModel.Mirror(ratio > 0.0 ? Rotated.Rectangular(a, b, ratio, random, kernels) : Rotated.Sum(a, b, random, kernels), n);
    }

    private double[] OfLaw(LawExpression node, int n, RandomSource random, IDenseKernels kernels) =>
        MatrixModel.SampleEigenvalues(Law(node), n, random, kernels, Quantiles);

    private SpectralMeasure Law(LawExpression node)
    {
        lock (gate)
        {
            if (!laws.TryGetValue(node, out SpectralMeasure? law))
            {
                law = LawEvaluator.Evaluate(node, readSamples);
                laws[node] = law;
            }

            return law;
        }
    }

    private double[] Quantiles(SpectralMeasure law, int n)
    {
        lock (gate)
        {
            if (!quantiles.TryGetValue((law, n), out double[]? values))
            {
                values = LawSampler.Quantiles(law, n);
                quantiles[(law, n)] = values;
            }

            return values;
        }
    }
}
