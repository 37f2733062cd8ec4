using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.MeanField;

/// <summary>The duals of activations that have one in elementary functions.</summary>
/// <remarks>
/// <para>a, a' the variances, b = c√(aa') the covariance. Each slope is the derivative of the value by b.</para>
/// <para>erf: (2/π) arcsin(2b/√((1+2a)(1+2a'))). sin: e^{−(a+a')/2} sinh b; cos: … cosh b. exp: e^{(a+a')/2+b}.</para>
/// <para>e^{−x²}: ((1+2a)(1+2a') − 4b²)^{−1/2}. GELU: b/4 + (b/2π)θ + N/(2π√D), with D = (1+a)(1+a') − b², tan θ = b/√D,
/// N = a(a' + aa' − b²)/(1+a) + b²/(1+a').
/// xⁿ: Σ_j (n!/(2^i i!))²/j! · c^j (aa')^{n/2}, n = j + 2i.</para>
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

        if (activation is ExponentialLinear exponential)
        {
            return ExponentialLinearDual.Of(exponential, varianceU, varianceV, c);
        }

        double mean = Math.Sqrt(varianceU) * Math.Sqrt(varianceV);
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
            "sin" => Certain(Odd(b, minus, plus), 0.5 * (Math.Exp(-minus) + Math.Exp(-plus))),
            "cos" => Certain(0.5 * (Math.Exp(-minus) + Math.Exp(-plus)), Odd(b, minus, plus)),
            "exp" => Certain(Math.Exp(half + b), Math.Exp(half + b), half),
            "gaussian" => Gaussian(b, discriminant),
            "gelu" => Gelu(varianceU, varianceV, b, mean * mean * c.OneMinus * c.OnePlus),
            _ when ExponentIn(activation.Name, "power:n=") is { } n => Power(n, mean, c.Value),
            _ when ExponentIn(activation.Name, "rectified-power:n=") is { } n => RectifiedPowerDual.Of(n, mean, c),
            _ => null,
        };
    }

    /// <summary>e^{−(a+a')/2} sinh b, whose smaller exponential may be far below the larger one.</summary>
    private static double Odd(double b, double minus, double plus) =>
        Math.CopySign(0.5 * Math.Exp(-Math.Min(minus, plus)) * Stable.ExpMinusOne(-2.0 * Math.Abs(b)), b);

    private static DualValue Certain(double value, double slope, double conditioning = 1.0) =>
        new(value, slope, Rounding * (1.0 + conditioning) * Math.Abs(value), Rounding * (1.0 + conditioning) * Math.Abs(slope));

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

    private static int? ExponentIn(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal)
            ? int.Parse(name.AsSpan(prefix.Length), System.Globalization.CultureInfo.InvariantCulture)
            : null;

    private static DualValue Gelu(double a, double other, double b, double excess)
    {
        // With excess = aa' − b² every term is positive for b > 0: nothing cancels at large variance.
        double square = 1.0 + a + other + excess;
        double root = Math.Sqrt(square);

        // π/2 + arctan(b/√D), which b < 0 makes small.
        double angle = Math.Atan2(root, -b);
        double numerator = (a * (other + excess) / (1.0 + a)) + (b * b / (1.0 + other));
        double first = InverseTwoPi * b * angle, second = InverseTwoPi * numerator / root;
        double tail = 3.0 + ((a + excess) / (1.0 + other)) + ((other + excess) / (1.0 + a));
        double drift = InverseTwoPi * b * tail / (square * root);
        return new DualValue(
            first + second,
            (InverseTwoPi * angle) + drift,
            Rounding * (Math.Abs(first) + Math.Abs(second)),
            Rounding * ((InverseTwoPi * angle) + Math.Abs(drift)));
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
