using System.Numerics;
using FreeSpectra.Measures;

namespace FreeSpectra.Transforms.Rectangular;

/// <summary>G near 0 where 0 lies in a gap: 1 + M = yG cancels there, but G is analytic.</summary>
/// <remarks>
/// <para>Cauchy's formula on a circle by the trapezoidal rule: error 0.3³² from the nearest band, 0.1³² from the point.</para>
/// <para>Source: [TW14] §2.</para>
/// </remarks>
internal sealed class RectangularGap
{
    private const int Nodes = 32;
    private const double Fraction = 0.3;

    private readonly Complex[] points = new Complex[Nodes];
    private readonly Complex[] values = new Complex[Nodes];

    private RectangularGap(RectangularSquareLaw law, double radius)
    {
        Radius = radius;
        RectangularSolver solver = law.NewSolver();
        for (int k = 0; k < Nodes / 2; k++)
        {
            points[k] = Complex.FromPolarCoordinates(radius, 2.0 * Math.PI * (k + 0.5) / Nodes);
            values[k] = solver.TrySolve(points[k]) ? solver.Point.Narrow / points[k] : Complex.NaN;
            points[Nodes - 1 - k] = Complex.Conjugate(points[k]);
            values[Nodes - 1 - k] = Complex.Conjugate(values[k]);
        }
    }

    /// <summary>The radius of the circle.</summary>
    public double Radius { get; }

    /// <summary>The circle around 0; null if 0 is an atom or in a band, or the circle was not certified.</summary>
    public static RectangularGap? Around(RectangularSquareLaw law)
    {
        double edge = law.Bands.IsEmpty ? 0.0 : law.Bands[0].Left;
        foreach (Atom atom in law.Atoms)
        {
            edge = Math.Min(edge, atom.Location);
        }

        if (!(edge > 0.0))
        {
            return null;
        }

        RectangularGap gap = new(law, Fraction * edge);
        return gap.values.All(Complex.IsFinite) ? gap : null;
    }

    /// <summary>G and G' well inside the circle.</summary>
    public (Complex Value, Complex Derivative) At(Complex z)
    {
        Complex value = Complex.Zero;
        Complex derivative = Complex.Zero;
        for (int k = 0; k < Nodes; k++)
        {
            Complex term = values[k] * points[k] / (points[k] - z);
            value += term;
            derivative += term / (points[k] - z);
        }

        return (value / Nodes, derivative / Nodes);
    }
}
