using System.Numerics;

namespace FreeSpectra.Transforms.Rectangular;

/// <summary>One factor of a rectangular free sum at one point.</summary>
/// <remarks>Source: [BG09].</remarks>
/// <param name="Y">y.</param>
/// <param name="Moment">M = h(y).</param>
/// <param name="Narrow">1 + M, to relative accuracy also near y = 0.</param>
/// <param name="Wide">1 + λM.</param>
/// <param name="Slope">dM/dy.</param>
/// <param name="Level">H = (1 + M)(1 + λM)/y.</param>
/// <param name="Rate">dH/dy.</param>
internal readonly record struct RectangularFactor(
    Complex Y, Complex Moment, Complex Narrow, Complex Wide, Complex Slope, Complex Level, Complex Rate)
{
    private const double Cancelled = 0.5;

    /// <summary>The same factor where H is known: 1 + M or 1 + λM is taken from it where its terms cancel.</summary>
    public RectangularFactor Where(double level) =>
        Complex.Abs(Wide) < Math.Min(Cancelled, Complex.Abs(Narrow)) ? this with { Wide = level * Y / Narrow, Level = level }
        : Complex.Abs(Narrow) < Cancelled ? this with { Narrow = level * Y / Wide, Level = level }
        : this;
}
