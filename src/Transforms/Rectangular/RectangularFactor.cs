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
    // How many times its relative error a relative error of y must make in 1 + M for H to know it better.
    private const double Worse = 4.0;

    /// <summary>The same factor where H is known: 1 + M or 1 + λM is taken from it beside its zero, where it has lost its digits.</summary>
    /// <param name="level">H.</param>
    /// <param name="ratio">λ.</param>
    public RectangularFactor Where(double level, double ratio)
    {
        double change = Complex.Abs(Y * Slope) / Worse;
        return ratio * change > Complex.Abs(Wide) ? this with { Wide = level * Y / Narrow, Level = level }
            : change > Complex.Abs(Narrow) ? this with { Narrow = level * Y / Wide, Level = level }
            : this;
    }
}
