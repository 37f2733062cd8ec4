namespace FreeSpectra.Transforms;

/// <summary>The inverse of a Pick function so near a square-root end of a band that the place itself rounds to the end.</summary>
/// <remarks>
/// <para>
/// P − Pₑ ∼ √(z − e), so dz/dP is analytic in d = P − Pₑ and vanishes at d = 0: A·d + B·d² from the farthest two places, 1e-6 to 1e-10 of the
/// way, where they predict z. Read off at a z that rounds to e, dz/dP would be far too large, and x(P) would seem to increase at the end of its range.
/// </para>
/// <para>Source: [BES20] (square-root edges).</para>
/// </remarks>
internal sealed class SoftEdge
{
    private const double Farthest = 1e-6;
    private const double Nearest = 1e-10;
    private const double Fraction = 1e-2;

    private readonly double end;
    private readonly double value;
    private readonly double linear;
    private readonly double quadratic;
    private readonly double reach;

    private SoftEdge(double end, double value, double linear, double quadratic, double reach)
    {
        this.end = end;
        this.value = value;
        this.linear = linear;
        this.quadratic = quadratic;
        this.reach = reach;
    }

    /// <summary>Fits the two coefficients; null if the end does not behave like a square root at that scale.</summary>
    /// <param name="pick">P and dP/dz.</param>
    /// <param name="end">e.</param>
    /// <param name="value">Pₑ.</param>
    /// <param name="side">+1 if the branch lies to the right of the end.</param>
    /// <param name="length">A length that is not larger than |e|.</param>
    public static SoftEdge? Build(Func<double, (double Value, double Derivative)> pick, double end, double value, double side, double length)
    {
        for (double nearOffset = Farthest * length; nearOffset >= Nearest * length; nearOffset *= 0.1)
        {
            (double near, double nearRise) = pick(end + (side * nearOffset));
            (double far, double farRise) = pick(end + (side * 4.0 * nearOffset));
            (double d1, double d2) = (near - value, far - value);
            double ratio1 = 1.0 / (nearRise * d1);
            double ratio2 = 1.0 / (farRise * d2);
            double linear = ((ratio1 * d2) - (ratio2 * d1)) / (d2 - d1);
            double quadratic = (ratio2 - ratio1) / (d2 - d1);
            double predicted = side * d1 * d1 * ((0.5 * linear) + (quadratic * d1 / 3.0));
            if (linear * side > 0.0 && Math.Abs(predicted - nearOffset) < 1e-3 * nearOffset)
            {
                return new SoftEdge(end, value, linear, quadratic, Fraction * Math.Abs(d1));
            }
        }

        return null;
    }

    /// <summary>Whether z is better known from here than from P.</summary>
    public bool Covers(double p) => Math.Abs(p - value) < reach;

    /// <summary>z with P(z) = p, and dz/dP.</summary>
    public (double Z, double Slope) Invert(double p)
    {
        double d = p - value;
        return (end + (d * d * ((0.5 * linear) + (quadratic * d / 3.0))), d * (linear + (quadratic * d)));
    }
}
