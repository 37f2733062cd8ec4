using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>The bands of monotone sums: those of ν, and off them the points that F_ν takes into those of μ.</summary>
public sealed class MonotoneBandTests
{
    private static readonly Dictionary<string, Func<SpectralMeasure>> Inner = new()
    {
        ["atoms"] = () => new Atomic(new Atom(-1.0, 0.2), new Atom(0.3, 0.3), new Atom(1.5, 0.5)),
        ["jumps"] = () => new JoinedLaw([new Atom(1.5, 0.3)], [(0.2, 1.0, 0.3), (2.0, 3.0, 0.4)]),
        ["jumps on both sides"] = () => new JoinedLaw([], [(-2.0, -1.0, 0.5), (1.0, 1.5, 0.5)]),
        ["soft"] = () => new MixedLaw((0.4, new Semicircle(-2.0, 0.1)), (0.6, new Semicircle(1.0, 0.2))),
        ["hard"] = () => new FreePoisson(1.0, 1.0),
        ["heavy at 0"] = () => new FreePoisson(0.4, 2.5),
        ["product"] = () => new FreePoisson(3.0, 0.5).FreeProduct(new Uniform(0.5, 1.5)),
        ["product with a gap"] = () => new Atomic(new Atom(1.0, 0.5), new Atom(8.0, 0.5)).FreeProduct(new FreePoisson(20.0, 0.05)),
        ["product with an atom at 0"] = () => new FreePoisson(3.0, 0.5).FreeProduct(Atomic.ZeroOr(1.0, 0.7)),
        ["product with atoms"] = () => new Atomic(new Atom(1.0, 0.8), new Atom(8.0, 0.2)).FreeProduct(new Atomic(new Atom(1.0, 0.7), new Atom(3.0, 0.3))),
        ["image of a product"] = () => new AffineImage(new FreePoisson(3.0, 0.5).FreeProduct(new Uniform(0.5, 1.5)), new AffineMap(1.3, -2.0)),
        ["sum"] = () => new Atomic(new Atom(-1.0, 0.5), new Atom(1.0, 0.5)).FreeSum(new Semicircle(0.0, 0.1)),
    };

    private static readonly double[] Units = [1048576.0, 1.0 / 64.0, 1.0 / 1048576.0];

