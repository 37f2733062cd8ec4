using System.Collections.Immutable;
using FreeSpectra.Networks.Statistics;

namespace FreeSpectra.Validation.Statements.WSS19;

/// <summary>[WSS19] claims 6.3–6.6: convolutional rectifier networks with a fully connected head, real back-propagation.</summary>
internal static class ConvolutionalStatements
{
    private const ulong Seed = 1912;
    private const int Samples = 24;
    private const int Draws = 32;
    private const double Weight = 2.0;
    private const double Bias = 0.5;
    private static readonly double[] Gains = [0.6, 1.5];
    private static readonly ConvolutionGeometry Geometry = new(11, 11, [3, 60, 60], kernel: 3, stride: 2, padding: 0);
    private static readonly string[] Forward = ["q̂", "q̂_xy", "q̂_αβ,xy"];
    private static readonly string[] Backward = ["q̃", "q̃_xy", "q̃_αβ,xy"];

    public static ImmutableArray<Statement> All { get; } = [NormalisedForward(), NormalisedBackward(), PlainForward(), PlainBackward()];

    private static int Depth => Geometry.Depth;

    private static SampleMean[] Sample(double? gain, bool forward) => SampleMean.Of(Seed, Draws, random =>
    {
        ConvolutionalNetwork network = new(Geometry, Weight, Bias, gain, Samples, random);
        return
        [
            .. Enumerable.Range(1, Depth - 1).SelectMany(l =>
            {
                (double moment, double cross, double apart) = forward ? network.Activation(l) : network.Gradient(l);
                return (double[])[moment, cross, apart];
            }),
        ];
    });

    /// <summary>|K_{ℓ+1}|/|K_ℓ|: each output site feeds every site of its window.</summary>
    private static double SiteFactor(int layer) => Geometry.Sites(layer + 1) / (double)Geometry.Sites(layer);

    private static double Corrected(Overlap q) => Weight * q.Gap;

    private static double Printed(Overlap q) => Bias + (Weight * q.Moment);

    private static IEnumerable<Evidence> ForwardEvidence(SampleMean[] sample, Overlap[] theory, string name) =>
        sample.Select((mean, i) => mean.Over(
            i % 3 == 0 ? theory[(i / 3) + 1].Moment : theory[(i / 3) + 1].Cross, $"{name}{Forward[i % 3]} of layer {(i / 3) + 1}", 0.03));

    private static IEnumerable<Evidence> BackwardEvidence(SampleMean[] sample, Overlap[] theory, string name) =>
        sample.Select((mean, i) => (i % 3) switch
        {
            0 => mean.Over(theory[i / 3].Moment, $"{name}{Backward[0]} of layer {(i / 3) + 1}", 0.08),
            1 => mean.Over(theory[i / 3].Cross, $"{name}{Backward[1]} of layer {(i / 3) + 1}", 0.08),
            _ => mean.Less(0.0, $"{name}{Backward[2]} of layer {(i / 3) + 1}", 0.01 * theory[i / 3].Cross),
        });

    private static Statement NormalisedForward() =>
        Statement.Create<Func<double, double>>(
            new StatementWords(
                "WSS19-claim-6.3",
                "Forward order parameters of a batch-normalised convolutional layer",
                "q̂ = γ²/2, q̂_xy = q̂_αβ,xy = γ²/2π; at finite batch n the same site has (γ²/2) J(−1/(n − 1))",
                "[WSS19] claim 6.3",
                "independent input sites; statistics of each channel and site over the batch",
                "32 networks, 11 × 11 × 3 input, 3 × 3 windows, stride 2, 60 and 60 channels, n = 24, γ = 0.6, 1.5: means over channels and sites; 5 standard errors (6e-7 false alarms) and 3 %, for two sites 6 %.",
                Broken: "γ in place of γ²"),
            gain => gain * gain,
            gain => gain,
            square => new Verdict(Gains.SelectMany(gain =>
            {
                Overlap[] theory = ReluLayer.Normalised(Depth, Math.Sqrt(square(gain)), Samples);
                double apart = square(gain) / (2.0 * Math.PI);
                SampleMean[] sample = Sample(gain, forward: true);
                return ForwardEvidence(sample, theory, $"γ = {gain}: ").Where((_, i) => i % 3 != 2)
                    .Concat([sample[2].Over(apart, $"γ = {gain}: {Forward[2]} of layer 1", 0.06), sample[5].Over(apart, $"γ = {gain}: {Forward[2]} of layer 2", 0.06)]);
            })));

