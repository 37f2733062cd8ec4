using System.Collections.Immutable;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Networks.Statistics;

namespace FreeSpectra.Networks.MeanField;

/// <summary>What the theory says about an initialisation: its phase, the critical one beside it, depths, sharpness.</summary>
/// <remarks>
/// <para>
/// χ₁ multiplies squared gradients per layer, so that they change by a factor e in 1/|ln χ₁| layers. λ_max is that of the Fisher
/// matrix at one output and T samples; full-batch gradient descent on the squared error needs η &lt; 2/λ_max near initialisation.
/// </para>
/// <para>Domain: widths large against the depth; independent inputs; before training has moved the weights.</para>
/// <para>Source: [PLRSG16], [SGGS17]; [KAA19] theorems 2.2, 3.3, 3.4, eq. (27); [HK21] eq. (29).</para>
/// </remarks>
public sealed record InitializationDiagnosis
{
    private InitializationDiagnosis(NetworkSpecification network, PhasePoint point, SignalOverlaps overlaps, FisherStatistics fisher)
    {
        Network = network;
        Point = point;
        Overlaps = overlaps;
        Fisher = fisher;
    }

    /// <summary>The network.</summary>
    public NetworkSpecification Network { get; }

    /// <summary>Fixed points, phase and depth scales.</summary>
    public PhasePoint Point { get; }

    /// <summary>The order parameters of the network's own layers.</summary>
    public SignalOverlaps Overlaps { get; }

    /// <summary>The statistics of the Fisher matrix without normalisation.</summary>
    public FisherStatistics Fisher { get; }

    /// <summary>|χ₁ − 1|, the distance from criticality; +∞ where χ₁ does not exist.</summary>
    public double Deviation => Point.Chi1 is { } chi ? Math.Abs(chi - 1.0) : double.PositiveInfinity;

    /// <summary>The critical point at the network's bias variance, or at σ_b² = 0 where there is none; null if neither exists.</summary>
    public CriticalPoint? Critical { get; private init; }

    /// <summary>1/|ln χ₁| layers: the depth over which squared gradients change by a factor e; null at criticality.</summary>
    public double? GradientDepth =>
        Point.Chi1 is { } chi && chi > 0.0 && Point.Phase != Phase.Critical ? 1.0 / Math.Abs(Math.Log(chi)) : null;

    /// <summary>q̃¹/q̃^L: by how much the squared gradient has changed from the output to the first layer.</summary>
    public double GradientFactor => Overlaps.Gradients[0].Moment;

    /// <summary>2/λ_max, or null without a positive λ_max.</summary>
    public double? CriticalLearningRate => Fisher.Largest.CriticalLearningRate(momentum: 0.0);

    /// <summary>What other normalisations would make of λ_max.</summary>
    public ImmutableArray<NormalizationEffect> Effects { get; private init; }

    /// <summary>Mean and variance of the limit law of the dual Fisher matrix H_L for Haar weights; null for Gaussian ones.</summary>
    public ChainStatistics? Spectrum { get; private init; }

    /// <summary>Examines a network whose hidden layers are alike.</summary>
    /// <param name="network">The network, without normalisation.</param>
    /// <param name="setting">M, T and C for the statistics of the Fisher matrix.</param>
    /// <exception cref="ArgumentException">The network is normalised or has no hidden layer, or an integral diverges.</exception>
    public static InitializationDiagnosis Of(NetworkSpecification network, FisherSetting setting)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (network.Depth < 2)
        {
            throw new ArgumentException("depth must be >= 2 (at least one hidden layer), but is 1.", nameof(network));
        }

        if (network.Normalization != Normalization.None)
        {
            throw new ArgumentException(
                $"norm must be none for a diagnosis, which compares the normalisations itself, but is {network.Normalization}.", nameof(network));
        }

        LayerSpecification layer = network.Layers[0];
        Activation activation = layer.Activation!;
        PhasePoint point = PhasePoint.Of(activation, layer.WeightVariance, layer.BiasVariance, network.InputMoment);
        SignalOverlaps overlaps = NetworkOverlaps.Of(network);
        var effects = ImmutableArray.CreateBuilder<NormalizationEffect>();
        if (setting.Samples >= 2.0 && double.IsFinite(setting.Samples))
        {
            effects.Add(new NormalizationEffect(Normalization.MeanLast, MeanSubtractedFisher.Of(overlaps, setting).Largest));
        }

        if (setting.Samples >= 3.0)
        {
            effects.Add(new NormalizationEffect(
                Normalization.BatchMiddle, BatchNormalizedMiddle.Of(activation, network.Layers[^2].RelativeWidth, network.Depth, setting).Largest));
        }

        ImmutableArray<CriticalPoint> critical = CriticalLine.AtBias(activation, layer.BiasVariance);
        if (critical.IsEmpty && layer.BiasVariance > 0.0)
        {
            critical = CriticalLine.AtBias(activation, 0.0);
        }

        return new InitializationDiagnosis(network, point, overlaps, PlainFisher.Of(overlaps, setting))
        {
            Critical = critical.IsEmpty ? null : critical[0],
            Effects = effects.ToImmutable(),
            Spectrum = network.Weights == WeightEnsemble.Haar ? ChainStatistics.Of(SpectralChain.FromNetwork(network)) : null,
        };
    }
}
