using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>A real point v off the support of a slope law and h'(v) there.</summary>
/// <param name="V">v.</param>
/// <param name="Derivative">h'(v) &lt; 0.</param>
internal readonly record struct RealPreimage(double V, double Derivative);

/// <summary>The real inverse of h_ν in the gaps of ν, where h_ν decreases.</summary>
/// <remarks>
/// In an outer gap Newton's method runs on logarithms: log |h| against the logarithm of the distance from the support has slopes
/// between −1 and 0 only. Below a support that reaches 0 it is log((1 + h)/(−h)), a straight line for a single atom.
/// </remarks>
internal sealed class RealInverse
{
    private const int MaxSteps = 200;

    // How close to the end of a continuous part h is still good; values beyond that one are out of reach.
    private const double Resolution = 1e-13;
    private readonly SlopeLaw law;
    private readonly double highest;
    private readonly double lowest;
    private readonly (double AtLeft, double AtRight)[] inner;

    public RealInverse(SlopeLaw law)
    {
        this.law = law;
        highest = law.Atoms.Any(atom => atom.Location == law.Top)
            ? double.PositiveInfinity
            : law.MomentTransform(law.Top * (1.0 + Resolution), out _, out _).Real;
        double belowBottom = law.Bottom > 0.0 ? law.Bottom * (1.0 - Resolution) : -1e-140 * Math.Max(law.Top, 1e-100);
        Complex low = law.MomentTransform(belowBottom, out Complex shifted, out _);
        bool atomAtBottom = law.Bottom > 0.0 && law.Atoms.Any(atom => atom.Location == law.Bottom);
        lowest = atomAtBottom ? double.NegativeInfinity : law.Bottom > 0.0 ? low.Real : shifted.Real;
        inner = [.. law.Gaps.Select(gap => (
            law.MomentTransform(gap.Left + (2e-15 * gap.Right), out _, out _).Real,
            law.MomentTransform(gap.Right * (1.0 - 2e-15), out _, out _).Real))];
    }

    /// <summary>The point v above the top of ν with h_ν(v) = u, or null if u is not attained there.</summary>
    public RealPreimage? Above(double u)
    {
        if (!(u > 0.0 && u < highest))
        {
            return null;
        }

        double m1 = law.Mean;
        double guess = (m1 / u) - law.Top + ((law.Variance + (m1 * m1)) / m1);
        double most = m1 / u;
        return Solve(
            guess > 1e-3 * most ? guess : 1e-2 * most,
            most,
            distance =>
            {
                double v = law.Top + distance;
                Complex h = law.MomentTransform(v, out _, out Complex h1);
                return (v, Math.Log(u / h.Real), -h1.Real / h.Real, h1.Real);
            });
    }

    /// <summary>The point v below the bottom of ν with h_ν(v) = u, or null if u is not attained there.</summary>
    /// <param name="u">u.</param>
    /// <param name="shiftedU">1 + u, formed without cancellation.</param>
    public RealPreimage? Below(double u, double shiftedU)
    {
        if (!(u < 0.0))
        {
            return null;
        }

        double m1 = law.Mean;
        double most = -m1 / u;
        if (law.Bottom > 0.0)
        {
            double guess = most + law.Bottom - ((law.Variance + (m1 * m1)) / m1);
            return u > lowest
                ? Solve(
                    guess > 1e-3 * most ? guess : 1e-2 * most,
                    most,
                    distance =>
                    {
                        double v = law.Bottom - distance;
                        Complex h = law.MomentTransform(v, out _, out Complex h1);
                        return (v, Math.Log(u / h.Real), h1.Real / h.Real, h1.Real);
                    })
                : null;
        }

        return shiftedU > lowest
            ? Solve(
                most * Math.Min(1.0, shiftedU),
                most,
                distance =>
                {
                    Complex h = law.MomentTransform(-distance, out Complex shifted, out Complex h1);
                    double miss = Math.Log(-shifted.Real / h.Real) - Math.Log(-shiftedU / u);
                    return (-distance, miss, h1.Real * ((1.0 / h.Real) - (1.0 / shifted.Real)), h1.Real);
                })
            : null;
    }

    /// <summary>The point v inside an inner gap of ν with h_ν(v) = u, or null if u is not attained there.</summary>
    /// <param name="u">u.</param>
    /// <param name="gap">The index of the gap in <see cref="SlopeLaw.Gaps"/>.</param>
    public RealPreimage? Inside(double u, int gap)
    {
        if (!(u < inner[gap].AtLeft && u > inner[gap].AtRight))
        {
            return null;
        }

        double low = law.Gaps[gap].Left;
        double high = law.Gaps[gap].Right;
        double v = law.Gaps[gap].Center;
        double derivative = 0.0;
        for (int i = 0; i < MaxSteps; i++)
        {
            Complex h = law.MomentTransform(v, out _, out Complex h1);
            derivative = h1.Real;
            double miss = h.Real - u;
            if (miss > 0.0)
            {
                low = v;
            }
            else
            {
                high = v;
            }

            // Newton on 1/h where the gap ends at atoms, on h otherwise; always inside the bracket.
            double step = -miss / h1.Real * (Math.Abs(u) > 2.0 ? h.Real / u : 1.0);
            double next = v + step;
            if (!(next > low && next < high))
            {
                next = 0.5 * (low + high);
            }

            if (Math.Abs(next - v) <= 4e-16 * Math.Abs(high))
            {
                break;
            }

            v = next;
        }

        return new RealPreimage(v, derivative);
    }

    /// <summary>The zero of an increasing function of the distance from the support, in logarithms of the distance.</summary>
    private static RealPreimage? Solve(
        double start, double most, Func<double, (double V, double Miss, double Slope, double Derivative)> function)
    {
        double low = 0.0;
        double high = double.PositiveInfinity;
        double distance = Math.Min(Math.Max(start, 1e-300), most);
        double previous = double.PositiveInfinity;
        for (int i = 0; i < MaxSteps; i++)
        {
            (double v, double miss, double slope, double derivative) = function(distance);
            if (miss > 0.0)
            {
                high = distance;
            }
            else
            {
                low = distance;
            }

            double step = -miss / (distance * slope);
            double next = distance * Math.Exp(Math.Clamp(step, -5.0, 5.0));
            if (!(next > low && next < high))
            {
                next = double.IsInfinity(high) ? 4.0 * distance : low > 0.0 ? Math.Sqrt(low) * Math.Sqrt(high) : 0.05 * high;
            }

            // Next to an atom v is its location to rounding, and h only as good as the distance.
            double size = Math.Abs(next - distance);
            if (size <= 4e-16 * Math.Max(distance, Math.Abs(v)) || (size < 1e-13 * distance && size >= previous) || next == distance)
            {
                return new RealPreimage(v, derivative);
            }

            previous = size;
            distance = next;
        }

        return null;
    }
}
