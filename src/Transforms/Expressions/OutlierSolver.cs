using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms.Expressions;

/// <summary>The outliers of free sums and products of which one factor has finitely many eigenvalues outside its bulk (BBP).</summary>
/// <remarks>
/// <para>
/// With ω the subordination function of the perturbed factor, a spike θ gives an outlier at every x off the support with
/// ω(x) = θ. On each gap ω increases, so each gap holds at most one. Squared overlap: 1/ω'(x) for sums, θ/(x ω'(x)) for products.
/// </para>
/// <para>
/// Derivation of the second: (z − M)⁻¹ = (1 + M(z − M)⁻¹)/z, and M(z − M)⁻¹ is asymptotically A(ω − A)⁻¹; together ω(ω − A)⁻¹/z,
/// with the residue θ/(x ω'(x)) in the direction of the spike.
/// </para>
/// <para>Error: the location is good to rounding, except within about 1e-8 of the width from an edge.</para>
/// <para>Source: [BBCF17] theorems 2.1 and 2.5.</para>
/// </remarks>
public static class OutlierSolver
{
    /// <summary>The outliers of one factor's spikes.</summary>
    /// <param name="law">The free sum or product of two laws.</param>
    /// <param name="factor">0 for the left factor, 1 for the right one.</param>
    /// <param name="spikes">The eigenvalues θ, each off the support of that factor.</param>
    /// <returns>One entry for each outlier, in the order of the spikes; a spike that stays in the bulk gives none.</returns>
    /// <exception cref="ArgumentException">A spike lies in the support of the factor.</exception>
    public static ImmutableArray<Outlier> Find(FreeConvolution law, int factor, IEnumerable<double> spikes)
    {
        ArgumentNullException.ThrowIfNull(law);
        ArgumentNullException.ThrowIfNull(spikes);
        SpectralMeasure source = law.Factors[factor];
        var outliers = ImmutableArray.CreateBuilder<Outlier>();
        foreach (double spike in spikes)
        {
            Require.Finite(spike);
            bool inside = source.Bands.Any(band => band.Contains(spike)) || source.MassAt(spike) > 0.0;
            if (inside || (law.IsProduct && spike < 0.0))
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"an outlier's spike must lie off the support of its factor{(law.IsProduct ? " and be >= 0" : "")}, but is {spike:R}."));
            }

            foreach ((double left, double right) in Gaps(law))
            {
                if (Locate(law, factor, spike, left, right) is { } x)
                {
                    outliers.Add(new Outlier(spike, x, Overlap(law, factor, spike, x)));
                }
            }
        }

        return outliers.ToImmutable();
    }

    private static IEnumerable<(double Left, double Right)> Gaps(FreeConvolution law)
    {
        ImmutableArray<Band> bands = law.Bands;
        double left = law.IsProduct ? 0.0 : double.NegativeInfinity;
        foreach (Band band in bands)
        {
            if (left < band.Left)
            {
                yield return (left, band.Left);
            }

            left = band.Right;
        }

        yield return (left, double.PositiveInfinity);
    }

    /// <summary>The x in the gap with ω(x) = θ, by bisection of an increasing function; null if there is none.</summary>
    private static double? Locate(FreeConvolution law, int factor, double spike, double left, double right)
    {
        double width = law.Bands.IsEmpty ? 1.0 : law.Bands[^1].Right - law.Bands[0].Left;
        double inset = 1e-13 * width;
        double low = double.IsInfinity(left) ? right - width : left + inset;
        double high = double.IsInfinity(right) ? left + width : right - inset;
        for (int i = 0; double.IsInfinity(left) && Omega(law, factor, low) >= spike && i < 100; i++)
        {
            low = right - ((right - low) * 4.0);
        }

        for (int i = 0; double.IsInfinity(right) && Omega(law, factor, high) <= spike && i < 100; i++)
        {
            high = left + ((high - left) * 4.0);
        }

        if (!(low < high && Omega(law, factor, low) < spike && spike < Omega(law, factor, high)))
        {
            return null;
        }

        while (true)
        {
            double middle = low + (0.5 * (high - low));
            if (middle <= low || middle >= high)
            {
                return middle;
            }

            if (Omega(law, factor, middle) < spike)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
    }

    private static double Omega(FreeConvolution law, int factor, double x) => law.Subordination(new Complex(x, 0.0))[factor].Real;

    private static double Overlap(FreeConvolution law, int factor, double spike, double x)
    {
        // ω' from G(x) = G_factor(ω(x)), or h(x) = h_factor(ω(x)).
        SpectralMeasure source = law.Factors[factor];
        Complex slope = law.IsProduct
            ? law.MomentTransformDerivative(x) / source.MomentTransformDerivative(spike)
            : law.CauchyDerivative(x) / source.CauchyDerivative(spike);
        return law.IsProduct ? spike / (x * slope.Real) : 1.0 / slope.Real;
    }
}
