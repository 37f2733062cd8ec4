using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms.Expressions;

/// <summary>The values of the transforms G, h, R, S and χ of a law.</summary>
/// <remarks>
/// <para>
/// R of a free sum is the sum of the R, S of a free product the product of the S; closed forms are used where a law has
/// them. Otherwise the transform is inverted by continuation: see <see cref="TransformContinuation"/>.
/// </para>
/// <para>At a real argument all are real.</para>
/// <para>Error: the rounding of the value and of the argument, or of the size of the law where that is larger; for an inversion the last Newton step and the rounding of the transform.</para>
/// <para>Source: [MS17] §2.4 (R, K), §2.7 (S), §3.5 (domains).</para>
/// </remarks>
public static class TransformEvaluator
{
    private const double Rounding = 16.0 * 2.220446049250313e-16;

    /// <summary>The value of a transform.</summary>
    /// <param name="law">The law.</param>
    /// <param name="kind">Which transform.</param>
    /// <param name="point">Its argument: z for G and h, w for R, u for S and χ.</param>
    /// <exception cref="ArgumentException">The argument is outside the domain of the transform.</exception>
    /// <exception cref="NonConvergenceException">The inversion left the domain on its way.</exception>
    public static Estimate<Complex> Evaluate(SpectralMeasure law, TransformKind kind, Complex point)
    {
        ArgumentNullException.ThrowIfNull(law);
        if (!Complex.IsFinite(point))
        {
            throw new ArgumentException("z must be finite.", nameof(point));
        }

        Estimate<Complex> value = kind switch
        {
            TransformKind.Cauchy => Direct(law, point, law.Cauchy, law.CauchyDerivative),
            TransformKind.Moment => Direct(law, point, law.MomentTransform, law.MomentTransformDerivative),
            TransformKind.R => R(law, point),
            TransformKind.S => S(law, point, "S"),
            _ => Chi(law, point),
        };
        return point.Imaginary == 0.0 ? new Estimate<Complex>(value.Value.Real, value.Error, value.Evaluations) : value;
    }

    private static Estimate<Complex> Direct(
        SpectralMeasure law, Complex z, Func<Complex, Complex> transform, Func<Complex, Complex> derivative)
    {
        if (z.Imaginary == 0.0 && TransformContinuation.OnSupport(law, z.Real))
        {
            throw new ArgumentException(FormattableString.Invariant($"z must be off the support of the law, but is {z.Real:R}."), nameof(z));
        }

        // Products are solved for ln z, whose rounding grows with it.
        Complex value = transform(z);
        double size = LawScale.Of(law);
        double logarithm = 1.0 + Math.Max(0.0, Math.Log(Complex.Abs(z) / size) / 8.0);
        double error = Rounding * logarithm * (Complex.Abs(value) + (Math.Max(Complex.Abs(z), size) * Complex.Abs(derivative(z))));
        return new Estimate<Complex>(value, error, 1);
    }

    private static Estimate<Complex> R(SpectralMeasure law, Complex w)
    {
        switch (law)
        {
            case Semicircle semicircle:
                return Exact(semicircle.Mean + (semicircle.Variance * w), w);
            case FreePoisson poisson:
                return Exact(poisson.Rate * poisson.Jump / (1.0 - (poisson.Jump * w)), w);
            case Atomic { Atoms: [var point] }:
                return Exact(point.Location, w);
            case AffineImage image:
                Estimate<Complex> inner = R(image.Source, image.Map.Scale * w);
                return new Estimate<Complex>(
                    image.Map.Shift + (image.Map.Scale * inner.Value), Math.Abs(image.Map.Scale) * inner.Error, inner.Evaluations);
            case FreeConvolution { IsProduct: false } sum:
                Complex value = Complex.Zero;
                double error = 0.0;
                for (int i = 0; i < sum.Factors.Length; i++)
                {
                    Estimate<Complex> part = R(sum.Factors[i], w);
                    value += sum.Exponents[i] * part.Value;
                    error += sum.Exponents[i] * part.Error;
                }

                return new Estimate<Complex>(value, error, sum.Factors.Length);
        }

        if (w == Complex.Zero)
        {
            return Exact(law.HasMoment(1) ? law.Mean : throw Outside("R", w), w);
        }

        Estimate<Complex> k = law.InverseCauchy is { } inverse
            ? Certified(law, inverse.Value(w), w, law.Cauchy, "R")
            : TransformContinuation.FromInfinity(law, w, 1.0, floor: 0.0, law.Cauchy, law.CauchyDerivative, "R");
        Complex difference = k.Value - (1.0 / w);
        return new Estimate<Complex>(difference, k.Error + (Rounding / Complex.Abs(w)), k.Evaluations);
    }

