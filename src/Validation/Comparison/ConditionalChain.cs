using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Validation.Simulation;
using static System.FormattableString;

namespace FreeSpectra.Validation.Comparison;

/// <summary>The chain of a network given what its sampled layers were: q̂_ℓ, and the number n_ℓ of units on each slope.</summary>
/// <remarks>
/// <para>
/// Given these, the spectrum of a piecewise linear network with Haar weights fluctuates by O(1/M) only; without them q̂ alone moves it
/// by O(1/√M). For other activations ν_ℓ is the law of φ'(√p̂ Z)² with p̂_ℓ = σ² q̂_{ℓ−1} + σ_b².
/// </para>
/// <para>Source: [HK21] eq. (15), theorem 3.2 with α_ℓ = n_ℓ/M.</para>
/// </remarks>
public static class ConditionalChain
{
    /// <summary>The chain given the averages over the draws; with one draw, given that draw.</summary>
    /// <param name="network">The network that the theory claims: its slopes and variances are used, its q_ℓ are not.</param>
    /// <param name="draws">At least one draw, of the same depth.</param>
    /// <exception cref="ArgumentException">The draws are of another depth.</exception>
    public static SpectralChain Of(NetworkSpecification network, params IReadOnlyList<SampledSpectrum> draws)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(draws);
        if (draws.Count == 0 || draws.Any(draw => draw.Layers.Length != network.Depth - 1))
        {
            throw new ArgumentException($"draws must hold at least one replicate of depth {network.Depth}, but do not.", nameof(draws));
        }

        double q = draws.Average(draw => draw.InputMoment);
        ImmutableArray<ChainLayer>.Builder layers = ImmutableArray.CreateBuilder<ChainLayer>(network.Depth - 1);
        for (int i = 0; i + 1 < network.Depth; i++)
        {
            LayerSpecification layer = network.Layers[i], next = network.Layers[i + 1];
            SlopeLaw slope = PiecewiseSlopes(layer.Activation!) is { } squares && CountsMatch(squares, draws, i)
                ? CountedSlopes(squares, draws, i)
                : SlopeLaw.Of(layer.Activation!, (layer.WeightVariance * q) + layer.BiasVariance);
            q = draws.Average(draw => draw.Layers[i].SecondMoment);
            layers.Add(new ChainLayer(slope, q, next.WeightVariance, next.RelativeWidth / layer.RelativeWidth));
        }

        return new SpectralChain(network.InputMoment, layers.MoveToImmutable(), network.Weights);
    }

    /// <summary>The distinct values of φ'², increasing, where φ is piecewise linear; null elsewhere.</summary>
    internal static double[]? PiecewiseSlopes(Activation activation)
    {
        SortedSet<double> squares = [];
        for (int piece = 0; piece <= activation.Kinks.Length; piece++)
        {
            if (activation.SlopeOnPiece(piece) is not { } slope)
            {
                return null;
            }

            squares.Add(slope * slope);
        }

        return [.. squares];
    }

    private static bool CountsMatch(double[] squares, IReadOnlyList<SampledSpectrum> draws, int layer) =>
        draws.All(draw => !draw.Layers[layer].SlopeCounts.IsEmpty && draw.Layers[layer].SlopeCounts.Length <= squares.Length);

    /// <summary>The claimed slopes with the sampled counts: paired in order, so that a claimed slope that is off stays off.</summary>
    private static SlopeLaw CountedSlopes(double[] squares, IReadOnlyList<SampledSpectrum> draws, int layer)
    {
        double[] weights = new double[squares.Length];
        foreach (SampledSpectrum draw in draws)
        {
            ImmutableArray<SlopeCount> counts = draw.Layers[layer].SlopeCounts;
            foreach (SlopeCount count in counts)
            {
                int index = counts.Length == squares.Length ? counts.IndexOf(count) : Nearest(squares, count.Square);
                weights[index] += count.Count / (double)(draw.Layers[layer].Width * draws.Count);
            }
        }

        return SlopeLaw.FromAtoms([.. squares.Zip(weights).Where(pair => pair.Second > 0.0).Select(pair => new Atom(pair.First, pair.Second))]);
    }

    private static int Nearest(double[] squares, double square) =>
        Enumerable.Range(0, squares.Length).MinBy(i => Math.Abs(squares[i] - square));
}
