namespace FreeSpectra.Transforms;

/// <summary>Samples of dx/dP of a free sum or product on one choice of branches, so dense that between two of one sign it keeps that sign.</summary>
/// <remarks>
/// <para>
/// For products P and ωᵢ stand for their logarithms, with P &gt; 0 (see <see cref="RealStructure"/>). ω(P) is the inverse of a Pick function, whose Schwarzian derivative is ≥ 0, so fᵢ = (dωᵢ/dP)^{−1/2} is convex in P. Between two samples
/// it lies below the chord and above the lines through the two samples before and the two behind. So Σ tᵢ/fᵢ² has a lower bound that
/// is convex, and an upper one that is convex between the points where two of the lines meet: it is largest at one of these or at an end.
/// Where the bound does not settle the sign, the interval is halved: at most 400 are, and none shorter than 1e-9 of the coordinate.
/// </para>
/// <para>Source: [BV93]; the convexity from the Schwarz–Pick lemma.</para>
/// </remarks>
internal sealed class SlopeSamples
{
    private const int MostHalvings = 400;
    private const double Narrowest = 1e-9;

    private readonly double[] exponents;
    private readonly Func<double, Sample> sample;
    private readonly List<Sample> samples;

    private SlopeSamples(double[] exponents, Func<double, Sample> sample, IEnumerable<double> places)
    {
        this.exponents = exponents;
        this.sample = sample;
        samples = [.. places.Select(sample)];
    }

    /// <summary>The samples at these places and at those between them that are needed.</summary>
    /// <param name="exponents">tᵢ.</param>
    /// <param name="places">Coordinates in increasing order.</param>
    /// <param name="sample">The sample at a coordinate.</param>
    public static List<(double Y, double Value)> Dense(double[] exponents, IEnumerable<double> places, Func<double, Sample> sample)
    {
        SlopeSamples dense = new(exponents, sample, places);
        dense.Halve();
        return [.. dense.samples.Select(one => (one.Y, one.Value))];
    }

    private void Halve()
    {
        int halvings = 0;
        for (int i = 0; i + 1 < samples.Count && halvings < MostHalvings;)
        {
            if (IsSettled(i))
            {
                i++;
            }
            else
            {
                samples.Insert(i + 1, sample(0.5 * (samples[i].Y + samples[i + 1].Y)));
                halvings++;
            }
        }
    }

    private bool IsSettled(int i)
    {
        Sample a = samples[i], b = samples[i + 1];
        bool known = double.IsFinite(a.Value) && double.IsFinite(b.Value);
        return !known || b.Y - a.Y < Narrowest || a.Value > 0.0 != b.Value > 0.0
            || (a.Value > 0.0 ? Least(a, b) > 0.0 : Most(i) <= 0.0);
    }

    /// <summary>The least value with every fᵢ on its chord.</summary>
    private double Least(in Sample a, in Sample b)
    {
        (double[] first, double[] last) = (a.Roots, b.Roots);
        double Value(double t)
        {
            double sum = 1.0;
            for (int k = 0; k < exponents.Length; k++)
            {
                double chord = ((1.0 - t) * first[k]) + (t * last[k]);
                sum += exponents[k] * ((1.0 / (chord * chord)) - 1.0);
            }

            return sum;
        }

        return -ScalarSearch.Maximum(t => -Value(t), 0.0, 1.0).Value;
    }

    /// <summary>The largest value with every fᵢ on the higher of its two lines; +∞ where these do not keep it from 0.</summary>
    private double Most(int i)
    {
        double most = Math.Max(AboveLines(i, samples[i].P), AboveLines(i, samples[i + 1].P));
        for (int k = 0; k < exponents.Length; k++)
        {
            if (Crossing(i, k) is { } p)
            {
                most = Math.Max(most, AboveLines(i, p));
            }
        }

        return most;
    }

    private double AboveLines(int i, double p)
    {
        double sum = 1.0;
        for (int k = 0; k < exponents.Length; k++)
        {
            double f = Math.Max(Line(i - 1, k, p), Line(i + 1, k, p));
            sum += exponents[k] * (f > 0.0 ? (1.0 / (f * f)) - 1.0 : double.PositiveInfinity);
        }

        return sum;
    }

    /// <summary>Where the lines of one factor from both sides meet between the samples.</summary>
    private double? Crossing(int i, int k)
    {
        (double left, double right) = (samples[i].P, samples[i + 1].P);
        double atLeft = Line(i - 1, k, left) - Line(i + 1, k, left), atRight = Line(i - 1, k, right) - Line(i + 1, k, right);
        return double.IsFinite(atLeft) && double.IsFinite(atRight) && atLeft > 0.0 && atRight < 0.0
            ? left + ((right - left) * (atLeft / (atLeft - atRight)))
            : null;
    }

    /// <summary>The line of fₖ through the samples i and i + 1; −∞ where one of them is missing.</summary>
    private double Line(int i, int k, double p)
    {
        if (i < 0 || i + 1 >= samples.Count)
        {
            return double.NegativeInfinity;
        }

        Sample a = samples[i], b = samples[i + 1];
        double line = a.Roots[k] + ((b.Roots[k] - a.Roots[k]) * ((p - a.P) / (b.P - a.P)));
        return double.IsFinite(line) ? line : double.NegativeInfinity;
    }

    /// <summary>One sample.</summary>
    /// <remarks><para>Source: [BV93].</para></remarks>
    /// <param name="Y">The coordinate.</param>
    /// <param name="P">P there, or ln P.</param>
    /// <param name="Value">dx/dP there, times a positive factor.</param>
    /// <param name="Roots">fᵢ there.</param>
    public readonly record struct Sample(double Y, double P, double Value, double[] Roots);
}