    private static Estimate<Complex> S(SpectralMeasure law, Complex u, string name)
    {
        switch (law)
        {
            case FreePoisson poisson:
                return Exact(1.0 / (poisson.Jump * (poisson.Rate + u)), u);
            case Atomic { Atoms: [var point] } when point.Location != 0.0:
                return Exact(1.0 / point.Location, u);
            case Atomic { Atoms: [{ Location: 0.0 }, var top] }:
                return Exact((1.0 + u) / (top.Location * (top.Weight + u)), u);
            case AffineImage { Map.Shift: 0.0 } image:
                Estimate<Complex> inner = S(image.Source, u, name);
                return new Estimate<Complex>(inner.Value / image.Map.Scale, inner.Error / Math.Abs(image.Map.Scale), inner.Evaluations);
            case FreeConvolution { IsProduct: true } product:
                Complex value = Complex.One;
                double relative = 0.0;
                for (int i = 0; i < product.Factors.Length; i++)
                {
                    Estimate<Complex> part = S(product.Factors[i], u, name);
                    double exponent = product.Exponents[i];
                    value *= exponent == 1.0 ? part.Value : Complex.Pow(part.Value, exponent);
                    relative += exponent * part.Error / Complex.Abs(part.Value);
                }

                return new Estimate<Complex>(value, relative * Complex.Abs(value), product.Factors.Length);
        }

        if (!law.HasMoment(1))
        {
            return law.BottomOfSupport >= 0.0 ? WithoutMean(law, u, name)
                : law.TopOfSupport <= 0.0 ? Mirrored(WithoutMean(new AffineImage(law, AffineMap.Reflection), u, name))
                : throw new ArgumentException(
                    $"{name} needs a law with a mean, or one that is all on one side of 0, but the integral of |t| is infinite and both sides have mass.", nameof(law));
        }

        if (law.Mean == 0.0)
        {
            throw new ArgumentException($"{name} needs a law with a mean other than 0: with mean 0 it has two branches at u = 0.", nameof(law));
        }

        if (u == Complex.Zero)
        {
            return Exact(1.0 / law.Mean, 0.0);
        }

        return FromChi(u, law.InverseMoment is { } inverse
            ? Certified(law, inverse.Value(u), u, law.MomentTransform, name)
            : TransformContinuation.FromInfinity(law, u, law.Mean, floor: 1.0, law.MomentTransform, law.MomentTransformDerivative, name));
    }

    /// <summary>S of a law on [0, ∞) without a mean, which is infinite at u = 0, for −1 + μ{0} &lt; Re u &lt; 0.</summary>
    /// <remarks>h falls from 0 at −∞ to −1 + μ{0} at 0; off the real axis χ is continued along a line of constant Re u. Source: [BV93] prop. 6.2.</remarks>
    private static Estimate<Complex> WithoutMean(SpectralMeasure law, Complex u, string name)
    {
        double least = law.MassAt(0.0) - 1.0;
        if (!(u.Real > least && u.Real < 0.0))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"the real part of z must be in ({least:R}, 0) for {name} of a law without a mean, but is {u.Real:R}."), nameof(u));
        }

        return FromChi(u, law.InverseMoment is { } inverse
            ? Certified(law, inverse.Value(u), u, law.MomentTransform, name)
            : TransformContinuation.FromNegativeAxis(law, u, law.MomentTransform, law.MomentTransformDerivative, name));
    }

    private static Estimate<Complex> FromChi(Complex u, Estimate<Complex> chi)
    {
        Complex s = (1.0 + u) / (u * chi.Value);
        return new Estimate<Complex>(s, Complex.Abs(s) * ((chi.Error / Complex.Abs(chi.Value)) + Rounding), chi.Evaluations);
    }

    private static Estimate<Complex> Mirrored(Estimate<Complex> s) => new(-s.Value, s.Error, s.Evaluations);

    private static Estimate<Complex> Chi(SpectralMeasure law, Complex u)
    {
        if (u == Complex.Zero)
        {
            throw Outside("chi", u);
        }

        Estimate<Complex> s = S(law, u, "chi");
        Complex chi = (1.0 + u) / (u * s.Value);
        return new Estimate<Complex>(chi, Complex.Abs(chi) * ((s.Error / Complex.Abs(s.Value)) + Rounding), s.Evaluations);
    }

    /// <summary>A value of a closed inverse, accepted only if the transform leads back.</summary>
    private static Estimate<Complex> Certified(
        SpectralMeasure law, Complex z, Complex w, Func<Complex, Complex> transform, string name)
    {
        bool inDomain = Complex.IsFinite(z)
            && (z.Imaginary != 0.0 || !TransformContinuation.OnSupport(law, z.Real))
            && Complex.Abs(transform(z) - w) <= 1e-6 * Complex.Abs(w);
        return inDomain ? new Estimate<Complex>(z, Rounding * Complex.Abs(z), 1) : throw Outside(name, w);
    }

    private static Estimate<Complex> Exact(Complex value, Complex z) => Complex.IsFinite(value)
        ? new Estimate<Complex>(value, Rounding * Complex.Abs(value), 1)
        : throw new ArgumentException(FormattableString.Invariant($"z must not be a pole of the transform, but is {z.Real:R},{z.Imaginary:R}."));

    private static ArgumentException Outside(string name, Complex w) => TransformContinuation.Outside(name, w);
}
