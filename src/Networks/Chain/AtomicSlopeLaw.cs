using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Networks.Chain;

/// <summary>A slope law with finitely many atoms: that of a piecewise linear activation.</summary>
/// <remarks><para>Source: [HK21] eq. (16).</para></remarks>
internal sealed record AtomicSlopeLaw : SlopeLaw
{
    private AtomicSlopeLaw(ImmutableArray<Atom> atoms, double alpha)
    {
        Atoms = atoms;
        Alpha = alpha;
        Mean = atoms.Sum(atom => atom.Weight * atom.Location);
        Variance = atoms.Sum(atom => atom.Weight * (atom.Location - Mean) * (atom.Location - Mean));
    }

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms { get; }

    /// <summary>α, the weight off zero.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    public override double Mean { get; }

    /// <inheritdoc/>
    public override double Variance { get; }

    /// <inheritdoc/>
    public override double Bottom => Atoms[0].Location;

    /// <inheritdoc/>
    public override double Top => Atoms[^1].Location;

    /// <inheritdoc/>
    public override ImmutableArray<Interval> Gaps =>
        [.. Atoms.Zip(Atoms.Skip(1), (left, right) => new Interval(left.Location, right.Location))];

    /// <inheritdoc/>
    internal override HardEdge AtZero => new(Bottom == 0.0 ? 1.0 - Alpha : 0.0, 1);

    /// <summary>Whether the law is (1 − α)δ₀ + αδ_γ with α &gt; 0, so that its inverse moment transform is rational.</summary>
    public bool IsTwoPoint => Atoms.Length <= 2 && Top > 0.0 && (Atoms.Length == 1 || Bottom == 0.0);

    public static AtomicSlopeLaw Create(ReadOnlySpan<Atom> atoms)
    {
        if (atoms.IsEmpty)
        {
            throw new ArgumentException("slope law must have at least one atom, but has 0.");
        }

        Atom[] sorted = atoms.ToArray();
        Array.Sort(sorted, (a, b) => a.Location.CompareTo(b.Location));
        double total = 0.0;
        for (int i = 0; i < sorted.Length; i++)
        {
            Require.NonNegative(sorted[i].Location, "slope location");
            total += sorted[i].Weight;
            if (i > 0 && sorted[i].Location == sorted[i - 1].Location)
            {
                throw new ArgumentException(Invariant($"slope locations must be distinct, but {sorted[i].Location:R} is there twice."));
            }
        }

        if (Math.Abs(total - 1.0) > 1e-12)
        {
            throw new ArgumentException(Invariant($"slope weights must sum to 1, but sum to {total:R}."));
        }

        double alpha = sorted[0].Location == 0.0
            ? (sorted.Length == 2 ? sorted[1].Weight : 1.0 - sorted[0].Weight)
            : 1.0;
        return new AtomicSlopeLaw([.. sorted], alpha);
    }

    public static AtomicSlopeLaw CreateTwoPoint(double alpha, double gamma)
    {
        Require.InRange(alpha, 0.0, 1.0);
        Require.Positive(gamma);
        ImmutableArray<Atom> atoms = alpha switch
        {
            0.0 => [new Atom(0.0, 1.0)],
            1.0 => [new Atom(gamma, 1.0)],
            _ => [new Atom(0.0, 1.0 - alpha), new Atom(gamma, alpha)],
        };
        return new AtomicSlopeLaw(atoms, alpha);
    }

    public static AtomicSlopeLaw OfPieces(Activation activation, double variance)
    {
        SortedDictionary<double, double> weights = [];
        double deviation = Math.Sqrt(variance);
        for (int piece = 0; piece <= activation.Kinks.Length; piece++)
        {
            double low = piece == 0 ? double.NegativeInfinity : activation.Kinks[piece - 1] / deviation;
            double high = piece == activation.Kinks.Length ? double.PositiveInfinity : activation.Kinks[piece] / deviation;
            double slope = activation.SlopeOnPiece(piece)!.Value;
            double weight = NormalMass(low, high);
            if (weight > 0.0)
            {
                weights[slope * slope] = weights.GetValueOrDefault(slope * slope) + weight;
            }
        }

        if (weights.Count == 2 && weights.ContainsKey(0.0))
        {
            double gamma = weights.Keys.Last();
            return CreateTwoPoint(Math.Min(1.0, weights[gamma]), gamma);
        }

        return new AtomicSlopeLaw(
            [.. weights.Select(pair => new Atom(pair.Key, Math.Min(1.0, pair.Value)))],
            1.0 - weights.GetValueOrDefault(0.0));
    }

    /// <summary>P(low &lt; Z &lt; high) without cancellation in the tails.</summary>
    public static double NormalMass(double low, double high)
    {
        double root = Math.Sqrt(0.5);
        if (low >= 0.0)
        {
            return 0.5 * (ErrorFunction.Erfc(low * root) - (double.IsInfinity(high) ? 0.0 : ErrorFunction.Erfc(high * root)));
        }

        if (high <= 0.0)
        {
            return NormalMass(-high, -low);
        }

        double left = double.IsInfinity(low) ? 1.0 : ErrorFunction.Erf(-low * root);
        double right = double.IsInfinity(high) ? 1.0 : ErrorFunction.Erf(high * root);
        return 0.5 * (left + right);
    }

    /// <inheritdoc/>
    internal override double ArgumentMean(Complex v) => Atoms.Sum(atom => atom.Weight * (v - atom.Location).Phase);

    /// <inheritdoc/>
    internal override Complex MomentTransform(Complex v, out Complex shifted, out Complex derivative) =>
        AtomicPart(Atoms, v, out shifted, out derivative);

    /// <summary>Whether two laws have the same atoms.</summary>
    public bool Equals(AtomicSlopeLaw? other) => other is not null && Alpha == other.Alpha && Atoms.AsSpan().SequenceEqual(other.Atoms.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Alpha, Atoms.Length, Atoms[0]);
}
