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
    private const int MaxNewton = 40;

    /// <summary>Newton's method on the real axis in any precision; false if it fails or the certificate does not hold.</summary>
    public static bool TryNewton<T>(RationalCurve<T> curve, T x, Complex2<T> start, out Complex2<T> phi)
        where T : struct, IAdditionOperators<T, T, T>, ISubtractionOperators<T, T, T>, IMultiplyOperators<T, T, T>,
            IDivisionOperators<T, T, T>, IUnaryNegationOperators<T, T>
    {
        bool fine = typeof(T) == typeof(DoubleDouble);
        double target = fine ? 1e-18 : 1e-13;
        phi = start;
        double previous = double.PositiveInfinity;
        for (int i = 0; i < MaxNewton; i++)
        {
            bool physical = curve.Evaluate(phi, out Complex2<T> z, out Complex2<T> z1, out _, out _);
            Complex2<T> step = new Complex2<T>(x - z.Re, -z.Im) / z1;
            double size = Size(step, curve);
            double height = curve.ToDouble(phi.Im);
            if (!double.IsFinite(size) || !(height > 0.0))
            {
                return false;
            }

            phi += step;
            if (!(curve.ToDouble(phi.Im) > 0.0))
            {
                return false;
            }

            // Convergence is quadratic: the step after this one is about size²/height.
            if (size <= target * height || (size >= 0.5 * previous && size <= 1e6 * target * height))
            {
                return physical && curve.Evaluate(phi, out _, out _, out _, out _);
            }

            if (i > 6 && size > previous)
            {
                return false;
            }

            previous = size;
        }

        return false;
    }

    /// <summary>Descends from far above the support to z with a predictor and Newton corrector, halving steps as needed.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="target">z with Im z ≥ 0; on the axis it must lie inside a band.</param>
    /// <param name="scale">The size of the support.</param>
    /// <exception cref="NonConvergenceException">No certified point was reached.</exception>
    public static Complex2<double> Descend(RationalCurve<double> curve, Complex target, double scale)
    {
        double height = 16.0 * (scale + Math.Abs(target.Real));
        double floor = target.Imaginary;
        double slope = curve.SlopeAtInfinity();
        Complex2<double> phi = new(target.Real / slope, (height + floor) / slope);
        for (int i = 0; !Correct(curve, new Complex(target.Real, floor + height), ref phi); i++)
        {
            if (i > 40)
            {
                throw Failure(target, height);
            }

            height *= 8.0;
            phi = new(target.Real / slope, (height + floor) / slope);
        }

        double factor = 0.25;
        for (int i = 0; i < 4000; i++)
        {
            if (height <= 0.02 * scale && factor < 0.6)
            {
                Complex2<double> last = phi;
                if (Correct(curve, target, ref last))
                {
                    return last;
                }
            }

            double lower = height * factor;
            curve.Evaluate(phi, out _, out Complex2<double> z1, out _, out _);
            Complex2<double> trial = phi + (new Complex2<double>(0.0, lower - height) / z1);
            if (trial.Im > 0.0 && Correct(curve, new Complex(target.Real, floor + lower), ref trial))
            {
                phi = trial;
                height = lower;
                factor = Math.Max(0.1, factor * factor);
                if (height < 1e-14 * scale)
                {
                    Complex2<double> last = phi;
                    return Correct(curve, target, ref last) ? last : throw Failure(target, height);
                }
            }
            else
            {
                factor = Math.Sqrt(factor);
                if (factor > 1.0 - 1e-7)
                {
                    break;
                }
            }
        }

        throw Failure(target, height);
    }

    /// <summary>The real φ of a gap with z_L(φ) = x; z_L is increasing there.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="x">A real point off the support.</param>
    /// <param name="low">The critical point at the left end of the gap; null for −∞.</param>
    /// <param name="high">The critical point at the right end; null for +∞.</param>
    public static double SolveInGap(RationalCurve<double> curve, double x, double? low, double? high)
    {
        double slope = curve.SlopeAtInfinity();
        double reach = (1.0 + Math.Abs(x)) / slope;
        double a = low ?? (high ?? 0.0) - reach;
        double b = high ?? (low ?? 0.0) + reach;
        while (low is null && curve.EvaluateReal(a).Z > x)
        {
            a -= reach *= 2.0;
        }

        while (high is null && curve.EvaluateReal(b).Z < x)
        {
            b += reach *= 2.0;
        }

        double phi = 0.5 * (a + b);
        for (int i = 0; i < 200; i++)
        {
            CurveJet<double> jet = curve.EvaluateReal(phi);
            double miss = jet.Z - x;
            if (miss > 0.0)
            {
                b = phi;
            }
            else
            {
                a = phi;
            }

            double next = phi - (miss / jet.Z1);
            if (!(next > a && next < b))
            {
                next = 0.5 * (a + b);
            }

            if (Math.Abs(next - phi) <= 2e-16 * Math.Abs(phi) || b - a <= 2e-16 * Math.Abs(phi))
            {
                return next;
            }

            phi = next;
        }

        return phi;
    }

    /// <summary>Newton's method at a fixed z, accepted only if it contracts from the start and the certificate holds.</summary>
    private static bool Correct(RationalCurve<double> curve, Complex z, ref Complex2<double> phi)
    {
        double previous = double.PositiveInfinity;
        Complex2<double> point = phi;
        for (int i = 0; i < 12; i++)
        {
            bool physical = curve.Evaluate(point, out Complex2<double> value, out Complex2<double> z1, out _, out _);
            Complex2<double> step = new Complex2<double>(z.Real - value.Re, z.Imaginary - value.Im) / z1;
            double size = Math.Abs(step.Re) + Math.Abs(step.Im);
            if (!physical || !double.IsFinite(size) || (i > 0 && size > 0.7 * previous && size > 1e-12 * Math.Abs(point.Im)))
            {
                return false;
            }

            point += step;
            if (!(point.Im > 0.0))
            {
                return false;
            }

            if (size <= 1e-14 * (Math.Abs(point.Re) + point.Im) || (size > 0.5 * previous && size <= 1e-12 * point.Im))
            {
                if (!curve.Evaluate(point, out _, out _, out _, out _))
                {
                    return false;
                }

                phi = point;
                return true;
            }

            previous = size;
        }

        return false;
    }

    private static double Size<T>(Complex2<T> value, RationalCurve<T> curve)
        where T : struct, IAdditionOperators<T, T, T>, ISubtractionOperators<T, T, T>, IMultiplyOperators<T, T, T>,
            IDivisionOperators<T, T, T>, IUnaryNegationOperators<T, T> =>
        Math.Abs(curve.ToDouble(value.Re)) + Math.Abs(curve.ToDouble(value.Im));

    private static NonConvergenceException Failure(Complex target, double height) => new(
        "The certified Cauchy transform of a chain", target, 4000, height, "Ask at a point farther from an edge of the support.");
}
