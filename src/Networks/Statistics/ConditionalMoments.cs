using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Networks.Statistics;

/// <summary>Moments of φ(a + b) and φ'(a + b) over b ~ N(0, q_t − q_st), averaged over a ~ N(0, q_st).</summary>
/// <remarks>
/// <para>
/// u = a + b is the pre-activation of one unit; a is common to all samples. Given a: v = Var φ, V' = Var φ', w₀ = E φ'²,
/// κ = Cov(φ, φ'). Then E_a (E_b φ')² = I_φ'[q_t, q_st] and E_a (E_b φ'')² = ∂I_φ'/∂q_st, where E_b φ'' = E_b[φ' b]/Var b
/// holds at kinks too.
/// </para>
/// <para>
/// Both averages are taken by panels: the inner ones end at the kinks, the outer ones shrink towards them down to the
/// width √Var b over which b blurs a kink, so that nearly equal samples (q_st → q_t) cost no more.
/// </para>
/// <para>Source: [KAA19] theorem 3.3, whose constants these moments give; [GW69] for the nodes.</para>
/// </remarks>
internal sealed record ConditionalMoments
{
    private const double Reach = 9.5;

    /// <summary>E_a (E_b φ')².</summary>
    public double SlopeOverlap { get; private init; }

    /// <summary>E_a (E_b φ'')².</summary>
    public double CurvatureOverlap { get; private init; }

    /// <summary>E_a v².</summary>
    public double ValueVarianceSquared { get; private init; }

    /// <summary>E_a V'².</summary>
    public double SlopeVarianceSquared { get; private init; }

    /// <summary>E_a V' w₀.</summary>
    public double SlopeVarianceBySquare { get; private init; }

    /// <summary>E_a w₀².</summary>
    public double SlopeSquareSquared { get; private init; }

    /// <summary>E_a κ².</summary>
    public double CovarianceSquared { get; private init; }

    /// <summary>E_a (E_b φ)² = q̂_st.</summary>
    public double ValueOverlap { get; private init; }

    /// <summary>E_a Var_b φ = q̂_t − q̂_st, a sum of positive terms.</summary>
    public double ValueGap { get; private init; }

    /// <summary>E_a Var_b φ' = E φ'² − I_φ'.</summary>
    public double SlopeGap { get; private init; }

    /// <summary>The moments at variance q_t and covariance q_st.</summary>
    /// <exception cref="NonConvergenceException">Halving the panels did not settle the moments to 1e-12.</exception>
    public static ConditionalMoments Of(Activation activation, double variance, double covariance)
    {
        double within = variance - covariance;
        if (!(within > 0.0) || covariance < 0.0)
        {
            throw new ArgumentException(Invariant(
                $"the covariance of two samples must be in [0, variance), but is {covariance:R} at variance {variance:R}."));
        }

        for (int kink = 0; kink < activation.Kinks.Length; kink++)
        {
            if (activation.JumpAt(kink) != 0.0)
            {
                throw new ArgumentException(Invariant(
                    $"activation must be continuous for theorem 3.3, but {activation.Name} jumps at {activation.Kinks[kink]:R}."));
            }
        }

        double[] coarse = Integrate(activation, covariance, within, 1.0);
        double change = double.PositiveInfinity;
        for (double fineness = 0.5; fineness > 0.02; fineness *= 0.5)
        {
            double[] fine = Integrate(activation, covariance, within, fineness);
            change = 0.0;
            // A moment far below its natural size (such as an odd function's mean) need not be right to its own size.
            double value = fine[8] + fine[7], slope = fine[9] + fine[0];
            double[] scale = [slope, slope / variance, value * value, slope * slope, slope * slope, slope * slope, value * slope, value, 0.0, 0.0];
            for (int i = 2; i < 7; i++)
            {
                scale[i] *= within / variance;
            }

            for (int i = 0; i < fine.Length; i++)
            {
                change = Math.Max(change, Math.Abs(fine[i] - coarse[i]) / (Math.Abs(fine[i]) + (1e-6 * Math.Abs(scale[i])) + 1e-300));
            }

            // Two samples differ by √(within/variance) of their size: rounding counts that much more in their differences.
            if (change <= 1e-12 + (4e-15 * Math.Sqrt(variance / within)))
            {
                return new ConditionalMoments
                {
                    SlopeOverlap = fine[0],
                    CurvatureOverlap = fine[1],
                    ValueVarianceSquared = fine[2],
                    SlopeVarianceSquared = fine[3],
                    SlopeVarianceBySquare = fine[4],
                    SlopeSquareSquared = fine[5],
                    CovarianceSquared = fine[6],
                    ValueOverlap = fine[7],
                    ValueGap = fine[8],
                    SlopeGap = fine[9],
                };
            }

            coarse = fine;
        }

        throw new NonConvergenceException(
            "The conditional moments of theorem 3.3", Invariant($"variance {variance:R}, covariance {covariance:R}"), 0, change,
            "Declare the activation's kinks.");
    }

