using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Networks.Statistics;

/// <summary>How wide the network is, how many samples and outputs there are.</summary>
public readonly record struct FisherSetting
{
    /// <summary>Creates a setting.</summary>
    /// <param name="width">M &gt; 0.</param>
    /// <param name="samples">T ≥ 1; +∞ for the expectation over inputs.</param>
    /// <param name="outputs">C ≥ 1.</param>
    public FisherSetting(double width, double samples, int outputs)
    {
        Width = Require.Positive(width);
        if (!(samples >= 1.0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(samples), samples, Invariant($"samples must be >= 1, but is {samples:R}."));
        }

        if (outputs < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(outputs), outputs, Invariant($"outputs must be >= 1, but is {outputs}."));
        }

        Samples = samples;
        Outputs = outputs;
    }

    /// <summary>M.</summary>
    public double Width { get; }

    /// <summary>T, possibly infinite.</summary>
    public double Samples { get; }

    /// <summary>C.</summary>
    public int Outputs { get; }

    /// <summary>ρ = M/T; 0 for infinitely many samples.</summary>
    public double Ratio => Width / Samples;
}
