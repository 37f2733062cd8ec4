using System.Collections.Immutable;
using System.Text.Json;
using FreeSpectra.Measures;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Tests.Support;
using FreeSpectra.Validation.Simulation;

namespace FreeSpectra.Tests.Validation.Simulation;

/// <summary>
/// Against eigenvalues that another program sampled: 12 Haar networks of width 1000 each, quantiles averaged over the draws.
/// </summary>
/// <remarks>
/// Allowed: 7 standard errors (Student, 11 degrees of freedom: 2e-5 for each of some 700 numbers, seeds pinned) and the displacement of
/// L/2 eigenvalues at the smaller width.
/// </remarks>
public class OracleSampleTests
{
    private const double StandardErrors = 7.0;
    private const int Width = 200;
    private const int Draws = 12;

    public static TheoryData<string, int> Cases
    {
        get
        {
            TheoryData<string, int> cases = [];
            foreach (JsonProperty configuration in Oracle.GetProperty("configs").EnumerateObject())
            {
                for (int depth = 3; depth <= 6; depth++)
                {
                    cases.Add(configuration.Name, depth);
                }
            }

            return cases;
        }
    }

    private static JsonElement Oracle =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Oracles", "sampled-fisher.json"))).RootElement;

    [Theory, MemberData(nameof(Cases))]
    public void Our_samples_have_the_quantiles_that_another_program_found(string name, int depth)
    {
        (NetworkSpecification network, JsonElement table) = Read(name, depth);
        ImmutableArray<SampledSpectrum> draws = NetworkSampler.Sample(
            new SamplingPlan(network, SpectrumKind.Fisher, Width, Draws, seed: 1), DenseKernels.Select(), 2, null, TestContext.Current.CancellationToken);
        double[] quantiles = table.Numbers("quantiles"), scatter = table.Numbers("quantiles_std_over_draws");
        for (int i = 20; i < 200; i += 20)
        {
            double p = (i + 0.5) / 200.0;
            double[] ours = [.. draws.Select(draw => draw.Spectrum.Quantile(p))];
            double mean = ours.Average(), variance = ours.Sum(q => (q - mean) * (q - mean)) / (Draws - 1);
            double error = Math.Sqrt((variance / Draws) + (scatter[i] * scatter[i] / 12.0));
            double spacing = (quantiles[i + 10] - quantiles[i - 10]) / 0.1;
            double limit = (StandardErrors * error) + (0.5 * depth * spacing / Width);
            Assert.True(Math.Abs(mean - quantiles[i]) <= limit, $"quantile {p}: {mean} against {quantiles[i]}, allowed {limit}");
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_predicted_law_has_the_quantiles_that_another_program_found(string name, int depth)
    {
        (NetworkSpecification network, JsonElement table) = Read(name, depth);
        SpectralMeasure law = SpectralChain.FromNetwork(network).Fisher();
        double[] quantiles = table.Numbers("quantiles"), scatter = table.Numbers("quantiles_std_over_draws");
        for (int i = 20; i < 200; i += 40)
        {
            double p = (i + 0.5) / 200.0, spacing = (quantiles[i + 10] - quantiles[i - 10]) / 0.1;
            double limit = (StandardErrors * scatter[i] / Math.Sqrt(12.0)) + (0.5 * depth * spacing / 1000.0), quantile = law.Quantile(p);
            Assert.True(Math.Abs(quantile - quantiles[i]) <= limit, $"quantile {p}: {quantile} against {quantiles[i]}, allowed {limit}");
        }
    }

    private static (NetworkSpecification Network, JsonElement Table) Read(string name, int depth)
    {
        JsonElement configuration = Oracle.GetProperty("configs").GetProperty(name), parameters = configuration.GetProperty("params");
        string activation = configuration.GetProperty("activation").GetString()! switch
        {
            "logistic" => "sigmoid",
            "logistic4" => "2*tanh(x/2)",
            "hardtanh" => FormattableString.Invariant($"hard-tanh:s={parameters.Number("s"):R},g={parameters.Number("g"):R}"),
            "shrelu" => FormattableString.Invariant($"shifted-relu:slope={parameters.Number("a"):R},threshold={parameters.Number("b"):R}"),
            { } same => same,
        };
        double sigma = configuration.Number("sigma");
        return (
            NetworkSpecification.Uniform(ActivationParser.Parse(activation), depth, sigma * sigma, 0.0, configuration.Number("q0")),
            configuration.GetProperty("L").GetProperty($"{depth}"));
    }
}
