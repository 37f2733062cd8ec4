using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Measures.Laws;

/// <summary>t over the points of the band of a free product of projections, in the upper half-plane; points are told by log(x/c).</summary>
/// <remarks>
/// Next to an edge Newton's method in the distance from it, next to a hard edge in its logarithm, elsewhere a search over rays;
/// each keeps the relative accuracy of the distance.
/// <para>Source: [MS17] §3.6; [HK21] eq. (24).</para>
/// </remarks>
internal sealed class ProjectionBand
{
    private readonly ProjectionCurve curve;
    private readonly ImmutableArray<double> losses;
    private readonly ImmutableArray<long> counts;

    /// <param name="curve">The curve.</param>
    /// <param name="losses">s_j, increasing.</param>
    /// <param name="counts">m_j.</param>
    public ProjectionBand(ProjectionCurve curve, ImmutableArray<double> losses, ImmutableArray<long> counts)
    {
        this.curve = curve;
        this.losses = losses;
        this.counts = counts;
    }

    /// <summary>t in the upper half-plane with log z(t) = log z(t_e) + logOffset, by Newton in t − t_e.</summary>
    public Complex? NearEdge(double edge, double logOffset)
    {
        double curvature = 1.0 / ((1.0 - edge) * (1.0 - edge));
        for (int j = 0; j < losses.Length; j++)
        {
            double ratio = losses[j] / (1.0 - (losses[j] * edge));
            curvature -= counts[j] * ratio * ratio;
        }

        Complex h = new(0.0, Math.Sqrt(Math.Abs(2.0 * logOffset / curvature)));
        if (Math.Abs(logOffset) < 1e-34)
        {
            return edge + h;
        }

        double previous = double.PositiveInfinity;
        for (int i = 0; i < 40; i++)
        {
            Effort.Step();

            // The terms linear in h cancel exactly at the edge; only the excess of each logarithm is formed.
            Complex w0 = -h / (1.0 - edge);
            Complex value = -LogExcess(w0) - logOffset;
            Complex slope = -w0 / ((1.0 - edge) * (1.0 + w0));
            for (int j = 0; j < losses.Length; j++)
            {
                double ratio = losses[j] / (1.0 - (losses[j] * edge));
                Complex w = -ratio * h;
                value += counts[j] * LogExcess(w);
                slope += counts[j] * ratio * w / (1.0 + w);
            }

            Complex step = value / slope;
            h -= step;
            double size = Complex.Abs(step) / Complex.Abs(h);
            if (!double.IsFinite(size) || !(h.Imaginary > 0.0))
            {
                return null;
            }

            if (size < 1e-15 || (size >= previous && size < 1e-12))
            {
                return edge + h;
            }

            previous = size;
        }

        return null;
    }

    /// <summary>t over a point of the band: on each ray 1 − t = r e^{−iψ} one r makes z real, and z decreases in ψ.</summary>
    public Complex Interior(double logX)
    {
        if (counts[^1] > 1 && NearHardEdge(logX) is { } near)
        {
            return near;
        }

        double low = 0.0;
        double high = Math.PI;
        Complex t = Complex.Zero;
        for (int i = 0; i < 200; i++)
        {
            Effort.Step();
            double angle = 0.5 * (low + high);
            t = OnRay(angle, out double logValue);
            if (Polish(ref t, logX))
            {
                return t;
            }

            if (logValue > logX)
            {
                low = angle;
            }
            else
            {
                high = angle;
            }

            if (high - low < 1e-16 * high)
            {
                break;
            }
        }

        throw new NonConvergenceException(
            "The density of a product of projections", Math.Exp(logX), 200, high - low, "Ask at a point farther from an edge.");
    }

