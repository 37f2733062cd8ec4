using FreeSpectra.Measures;

namespace FreeSpectra.Transforms;

/// <summary>The inverse of W = z/(z − F) towards its pole at z = ∞, for a law with bounded support.</summary>
/// <remarks>
/// <para>
/// There W = z/m + O(1) with the mean m, but z − F = m + O(1/z) is a difference of large numbers. z/W is analytic in 1/W, with the limit m: it is the polynomial
/// through m and Chebyshev nodes beyond the support, so that z keeps its digits however large W is.
/// </para>
/// <para>Source: [BV93] §6 (the inverse of ψ, there at 0).</para>
/// </remarks>
internal sealed class MeanEnd
{
    private const int Nodes = 10;

    // How many times the largest node W lies beyond this end's first.
    private const double Reach = 0.1;

    // The nodes lie farther out until the polynomial holds between them to this.
    private const double Exact = 1e-13;
    private const int Scales = 8;

    private readonly double[] nodes;
    private readonly double[] differences;

    private MeanEnd(double[] nodes, double[] differences)
    {
        this.nodes = nodes;
        this.differences = differences;
    }

    /// <summary>Finds the nodes; null if none predict z between them, or the mean is 0 or the support not bounded.</summary>
    /// <param name="law">The law.</param>
    /// <param name="inverse">z(W).</param>
    /// <param name="side">+1 for W → +∞, −1 for W → −∞.</param>
    /// <param name="least">A size of W below which other ends may matter.</param>
    public static MeanEnd? Build(SpectralMeasure law, Func<double, double> inverse, double side, double least)
    {
        if (!double.IsFinite(law.BottomOfSupport) || !double.IsFinite(law.TopOfSupport) || law.Mean == 0.0)
        {
            return null;
        }

        double far = side * Math.Max(1.0, Math.Abs(least)) * 4.0;
        for (int k = 0; k < Scales; k++, far *= 4.0)
        {
            double[] nodes = new double[Nodes + 1];
            double[] quotients = new double[Nodes + 1];
            quotients[0] = law.Mean;
            for (int i = 1; i <= Nodes; i++)
            {
                double w = far / (0.55 - (0.45 * Math.Cos(Math.PI * (i - 0.5) / Nodes)));
                nodes[i] = 1.0 / w;
                quotients[i] = inverse(w) / w;
            }

            double[] differences = NewtonForm.Differences(nodes, quotients);
            double middle = 0.5 * (nodes[Nodes / 2] + nodes[(Nodes / 2) + 1]);
            double between = inverse(1.0 / middle) * middle;
            double atMean = NewtonForm.At(nodes[1..], NewtonForm.Differences(nodes[1..], quotients[1..]), 0.0).Value;
            if (Math.Abs(between - NewtonForm.At(nodes, differences, middle).Value) <= Exact * Math.Abs(between)
                && Math.Abs(atMean - law.Mean) <= 1e-9 * Math.Abs(law.Mean))
            {
                return new MeanEnd(nodes, differences);
            }
        }

        return null;
    }

    /// <summary>Whether z is better known from here than from W.</summary>
    public bool Covers(double w) => w / nodes[^1] > 0.0 && Math.Abs(1.0 / w) < Reach * Math.Abs(nodes[1]);

    /// <summary>z with W(z) = <paramref name="w"/>, and dz/dW.</summary>
    public (double Z, double Slope) Invert(double w)
    {
        (double quotient, double slope) = NewtonForm.At(nodes, differences, 1.0 / w);
        return (w * quotient, quotient - (slope / w));
    }
}
