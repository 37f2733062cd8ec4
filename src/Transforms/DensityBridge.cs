using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>The density across a narrow place beside an end at which the equations cannot be certified, from certified values on both sides.</summary>
/// <remarks>
/// <para>
/// The logarithm of the density is interpolated in the logarithm of the distance from the end, by the cubic through four certified points. The error claimed is the whole difference between the cubic and the straight
/// line through the two nearest points, and the errors of all four; where the mass in doubt, about distance times error, would count there is no answer.
/// </para>
/// <para>Source: [BB07] thm. 4.1 (the density is analytic where it is positive and finite).</para>
/// </remarks>
internal static class DensityBridge
{
    private const double AllowedMass = 1e-9;
    private const double AllowedError = 0.1;
    private const int Reach = 12;

    /// <summary>The density at a distance from an end of a band; null if it cannot be bridged.</summary>
    /// <param name="density">The density at a distance; null where it cannot be certified.</param>
    /// <param name="offset">The distance.</param>
    public static Estimate<double>? FromEdge(Func<double, Estimate<double>?> density, double offset)
    {
        return Side(density, offset, 0.25) is not { } inner || Side(density, offset, 4.0) is not { } outer
            ? null
            : Combine(
                [(Math.Log(inner.Far / offset), Math.Log(inner.AtFar)), (Math.Log(inner.Near / offset), Math.Log(inner.AtNear)),
                    (Math.Log(outer.Near / offset), Math.Log(outer.AtNear)), (Math.Log(outer.Far / offset), Math.Log(outer.AtFar))],
                0.0,
                offset,
                inner.Error + outer.Error);
    }

    /// <summary>The first two neighbouring certified points on one side.</summary>
    private static (double Near, double AtNear, double Far, double AtFar, double Error)? Side(Func<double, Estimate<double>?> density, double start, double factor)
    {
        double near = start * factor;
        Estimate<double>? atNear = density(near);
        for (int k = 0; k < Reach; k++)
        {
            double far = near * factor;
            Estimate<double>? atFar = density(far);
            if (atNear is { Value: > 0.0 } first && atFar is { Value: > 0.0 } second && first.Error <= 1e-4 * first.Value && second.Error <= 1e-4 * second.Value)
            {
                return (near, first.Value, far, second.Value, (first.Error / first.Value) + (second.Error / second.Value));
            }

            (near, atNear) = (far, atFar);
        }

        return null;
    }

    private static Estimate<double>? Combine((double X, double Y)[] nodes, double at, double width, double relative)
    {
        double cubic = Interpolate(nodes, at);
        double line = Interpolate(nodes.AsSpan(1, 2), at);
        double value = Math.Exp(cubic);
        double error = Math.Abs(Math.Exp(line) - value) + (relative * value);
        return value > 0.0 && error < AllowedError * value && width * error < AllowedMass ? new Estimate<double>(value, error, nodes.Length) : null;
    }

    /// <summary>The polynomial through the nodes, by Neville's scheme.</summary>
    private static double Interpolate(ReadOnlySpan<(double X, double Y)> nodes, double at)
    {
        Span<double> value = stackalloc double[nodes.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            value[i] = nodes[i].Y;
        }

        for (int order = 1; order < nodes.Length; order++)
        {
            for (int i = 0; i + order < nodes.Length; i++)
            {
                value[i] += (at - nodes[i].X) / (nodes[i].X - nodes[i + order].X) * (value[i] - value[i + 1]);
            }
        }

        return value[0];
    }
}
