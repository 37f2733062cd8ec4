using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Networks.Chain;

/// <summary>
/// The spectral chain of a network, μ₁ = δ_{q₀}, μ_{ℓ+1} = (q_ℓ + σ²_{ℓ+1}·)_*(ν_ℓ ⊠ μ_ℓ): from it come the law of the dual
/// Fisher information H_L and of the Jacobian J Jᵀ, for one input, in the limit of large width.
/// </summary>
/// <remarks>
/// <para>
/// The last layer is linear: a network of depth L has L − 1 slope laws ν₁ … ν_{L−1} and uses q₀ … q_{L−1}, σ₂ … σ_L; σ₁ enters
/// only through the pre-activation variance p₁ = σ₁²q₀ of layer 1.
/// </para>
/// <para>Source: [HK21] eqs. (14), (15).</para>
/// </remarks>
public sealed record SpectralChain
{
    private const double Rounding = 2e-14; // the relative error that a closed form may state

    /// <summary>Creates a chain from its layers.</summary>
    /// <param name="inputMoment">q₀ = |x|²/M &gt; 0.</param>
    /// <param name="layers">L − 1 steps; none for L = 1.</param>
    /// <param name="weights">The ensemble of the weights.</param>
    /// <exception cref="ArgumentException">A width ratio differs from 1 although the weights are Haar.</exception>
    public SpectralChain(double inputMoment, ImmutableArray<ChainLayer> layers, WeightEnsemble weights = WeightEnsemble.Haar)
    {
        InputMoment = Require.Positive(inputMoment);
        Layers = layers.IsDefault ? [] : layers;
        Weights = weights;
        if (weights == WeightEnsemble.Haar)
        {
            foreach (ChainLayer layer in Layers)
            {
                if (layer.WidthRatio != 1.0)
                {
                    throw new ArgumentException(Invariant(
                        $"widths must be equal for Haar weights, but their ratio is {layer.WidthRatio:R}."), nameof(layers));
                }
            }
        }
    }

    /// <summary>q₀.</summary>
    public double InputMoment { get; }

    /// <summary>The L − 1 steps.</summary>
    public ImmutableArray<ChainLayer> Layers { get; }

    /// <summary>The ensemble of the weights.</summary>
    public WeightEnsemble Weights { get; }

    /// <summary>L.</summary>
    public int Depth => Layers.Length + 1;

    /// <summary>Follows a network forward: p_ℓ = σ_ℓ² q_{ℓ−1} + σ_b², ν_ℓ = law of φ'(√p_ℓ Z)², q_ℓ = E φ(√p_ℓ Z)².</summary>
    /// <exception cref="ArgumentException">The network is normalised, or a weight variance is 0.</exception>
    public static SpectralChain FromNetwork(NetworkSpecification network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (network.Normalization != Normalization.None)
        {
            throw new ArgumentException($"norm must be none for a spectrum of H_L, but is {NormalizationNames.NameOf(network.Normalization)}.", nameof(network));
        }

        double q = network.InputMoment;
        ImmutableArray<ChainLayer>.Builder layers = ImmutableArray.CreateBuilder<ChainLayer>();
        Dictionary<(Activation, double), (SlopeLaw, double)> known = [];
        for (int i = 0; i + 1 < network.Depth; i++)
        {
            LayerSpecification layer = network.Layers[i];
            Activation activation = layer.Activation!;
            double p = (layer.WeightVariance * q) + layer.BiasVariance;
            if (!known.TryGetValue((activation, p), out (SlopeLaw Slope, double Moment) found))
            {
                found = (SlopeLaw.Of(activation, p), SecondMomentOf(activation, p));
                known[(activation, p)] = found;
            }

            q = found.Moment;
            LayerSpecification next = network.Layers[i + 1];
            layers.Add(new ChainLayer(
                found.Slope, q, next.WeightVariance, next.RelativeWidth / layer.RelativeWidth, p));
        }

        return new SpectralChain(network.InputMoment, layers.ToImmutable(), network.Weights);
    }

    /// <summary>A chain whose layers are all alike.</summary>
    /// <param name="depth">L ≥ 1.</param>
    /// <param name="inputMoment">q₀.</param>
    /// <param name="layer">The step that is repeated L − 1 times.</param>
    /// <param name="weights">The ensemble of the weights.</param>
    public static SpectralChain Uniform(
        int depth, double inputMoment, ChainLayer layer, WeightEnsemble weights = WeightEnsemble.Haar)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        return new SpectralChain(inputMoment, [.. Enumerable.Repeat(layer, depth - 1)], weights);
    }

    /// <summary>q = E φ(√p Z)²: in closed form where the dual activation has one that keeps its digits, otherwise by quadrature.</summary>
    public static double SecondMomentOf(Activation activation, double preActivationVariance)
    {
        ArgumentNullException.ThrowIfNull(activation);
        double root = Math.Sqrt(Require.NonNegative(preActivationVariance));
        if (root == 0.0)
        {
            double value = activation.Value(0.0);
            return value * value;
        }

        double Square(double t)
        {
            double value = activation.Value(root * t);
            return value * value;
        }

        // The stated error is the larger of that of the value and of the slope, which is the value's over p for small p.
        double q = ClosedDual.Of(activation, preActivationVariance, preActivationVariance, Correlation.Of(1.0)) is { } closed
            && closed.Error * Math.Min(1.0, preActivationVariance) <= Rounding * closed.Value
                ? closed.Value
                : GaussianPanels.For(activation, root, Square).Average(Square);
        return double.IsFinite(q)
            ? q
            : throw new ArgumentException(Invariant(
                $"activation {activation.Name} must have a finite second moment at variance {preActivationVariance:R}, but has none."));
    }

    /// <summary>The limit law of the dual Fisher information H_L.</summary>
    /// <exception cref="NonConvergenceException">The support could not be certified.</exception>
    public SpectralMeasure Fisher() => ChainLaws.Create(this, ChainStatistics.Of(this));

    /// <summary>
    /// Whether all slopes are bounded; if not, the spectrum has no top, and the end of its last band is what it reaches but for a mass below
    /// <see cref="MassBeyondTop"/>.
    /// </summary>
    public bool IsBounded => Layers.All(layer => layer.Slope.IsBounded);

    /// <summary>
    /// A bound of the mass above the top of the computed support: <see cref="SlopeLaw.FarMass"/> for each unbounded slope. To cut slopes of
    /// probability ε is a perturbation of relative rank ε, and each moves the distribution function by ε at most.
    /// </summary>
    public double MassBeyondTop => Layers.Count(layer => !layer.Slope.IsBounded) * SlopeLaw.FarMass;

    /// <summary>The chain of J Jᵀ, J = ∂h^L/∂h¹ without the first weights: the same slopes with every q_ℓ = 0 and μ₁ = δ₁.</summary>
    public SpectralChain JacobianChain() => new(
        1.0, [.. Layers.Select(layer => new ChainLayer(layer.Slope, 0.0, layer.WeightVariance, layer.WidthRatio))], Weights);

    /// <summary>The limit law of J Jᵀ.</summary>
    /// <remarks><para>Source: [HK21] eq. (24).</para></remarks>
    public SpectralMeasure Jacobian() => JacobianChain().Fisher();

    /// <summary>Whether two chains have the same layers.</summary>
    public bool Equals(SpectralChain? other) =>
        other is not null && InputMoment == other.InputMoment && Weights == other.Weights
        && Layers.AsSpan().SequenceEqual(other.Layers.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(InputMoment, Weights, Layers.Length);
}
