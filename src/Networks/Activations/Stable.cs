namespace FreeSpectra.Networks.Activations;

/// <summary>Elementary functions of activations in forms that neither overflow nor cancel, however far out.</summary>
public static class Stable
{
    private const double SmallLimit = 0.5;

    /// <summary>1/(1 + e^{−x}), to full relative accuracy in the left tail.</summary>
    public static double Sigmoid(double x)
    {
        if (x >= 0.0)
        {
            return 1.0 / (1.0 + Math.Exp(-x));
        }

        double e = Math.Exp(x);
        return e / (1.0 + e);
    }

    /// <summary>log(1 + eˣ) = max(x, 0) + log1p(e^{−|x|}).</summary>
    public static double Softplus(double x) => Math.Max(x, 0.0) + LogOnePlus(Math.Exp(-Math.Abs(x)));

    /// <summary>1 − tanh²x = 1/cosh²x, to full relative accuracy.</summary>
    public static double SechSquared(double x)
    {
        double e = Math.Exp(-2.0 * Math.Abs(x));
        return 4.0 * e / ((1.0 + e) * (1.0 + e));
    }

    /// <summary>log(1 + x), to full relative accuracy near 0.</summary>
    public static double LogOnePlus(double x)
    {
        if (Math.Abs(x) > SmallLimit)
        {
            return Math.Log(1.0 + x);
        }

        // The rounding of 1 + x is divided out again: log(u)·x/(u − 1) with u = fl(1 + x).
        double u = 1.0 + x;
        return u == 1.0 ? x : Math.Log(u) * (x / (u - 1.0));
    }

    /// <summary>eˣ − 1, to full relative accuracy near 0.</summary>
    public static double ExpMinusOne(double x)
    {
        if (Math.Abs(x) > SmallLimit)
        {
            return Math.Exp(x) - 1.0;
        }

        // eˣ − 1 = 2 sinh(x/2) e^{x/2}, and sinh by its odd series: no cancellation.
        double half = 0.5 * x;
        double square = half * half;
        double sinh = half * (1.0 + (square / 6.0 * (1.0 + (square / 20.0 * (1.0 + (square / 42.0
            * (1.0 + (square / 72.0 * (1.0 + (square / 110.0 * (1.0 + (square / 156.0))))))))))));
        return 2.0 * sinh * Math.Exp(half);
    }
}
