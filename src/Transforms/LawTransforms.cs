using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Transforms;

/// <summary>The transforms of any law with their derivatives: G, h, K, R, χ, S, η and the reciprocal F.</summary>
/// <remarks>
/// <para>
/// K = G⁻¹, R = K − 1/w, χ = h⁻¹, S(u) = (1 + u)/(u χ(u)), F = 1/G, η(1/z) = h(z)/(1 + h(z)). A closed form is used where the law
/// has one; otherwise the inverse is continued from 0 and certified: see <see cref="TransformEvaluator"/>.
/// </para>
/// <para>Derivatives of inverses come from those of the transform at the point found: K'(w) = 1/G'(K(w)).</para>
/// <para>A law of mean 0 has no S at u = 0 but two branches: see <see cref="CenteredBranches"/>.</para>
/// <para>Error: each value carries an estimate; near u = 0 or w = 0 differences such as K − 1/w lose the digits of 1/w.</para>
/// <para>Source: [MS17] §2.4, §3.5; [RS07] thm. 2.3 (mean 0).</para>
/// </remarks>
public static class LawTransforms
{
    private const double Rounding = 16.0 * 2.220446049250313e-16;

    /// <summary>K(w) = G⁻¹(w).</summary>
    /// <param name="law">The law.</param>
    /// <param name="w">A value of G reached from 0 along a ray; not 0.</param>
    public static Estimate<Complex> K(this SpectralMeasure law, Complex w)
    {
        RequireNonZero(w, nameof(w));
        Estimate<Complex> r = R(law, w);
        return new Estimate<Complex>(r.Value + (1.0 / w), r.Error + (Rounding / Complex.Abs(w)), r.Evaluations);
    }

    /// <summary>K'(w) = 1/G'(K(w)).</summary>
    /// <param name="law">The law.</param>
    /// <param name="w">As for <see cref="K"/>.</param>
    public static Estimate<Complex> KDerivative(this SpectralMeasure law, Complex w)
    {
        Estimate<Complex> k = K(law, w);
        return InverseSlope(k, z => 1.0 / law.CauchyDerivative(z));
    }

    /// <summary>R(w) = K(w) − 1/w; R(0) is the mean.</summary>
    /// <param name="law">The law.</param>
    /// <param name="w">As for <see cref="K"/>, or 0.</param>
    public static Estimate<Complex> R(this SpectralMeasure law, Complex w) => TransformEvaluator.Evaluate(law, TransformKind.R, w);

    /// <summary>R'(w) = K'(w) + 1/w²; R'(0) is the variance.</summary>
    /// <param name="law">The law.</param>
    /// <param name="w">As for <see cref="R"/>.</param>
    public static Estimate<Complex> RDerivative(this SpectralMeasure law, Complex w)
    {
        ArgumentNullException.ThrowIfNull(law);
        if (w == Complex.Zero)
        {
            return new Estimate<Complex>(law.Variance, Rounding * law.Variance, 1);
        }

        Estimate<Complex> slope = KDerivative(law, w);
        Complex pole = 1.0 / (w * w);
        return new Estimate<Complex>(slope.Value + pole, slope.Error + (Rounding * Complex.Abs(pole)), slope.Evaluations);
    }

    /// <summary>χ(u) = h⁻¹(u), for a law with a mean other than 0, or without a mean and all on one side of 0.</summary>
    /// <param name="law">The law.</param>
    /// <param name="u">A value of h reached from 0 along a ray; not 0. Without a mean one with μ{0} − 1 &lt; Re u &lt; 0.</param>
    public static Estimate<Complex> Chi(this SpectralMeasure law, Complex u) => TransformEvaluator.Evaluate(law, TransformKind.Chi, u);

    /// <summary>χ'(u) = 1/h'(χ(u)).</summary>
    /// <param name="law">The law.</param>
    /// <param name="u">As for <see cref="Chi"/>.</param>
    public static Estimate<Complex> ChiDerivative(this SpectralMeasure law, Complex u)
    {
        return InverseSlope(Chi(law, u), z => 1.0 / law.MomentTransformDerivative(z));
    }

