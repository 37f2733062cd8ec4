using FreeSpectra.Measures;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Rectangular;
using FreeSpectra.Validation.Simulation;
using static System.FormattableString;

namespace FreeSpectra.Validation.Models;

/// <summary>Random matrices for the operations of free probability on laws: operands are put in general position by Haar matrices.</summary>
/// <remarks>
/// <para>
/// A + U B Uᵀ for ⊞, √A U B Uᵀ √A for ⊠, t times a corner of relative size 1/t for ⊞t, repeated products for ⊠k, functions of
/// the eigenvalues for squares, inverses and affine images, ((0, X), (Xᵀ, 0)) for symmetric roots, and A + U B V with
/// rectangular A, B for rectangular sums.
/// </para>
/// <para>
/// Two operations have no matrix: ⊠t for t not an integer, and Boolean and monotone sums, whose independence is that of a
/// vector state and not of the trace.
/// </para>
/// <para>Source: [MS17] ch. 4 (asymptotic freeness of rotated matrices); [BG09] (rectangular matrices).</para>
/// </remarks>
internal static class OperationModel
{
    /// <summary>Why Boolean and monotone sums are refused.</summary>
    public const string NoTrace = "Boolean and monotone independence hold in a vector state, not in the trace of a random matrix";

    /// <summary>Whether the law is one of an operation.</summary>
    public static bool Covers(SpectralMeasure law) =>
        law is FreeConvolution or TwoPointPower or SymmetricRootLaw or SquareLaw or InverseLaw or RectangularSquareLaw or ReciprocalLaw;

    /// <summary>What the matrix is, in words; null if there is none.</summary>
    public static string? Describe(SpectralMeasure law) => law switch
    {
        FreeConvolution { IsProduct: true } product when !product.Exponents.All(IsCount) => null,
        FreeConvolution { IsProduct: true } => "product of independently rotated matrices",
        FreeConvolution => "sum of independently rotated matrices, or of corners of such",
        TwoPointPower power => IsCount(power.Power) ? "product of independently rotated projections" : null,
        SymmetricRootLaw => "((0, X), (X', 0))",
        SquareLaw => "square of a matrix",
        InverseLaw => "inverse of a matrix",
        RectangularSquareLaw => "(A + U B V)(A + U B V)' with rectangular A, B",
        _ => null,
    };

    /// <summary>The eigenvalues of one matrix, in any order.</summary>
    /// <param name="law">A law that <see cref="Covers"/>.</param>
    /// <param name="order">n.</param>
    /// <param name="random">Where the random numbers come from.</param>
    /// <param name="kernels">The linear algebra.</param>
    /// <param name="operand">The eigenvalues of a matrix of an operand.</param>
    /// <exception cref="NotSupportedException">There is no matrix; the message says why.</exception>
    public static double[] Sample(
        SpectralMeasure law, int order, RandomSource random, IDenseKernels kernels, Func<SpectralMeasure, int, RandomSource, double[]> operand)
    {
        double[] Operand(SpectralMeasure source, int size) => operand(source, size, random.Substream(0));
        switch (law)
        {
            case SquareLaw square:
                return Array.ConvertAll(Operand(square.Source, order), x => x * x);
            case InverseLaw inverse:
                return Array.ConvertAll(Operand(inverse.Source, order), x => 1.0 / x);
            case SymmetricRootLaw root:
                return Mirror(Operand(root.Source, order / 2), order);
            case TwoPointPower power:
                return Power(power.Source, power.Power, order, random, kernels, operand);
            case RectangularSquareLaw sum:
                return Rotated.Rectangular(
                    Operand(sum.First, order), operand(sum.Second, order, random.Substream(1)), sum.Ratio, random.Substream(2), kernels);
            case FreeConvolution convolution:
                double[] values = Part(convolution, 0, order, random.Substream(0), kernels, operand);
                for (int i = 1; i < convolution.Factors.Length; i++)
                {
                    double[] next = Part(convolution, i, order, random.Substream(2 * i), kernels, operand);
                    RandomSource rotation = random.Substream((2 * i) - 1);
                    values = convolution.IsProduct ? Rotated.Product(values, next, rotation, kernels) : Rotated.Sum(values, next, rotation, kernels);
                }

                return values;
            default:
                throw new NotSupportedException($"The law has no matrix model: {NoTrace}.");
        }
    }

    /// <summary>±√ of the values and, where the order is odd, one 0.</summary>
    public static double[] Mirror(double[] squares, int order)
    {
        double top = squares.Length == 0 ? 0.0 : squares.Max();
        double[] values = new double[order];
        for (int i = 0; i < squares.Length; i++)
        {
            // A kernel is exact: its eigenvalues are rounding errors, whose roots would not be small.
            double root = squares[i] <= 1e-13 * top ? 0.0 : Math.Sqrt(squares[i]);
            values[2 * i] = root;
            values[(2 * i) + 1] = -root;
        }

        return values;
    }

    /// <summary>The refusal of a power that is not an integer.</summary>
    public static NotSupportedException NoFraction(double power) => new(Invariant(
        $"the power [x]{power:R} has no matrix model: only a whole number of factors can be multiplied, and a fractional power is known by its S-transform alone."));

    private static double[] Part(
        FreeConvolution law, int index, int order, RandomSource random, IDenseKernels kernels, Func<SpectralMeasure, int, RandomSource, double[]> operand)
    {
        SpectralMeasure factor = law.Factors[index];
        double exponent = law.Exponents[index];
        if (law.IsProduct)
        {
            return Power(factor, exponent, order, random, kernels, operand);
        }

        if (exponent == 1.0)
        {
            return operand(factor, order, random);
        }

        int larger = Math.Max(order, (int)Math.Round(exponent * order));
        double[] corner = Rotated.Corner(operand(factor, larger, random.Substream(0)), order, random.Substream(1), kernels);
        return Array.ConvertAll(corner, x => exponent * x);
    }

    private static double[] Power(
        SpectralMeasure factor, double power, int order, RandomSource random, IDenseKernels kernels, Func<SpectralMeasure, int, RandomSource, double[]> operand)
    {
        if (!IsCount(power))
        {
            throw NoFraction(power);
        }

        double[] values = operand(factor, order, random.Substream(0));
        for (int k = 1; k < (int)power; k++)
        {
            values = Rotated.Product(values, operand(factor, order, random.Substream(2 * k)), random.Substream((2 * k) - 1), kernels);
        }

        return values;
    }

    private static bool IsCount(double value) => value >= 1.0 && value <= 1e4 && value == Math.Round(value);
}
