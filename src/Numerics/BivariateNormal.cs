namespace FreeSpectra.Numerics;

/// <summary>Probabilities and the density of two correlated standard normal variables, also for c → ±1.</summary>
public static class BivariateNormal
{
    private const double InverseTwoPi = 0.15915494309189533577;

    // exp(−40) of the peak is below rounding: where the integrand has fallen that far it does not count.
    private const double Reach = 40.0;

    /// <summary>P(X &gt; h, Y &gt; k).</summary>
    /// <remarks>
    /// <para>
    /// ∂P/∂c is the density at (h, k), so that with c = sin t, P = Q(h)Q(k) + (1/2π) ∫ exp(−(h² + k² − 2hk sin t)/(2 cos² t)) dt
    /// from 0 to arcsin c; for |c| &gt; 0.9 the integral is taken from c to ±1 instead, in x = cos t, on the part of the interval
    /// that counts.
    /// </para>
    /// <para>Error: about 1e-16 absolute. Source: [Gen04] eqs. (3)–(5).</para>
    /// </remarks>
    public static double UpperOrthant(double h, double k, Correlation c)
    {
        if (h == 0.0 && k == 0.0)
        {
            // ¼ + arcsin c/2π, which would cancel as c → −1.
            return 2.0 * InverseTwoPi * Math.Atan2(Math.Sqrt(c.OnePlus), Math.Sqrt(c.OneMinus));
        }

        if (c.Value < -0.9)
        {
            return Tail(h) - NearOne(h, -k, c.Negated);
        }

        if (c.Value > 0.9)
        {
            return NearOne(h, k, c);
        }

        double angle = c.ArcSine;
        double squares = 0.5 * ((h * h) + (k * k));
        double sum = GaussLegendre.TwentyFour.Integrate(
            t =>
            {
                (double sine, double cosine) = Math.SinCos(t);
                return Math.Exp(((h * k * sine) - squares) / (cosine * cosine));
            },
            0.0,
            angle);
        return (Tail(h) * Tail(k)) + (InverseTwoPi * sum);
    }

    /// <summary>The joint density at (h, k); at c = ±1 it is infinite where h = ±k and 0 elsewhere.</summary>
    public static double Density(double h, double k, Correlation c)
    {
        double sine = c.Sine;
        if (sine == 0.0)
        {
            return h == Math.Sign(c.Value) * k ? double.PositiveInfinity : 0.0;
        }

        return InverseTwoPi / sine * Math.Exp(-Exponent(h, k, c));
    }

    /// <summary>Q(x) = P(Z &gt; x).</summary>
    public static double Tail(double x) => ErrorFunction.NormalCdf(-x);

    /// <summary>(h² − 2chk + k²)/(2(1 − c²)), from h ∓ k and 1 ∓ c, which do not cancel.</summary>
    private static double Exponent(double h, double k, Correlation c)
    {
        double twiceSine = 2.0 * c.OneMinus * c.OnePlus;
        return c.Value >= 0.0
            ? (((h - k) * (h - k)) + (2.0 * h * k * c.OneMinus)) / twiceSine
            : (((h + k) * (h + k)) - (2.0 * h * k * c.OnePlus)) / twiceSine;
    }

    private static double NearOne(double h, double k, Correlation c)
    {
        double limit = Tail(Math.Max(h, k));
        double sine = c.Sine;
        if (sine == 0.0)
        {
            return limit;
        }

        double gap = 0.5 * (h - k) * (h - k);
        double start = gap == 0.0 ? 0.0 : Math.Sqrt(gap / (Reach + (gap / (sine * sine))));
        double f(double x)
        {
            // x = cos t, so that 1 − sin t = x²/(1 + sin t).
            double cosine = Math.Sqrt((1.0 - x) * (1.0 + x));
            return Math.Exp((-gap / (x * x)) - (h * k / (1.0 + cosine))) / cosine;
        }

        // Panels that shrink towards the essential singularity at x = 0, where there is one.
        double sum = 0.0;
        double right = sine;
        while (right > start)
        {
            double left = gap == 0.0 ? 0.0 : Math.Max(start, 0.4 * right);
            sum += GaussLegendre.TwentyFour.Integrate(f, left, right);
            right = left;
        }

        return limit - (InverseTwoPi * sum);
    }
}
