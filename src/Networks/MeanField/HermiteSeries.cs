using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.MeanField;

/// <summary>The Hermite coefficients of an activation's slope at one variance: its dual at every correlation.</summary>
/// <remarks>
/// <para>
/// With b_k = E φ'(√q Z) h_k(Z), h_k the normalised Hermite polynomials, Mehler's formula gives
/// I_φ' = Σ b_k b'_k c^k and I_φ = E φ · E φ' + √(qq') Σ b_k b'_k c^{k+1}/(k+1). The slope's coefficients serve both: no sum is
/// multiplied by k, and E φ² − I_φ = q Σ b_k² (1 − c^{k+1})/(k+1) has terms of one sign, to full relative accuracy as c → 1.
/// </para>
/// <para>
/// Coefficients come from the trapezoidal rule of <see cref="HermiteNodes"/>. With kinks they come from the panels of
/// <see cref="HermitePanels"/>; the coefficients then fall too slowly for |c| near 1.
/// </para>
/// <para>
/// Error: E φ'² − Σ b_k² is exactly what the terms left out add up to at c = 1, and every other node is a rule of its own; for
/// errors that fall like e^{−2πd/h} the square of the two rules' difference bounds the finer one's. Panels are halved until the
/// coefficients stand still. Source: [TW14] thm. 5.1.
/// </para>
/// </remarks>
internal sealed class HermiteSeries
{
    private const double WidestStep = 0.25;
    private const double NarrowestStep = 1e-3;
    private const double HopelessStep = 0.03;
    private const double HopelessChange = 1e-3;
    /// <summary>What does not count against a whole of 1.</summary>
    internal const double Negligible = 1e-17;
    private const double Rounding = 2e-15;
    private const double Work = 1.2e6;
    private const double PanelWork = 1.2e7;
    /// <summary>The largest |c| for which panels serve.</summary>
    internal const double NarrowReach = 0.99;
    private const double WidestPanel = 1.6;
    private const double KinkedReach = 0.97;

    private readonly double variance;
    private readonly double mean;
    private readonly double slopeMoment;
    private readonly double aliasing;
    private readonly double[] slopes;

    internal HermiteSeries(double variance, double mean, double slopeMoment, double aliasing, double[] slopes)
    {
        this.variance = variance;
        this.mean = mean;
        this.slopeMoment = slopeMoment;
        this.aliasing = aliasing;
        this.slopes = slopes;
    }

    /// <summary>The series with as many terms as correlations up to |c| need; null where that would be too many.</summary>
    /// <param name="activation">φ.</param>
    /// <param name="variance">q &gt; 0.</param>
    /// <param name="reach">The largest |c| that will be asked for.</param>
    /// <param name="terms">The least number of terms.</param>
    /// <param name="work">The number of nodes times terms that is too many.</param>
    /// <param name="partner">The series that it will meet, if not itself.</param>
    internal static HermiteSeries? For(
        Activation activation, double variance, double reach, int terms = 0, double work = Work, HermiteSeries? partner = null)
    {
        if (!activation.Kinks.IsEmpty)
        {
            return reach <= KinkedReach ? ByPanels(activation, variance, reach, terms, partner) : null;
        }

        for (double step = WidestStep; step >= NarrowestStep; step *= 0.5)
        {
            if (HermiteNodes.Of(activation, Math.Sqrt(variance), step) is not { } nodes)
            {
                return null;
            }

            if (!nodes.IsSettled)
            {
                if (step < HopelessStep && nodes.Roughness > HopelessChange)
                {
                    break;
                }

                continue;
            }

            HermiteSeries? series = nodes.Expand(variance, reach, terms, work, partner);
            if (series is null || series.aliasing <= Negligible)
            {
                return series ?? Narrow(activation, variance, reach, terms, partner);
            }
        }

        return Narrow(activation, variance, reach, terms, partner);
    }

    /// <summary>The series at two variances, the larger one's first, with as many terms as both need; null where that would be too many.</summary>
    internal static (HermiteSeries Wide, HermiteSeries Narrow)? Pair(Activation activation, double one, double other, double reach, double work = Work)
    {
        int terms = 0;
        while (true)
        {
            if (For(activation, Math.Max(one, other), reach, terms, work) is not { } wide
                || (one == other ? wide : For(activation, Math.Min(one, other), reach, wide.Terms, work, wide)) is not { } narrow)
            {
                return null;
            }

            // The smaller variance needs fewer terms, unless what leads at the larger one vanishes faster than the rest.
            if (narrow.Terms == wide.Terms)
            {
                return (wide, narrow);
            }

            terms = narrow.Terms;
        }
    }

