using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Rectangular;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>There is no density at what is not a number, nor at infinity, of any law that is made of others: neither 0 nor NaN stands for it.</summary>
public sealed class NotANumberTests
{
    private static readonly Dictionary<string, Func<SpectralMeasure>> Laws = new()
    {
        ["sum"] = () => new FreePoisson(2.0, 0.5).FreeSum(new Uniform(0.0, 1.0)),
        ["product"] = () => new FreePoisson(2.0, 0.5).FreeProduct(new Uniform(0.5, 1.0)),
        ["power"] = () => new Uniform(0.5, 1.0).FreePower(2.5),
        ["sum with tails"] = () => new CauchyLaw(0.3, 1.0).FreeSum(new Uniform(0.0, 1.0)),
        ["two-point power"] = () => Atomic.ZeroOr(1.0, 0.5).FreeSum(Atomic.Point(0.4)).MultiplicativePower(1.7),
        ["Boolean"] = () => new Uniform(0.0, 1.0).BooleanSum(new Semicircle(0.0, 1.0)),
        ["monotone"] = () => new Uniform(0.0, 1.0).MonotoneSum(new Semicircle(0.0, 1.0)),
        ["mixture with 0"] = () => new ZeroMixture(0.4, new FreePoisson(2.0, 0.5).FreeSum(new Uniform(0.5, 1.0))),
        ["rectangular"] = () => new RectangularSquareLaw(new Uniform(0.5, 2.0), Atomic.Point(1.0), 0.6),
    };

    public static TheoryData<string> Names => [.. Laws.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_density_at_no_number_is_refused(string name)
    {
        SpectralMeasure law = Laws[name]();
        foreach (double x in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            Assert.ThrowsAny<ArgumentException>(() => law.Density(x));
            Assert.ThrowsAny<ArgumentException>(() => law.DensityEstimate(x));
        }
    }
}
