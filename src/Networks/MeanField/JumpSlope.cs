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

    internal static Estimate<double> Of(Activation activation, double varianceU, double varianceV, Correlation c)
    {
        double scaleU = Math.Sqrt(varianceU), scaleV = Math.Sqrt(varianceV);
        double sum = 0.0, error = 0.0;
        for (int j = 0; j < activation.Kinks.Length; j++)
        {
            if (activation.JumpAt(j) is 0.0)
            {
                continue;
            }

            foreach ((double here, double there) in new[] { (scaleU, scaleV), (scaleV, scaleU) })
            {
                double standard = activation.Kinks[j] / here;
                double mass = activation.JumpAt(j) * ErrorFunction.NormalDensity(standard) / here;
                Estimate<double> mean = Conditional(activation, c.Value * there * standard, there * c.Sine);
                sum += mass * mean.Value;
                error += Math.Abs(mass) * mean.Error;
            }

            for (int k = 0; k < activation.Kinks.Length; k++)
            {
                if (activation.JumpAt(k) is not 0.0)
                {
                    double density = c.Sine == 0.0
                        ? activation.Kinks[j] / scaleU == Math.Sign(c.Value) * activation.Kinks[k] / scaleV ? double.PositiveInfinity : 0.0
                        : BivariateNormal.Density(activation.Kinks[j] / scaleU, activation.Kinks[k] / scaleV, c);
                    sum += activation.JumpAt(j) * activation.JumpAt(k) * density / (scaleU * scaleV);
                }
            }
        }

        return new Estimate<double>(sum, error + (double.IsFinite(sum) ? Rounding * Math.Abs(sum) : 0.0), 1);
    }

    private static Estimate<double> Conditional(Activation activation, double mean, double deviation)
    {
        if (deviation == 0.0)
        {
            return new Estimate<double>(activation.Derivative(mean), 0.0, 1);
        }

        double[] breaks = [.. activation.Kinks.Select(kink => (kink - mean) / deviation)];
        return GaussianExpectation.Of(
            z => activation.Derivative(mean + (deviation * z)), breaks, Invariant($"E phi' of {activation.Name} beside a jump"));
    }
}
