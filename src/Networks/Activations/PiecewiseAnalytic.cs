using System.Collections.Immutable;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Activations;

/// <summary>An activation that is given by one analytic function between any two neighbouring kinks.</summary>
/// <remarks>
/// <para>φ = pieceⱼ on [kinkⱼ₋₁, kinkⱼ). Each piece is smooth up to its ends, so jumps are differences of neighbouring pieces.</para>
/// </remarks>
public sealed record PiecewiseAnalytic : Activation
{
    private readonly string name;
    private readonly ImmutableArray<double> kinks;
    private readonly ImmutableArray<AnalyticPiece> pieces;

    /// <summary>Creates an activation from its pieces.</summary>
    /// <param name="name">The canonical text; two activations with the same text are equal.</param>
    /// <param name="kinks">n increasing points.</param>
    /// <param name="pieces">n + 1 pieces, left to right.</param>
    public PiecewiseAnalytic(string name, ImmutableArray<double> kinks, ImmutableArray<AnalyticPiece> pieces)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (pieces.Length != kinks.Length + 1)
        {
            throw new ArgumentException(
                $"{kinks.Length} kinks need {kinks.Length + 1} pieces, but there are {pieces.Length}.", nameof(pieces));
        }

        for (int i = 0; i < kinks.Length; i++)
        {
            Require.Finite(kinks[i], "kink");
            if (i > 0 && kinks[i] <= kinks[i - 1])
            {
                throw new ArgumentException($"kinks must increase, but {kinks[i]:R} follows {kinks[i - 1]:R}.", nameof(kinks));
            }
        }

        this.name = name;
        this.kinks = kinks;
        this.pieces = pieces;
    }

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override ImmutableArray<double> Kinks => kinks;

    /// <inheritdoc/>
    public override double Value(double x) => pieces[PieceOf(x)].Value(x);

    /// <inheritdoc/>
    public override double Derivative(double x) => pieces[PieceOf(x)].Derivative(x);

    /// <inheritdoc/>
    public override double SecondDerivative(double x) => pieces[PieceOf(x)].SecondDerivative(x);

    /// <inheritdoc/>
    public override double? SlopeOnPiece(int piece) => pieces[piece].Slope;

    /// <inheritdoc/>
    /// <remarks><para>What the rounding of the kink's place or of the pieces' values leaves is none.</para></remarks>
    public override double JumpAt(int kink)
    {
        AnalyticPiece left = pieces[kink], right = pieces[kink + 1];
        double place = kinks[kink];
        double from = left.Value(place), to = right.Value(place);
        double rounding = Math.Abs(from) + Math.Abs(to) + (Math.Abs(place) * (Math.Abs(left.Derivative(place)) + Math.Abs(right.Derivative(place))));
        return Math.Abs(to - from) <= 1e-14 * rounding ? 0.0 : to - from;
    }

    /// <summary>Whether the names are the same: the text determines the activation.</summary>
    public bool Equals(PiecewiseAnalytic? other) => other is not null && name == other.name;

    /// <inheritdoc/>
    public override int GetHashCode() => name.GetHashCode(StringComparison.Ordinal);

    private int PieceOf(double x)
    {
        if (kinks.Length == 0)
        {
            return 0;
        }

        int piece = 0;
        while (piece < kinks.Length && x >= kinks[piece])
        {
            piece++;
        }

        return piece;
    }
}
