using System.Collections.Immutable;

namespace FreeSpectra.Validation.Simulation;

/// <summary>What one hidden layer ℓ of one sampled network was: the numbers on which the comparison conditions.</summary>
public sealed record SampledLayer
{
    internal SampledLayer(int layer, ReadOnlySpan<double> preActivations, ReadOnlySpan<double> values, ReadOnlySpan<double> slopes, bool hasFewSlopes)
    {
        Layer = layer;
        Width = slopes.Length;
        PreActivationVariance = SumOfSquares(preActivations) / Width;
        SecondMoment = SumOfSquares(values) / Width;
        SlopeMean = SumOfSquares(slopes) / Width;
        double fourth = 0.0;
        int unsaturated = 0;
        SortedDictionary<double, int> counts = [];
        foreach (double slope in slopes)
        {
            double square = slope * slope;
            fourth += square * square;
            unsaturated += slope == 0.0 ? 0 : 1;
            if (hasFewSlopes)
            {
                counts[square] = counts.GetValueOrDefault(square) + 1;
            }
        }

        SlopeSecondMoment = fourth / Width;
        Unsaturated = unsaturated;
        SlopeCounts = [.. counts.Select(pair => new SlopeCount(pair.Key, pair.Value))];
    }

    /// <summary>ℓ, from 1 to L − 1.</summary>
    public int Layer { get; }

    /// <summary>M_ℓ.</summary>
    public int Width { get; }

    /// <summary>|u^ℓ|²/M_ℓ.</summary>
    public double PreActivationVariance { get; }

    /// <summary>q̂_ℓ = |x^ℓ|²/M_ℓ.</summary>
    public double SecondMoment { get; }

    /// <summary>The mean of φ'(u)² over the units.</summary>
    public double SlopeMean { get; }

    /// <summary>The mean of φ'(u)⁴ over the units.</summary>
    public double SlopeSecondMoment { get; }

    /// <summary>n_ℓ, the number of units whose slope is not zero.</summary>
    public int Unsaturated { get; }

    /// <summary>The squared slopes in increasing order, for a piecewise linear activation; empty for any other.</summary>
    public ImmutableArray<SlopeCount> SlopeCounts { get; }

    /// <summary>Whether the two layers are equal, number by number.</summary>
    public bool Equals(SampledLayer? other) =>
        other is not null && Layer == other.Layer && Width == other.Width && PreActivationVariance == other.PreActivationVariance
        && SecondMoment == other.SecondMoment && SlopeMean == other.SlopeMean && SlopeSecondMoment == other.SlopeSecondMoment
        && Unsaturated == other.Unsaturated && SlopeCounts.AsSpan().SequenceEqual(other.SlopeCounts.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Layer, Width, SecondMoment, SlopeMean);

    internal static double SumOfSquares(ReadOnlySpan<double> values)
    {
        double sum = 0.0;
        foreach (double value in values)
        {
            sum += value * value;
        }

        return sum;
    }
}
