using System.Collections.Immutable;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Networks.MeanField;

/// <summary>Duals of activations with kinks by Gauss–Legendre panels that end at the kinks.</summary>
/// <remarks>
/// <para>
/// In the rotated coordinates of <see cref="RotatedTrapezoid"/>, with c ≥ 0 (else v is reflected), a kink of φ(u) or φ(v)
/// crosses the line V = const at U = (k/√a ∓ βV)/α, which moves slowly; the inner integral over U is split there, and the
/// outer one where two of these cross, V = (k/√a − k'/√a')/2β. Both are then piecewise analytic, whatever c is.
/// </para>
/// <para>
/// Error: the change when all panels are halved, those too that the kinks made short; it overestimates the error of the finer value.
/// </para>
/// </remarks>
internal static class RotatedPanels
{
    private const double Reach = 9.0;
    private const double Farthest = 38.0;

    // A line ends where neither integrand adds a part of 1e-19 to the larger of them: the smaller one may begin further out.
    private const double Truncation = 1e-18;
    private const double Rounding = 4e-15;
    private const int MaxLevels = 6;
    private const double LargestVariance = 1e4;

    internal static DualValue Of(Activation activation, double varianceU, double varianceV, Correlation correlation)
    {
        if (Math.Max(varianceU, varianceV) > LargestVariance && activation is not PiecewiseLinear)
        {
            throw new NonConvergenceException(
                "Panel quadrature",
                Invariant($"{activation.Name}, variances {varianceU:R} and {varianceV:R}"),
                0,
                null,
                "Lower the variance: panels of ordinary width could step over what the activation does near 0.");
        }

        bool reflected = correlation.Value < 0.0;
        Correlation c = reflected ? correlation.Negated : correlation;
        Plane plane = new(activation, Math.Sqrt(varianceU), Math.Sqrt(varianceV), c, reflected);
        double width = 3.0;
        int parts = 1;
        (DualValue coarse, _, _) = plane.Integrate(width, parts);
        double change = double.PositiveInfinity;
        for (int level = 0; level < MaxLevels; level++)
        {
            width *= 0.5;
            parts *= 2;
            (DualValue fine, double valueSize, double slopeSize) = plane.Integrate(width, parts);
            change = Math.Max(Math.Abs(fine.Value - coarse.Value), Math.Abs(fine.Slope - coarse.Slope));
            double size = Math.Max(valueSize, slopeSize);
            if (change <= 3e-14 * size)
            {
                Estimate<double> jumps = JumpSlope.Of(activation, varianceU, varianceV, correlation);
                double truncated = Truncation * size;
                return new DualValue(
                    fine.Value,
                    fine.Slope + jumps.Value,
                    Math.Abs(fine.Value - coarse.Value) + (Rounding * valueSize) + truncated,
                    Math.Abs(fine.Slope - coarse.Slope) + (Rounding * slopeSize) + truncated + jumps.Error);
            }

            coarse = fine;
        }

        throw new NonConvergenceException(
            "Panel quadrature",
            Invariant($"{activation.Name}, variances {varianceU:R} and {varianceV:R}"),
            MaxLevels,
            change,
            "Lower the variance, or declare the kinks of the activation.");
    }

    private sealed class Plane
    {
        private readonly Activation activation;
        private readonly double scaleU;
        private readonly double scaleV;
        private readonly double alpha;
        private readonly double beta;
        private readonly double sign;
        private readonly ImmutableArray<double> kinksU;
        private readonly ImmutableArray<double> kinksV;
        private readonly double[] cuts;
        private double value;
        private double slope;
        private double valueSize;
        private double slopeSize;

        internal Plane(Activation activation, double scaleU, double scaleV, Correlation c, bool reflected)
        {
            this.activation = activation;
            this.scaleU = scaleU;
            this.scaleV = scaleV;
            alpha = Math.Sqrt(0.5 * c.OnePlus);
            beta = Math.Sqrt(0.5 * c.OneMinus);
            sign = reflected ? -1.0 : 1.0;
            kinksU = [.. activation.Kinks.Select(kink => kink / scaleU)];
            kinksV = [.. activation.Kinks.Select(kink => sign * kink / scaleV)];
            cuts = new double[kinksU.Length + kinksV.Length];
        }

