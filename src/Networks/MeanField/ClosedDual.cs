using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.MeanField;

/// <summary>The duals of activations that have one in elementary functions.</summary>
/// <remarks>
/// <para>a, a' the variances, b = c√(aa') the covariance. Each slope is the derivative of the value by b.</para>
/// <para>erf: (2/π) arcsin(2b/√((1+2a)(1+2a'))). sin: e^{−(a+a')/2} sinh b; cos: … cosh b. exp: e^{(a+a')/2+b}.</para>
/// <para>e^{−x²}: ((1+2a)(1+2a') − 4b²)^{−1/2}. GELU (a = a'): b/4 + (b/2π)θ + (a²(1+a) + b²(1−a))/(2π(1+a)√D), with
/// D = (1+a)² − b², sin θ = b/(1+a). xⁿ: Σ_j (n!/(2^i i!))²/j! · c^j (aa')^{n/2}, n = j + 2i.</para>
/// <para>Source: [KAA19] eq. (6); [Wil98] for erf; the others by Gaussian integration.</para>
/// </remarks>
internal static class ClosedDual
{
    private const double Rounding = 2e-15;
    private const double InverseTwoPi = 0.15915494309189533577;

    /// <summary>The closed form, or null where there is none.</summary>
    internal static DualValue? Of(Activation activation, double varianceU, double varianceV, Correlation c)
    {
        if (activation is PiecewiseLinear linear)
        {
            return PiecewiseLinearDual.Of(linear, varianceU, varianceV, c);
        }

        double mean = Math.Sqrt(varianceU * varianceV);
        double b = c.Value * mean;
        double half = 0.5 * (varianceU + varianceV);

        // half − b and half + b, from 1 ∓ c: ½(√a ∓ √a')² + √(aa')(1 ∓ c).
        double gap = Math.Sqrt(varianceU) - Math.Sqrt(varianceV);
        double minus = (0.5 * gap * gap) + (mean * c.OneMinus);
        double plus = (0.5 * gap * gap) + (mean * c.OnePlus);

        // (1 + 2a)(1 + 2a') − 4b² without cancellation.
        double discriminant = 1.0 + (4.0 * half) + (4.0 * mean * mean * c.OneMinus * c.OnePlus);
        return activation.Name switch
        {
            "erf" => Erf(b, discriminant),
            "sin" => Certain(
                0.5 * Math.Exp(-minus) * -Stable.ExpMinusOne(-2.0 * b), 0.5 * (Math.Exp(-minus) + Math.Exp(-plus))),
            "cos" => Certain(
                0.5 * (Math.Exp(-minus) + Math.Exp(-plus)), 0.5 * Math.Exp(-minus) * -Stable.ExpMinusOne(-2.0 * b)),
            "exp" => Certain(Math.Exp(half + b), Math.Exp(half + b), half),
            "gaussian" => Gaussian(b, discriminant),
            "gelu" when varianceU == varianceV => Gelu(varianceU, b, minus, plus),
            _ when activation.Name.StartsWith("power:n=", StringComparison.Ordinal) => Power(
                int.Parse(activation.Name.AsSpan(8), System.Globalization.CultureInfo.InvariantCulture), mean, c.Value),
            _ => null,
        };
    }

    private static DualValue Certain(double value, double slope, double conditioning = 1.0) =>
        new(value, slope, Rounding * (1.0 + conditioning) * Math.Max(Math.Abs(value), Math.Abs(slope)));

    private static DualValue Erf(double b, double discriminant)
    {
        double root = Math.Sqrt(discriminant);
        return Certain(4.0 * InverseTwoPi * Math.Atan2(2.0 * b, root), 8.0 * InverseTwoPi / root);
    }

    private static DualValue Gaussian(double b, double discriminant)
    {
        double value = 1.0 / Math.Sqrt(discriminant);
        return Certain(value, 4.0 * b * value / discriminant);
    }

    private static DualValue Gelu(double a, double b, double minus, double plus)
    {
        // With a² − b² = (a − b)(a + b) every term is positive for b > 0: nothing cancels at large variance.
        double product = minus * plus;
        double square = (1.0 + minus) * (1.0 + plus);
        double root = Math.Sqrt(square);
        double angle = Math.Atan2(b, root);
        double numerator = ((a * a) + (b * b) + (a * product)) / (1.0 + a);
        double value = (b * (0.25 + (InverseTwoPi * angle))) + (InverseTwoPi * numerator / root);
        double tail = b * (3.0 + (5.0 * a) + (2.0 * product)) / ((1.0 + a) * square);
        double slope = 0.25 + (InverseTwoPi * (angle + (tail / root)));
        return Certain(value, slope);
    }

    private static DualValue Power(int n, double mean, double c)
    {
        double value = HermiteSum(n, c) * Math.Pow(mean, n);
        double slope = n * (double)n * HermiteSum(n - 1, c) * Math.Pow(mean, n - 1);
        return Certain(value, slope);
    }

    /// <summary>E xⁿyⁿ for unit variances: Σ_j c^j j! (n!/(2^i i! j!))², n = j + 2i.</summary>
    private static double HermiteSum(int n, double c)
    {
        double sum = 0.0;
        for (int j = n % 2; j <= n; j += 2)
        {
            int i = (n - j) / 2;
            double coefficient = Factorial(n) / (Math.Pow(2.0, i) * Factorial(i) * Factorial(j));
            sum += Math.Pow(c, j) * Factorial(j) * coefficient * coefficient;
        }

        return sum;
    }

    private static double Factorial(int n)
    {
        double product = 1.0;
        for (int k = 2; k <= n; k++)
        {
            product *= k;
        }

        return product;
    }
}