    /// <summary>S(u) = (1 + u)/(u χ(u)), for a law with a mean other than 0, or without a mean and all on one side of 0; S(0) is the reciprocal of the mean.</summary>
    /// <param name="law">The law.</param>
    /// <param name="u">As for <see cref="Chi"/>, or 0.</param>
    public static Estimate<Complex> S(this SpectralMeasure law, Complex u) => TransformEvaluator.Evaluate(law, TransformKind.S, u);

    /// <summary>S'(u) = S(u)·(1/(1 + u) − 1/u − χ'(u)/χ(u)); S'(0) = −σ²/m₁³.</summary>
    /// <param name="law">The law.</param>
    /// <param name="u">As for <see cref="S"/>.</param>
    public static Estimate<Complex> SDerivative(this SpectralMeasure law, Complex u)
    {
        Estimate<Complex> s = S(law, u);
        if (u == Complex.Zero)
        {
            double value = -law.Variance / (law.Mean * law.Mean * law.Mean);
            return new Estimate<Complex>(value, Rounding * Math.Abs(value), 1);
        }

        Estimate<Complex> chi = Chi(law, u);
        Estimate<Complex> slope = ChiDerivative(law, u);
        Complex bracket = (1.0 / (1.0 + u)) - (1.0 / u) - (slope.Value / chi.Value);
        double noise = (slope.Error / Complex.Abs(chi.Value)) + (Rounding * (1.0 + (1.0 / Complex.Abs(u)) + Complex.Abs(slope.Value / chi.Value)));
        return new Estimate<Complex>(
            s.Value * bracket, (s.Error * Complex.Abs(bracket)) + (Complex.Abs(s.Value) * noise), s.Evaluations + slope.Evaluations);
    }

    /// <summary>F(z) = 1/G(z), which maps the upper half-plane into itself and raises imaginary parts.</summary>
    /// <param name="law">The law.</param>
    /// <param name="z">A point off the support.</param>
    public static Estimate<Complex> ReciprocalCauchy(this SpectralMeasure law, Complex z)
    {
        Estimate<Complex> g = TransformEvaluator.Evaluate(law, TransformKind.Cauchy, z);
        Complex value = 1.0 / g.Value;
        return new Estimate<Complex>(value, g.Error * Complex.Abs(value * value), g.Evaluations);
    }

    /// <summary>F'(z) = −G'(z)/G(z)².</summary>
    /// <param name="law">The law.</param>
    /// <param name="z">A point off the support.</param>
    public static Estimate<Complex> ReciprocalCauchyDerivative(this SpectralMeasure law, Complex z)
    {
        Estimate<Complex> f = ReciprocalCauchy(law, z);
        Complex value = -law.CauchyDerivative(z) * f.Value * f.Value;
        return new Estimate<Complex>(
            value, Complex.Abs(value) * ((2.0 * f.Error / Complex.Abs(f.Value)) + Rounding), f.Evaluations + 1);
    }

    /// <summary>η(w) = ψ(w)/(1 + ψ(w)) with ψ(w) = h(1/w); equal to 1 − wF(1/w).</summary>
    /// <param name="law">The law.</param>
    /// <param name="w">The reciprocal of a point off the support; not 0.</param>
    public static Estimate<Complex> Eta(this SpectralMeasure law, Complex w)
    {
        RequireNonZero(w, nameof(w));
        Estimate<Complex> h = TransformEvaluator.Evaluate(law, TransformKind.Moment, 1.0 / w);
        Complex below = 1.0 + h.Value;
        Complex value = h.Value / below;
        return new Estimate<Complex>(
            value, (h.Error / Complex.Abs(below * below)) + (Rounding * Complex.Abs(value)), h.Evaluations);
    }

