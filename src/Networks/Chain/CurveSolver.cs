using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>Finds the point of the physical sheet over a given z, and returns it only with its certificate.</summary>
/// <remarks>
/// The certificate: Newton's method has converged to rounding, and every intermediate Im z_ℓ and Im F_ℓ is positive. Then the
/// value is the boundary value of the Cauchy transform, by the uniqueness of subordination; how the start was found does not
/// matter.
/// </remarks>
internal static class CurveSolver
{
    private const int MaxNewton = 30;

    /// <summary>Newton's method; false if it fails or the certificate does not hold.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="x">Re z, to more digits than a double holds where it lies next to an edge.</param>
    /// <param name="y">Im z ≥ 0.</param>
    /// <param name="start">The first ζ.</param>
    /// <param name="record">See <see cref="RationalCurve.Evaluate"/>.</param>
    /// <param name="point">
    /// The solution; its F is corrected to first order for what rounding left of z − x. If <see cref="PlanePoint.Miss"/> is above
    /// <see cref="PlanePoint.Converged"/> rounding has stopped the method early, and more digits are needed.
    /// </param>
    public static bool TryNewton(
        RationalCurve curve, DoubleDouble x, double y, Complex start, Span<double> record, out PlanePoint point)
    {
        Complex zeta = start;
        double previous = double.PositiveInfinity;
        for (int i = 0; i < MaxNewton; i++)
        {
            point = curve.Evaluate(zeta, record);
            Complex step = Step(point, x, y);
            double length = Complex.Abs(zeta);
            double size = Complex.Abs(step) * length / zeta.Imaginary;
            if (!double.IsFinite(size))
            {
                return false;
            }

            // Convergence is quadratic: what the linear correction leaves is about size². Rounding may stop it before.
            if (size <= 1e-9 || (size >= 0.6 * previous && size <= PlanePoint.Rough))
            {
                point = point with { Zeta = zeta + (length * step), F = point.F + (point.FSlope * step), Miss = size };
                return point.IsPhysical;
            }

            zeta += length * step;
            if (!(zeta.Imaginary > 0.0) || (i > 6 && size > previous))
            {
                return false;
            }

            previous = size;
        }

        point = default;
        return false;
    }

    /// <summary>The relative Newton step at a point.</summary>
    public static Complex Step(in PlanePoint point, DoubleDouble x, double y)
    {
        double re = (x.High - point.Z.Real) + (x.Low - point.ZRest.Real);
        double im = (y - point.Z.Imaginary) - point.ZRest.Imaginary;
        return new Complex(re, im) / point.Slope;
    }

    /// <summary>Descends from far above the support to z, halving steps as needed.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="x">Re z.</param>
    /// <param name="y">Im z ≥ 0; if 0, x must lie inside a band.</param>
    /// <param name="scale">The size of the support.</param>
    /// <param name="record">See <see cref="RationalCurve.Evaluate"/>.</param>
    /// <exception cref="NonConvergenceException">No certified point was reached.</exception>
    public static PlanePoint Descend(RationalCurve curve, DoubleDouble x, double y, double scale, Span<double> record)
    {
        double height = 16.0 * (scale + Math.Abs(x.High));
        double slope = curve.SlopeAtInfinity();
        PlanePoint at;
        for (int i = 0; !Correct(curve, x, y + height, new Complex(x.High / slope, (y + height) / slope), out at); i++)
        {
            if (i > 40)
            {
                throw Failure(x, y, height);
            }

            height *= 8.0;
        }

        return DescendFrom(curve, at, height, x, y, record);
    }

    /// <summary>Descends from a point at the given height above z.</summary>
    public static PlanePoint DescendFrom(
        RationalCurve curve, PlanePoint at, double height, DoubleDouble x, double y, Span<double> record)
    {
        double factor = 0.25;
        while (factor < 1.0 - 1e-7)
        {
            // The rest of the way at once where it is short against the height of ζ.
            double length = Complex.Abs(at.Zeta);
            Complex rest = new Complex(0.0, -height) / at.Slope;
            double share = Complex.Abs(rest) * length / at.Zeta.Imaginary;
            if (share < 0.7)
            {
                Complex last = at.Zeta + (length * rest);
                if (last.Imaginary > 0.0 && TryNewton(curve, x, y, last, record, out PlanePoint found))
                {
                    return found;
                }

                if (share < 1e-10)
                {
                    break;
                }
            }

            double lower = height * factor;
            Complex trial = at.Zeta + (length * (new Complex(0.0, lower - height) / at.Slope));
            if (trial.Imaginary > 0.0 && Correct(curve, x, y + lower, trial, out PlanePoint next))
            {
                at = next;
                height = lower;
                factor = Math.Max(0.1, factor * factor);
            }
            else
            {
                factor = Math.Sqrt(factor);
            }
        }

        throw Failure(x, y, height);
    }

    /// <summary>The real ζ of a gap with z_L(ζ) = x; z_L is increasing there.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="slope">lim dz_L/dζ at infinity.</param>
    /// <param name="x">A real point off the support.</param>
    /// <param name="low">The critical point at the left end of the gap; null for −∞.</param>
    /// <param name="high">The critical point at the right end; null for +∞.</param>
    public static double SolveInGap(RealCurve curve, double slope, double x, double? low, double? high)
    {
        double reach = (1.0 + Math.Abs(x)) / slope;
        double a = low ?? (high ?? 0.0) - reach;
        double b = high ?? (low ?? 0.0) + reach;
        while (low is null && curve.Evaluate(a).Z > x)
        {
            a -= reach *= 2.0;
        }

        while (high is null && curve.Evaluate(b).Z < x)
        {
            b += reach *= 2.0;
        }

        double zeta = 0.5 * (a + b);
        for (int i = 0; i < 400; i++)
        {
            CurveJet jet = curve.Evaluate(zeta);
            double miss = jet.Z - x;
            if (miss > 0.0)
            {
                b = zeta;
            }
            else
            {
                a = zeta;
            }

            double next = zeta - (Math.Abs(zeta) * (miss / jet.Z1));
            if (!(next > a && next < b))
            {
                next = ParameterLine.Middle(a, b);
            }

            if (Math.Abs(next - zeta) <= 2e-16 * Math.Abs(zeta) || b - a <= 2e-16 * Math.Abs(zeta))
            {
                return next;
            }

            zeta = next;
        }

        return zeta;
    }

    /// <summary>Newton's method at a fixed height, only so far that its contraction is sure.</summary>
    public static bool Correct(RationalCurve curve, DoubleDouble x, double y, Complex start, out PlanePoint point)
    {
        Complex zeta = start;
        double previous = double.PositiveInfinity;
        for (int i = 0; i < 10; i++)
        {
            point = curve.Evaluate(zeta, []);
            Complex step = Step(point, x, y);
            double length = Complex.Abs(zeta);
            double size = Complex.Abs(step) * length / zeta.Imaginary;
            if (!point.IsPhysical || !(size <= 0.7 * previous))
            {
                return false;
            }

            if (size < 1e-3)
            {
                // The next predictor starts at the corrected ζ with this slope.
                point = point with { Zeta = zeta + (length * step) };
                return true;
            }

            zeta += length * step;
            if (!(zeta.Imaginary > 0.0))
            {
                return false;
            }

            previous = size;
        }

        point = default;
        return false;
    }

    private static NonConvergenceException Failure(DoubleDouble x, double y, double height) => new(
        "The certified Cauchy transform of a chain", new Complex(x.High, y), 4000, height, "Ask at a point farther from an edge of the support.");
}
