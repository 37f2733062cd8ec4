using System.Collections.Immutable;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Networks.Statistics;

/// <summary>
/// The order parameters of a network with batch normalisation h^ℓ = φ(γ(u − μ)/s) in its hidden layers, where μ and s are
/// held fixed in the derivative.
/// </summary>
/// <remarks>
/// <para>
/// q̂^ℓ = E φ(γZ)², q̂_xy^ℓ = (E φ(γZ))², q̃^ℓ = γ²σ_w² q̃^{ℓ+1} E φ'(γZ)²/s_ℓ², q̃_xy^ℓ = γ²σ_w² q̃_xy^{ℓ+1} (E φ'(γZ))²/s_ℓ²; for ReLU
/// γ²/2, γ²/2π, and γ²σ_w²/2 and γ²σ_w²/4 over s². A finite batch has q̂_st of <see cref="BatchSphere"/>.
/// </para>
/// <para>
/// For a batch of n each backward factor is n/(n − 3) times as large, since n s² is χ² with n − 1 degrees of freedom times the variance and
/// independent of the direction of u − μ; and two slopes of a unit meet at correlation −1/(n − 1). Both are exact for slopes that jump at 0
/// alone and for analytic ones; with other kinks the slopes are those of a Gaussian pair, which differ by O(1/n).
/// </para>
/// <para>
/// Erratum: [WSS19] (25) and claims 6.2, 6.4 print s² = q^ℓ; by its own (14)–(15) s² = q^ℓ − q_xy^ℓ = σ_w²(q̂ − q̂_xy)^{ℓ−1}
/// (<see cref="RecursionReading.Corrected"/>). Then γ and σ_w drop out of the backward recursion of equal layers, which
/// grows by π/(π − 1) a layer for ReLU.
/// </para>
/// <para>
/// Range of validity: with μ and s differentiated through, the hidden layers add almost nothing along the top direction
/// and λ_max ≈ Nγ²/2π + 1 (see <see cref="BatchNormalizedMiddle"/>): the sum below is too large by a factor of about 2.3.
/// </para>
/// <para>Source: [WSS19] eqs. (10)–(16), (23)–(25), claims 6.1–6.4.</para>
/// </remarks>
public static class HiddenBatchNormalization
{
    /// <summary>The order parameters.</summary>
    /// <param name="network">Activations, variances and widths; the input moment is q̂⁰.</param>
    /// <param name="gain">γ &gt; 0, the same in every hidden layer.</param>
    /// <param name="samples">The batch n ≥ 4, possibly infinite; as printed the recursions are those of n = ∞.</param>
    /// <param name="reading">Which s² is used.</param>
    public static SignalOverlaps Overlaps(
        NetworkSpecification network, double gain, double samples, RecursionReading reading = RecursionReading.Corrected)
    {
        ArgumentNullException.ThrowIfNull(network);
        Require.Positive(gain);
        (double least, string why) = reading == RecursionReading.Corrected
            ? (4.0, "the mean of 1/s^2 over units is infinite for a batch of 3")
            : (3.0, "with 2 the normalised values are ±1 whatever the weights");
        if (!(samples >= least))
        {
            throw new ArgumentOutOfRangeException(nameof(samples), samples, Invariant(
                $"samples must be >= {least} where hidden layers are batch-normalised ({why}), but is {samples:R}."));
        }

        int depth = network.Depth;
        var activations = ImmutableArray.CreateBuilder<Overlap>(depth);
        activations.Add(Overlap.Of(network.InputMoment, 0.0));
        var activationErrors = new Overlap[depth];
        for (int l = 1; l < depth; l++)
        {
            Activation phi = network.Layers[l - 1].Activation!;
            bool infinite = double.IsInfinity(samples) || reading != RecursionReading.Corrected;
            BatchOverlaps q = BatchSphere.Of(phi, infinite ? null : (int)Math.Min(samples, int.MaxValue), gain);
            activations.Add(Overlap.Of(q.Moment, q.Overlap));
            activationErrors[l] = new Overlap(q.Error, q.Error, 2.0 * q.Error);
        }

        var gradients = new Overlap[depth];
        var gradientErrors = new Overlap[depth];
        gradients[depth - 1] = new Overlap(1.0, 1.0, 0.0);
        for (int l = depth - 1; l >= 1; l--)
        {
            LayerSpecification layer = network.Layers[l - 1];
            Overlap before = activations[l - 1];
            double variance = reading == RecursionReading.Corrected
                ? layer.WeightVariance * before.Gap
                : (layer.WeightVariance * before.Moment) + layer.BiasVariance;
            if (!(variance > 0.0))
            {
                throw new ArgumentException(Invariant($"layer {l} does not vary over samples, so batch normalisation divides by 0."), nameof(network));
            }

            bool infinite = double.IsInfinity(samples) || reading != RecursionReading.Corrected;
            (double square, double cross, double error) = Slopes(layer.Activation!, gain, infinite ? double.PositiveInfinity : samples);
            double inverse = infinite ? 1.0 : 1.0 / (1.0 - (3.0 / samples));
            double factor = gain * gain * network.Layers[l].WeightVariance * inverse / variance;
            gradients[l - 1] = Overlap.Of(factor * square * gradients[l].Moment, factor * cross * gradients[l].Cross);

            // The relative error of s², and of the factor: that of the overlaps before, which cancel where samples are nearly alike.
            Overlap beforeError = activationErrors[l - 1];
            double divided = (layer.WeightVariance * (reading == RecursionReading.Corrected ? beforeError.Gap : beforeError.Moment) / variance) + 8e-16;
            double moment = (divided * gradients[l - 1].Moment) + (factor * ((error * gradients[l].Moment) + (square * gradientErrors[l].Moment)));
            double overlap = (divided * Math.Abs(gradients[l - 1].Cross))
                + (factor * ((error * Math.Abs(gradients[l].Cross)) + (Math.Abs(cross) * gradientErrors[l].Cross)));
            gradientErrors[l - 1] = new Overlap(moment, overlap, moment + overlap);
        }

        ImmutableArray<double> widths = [network.InputRelativeWidth, .. network.Layers.Take(depth - 1).Select(layer => layer.RelativeWidth)];
        return new SignalOverlaps(widths, activations.ToImmutable(), [.. gradients])
        {
            ActivationErrors = [.. activationErrors],
            GradientErrors = [.. gradientErrors],
        };
    }

