using System.Collections.Immutable;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Activations;

/// <summary>A piecewise linear activation: linear, ReLU, leaky and shifted ReLU, hard tanh, |x|, step functions.</summary>
/// <remarks>
/// <para>φ(x) = valueⱼ + slopeⱼ (x − kinkⱼ) on the piece to the right of kink j; jumps are allowed.</para>
/// </remarks>
public sealed record PiecewiseLinear : Activation
{
    private readonly string name;
    private readonly ImmutableArray<double> kinks;
    private readonly ImmutableArray<double> slopes;
    private readonly ImmutableArray<double> intercepts;

    /// <summary>Creates the activation φ(x) = interceptsⱼ + slopesⱼ·x on piece j.</summary>
    /// <param name="name">The canonical text.</param>
    /// <param name="kinks">n increasing points.</param>
    /// <param name="slopes">n + 1 slopes, left to right.</param>
    /// <param name="intercepts">n + 1 intercepts, left to right.</param>
    public PiecewiseLinear(
        string name, ImmutableArray<double> kinks, ImmutableArray<double> slopes, ImmutableArray<double> intercepts)
    {
        if (slopes.Length != kinks.Length + 1 || intercepts.Length != kinks.Length + 1)
        {
            throw new ArgumentException(
                $"{kinks.Length} kinks need {kinks.Length + 1} slopes and intercepts, but there are {slopes.Length} and {intercepts.Length}.",
                nameof(slopes));
        }

        for (int i = 0; i < kinks.Length; i++)
        {
            Require.Finite(kinks[i], "kink");
        }

        for (int i = 0; i < slopes.Length; i++)
        {
            Require.Finite(slopes[i], "slope");
            Require.Finite(intercepts[i], "intercept");
        }

        this.name = name;
        this.kinks = kinks;
        this.slopes = slopes;
        this.intercepts = intercepts;
    }

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override ImmutableArray<double> Kinks => kinks;

    /// <inheritdoc/>
    public override double Value(double x)
    {
        int piece = PieceOf(x);
        return intercepts[piece] + (slopes[piece] * x);
    }

    /// <inheritdoc/>
    public override double Derivative(double x) => slopes[PieceOf(x)];

    /// <inheritdoc/>
    public override double SecondDerivative(double x) => 0.0;

    /// <inheritdoc/>
    public override double? SlopeOnPiece(int piece) => slopes[piece];

    /// <summary>The value at 0 of the line that φ is on a piece.</summary>
    /// <param name="piece">0 for (−∞, first kink), up to <c>Kinks.Length</c> for (last kink, ∞).</param>
    public double InterceptOnPiece(int piece) => intercepts[piece];

    /// <inheritdoc/>
    /// <remarks><para>What rounding leaves of none is none.</para></remarks>
    public override double JumpAt(int kink)
    {
        double jump = intercepts[kink + 1] - intercepts[kink] + ((slopes[kink + 1] - slopes[kink]) * kinks[kink]);
        double size = Math.Abs(intercepts[kink]) + Math.Abs(intercepts[kink + 1])
            + ((Math.Abs(slopes[kink]) + Math.Abs(slopes[kink + 1])) * Math.Abs(kinks[kink]));
        return Math.Abs(jump) <= 1e-14 * size ? 0.0 : jump;
    }

    /// <summary>Whether φ is continuous.</summary>
    public bool JumpsNowhere => Enumerable.Range(0, kinks.Length).All(kink => JumpAt(kink) == 0.0);

    /// <summary>Whether two activations have the same name and the same pieces.</summary>
    public bool Equals(PiecewiseLinear? other) =>
        other is not null
        && name == other.name
        && kinks.AsSpan().SequenceEqual(other.kinks.AsSpan())
        && slopes.AsSpan().SequenceEqual(other.slopes.AsSpan())
        && intercepts.AsSpan().SequenceEqual(other.intercepts.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => name.GetHashCode(StringComparison.Ordinal);

    private int PieceOf(double x)
    {
        int piece = 0;
        while (piece < kinks.Length && x >= kinks[piece])
        {
            piece++;
        }

        return piece;
    }
}
