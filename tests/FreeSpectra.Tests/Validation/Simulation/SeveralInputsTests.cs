using System.Text.Json;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Tests.Support;
using FreeSpectra.Validation;
using FreeSpectra.Validation.Simulation;

namespace FreeSpectra.Tests.Validation.Simulation;

public sealed class SeveralInputsTests
{
    private static NetworkSpecification Network(int depth) =>
        NetworkSpecification.Uniform(ActivationParser.Parse("hard-tanh:s=0.35355339059327379,g=1.0013"), depth);

    /// <summary>One draw within five of the table's standard deviations over draws: 6e-7 false alarms each, and the seed is pinned.</summary>
    [Theory]
    [InlineData("theta L10_N10", 10, 0.0)]
    [InlineData("theta L10_N5", 5, 0.0)]
    [InlineData("theta L10_N1", 1, 0.0)]
    [InlineData("theta L10_N10_corr0.5", 10, 0.5)]
    public void Eigenvalues_lie_where_independent_simulations_found_them(string id, int inputs, double correlation)
    {
        using JsonDocument table = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Oracles", "fisher-spectrum.json")));
        JsonElement expected = table.RootElement.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("id").GetString() == id).GetProperty("expected");
        SeveralInputs drawn = SeveralInputs.Draw(Network(10), 100, inputs, correlation, new RandomSource(5), DenseKernels.Select());
        void Near(string field, double found)
        {
            double mean = expected.GetProperty(field)[0].GetDouble(), deviation = expected.GetProperty(field)[1].GetDouble();
            Close.To(mean, found, within: 5.0 * deviation, field);
        }

        Near("full_mean", drawn.Whole.Eigenvalues.Average());
        Near("full_max", drawn.Whole.Eigenvalues[^1]);
        Near("block_mean", drawn.Blocks.Eigenvalues.Average());
        Near("block_max", drawn.Blocks.Eigenvalues[^1]);
    }

    [Fact]
    public void Whole_and_blocks_have_the_same_trace_and_one_input_has_one_block()
    {
        SeveralInputs drawn = SeveralInputs.Draw(Network(4), 12, 3, 0.2, new RandomSource(6), DenseKernels.Select(KernelChoice.Managed));
        Close.To(drawn.Blocks.Eigenvalues.Sum(), drawn.Whole.Eigenvalues.Sum(), within: 1e-11, "trace");
        SeveralInputs one = SeveralInputs.Draw(Network(4), 12, 1, 0.0, new RandomSource(6), DenseKernels.Select(KernelChoice.Managed));
        Assert.All(one.Whole.Eigenvalues.Zip(one.Blocks.Eigenvalues), pair => Close.To(pair.First, pair.Second, within: 1e-12, "eigenvalue"));
    }

    [Fact]
    public void Correlation_outside_the_unit_interval_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            SeveralInputs.Draw(Network(2), 4, 2, 1.5, new RandomSource(1), DenseKernels.Select(KernelChoice.Managed)));
}
