using System.Collections.Immutable;
using System.Text.Json;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Statistics;
using FreeSpectra.Validation;
using static FreeSpectra.Tests.Networks.Statistics.StatisticsOracle;

namespace FreeSpectra.Tests.Networks.Statistics;

public sealed class BatchSphereTests
{
    public static TheoryData<string> Ids => [.. Entries("batchnorm_sphere").Select(e => Text(e, "id"))];

    [Theory, MemberData(nameof(Ids))]
    public void Order_parameters_agree_with_the_table(string id)
    {
        JsonElement entry = Entry("batchnorm_sphere", id);
        JsonElement setting = entry.GetProperty("setting"), expected = entry.GetProperty("expected");
        JsonElement batch = setting.GetProperty("T");
        int? samples = batch.ValueKind == JsonValueKind.Number ? batch.GetInt32() : null;
        BatchOverlaps actual = BatchSphere.Of(Phi(Text(setting, "activation")), samples);
        double moment = Number(expected, "qhat_t"), overlap = Number(expected, "qhat_st");
        Close(moment, actual.Moment, 1e-14, $"{id} q_t");
        Close(overlap, actual.Overlap, 1e-13, $"{id} q_st", 2e-15);
        Assert.True(Math.Abs(actual.Moment - moment) <= 3.0 * actual.Error + 1e-16, $"{id}: q_t is off by more than three times its claimed error");
        Assert.True(Math.Abs(actual.Overlap - overlap) <= 3.0 * actual.Error + 1e-16, $"{id}: q_st is off by more than three times its claimed error");
    }

    /// <summary>The kinked routes (circle, split integral, series by panels) on functions whose answer is closed.</summary>
    [Theory]
    [InlineData(3), InlineData(4), InlineData(5), InlineData(9), InlineData(21), InlineData(22), InlineData(40), InlineData(300)]
    public void Split_integrals_agree_with_the_closed_forms_of_homogeneous_functions(int samples)
    {
        double c = -1.0 / (samples - 1);
        BatchOverlaps closed = BatchSphere.Of(Phi("relu"), samples);
        BatchOverlaps relu = BatchSphere.Of(new Opaque("x+", x => Math.Max(x, 0.0)), samples);
        Close(closed.Moment, relu.Moment, 4e-15, "relu q_t");
        Close(closed.Overlap, relu.Overlap, 1e-14, "relu q_st", 2e-15);
        BatchOverlaps step = BatchSphere.Of(new Opaque("1(x>0)", x => x > 0.0 ? 1.0 : 0.0), samples);
        Close(0.25 + (Math.Asin(c) / (2.0 * Math.PI)), step.Overlap, 1e-14, "step q_st");
    }

    /// <summary>Two routes for hard tanh: the split integral against the sum of a smooth family's limit is slow, so Monte-Carlo.</summary>
    [Theory]
    [InlineData("hard-tanh", 5), InlineData("selu", 4), InlineData("elu:alpha=1", 12), InlineData("hard-tanh", 30)]
    public void Order_parameters_agree_with_batches_of_Gaussian_numbers(string activation, int samples)
    {
        Activation phi = ActivationParser.Parse(activation);
        BatchOverlaps theory = BatchSphere.Of(phi, samples);
        var random = new RandomSource(2026);
        const int batches = 40_000;
        double[] u = new double[samples];
        double sumMoment = 0.0, sumOverlap = 0.0, squareMoment = 0.0, squareOverlap = 0.0;
        for (int b = 0; b < batches; b++)
        {
            random.FillNormal(u);
            double mean = u.Average();
            double deviation = Math.Sqrt(u.Sum(x => (x - mean) * (x - mean)) / samples);
            double[] h = [.. u.Select(x => phi.Value((x - mean) / deviation))];
            double total = h.Sum(), squares = h.Sum(x => x * x);
            double moment = squares / samples, overlap = ((total * total) - squares) / (samples * (samples - 1.0));
            sumMoment += moment;
            sumOverlap += overlap;
            squareMoment += moment * moment;
            squareOverlap += overlap * overlap;
        }

        Within(theory.Moment, sumMoment, squareMoment, batches, "q_t");
        Within(theory.Overlap, sumOverlap, squareOverlap, batches, "q_st");
    }

    [Fact]
    public void Dividing_by_the_variance_as_printed_is_a_different_number()
    {
        // (S.68)-(S.69) as printed scale the batch by its deviation once more; the result then depends on sigma_w.
        double corrected = BatchSphere.Of(Phi("sigmoid"), 4).Moment;
        double printed = BatchSphere.Of(Phi("sigmoid"), 4, scale: 1.0 / Math.Sqrt(2.0)).Moment;
        Assert.True(Math.Abs(corrected - printed) > 1e-3);
    }

    [Fact]
    public void A_batch_of_two_is_plus_and_minus_one()
    {
        BatchOverlaps q = BatchSphere.Of(Phi("gelu"), 2);
        double up = Phi("gelu").Value(1.0), down = Phi("gelu").Value(-1.0);
        Close(0.5 * ((up * up) + (down * down)), q.Moment, 1e-15, "q_t");
        Close(up * down, q.Overlap, 1e-15, "q_st");
    }

    [Fact]
    public void A_batch_of_one_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BatchSphere.Of(Phi("relu"), 1));

    private static void Within(double theory, double sum, double square, int count, string what)
    {
        double mean = sum / count, error = Math.Sqrt(((square / count) - (mean * mean)) / count);
        Assert.True(Math.Abs(mean - theory) <= 6.0 * error, $"{what}: theory {theory}, sample {mean} +- {error}");
    }

    /// <summary>A function with a kink at 0 that hides its slopes, so that only quadrature can treat it.</summary>
    private sealed record Opaque(string Text, Func<double, double> Function) : Activation
    {
        public override string Name => Text;

        public override ImmutableArray<double> Kinks => [0.0];

        public override double Value(double x) => Function(x);

        public override double Derivative(double x) => throw new NotSupportedException();

        public override double SecondDerivative(double x) => throw new NotSupportedException();
    }
}
