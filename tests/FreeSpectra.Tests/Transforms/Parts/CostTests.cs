using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Rectangular;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>
/// What standard tasks cost, in values of the transforms of a factor: the same on every run and machine. Each bound lies a tenth above what was
/// measured when it was set; a change that needs more must be worth it.
/// </summary>
public sealed class CostTests
{
    private static readonly Atomic Signs = new(new Atom(-1.0, 0.5), new Atom(1.0, 0.5));

    private static readonly FreePoisson Mp = new(2.0, 0.5);

    private static readonly Dictionary<string, Func<SpectralMeasure, SpectralMeasure>> Laws = new()
    {
        ["sum with a semicircle"] = law => law.FreeSum(new WithoutInverse(new Semicircle(0.0, 0.5))),
        ["sum with signs"] = law => law.FreeSum(Signs),
        ["sum with itself"] = law => law.FreePower(2.0),
        ["product with MP"] = law => law.FreeProduct(new WithoutInverse(Mp)),
        ["product with a projection"] = law => law.FreeProduct(Atomic.ZeroOr(1.0, 0.3)),
        ["power of a product"] = law => law.MultiplicativePower(2.5),
        ["sum of sums"] = law => law.FreeSum(Signs).FreeSum(new Uniform(-0.2, 0.2)),
        ["sum of a product"] = law => law.FreeProduct(new WithoutInverse(Mp)).FreeSum(new Uniform(-0.2, 0.2)),
        ["product of a sum"] = law => law.FreeSum(new WithoutInverse(Mp)).FreeProduct(new Uniform(0.5, 1.5)),
        ["product of an image"] = law => new AffineImage(law.FreeSum(new WithoutInverse(Mp)), new AffineMap(0.5, 2.0)).FreeProduct(Atomic.ZeroOr(1.0, 0.6)),
        ["compression"] = law => law.Compression(0.3),
        ["rectangular"] = law => new RectangularSquareLaw(law, new WithoutInverse(Mp), 0.4),
    };

    [Theory]
    [InlineData("sum with a semicircle", 2802, 404, 1168)]
    [InlineData("sum with signs", 113274, 378, 1078)]
    [InlineData("sum with itself", 286266, 350, 1114)]
    [InlineData("product with MP", 6169, 581, 1158)]
    [InlineData("product with a projection", 16162, 465, 1150)]
    [InlineData("power of a product", 164944, 392, 1194)]
    [InlineData("sum of sums", 121790, 414, 1116)]
    [InlineData("sum of a product", 30880, 1073, 3414)]
    [InlineData("product of a sum", 18510, 1022, 2974)]
    [InlineData("product of an image", 20362, 960, 3032)]
    [InlineData("compression", 286082, 336, 1156)]
    [InlineData("rectangular", 31325, 937, 1473)]
    public void A_task_costs_what_it_did(string name, int forBands, int forDensity, int forTransform)
    {
        CountedLaw factor = new(new Uniform(0.5, 2.0));
        SpectralMeasure law = Laws[name](factor);
        (Band first, Band last) = (law.Bands[0], law.Bands[^1]);
        int bands = factor.Count;
        for (int i = 1; i < 16; i++)
        {
            _ = law.Density(first.Left + (first.Width * i / 16.0));
            _ = law.DensityFromEdge(0, FreeSpectra.Numerics.IntervalEnd.Left, first.Width * Math.Pow(0.1, i));
        }

        int density = factor.Count - bands;
        for (int i = 1; i < 16; i++)
        {
            _ = law.Cauchy(new Complex(last.Right + (last.Width * Math.Pow(0.3, i)), 0.0));
            _ = law.Cauchy(new Complex(first.Left + (first.Width * i / 16.0), 0.02 * i));
        }

        int transform = factor.Count - bands - density;
        Assert.True(bands <= 1.1 * forBands, $"{bands} values for the bands");
        Assert.True(density <= 1.1 * forDensity, $"{density} values for 30 densities");
        Assert.True(transform <= 1.1 * forTransform, $"{transform} values for 30 transforms");
    }

    [Theory]
    [InlineData("MP", 5615)]
    [InlineData("arcsine", 1684)]
    [InlineData("atoms", 14685)]
    public void An_inverse_of_a_branch_costs_what_it_did(string name, int most)
    {
        CountedLaw law = new(name switch { "MP" => new FreePoisson(2.0, 0.5), "arcsine" => new Arcsine(1.0), _ => new Atomic(new Atom(0.3, 0.25), new Atom(0.5, 0.25), new Atom(2.0, 0.5)) });
        foreach (ConvolutionAlgebra algebra in name == "arcsine" ? new[] { ConvolutionAlgebra.Additive } : [ConvolutionAlgebra.Additive, ConvolutionAlgebra.Multiplicative])
        {
            foreach (RealBranch branch in RealBranch.Of(law, algebra))
            {
                RealCursor cursor = branch.NewCursor();
                RangeMap map = new(branch.Low, branch.High, 1.0);
                for (double y = -7.75; y <= 8.0; y += 0.5)
                {
                    _ = cursor.Invert(map.At(y));
                    _ = branch.Invert(map.At(y + 0.1));
                }
            }
        }

        Assert.True(law.Count <= 1.1 * most, $"{law.Count} values");
    }
}
