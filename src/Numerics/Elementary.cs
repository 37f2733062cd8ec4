using System.Numerics;

namespace FreeSpectra.Numerics;

/// <summary>Elementary functions in the forms that keep relative accuracy where the plain forms cancel.</summary>
public static class Elementary
{
    private const double SeriesReach = 0.5;

    /// <summary>θ − sin θ, with full relative accuracy for small θ.</summary>
    public static double MinusSine(double theta)
    {
        if (Math.Abs(theta) > SeriesReach)
        {
            return theta - Math.Sin(theta);
        }

        double square = theta * theta;
        double term = theta * square / 6.0;
        double sum = term;
        for (int k = 5; k <= 25 && Math.Abs(term) > 1e-18 * Math.Abs(sum); k += 2)
        {
            term *= -square / (k * (k - 1.0));
            sum += term;
        }

        return sum;
    }

    /// <summary>ln(1 + w) on the principal branch, with full relative accuracy for small w.</summary>
    public static Complex LogOnePlus(Complex w)
    {
        double a = w.Real;
        double b = w.Imaginary;
        if (Math.Abs(a) + Math.Abs(b) > SeriesReach)
        {
            return Complex.Log(1.0 + w);
        }

        // |1 + w|² − 1 = a(2 + a) + b².
        double excess = (a * (2.0 + a)) + (b * b);
        return new Complex(0.5 * LogOnePlus(excess), Math.Atan2(b, 1.0 + a));
    }

    /// <summary>ln(1 + x) for real x &gt; −1, with full relative accuracy for small x.</summary>
    public static double LogOnePlus(double x)
    {
        // Kahan: the rounding of 1 + x is undone by the quotient.
        double y = 1.0 + x;
        return y == 1.0 ? x : Math.Log(y) * (x / (y - 1.0));
    }

    /// <summary>e^w − 1, with full relative accuracy for small w.</summary>
    public static Complex ExpMinusOne(Complex w)
    {
        // e^a cos b − 1 = (e^a − 1) cos b − 2 sin²(b/2).
        double growth = ExpMinusOne(w.Real);
        double half = Math.Sin(0.5 * w.Imaginary);
        return new Complex(
            (growth * Math.Cos(w.Imaginary)) - (2.0 * half * half), (growth + 1.0) * Math.Sin(w.Imaginary));
    }

    /// <summary>e^x − 1 for real x, with full relative accuracy for small x.</summary>
    public static double ExpMinusOne(double x)
    {
        if (Math.Abs(x) > SeriesReach)
        {
            return Math.Exp(x) - 1.0;
        }

        // 2 e^{x/2} sinh(x/2), with sinh by its series.
        double half = 0.5 * x;
        double square = half * half;
        double term = half;
        double sum = half;
        for (int k = 3; k <= 21; k += 2)
        {
            term *= square / (k * (k - 1.0));
            sum += term;
        }

        return 2.0 * Math.Exp(half) * sum;
    }

    /// <summary>ln(sin t / t) for |t| &lt; π, with full relative accuracy for small t.</summary>
    public static double LogSinc(double t)
    {
        double size = Math.Abs(t);
        if (size > 0.25)
        {
            return Math.Log(Math.Sin(size) / size);
        }

        // sin t / t = 1 − (t − sin t)/t.
        return size == 0.0 ? 0.0 : LogOnePlus(-MinusSine(size) / size);
    }

    /// <summary>sin πx, exact at the multiples of ½.</summary>
    public static double SinPi(double x)
    {
        double rest = x - (2.0 * Math.Round(0.5 * x));
        double size = Math.Abs(rest);
        double value = size <= 0.25
            ? Math.Sin(Math.PI * size)
            : size <= 0.75 ? Math.Cos(Math.PI * (0.5 - size)) : Math.Sin(Math.PI * (1.0 - size));
        return Math.CopySign(value, rest);
    }

    /// <summary>cos πx, exact at the multiples of ½.</summary>
    public static double CosPi(double x)
    {
        double size = Math.Abs(x - (2.0 * Math.Round(0.5 * x)));
        return size <= 0.25
            ? Math.Cos(Math.PI * size)
            : size <= 0.75 ? Math.Sin(Math.PI * (0.5 - size)) : -Math.Cos(Math.PI * (1.0 - size));
    }

    /// <summary>sin t − t·cos t, with full relative accuracy for small t.</summary>
    public static double SineMinusTimesCosine(double t)
    {
        if (Math.Abs(t) > SeriesReach)
        {
            return Math.Sin(t) - (t * Math.Cos(t));
        }

        // Σ (−1)^{k+1} 2k t^{2k+1}/(2k+1)!.
        double square = t * t;
        double term = t * square / 6.0;
        double sum = 2.0 * term;
        for (int k = 2; k <= 10; k++)
        {
            term *= -square / ((2.0 * k) * ((2.0 * k) + 1.0));
            sum += 2.0 * k * term;
        }

        return sum;
    }

    /// <summary>d/dt ln(sin t/t) = cot t − 1/t, with full relative accuracy for small t.</summary>
    public static double LogSincSlope(double t) => t == 0.0 ? 0.0 : -SineMinusTimesCosine(t) / (t * Math.Sin(t));
}
