using System.Collections.Immutable;
using System.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>
/// The rational parametrisation φ ↦ (z_L(φ), F_L(φ)) of the law of a chain with two-point slope laws and Haar weights, where
/// F = 1/G is the reciprocal Cauchy transform.
/// </summary>
/// <remarks>
/// <para>
/// With K = z − F: F₁ = φ, K₁ = q₀ and r = (α_ℓF + K)/(F + K), c_ℓ = σ²_{ℓ+1}γ_ℓ: F_{ℓ+1} = c_ℓ r F_ℓ, K_{ℓ+1} = q_ℓ + c_ℓ r K_ℓ. This is the
/// map y = z χ_ν(u) u/(1 + u), u' = u + q(1 + u)/(σ² y) with u = K/F; in F and K nothing cancels, neither near an atom
/// (F → 0) nor far from the support (K ≪ F).
/// </para>
/// <para>
/// Certificate: a point φ of the upper half-plane with Im z_ℓ &gt; 0 for every ℓ &lt; L lies on the physical sheet, because the
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
    private readonly T[] alpha;
    private readonly T[] q;
    private readonly int lastLoss;

    public RationalCurve(
        ImmutableArray<TwoPointLayer> layers, double inputMoment, Func<double, T> fromDouble, Func<T, double> toDouble)
    {
        this.toDouble = toDouble;
        zero = fromDouble(0.0);
        one = fromDouble(1.0);
        two = fromDouble(2.0);
        q0 = fromDouble(inputMoment);
        c = [.. layers.Select(layer => fromDouble(layer.WeightVariance) * fromDouble(layer.Slope))];
        alpha = [.. layers.Select(layer => fromDouble(layer.Alpha))];
        q = [.. layers.Select(layer => fromDouble(layer.SecondMoment))];
        lastLoss = layers.Length - 1;
        while (lastLoss > 0 && layers[lastLoss].Alpha == 1.0)
        {
            lastLoss--;
        }
    }

    /// <summary>L − 1, the number of steps.</summary>
    public int Steps => c.Length;

    /// <summary>Rounds a scalar of the curve to a double.</summary>
    public double ToDouble(T value) => toDouble(value);

    /// <summary>lim dz_L/dφ at infinity, Π σ²γα.</summary>
    public double SlopeAtInfinity()
    {
        double slope = 1.0;
        for (int i = 0; i < c.Length; i++)
        {
            slope *= toDouble(c[i]) * toDouble(alpha[i]);
        }

        return slope;
    }

    /// <summary>z_L, F_L and their first derivatives at a complex φ; whether every Im z_ℓ and Im F_ℓ is positive.</summary>
    public bool Evaluate(Complex2<T> phi, out Complex2<T> z, out Complex2<T> z1, out Complex2<T> f, out Complex2<T> f1)
    {
        f = phi;
        f1 = new Complex2<T>(one, zero);
        Complex2<T> k = new(q0, zero);
        Complex2<T> k1 = new(zero, zero);
        z = f + k;
        z1 = f1;
        bool physical = toDouble(f.Im) > 0.0;
        for (int i = 0; i < c.Length; i++)
        {
            // After the last loss the layers are affine, and z is real on the axis.
            physical &= i > lastLoss || (toDouble(z.Im) > 0.0 && toDouble(f.Im) > 0.0);
            Complex2<T> inverse = Complex2<T>.Inverse(z, one);
            T a = alpha[i];
            Complex2<T> r = ((a * f) + k) * inverse;
            Complex2<T> r1 = ((a * f1) + k1 - (r * z1)) * inverse;
            Complex2<T> m = c[i] * r;
            Complex2<T> m1 = c[i] * r1;
            f1 = (f1 * m) + (f * m1);
            k1 = (k1 * m) + (k * m1);
            f *= m;
            k *= m;
            k = new Complex2<T>(k.Re + q[i], k.Im);
            z = f + k;
            z1 = f1 + k1;
        }

        return physical;
    }

    /// <summary>z_L, F_L with two derivatives at a real φ.</summary>
    public CurveJet<T> EvaluateReal(T phi)
    {
        RealState state = Start(phi);
        for (int i = 0; i < c.Length; i++)
        {
            Step(i, ref state);
        }

        return new CurveJet<T>(
            state.F + state.K, state.F1 + state.K1, state.F2 + state.K2, state.F, state.F1, state.F2);
    }

    /// <summary>
    /// Whether a real φ lies on the physical sheet and maps off the support, in the gap with the given number of leading
    /// negative split layers; if not, on which side the gap can only lie.
    /// </summary>
    /// <remarks>
    /// At each layer the physical real points are those with dF/dz &lt; 1/(1 − α). That derivative is 1 + ∫ τ(dt)/(z − t)², convex
    /// on each interval of analyticity, so at the first layer that fails the gap lies where the derivative decreases.
    /// </remarks>
    /// <param name="phi">The real parameter.</param>
    /// <param name="splits">Marks the layers whose zero z_ℓ = 0 separates two gaps.</param>
    /// <param name="negatives">How many of those layers have z_ℓ &lt; 0 in the gap.</param>
    /// <param name="miss">Where the condition first fails: the layer (−1 for a sign), z, dF/dz there and its derivative in z.</param>
    /// <returns>0 inside the gap; −1 if the gap can only lie to the left of φ; +1 if only to the right.</returns>
    public int Probe(T phi, ReadOnlySpan<bool> splits, int negatives, out ProbeMiss miss)
    {
        miss = new ProbeMiss(-1, 0.0, 0.0, 0.0, 0.0);
        RealState state = Start(phi);
        int split = 0;
        for (int i = 0; i < c.Length; i++)
        {
            if (splits[i])
            {
                double sign = toDouble(state.F + state.K);
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

            // dz_{ℓ+1} > 0 exactly when (1 − α)·dF < dz, that is α·dF + dK > 0.
            if (!(toDouble((alpha[i] * state.F1) + state.K1) > 0.0))
            {
                T z1 = state.F1 + state.K1;
                T z2 = state.F2 + state.K2;
                double growth = toDouble((state.F2 * z1) - (state.F1 * z2));
                double speed = toDouble(z1);
                miss = new ProbeMiss(
                    i, toDouble(state.F + state.K), toDouble(state.F1) / speed, growth / (speed * speed * speed), 1.0 / toDouble(one - alpha[i]));
                return growth > 0.0 ? -1 : 1;
            }

            Step(i, ref state);
        }

        return 0;
    }

    /// <summary>
    /// The mass to the left of a real point off the support: 1[F₁ &gt; 0] + Σ_ℓ (1 − α_ℓ)·1[u_ℓ + α_ℓ &lt; 0].
    /// </summary>
    /// <remarks>
    /// G_{ℓ+1} dz_{ℓ+1} = G_ℓ dz_ℓ + (1 − α_ℓ) d log(u_ℓ + α_ℓ), so that each layer adds a winding number times 1 − α_ℓ, and
    /// −Im ∫ G dz/π over the upper half-plane from −∞ to the point is that sum.
    /// </remarks>
    public double MassBelow(T phi)
    {
        RealState state = Start(phi);
        double sum = toDouble(state.F) > 0.0 ? 1.0 : 0.0;
        for (int i = 0; i < c.Length; i++)
        {
            // u + α = (αF + K)/F.
            double numerator = toDouble((alpha[i] * state.F) + state.K);
            if (numerator < 0.0 != toDouble(state.F) < 0.0)
            {
                sum += toDouble(one - alpha[i]);
            }

            Step(i, ref state);
        }

        return sum;
    }

    /// <summary>The mass to the left of the point of a band over which φ lies.</summary>
    /// <remarks>1 − arg(φ)/π − Σ (1 − α_ℓ) arg(u_ℓ + α_ℓ)/π; every argument lies strictly inside a half-plane.</remarks>
    public double MassBelow(Complex2<T> phi)
    {
        Complex2<T> f = phi;
        Complex2<T> k = new(q0, zero);
        double sum = 1.0 - (Math.Atan2(toDouble(f.Im), toDouble(f.Re)) / Math.PI);
        for (int i = 0; i < c.Length; i++)
        {
            Complex2<T> shifted = (alpha[i] * f) + k;
            double loss = toDouble(one - alpha[i]);
            if (loss > 0.0)
            {
                Complex2<T> quotient = shifted / f;
                sum -= loss * Math.Atan2(toDouble(quotient.Im), toDouble(quotient.Re)) / Math.PI;
            }

            Complex2<T> m = c[i] * (shifted / (f + k));
            f *= m;
            k *= m;
            k = new Complex2<T>(k.Re + q[i], k.Im);
        }

        return sum;
    }

    /// <summary>The rounding error of G_L = 1/F_L at fixed z_L, from one backward sweep over the layers.</summary>
    /// <remarks>
    /// Every F_ℓ and K_ℓ is taken to carry an independent relative error of a few units in the last place; the result is the
    /// root of the sum of squares of their effects.
    /// </remarks>
    /// <param name="phi">The parameter.</param>
    /// <param name="unit">The relative rounding error of one operation.</param>
    public double RoundingOfCauchy(Complex2<T> phi, double unit)
    {
        int n = c.Length;
        Complex[] fs = new Complex[n + 1];
        Complex[] ks = new Complex[n + 1];
        Evaluate(phi, out _, out Complex2<T> z1, out Complex2<T> fEnd, out Complex2<T> f1);
        fs[0] = ToComplex(phi);
        ks[0] = toDouble(q0);
        for (int i = 0; i < n; i++)
        {
            Complex m = toDouble(c[i]) * ((toDouble(alpha[i]) * fs[i]) + ks[i]) / (fs[i] + ks[i]);
            fs[i + 1] = m * fs[i];
            ks[i + 1] = (m * ks[i]) + toDouble(q[i]);
        }

        Complex g = 1.0 / ToComplex(fEnd);
        Complex slope = -g * g * ToComplex(f1) / ToComplex(z1);
        Complex af = (-g * g) - slope;
        Complex ak = -slope;
        double squares = 0.0;
        for (int i = n; i >= 0; i--)
        {
            double ef = Complex.Abs(af) * Complex.Abs(fs[i]);
            double ek = Complex.Abs(ak) * Complex.Abs(ks[i]);
            squares += (ef * ef) + (ek * ek);
            if (i > 0)
            {
                Complex f = fs[i - 1];
                Complex k = ks[i - 1];
                Complex z = f + k;
                double a = toDouble(alpha[i - 1]);
                double ci = toDouble(c[i - 1]);
                Complex r = ((a * f) + k) / z;
                Complex common = ((af * f) + (ak * k)) * ci / z;
                af = (ci * r * af) + (common * (a - r));
                ak = (ci * r * ak) + (common * (1.0 - r));
            }
        }

        return 3.0 * unit * Math.Sqrt(squares);
    }

    private Complex ToComplex(Complex2<T> value) => new(toDouble(value.Re), toDouble(value.Im));

    private RealState Start(T phi) => new() { F = phi, F1 = one, F2 = zero, K = q0, K1 = zero, K2 = zero };

    private void Step(int i, ref RealState s)
    {
        T z = s.F + s.K;
        T z1 = s.F1 + s.K1;
        T z2 = s.F2 + s.K2;
        T a = alpha[i];
        T r = ((a * s.F) + s.K) / z;
        T r1 = ((a * s.F1) + s.K1 - (r * z1)) / z;
        T r2 = ((a * s.F2) + s.K2 - (two * (r1 * z1)) - (r * z2)) / z;
        T m = c[i] * r;
        T m1 = c[i] * r1;
        T m2 = c[i] * r2;
        s.F2 = (s.F2 * m) + (two * (s.F1 * m1)) + (s.F * m2);
        s.K2 = (s.K2 * m) + (two * (s.K1 * m1)) + (s.K * m2);
        s.F1 = (s.F1 * m) + (s.F * m1);
        s.K1 = (s.K1 * m) + (s.K * m1);
        s.F *= m;
        s.K = (s.K * m) + q[i];
    }

    private struct RealState
    {
        public T F;
        public T F1;
        public T F2;
        public T K;
        public T K1;
        public T K2;
    }
}
