using System.Collections.Immutable;
using System.Globalization;
using FreeSpectra.Measures;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Plots;
using FreeSpectra.Validation.Simulation;

namespace FreeSpectra.Cli.Figures;

/// <summary>Sampled networks with slope laws on two points, held against the exact law: a panel, tables and checks.</summary>
/// <remarks>
/// Most checks are exact at finite width: with the sampled q̂_ℓ and the sampled numbers n_ℓ of unsaturated units, the
/// largest eigenvalue is Σ_ℓ q̂_ℓ Π σ²γ with multiplicity M − Σ(M − n_ℓ), and the lowest is q̂_{L−1} with multiplicity
/// M − n_{L−1}. The rest is compared with the law whose parameters are the sampled ones.
/// </remarks>
internal sealed class TwoPointSample
{
    private const double Rounding = 1e-9; // relative: what dense eigensolvers leave of a multiple eigenvalue
    private const int EnoughForDistance = 100;

    private readonly NetworkSpecification network;
    private readonly ImmutableArray<SampledSpectrum> draws;

    private TwoPointSample(NetworkSpecification network, SpectralMeasure law, ImmutableArray<SampledSpectrum> draws)
    {
        this.network = network;
        Law = law;
        this.draws = draws;
    }

    /// <summary>The law of the wide limit.</summary>
    public SpectralMeasure Law { get; }

    /// <summary>All eigenvalues of all draws.</summary>
    public IReadOnlyCollection<double> Eigenvalues => [.. draws.SelectMany(draw => draw.Spectrum.Eigenvalues)];

    /// <summary>Draws networks and computes the law.</summary>
    public static TwoPointSample Draw(
        NetworkSpecification network, int width, int draws, ulong seed, IDenseKernels kernels, CancellationToken cancellation)
    {
        SpectralMeasure law = SpectralChain.FromNetwork(network).Fisher();
        SamplingPlan plan = new(network, SpectrumKind.Fisher, width, draws, seed);
        return new TwoPointSample(
            network, law, NetworkSampler.Sample(plan, kernels, Math.Min(draws, Environment.ProcessorCount), null, cancellation));
    }

    /// <summary>The panel: histogram under the exact density, atoms as stems.</summary>
    public Panel Panel(string title, SpectrumPlotOptions? options = null) =>
        SpectrumPlot.CreatePanel(title, Law, Eigenvalues, options);

    /// <summary>The theory's density on its bands, its atoms, and the sampled eigenvalues.</summary>
    public ImmutableArray<(string Name, CsvTable Table)> Tables(string suffix) =>
        FigureTables.Of(Law, draws.Select(draw => draw.Spectrum.Eigenvalues), suffix);

    /// <summary>What the sample must show.</summary>
    public ImmutableArray<FigureCheck> Checks(string prefix)
    {
        double top = 0.0, bottom = 0.0, topCount = 0.0, bottomCount = 0.0;
        List<double> distances = [];
        foreach (SampledSpectrum draw in draws)
        {
            ImmutableArray<double> eigenvalues = draw.Spectrum.Eigenvalues;
            int width = eigenvalues.Length;
            SpectralMeasure conditional = Conditional(draw, width);
            double exactTop = ExactTop(draw);
            double exactBottom = draw.Layers[^1].SecondMoment;
            int survivors = width - draw.Layers.Sum(layer => width - layer.Unsaturated);
            double tolerance = Rounding * exactTop;
            if (survivors > 0)
            {
                top = Math.Max(top, Math.Abs(eigenvalues[^1] - exactTop) / exactTop);
                topCount = Math.Max(topCount, Math.Abs(eigenvalues.Count(x => x > exactTop - tolerance) - survivors));
            }

            bottom = Math.Max(bottom, Math.Abs(eigenvalues[0] - exactBottom) / exactBottom);
            int killed = width - draw.Layers[^1].Unsaturated;
            bottomCount = Math.Max(bottomCount, Math.Abs(eigenvalues.Count(x => x < exactBottom + tolerance) - killed));
            Distance(conditional, eigenvalues, distances);
        }

        int size = draws[0].Spectrum.Eigenvalues.Length;
        List<FigureCheck> checks =
        [
            new($"{prefix}largest eigenvalue is Σ q̂ Π σ²γ where its multiplicity is positive, relative gap", 0.0, top, Rounding),
            new($"{prefix}multiplicity of the largest eigenvalue, gap in counts", 0.0, topCount, 0.0),
            new($"{prefix}lowest eigenvalue is q̂ of the last hidden layer, relative gap", 0.0, bottom, Rounding),
            new($"{prefix}multiplicity of the lowest eigenvalue, gap in counts", 0.0, bottomCount, 0.0),
            new(
                $"{prefix}mean eigenvalue, 3 % for the scatter of q̂ at finite width", Law.Mean,
                draws.Average(draw => draw.Spectrum.Eigenvalues.Average()), 0.03 * Law.Mean),
        ];
        if (distances.Count > 0)
        {
            checks.Add(new FigureCheck(
                string.Create(CultureInfo.InvariantCulture, $"{prefix}distance of the continuous part from the law with the sampled q̂ and n, allowed 0.01 + 20/M"),
                0.0, distances.Average(), 0.01 + (20.0 / size)));
        }

        return [.. checks];
    }

    private double ExactTop(SampledSpectrum draw)
    {
        double top = draw.InputMoment;
        for (int i = 0; i < draw.Layers.Length; i++)
        {
            double gamma = draw.Layers[i].SlopeCounts.Max(count => count.Square);
            top = draw.Layers[i].SecondMoment + (network.Layers[i + 1].WeightVariance * gamma * top);
        }

        return top;
    }

    private SpectralMeasure Conditional(SampledSpectrum draw, int width) =>
        new SpectralChain(
            draw.InputMoment,
            [
                .. draw.Layers.Select((layer, i) => new ChainLayer(
                    SlopeLaw.TwoPoint((double)layer.Unsaturated / width, layer.SlopeCounts.Max(count => count.Square)),
                    layer.SecondMoment, network.Layers[i + 1].WeightVariance)),
            ]).Fisher();

    /// <summary>The largest gap of the distribution functions over the eigenvalues that stand alone.</summary>
    private static void Distance(SpectralMeasure law, ImmutableArray<double> eigenvalues, List<double> distances)
    {
        ImmutableArray<double> simple = SampleParts.Split(eigenvalues, law.Atoms).Simple;
        double mass = law.Bands.Sum(band => band.Mass);
        if (simple.Length < EnoughForDistance || mass <= 0.0)
        {
            return;
        }

        double worst = 0.0;
        for (int i = 0; i < simple.Length; i++)
        {
            double atoms = law.Atoms.Where(atom => atom.Location <= simple[i]).Sum(atom => atom.Weight);
            double theory = (law.CumulativeDistribution(simple[i]) - atoms) / mass;
            worst = Math.Max(worst, Math.Max(Math.Abs(theory - ((double)i / simple.Length)), Math.Abs(theory - ((i + 1.0) / simple.Length))));
        }

        distances.Add(worst);
    }
}
