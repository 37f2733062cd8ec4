using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Transforms;

namespace FreeSpectra.Bench;

/// <summary>400 densities of three free convolutions: by explicit inverses, by the generic route, and by a plain fixed-point iteration.</summary>
public static class ConvolutionBench
{
    private const int Points = 400;
    private const double Accuracy = 1e-12;

    public static IEnumerable<RatioCase> Ratios =>
    [
        .. Cases("MP(1/2) [+] semicircle(1)", FreePoisson.FromAspectRatio(0.5), Semicircle.Standard, product: false),
        .. Cases("MP(1/2) [x] MP(1/3)", FreePoisson.FromAspectRatio(0.5), FreePoisson.FromAspectRatio(1.0 / 3.0), product: true),
        .. Cases("two projections 0.7, 0.4", Atomic.Bernoulli(0.7, 1.0), Atomic.Bernoulli(0.4, 1.0), product: true),
    ];

    private static IEnumerable<RatioCase> Cases(string name, SpectralMeasure first, SpectralMeasure second, bool product)
    {
        SpectralMeasure law = product ? first.FreeProduct(second) : first.FreeSum(second);
        SpectralMeasure generic = product
            ? new WithoutInverse(first).FreeProduct(new WithoutInverse(second))
            : new WithoutInverse(first).FreeSum(new WithoutInverse(second));
        double[] points = Grid(law);
        double[] ours = Densities(law, points);
        double[] others = Densities(generic, points);
        double[] plain = Iterate(first, second, product, points);
        for (int i = 0; i < points.Length; i++)
        {
            double gap = Math.Max(Math.Abs(ours[i] - plain[i]), Math.Abs(ours[i] - others[i]));
            if (!(gap <= Accuracy))
            {
                throw new InvalidOperationException(FormattableString.Invariant($"{name}: the routes differ by {gap:E1} at {points[i]:R}."));
            }
        }

        yield return new RatioCase($"{name}, explicit", () => Densities(law, points), "limit in seconds", null, 0.005);
        yield return new RatioCase($"{name}, generic", () => Densities(generic, points), "limit in seconds", null, 0.05);
        yield return new RatioCase(
            $"{name}, explicit, ratio", () => Densities(law, points), "fixed-point iteration", () => Iterate(first, second, product, points), 0.5);
        yield return new RatioCase(
            $"{name}, generic, ratio", () => Densities(generic, points), "fixed-point iteration", () => Iterate(first, second, product, points), 1.0);
    }

    private static double[] Grid(SpectralMeasure law)
    {
        Band band = law.Bands[0];
        return [.. Enumerable.Range(0, Points).Select(i => band.Left + (band.Width * (i + 0.5) / Points))];
    }

    private static double[] Densities(SpectralMeasure law, double[] points) => Array.ConvertAll(points, law.Density);

    /// <summary>c₂ = ζ + p₁(c₁) − c₁, c₁ = ζ + p₂(c₂) − c₂ on the axis, from the neighbouring point, until nothing changes.</summary>
    /// <remarks>
    /// For laws of two points the map is a rotation of the half-plane, which never settles: there each step is averaged with the one before.
    /// </remarks>
    private static double[] Iterate(SpectralMeasure first, SpectralMeasure second, bool product, double[] points)
    {
        Complex c = new(product ? Math.Log(points[0]) : points[0], 1.0);
        double[] densities = new double[points.Length];
        bool rotates = first.Bands.IsEmpty && second.Bands.IsEmpty;
        for (int i = 0; i < points.Length; i++)
        {
            Complex zeta = product ? Math.Log(points[i]) : points[i];
            Complex p = Complex.Zero;
            for (int step = 0; step < 100_000; step++)
            {
                Complex other = zeta + Pick(first, c, product) - c;
                p = Pick(second, other, product);
                Complex next = zeta + p - other;
                next = rotates ? 0.5 * (next + c) : next;
                bool settled = Complex.Abs(next - c) <= 1e-15 * (1.0 + Complex.Abs(next));
                c = next;
                if (settled)
                {
                    break;
                }
            }

            densities[i] = product
                ? -(1.0 / (Complex.Exp(p) - 1.0)).Imaginary / (Math.PI * points[i])
                : -(1.0 / p).Imaginary / Math.PI;
        }

        return densities;
    }

    private static Complex Pick(SpectralMeasure law, Complex c, bool product)
    {
        if (!product)
        {
            return 1.0 / law.Cauchy(c);
        }

        Complex h = law.MomentTransform(Complex.Exp(c));
        return Complex.Log((1.0 + h) / h);
    }

    /// <summary>A law that hides its explicit inverses.</summary>
    private sealed record WithoutInverse(SpectralMeasure Source) : SpectralMeasure
    {
        public override ImmutableArray<Atom> Atoms => Source.Atoms;

        public override ImmutableArray<Band> Bands => Source.Bands;

        public override double Density(double x) => Source.Density(x);

        public override Complex Cauchy(Complex z) => Source.Cauchy(z);

        public override Complex CauchyDerivative(Complex z) => Source.CauchyDerivative(z);

        public override Complex MomentTransform(Complex z) => Source.MomentTransform(z);

        public override Complex MomentTransformDerivative(Complex z) => Source.MomentTransformDerivative(z);
    }
}
