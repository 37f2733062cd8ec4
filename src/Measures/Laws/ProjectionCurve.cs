using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Measures.Laws;

/// <summary>
/// The curve of a free product of projections, log z(t) = Σ m_j log(1 − s_j t) − log(1 − t) with z in the unit of its scale: its critical points on the
/// line, and t over a point off the support.
/// </summary>
/// <remarks><para>Source: [MS17] §3.6; [HK21] eq. (24).</para></remarks>
internal sealed class ProjectionCurve
{
    private const double Rounding = 2.220446049250313e-16;
    private readonly ImmutableArray<double> losses;
    private readonly ImmutableArray<long> counts;
    private readonly double relativeMean;
    private readonly double scale;

    /// <param name="scale">c.</param>
    /// <param name="losses">s_j, increasing.</param>
    /// <param name="counts">m_j.</param>
    /// <param name="relativeMean">Π(1 − s_j)^{m_j}.</param>
    public ProjectionCurve(double scale, ImmutableArray<double> losses, ImmutableArray<long> counts, double relativeMean)
    {
        this.scale = scale;
        this.losses = losses;
        this.counts = counts;
        this.relativeMean = relativeMean;
    }

    /// <summary>dlog z/dt = 1/(1 − t) − Σ m s/(1 − s t).</summary>
    public Complex LogSlope(Complex t)
    {
        Complex sum = 1.0 / (1.0 - t);
        for (int j = 0; j < losses.Length; j++)
        {
            sum -= counts[j] * losses[j] / (1.0 - (losses[j] * t));
        }

        return sum;
    }

    /// <summary>log |z(t)|, and the size of its terms.</summary>
    public (double Value, double Size) LogValue(double t)
    {
        double sum = -LogDistance(t);
        double size = Math.Abs(sum);
        for (int j = 0; j < losses.Length; j++)
        {
            double term = counts[j] * LogDistance(losses[j] * t);
            sum += term;
            size += Math.Abs(term);
        }

        return (sum, size);

        static double LogDistance(double u) => u < 1.0 ? Elementary.LogOnePlus(-u) : Math.Log(u - 1.0);
    }

    /// <summary>t at the top of the band.</summary>
    public double TopParameter()
    {
        double lost = 0.0;
        for (int j = 0; j < losses.Length; j++)
        {
            lost += counts[j] * losses[j];
        }

        // The edge function is 1 − Σ m s at t = 0, where a top atom of that weight sits.
        if (Math.Abs(1.0 - lost) <= 4.0 * Rounding)
        {
            return 0.0;
        }

        double low = lost > 1.0 ? 0.0 : -1.0;
        while (EdgeFunction(low) > 0.0)
        {
            low *= 4.0;
        }

        double high = lost > 1.0 ? 1.0 : 0.0;
        return Bisect(low, high);
    }

    /// <summary>t at the bottom of the band, where that is not a hard edge at 0.</summary>
    public double BottomParameter()
    {
        double pole = 1.0 / losses[^1];
        double next = 1.0 / losses[^2];
        return Bisect(pole, next);
    }

    /// <summary>t at a point off the support, by descent from far above.</summary>
    public Complex Descend(Complex z)
    {
        Complex w = z / scale;
        double height = 8.0 * (1.0 + Complex.Abs(w));
        Complex at = new(w.Real, w.Imaginary + height);

        // p = 1 − t keeps its relative accuracy far out, where it is about m₁/z.
        Complex p = relativeMean / at;
        double factor = 0.5;
        for (int i = 0; i < 2000; i++)
        {
            Effort.Step();
            Complex target = new(w.Real, w.Imaginary + height);
            Complex trial = p;
            if (Correct(ref trial, target))
            {
                p = trial;
                if (height == 0.0)
                {
                    return 1.0 - p;
                }

                factor = Math.Max(0.1, factor * factor);
                at = target;
                height = height * factor < 1e-9 * Complex.Abs(w) ? 0.0 : height * factor;
            }
            else
            {
                factor = Math.Sqrt(factor);
                height = at.Imaginary - w.Imaginary;
                height = factor > 1.0 - 1e-9
                    ? throw new NonConvergenceException(
                        "The Cauchy transform of a product of projections", z, i, height, "Ask at a point farther from the support.")
                    : height * factor;
            }
        }

        throw new NonConvergenceException(
            "The Cauchy transform of a product of projections", z, 2000, height, "Ask at a point farther from the support.");
    }

    /// <summary>(1 − t)·dlog z/dt = 1 − Σ m s(1 − t)/(1 − s t), increasing in t between its poles.</summary>
    private double EdgeFunction(double t)
    {
        double sum = 1.0;
        for (int j = 0; j < losses.Length; j++)
        {
            sum -= counts[j] * losses[j] * (1.0 - t) / (1.0 - (losses[j] * t));
        }

        return sum;
    }

    /// <summary>The zero of the edge function, which increases from negative to positive on the interval.</summary>
    private double Bisect(double low, double high)
    {
        for (int i = 0; i < 2000; i++)
        {
            Effort.Step();
            double middle = low + (0.5 * (high - low));
            if (!(middle > low && middle < high))
            {
                break;
            }

            if (EdgeFunction(middle) > 0.0)
            {
                high = middle;
            }
            else
            {
                low = middle;
            }
        }

        return low + (0.5 * (high - low));
    }

    private bool Correct(ref Complex p, Complex w)
    {
        double previous = double.PositiveInfinity;
        for (int i = 0; i < 25; i++)
        {
            Effort.Step();
            Complex log = -Complex.Log(p);
            Complex slope = -1.0 / p;
            for (int j = 0; j < losses.Length; j++)
            {
                Complex factor = 1.0 - losses[j] + (losses[j] * p);
                log += counts[j] * Elementary.LogOnePlus(-losses[j] * (1.0 - p));
                slope += counts[j] * losses[j] / factor;
            }

            Complex step = Complex.Log(Complex.Exp(log) / w) / slope;
            double size = Complex.Abs(step);
            double scale = Complex.Abs(p);
            if (!double.IsFinite(size) || size > 0.5 * scale || (i > 1 && size > previous && size > 1e-12 * scale))
            {
                return false;
            }

            p -= step;
            if (size < 1e-15 * scale || (size >= 0.5 * previous && size < 1e-12 * scale))
            {
                return w.Imaginary == 0.0 || p.Imaginary < 0.0;
            }

            previous = size;
        }

        return false;
    }
}
