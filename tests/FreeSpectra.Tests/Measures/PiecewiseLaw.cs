using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Tests.Measures;

/// <summary>
/// Three bands and four atoms, everything else left to the base: uniform mass 0.2 on [−2, −1], an atom 0.1 at −1, mass 0.25 with density 0.5x
/// on [0, 1] around an atom 0.05 at 0.5, an atom 0.1 at 1.5, uniform mass 0.2 on [2, 4], an atom 0.1 at 5. It counts how often its density is asked for.
/// </summary>
internal sealed record PiecewiseLaw : SpectralMeasure
{
    private int asked;

    public int Asked => asked;

    public override ImmutableArray<Atom> Atoms => [new Atom(-1.0, 0.1), new Atom(0.5, 0.05), new Atom(1.5, 0.1), new Atom(5.0, 0.1)];

    public override ImmutableArray<Band> Bands =>
        [new Band(-2.0, -1.0, 0.2, 0.0, 0.0), new Band(0.0, 1.0, 0.25, 1.0, 0.0), new Band(2.0, 4.0, 0.2, 0.0, 0.0)];

    public override double Density(double x)
    {
        asked++;
        return x is > -2.0 and < -1.0 ? 0.2 : x is > 0.0 and < 1.0 ? 0.5 * x : x is > 2.0 and < 4.0 ? 0.1 : 0.0;
    }

    public bool Equals(PiecewiseLaw? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => 0;
}

/// <summary>Density α|x|^{−1−α}/2 beyond ±1, with an atom 0.2 at 0, or one tail alone; everything else left to the base.</summary>
internal sealed record TailedLaw(bool Below, bool Above) : SpectralMeasure
{
    private const double Alpha = 1.5;

    public override ImmutableArray<Atom> Atoms => [new Atom(0.0, 0.2)];

    public override ImmutableArray<Band> Bands =>
    [
        .. Below ? [new Band(double.NegativeInfinity, -1.0, Share, -1.0 - Alpha, 0.0)] : Array.Empty<Band>(),
        .. Above ? [new Band(1.0, double.PositiveInfinity, Share, 0.0, -1.0 - Alpha)] : Array.Empty<Band>(),
    ];

    private double Share => Below && Above ? 0.4 : 0.8;

    public override double Density(double x) =>
        (x < -1.0 && Below) || (x > 1.0 && Above) ? Share * Alpha * Math.Pow(Math.Abs(x), -1.0 - Alpha) : 0.0;

    public override bool HasMoment(int order) => order < Alpha;

    /// <summary>μ((x, ∞)) for x ≥ 1.</summary>
    public double Tail(double x) => Share * Math.Pow(x, -Alpha);
}
