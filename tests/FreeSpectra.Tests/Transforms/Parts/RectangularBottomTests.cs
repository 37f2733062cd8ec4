using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms.Rectangular;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>The power of a rectangular sum at 0, from the masses at 0 of its factors: −1/(2 + β) where they just add to 1, the smaller of their own above.</summary>
public sealed class RectangularBottomTests
{
    [Fact]
    public void Masses_at_0_decide_whether_a_band_starts_there()
    {
        Atomic half = Atomic.ZeroOr(1.0, 0.5);
        JoinedLaw flat = new([new Atom(0.0, 0.5)], [(0.0, 1.0, 0.5)]), away = new([new Atom(0.0, 0.75)], [(1.0, 2.0, 0.25)]);
        FreePoisson soft = new(0.5, 1.0);
        Assert.Null(RectangularBottom.Exponent(half, Atomic.ZeroOr(1.0, 0.625)));
        Assert.Null(RectangularBottom.Exponent(new Uniform(0.0, 1.0), new FreePoisson(1.0, 1.0)));
        Assert.Equal(-0.5, RectangularBottom.Exponent(half, half));
        Assert.Equal(-0.5, RectangularBottom.Exponent(half, flat));
        Assert.Equal(-0.5, RectangularBottom.Exponent(soft, half));

        // β = −½ of MP(1), which has no mass at 0 itself, beside all of the mass of the other.
        Assert.Equal(-1.0 / 1.5, RectangularBottom.Exponent(new FreePoisson(1.0, 1.0), Atomic.Point(0.0)));
        Assert.Equal(-1.0 / 1.5, RectangularBottom.Exponent(Atomic.Point(0.0), new FreePoisson(1.0, 1.0)));

        // Above 1: an atom stays, with the power of a factor that starts at 0, if one does.
        Assert.Equal(0.0, RectangularBottom.Exponent(flat, away));
        Assert.Equal(0.0, RectangularBottom.Exponent(away, flat));
        Assert.Null(RectangularBottom.Exponent(half, away));

        // Within the rounding of the masses.
        Atomic third = Atomic.ZeroOr(1.0, 1.0 - 0.7), rest = Atomic.ZeroOr(1.0, 1.0 - 0.3);
        Assert.Equal(-0.5, RectangularBottom.Exponent(third, rest));
        Assert.Null(RectangularBottom.Exponent(half, Atomic.ZeroOr(1.0, 0.5 + 2e-15)));
        Assert.Null(RectangularBottom.Exponent(half, Atomic.ZeroOr(1.0, 0.5 - 2e-15)));
    }
}