    /// <summary>
    /// t near the hard edge 1/s: with p = 1 − s t, log z = k log p + (analytic in p), solved by Newton in log p from its
    /// leading term, so that the offset keeps its relative accuracy however small x is.
    /// </summary>
    private Complex? NearHardEdge(double logX)
    {
        double s = losses[^1];
        long k = counts[^1];
        double constant = -Math.Log((1.0 / s) - 1.0);
        for (int j = 0; j + 1 < losses.Length; j++)
        {
            constant += counts[j] * Elementary.LogOnePlus(-losses[j] / s);
        }

        Complex logP = new((logX - constant) / k, -Math.PI / k);
        if (logP.Real > -1.0)
        {
            return null;
        }

        double previous = double.PositiveInfinity;
        for (int i = 0; i < 40; i++)
        {
            Effort.Step();

            // 1 − t = −(1/s − 1)(1 − p/(1 − s)), whose argument is −π + arg(1 − p/(1 − s)) above the axis.
            Complex p = Complex.Exp(logP);
            Complex a = p / (1.0 - s);
            Complex value = (k * logP) + new Complex(constant - logX, Math.PI) - Complex.Log(1.0 - a);
            Complex slope = k + (a / (1.0 - a));
            for (int j = 0; j + 1 < losses.Length; j++)
            {
                Complex b = losses[j] * p / (s - losses[j]);
                value += counts[j] * Elementary.LogOnePlus(b);
                slope += counts[j] * b / (1.0 + b);
            }

            Complex step = value / slope;
            double size = Complex.Abs(step);
            if (!(size < 0.5))
            {
                return null;
            }

            logP -= step;
            if (size < 1e-15 || (size >= previous && size <= 1e-12))
            {
                p = Complex.Exp(logP);
                Complex shifted = 1.0 - (p / (1.0 - s));
                return p.Imaginary < 0.0 && shifted.Real > 0.0 ? (1.0 - p) / s : null;
            }

            previous = size;
        }

        return null;
    }

    /// <summary>The point of a ray where z is real, roughly.</summary>
    private Complex OnRay(double angle, out double logValue)
    {
        (double sin, double cos) = Math.SinCos(angle);
        double low = double.MinValue;
        double high = double.MaxValue;
        double logRadius = 0.0;
        for (int i = 0; i < 120; i++)
        {
            Effort.Step();
            double r = Math.Exp(logRadius);
            double phase = 0.0;
            for (int j = 0; j < losses.Length; j++)
            {
                phase += counts[j] * Math.Atan2(losses[j] * r * sin, 1.0 - losses[j] + (losses[j] * r * cos));
            }

            if (phase > angle)
            {
                high = logRadius;
            }
            else
            {
                low = logRadius;
            }

            logRadius = low == double.MinValue ? logRadius - 1.0 - (0.5 * Math.Abs(logRadius))
                : high == double.MaxValue ? logRadius + 1.0 + (0.5 * Math.Abs(logRadius))
                : 0.5 * (low + high);
            if (high != double.MaxValue && low != double.MinValue && high - low < 1e-3)
            {
                break;
            }
        }

        double radius = Math.Exp(logRadius);
        logValue = -logRadius;
        for (int j = 0; j < losses.Length; j++)
        {
            double re = 1.0 - losses[j] + (losses[j] * radius * cos);
            double im = losses[j] * radius * sin;
            logValue += 0.5 * counts[j] * Math.Log((re * re) + (im * im));
        }

        return new Complex(1.0 - (radius * cos), radius * sin);
    }

    /// <summary>Newton's method for log z(t) = log x; true once it has converged to the point over x on the physical sheet.</summary>
    private bool Polish(ref Complex t, double logX)
    {
        Complex point = t;
        double previous = double.PositiveInfinity;
        for (int i = 0; i < 30; i++)
        {
            Effort.Step();
            Complex value = -Complex.Log(1.0 - point) - logX;
            for (int j = 0; j < losses.Length; j++)
            {
                value += counts[j] * Elementary.LogOnePlus(-losses[j] * point);
            }

            Complex step = value / curve.LogSlope(point);
            double size = Complex.Abs(step) / Math.Max(point.Imaginary, 1e-300);
            if (!(size < 0.4) || (i > 2 && size > previous && size > 1e-11))
            {
                return false;
            }

            point -= step;
            if (size < 1e-15 || (size >= previous && size < 1e-11))
            {
                // Principal logarithms are continuous above the axis, so a zero of value there has argument exactly 0.
                t = point;
                return true;
            }

            previous = size;
        }

        return false;
    }

    /// <summary>log(1 + w) − w without cancellation.</summary>
    private static Complex LogExcess(Complex w)
    {
        if (Complex.Abs(w) > 0.2)
        {
            return Complex.Log(1.0 + w) - w;
        }

        // 0.2²⁶ is below rounding.
        Complex sum = Complex.Zero;
        Complex power = -w;
        for (int n = 2; n <= 27; n++)
        {
            power *= -w;
            sum -= power / n;
        }

        return sum;
    }
}
