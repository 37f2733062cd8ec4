using System.Collections.Immutable;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>The support of an implicit chain's law, from the real points off it.</summary>
/// <remarks>
/// <para>
/// If every slope law has a connected support, the continuous part of μ_L lives on one interval: a point off the support
/// needs subordination points in the outermost gaps of both factors. On each side the condition dz_{ℓ+1}/dF₁ &gt; 0 holds
/// up to one F₁, found by bisection; z is stationary there, so the edge is good to rounding.
/// </para>
/// </remarks>
internal sealed class ImplicitSupport
{
    private ImplicitSupport(ImmutableArray<(double Left, double Right, bool LeftRegular, bool RightRegular)> intervals) =>
        Intervals = intervals;

    public ImmutableArray<(double Left, double Right, bool LeftRegular, bool RightRegular)> Intervals { get; }

    public static ImplicitSupport Find(
        SpectralChain chain, ImplicitChain equations, ChainStatistics statistics, double shift, double scale)
    {
        (double right, bool rightRegular) = Edge(equations, scale, right: true);
        bool hard = chain.Layers[^1].Slope.Bottom == 0.0;
        (double left, bool leftRegular) = hard ? (0.0, false) : Edge(equations, scale, right: false);
        
        // Where an atom has just vanished the density diverges; the band is split there.
        List<(double Left, double Right, bool LeftRegular, bool RightRegular)> intervals = [];
        foreach (double point in statistics.Vanished.Select(location => location - shift).Order())
        {
            if (point > left + (1e-9 * (right - left)) && point < right - (1e-9 * (right - left)))
            {
                intervals.Add((left, point, leftRegular, false));
                (left, leftRegular) = (point, false);
            }
        }

        intervals.Add((left, right, leftRegular, rightRegular));
        return new ImplicitSupport([.. intervals]);
    }

    private static (double Edge, bool Regular) Edge(ImplicitChain equations, double scale, bool right)
    {
        double[] v = new double[equations.Steps];
        double good = right ? scale : -scale;
        for (int i = 0; !equations.FollowReal(good, right, out _, out _, v); i++)
        {
            good *= 4.0;
            if (i > 200)
            {
                throw new NonConvergenceException(
                    "The outermost gap of a chain", good, i, double.NaN, "Rescale the network's variances.");
            }
        }

        double bad = 0.0;
        for (int i = 0; i < 300; i++)
        {
            double middle = bad == 0.0 && Math.Abs(good) > 1e-280 && i < 60 ? 0.25 * good : 0.5 * (good + bad);
            if (middle == good || middle == bad)
            {
                break;
            }

            if (equations.FollowReal(middle, right, out _, out _, v))
            {
                good = middle;
            }
            else
            {
                bad = middle;
            }
        }

        equations.FollowReal(good, right, out double z, out _, v);
        bool regular = !equations.FollowReal(bad, right, out double past, out _, v) && double.IsFinite(past);
        return (z, regular);
    }
}
