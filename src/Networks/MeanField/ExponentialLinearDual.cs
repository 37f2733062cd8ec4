using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.MeanField;

/// <summary>The duals of ELU and SELU: the mean over v given u in closed form, then one integral over u, split at 0.</summary>
/// <remarks>
/// <para>
/// Given X = u/√a, v is normal with μ = √a' c X and standard deviation τ = √a' s, s² = 1 − c². With r = −μ/τ,
/// E φ(v) = slope·(μΦ(−r) + τφ(r)) + height·(e^{μ+τ²/2} Φ(r−τ) − Φ(r)) and E φ'(v) = slope·Φ(−r) + height·e^{μ+τ²/2} Φ(r−τ),
/// Φ and φ the normal distribution and density. Panels widen geometrically from 0 at the smallest of the scales s/|c|, 1/√a, 1/√a'.
/// </para>
/// <para>Error: rounding; the panels' own error is far below it. Source: [KAA19] eq. (6); the conditional means by Gaussian integration.</para>
/// </remarks>
internal static class ExponentialLinearDual
{
    private const double Rounding = 3e-15;
    private const double PanelWidth = 3.0;
    private const double Reach = 9.0;
    private const double NearlyConstant = 0.1;
    private const double SmallVariance = 1.0;
    private const double RootTwo = 1.41421356237309504880;
    private const double RootHalfPi = 1.25331413731550025121;

    internal static DualValue Of(ExponentialLinear activation, double varianceU, double varianceV, Correlation c)
    {
        double scaleU = Math.Sqrt(varianceU);
        double scaleV = Math.Sqrt(varianceV);
        double drift = scaleV * c.Value;
        double deviation = scaleV * c.Sine;
        double width = Math.Min(PanelWidth, 8.0 / Math.Max(scaleU, Math.Abs(drift)));
        if (c.Sine > 0.0)
        {
            width = Math.Min(width, 2.5 * c.Sine / Math.Abs(c.Value));
        }

        double value = 0.0, slope = 0.0, valueSize = 0.0, slopeSize = 0.0;
        GaussLegendre rule = GaussLegendre.Sixteen;
        double right;
        for (double left = 0.0; left < Reach; left = right)
        {
            right = left + Math.Min(Math.Max(width, left), PanelWidth);
            double center = 0.5 * (left + right);
            double half = 0.5 * (right - left);
            for (int i = 0; i < rule.Nodes.Length; i++)
            {
                double z = center + (half * rule.Nodes[i]);
                double weight = half * rule.Weights[i] * ErrorFunction.NormalDensity(z);
                for (int side = -1; side <= 1; side += 2)
                {
                    double x = side * z;
                    (double mean, double meanSlope, double meanSize) = Given(activation, drift * x, deviation);
                    double valueTerm = weight * activation.Value(scaleU * x) * mean;
                    double slopeTerm = weight * activation.Derivative(scaleU * x) * meanSlope;
                    value += valueTerm;
                    slope += slopeTerm;
                    valueSize += weight * Math.Abs(activation.Value(scaleU * x)) * meanSize;
                    slopeSize += Math.Abs(slopeTerm);
                }
            }
        }

        return new DualValue(value, slope, Rounding * valueSize, Rounding * slopeSize);
    }

    /// <summary>E φ² and E φ'² at variance q.</summary>
    /// <remarks>
    /// <para>
    /// E φ'² = slope²/2 + height² w(2q)/2 and E φ² = slope² q/2 + height² (w(2q) − 2w(q/2) + 1)/2 with w(x) = e^x erfc √x; the last
    /// bracket cancels at small variances, where it is integrated.
    /// </para>
    /// </remarks>
    internal static (double Second, double SlopeSecond) Moments(ExponentialLinear activation, double variance)
    {
        double scale = Math.Sqrt(variance);
        double doubled = ErrorFunction.ScaledErfc(RootTwo * scale);
        double left = 0.5 * (doubled - (2.0 * ErrorFunction.ScaledErfc(scale / RootTwo)) + 1.0);
        if (variance < SmallVariance)
        {
            double Square(double z)
            {
                double value = Stable.ExpMinusOne(-scale * z);
                return ErrorFunction.NormalDensity(z) * value * value;
            }

            GaussLegendre rule = GaussLegendre.Sixteen;
            left = rule.Integrate(Square, 0.0, PanelWidth) + rule.Integrate(Square, PanelWidth, 2.0 * PanelWidth)
                + rule.Integrate(Square, 2.0 * PanelWidth, 3.0 * PanelWidth);
        }

        double slope2 = activation.Slope * activation.Slope;
        double height2 = activation.Height * activation.Height;
        return ((0.5 * slope2 * variance) + (height2 * left), 0.5 * (slope2 + (height2 * doubled)));
    }

    /// <summary>E φ(v) and E φ'(v) for normal v, and the size of the two parts of E φ(v), which may cancel.</summary>
    private static (double Mean, double Slope, double Size) Given(ExponentialLinear activation, double mu, double tau)
    {
        double r = -mu / tau;
        if (!double.IsFinite(r) || Math.Abs(r) > 40.0)
        {
            // All of v is on one side of 0.
            double only = mu >= 0.0 ? activation.Slope * mu : activation.Height * Stable.ExpMinusOne(mu + (0.5 * tau * tau));
            return (only, mu >= 0.0 ? activation.Slope : activation.Height * Math.Exp(mu + (0.5 * tau * tau)), Math.Abs(only));
        }

        double density = ErrorFunction.NormalDensity(r);
        double below = ErrorFunction.NormalCdf(r);
        double above = ErrorFunction.NormalCdf(-r);
        double shift = tau - r;
        double exponent = tau * ((0.5 * tau) - r);

        // Φ(r − τ)e^{…} = φ(r)·m(τ − r) with Mills' ratio m, where the exponential would overflow against Φ.
        double shifted = ErrorFunction.NormalCdf(-shift);
        double tilted = shift > 0.0 ? density * RootHalfPi * ErrorFunction.ScaledErfc(shift / RootTwo) : Math.Exp(exponent) * shifted;
        double lack = tau < NearlyConstant
            ? (Stable.ExpMinusOne(exponent) * shifted) - Between(r, tau, density)
            : tilted - below;
        double right = activation.Slope * ((mu * above) + (tau * density)), left = activation.Height * lack;
        return (right + left, (activation.Slope * above) + (activation.Height * tilted), Math.Abs(right) + Math.Abs(left));
    }

    /// <summary>Φ(r) − Φ(r − τ) for small τ.</summary>
    private static double Between(double r, double tau, double density)
    {
        GaussLegendre rule = GaussLegendre.Four;
        double sum = 0.0;
        for (int i = 0; i < rule.Nodes.Length; i++)
        {
            double t = 0.5 * tau * (1.0 + rule.Nodes[i]);
            sum += rule.Weights[i] * Math.Exp(t * (r - (0.5 * t)));
        }

        return 0.5 * tau * density * sum;
    }
}