    private static double[] Integrate(Activation activation, double covariance, double within, double fineness)
    {
        double[] sums = new double[10];
        double outer = Math.Sqrt(covariance), inner = Math.Sqrt(within);
        double mass = 0.0;
        double[] nodes = [0.0], weights = [1.0];
        if (outer > 0.0)
        {
            (nodes, weights) = PanelRule.On(
                -Reach, Reach, Math.Min(2.0, 2.0 / outer) * fineness, Breaks(activation, outer, inner));
        }

        Span<double> given = stackalloc double[10];
        for (int i = 0; i < nodes.Length; i++)
        {
            double weight = weights[i] * Math.Exp(-0.5 * nodes[i] * nodes[i]);
            Given(activation, outer * nodes[i], inner, fineness, given);
            mass += weight;
            for (int j = 0; j < sums.Length; j++)
            {
                sums[j] += weight * given[j];
            }
        }

        return [.. sums.Select(sum => sum / mass)];
    }

    /// <summary>Panels shrink towards each kink down to the width over which b blurs it.</summary>
    private static List<double> Breaks(Activation activation, double outer, double inner)
    {
        List<double> breaks = [];
        foreach (double kink in activation.Kinks)
        {
            breaks.Add(kink / outer);
            for (double distance = inner; distance < 20.0 * outer; distance *= 2.0)
            {
                breaks.Add((kink - distance) / outer);
                breaks.Add((kink + distance) / outer);
            }
        }

        return breaks;
    }

    private static void Given(Activation activation, double a, double inner, double fineness, Span<double> destination)
    {
        (double[] z, double[] weights) = PanelRule.On(
            -Reach, Reach, Math.Min(2.0, 2.0 / inner) * fineness, activation.Kinks.Select(kink => (kink - a) / inner));
        Span<double> phi = stackalloc double[z.Length <= 1024 ? z.Length : 0], phiPrime = stackalloc double[phi.Length];
        if (phi.Length < z.Length)
        {
            phi = new double[z.Length];
            phiPrime = new double[z.Length];
        }

        double mass = 0.0, value = 0.0, slope = 0.0, curvature = 0.0;
        for (int i = 0; i < z.Length; i++)
        {
            weights[i] *= Math.Exp(-0.5 * z[i] * z[i]);
            double u = a + (inner * z[i]);
            phi[i] = activation.Value(u);
            phiPrime[i] = activation.Derivative(u);
            mass += weights[i];
            value += weights[i] * phi[i];
            slope += weights[i] * phiPrime[i];
            curvature += weights[i] * activation.SecondDerivative(u);
        }

        (value, slope, curvature) = (value / mass, slope / mass, curvature / mass);
        foreach (double kink in activation.Kinks)
        {
            double jump = activation.Derivative(kink) - activation.Derivative(Math.BitDecrement(kink));
            double distance = (kink - a) / inner;
            curvature += jump * Math.Exp(-0.5 * distance * distance) / (inner * Math.Sqrt(2.0 * Math.PI));
        }

        // Deviations are summed about the means: differences of moments would cancel for nearly equal samples.
        double v = 0.0, slopeVariance = 0.0, covariance = 0.0;
        for (int i = 0; i < z.Length; i++)
        {
            double dPhi = phi[i] - value, dSlope = phiPrime[i] - slope;
            v += weights[i] * dPhi * dPhi;
            slopeVariance += weights[i] * dSlope * dSlope;
            covariance += weights[i] * dPhi * dSlope;
        }

        (v, slopeVariance, covariance) = (v / mass, slopeVariance / mass, covariance / mass);
        double slopeSquare = slopeVariance + (slope * slope);
        destination[0] = slope * slope;
        destination[1] = curvature * curvature;
        destination[2] = v * v;
        destination[3] = slopeVariance * slopeVariance;
        destination[4] = slopeVariance * slopeSquare;
        destination[5] = slopeSquare * slopeSquare;
        destination[6] = covariance * covariance;
        destination[7] = value * value;
        destination[8] = v;
        destination[9] = slopeVariance;
    }
}
