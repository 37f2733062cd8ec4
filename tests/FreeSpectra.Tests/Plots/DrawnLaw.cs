using System.Collections.Immutable;
using FreeSpectra.Measures;

namespace FreeSpectra.Tests.Plots;

/// <summary>A law made for a picture: given atoms, bands and density.</summary>
public sealed record DrawnLaw(ImmutableArray<Atom> Points, ImmutableArray<Band> Intervals, Func<double, double> Height) : SpectralMeasure
{
    public override ImmutableArray<Atom> Atoms => Points;

    public override ImmutableArray<Band> Bands => Intervals;

    public override double Density(double x) => Bands.Any(band => band.Contains(x)) ? Height(x) : 0.0;

    /// <summary>[HK21] theorem 3.2 with q_ℓ = σ² = γ = 1: the band with two poles of the density outside it.</summary>
    public static DrawnLaw ThreeLayers(double alpha1, double alpha2)
    {
        double minus = Math.Pow(Math.Sqrt(alpha1 * (1 - alpha2)) - Math.Sqrt(alpha2 * (1 - alpha1)), 2);
        double plus = Math.Pow(Math.Sqrt(alpha1 * (1 - alpha2)) + Math.Sqrt(alpha2 * (1 - alpha1)), 2);
        double mass = Math.Min(Math.Min(alpha1, alpha2), Math.Min(1 - alpha1, 1 - alpha2));
        (double Location, double Weight)[] atoms =
            [(1.0, 1 - alpha2), (2.0, alpha2 - alpha1), (3.0, alpha1 + alpha2 - 1)];
        return new DrawnLaw(
            [.. atoms.Where(atom => atom.Weight > 0.0).Select(atom => new Atom(atom.Location, atom.Weight))],
            [new Band(2 + minus, 2 + plus, mass, minus == 0 ? -0.5 : 0.5, plus == 1 ? -0.5 : 0.5)],
            x => Math.Sqrt(Math.Max(0, (2 + plus - x) * (x - 2 - minus))) / (2 * Math.PI * (x - 2) * (3 - x)));
    }

    public static DrawnLaw Semicircle(double center, double radius, double mass) =>
        new([], [new Band(center - radius, center + radius, mass)],
            x => 2 * mass / (Math.PI * radius * radius) * Math.Sqrt(Math.Max(0, (radius * radius) - ((x - center) * (x - center)))));
}