    /// <summary>η'(w) = −h'(1/w)/(w(1 + h(1/w)))².</summary>
    /// <param name="law">The law.</param>
    /// <param name="w">As for <see cref="Eta"/>.</param>
    public static Estimate<Complex> EtaDerivative(this SpectralMeasure law, Complex w)
    {
        RequireNonZero(w, nameof(w));
        Estimate<Complex> h = TransformEvaluator.Evaluate(law, TransformKind.Moment, 1.0 / w);
        Complex below = w * (1.0 + h.Value);
        Complex value = -law.MomentTransformDerivative(1.0 / w) / (below * below);
        double relative = (2.0 * h.Error / Complex.Abs(1.0 + h.Value)) + Rounding;
        return new Estimate<Complex>(value, relative * Complex.Abs(value), h.Evaluations + 1);
    }

    /// <summary>The two S-transforms of a law with mean 0, one for each root χ(u) ≈ ±√(m₂/u).</summary>
    /// <remarks>
    /// <para>For a symmetric law they are opposite. Both represent the law: with a law of mean other than 0 either gives the free product.</para>
    /// <para>Source: [RS07] thm. 2.3.</para>
    /// </remarks>
    /// <param name="law">A law with mean 0 and a positive, finite variance.</param>
    /// <param name="u">A value of h reached from 0 along a ray, not 0 and not −1.</param>
    /// <returns>First the branch with χ(u) ≈ +√(m₂/u), then the other.</returns>
    /// <exception cref="ArgumentException">The mean is not 0, or a moment is missing.</exception>
    public static ImmutableArray<Estimate<Complex>> CenteredBranches(this SpectralMeasure law, Complex u)
    {
        ArgumentNullException.ThrowIfNull(law);
        RequireNonZero(u, nameof(u));
        if (!law.HasMoment(2) || Math.Abs(law.Mean) > 1e-14 * Math.Sqrt(law.Moment(2)) || law.Moment(2) == 0.0)
        {
            throw new ArgumentException("law must have mean 0 and a positive variance; otherwise S has one branch.", nameof(law));
        }

        return [CenteredS(law, u, 1.0), CenteredS(law, u, -1.0)];
    }

    private static Estimate<Complex> CenteredS(SpectralMeasure law, Complex u, double sign)
    {
        // Along u·s, s from small to 1 in geometric steps: at the start z = ±√(m₂/(us)) lies far outside the support.
        double radius = Math.Max(Math.Abs(law.BottomOfSupport), Math.Abs(law.TopOfSupport));
        double secondMoment = law.Moment(2);
        double first = Math.Min(0.0, Math.Log(secondMoment / (400.0 * radius * radius * Complex.Abs(u))));
        Complex start = sign * Complex.Sqrt(secondMoment / (u * Math.Exp(first)));
        bool real = u.Imaginary == 0.0 && u.Real > 0.0;
        int side = Math.Sign(start.Imaginary);
        Estimate<Complex> z = ContinuedRoot.Follow(
            point => (law.MomentTransform(point), law.MomentTransformDerivative(point)),
            tau => tau >= 1.0 ? u : u * Math.Exp(first * (1.0 - tau)),
            start,
            point => real
                ? (sign > 0.0 ? point.Real > law.TopOfSupport : point.Real < law.BottomOfSupport)
                : Math.Sign(point.Imaginary) == side,
            "Inversion of h at mean 0");
        Complex s = (1.0 + u) / (u * z.Value);
        return new Estimate<Complex>(
            s, Complex.Abs(s) * ((z.Error / Complex.Abs(z.Value)) + Rounding), z.Evaluations);
    }

    private static Estimate<Complex> InverseSlope(Estimate<Complex> point, Func<Complex, Complex> slope)
    {
        // The error of the point moves the slope; a difference of nearby slopes measures by how much.
        Complex value = slope(point.Value);
        double step = Math.Max(point.Error, 1e-7 * Complex.Abs(point.Value));
        Complex shifted = slope(point.Value + (point.Value.Imaginary == 0.0 ? new Complex(step, 0.0) : new Complex(0.0, Math.CopySign(step, point.Value.Imaginary))));
        double sensitivity = Complex.Abs(shifted - value) / step;
        return new Estimate<Complex>(
            value, (2.0 * sensitivity * point.Error) + (Rounding * Complex.Abs(value)), point.Evaluations + 2);
    }

    private static void RequireNonZero(Complex value, string name)
    {
        if (value == Complex.Zero)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must not be 0, but is 0.");
        }
    }
}
