using System.Collections.Immutable;
using System.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>A point of the curve with first and second derivatives in the parameter ζ.</summary>
internal readonly struct CurveJet<TNumber>(TNumber z, TNumber z1, TNumber z2, TNumber f, TNumber f1, TNumber f2)
{
    public readonly TNumber Z = z;
    public readonly TNumber Z1 = z1;
    public readonly TNumber Z2 = z2;
    public readonly TNumber F = f;
    public readonly TNumber F1 = f1;
    public readonly TNumber F2 = f2;
}

/// <summary>
/// The rational parametrisation ζ ↦ (z_L(ζ), F_L(ζ)) of the law of a chain with two-point slope laws and Haar weights, where
/// F = 1/G is the reciprocal Cauchy transform.
/// </summary>
/// <remarks>
/// <para>
/// z₁ = ζ, F₁ = ζ − q₀; with ρ = F_ℓ/z_ℓ, s_ℓ = 1 − α_ℓ and c_ℓ = σ²_{ℓ+1}γ_ℓ: z_{ℓ+1} = q_ℓ + c_ℓ z_ℓ (1 − s_ℓ ρ),
/// F_{ℓ+1} = c_ℓ F_ℓ (1 − s_ℓ ρ). This is the map y = z χ_ν(u) u/(1 + u), u' = u + q(1 + u)/(σ² y) written in F.
/// </para>
/// <para>
/// Certificate: a point ζ of the upper half-plane with Im z_ℓ &gt; 0 for every ℓ &lt; L lies on the physical sheet, because the
/// pair of subordination points of each layer is the only one in the upper half-plane.
/// </para>
/// <para>Source: [HK21] eqs. (10)–(15); [BB07] (uniqueness of the subordination functions).</para>
/// </remarks>
internal sealed class RationalCurve<T>
    where T : struct, IAdditionOperators<T, T, T>, ISubtractionOperators<T, T, T>, IMultiplyOperators<T, T, T>,
        IDivisionOperators<T, T, T>, IUnaryNegationOperators<T, T>
{
    private readonly T zero;
    private readonly T one;
    private readonly T two;
    private readonly Func<T, double> toDouble;
    private readonly T q0;
    private readonly T[] c;
    private readonly T[] s;
    private readonly T[] q;

    public RationalCurve(
        ImmutableArray<TwoPointLayer> layers, double inputMoment, Func<double, T> fromDouble, Func<T, double> toDouble)
    {
        this.toDouble = toDouble;
        zero = fromDouble(0.0);
        one = fromDouble(1.0);
        two = fromDouble(2.0);
        q0 = fromDouble(inputMoment);
        c = [.. layers.Select(layer => fromDouble(layer.WeightVariance) * fromDouble(layer.Slope))];
        s = [.. layers.Select(layer => one - fromDouble(layer.Alpha))];
        q = [.. layers.Select(layer => fromDouble(layer.SecondMoment))];
    }

    /// <summary>Rounds a scalar of the curve to a double.</summary>
    public double ToDouble(T value) => toDouble(value);

    /// <summary>lim dz_L/dζ at infinity, Π σ²γα.</summary>
    public double SlopeAtInfinity()
    {
        double slope = 1.0;
        for (int i = 0; i < c.Length; i++)
        {
            slope *= toDouble(c[i]) * (1.0 - toDouble(s[i]));
        }

        return slope;
    }

    /// <summary>The mass to the left of the point of a band over which ζ lies, given the mass to the left of the band.</summary>
    /// <remarks>1 − arg(ζ − q₀)/π − Σ (1 − α_ℓ) arg(u_ℓ + α_ℓ)/π; every argument lies strictly inside a half-plane.</remarks>
    public double MassBelow(Complex2<T> zeta, double massBelowBand)
    {
        Complex2<T> z = zeta;
        Complex2<T> f = new(zeta.Re - q0, zeta.Im);
        double sum = 1.0 - (Math.Atan2(toDouble(f.Im), toDouble(f.Re)) / Math.PI);
        for (int i = 0; i < c.Length; i++)
        {
            Complex2<T> rho = f / z;
            Complex2<T> m = new(one - (s[i] * rho.Re), -(s[i] * rho.Im));
            double si = toDouble(s[i]);
            if (si > 0.0)
            {
                Complex2<T> shifted = m / rho;
                sum -= si * Math.Atan2(toDouble(shifted.Im), toDouble(shifted.Re)) / Math.PI;
            }

            z = new Complex2<T>((c[i] * (z * m).Re) + q[i], c[i] * (z * m).Im);
            f = c[i] * (f * m);
        }

        return Math.Max(sum, massBelowBand);
    }

    /// <summary>L − 1, the number of steps.</summary>
    public int Steps => c.Length;

    /// <summary>z_L, F_L and their first derivatives at a complex ζ; whether every Im z_ℓ and Im F_ℓ is positive.</summary>
    public bool Evaluate(Complex2<T> zeta, out Complex2<T> z, out Complex2<T> z1, out Complex2<T> f, out Complex2<T> f1)
    {
        z = zeta;
        z1 = new Complex2<T>(one, zero);
        f = new Complex2<T>(zeta.Re - q0, zeta.Im);
        f1 = z1;
        bool physical = toDouble(z.Im) > 0.0;
        for (int i = 0; i < c.Length; i++)
        {
            Complex2<T> inverse = Complex2<T>.Inverse(z, one);
            Complex2<T> rho = f * inverse;
            Complex2<T> rho1 = (f1 - (rho * z1)) * inverse;
            T cs = c[i] * s[i];
            Complex2<T> m = new(c[i] - (cs * rho.Re), -(cs * rho.Im));
            Complex2<T> m1 = new(-(cs * rho1.Re), -(cs * rho1.Im));
            z1 = (z1 * m) + (z * m1);
            f1 = (f1 * m) + (f * m1);
            z *= m;
            f *= m;
            z = new Complex2<T>(z.Re + q[i], z.Im);
            if (i + 1 < c.Length)
            {
                physical &= toDouble(z.Im) > 0.0 && toDouble(f.Im) > 0.0;
            }
        }

        return physical;
    }

    /// <summary>As <see cref="Evaluate"/> with second derivatives.</summary>
    public CurveJet<Complex2<T>> EvaluateJet(Complex2<T> zeta)
    {
        Complex2<T> z = zeta;
        Complex2<T> f = new(zeta.Re - q0, zeta.Im);
        Complex2<T> z1 = new(one, zero);
        Complex2<T> f1 = z1;
        Complex2<T> z2 = new(zero, zero);
        Complex2<T> f2 = z2;
        for (int i = 0; i < c.Length; i++)
        {
            Complex2<T> inverse = Complex2<T>.Inverse(z, one);
            Complex2<T> rho = f * inverse;
            Complex2<T> rho1 = (f1 - (rho * z1)) * inverse;
            Complex2<T> rho2 = (f2 - (two * (rho1 * z1)) - (rho * z2)) * inverse;
            T cs = c[i] * s[i];
            Complex2<T> m = new(c[i] - (cs * rho.Re), -(cs * rho.Im));
            Complex2<T> m1 = new(-(cs * rho1.Re), -(cs * rho1.Im));
            Complex2<T> m2 = new(-(cs * rho2.Re), -(cs * rho2.Im));
            z2 = (z2 * m) + (two * (z1 * m1)) + (z * m2);
            f2 = (f2 * m) + (two * (f1 * m1)) + (f * m2);
            z1 = (z1 * m) + (z * m1);
            f1 = (f1 * m) + (f * m1);
            z *= m;
            f *= m;
            z = new Complex2<T>(z.Re + q[i], z.Im);
        }

        return new CurveJet<Complex2<T>>(z, z1, z2, f, f1, f2);
    }

    /// <summary>z_L, F_L with two derivatives at a real ζ.</summary>
    public CurveJet<T> EvaluateReal(T zeta)
    {
        T z = zeta, f = zeta - q0, z1 = one, f1 = one, z2 = zero, f2 = zero;
        for (int i = 0; i < c.Length; i++)
        {
            Step(i, ref z, ref z1, ref z2, ref f, ref f1, ref f2);
        }

        return new CurveJet<T>(z, z1, z2, f, f1, f2);
    }

    /// <summary>
    /// Whether a real ζ lies on the physical sheet and maps off the support, in the gap with the given number of leading
    /// negative split layers; if not, on which side the gap can only lie.
    /// </summary>
    /// <remarks>
    /// At each layer the physical real points are those with dF/dz &lt; 1/s. That derivative is 1 + ∫ τ(dt)/(z − t)², convex on
    /// each interval of analyticity, so at the first layer that fails the gap lies where the derivative decreases.
    /// </remarks>
    /// <param name="zeta">The real parameter.</param>
    /// <param name="splits">Marks the layers whose zero z_ℓ = 0 separates two gaps.</param>
    /// <param name="negatives">How many of those layers have z_ℓ &lt; 0 in the gap.</param>
    /// <returns>0 inside the gap; −1 if the gap can only lie to the left of ζ; +1 if only to the right.</returns>
    public int Probe(T zeta, ReadOnlySpan<bool> splits, int negatives)
    {
        T z = zeta, f = zeta - q0, z1 = one, f1 = one, z2 = zero, f2 = zero;
        int split = 0;
        for (int i = 0; i < c.Length; i++)
        {
            if (splits[i])
            {
                double sign = toDouble(z);
                if (split < negatives && !(sign < 0.0))
                {
                    return -1;
                }

                if (split == negatives && !(sign > 0.0))
                {
                    return 1;
                }

                split++;
            }

            // dz_{ℓ+1} > 0 exactly when s·dF < dz.
            if (!(toDouble(z1 - (s[i] * f1)) > 0.0))
            {
                return toDouble((f2 * z1) - (f1 * z2)) > 0.0 ? -1 : 1;
            }

            Step(i, ref z, ref z1, ref z2, ref f, ref f1, ref f2);
        }

        return 0;
    }

    /// <summary>
    /// The mass to the left of a real point off the support: 1[ζ &gt; q₀] + Σ_ℓ (1 − α_ℓ)·1[u_ℓ + α_ℓ &lt; 0].
    /// </summary>
    /// <remarks>
    /// G_{ℓ+1} dz_{ℓ+1} = G_ℓ dz_ℓ + (1 − α_ℓ) d log(u_ℓ + α_ℓ), so that each layer adds a winding number times 1 − α_ℓ, and
    /// −Im ∫ G dz/π over the upper half-plane from −∞ to the point is that sum.
    /// </remarks>
    public double MassBelow(T zeta)
    {
        T z = zeta, f = zeta - q0, z1 = one, f1 = one, z2 = zero, f2 = zero;
        double sum = toDouble(f) > 0.0 ? 1.0 : 0.0;
        for (int i = 0; i < c.Length; i++)
        {
            // u + α = (z − sF)/F.
            double numerator = toDouble(z - (s[i] * f));
            double denominator = toDouble(f);
            if (numerator < 0.0 != denominator < 0.0)
            {
                sum += toDouble(s[i]);
            }

            Step(i, ref z, ref z1, ref z2, ref f, ref f1, ref f2);
        }

        return sum;
    }

    /// <summary>The rounding error of G_L = 1/F_L at fixed z_L, from one backward sweep over the layers.</summary>
    /// <remarks>
    /// Every z_ℓ and F_ℓ is taken to carry an independent relative error of a few units in the last place; the result is the
    /// root of the sum of squares of their effects.
    /// </remarks>
    public double RoundingOfCauchy(Complex2<T> zeta, double unit)
    {
        int n = c.Length;
        Complex2<T>[] zs = new Complex2<T>[n + 1];
        Complex2<T>[] fs = new Complex2<T>[n + 1];
        Evaluate(zeta, out _, out Complex2<T> z1, out Complex2<T> fEnd, out Complex2<T> f1);
        Complex2<T> z = zeta;
        Complex2<T> f = new(zeta.Re - q0, zeta.Im);
        zs[0] = z;
        fs[0] = f;
        for (int i = 0; i < n; i++)
        {
            Complex2<T> rho = f / z;
            T cs = c[i] * s[i];
            Complex2<T> m = new(c[i] - (cs * rho.Re), -(cs * rho.Im));
            z *= m;
            f *= m;
            z = new Complex2<T>(z.Re + q[i], z.Im);
            zs[i + 1] = z;
            fs[i + 1] = f;
        }

        Complex g = 1.0 / ToComplex(fEnd);
        Complex slope = -g * g * ToComplex(f1) / ToComplex(z1);
        Complex az = -slope;
        Complex af = -g * g;
        double squares = 0.0;
        for (int i = n; i >= 0; i--)
        {
            double ez = Magnitude(az) * Magnitude(ToComplex(zs[i]));
            double ef = Magnitude(af) * Magnitude(ToComplex(fs[i]));
            squares += (ez * ez) + (ef * ef);
            if (i > 0)
            {
                Complex rho = ToComplex(fs[i - 1]) / ToComplex(zs[i - 1]);
                double ci = toDouble(c[i - 1]);
                double si = toDouble(s[i - 1]);
                Complex nextZ = ci * (az + (af * si * rho * rho));
                af = ci * ((af * (1.0 - (2.0 * si * rho))) - (si * az));
                az = nextZ;
            }
        }

        return 3.0 * unit * Math.Sqrt(squares);
    }

    private static double Magnitude(Complex value) => Math.Sqrt((value.Real * value.Real) + (value.Imaginary * value.Imaginary));

    private Complex ToComplex(Complex2<T> value) => new(toDouble(value.Re), toDouble(value.Im));

    private void Step(int i, ref T z, ref T z1, ref T z2, ref T f, ref T f1, ref T f2)
    {
        T rho = f / z;
        T rho1 = (f1 - (rho * z1)) / z;
        T rho2 = (f2 - (two * (rho1 * z1)) - (rho * z2)) / z;
        T cs = c[i] * s[i];
        T m = c[i] - (cs * rho);
        T m1 = -(cs * rho1);
        T m2 = -(cs * rho2);
        z2 = (z2 * m) + (two * (z1 * m1)) + (z * m2);
        f2 = (f2 * m) + (two * (f1 * m1)) + (f * m2);
        z1 = (z1 * m) + (z * m1);
        f1 = (f1 * m) + (f * m1);
        z = (z * m) + q[i];
        f *= m;
    }
}
