using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Networks.MeanField;

/// <summary>What the jumps of φ add to I_φ' = E φ'(u)φ'(v): the point masses of φ' against φ', and against each other.</summary>
/// <remarks>
/// <para>
/// A jump J at x adds J·p_u(x)·E[φ'(v) | u = x] and the same with u and v exchanged, two jumps J J'·p(x, x'), p the normal
/// densities and φ' here the slope between the kinks. At c = ±1 the last may be infinite. Source: [KAA19] eq. (6).
/// </para>
/// </remarks>
internal static class JumpSlope
{
    private const double Rounding = 1e-15;

    /// <summary>What the jumps add.</summary>
    /// <param name="activation">φ.</param>
    /// <param name="varianceU">Var u.</param>
    /// <param name="varianceV">Var v.</param>
    /// <param name="c">The correlation.</param>
    /// <param name="mean">E φ'(v) given u, or of u given v, where that is known more quickly; from whether it is v, and the point in deviations.</param>
    internal static Estimate<double> Of(
        Activation activation, double varianceU, double varianceV, Correlation c, Func<bool, double, Estimate<double>>? mean = null)
    {
        double scaleU = Math.Sqrt(varianceU), scaleV = Math.Sqrt(varianceV);
        double sum = 0.0, error = 0.0;
        for (int j = 0; j < activation.Kinks.Length; j++)
        {
            if (activation.JumpAt(j) is 0.0)
            {
                continue;
            }

            for (int which = 0; which < 2; which++)
            {
                (double here, double there) = which == 0 ? (scaleU, scaleV) : (scaleV, scaleU);
                double standard = activation.Kinks[j] / here;
                double mass = activation.JumpAt(j) * ErrorFunction.NormalDensity(standard) / here;
                Estimate<double> slope = mean is null || c.Sine == 0.0 ? Conditional(activation, there, standard, c) : mean(which == 0, standard);
                sum += mass * slope.Value;
                error += Math.Abs(mass) * slope.Error;
            }

            for (int k = 0; k < activation.Kinks.Length; k++)
            {
                if (activation.JumpAt(k) is not 0.0)
                {
                    double density = BivariateNormal.Density(activation.Kinks[j] / scaleU, activation.Kinks[k] / scaleV, c);
                    sum += activation.JumpAt(j) * activation.JumpAt(k) * density / (scaleU * scaleV);
                }
            }
        }

        return new Estimate<double>(sum, error + (double.IsFinite(sum) ? Rounding * Math.Abs(sum) : 0.0), 1);
    }

    /// <summary>E φ' of a variable with the scale given whose partner stands at a point.</summary>
    private static Estimate<double> Conditional(Activation activation, double scale, double point, Correlation c)
    {
        double mean = c.Value * scale * point;
        double deviation = scale * c.Sine;
        if (deviation == 0.0)
        {
            return new Estimate<double>(activation.Derivative(mean), 0.0, 1);
        }

        // kink − mean from 1 ∓ c: it may vanish at c = ±1.
        double mirrored = c.Value < 0.0 ? -point : point;
        double rest = mirrored * (c.Value < 0.0 ? c.OnePlus : c.OneMinus);
        double[] breaks = [.. activation.Kinks.Select(kink => ((kink / scale) - mirrored + rest) / c.Sine)];
        return GaussianExpectation.Of(
            z => activation.Derivative(mean + (deviation * z)), breaks, Invariant($"E phi' of {activation.Name} beside a jump"));
    }
}
