using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>
/// The density beyond the last point towards an end of a band at which the equations can still be certified: nearer to an edge than
/// rounding resolves, or far out in a tail.
/// </summary>
/// <remarks>
/// The power law continues from there with the logarithmic slope found there. The error claimed is the whole change that the
/// difference between this slope and the limit makes, such as the 1/ln x where the density of a factor jumps at 0.
/// <para>
/// In a tail ρ ∼ C·x^{−1−α} the factor x^{1+α}ρ is a polynomial in x^{−a}, a = min(1, α), through up to eight certified points: the first
/// correction is of order x^{−α}, or x^{−1} where the law is shifted. The error claimed is what the innermost point changes.
/// </para>
/// <para>
/// Beside a hard end ρ ∼ C·x^β, −1 &lt; β &lt; 0, the factor x^{−β}ρ is such a polynomial in x^{1+β}: W − W₀ is of that order, and G is analytic in it where the
/// factors are.
/// </para>
/// <para>Source: [BB07] thm. 3.2, 4.1.</para>
/// </remarks>
internal sealed class EndPowerLaw
{
    private const double CertifiedDigits = 1e-7;
    private const int Points = 8;
    private const int FewestPoints = 4;

    // A density may be uncertain where the mass in doubt, about distance times density, is below this.
    private const double AllowedMass = 1e-9;

    private readonly double value;
    private readonly double slope;
    private readonly double exponent;
    private readonly bool outward;
    private readonly (double Y, double Factor)[] tail;

    private EndPowerLaw(double from, double value, double slope, double exponent, bool outward, (double Y, double Factor)[] tail)
    {
        this.tail = tail;
        From = from;
        this.value = value;
        this.slope = slope;
        this.exponent = exponent;
        this.outward = outward;
    }

    /// <summary>The last certified distance: from the edge, or from 0 in a tail.</summary>
    public double From { get; }

    /// <summary>Walks towards the end by powers of ten as long as the density is certified to seven digits.</summary>
    /// <param name="density">The density at a distance; null where it cannot be certified.</param>
    /// <param name="start">A distance at which it can.</param>
    /// <param name="last">Where the walk stops at the latest.</param>
    /// <param name="exponent">The limit of the logarithmic slope.</param>
    /// <returns>Null if not even the start is certified.</returns>
    public static EndPowerLaw? Find(Func<double, Estimate<double>?> density, double start, double last, double exponent)
    {
        if (density(start) is not { } first || !(first.Value > 0.0))
        {
            return null;
        }

        bool outward = last > start;

        // Where the correction falls fast the points may lie closer together, so that enough of them are certified.
        double rate = Rate(exponent);
        double factor = !outward ? 0.1 : rate > 0.5 ? Math.Sqrt(10.0) : 10.0;
        (double from, double value) = (start, first.Value);
        List<(double Distance, double Value)> walked = [(from, value)];
        for (double distance = start * factor; outward ? distance < last : distance > last; distance *= factor)
        {
            if (density(distance) is not { Value: > 0.0 } next || !(next.Error <= CertifiedDigits * next.Value))
            {
                break;
            }

            (from, value) = (distance, next.Value);
            walked.Add((from, value));
        }

        // Nodes y = (x/From)^{−α}, or (x/From)^{1+β} beside a hard end: 1 at the last certified point and 0 at the end, about 2.5 times farther apart each.
        double step = outward ? -rate : 1.0 + exponent;
        bool powers = outward ? exponent < -1.0 : exponent is > -1.0 and < 0.0;
        int stride = powers ? (int)Math.Clamp(Math.Round(0.4 / Math.Abs(step * Math.Log10(factor))), 1.0, Math.Max(1.0, (walked.Count - 1.0) / (Points - 1))) : 1;
        (double, double)[] tail = powers && walked.Count >= FewestPoints
            ? [.. Enumerable.Range(0, Math.Min(Points, ((walked.Count - 1) / stride) + 1)).Select(i => walked[^(1 + (i * stride))]).Select(point => (
                Math.Pow(point.Distance / from, step), point.Value / value * Math.Pow(point.Distance / from, -exponent)))]
            : [];
        double back = from / factor / factor;
        return density(back) is { } before
            ? new EndPowerLaw(from, value, Math.Log(before.Value / value) / Math.Log(back / from), exponent, outward, tail)
            : null;
    }

    /// <summary>Whether a distance lies beyond the last certified one.</summary>
    /// <param name="distance">From the edge, or from 0 in a tail.</param>
    /// <param name="before">How many times nearer to the inside it may lie, where the equations are lost between points that were certified.</param>
    public bool Covers(double distance, double before = 1.0) => outward ? distance * before > From : distance < From * before;

    /// <summary>The density there.</summary>
    /// <exception cref="NonConvergenceException">The density is not yet a power law where the equations are lost.</exception>
    public Estimate<double> Density(double distance)
    {
        double ratio = distance / From;
        if (tail.Length > 0)
        {
            double y = Math.Pow(ratio, outward ? -Rate(exponent) : 1.0 + exponent);
            double factor = Interpolate(tail, y);
            double change = Math.Abs(factor - Interpolate(tail.AsSpan(0, tail.Length - 1), y));
            double limit = value * Math.Pow(ratio, exponent);
            if (change < 1e-3 * factor && distance * limit * change < AllowedMass)
            {
                return new Estimate<double>(limit * factor, limit * (change + (CertifiedDigits * factor)), 1);
            }
        }

        // Both powers are told from the last certified point: that of the slope there, and that of the limit.
        double density = value * Math.Pow(ratio, slope);
        double limiting = value * Math.Pow(ratio, exponent);
        double correction = Math.Abs(Math.Pow(ratio, exponent - slope) - 1.0);
        double mass = distance * density;
        return mass < AllowedMass || (correction < 0.5 && mass * correction < AllowedMass)
            ? new Estimate<double>(density, Math.Abs(limiting - density) + (CertifiedDigits * density), 1)
            : throw new NonConvergenceException(
                "The free convolution", FormattableString.Invariant($"distance {distance:R} from an end"), 1, correction, "The density near that end is not yet a power law.");
    }

    /// <summary>The power a of the first correction to a tail.</summary>
    private static double Rate(double exponent) => Math.Min(1.0, -1.0 - exponent);

    /// <summary>The polynomial through the nodes, by Neville's scheme.</summary>
    private static double Interpolate(ReadOnlySpan<(double Y, double Factor)> nodes, double y)
    {
        Span<double> value = stackalloc double[Points];
        for (int i = 0; i < nodes.Length; i++)
        {
            value[i] = nodes[i].Factor;
        }

        for (int order = 1; order < nodes.Length; order++)
        {
            for (int i = 0; i + order < nodes.Length; i++)
            {
                value[i] += (y - nodes[i].Y) / (nodes[i].Y - nodes[i + order].Y) * (value[i] - value[i + 1]);
            }
        }

        return value[0];
    }
}
