using System.Collections.Immutable;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Networks.Statistics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.MeanField;

/// <summary>What the theory says about an initialisation: its phase, the critical one beside it, depths, sharpness.</summary>
/// <remarks>
/// <para>
/// χ₁ multiplies squared gradients per layer, so that they change by a factor e in 1/|ln χ₁| layers. λ_max is that of the Fisher
/// matrix at T samples; full-batch gradient descent on the squared error needs η &lt; 2/λ_max near initialisation.
/// </para>
/// <para>Domain: widths large against the depth; independent inputs; before training has moved the weights.</para>
/// <para>Source: [PLRSG16], [SGGS17]; [KAA19] theorems 2.2, 3.3, 3.4, 4.1, eqs. (19), (27); [HK21] eq. (29).</para>
/// </remarks>
public sealed record InitializationDiagnosis
{
    // A variance that has grown this far by the last layer says that the network overflows, not how fast it learns.
    private const double LargestVariance = 1e8;
    private const double SmallestOutputGap = 1e-4;
    private const double Alike = 1e-12;
    private const double Rounding = 4e-16;

    private InitializationDiagnosis(NetworkSpecification network, PhasePoint point)
    {
        Network = network;
        Point = point;
    }

    /// <summary>The network.</summary>
    public NetworkSpecification Network { get; }

    /// <summary>Fixed points, phase and depth scales.</summary>
    public PhasePoint Point { get; }

    /// <summary>The pre-activation variance of the last hidden layer; +∞ where it leaves the range of double precision.</summary>
    public double LastVariance { get; private init; }

    /// <summary>An estimate of the error of <see cref="LastVariance"/>; null where the variance outgrows 1e8.</summary>
    public double? LastVarianceError
    {
        get
        {
            LayerSpecification last = Network.Layers[^2];
            return Overlaps is null ? null : (last.WeightVariance * Overlaps.ActivationErrors[^2].Moment) + (Rounding * LastVariance);
        }
    }

    /// <summary>The order parameters of the network's own layers; null where the variance outgrows 1e8.</summary>
    public SignalOverlaps? Overlaps { get; private init; }

    /// <summary>The statistics of the Fisher matrix without normalisation; null where the variance outgrows 1e8.</summary>
    public FisherStatistics? Fisher { get; private init; }

    /// <summary>|χ₁ − 1|, the distance from criticality; +∞ where χ₁ does not exist.</summary>
    public double Deviation => Point.Chi1 is { } chi ? Math.Abs(chi - 1.0) : double.PositiveInfinity;

    /// <summary>The critical point at the network's bias variance, or at σ_b² = 0 where there is none; null if neither exists.</summary>
    public CriticalPoint? Critical { get; private init; }

    /// <summary>Which variances come back to the critical point's q*.</summary>
    public VarianceStability? CriticalStability { get; private init; }

    /// <summary>The phase of the network with the critical point's variances and its own inputs.</summary>
    public Phase? PhaseWhenFollowed { get; private init; }

    /// <summary>Where the critical point repels: the one at which the variance map is critical too, which smaller variances approach.</summary>
    public CriticalPoint? Alternative { get; private init; }

    /// <summary>The input moment that starts at the critical point's q*; null where q* = 0.</summary>
    public double? CriticalInputMoment =>
        Critical is { QStar: > 0.0 } point ? (point.QStar - point.BiasVariance) / point.WeightVariance : null;

    /// <summary>1/|ln χ₁| layers: the depth over which squared gradients change by a factor e; null at criticality.</summary>
    public double? GradientDepth =>
        Point.Chi1 is { } chi && chi > 0.0 && Point.Phase != Phase.Critical ? 1.0 / Math.Abs(Math.Log(chi)) : null;

    /// <summary>q̃¹/q̃^L: by how much the squared gradient has changed from the output to the first layer.</summary>
    public double? GradientFactor => Overlaps?.Gradients[0].Moment;

    /// <summary>An estimate of the error of <see cref="GradientFactor"/>.</summary>
    public double? GradientFactorError => Overlaps?.GradientErrors[0].Moment;

    /// <summary>An estimate of the error of <see cref="GradientDepth"/>: 1/ln² χ₁ times the relative error of χ₁.</summary>
    public double? GradientDepthError =>
        GradientDepth is { } depth && PhaseErrors.Of(Point).Chi1 is { } error ? (depth * depth * error / Point.Chi1) + (Rounding * depth) : null;

    /// <summary>2/λ_max, or null without a positive λ_max.</summary>
    public double? CriticalLearningRate => Fisher?.Largest.CriticalLearningRate(momentum: 0.0);

    /// <summary>What other normalisations would make of λ_max; those are left out whose statistics do not exist or cannot be certified.</summary>
    public ImmutableArray<NormalizationEffect> Effects { get; private init; } = [];

    /// <summary>Mean and variance of the limit law of the dual Fisher matrix H_L for Haar weights; null for Gaussian ones.</summary>
    public ChainStatistics? Spectrum { get; private init; }

    /// <summary>The top of that law's support, possibly +∞.</summary>
    public double? SpectrumTop { get; private init; }

    /// <summary>Mean and variance of the limit law of J Jᵀ for Haar weights; null for Gaussian ones.</summary>
    public ChainStatistics? Jacobian { get; private init; }

