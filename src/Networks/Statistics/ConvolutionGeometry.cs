using System.Collections.Immutable;
using System.Globalization;
using static System.FormattableString;

namespace FreeSpectra.Networks.Statistics;

/// <summary>The sites and channels of a convolutional network with a fully connected head on its flattened last maps.</summary>
/// <remarks>
/// <para>
/// |K_ℓ| sites and C_ℓ channels in layer ℓ = 0, …, L − 1. One window size |F|, stride and padding for every convolution:
/// a side of n sites becomes ⌊(n + 2·padding − kernel)/stride⌋ + 1. Fan-in N_{ℓ−1} = C_{ℓ−1}|F| for ℓ ≤ L − 1 and
/// N_{L−1} = C_{L−1}|K_{L−1}|; |K_L| = 1.
/// </para>
/// <para>Source: [WSS19] section 4 and its supplement, whose example is a 32 × 32 × 3 input, 3 × 3 windows, stride 2.</para>
/// </remarks>
public sealed record ConvolutionGeometry
{
    /// <summary>Creates the geometry.</summary>
    /// <param name="inputHeight">Rows of the input.</param>
    /// <param name="inputWidth">Columns of the input.</param>
    /// <param name="channels">C₀ of the input, then C₁, …, C_{L−1}: at least one convolution.</param>
    /// <param name="kernel">The side of the window, ≥ 1.</param>
    /// <param name="stride">≥ 1.</param>
    /// <param name="padding">Zeros added on each side, ≥ 0.</param>
    /// <exception cref="ArgumentException">A number is out of range, or a layer has no site left.</exception>
    public ConvolutionGeometry(
        int inputHeight, int inputWidth, ImmutableArray<int> channels, int kernel, int stride, int padding)
    {
        Positive("input height", inputHeight);
        Positive("input width", inputWidth);
        Positive("kernel", kernel);
        Positive("stride", stride);
        if (padding < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(padding), padding, Invariant($"padding must be >= 0, but is {padding}."));
        }

        if (channels.IsDefault || channels.Length < 2)
        {
            throw new ArgumentException("channels must name the input's and those of at least one convolution.", nameof(channels));
        }

        foreach (int channel in channels)
        {
            Positive("channels", channel);
        }

        Channels = channels;
        (Kernel, Stride, Padding) = (kernel, stride, padding);
        var sides = ImmutableArray.CreateBuilder<(int Height, int Width)>(channels.Length);
        sides.Add((inputHeight, inputWidth));
        for (int l = 1; l < channels.Length; l++)
        {
            (int Height, int Width) next = (Shrink(sides[l - 1].Height), Shrink(sides[l - 1].Width));
            if (next.Height < 1 || next.Width < 1)
            {
                throw new ArgumentException(Invariant(
                    $"kernel must fit into every layer, but is {kernel} in layer {l}, whose input is {sides[l - 1].Height} x {sides[l - 1].Width} with padding {padding}."));
            }

            sides.Add(next);
        }

        Sides = sides.ToImmutable();
    }

    /// <summary>L: the convolutions and the head.</summary>
    public int Depth => Channels.Length;

    /// <summary>C₀, …, C_{L−1}.</summary>
    public ImmutableArray<int> Channels { get; }

    /// <summary>Rows and columns of layers 0, …, L − 1.</summary>
    public ImmutableArray<(int Height, int Width)> Sides { get; }

    /// <summary>The side of the window.</summary>
    public int Kernel { get; }

    /// <summary>The stride.</summary>
    public int Stride { get; }

    /// <summary>Zeros added on each side.</summary>
    public int Padding { get; }

    /// <summary>|K_ℓ|, the sites of layer ℓ = 0, …, L; 1 for the head.</summary>
    public int Sites(int layer) => layer == Depth ? 1 : Sides[layer].Height * Sides[layer].Width;

    /// <summary>N_ℓ, the fan-in of layer ℓ + 1, for ℓ = 0, …, L − 1.</summary>
    public int FanIn(int layer) => Channels[layer] * (layer == Depth - 1 ? Sites(layer) : Kernel * Kernel);

    /// <summary>Reads <c>input=32x32x3,channels=30-60-90,kernel=3,stride=2,padding=0</c>.</summary>
    /// <exception cref="ArgumentException">A key is missing, unknown or not an integer.</exception>
    public static ConvolutionGeometry Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in text.Split(','))
        {
            string[] sides = pair.Split('=', 2);
            if (sides.Length != 2 || !pairs.TryAdd(sides[0].Trim(), sides[1].Trim()))
            {
                throw new ArgumentException($"conv must be a list of distinct key=value, but has '{pair}'.", nameof(text));
            }
        }

        int[] Numbers(string key, char separator, string fallback)
        {
            string value = pairs.Remove(key, out string? found) ? found : fallback;
            return value.Length > 0 && value.Split(separator).All(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                ? [.. value.Split(separator).Select(part => int.Parse(part, CultureInfo.InvariantCulture))]
                : throw new ArgumentException($"conv needs {key}=integers separated by '{separator}', but has '{value}'.", nameof(text));
        }

        int[] input = Numbers("input", 'x', "");
        if (input.Length != 3)
        {
            throw new ArgumentException("conv needs input=HEIGHTxWIDTHxCHANNELS.", nameof(text));
        }

        int[] channels = Numbers("channels", '-', "");
        int kernel = Numbers("kernel", ' ', "")[0], stride = Numbers("stride", ' ', "1")[0], padding = Numbers("padding", ' ', "0")[0];
        return pairs.Count == 0
            ? new ConvolutionGeometry(input[0], input[1], [input[2], .. channels], kernel, stride, padding)
            : throw new ArgumentException($"conv has no key '{pairs.Keys.First()}'.", nameof(text));
    }

    /// <summary>Whether two geometries are equal.</summary>
    public bool Equals(ConvolutionGeometry? other) =>
        other is not null && Channels.AsSpan().SequenceEqual(other.Channels.AsSpan())
        && Sides.AsSpan().SequenceEqual(other.Sides.AsSpan())
        && (Kernel, Stride, Padding) == (other.Kernel, other.Stride, other.Padding);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Channels.Length, Channels[^1], Sides[0], Kernel, Stride, Padding);

    private static void Positive(string name, int value)
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException(name, value, Invariant($"{name} must be >= 1, but is {value}."));
        }
    }

    private int Shrink(int side) => side + (2 * Padding) < Kernel ? 0 : ((side + (2 * Padding) - Kernel) / Stride) + 1;
}
