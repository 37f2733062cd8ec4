using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Numerics.Exact;

namespace FreeSpectra.Transforms.Exact;

/// <summary>The real points at which branches of P(z, g) = 0 meet or run off, and whether they are edges of the law.</summary>
/// <remarks>
/// <para>
/// They are the real zeros of the discriminant of P in g and of its leading coefficient. Every finite edge of a band is among
/// them; the others belong to branches that are not the law's.
/// </para>
/// <para>Source: [RE08] section 4; [Coh93] section 3.3 (discriminants).</para>
/// </remarks>
public static class SingularPoints
{
    /// <summary>The points in increasing order.</summary>
    /// <param name="equation">P(z, g).</param>
    /// <param name="law">The law, whose bands tell the edges.</param>
    public static ImmutableArray<(double X, bool IsEdge)> Find(BivariatePolynomial equation, SpectralMeasure law)
    {
        ArgumentNullException.ThrowIfNull(equation);
        ArgumentNullException.ThrowIfNull(law);
        RationalPolynomial critical = Resultants.Discriminant(equation) * equation.Leading;
        double[] edges = [.. law.Bands.SelectMany(band => new[] { band.Left, band.Right }).Where(double.IsFinite)];
        double width = edges.Length == 0 ? 1.0 : Math.Max(edges.Max() - edges.Min(), edges.Max(Math.Abs));

        // Both sides are good to rounding; a multiple root of the discriminant is no less exact here.
        const double same = 1e-9;
        return [.. RealRoots.Find(critical).Select(x => (x, Array.Exists(edges, edge => Math.Abs(edge - x) <= same * width)))];
    }
}
