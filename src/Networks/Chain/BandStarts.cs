using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>Starting values ζ for Newton's method over the half of a band next to one of its ends.</summary>
/// <remarks>
/// <para>
/// ζ is tabulated at equal steps of τ, offset = d·sinh²τ with d the scale of the edge: Re ζ is even and Im ζ odd in τ, and far
/// from the edge τ is a logarithm, so that bands of many decades are covered. The table is refined until it predicts its own
/// next level.
/// </para>
/// <para>
/// Where many bands have just merged the density oscillates faster than a table can follow. Then the table stands at a height
/// above the axis where the oscillation has died out, and each point descends from there.
/// </para>
/// <para>Only the cost depends on the table: what is returned carries the certificate of <see cref="CurveSolver"/>.</para>
/// </remarks>
internal sealed class BandStarts
{
    private const int FirstCount = 8;
    private const int HopelessCount = 64;
    private const int MaxCount = 256;
    private const int MaxCountAbove = 128;

    // Misses of the table relative to Im ζ: well predicted, and still good for Newton's method.
    private const double Predicted = 1e-2;
    private const double Usable = 0.5;

    // From here on τ is the logarithm of many scales, each of which needs its nodes.
    private const double LongReach = 6.0;

    private const double HeightStep = 0.125;

    private readonly RationalCurve curve;
    private readonly ChainBand band;
    private readonly IntervalEnd end;
    private readonly double unit;
    private readonly double reach;
    private readonly double height;
    private readonly Complex[] table;

    public BandStarts(RationalCurve curve, ChainBand band, IntervalEnd end)
    {
        this.curve = curve;
        this.band = band;
        this.end = end;
        unit = band.EdgeAt(end).Scale;

        // A little beyond the middle, so that the interpolation there is not at the end of the table.
        reach = Math.Asinh(Math.Sqrt(0.55 * band.Width / unit));
        if (TryTable(0.0, null, 0.0, MaxCount, out Complex[] found))
        {
            table = found;
            return;
        }

        // The lowest height at which a short table is enough.
        Complex[]? above = null;
        double aboveHeight = 0.0;
        for (double h = 0.25 * band.Width; h > 1e-12 * band.Width; h *= HeightStep)
        {
            if (!TryTable(h, above, aboveHeight, MaxCountAbove, out found))
            {
                break;
            }

            above = found;
            aboveHeight = h;
        }

        table = above ?? [];
        height = aboveHeight;
    }

    /// <summary>The certified point over x.</summary>
    /// <param name="x">A point of the band.</param>
    /// <param name="offset">Its distance from the end.</param>
    /// <param name="record">See <see cref="RationalCurve.Evaluate"/>.</param>
    /// <exception cref="NonConvergenceException">No certified point was reached.</exception>
    public PlanePoint Solve(DoubleDouble x, double offset, Span<double> record)
    {
        if (table.Length > 0)
        {
            Complex guess = Guess(table, height, Math.Asinh(Math.Sqrt(offset / unit)));
            if (height == 0.0)
            {
                if (CurveSolver.TryNewton(curve, x, 0.0, guess, record, out PlanePoint found))
                {
                    return found;
                }
            }
            else if (guess.Imaginary > 0.0 && CurveSolver.Correct(curve, x, height, guess, out PlanePoint at))
            {
                return CurveSolver.DescendFrom(curve, at, height, x, 0.0, record);
            }
        }

        return CurveSolver.Descend(curve, x, 0.0, band.Scale, record);
    }

    private bool TryTable(double h, Complex[]? above, double aboveHeight, int maxCount, out Complex[] found)
    {
        int count = FirstCount;
        found = new Complex[count + 1];
        for (int j = 0; j <= count; j++)
        {
            found[j] = At(h, above, aboveHeight, reach * j / count);
        }

        while (true)
        {
            Complex[] finer = new Complex[(2 * count) + 1];
            double worst = 0.0;
            for (int j = 0; j <= 2 * count; j++)
            {
                if (j % 2 == 0)
                {
                    finer[j] = found[j / 2];
                    continue;
                }

                double tau = 0.5 * reach * j / count;
                Complex guess = Guess(found, h, tau);
                if (guess.Imaginary > 0.0
                    && CurveSolver.TryNewton(curve, Point(tau, out _), h, guess, [], out PlanePoint point))
                {
                    finer[j] = point.Zeta;
                    worst = Math.Max(worst, Complex.Abs(point.Zeta - guess) / point.Zeta.Imaginary);
                }
                else
                {
                    finer[j] = At(h, above, aboveHeight, tau);
                    worst = double.PositiveInfinity;
                }
            }

            found = finer;
            count *= 2;
            if (worst < Predicted)
            {
                return true;
            }

            if (count >= maxCount)
            {
                return h == 0.0 && worst < Usable;
            }

            if (count >= HopelessCount * Math.Max(1.0, reach / LongReach) && double.IsInfinity(worst))
            {
                return false;
            }
        }
    }

    /// <summary>ζ over x(τ) + ih, from the table above it or from far away.</summary>
    private Complex At(double h, Complex[]? above, double aboveHeight, double tau)
    {
        DoubleDouble x = Point(tau, out double offset);
        if (h == 0.0 && offset == 0.0)
        {
            return band.EdgeAt(end).Parameter.High;
        }

        if (above is not null)
        {
            Complex guess = Guess(above, aboveHeight, tau);
            if (guess.Imaginary > 0.0 && CurveSolver.Correct(curve, x, aboveHeight, guess, out PlanePoint at))
            {
                return CurveSolver.DescendFrom(curve, at, aboveHeight - h, x, h, []).Zeta;
            }
        }

        return CurveSolver.Descend(curve, x, h, band.Scale, []).Zeta;
    }

    private DoubleDouble Point(double tau, out double offset)
    {
        double sinh = Math.Sinh(tau);
        offset = unit * sinh * sinh;
        return band.PointAt(end, offset);
    }

    /// <summary>Cubic interpolation in τ; on the axis beyond the edge by the parity of ζ.</summary>
    private Complex Guess(Complex[] nodes, double h, double tau)
    {
        int count = nodes.Length - 1;
        double position = tau / reach * count;
        int cell = Math.Clamp((int)position, h == 0.0 ? 0 : 1, count - 2);
        double t = position - cell;
        ReadOnlySpan<double> weights = [
            -t * (t - 1.0) * (t - 2.0) / 6.0,
            (t + 1.0) * (t - 1.0) * (t - 2.0) / 2.0,
            -(t + 1.0) * t * (t - 2.0) / 2.0,
            (t + 1.0) * t * (t - 1.0) / 6.0,
        ];
        Complex sum = 0.0;
        for (int k = 0; k < 4; k++)
        {
            int index = cell - 1 + k;
            sum += weights[k] * (index < 0 ? Complex.Conjugate(nodes[-index]) : nodes[index]);
        }

        return sum;
    }
}
