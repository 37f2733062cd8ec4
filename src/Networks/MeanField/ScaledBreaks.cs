using FreeSpectra.Networks.Activations;

namespace FreeSpectra.Networks.MeanField;

/// <summary>Where panels for z ↦ φ(sz) are to end: at the kinks, and at a large scale s on the way out from 0.</summary>
/// <remarks>
/// <para>
/// At scale s what φ does on |x| ≲ 1 happens on |z| ≲ 1/s, between the nodes of any panel of ordinary width, and a rule that never sees it
/// agrees with its halves. Panels that end at ±4^k/s cannot step over it.
/// </para>
/// </remarks>
internal static class ScaledBreaks
{
    private const double Large = 4.0;
    private const double Growth = 4.0;
    private const double Farthest = 1.0;

    /// <summary>The points in increasing order.</summary>
    internal static double[] Of(Activation activation, double scale)
    {
        IEnumerable<double> kinks = activation.Kinks.Select(kink => kink / scale);
        return Math.Abs(scale) < Large ? [.. kinks.Order()] : [.. kinks.Concat(Outwards(1.0 / Math.Abs(scale))).Distinct().Order()];
    }

    /// <summary>The end of the panel that begins at a distance from 0 on one side: the first of the points beyond it, at most a given distance.</summary>
    internal static double Next(ReadOnlySpan<double> points, int side, double left, double right)
    {
        foreach (double point in points)
        {
            double distance = side * point;
            if (distance > left)
            {
                right = Math.Min(right, distance);
            }
        }

        return right;
    }

    private static IEnumerable<double> Outwards(double first)
    {
        yield return 0.0;
        for (double point = first; point < Farthest; point *= Growth)
        {
            yield return point;
            yield return -point;
        }
    }
}
