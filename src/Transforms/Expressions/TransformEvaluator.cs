using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms.Expressions;

/// <summary>The values of the transforms G, h, R, S and χ of a law.</summary>
/// <remarks>
/// <para>
/// R of a free sum is the sum of the R, S of a free product the product of the S; closed forms are used where a law has
/// them. Otherwise the transform is inverted by continuation from 0 along the ray to the argument: each step is a Newton
/// solve that must stay in the half-plane of its start, off the support.
/// </para>
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

        return kind switch
        {
            TransformKind.Cauchy => Direct(law, point, law.Cauchy, law.CauchyDerivative),
            TransformKind.Moment => Direct(law, point, law.MomentTransform, law.MomentTransformDerivative),
            TransformKind.R => R(law, point),
            TransformKind.S => S(law, point),
            _ => Chi(law, point),
        };
    }

    private static Estimate<Complex> Direct(
        SpectralMeasure law, Complex z, Func<Complex, Complex> transform, Func<Complex, Complex> derivative)
    {
        if (z.Imaginary == 0.0 && OnSupport(law, z.Real))
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
            : Continue(law, w, 1.0, floor: 0.0, law.Cauchy, law.CauchyDerivative, "R");
        Complex difference = k.Value - (1.0 / w);
        return new Estimate<Complex>(difference, k.Error + (Rounding / Complex.Abs(w)), k.Evaluations);
    }

    private static Estimate<Complex> S(SpectralMeasure law, Complex u)
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
                Estimate<Complex> inner = S(image.Source, u);
                return new Estimate<Complex>(inner.Value / image.Map.Scale, inner.Error / Math.Abs(image.Map.Scale), inner.Evaluations);
            case FreeConvolution { IsProduct: true } product:
                Complex value = Complex.One;
                double relative = 0.0;
                for (int i = 0; i < product.Factors.Length; i++)
                {
                    Estimate<Complex> part = S(product.Factors[i], u);
                    double exponent = product.Exponents[i];
                    value *= exponent == 1.0 ? part.Value : Complex.Pow(part.Value, exponent);
                    relative += exponent * part.Error / Complex.Abs(part.Value);
                }

                return new Estimate<Complex>(value, relative * Complex.Abs(value), product.Factors.Length);
        }

        if (!law.HasMoment(1))
        {
            throw new ArgumentException("S needs a law with a mean, which this law has not: the integral of |t| is infinite.", nameof(law));
        }

        if (law.Mean == 0.0)
        {
            throw new ArgumentException("S needs a law with a mean other than 0: with mean 0 it has two branches at u = 0.", nameof(law));
        }

        if (u == Complex.Zero)
        {
            return Exact(1.0 / law.Mean, 0.0);
        }

        Estimate<Complex> chi = InverseMoment(law, u);
        Complex s = (1.0 + u) / (u * chi.Value);
        return new Estimate<Complex>(s, Complex.Abs(s) * ((chi.Error / Complex.Abs(chi.Value)) + Rounding), chi.Evaluations);
    }

    private static Estimate<Complex> Chi(SpectralMeasure law, Complex u)
    {
        if (u == Complex.Zero)
        {
            throw Outside("chi", u);
        }

        Estimate<Complex> s = S(law, u);
        Complex chi = (1.0 + u) / (u * s.Value);
        return new Estimate<Complex>(chi, Complex.Abs(chi) * ((s.Error / Complex.Abs(s.Value)) + Rounding), s.Evaluations);
    }

    private static Estimate<Complex> InverseMoment(SpectralMeasure law, Complex u) => law.InverseMoment is { } inverse
        ? Certified(law, inverse.Value(u), u, law.MomentTransform, "S")
        : Continue(law, u, law.Mean, floor: 1.0, law.MomentTransform, law.MomentTransformDerivative, "S");

    /// <summary>A value of a closed inverse, accepted only if the transform leads back.</summary>
    private static Estimate<Complex> Certified(
        SpectralMeasure law, Complex z, Complex w, Func<Complex, Complex> transform, string name)
    {
        bool inDomain = Complex.IsFinite(z)
            && (z.Imaginary != 0.0 || !OnSupport(law, z.Real))
            && Complex.Abs(transform(z) - w) <= 1e-6 * Complex.Abs(w);
        return inDomain ? new Estimate<Complex>(z, Rounding * Complex.Abs(z), 1) : throw Outside(name, w);
    }

    /// <summary>Solves T(z) = w from T(z) ≈ first/z at infinity, along the ray s·w, 0 &lt; s ≤ 1.</summary>
    private static Estimate<Complex> Continue(
        SpectralMeasure law, Complex w, double first, double floor, Func<Complex, Complex> transform, Func<Complex, Complex> derivative, string name)
    {
        const int maxSteps = 2_000;
        double radius = Math.Max(Math.Abs(law.BottomOfSupport), Math.Abs(law.TopOfSupport));
        radius = double.IsFinite(radius) ? Math.Max(radius, 1e-300) : 1e3;
        double s = Math.Min(1.0, Math.Abs(first) / (16.0 * radius * Complex.Abs(w)));
        double step = s;
        Complex z = first / (s * w);
        if (!Newton(law, ref z, s * w, floor, transform, derivative, out double error))
        {
            throw Outside(name, w);
        }

        int steps = 0;
        while (s < 1.0)
        {
            if (++steps > maxSteps || step < 1e-12)
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"z must lie in the domain of {name}, reached from 0 along a ray, but is {w.Real:R},{w.Imaginary:R}."), nameof(w));
            }

            double next = Math.Min(1.0, s + step);
            Complex slope = derivative(z);
            Complex trial = z + ((next - s) * w / slope);
            if (!(w.Imaginary == 0.0 && Crosses(law, z.Real, trial.Real)) && Newton(law, ref trial, next * w, floor, transform, derivative, out double trialError))
            {
                (s, z, error) = (next, trial, trialError);
                step *= 2.0;
            }
            else
            {
                step *= 0.5;
            }
        }

        return new Estimate<Complex>(z, error, steps);
    }

    private static bool Newton(
        SpectralMeasure law, ref Complex z, Complex w, double floor, Func<Complex, Complex> transform, Func<Complex, Complex> derivative, out double error)
    {
        error = double.PositiveInfinity;
        double previous = double.PositiveInfinity;
        int side = Math.Sign(z.Imaginary);
        bool real = w.Imaginary == 0.0;
        for (int i = 0; i < 30; i++)
        {
            if (!Complex.IsFinite(z) || (real ? OnSupport(law, z.Real) : Math.Sign(z.Imaginary) != side))
            {
                return false;
            }

            Complex slope = derivative(z);
            Complex gap = (transform(z) - w) / slope;
            double size = Complex.Abs(gap);
            double distance = real ? Distance(law, z.Real) : Math.Abs(z.Imaginary) + Distance(law, z.Real);

            // What rounding of z and of the transform does to z; h = zG − 1 rounds at the size of 1 where it is not small.
            double noise = Rounding * (Complex.Abs(z) + ((Math.Min(floor, 100.0 * Complex.Abs(w)) + Complex.Abs(w)) / Complex.Abs(slope)));

            // The step must be small against the distance to the nearest singularity, and shrink: no jump to another branch.
            if (!(size < 0.3 * distance) || size > 0.5 * previous + 1e-300)
            {
                bool settled = size <= noise && i > 0;
                error = settled ? size + noise : error;
                return settled;
            }

            z -= gap;
            z = real ? new Complex(z.Real, 0.0) : z;
            previous = size;
            if (size <= 1e-15 * Complex.Abs(z))
            {
                error = size + noise;
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the support reaches between two real points.</summary>
    private static bool Crosses(SpectralMeasure law, double x, double y) =>
        law.Atoms.Any(atom => atom.Location > Math.Min(x, y) && atom.Location < Math.Max(x, y))
        || law.Bands.Any(band => band.Right > Math.Min(x, y) && band.Left < Math.Max(x, y));

    private static bool OnSupport(SpectralMeasure law, double x) =>
        law.Bands.Any(band => band.Contains(x)) || law.Atoms.Any(atom => atom.Location == x);

    private static double Distance(SpectralMeasure law, double x)
    {
        double distance = double.PositiveInfinity;
        foreach (Band band in law.Bands)
        {
            distance = Math.Min(distance, band.Contains(x) ? 0.0 : Math.Min(Math.Abs(x - band.Left), Math.Abs(x - band.Right)));
        }

        return law.Atoms.Aggregate(distance, (d, atom) => Math.Min(d, Math.Abs(x - atom.Location)));
    }

    private static Estimate<Complex> Exact(Complex value, Complex z) => Complex.IsFinite(value)
        ? new Estimate<Complex>(value, Rounding * Complex.Abs(value), 1)
        : throw new ArgumentException(FormattableString.Invariant($"z must not be a pole of the transform, but is {z.Real:R},{z.Imaginary:R}."));

    private static ArgumentException Outside(string name, Complex w) => new(FormattableString.Invariant(
        $"z must lie in the domain of {name}, but is {w.Real:R},{w.Imaginary:R}."));
}
