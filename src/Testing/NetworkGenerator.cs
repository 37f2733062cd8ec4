using System.Collections.Immutable;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FsCheck;
using FsCheck.Fluent;

namespace FreeSpectra.Testing;

/// <summary>Random networks of equal widths, and simpler ones.</summary>
internal static class NetworkGenerator
{
    private static readonly string[] PiecewiseLinear =
        ["relu", "hard-tanh:s=1,g=1", "hard-tanh:s=0.5,g=1.1", "shifted-relu:slope=1,threshold=-0.5", "leaky-relu:slope=0.2", "abs", "linear"];

    private static readonly string[] Smooth = ["tanh", "erf", "sin", "sigmoid", "arctan", "gelu", "softplus"];

    public static Gen<NetworkSpecification> Of(int mostLayers, bool smooth) =>
        from depth in Gen.Choose(2, mostLayers)
        from layers in Gen.ArrayOf(Layer(smooth), depth)
        from moment in Tenths(3, 20)
        select Create([.. layers], moment);

    public static IEnumerable<NetworkSpecification> Shrink(NetworkSpecification network)
    {
        ImmutableArray<LayerSpecification> layers = network.Layers;
        for (int i = 0; i + 1 < layers.Length && layers.Length > 2; i++)
        {
            yield return Create(layers.RemoveAt(i), network.InputMoment);
        }

        for (int i = 0; i < layers.Length; i++)
        {
            LayerSpecification layer = layers[i];
            if (layer.BiasVariance != 0.0)
            {
                yield return Replace(network, i, new LayerSpecification(layer.Activation, layer.WeightVariance, 0.0, 1.0));
            }

            if (layer.WeightVariance != 1.0)
            {
                yield return Replace(network, i, new LayerSpecification(layer.Activation, 1.0, layer.BiasVariance, 1.0));
            }

            if (layer.Activation is { } phi && phi.Name != "relu")
            {
                yield return Replace(network, i, new LayerSpecification(ActivationParser.Parse("relu"), layer.WeightVariance, layer.BiasVariance, 1.0));
            }
        }

        if (network.InputMoment != 1.0)
        {
            yield return Create(layers, 1.0);
        }
    }

    private static Gen<LayerSpecification> Layer(bool smooth) =>
        from name in Gen.Elements(smooth ? [.. PiecewiseLinear, .. Smooth] : PiecewiseLinear)
        from weight in Tenths(5, 25)
        from bias in Gen.OneOf(Gen.Constant(0.0), Tenths(1, 5))
        select new LayerSpecification(ActivationParser.Parse(name), weight, bias, relativeWidth: 1.0);

    private static NetworkSpecification Replace(NetworkSpecification network, int index, LayerSpecification layer) =>
        Create(network.Layers.SetItem(index, layer), network.InputMoment);

    /// <summary>The last layer reads out, whatever activation it was drawn with.</summary>
    private static NetworkSpecification Create(ImmutableArray<LayerSpecification> layers, double moment)
    {
        LayerSpecification last = layers[^1];
        return new NetworkSpecification(
            layers.SetItem(layers.Length - 1, new LayerSpecification(null, last.WeightVariance, last.BiasVariance, 1.0)),
            moment, inputRelativeWidth: 1.0, WeightEnsemble.Haar, Normalization.None);
    }

    private static Gen<double> Tenths(int low, int high) => Gen.Choose(low, high).Select(n => n / 10.0);
}
