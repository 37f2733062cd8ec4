using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Measures;

/// <summary>One interval of the support of the absolutely continuous part, with its mass and the behaviour at its ends.</summary>
/// <remarks>
/// <para>
/// Near an end e, ρ(x) ∼ C·|x − e|^β with β the exponent at that end: ½ at a regular edge, −½ at an inverse-square-root
/// edge, ⅓ at a cusp, −1 + 1/n at a hard edge.
/// </para>
/// <para>+∞ stands for an end at which the density follows no power: flatter than any, or with logarithms.</para>
/// <para>An end may be infinite; the exponent there is that of |x| and is negative.</para>
/// </remarks>
public readonly record struct Band
{
    /// <summary>Creates a band.</summary>
    /// <param name="left">The left end, or −∞.</param>
    /// <param name="right">The right end &gt; left, or +∞.</param>
    /// <param name="mass">∫ ρ over the band, in (0, 1].</param>
    /// <param name="leftExponent">β at the left end.</param>
    /// <param name="rightExponent">β at the right end.</param>
    public Band(double left, double right, double mass, double leftExponent = 0.5, double rightExponent = 0.5)
    {
        if (!(left < right))
        {
            throw new ArgumentException(Invariant($"The band [{left:R}, {right:R}] is empty or reversed."), nameof(right));
        }

        Left = left;
        Right = right;
        Mass = Require.InRange(mass, 0.0, 1.0 + 1e-9);
        LeftExponent = leftExponent;
        RightExponent = rightExponent;
    }

    /// <summary>The left end, or −∞.</summary>
    public double Left { get; }

    /// <summary>The right end, or +∞.</summary>
    public double Right { get; }

    /// <summary>The mass of the band, computed, never renormalised.</summary>
    public double Mass { get; }

    /// <summary>The power of x − Left with which the density starts.</summary>
    public double LeftExponent { get; }

    /// <summary>The power of Right − x with which the density ends.</summary>
    public double RightExponent { get; }

    /// <summary>Right − Left.</summary>
    public double Width => Right - Left;

    /// <summary>The middle of the band, or a finite point of it when an end is infinite.</summary>
    public double Center =>
        double.IsInfinity(Left)
            ? (double.IsInfinity(Right) ? 0.0 : Right - 1.0)
            : (double.IsInfinity(Right) ? Left + 1.0 : Left + (0.5 * (Right - Left)));

    /// <summary>Whether <paramref name="x"/> is an end at which the density is infinite.</summary>
    public bool DivergesAt(double x) => (x == Left && LeftExponent < 0.0) || (x == Right && RightExponent < 0.0);

    /// <summary>Whether <paramref name="x"/> lies in the closed band.</summary>
    public bool Contains(double x) => Left <= x && x <= Right;
}
