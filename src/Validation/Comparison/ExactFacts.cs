using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Networks;
using FreeSpectra.Validation.Simulation;
using static System.FormattableString;

namespace FreeSpectra.Validation.Comparison;

/// <summary>What holds exactly at finite width: eigenvalues that are the same as in the limit, with their multiplicities.</summary>
/// <remarks>
/// <para>
/// Haar weights, slopes 0 or √γ_ℓ, n_ℓ units on the latter, d_ℓ = M − n_ℓ. The value q̂_k pushed through x ↦ q̂_j + σ²γ_j x, j = k+1 … L−1,
/// is an eigenvalue of multiplicity (M − Σ d_j)⁺ for k = 0 and (d_k − Σ_{j&gt;k} d_j)⁺ for k ≥ 1: ranges and null spaces of the D_ℓ are in
/// general position. At L = 3 these are M − n₂, (n₂ − n₁)⁺ and (n₁ + n₂ − M)⁺.
/// </para>
/// <para>
/// An eigenvalue counts where it differs by rounding, Mε of the largest for each layer. That a band puts eigenvalues there too is known
/// from the law (<see cref="StrayEigenvalues"/>); there are never fewer than the multiplicity.
/// </para>
/// <para>Source: [HK21] eq. (18), theorem 3.2.</para>
/// </remarks>
internal static class ExactFacts
{
    /// <summary>How near a place must be, relative to the largest: rounding of the eigenvalues with room, not statistics.</summary>
    private const double Nearness = 1e-9;
    private const double Epsilon = 2.220446049250313e-16; // between 1 and the next number

    /// <summary>The checks; none where the weights are not Haar or the slopes are not 0 and one other.</summary>
    /// <param name="network">What the theory claims.</param>
    /// <param name="draws">The sample.</param>
    /// <param name="kind">Which matrix was diagonalised.</param>
    /// <param name="limit">The limit law.</param>
    /// <param name="lawOf">The law given a draw's layers.</param>
    public static IEnumerable<ComparisonCheck> Check(
        NetworkSpecification network, IReadOnlyList<SampledSpectrum> draws, SpectrumKind kind, SpectralMeasure limit,
        Func<SampledSpectrum, SpectralMeasure> lawOf)
    {
        if (network.Weights != WeightEnsemble.Haar || network.Depth < 2
            || TwoPointSlopes(network) is not { } slopes || draws.Any(draw => draw.Layers.Any(layer => layer.SlopeCounts.IsEmpty)))
        {
            yield break;
        }

        int width = draws[0].Spectrum.Eigenvalues.Length;
        int kinds = kind == SpectrumKind.Fisher ? network.Depth : 2;
        double reach = Epsilon * width * network.Depth;
        for (int k = 0; k < kinds; k++)
        {
            int strays = 0;
            List<(double Theory, double Sample)> counts = [], places = [];
            foreach (SampledSpectrum draw in draws)
            {
                (double location, int multiplicity) = kind == SpectrumKind.Fisher
                    ? Fisher(network, slopes, draw, width, k)
                    : Jacobian(network, slopes, draw, width, k);
                ImmutableArray<double> eigenvalues = draw.Spectrum.Eigenvalues;
                double near = reach * Math.Max(eigenvalues[^1], location);
                int count = eigenvalues.Count(value => Math.Abs(value - location) <= near);
                counts.Add((multiplicity, count));
                if (count > multiplicity)
                {
                    strays = Math.Max(strays, StrayEigenvalues.Allowed([limit, lawOf(draw)], location, near, width, network.Depth, draws.Count));
                }

                if (multiplicity > 0)
                {
                    double nearest = eigenvalues.MinBy(value => Math.Abs(value - location));
                    places.Add((location, nearest));
                }
            }

            string name = kind == SpectrumKind.Jacobian ? (k == 0 ? "top" : "zero") : k == 0 ? "top" : Invariant($"layer {k}");
            (double Theory, double Sample)[] fewer = [.. counts.Where(pair => pair.Sample < pair.Theory)];
            yield return fewer.Length > 0
                ? Replicates.Exact($"multiplicity of the {name} eigenvalue, each draw", fewer, 0.0)
                : Replicates.Exact($"multiplicity of the {name} eigenvalue, each draw", counts, strays);
            if (places.Count > 0)
            {
                yield return Replicates.Exact($"location of the {name} eigenvalue, each draw", places, Nearness * places.Max(pair => Math.Max(1.0, pair.Theory)));
            }
        }
    }

    private static (double Location, int Multiplicity) Fisher(
        NetworkSpecification network, double[] slopes, SampledSpectrum draw, int width, int k)
    {
        double location = k == 0 ? network.InputMoment : draw.Layers[k - 1].SecondMoment;
        int multiplicity = k == 0 ? width : width - draw.Layers[k - 1].Unsaturated;
        for (int j = k + 1; j < network.Depth; j++)
        {
            location = draw.Layers[j - 1].SecondMoment + (network.Layers[j].WeightVariance * slopes[j - 1] * location);
            multiplicity -= width - draw.Layers[j - 1].Unsaturated;
        }

        return (location, Math.Max(0, multiplicity));
    }

    private static (double Location, int Multiplicity) Jacobian(
        NetworkSpecification network, double[] slopes, SampledSpectrum draw, int width, int k)
    {
        int[] deficits = [.. draw.Layers.Select(layer => width - layer.Unsaturated)];
        double top = 1.0;
        for (int j = 1; j < network.Depth; j++)
        {
            top *= network.Layers[j].WeightVariance * slopes[j - 1];
        }

        return k == 0 ? (top, Math.Max(0, width - deficits.Sum())) : (0.0, deficits.Max());
    }

    private static double[]? TwoPointSlopes(NetworkSpecification network)
    {
        List<double> slopes = [];
        foreach (LayerSpecification layer in network.Layers.AsSpan()[..^1])
        {
            double[]? squares = ConditionalChain.PiecewiseSlopes(layer.Activation!);
            if (squares is not ([0.0, > 0.0] or [> 0.0]))
            {
                return null;
            }

            slopes.Add(squares[^1]);
        }

        return [.. slopes];
    }
}
