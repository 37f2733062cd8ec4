using System.Numerics;
using FreeSpectra.Numerics.Exact;

namespace FreeSpectra.Transforms.Exact;

/// <summary>Exact passages between moments, free cumulants and the S-transform, as power series.</summary>
/// <remarks>
/// <para>With M(x) = Σ mₙxⁿ, C(w) = 1 + Σ κₙwⁿ: M(x) = C(xM(x)), so that xM(x) is the reversion of w/C(w).</para>
/// <para>With ψ = M − 1: S(u) = ψ⁻¹(u)(1 + u)/u.</para>
/// <para>All lists hold the terms of order 1, 2, …, n; m₀ = 1 is left out.</para>
/// <para>Source: [MS17] §2.4 and §2.7 (S-transform).</para>
/// </remarks>
public static class ExactMoments
{
    /// <summary>m₁, …, m_n from κ₁, …, κ_n.</summary>
    public static Rational[] FromFreeCumulants(ReadOnlySpan<Rational> cumulants)
    {
        // Moments are polynomials with integer coefficients in the cumulants, graded by order: with Dⁿκₙ integral all
        // arithmetic is on integers.
        BigInteger dilation = Grading.Dilation(cumulants);
        Rational[] scaled = Grading.Dilate(cumulants, dilation);
        PowerSeries c = new([Rational.One, .. scaled]);
        PowerSeries w = (PowerSeries.Constant(Rational.One, c.Length) / c).TimesX().Revert();
        return Grading.Dilate([.. w.Coefficients.Skip(2)], new Rational(1, dilation));
    }

    /// <summary>κ₁, …, κ_n from m₁, …, m_n.</summary>
    public static Rational[] ToFreeCumulants(ReadOnlySpan<Rational> moments)
    {
        BigInteger dilation = Grading.Dilation(moments);
        Rational[] scaled = Grading.Dilate(moments, dilation);
        PowerSeries x = new PowerSeries([Rational.One, .. scaled]).TimesX().Revert();
        PowerSeries c = PowerSeries.Constant(Rational.One, moments.Length + 1) / x.OverX();
        return Grading.Dilate([.. c.Coefficients.Skip(1)], new Rational(1, dilation));
    }

    /// <summary>The first n coefficients of S(u) from m₁ ≠ 0, …, m_n.</summary>
    public static PowerSeries STransform(ReadOnlySpan<Rational> moments)
    {
        PowerSeries chi = new PowerSeries([Rational.Zero, .. moments]).Revert().OverX();
        return chi * OnePlus(chi.Length);
    }

    /// <summary>m₁, …, m_n from the first n coefficients of S(u).</summary>
    public static Rational[] FromSTransform(PowerSeries s)
    {
        ArgumentNullException.ThrowIfNull(s);
        PowerSeries chi = (s / OnePlus(s.Length)).TimesX();
        return [.. chi.Revert().Coefficients.Skip(1)];
    }

    /// <summary>The moments of a free product.</summary>
    /// <remarks>
    /// One of the laws may have mean 0. Then its ψ⁻¹ is a series in the square root of u, and with s = √(u/m₂) everything
    /// stays rational: ψ = m₂s²(1 + …), of which the root of 1 + … is taken.
    /// </remarks>
    /// <exception cref="ArgumentException">Both laws have mean 0 and neither is δ₀.</exception>
    public static Rational[] FreeProduct(ReadOnlySpan<Rational> first, ReadOnlySpan<Rational> second)
    {
        int n = first.Length;
        if (n == 0 || IsPointAtZero(first) || IsPointAtZero(second))
        {
            return new Rational[n];
        }

        if (!first[0].IsZero && !second[0].IsZero)
        {
            return FromSTransform(STransform(first) * STransform(second));
        }

        if (first[0].IsZero && second[0].IsZero)
        {
            throw new ArgumentException("The free product needs one factor with a mean other than 0.", nameof(first));
        }

        return first[0].IsZero ? CentredProduct(first, second) : CentredProduct(second, first);
    }

    /// <summary>The moments of the law of c·X.</summary>
    public static Rational[] Dilate(ReadOnlySpan<Rational> moments, Rational scale) => Grading.Dilate(moments, scale);

    /// <summary>The moments of the law of X + b.</summary>
    public static Rational[] Shift(ReadOnlySpan<Rational> moments, Rational shift)
    {
        // m_n(X + b) = Σ C(n, k) m_k b^(n−k): a product of exponential generating functions.
        int n = moments.Length;
        var left = new Rational[n + 1];
        var right = new Rational[n + 1];
        BigInteger factorial = BigInteger.One;
        for (int k = 0; k <= n; k++)
        {
            factorial *= Math.Max(k, 1);
            left[k] = (k == 0 ? Rational.One : moments[k - 1]) / factorial;
            right[k] = Rational.Pow(shift, k) / factorial;
        }

        PowerSeries product = new PowerSeries(left) * new PowerSeries(right);
        var result = new Rational[n];
        factorial = BigInteger.One;
        for (int k = 1; k <= n; k++)
        {
            factorial *= k;
            result[k - 1] = product[k] * factorial;
        }

        return result;
    }

    private static bool IsPointAtZero(ReadOnlySpan<Rational> moments) =>
        moments[0].IsZero && (moments.Length < 2 || moments[1].IsZero);

    private static Rational[] CentredProduct(ReadOnlySpan<Rational> centred, ReadOnlySpan<Rational> other)
    {
        int n = centred.Length;
        if (n < 2)
        {
            return new Rational[n];
        }

        // ψ(x) = m₂ (x·root(x))² with root² = 1 + (m₃/m₂)x + …; s = x·root(x), u = m₂s².
        Rational m2 = centred[1];
        var tail = new Rational[n - 1];
        for (int k = 0; k < tail.Length; k++)
        {
            tail[k] = centred[k + 1] / m2;
        }

        PowerSeries x = new PowerSeries(tail).Pow(new Rational(1, 2)).TimesX().Revert();

        // 1/z of the product is χ_μ(u)·S_ν(u), with S_ν taken at u = m₂s².
        PowerSeries s = STransform(other);
        var inSquare = new Rational[n];
        for (int k = 0; 2 * k < n; k++)
        {
            inSquare[2 * k] = s[k] * Rational.Pow(m2, k);
        }

        PowerSeries product = x * new PowerSeries(inSquare).Truncate(x.Length);
        PowerSeries root = product.Revert().OverX();
        PowerSeries psi = root * root * m2;
        var moments = new Rational[n];
        for (int k = 2; k <= n; k++)
        {
            moments[k - 1] = psi[k - 2];
        }

        return moments;
    }

    private static PowerSeries OnePlus(int length)
    {
        var c = new Rational[length];
        for (int k = 0; k < Math.Min(2, length); k++)
        {
            c[k] = Rational.One;
        }

        return new PowerSeries(c);
    }
}
