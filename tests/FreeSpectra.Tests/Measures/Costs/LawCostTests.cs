using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Measures.Costs;

/// <summary>What named laws cost, in steps of the searches behind their answers: a wrong slope or a bad start shows here and nowhere else.</summary>
public sealed class LawCostTests
{
    private static readonly double[] Parts = [0.003, 0.03, 0.2, 0.45, 0.5, 0.7, 0.9, 0.995];

    private static readonly double[] Offsets = [0.2, 3e-2, 1e-3, 1e-6, 1e-11, 1e-18, 1e-30, 1e-100];

    private static readonly double[] Far = [0.4, 1.0, 7.0, 40.0, 1e3, 1e4, 1e7, 1e12, 1e30, 1e100];

    private static readonly double[] Few = [0.003, 0.4, 0.9, 0.999];

    private static readonly double[] Many = [1e-9, 0.003, 0.15, 0.4, 0.5, 0.72, 0.9, 0.999];

    private static readonly Complex[] Points =
    [
        new(0.3, 0.9), new(-1.7, 0.02), new(1.9, 1e-6), new(30.0, 4.0), new(-1e3, 1.0), new(2e4, 0.01), new(-0.6, -0.3), new(0.01, 1e-5), new(0.7, 1e-3), new(3.0, 0.1), new(-1e-4, 1e-4), new(0.0, 1e6),
        new(0.5, 3e-8), new(1e-7, 1e-9), new(-2.5, 1e-12), new(1e3, 1e-12),
    ];

    private static readonly Dictionary<string, Func<SpectralMeasure>> Laws = new()
    {
        ["Raney 3.3, 1.2"] = () => new Raney(3.3, 1.2),
        ["Raney 1.4, 1.4"] = () => new Raney(1.4, 1.4),
        ["Raney 1.05, 0.5"] = () => new Raney(1.05, 0.5),
        ["Raney 12, 2"] = () => new Raney(12.0, 2.0),
        ["Bures"] = () => Raney.Bures,
        ["free stable 0.3, 0.8"] = () => new FreeStable(0.3, 0.8),
        ["free stable 0.5, 1"] = () => new FreeStable(0.5, 1.0),
        ["free stable 0.7, 0.4"] = () => new FreeStable(0.7, 0.4),
        ["free stable 0.8, 0"] = () => new FreeStable(0.8, 0.0),
        ["free stable 0.95, 1"] = () => new FreeStable(0.95, 1.0),
        ["free stable 1.5, 0.5"] = () => new FreeStable(1.5, 0.5),
        ["free stable 1.25, 0.2"] = () => new FreeStable(1.25, 1.0 - (1.0 / 1.25)),
        ["free stable 1.8, 1/1.8"] = () => new FreeStable(1.8, 1.0 / 1.8),
        ["free log-normal 0.3"] = () => new FreeLogNormal(0.3),
        ["free log-normal 2.5"] = () => new FreeLogNormal(2.5),
        ["jumps 1 and 8"] = () => new CompoundPoisson(0.6, new Atomic(new Atom(1.0, 0.5), new Atom(8.0, 0.5))),
        ["jumps 1 and 20"] = () => new CompoundPoisson(5.0, new Atomic(new Atom(1.0, 0.7), new Atom(20.0, 0.3))),
        ["critical jumps"] = () => new CompoundPoisson(1.0, new Atomic(new Atom(0.5, 0.5), new Atom(1.5, 0.5))),
        ["symmetric critical jumps"] = () => new CompoundPoisson(1.0, new Atomic(new Atom(-1.0, 0.5), new Atom(1.0, 0.5))),
        ["jumps to both sides"] = () => new CompoundPoisson(2.0, new Atomic(new Atom(-1.0, 0.3), new Atom(0.0, 0.2), new Atom(2.0, 0.5))),
        ["rare jumps to both sides"] = () => new CompoundPoisson(0.3, new Atomic(new Atom(-1.0, 0.3), new Atom(0.5, 0.2), new Atom(2.0, 0.5))),
        ["flat jumps"] = () => new CompoundPoisson(1.7, new Uniform(0.5, 2.0)),
        ["flat jumps from 0"] = () => new CompoundPoisson(1.7, new Uniform(0.0, 2.0)),
        ["jumps of a free Poisson law"] = () => new CompoundPoisson(0.4, new FreePoisson(rate: 3.0, jump: 0.5)),
        ["projections"] = () => new FreeProjectionProduct(1.2, [(0.2, 3), (0.5, 1)]),
        ["projections, hard"] = () => new FreeProjectionProduct(0.8, [(0.3, 1), (0.6, 2)]),
        ["projections, very hard"] = () => new FreeProjectionProduct(3.0, [(0.1, 1), (0.2, 7)]),
        ["projections, critical"] = () => new FreeProjectionProduct(1.0, [(0.5, 2)]),
        ["projections, soft"] = () => new FreeProjectionProduct(1.0, [(0.1, 2), (0.3, 1)]),
        ["two bands mirrored"] = () => new AffineImage(new CompoundPoisson(0.6, new Atomic(new Atom(1.0, 0.5), new Atom(8.0, 0.5))), new AffineMap(0.4, -0.2)),
    };