    public static TheoryData<string> Names => [.. Inner.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Bands_are_where_the_inner_law_or_the_image_is(string name)
    {
        SpectralMeasure nu = Inner[name]();
        double at0 = 1.0 / nu.Cauchy(0.0).Real;
        at0 = nu.Bands.Any(band => band.Contains(0.0)) || nu.MassAt(0.0) > 0.0 || Math.Abs(at0) > 100.0 ? 0.7 : at0;
        SpectralMeasure[] outer =
        [
            new Uniform(-0.3, 0.7),
            new Uniform(0.0, 0.6),
            new Uniform(-0.6, 0.0),
            new JoinedLaw([], [(-6.0, -4.0, 0.2), (-1.7, -0.2, 0.3), (0.1, 0.4, 0.2), (2.0, 9.0, 0.3)]),
            new JoinedLaw([], [(-30.0, 30.0, 1.0)]),
            new JoinedLaw([new Atom(0.0, 0.2)], [(-1.0, -0.5, 0.4), (0.5, 1.0, 0.4)]),
            new Semicircle(0.1, 0.4),
            new FreePoisson(1.0, 1.0),
            new JoinedLaw([], [(-3.0, -2.0, 0.3), (-0.5, 0.4, 0.4), (1.0, 2.0, 0.3)]),
            new Uniform(-0.01, 0.02),

            // About F_ν(0), where the branches of a product are divided.
            new Uniform(at0 - 0.3, at0 + 0.2),
            new Uniform(at0, at0 + 0.2),
            new Uniform(at0 - 0.2, at0),
            new Semicircle(at0 + 0.2, 0.01),
            new Semicircle(at0 - 0.2, 0.01),
        ];
        foreach (SpectralMeasure mu in outer)
        {
            SpectralMeasure one = mu.MonotoneSum(nu);
            Holds(one, mu, nu);
            foreach (double s in Units)
            {
                SpectralMeasure other = Image(mu, s).MonotoneSum(Image(nu, s));
                Assert.Equal(one.Bands.Length, other.Bands.Length);
                for (int i = 0; i < one.Bands.Length; i++)
                {
                    Close.To(one.Bands[i].Left, other.Bands[i].Left / s, 1e-9, $"{mu} after {nu} in the unit {s}");
                    Close.To(one.Bands[i].Right, other.Bands[i].Right / s, 1e-9, $"{mu} after {nu} in the unit {s}");
                    Assert.Equal((one.Bands[i].LeftExponent, one.Bands[i].RightExponent), (other.Bands[i].LeftExponent, other.Bands[i].RightExponent));
                    Assert.Equal(one.Bands[i].Mass, other.Bands[i].Mass, 1e-9);
                }
            }
        }
    }

    private static void Holds(SpectralMeasure sum, SpectralMeasure mu, SpectralMeasure nu)
    {
        string what = $"{mu} after {nu}";
        double[] ends = [.. nu.Bands.SelectMany(band => new[] { band.Left, band.Right })];
        double F(double x) => nu.MassAt(x) > 0.0 ? 0.0 : 1.0 / nu.Cauchy(x).Real;
        bool IsInside(double x) => nu.Bands.Any(band => x > band.Left && x < band.Right) || mu.Bands.Any(band => F(x) > band.Left && F(x) < band.Right);
        double low = Math.Min(sum.BottomOfSupport, nu.BottomOfSupport) - 1.0, high = Math.Max(sum.TopOfSupport, nu.TopOfSupport) + 1.0;
        for (int k = 0; k <= 3000; k++)
        {
            double x = low + ((high - low) * (k + 0.37) / 3001.0);
            bool nearEnd = sum.Bands.Any(band => Math.Min(Math.Abs(x - band.Left), Math.Abs(x - band.Right)) < 1e-9);
            Assert.True(nearEnd || IsInside(x) == sum.Bands.Any(band => band.Left < x && x < band.Right), $"{x} of {what}");
        }

        foreach ((Band band, int i) in sum.Bands.Select((band, i) => (band, i)).Where(one => one.band.Mass > 1e-12))
        {
            foreach ((double place, double exponent, bool left) in new[] { (band.Left, band.LeftExponent, true), (band.Right, band.RightExponent, false) })
            {
                if (ends.Contains(place))
                {
                    continue;
                }

                // An end of a band of μ, with its power: F_ν has a slope there.
                IntervalEnd side = left ? IntervalEnd.Left : IntervalEnd.Right;
                (double distance, int index, IntervalEnd end) = mu.Bands.SelectMany((one, k) => new[] { (Math.Abs(one.Left - F(place)), k, IntervalEnd.Left), (Math.Abs(one.Right - F(place)), k, IntervalEnd.Right) }).Min();
                double power = end == IntervalEnd.Left ? mu.Bands[index].LeftExponent : mu.Bands[index].RightExponent;
                double slope = nu.MassAt(place) > 0.0 ? 1.0 / nu.MassAt(place) : -F(place) * F(place) * nu.CauchyDerivative(place).Real;
                Assert.True(distance / slope < 1e-9, $"{place} of {what}: F = {F(place):R}");
                Assert.True(side == end && power == exponent, $"{place} of {what}: {exponent} and not {power}");

                // Where F_ν is steep, beside an end of ν, or takes the end of μ at 0 itself, the place is not known to such distances.
                bool plain = place != 0.0 && ends.All(one => Math.Abs(one - place) > 1e-3);
                foreach (double t in plain ? new[] { 1e-6, 1e-12, 1e-25 } : [1e-6])
                {
                    Close.Relative(mu.DensityFromEdge(index, end, slope * t * band.Width), sum.DensityFromEdge(i, side, t * band.Width), 1e-3, $"{t} beside {place} of {what}");
                }
            }

            foreach (double t in new[] { 1e-6, 1e-3, 0.1, 0.4 })
            {
                (double from, double to) = (Math.Max(band.Left, -50.0), Math.Min(band.Right, 50.0));
                foreach (double x in new[] { from + (t * (to - from)), to - (t * (to - from)) })
                {
                    // Inside the bands of ν F_ν lies above the axis.
                    Complex f = 1.0 / nu.Cauchy(x);
                    double expected = nu.Bands.Any(one => x > one.Left && x < one.Right) ? -mu.Cauchy(f).Imaginary / Math.PI : mu.Density(f.Real);
                    Close.Relative(expected, sum.Density(x), 1e-6, $"density at {x} of {what}");
                }
            }
        }

        Assert.Equal(1.0, sum.TotalMass, 1e-8);
    }

    private static SpectralMeasure Image(SpectralMeasure law, double s) => law switch
    {
        FreeConvolution { IsProduct: true } product => product.Factors[0] is FreePoisson poisson
            ? new FreePoisson(poisson.Rate, poisson.Jump * s).FreeProduct(product.Factors[1]) : Image(product.Factors[0], s).FreeProduct(product.Factors[1]),
        FreeConvolution sum => Image(sum.Factors[0], s).FreeSum(Image(sum.Factors[1], s)),
        Atomic atoms => new Atomic([.. atoms.Atoms.Select(atom => new Atom(s * atom.Location, atom.Weight))]),
        _ => new AffineImage(law, new AffineMap(0.0, s)),
    };
}
