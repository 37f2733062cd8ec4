using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Real branches of mixtures with δ₀ of laws that have branches of their own: W = (1 + h)/h with h = λh_μ, between its poles and zeros.</summary>
public sealed class MixtureBranchTests
{
    private static readonly Dictionary<string, Func<SpectralMeasure>> Sources = new()
    {
        ["product"] = () => new FreePoisson(2.0, 0.5).FreeProduct(new Uniform(0.5, 1.5)),
        ["product with gaps"] = () => new Atomic(new Atom(0.3, 0.25), new Atom(1.5, 0.25), new Atom(9.0, 0.5)).FreeProduct(new FreePoisson(30.0, 1.0 / 30.0)),
        ["product with an atom at 0"] = () => new FreePoisson(4.0, 0.5).FreeProduct(Atomic.ZeroOr(1.0, 0.7)),
        ["sum"] = () => new Uniform(0.5, 2.0).FreeSum(new FreePoisson(3.0, 0.4)),
        ["sum with gaps"] = () => new Atomic(new Atom(3.0, 0.25), new Atom(5.0, 0.75)).FreeSum(new Semicircle(0.0, 0.02)),
        ["image"] = () => new AffineImage(new FreePoisson(2.0, 0.5).FreeProduct(new Uniform(0.5, 1.5)), new AffineMap(0.0, 3.0)),
    };

    public static TheoryData<string> Names => [.. Sources.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Branches_of_a_mixture_lead_to_the_places_of_its_W(string name)
    {
        SpectralMeasure source = Sources[name]();
        RealBranch[] own = [.. RealBranch.Of(source, ConvolutionAlgebra.Multiplicative)];
        foreach (double weight in new[] { 0.05, 0.4, 0.93 })
        {
            ZeroMixture law = new(weight, source);
            RealBranch[] branches = [.. RealBranch.Of(law, ConvolutionAlgebra.Multiplicative)];

            // W = 1 + (W_μ − 1)/λ: as many branches as before, and one more for every one that passes 0 inside.
            static bool Passes(double low, double high) => low < 0.0 && high > 0.0;
            double Image(double w) => 1.0 + ((w - 1.0) / weight);
            Assert.Equal(own.Length + own.Count(branch => Passes(Image(branch.Low), Image(branch.High))), branches.Length);
            int next = 0;
            foreach (RealBranch branch in own)
            {
                (double low, double high) = (Image(branch.Low), Image(branch.High));
                (double From, double To)[] parts = Passes(low, high) ? [(low, 0.0), (0.0, high)] : [(low, high)];
                foreach ((double from, double to) in parts)
                {
                    RealBranch part = branches[next++];
                    Assert.Equal((from, to), (part.Low, part.High));

                    // An end that only divided the source, where W_μ = 0, only divides; the zero of W itself is an end of another kind.
                    Assert.Equal(from == low && (branch.LowIsSplit || branch.Low == 0.0), part.LowIsSplit);
                    Assert.Equal(to == high && (branch.HighIsSplit || branch.High == 0.0), part.HighIsSplit);
                    Assert.Equal(from == low ? branch.LowPlace : null, part.LowPlace);
                    Assert.Equal(to == high ? branch.HighPlace : null, part.HighPlace);
                    double? peak = branch.Peak is { } at ? Image(at) : null;
                    Assert.Equal(peak > from && peak < to ? peak : null, part.Peak is { } p && p > from && p < to ? p : null);
                    RangeMap map = new(from, to, 1.0);
                    foreach (double y in new[] { -6.0, -2.0, -0.3, 0.4, 1.5, 5.0 })
                    {
                        double w = map.At(y);
                        (double z, double slope) = part.Invert(w);
                        double h = 1.0 / (w - 1.0), rate = law.MomentTransformDerivative(z).Real;
                        Close.To(h, law.MomentTransform(z).Real, (1e-10 * Math.Abs(h)) + (1e-9 * Math.Abs(rate * z)), $"h of the place of {w} for {name}");
                        Close.Relative(-h * h / rate, slope, 1e-6, $"slope at {w} for {name}");
                    }
                }
            }
        }
    }
}