    /// <summary>E φ'(u)² and E φ'(u)φ'(v) of two normalised values of one unit, divided by γ², and the error of either.</summary>
    private static (double Square, double Cross, double Error) Slopes(Activation activation, double gain, double samples)
    {
        var f = new ScaledActivation(activation, gain, 0.0);
        if (double.IsInfinity(samples))
        {
            (double mean, double square, double error) = PanelMoments.Of(f.Derivative, f.Kinks);
            return (square, mean * mean, error * Math.Max(1.0, 2.0 * Math.Abs(mean)));
        }

        if (activation.Kinks.IsEmpty)
        {
            var slope = new AnalyticPiece(activation.Derivative, activation.SecondDerivative, _ => double.NaN);
            BatchOverlaps overlaps = BatchSphere.Of(
                new PiecewiseAnalytic("slope of " + activation.Name, [], [slope]), (int)Math.Min(samples, int.MaxValue), gain);
            return (overlaps.Moment, overlaps.Overlap, overlaps.Error);
        }

        double variance = gain * gain;
        Estimate<double> second = GaussianMoments.SlopeSecondMoment(activation, variance);
        DualValue dual = DualActivation.Of(activation, variance, variance, Correlation.Of(-1.0 / (samples - 1.0)));
        return (second.Value, dual.Slope, Math.Max(second.Error, dual.SlopeError));
    }

    /// <summary>The bound λ_max ≥ Σ f_ℓ of a fully connected network.</summary>
    /// <remarks>
    /// <para>f_ℓ = N_{ℓ−1}((n−1)/n q̂_xy q̃_xy + (1/n) q̂ q̃); as printed, its limit N_{ℓ−1}q̂_xy q̃_xy whatever n.</para>
    /// <para>
    /// Read as a bound on the mean of λ_max over networks. The definition [WSS19] (8), λ_max of the mean matrix, is not what the
    /// derivation bounds: the mean over networks has no common eigenvector.
    /// </para>
    /// <para>Source: [WSS19] eq. (44); (7) for the learning rate.</para>
    /// </remarks>
    /// <param name="overlaps">The order parameters, with or without normalisation.</param>
    /// <param name="setting">M, n and the outputs.</param>
    /// <param name="reading">Which form of the recursions the order parameters were made with.</param>
    public static FisherStatistics Bound(SignalOverlaps overlaps, FisherSetting setting, RecursionReading reading)
    {
        ArgumentNullException.ThrowIfNull(overlaps);
        double samples = reading == RecursionReading.Corrected ? setting.Samples : double.PositiveInfinity;
        ImmutableArray<double> terms = [.. overlaps.LayerTerms(samples).Select(term => term * setting.Width)];
        double bound = terms.Sum();
        return new FisherStatistics(
            "WSS19 eq. (44)",
            new EigenvalueRange(Lower: bound, Value: bound),
            layerTerms: terms,
            details: [new("biasTerm", overlaps.BiasTerm(samples)), new("largestWithBias", bound + overlaps.BiasTerm(samples))]);
    }
}
