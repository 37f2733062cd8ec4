using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Tests.Support;

/// <summary>Atoms and bands of constant density, with the transforms in closed form.</summary>
internal sealed record JoinedLaw : SpectralMeasure
{
    public JoinedLaw(ImmutableArray<Atom> atoms, ImmutableArray<(double Left, double Right, double Mass)> bands)
    {
        Atoms = atoms;
        Bands = [.. bands.Select(band => new Band(band.Left, band.Right, band.Mass, 0.0, 0.0))];
    }

    public override ImmutableArray<Atom> Atoms { get; }

    public override ImmutableArray<Band> Bands { get; }

    public override double Density(double x) => Bands.Where(band => band.Contains(x)).Select(band => band.Mass / band.Width).FirstOrDefault();

    public override double DensityFromEdge(int band, IntervalEnd end, double offset) => Bands[band].Mass / Bands[band].Width;

    public override Complex Cauchy(Complex z)
    {
        Complex sum = Complex.Zero;
        foreach (Band band in Bands)
        {
            // ln((z − a)/(z − b)), without cancellation far out.
            Complex logarithm = Complex.Abs(z - band.Right) > 2.0 * band.Width ? Elementary.LogOnePlus(band.Width / (z - band.Right))
                : z.Imaginary == 0.0
                    ? new Complex(Math.Log(Math.Abs(z.Real - band.Left)) - Math.Log(Math.Abs(z.Real - band.Right)), band.Contains(z.Real) ? -Math.PI : 0.0)
                    : Complex.Log(z - band.Left) - Complex.Log(z - band.Right);
            sum += band.Mass / band.Width * logarithm;
        }

        foreach (Atom atom in Atoms)
        {
            sum += atom.Weight / (z - atom.Location);
        }

        return sum;
    }

    public override Complex CauchyDerivative(Complex z)
    {
        Complex sum = Complex.Zero;
        foreach (Band band in Bands)
        {
            sum += band.Mass / band.Width * ((1.0 / (z - band.Left)) - (1.0 / (z - band.Right)));
        }

        foreach (Atom atom in Atoms)
        {
            sum -= atom.Weight / ((z - atom.Location) * (z - atom.Location));
        }

        return sum;
    }
}
