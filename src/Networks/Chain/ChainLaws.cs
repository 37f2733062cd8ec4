using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Transforms;
using static System.FormattableString;

namespace FreeSpectra.Networks.Chain;

/// <summary>Chooses the representation of a chain's law: rational where the inverse transforms are, implicit otherwise.</summary>
internal static class ChainLaws
{
    private const double Forgotten = 1e-150;
    private const double LargestMean = 1e140;
    private const double LeastMean = 1e-305;

    public static SpectralMeasure Create(SpectralChain chain, ChainStatistics statistics)
    {
        RequireScale(chain, statistics);

        // A layer with ν = δ₀ forgets everything before it.
        int start = chain.Layers.Length;
        while (start > 0 && chain.Layers[start - 1].Slope.Top > 0.0)
        {
            start--;
        }

        double input = start == 0 ? chain.InputMoment : chain.Layers[start - 1].SecondMoment;
        ImmutableArray<ChainLayer> layers = [.. chain.Layers.Skip(start)];
        if (layers.IsEmpty)
        {
            return new Atomic(new Atom(input, 1.0));
        }

        bool rational = chain.Weights == WeightEnsemble.Haar
            && layers.All(layer => layer.Slope is AtomicSlopeLaw { IsTwoPoint: true });
        bool hasMoments = layers.All(layer => layer.SecondMoment > 0.0);
        if (rational && hasMoments)
        {
            // A contracting chain forgets its first layers: beyond a factor of 1e-150 they act through their mean alone.
            int forgotten = layers.Length;
            for (double slope = 1.0; forgotten > 0 && slope > Forgotten; forgotten--)
            {
                slope *= layers[forgotten - 1].WeightVariance * layers[forgotten - 1].Slope.Mean;
            }

            if (forgotten > 0)
            {
                SpectralChain head = new(input, [.. layers.Take(forgotten)], chain.Weights);
                input = ChainStatistics.Of(head).Mean;
                layers = [.. layers.Skip(forgotten)];
                statistics = ChainStatistics.Of(new SpectralChain(input, layers, chain.Weights));
            }

            return new RationalChainLaw(
                input,
                [
                    .. layers.Select(layer => new TwoPointLayer(
                        ((AtomicSlopeLaw)layer.Slope).Alpha, layer.Slope.Top, layer.WeightVariance, layer.SecondMoment)),
                ],
                statistics.Atoms,
                statistics.Mean,
                statistics.Variance);
        }

        if (rational && layers.All(layer => layer.SecondMoment == 0.0))
        {
            if (!(statistics.Mean > LeastMean))
            {
                throw new ArgumentException(Invariant(
                    $"weight variances must leave the mean of the spectrum above {LeastMean:E0}, where numbers end, but it is {statistics.Mean:E2} at depth {chain.Depth}."));
            }

            double scale = input;
            foreach (ChainLayer layer in layers)
            {
                scale *= layer.WeightVariance * layer.Slope.Top;
            }

            return double.IsFinite(scale) && scale > 0.0
                ? new FreeProjectionProduct(scale, layers.Select(layer => (1.0 - ((AtomicSlopeLaw)layer.Slope).Alpha, 1L)))
                : ProductOfLayers(input, layers);
        }

        if (chain.Weights == WeightEnsemble.Gaussian
            && layers.All(layer => layer is { SecondMoment: 0.0, WidthRatio: 1.0, Slope: AtomicSlopeLaw { Atoms.Length: 1 } }))
        {
            // Slopes that are all one number: J is a product of square Gaussian matrices.
            double scale = layers.Aggregate(input, (product, layer) => product * layer.WeightVariance * layer.Slope.Top);
            return new AffineImage(Raney.FussCatalan(layers.Length), new AffineMap(shift: 0.0, scale));
        }

        if (chain.Weights == WeightEnsemble.Haar)
        {
            (input, layers) = WithoutScalings(input, layers);
        }

        if (layers.Length == 1 && chain.Weights == WeightEnsemble.Haar)
        {
            ChainLayer only = layers[0];
            return new AffineImage(
                new SlopeDistribution(only.Slope), new AffineMap(only.SecondMoment, only.WeightVariance * input));
        }

        return new ImplicitChainLaw(new SpectralChain(input, layers, chain.Weights), statistics);
    }

    /// <summary>⊠ of the laws (1 − α)δ₀ + αδ_{σ²γ} of layers without biases, equal ones as one power: where the product of all σ²γ is no number, the law still is one.</summary>
    private static SpectralMeasure ProductOfLayers(double input, ImmutableArray<ChainLayer> layers)
    {
        SpectralMeasure product = layers
            .GroupBy(layer => (Place: layer.WeightVariance * layer.Slope.Top, ((AtomicSlopeLaw)layer.Slope).Alpha))
            .Select(group => Atomic.ZeroOr(group.Key.Place, group.Key.Alpha).MultiplicativePower(group.Count()))
            .Aggregate((all, next) => all.FreeProduct(next));
        return input == 1.0 ? product : new AffineImage(product, new AffineMap(0.0, input));
    }

    /// <summary>The same law by fewer layers: ν = δ_γ only scales, so q + σ²γ x joins the map of the layer before.</summary>
    private static (double Input, ImmutableArray<ChainLayer> Layers) WithoutScalings(double input, ImmutableArray<ChainLayer> layers)
    {
        List<ChainLayer> kept = [];
        foreach (ChainLayer layer in layers)
        {
            double factor = layer.WeightVariance * layer.Slope.Top;
            if (layer.Slope is not AtomicSlopeLaw { Atoms.Length: 1 })
            {
                kept.Add(layer);
            }
            else if (kept is [.., var last])
            {
                kept[^1] = new ChainLayer(last.Slope, layer.SecondMoment + (factor * last.SecondMoment), factor * last.WeightVariance);
            }
            else
            {
                input = layer.SecondMoment + (factor * input);
            }
        }

        return (input, [.. kept]);
    }

    /// <summary>Refuses a chain whose spectrum is larger than doubles hold together with its square.</summary>
    private static void RequireScale(SpectralChain chain, ChainStatistics statistics)
    {
        if (statistics.Mean <= LargestMean && double.IsFinite(statistics.Variance))
        {
            return;
        }

        double mean = chain.InputMoment;
        int layer = 0;
        while (layer < chain.Layers.Length && mean <= LargestMean)
        {
            ChainLayer step = chain.Layers[layer++];
            mean = step.SecondMoment + (step.WeightVariance * step.Slope.Mean * mean);
        }

        throw new ArgumentException(mean <= LargestMean
            ? Invariant($"weight variances must leave the variance of the spectrum below {double.MaxValue:E0}, but it overflows at depth {chain.Depth}: the largest is {chain.Layers.Max(step => step.WeightVariance):E2}.")
            : Invariant(
                $"weight variances must leave the mean of the spectrum below {LargestMean:E0}, so that doubles hold its square, but it reaches {mean:E2} at depth {layer + 1} of {chain.Depth}."));
    }
}
