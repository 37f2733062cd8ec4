using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.MeanField;

/// <summary>The duals of max(x, 0)ⁿ: the arc-cosine kernels of integer degree.</summary>
/// <remarks>
/// <para>
/// With J_{m,n} = E X₊ᵐ Y₊ⁿ, partial integration gives J_{m,n} = (m−1) J_{m−2,n} + c n J_{m−1,n−1} for m ≥ 2: for c ≥ 0 all terms
/// are positive. For c &lt; 0, where J falls like (1+c)^{n+1/2}, the positive integral
/// J_{n,n} = (n!/2π) s^{2n+1} ∫ cosⁿψ (1 − c cos ψ)^{−n−1} dψ over [0, π/2] keeps the relative accuracy, s² = 1 − c².
/// </para>
/// <para>Error: rounding of n² positive terms. Source: [CS09] eqs. (1)–(4).</para>
/// </remarks>
internal static class RectifiedPowerDual
{
    private const double Rounding = 1e-15;
    private const double InverseTwoPi = 0.15915494309189533577;
    private const double InverseRootTwoPi = 0.39894228040143267794;

    /// <summary>The dual at √(aa') = mean.</summary>
    /// <param name="n">The degree, ≥ 1.</param>
    /// <param name="mean">The geometric mean of the variances.</param>
    /// <param name="c">The correlation.</param>
    internal static DualValue Of(int n, double mean, Correlation c)
    {
        (double high, double low) = c.Value < 0.0 ? (Integral(n, c), Integral(n - 1, c)) : Recursion(n, c);
        double value = high * Math.Pow(mean, n);
        double slope = n * (double)n * low * Math.Pow(mean, n - 1);
        return new DualValue(value, slope, Rounding * (n + 2) * value, Rounding * (n + 2) * slope);
    }

    private static double Integral(int n, Correlation c)
    {
        double sine = c.Sine;
        double sum = GaussLegendre.TwentyFour.Integrate(
            psi =>
            {
                double cosine = Math.Cos(psi);
                double below = 1.0 / (1.0 - (c.Value * cosine));
                return Math.Pow(cosine * below, n) * below;
            },
            0.0,
            0.5 * Math.PI);
        double factor = InverseTwoPi * sine;
        for (int k = 1; k <= n; k++)
        {
            factor *= k * sine * sine;
        }

        return factor * sum;
    }

    /// <summary>J_{n,n} and J_{n−1,n−1} for c ≥ 0.</summary>
    private static (double High, double Low) Recursion(int n, Correlation correlation)
    {
        double c = correlation.Value;
        double sine = correlation.Sine;
        double angle = (0.5 * Math.PI) + correlation.ArcSine;
        double[,] j = new double[n + 1, n + 1];
        double partial = 0.5;
        double partialBefore = InverseRootTwoPi;
        double power = 1.0;
        for (int m = 0; m <= n; m++)
        {
            // partial = E X₊^{m−1}, times s^{m−1} what remains of X at Y = 0.
            j[m, 0] = m switch
            {
                0 => InverseTwoPi * angle,
                1 => 0.5 * InverseRootTwoPi * (1.0 + c),
                _ => ((m - 1) * j[m - 2, 0]) + (c * InverseRootTwoPi * power * partial),
            };
            j[0, m] = j[m, 0];
            if (m >= 1)
            {
                power *= sine;
                (partial, partialBefore) = (partialBefore, m * partial);
            }
        }

        for (int m = 1; m <= n; m++)
        {
            j[m, 1] = m == 1 ? InverseTwoPi * (sine + (c * angle)) : ((m - 1) * j[m - 2, 1]) + (c * j[m - 1, 0]);
            j[1, m] = j[m, 1];
        }

        for (int m = 2; m <= n; m++)
        {
            for (int k = 2; k <= n; k++)
            {
                j[m, k] = ((m - 1) * j[m - 2, k]) + (c * k * j[m - 1, k - 1]);
            }
        }

        return (j[n, n], j[n - 1, n - 1]);
    }
}
