using System.Numerics;

namespace FreeSpectra.Numerics;

/// <summary>The part of an integral beside a steep end that lies beyond the smallest doubles.</summary>
/// <remarks>
/// <para>∫₀ˣ f for f ∼ t^β with β near −1, where even x = 1e-300 leaves x^{1+β}. Error: what the innermost values change.</para>
/// <para>Derivation: ∫₀ˣ t^β dt = x^{1+β}/(1 + β), and with f·t^{−β} a polynomial in u = t^{1+β}, term by term.</para>
/// </remarks>
internal static class IntegralTip
{
    // Steeper ends than the first leave something beyond the smallest doubles; nodes no farther out than the last.
    private const double Steep = -0.93;
    private const int Nodes = 6;
    private const double Farthest = 1e-12;

    /// <summary>
    /// What is left of an integral beyond the last panel, where doubles end, for a power close to −1: x f(x)/(1 + β) with the
    /// power β of f between two points farther in; two more points tell how well it is a power.
    /// </summary>
    /// <param name="f">The integrand as a function of the distance from the end.</param>
    /// <param name="last">x, the last distance that is integrated to.</param>
    /// <param name="power">β, if it is known to be near −1; else 0.</param>
    public static (Complex Value, double Error) Of(Func<double, Complex> f, double last, double power)
    {
        if (power is < Steep and > -1.0 && AnalyticTip(f, last, power) is { } analytic)
        {
            return analytic;
        }

        Complex end = last * f(last);
        double size = Complex.Abs(end);
        double step = 1e10;
        double near = step * last * Complex.Abs(f(step * last));
        double far = step * step * last * Complex.Abs(f(step * step * last));
        double slope = Math.Log(near / size) / Math.Log(step);
        double second = Math.Log(far / near) / Math.Log(step);
        return size > 0.0 ? (end / slope, size * Math.Abs((1.0 / slope) - (1.0 / second))) : (Complex.Zero, 0.0);
    }

    /// <summary>
    /// ∫₀ˣ f with f·t^{−β} analytic in u = t^{1+β}, as it is beside a hard end: the polynomial in u through values at u = 1, 2, 4, …, 32 times that of x, where
    /// t still is in the range of numbers. The error is what the innermost value changes.
    /// </summary>
    private static (Complex Value, double Error)? AnalyticTip(Func<double, Complex> f, double x, double power)
    {
        double above = 1.0 + power;
        Span<double> u = stackalloc double[Nodes];
        Span<Complex> g = stackalloc Complex[Nodes];
        for (int k = 0; k < Nodes; k++)
        {
            u[k] = Math.ScaleB(1.0, k);
            double t = x * Math.Exp(k * Math.Log(2.0) / above);
            if (!(t < Farthest))
            {
                return null;
            }

            g[k] = f(t) * Math.Exp(-power * Math.Log(t / x));
        }

        Complex all = Integral(u, g);
        Complex fewer = Integral(u[1..], g[1..]);
        double scale = x / above;
        return (scale * all, scale * Complex.Abs(all - fewer));
    }

    /// <summary>∫₀¹ of the polynomial through (u, g), from its divided differences.</summary>
    private static Complex Integral(ReadOnlySpan<double> u, ReadOnlySpan<Complex> g)
    {
        Span<Complex> difference = stackalloc Complex[Nodes];
        g.CopyTo(difference);
        for (int order = 1; order < g.Length; order++)
        {
            for (int i = g.Length - 1; i >= order; i--)
            {
                difference[i] = (difference[i] - difference[i - 1]) / (u[i] - u[i - order]);
            }
        }

        // Coefficients of Newton's products, multiplied out one node at a time.
        Span<double> product = stackalloc double[Nodes + 1];
        product.Clear();
        product[0] = 1.0;
        Complex sum = Complex.Zero;
        for (int k = 0; k < g.Length; k++)
        {
            double integral = 0.0;
            for (int j = 0; j <= k; j++)
            {
                integral += product[j] / (j + 1);
            }

            sum += difference[k] * integral;
            for (int j = k + 1; j > 0; j--)
            {
                product[j] = product[j - 1] - (u[k] * product[j]);
            }

            product[0] *= -u[k];
        }

        return sum;
    }
}