    /// <summary>The top of that law's support, possibly +∞.</summary>
    public double? JacobianTop { get; private init; }

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
                $"norm must be none for a diagnosis, which compares the normalisations itself, but is {NormalizationNames.NameOf(network.Normalization)}.", nameof(network));
        }

        LayerSpecification layer = network.Layers[0];
        PhasePoint point = PhasePoint.Of(layer.Activation!, layer.WeightVariance, layer.BiasVariance, network.InputMoment);
        double last = VarianceAfter(point.Map, (layer.WeightVariance * network.InputMoment) + layer.BiasVariance, network.Depth - 1);
        SignalOverlaps? overlaps = last <= LargestVariance ? NetworkOverlaps.WithErrors(network) : null;
        bool spectra = network.Weights == WeightEnsemble.Haar && last <= LargestVariance;
        SpectralChain? fisher = spectra ? SpectralChain.FromNetwork(network) : null;
        SpectralChain? jacobian = fisher?.JacobianChain();
        InitializationDiagnosis diagnosis = new(network, point)
        {
            LastVariance = last,
            Overlaps = overlaps,
            Fisher = overlaps is null ? null : StatisticsErrors.Attach(o => PlainFisher.Of(o, setting), overlaps),
            Effects = [.. EffectsOf(network, setting, overlaps)],
            Spectrum = fisher is null ? null : ChainStatistics.Of(fisher),
            SpectrumTop = fisher is null ? null : ChainTop.Of(fisher),
            Jacobian = jacobian is null ? null : ChainStatistics.Of(jacobian),
            JacobianTop = jacobian is null ? null : ChainTop.Of(jacobian),
        };
        return diagnosis.WithCritical(layer);
    }

    private InitializationDiagnosis WithCritical(LayerSpecification layer)
    {
        Activation activation = layer.Activation!;
        ImmutableArray<CriticalPoint> points = CriticalLine.AtBias(activation, layer.BiasVariance, Network.InputMoment);
        if (points.IsEmpty && layer.BiasVariance > 0.0)
        {
            points = CriticalLine.AtBias(activation, 0.0, Network.InputMoment);
        }

        if (points.IsEmpty)
        {
            return this;
        }

        CriticalPoint critical = points[0];
        VarianceMap map = new(activation, critical.WeightVariance, critical.BiasVariance);
        VarianceStability stability = map.StabilityAt(critical.QStar);
        return this with
        {
            Alternative = stability == VarianceStability.Repelling && CriticalLine.HalfStable(activation) is { BiasVariance: >= 0.0 } point ? point : null,
            Critical = critical,
            CriticalStability = stability,
            PhaseWhenFollowed = PhasePoint.WithoutCorrelation(map, Network.InputMoment).Phase,
        };
    }

    private static IEnumerable<NormalizationEffect> EffectsOf(NetworkSpecification network, FisherSetting setting, SignalOverlaps? overlaps)
    {
        // Where samples have become alike to rounding, nothing can be said of what is left without their mean.
        SignalOverlaps? apart = double.IsFinite(setting.Samples) && overlaps?.KappaGap > Alike * overlaps?.Kappa1 ? overlaps : null;
        if (apart is not null && setting.Samples >= 2.0)
        {
            yield return Effect(Normalization.MeanLast, StatisticsErrors.Attach(o => MeanSubtractedFisher.Of(o, setting), apart));
        }

        if (apart is not null && setting.Samples >= 3.0 && network.Layers[^1].WeightVariance * apart.Activations[^1].Gap > 0.0)
        {
            yield return Effect(
                Normalization.BatchLast,
                StatisticsErrors.Attach(o => BatchNormalizedOutput.Of(o, setting, network.Layers[^1].WeightVariance), apart));
        }

        if (setting.Samples >= 3.0 && BatchMiddle(network, setting) is { } middle)
        {
            yield return Effect(Normalization.BatchMiddle, middle);
        }

        if (setting.Outputs >= 3)
        {
            NetworkSpecification normalized = new(
                network.Layers, network.InputMoment, network.InputRelativeWidth, network.Weights, Normalization.Layer);
            SignalOverlaps alone = NetworkOverlaps.WithErrors(normalized);
            LayerSpecification last = network.Layers[^1];
            double variance = (last.WeightVariance * alone.Activations[^1].Moment) + last.BiasVariance;
            double gap = variance > 0.0 ? last.WeightVariance * alone.Activations[^1].Gap / variance : 0.0;

            // Where all outputs are alike, the averages over networks that the bounds need do not exist.
            if (gap >= SmallestOutputGap)
            {
                FisherStatistics layer = StatisticsErrors.Attach(o => LayerNormalizedFisher.Averaged(o, last, setting), alone);
                if (layer.Largest != default)
                {
                    yield return Effect(Normalization.Layer, layer);
                }
            }
        }
    }

    /// <summary>Null where the activation varies too fast on the scale of a normalised batch.</summary>
    private static FisherStatistics? BatchMiddle(NetworkSpecification network, FisherSetting setting)
    {
        try
        {
            return BatchNormalizedMiddle.Of(network.Layers[^2].Activation!, network.Layers[^2].RelativeWidth, network.Depth, setting);
        }
        catch (NonConvergenceException)
        {
            return null;
        }
    }

    private static NormalizationEffect Effect(Normalization normalization, FisherStatistics statistics) =>
        new(normalization, statistics.Largest, statistics.Errors!.Largest);

    private static double VarianceAfter(VarianceMap map, double first, int layers)
    {
        double q = first;
        for (int layer = 1; layer < layers && q <= LargestVariance; layer++)
        {
            try
            {
                q = map.Next(q);
            }
            catch (ArgumentException)
            {
                // E φ² leaves the range of double precision, or diverges.
                return double.PositiveInfinity;
            }
        }

        return q;
    }
}
