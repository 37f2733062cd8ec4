using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>A real branch with a given inverse ω(P), whose ends have no known places: what is made of it must find the limits there itself.</summary>
internal sealed class GivenBranch(double low, double high, Func<double, (double Z, double Slope)> inverse, double? peak = null) : RealBranch(low, high, peak)
{
    /// <summary>How often ω(P) was asked for.</summary>
    public int Count { get; private set; }

    /// <summary>ω = P + v/P, the inverse of F of the semicircle law, on one side of its band.</summary>
    public static GivenBranch Semicircle(double variance, bool upper) => new(
        upper ? Math.Sqrt(variance) : double.NegativeInfinity,
        upper ? double.PositiveInfinity : -Math.Sqrt(variance),
        p => (p + (variance / p), 1.0 - (variance / p / p)));

    /// <summary>The branch −ω(−P).</summary>
    public GivenBranch Mirrored() => new(-High, -Low, p =>
    {
        (double z, double slope) = inverse(-p);
        return (-z, slope);
    }, -Peak);

    /// <summary>The branch s·ω(P/s).</summary>
    public GivenBranch Scaled(double s) => new(s * Low, s * High, p =>
    {
        (double z, double slope) = inverse(p / s);
        return (s * z, slope);
    }, s * Peak);

    /// <summary>The branch s·ω(P), for products.</summary>
    public GivenBranch Stretched(double s) => new(Low, High, p =>
    {
        (double z, double slope) = inverse(p);
        return (s * z, s * slope);
    }, Peak);

    public override RealCursor NewCursor() => new Cursor(this, inverse);

    private sealed class Cursor(GivenBranch branch, Func<double, (double Z, double Slope)> inverse) : RealCursor
    {
        public override (double Z, double Slope) Invert(double p)
        {
            branch.Count++;
            return inverse(p);
        }
    }
}