    /// <summary>At a large variance an analytic φ changes in a narrow place, which panels find.</summary>
    private static HermiteSeries? Narrow(Activation activation, double variance, double reach, int terms, HermiteSeries? partner) =>
        reach <= NarrowReach ? ByPanels(activation, variance, reach, terms, partner) : null;

    private static HermiteSeries? ByPanels(Activation activation, double variance, double reach, int terms, HermiteSeries? partner)
    {
        HermiteSeries? coarse = null;
        for (double width = WidestPanel; width > 0.02; width *= 0.5)
        {
            if (HermitePanels.Of(activation, Math.Sqrt(variance), width)?.Expand(variance, reach, Math.Max(terms, coarse?.Terms ?? 0), PanelWork, partner: null) is not { } fine)
            {
                return null;
            }

            if (coarse is not null)
            {
                double change = Math.Abs(fine.mean - coarse.mean) / Math.Sqrt(variance * fine.slopeMoment);
                double power = 1.0;
                for (int k = 0; k < coarse.Terms; k++)
                {
                    change += Math.Abs(fine.slopes[k] - coarse.slopes[k]) / Math.Sqrt(fine.slopeMoment)
                        * Math.Max(fine.ShareAt(k), partner?.ShareAt(k) ?? 0.0) * power;
                    power *= reach;
                }

                if (change <= 3e-15)
                {
                    return new HermiteSeries(variance, fine.mean, fine.slopeMoment, 2.0 * change, fine.slopes);
                }
            }

            coarse = fine;
        }

        return null;
    }

    /// <summary>The number of terms.</summary>
    internal int Terms => slopes.Length;

    /// <summary>|b_k| as a part of √E φ'².</summary>
    internal double ShareAt(int k) => k < slopes.Length ? Math.Abs(slopes[k]) / Math.Sqrt(slopeMoment) : 0.0;

    /// <summary>I_φ and I_φ' between this variance and another one's, which has as many terms.</summary>
    internal DualValue Against(HermiteSeries other, Correlation correlation)
    {
        double c = correlation.Value;
        double slope = 0.0;
        double rest = 0.0;
        double slopeSize = 0.0;
        double restSize = 0.0;
        double power = 1.0;
        for (int k = 0; k < slopes.Length; k++)
        {
            double term = slopes[k] * other.slopes[k] * power;
            power *= c;
            double integral = term * c / (k + 1);
            slope += term;
            rest += integral;
            slopeSize += Math.Abs(term);
            restSize += Math.Abs(integral);
        }

        // Cauchy and Schwarz: what is left out of both, too.
        double scale = Math.Sqrt(variance) * Math.Sqrt(other.variance);
        double missed = (Negligible + aliasing + other.aliasing) * Math.Sqrt(slopeMoment * other.slopeMoment);
        double product = mean * other.mean;
        return new DualValue(
            product + (scale * rest),
            slope,
            (Rounding * (Math.Abs(product) + (scale * restSize))) + (scale * missed / slopes.Length),
            (Rounding * slopeSize) + missed);
    }

    /// <summary>E φ² − I_φ, to full relative accuracy as c → 1.</summary>
    internal Estimate<double> Deficit(Correlation correlation)
    {
        double c = correlation.Value;
        double gap = correlation.OneMinus;
        double sum = 0.0;
        double power = 1.0;
        double lack = 0.0;
        for (int k = 0; k < slopes.Length; k++)
        {
            // 1 − c^{k+1} = (1 − c^k) + c^k (1 − c): for c > 0 nothing cancels.
            lack += power * gap;
            power *= c;
            sum += slopes[k] * slopes[k] * lack / (k + 1);
        }

        double missed = (Negligible + (2.0 * aliasing)) * slopeMoment * gap;
        return new Estimate<double>(variance * sum, variance * ((2.0 * Rounding * sum) + missed), slopes.Length);
    }

    /// <summary>E φ'² − I_φ', to full relative accuracy as c → 1.</summary>
    internal Estimate<double> SlopeDeficit(Correlation correlation)
    {
        double sum = 0.0;
        double power = 1.0;
        double lack = 0.0;
        foreach (double b in slopes)
        {
            sum += b * b * lack;
            lack += power * correlation.OneMinus;
            power *= correlation.Value;
        }

        // 1 − c^k ≤ k(1 − c), and what is left falls off geometrically from k = the number of terms.
        double missed = (Negligible + (2.0 * aliasing)) * slopeMoment * Math.Min(2.0, 2.0 * slopes.Length * correlation.OneMinus);
        return new Estimate<double>(sum, (2.0 * Rounding * sum) + missed, slopes.Length);
    }
}
