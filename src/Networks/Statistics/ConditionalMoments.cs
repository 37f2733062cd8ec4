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
/// The inner average is taken by panels that end at the kinks. The outer integrand is smooth on the scale of √Var b, so
/// the trapezoidal rule converges geometrically there.
/// </para>
/// <para>Source: [KAA19] theorem 3.3, whose constants these moments give; [TW14] for the outer rule.</para>
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
            for (int i = 0; i < fine.Length; i++)
            {
                change = Math.Max(change, Math.Abs(fine[i] - coarse[i]) / (Math.Abs(fine[i]) + (1e-3 * Math.Abs(fine[0])) + 1e-300));
            }

            if (change <= 1e-12)
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
        double step = outer == 0.0 ? 1.0 : Math.Min(0.5, inner / outer) * fineness;
        int points = outer == 0.0 ? 0 : (int)Math.Ceiling(Reach / step);
        Span<double> given = stackalloc double[10];
        for (int i = -points; i <= points; i++)
        {
            double weight = Math.Exp(-0.5 * i * step * i * step);
            Given(activation, outer * i * step, inner, fineness, given);
            mass += weight;
            for (int j = 0; j < sums.Length; j++)
            {
                sums[j] += weight * given[j];
            }
        }

        return [.. sums.Select(sum => sum / mass)];
    }

    private static void Given(Activation activation, double a, double inner, double fineness, Span<double> destination)
    {
        (double[] z, double[] weights) = PanelRule.On(
            -Reach, Reach, Math.Min(2.0, 2.0 / inner) * fineness, activation.Kinks.Select(kink => (kink - a) / inner));
        double mass = 0.0, value = 0.0, slope = 0.0, valueSquare = 0.0, slopeSquare = 0.0, product = 0.0, tilt = 0.0;
        for (int i = 0; i < z.Length; i++)
        {
            double w = weights[i] * Math.Exp(-0.5 * z[i] * z[i]);
            double u = a + (inner * z[i]), phi = activation.Value(u), phiPrime = activation.Derivative(u);
            mass += w;
            value += w * phi;
            slope += w * phiPrime;
            valueSquare += w * phi * phi;
            slopeSquare += w * phiPrime * phiPrime;
            product += w * phi * phiPrime;
            tilt += w * phiPrime * z[i];
        }

        (value, slope, slopeSquare) = (value / mass, slope / mass, slopeSquare / mass);
        double v = (valueSquare / mass) - (value * value);
        double slopeVariance = slopeSquare - (slope * slope);
        double covariance = (product / mass) - (value * slope);
        double curvature = tilt / mass / inner;
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