    public static TheoryData<string> Names => [.. Laws.Keys];

    // The values that are searched for a free log-normal law are sums that cancel.
    private static int Slack(string name) => name.StartsWith("free log-normal", StringComparison.Ordinal) ? 20 : 4;

    [Theory, MemberData(nameof(Names))]
    public void A_law_costs_what_the_book_says(string name)
    {
        int steps = Steps.Of(Laws[name]);
        CostBook.Holds($"making, {name}", [steps]);
    }

    [Theory, MemberData(nameof(Names))]
    public void Densities_cost_what_the_book_says(string name)
    {
        SpectralMeasure law = Laws[name]();
        for (int i = 0; i < law.Bands.Length; i++)
        {
            Band band = law.Bands[i];
            (double left, double right) = (Math.Max(band.Left, -50.0), Math.Min(band.Right, 50.0));
            CostBook.Holds($"densities on band {i}, {name}", Parts.Select(t => Steps.Of(() => law.Density(left + (t * (right - left))))), Slack(name));
            foreach (IntervalEnd end in new[] { IntervalEnd.Left, IntervalEnd.Right })
            {
                if (double.IsFinite(end == IntervalEnd.Left ? band.Left : band.Right))
                {
                    CostBook.Holds($"densities from the {end} of band {i}, {name}", Offsets.Select(t => Steps.Of(() => law.DensityFromEdge(i, end, t * (right - left)))), Slack(name));
                }
            }

            CostBook.Holds($"values on band {i}, {name}", Parts.Select(t => Steps.Of(() => law.Cauchy(left + (t * (right - left))))), Slack(name));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Transforms_cost_what_the_book_says(string name)
    {
        SpectralMeasure law = Laws[name]();
        CostBook.Holds($"transforms, {name}", Points.Select(z => Steps.Of(() => law.Cauchy(z))), Slack(name));
        CostBook.Holds($"slopes, {name}", Points.Take(3).Select(z => Steps.Of(() => law.CauchyDerivative(z) + law.MomentTransformDerivative(z))), Slack(name));
        List<double> off = [];
        if (double.IsFinite(law.BottomOfSupport))
        {
            CostBook.Holds($"values far below, {name}", Far.Select(t => Steps.Of(() => law.Cauchy(law.BottomOfSupport - t))));
        }

        if (double.IsFinite(law.TopOfSupport))
        {
            CostBook.Holds($"values far above, {name}", Far.Select(t => Steps.Of(() => law.Cauchy(law.TopOfSupport + t))));
        }

        for (int i = 0; i <= law.Bands.Length; i++)
        {
            double low = i == 0 ? double.NegativeInfinity : law.Bands[i - 1].Right;
            double high = i == law.Bands.Length ? double.PositiveInfinity : law.Bands[i].Left;
            foreach (double t in new[] { 1e-4, 0.01, 0.3, 2.0, 1e5 })
            {
                off.Add(double.IsInfinity(low) ? high - t : double.IsInfinity(high) ? low + t : low + ((high - low) * t / (1.0 + t)));
            }
        }

        if (law.Bands.Any(band => double.IsFinite(band.Left) || double.IsFinite(band.Right)))
        {
            CostBook.Holds($"values off the bands, {name}", off.Where(x => double.IsFinite(x) && !law.Atoms.Any(atom => atom.Location == x)).Select(x => Steps.Of(() => law.Cauchy(x))), Slack(name));
        }
    }

    [Theory]
    [InlineData("Raney 3.3, 1.2")]
    [InlineData("free stable 0.7, 0.4")]
    [InlineData("free stable 0.5, 1")]
    [InlineData("free stable 0.8, 0")]
    [InlineData("free log-normal 0.3")]
    [InlineData("projections, hard")]
    [InlineData("jumps 1 and 8")]
    public void Quantiles_cost_what_the_book_says(string name)
    {
        SpectralMeasure law = Laws[name]();
        CostBook.Holds($"quantiles, {name}", Few.Select(p => Steps.Of(() => law.Quantile(p))));
    }

    /// <summary>The quantiles themselves take as many values of the distribution function as the book says.</summary>
    [Theory]
    [InlineData("semicircle")]
    [InlineData("arcsine")]
    [InlineData("Cauchy")]
    [InlineData("free Poisson")]
    [InlineData("two bands")]
    [InlineData("tail to the left")]
    public void Searches_for_quantiles_cost_what_the_book_says(string name)
    {
        SpectralMeasure law = name switch
        {
            "semicircle" => new Semicircle(0.4, 2.0),
            "arcsine" => new Arcsine(1.7),
            "Cauchy" => new AffineImage(new CauchyLaw(0.6, 40.0), new AffineMap(1.0, 3.0)),
            "free Poisson" => new FreePoisson(0.4, 2.0),
            "tail to the left" => new AffineImage(new FreeStable(0.5, 1.0), new AffineMap(1.0, -3.0)),
            _ => new JoinedLaw([new Atom(1.5, 0.3)], [(0.2, 1.0, 0.3), (2.0, 3.0, 0.4)]),
        };
        CostBook.Holds($"quantiles of {name}", Many.Select(p => Steps.Of(() => law.Quantile(p))));
    }
}