        internal (DualValue Dual, double ValueSize, double SlopeSize) Integrate(double width, int parts)
        {
            value = slope = valueSize = slopeSize = 0.0;
            double[] outer = Divided((from h in kinksU from k in kinksV select (h - k) / (2.0 * beta)), width, parts);
            // At equal variances, and not reflected, v ↦ −v exchanges φ(u) and φ(v).
            bool symmetric = scaleU == scaleV && sign > 0.0;
            Walk(outer, width, symmetric, (v, weight) => Line(v, symmetric ? 2.0 * weight : weight, width, parts));
            return (new DualValue(value, slope, 0.0, 0.0), valueSize, slopeSize);
        }

        private void Line(double v, double weight, double width, int parts)
        {
            double shift = beta * v;
            for (int i = 0; i < kinksU.Length; i++)
            {
                cuts[2 * i] = (kinksU[i] - shift) / alpha;
                cuts[(2 * i) + 1] = (kinksV[i] + shift) / alpha;
            }

            // A line's sum is kept apart, so that rounding grows with a line's length, not the grid's size.
            double lineValue = 0.0;
            double lineSlope = 0.0;
            Walk(Divided(cuts, width, parts), width, oneSide: false, (u, inner) =>
            {
                double x = scaleU * ((alpha * u) + shift);
                double y = sign * scaleV * ((alpha * u) - shift);
                double valueTerm = weight * inner * activation.Value(x) * activation.Value(y);
                double slopeTerm = weight * inner * activation.Derivative(x) * activation.Derivative(y);
                lineValue += valueTerm;
                lineSlope += slopeTerm;
                valueSize += Math.Abs(valueTerm);
                slopeSize += Math.Abs(slopeTerm);
            });
            value += lineValue;
            slope += lineSlope;
        }

        /// <summary>The cuts within reach and 0, those nearer to each other than the panels' width with points between them.</summary>
        private static double[] Divided(IEnumerable<double> cuts, double width, int parts)
        {
            List<double> points = [.. cuts.Where(cut => Math.Abs(cut) < Farthest).Append(0.0).Order()];
            for (int i = points.Count - 1; i > 0; i--)
            {
                double left = points[i - 1], length = points[i] - left;
                for (int part = 1; part < parts && length > 0.0 && length < parts * width; part++)
                {
                    points.Add(left + (length * part / parts));
                }
            }

            return [.. points.Order()];
        }

        /// <summary>Calls term(z, normal density × weight) on panels from 0 outwards until they no longer count.</summary>
        private void Walk(double[] points, double width, bool oneSide, Action<double, double> term)
        {
            GaussLegendre rule = GaussLegendre.Sixteen;
            for (int side = oneSide ? 1 : -1; side <= 1; side += 2)
            {
                double left = 0.0;
                double before = -1.0;
                double total = 0.0;
                while (Math.Abs(left) < Farthest
                    && (Math.Abs(left) < Reach || total - before > 1e-19 * total))
                {
                    double right = left + (side * width);
                    foreach (double point in points)
                    {
                        if ((point - left) * side > 0.0 && (right - point) * side > 0.0)
                        {
                            right = point;
                        }
                    }

                    before = valueSize + slopeSize;
                    double center = 0.5 * (left + right);
                    double half = 0.5 * (right - left);
                    for (int i = 0; i < rule.Nodes.Length; i++)
                    {
                        double z = center + (half * rule.Nodes[i]);
                        term(z, Math.Abs(half) * rule.Weights[i] * ErrorFunction.NormalDensity(z));
                    }

                    total = valueSize + slopeSize;
                    left = right;
                }

                if (Math.Abs(left) >= Farthest && total - before > 1e-17 * total)
                {
                    throw new ArgumentException(
                        Invariant($"E phi(u)phi(v) of {activation.Name} diverges: the integrand outgrows the normal density."));
                }
            }
        }
    }
}