    private static Statement NormalisedBackward() =>
        Statement.Create<Func<Overlap, double>>(
            new StatementWords(
                "WSS19-claim-6.4",
                "Backward order parameters of a batch-normalised convolutional network",
                "q̃^ℓ = (|K_{ℓ+1}|/|K_ℓ|) γ²σ_w² q̃^{ℓ+1}/(2s_ℓ²), q̃_xy^ℓ with 4 for 2, q̃_αβ,xy = 0, s_ℓ² = q^ℓ − q_xy^ℓ",
                "[WSS19] claim 6.4",
                "fully connected head on the flattened maps; statistics held fixed in the derivative; batch of n as in claim 6.2",
                "The networks of claim 6.3: sums over channels, means over sites; 5 standard errors (6e-7 false alarms) and 8 %; q̃_αβ,xy within 1 % of q̃_xy. As printed q̃_xy of layer 1 is off by a factor of 3 and more, of two errors that offset each other.",
                Broken: "q^ℓ in place of s_ℓ²",
                Erratum: "Printed with q^ℓ for s_ℓ² and without |K_{ℓ+1}|/|K_ℓ|; the base case of a fully connected head, q̃_αβ,xy = 0, is not given."),
            Corrected,
            Printed,
            variance => new Verdict(Gains.SelectMany(gain =>
            {
                Overlap[] forward = ReluLayer.Normalised(Depth, gain, Samples);
                Overlap[] theory = ReluLayer.NormalisedBackward(forward, gain, Weight, Samples, variance, SiteFactor);
                SampleMean[] sample = Sample(gain, forward: false);
                Overlap[] printed = ReluLayer.NormalisedBackward(forward, gain, Weight, double.PositiveInfinity, Printed, _ => 1.0);
                return BackwardEvidence(sample, theory, $"γ = {gain}: ")
                    .Append(sample[1].Misses(printed[0].Cross, $"γ = {gain}: q̃_xy of layer 1 as printed", 3.0));
            })));

    private static Statement PlainForward() =>
        Statement.Create<Func<double, double>>(
            new StatementWords(
                "WSS19-claim-6.5",
                "Forward order parameters of a convolutional rectifier network",
                "q̂^ℓ = q^ℓ/2, q̂_xy^ℓ = (q^ℓ/2π)(√(1 − c²) + (π/2)c + c arcsin c), and q̂_αβ,xy with c_αβ",
                "[WSS19] claim 6.5",
                "independent input sites, no padding",
                "32 networks, 11 × 11 × 3 input, 3 × 3 windows, stride 2, 60 and 60 channels, n = 24, σ_w² = 2, σ_b² = 0.5: means over channels and sites; 5 standard errors (6e-7 false alarms) and 3 %.",
                Broken: "the root √(1 − c²) left out",
                Erratum: "(52), (53) of the supplement have a factor σ_w² too many in q̂."),
            ReluLayer.J,
            c => ReluLayer.J(c) - (Math.Sqrt(1.0 - (c * c)) / Math.PI),
            dual => new Verdict(ForwardEvidence(Sample(null, forward: true), ReluLayer.Plain(Depth, Weight, Bias, dual), "")));

    private static Statement PlainBackward() =>
        Statement.Create<Func<int, double>>(
            new StatementWords(
                "WSS19-claim-6.6",
                "Backward order parameters of a convolutional rectifier network",
                "q̃^ℓ = (|K_{ℓ+1}|/|K_ℓ|)(σ_w²/2) q̃^{ℓ+1}, q̃_xy^ℓ with the factor (π/2 + arcsin c)/π, q̃_αβ,xy = 0",
                "[WSS19] claim 6.6",
                "fully connected head on the flattened maps, for which |K_L| = 1",
                "The networks of claim 6.5: sums over channels, means over sites; 5 standard errors (6e-7 false alarms) and 8 %; q̃_αβ,xy within 1 % of q̃_xy. The library's factor to 1e-12.",
                Broken: "without |K_{ℓ+1}|/|K_ℓ|, as printed",
                Erratum: "Printed without |K_{ℓ+1}|/|K_ℓ|: right only for stride 1 with circular padding. (122), (124) mix sums over the two layers' sites."),
            SiteFactor,
            _ => 1.0,
            sites =>
            {
                Overlap[] forward = ReluLayer.Plain(Depth, Weight, Bias, ReluLayer.J);
                Overlap[] theory = ReluLayer.PlainBackward(forward, Weight, Bias, sites);
                Overlap connected = ReluLayer.PlainBackward(forward, Weight, Bias, _ => 1.0)[0];
                SampleMean[] sample = Sample(null, forward: false);
                return new Verdict(BackwardEvidence(sample, theory, "").Append(new Evidence(
                    "library less this recursion", ConvolutionalFisher.AtSites(connected, Geometry, 1, RecursionReading.Corrected).Cross - theory[0].Cross, 1e-12)));
            });

    /// <summary>Claim 3.1 on convolutional networks: f_ℓ = C_{ℓ−1}|F_ℓ||K_ℓ| q̂_xy^{ℓ−1} q̃_xy^ℓ, averaged with the one-sample product.</summary>
    internal static IEnumerable<Evidence> Bound(Func<Overlap[], Overlap[], double> bound)
    {
        const int samples = 40;
        ConvolutionGeometry geometry = new(11, 11, [3, 40, 40], kernel: 3, stride: 2, padding: 0);
        Overlap[] forward = ReluLayer.Plain(geometry.Depth, Weight, Bias, ReluLayer.J);
        Overlap[] backward = ReluLayer.PlainBackward(forward, Weight, Bias, _ => 1.0);

        // |K_ℓ| q̃^ℓ obeys the fully connected recursion; the layers differ in fan-in only, which goes into the forward parameters.
        Overlap[] weighted = [.. forward.Select((q, l) => Overlap.Of(geometry.FanIn(l) * q.Moment, geometry.FanIn(l) * q.Cross))];
        Overlap[] ones = [.. forward.Select(_ => Overlap.Of(1.0, 1.0))];
        SampleMean sample = SampleMean.Of(
            Seed, 24, random => [new ConvolutionalNetwork(geometry, Weight, Bias, null, samples, random).LargestEigenvalue()])[0];
        return ConnectedStatements.Within(sample, bound(weighted, backward) + bound(ones, backward), "convolutional");
    }
}
