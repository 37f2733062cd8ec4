using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Measures.Laws;

/// <summary>The free product of projections, c·⊠ⱼ(s_j δ₀ + (1 − s_j)δ₁)^{⊠m_j}: the law of c·P₁…P_n…P₁ for free projections.</summary>
/// <remarks>
/// <para>
/// With t = 1/(1 + u), u = zG(z) − 1: z(t) = c Π(1 − s_j t)^{m_j}/(1 − t) and G = 1/(t z). The edges are the zeros of
/// 1/(1 − t) − Σ m_j s_j/(1 − s_j t).
/// </para>
/// <para>
/// Atoms: max s at 0 and (1 − Σ m_j s_j)⁺ at c. The largest loss with multiplicity k ≥ 2 makes a hard edge at 0,
/// ρ ∼ x^{−1+1/k}.
/// </para>
/// <para>Error: densities to rounding, relative to themselves, down to the smallest doubles.</para>
/// <para>Source: [MS17] §3.6; [HK21] eq. (24).</para>
/// </remarks>
public sealed record FreeProjectionProduct : SpectralMeasure
{
    private const double Rounding = 2.220446049250313e-16;
    private readonly ImmutableArray<double> losses;
    private readonly ImmutableArray<long> counts;
    private readonly ImmutableArray<Atom> atoms;
    private readonly ImmutableArray<Band> bands;
    private readonly double logScale;
    private readonly double topParameter;
    private readonly double bottomParameter;
    private readonly double top;
    private readonly double bottom;
    private readonly double mean;
    private readonly double variance;

    /// <summary>Creates the law.</summary>
    /// <param name="scale">c &gt; 0.</param>
    /// <param name="factors">Pairs (s, m): s in [0, 1) is the mass that a projection sends to 0, m ≥ 1 how often it occurs.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range.</exception>
    public FreeProjectionProduct(double scale, IEnumerable<(double Loss, long Count)> factors)
    {
        ArgumentNullException.ThrowIfNull(factors);
        Scale = Require.Positive(scale);
        logScale = Math.Log(scale);
        SortedDictionary<double, long> groups = [];
        foreach ((double loss, long count) in factors)
        {
            Require.InRange(loss, 0.0, 1.0);
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
            if (loss >= 1.0)
            {
                throw new ArgumentOutOfRangeException(nameof(factors), loss, Invariant($"loss must be < 1, but is {loss:R}."));
            }

            if (loss > 0.0)
            {
                groups[loss] = groups.GetValueOrDefault(loss) + count;
            }
        }

        losses = [.. groups.Keys];
        counts = [.. groups.Values];
        double logMean = 0.0;
        double lost = 0.0;
        double spread = 0.0;
        for (int j = 0; j < losses.Length; j++)
        {
            logMean += counts[j] * Elementary.LogOnePlus(-losses[j]);
            lost += counts[j] * losses[j];
            spread += counts[j] * losses[j] / (1.0 - losses[j]);
        }

        mean = scale * Math.Exp(logMean);
        variance = mean * mean * spread;
        double topWeight = 1.0 - lost;
        List<Atom> found = [];
        if (losses.Length > 0)
        {
            found.Add(new Atom(0.0, losses[^1]));
        }

        if (topWeight > 4.0 * Rounding)
        {
            found.Add(new Atom(scale, topWeight));
        }

        atoms = [.. found];
        if (counts.Sum() < 2)
        {
            bands = [];
            return;
        }

        topParameter = TopParameter();
        top = Math.Exp(LogValue(topParameter));
        bool hard = counts[^1] > 1;
        bottomParameter = hard ? 1.0 / losses[^1] : BottomParameter();
        bottom = hard ? 0.0 : Math.Exp(LogValue(bottomParameter));
        double leftExponent = hard ? -1.0 + (1.0 / counts[^1]) : EdgeExponent(bottomParameter);
        double mass = 1.0 - losses[^1] - (topWeight > 4.0 * Rounding ? topWeight : 0.0);
        bands = [new Band(bottom, top, mass, leftExponent, EdgeExponent(topParameter))];
    }

    /// <summary>c.</summary>
    public double Scale { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms => atoms;

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands => bands;

    /// <inheritdoc/>
    /// <remarks>m₁ = c Π(1 − s_j).</remarks>
    public override double Mean => mean;

    /// <inheritdoc/>
    /// <remarks>m₁² Σ s_j/(1 − s_j).</remarks>
    public override double Variance => variance;

    /// <inheritdoc/>
    public override double Density(double x)
    {
        if (bands.IsEmpty || !(x > bottom && x < top))
        {
            return bands.IsEmpty || !(x == bottom || x == top) ? 0.0
                : (x == bottom ? bands[0].LeftExponent : bands[0].RightExponent) < 0.0 ? double.PositiveInfinity : 0.0;
        }

        return DensityAt(ParameterInBand(x), x);
    }

    /// <inheritdoc/>
    public override double DensityFromEdge(int band, IntervalEnd end, double offset)
    {
        Require.Positive(offset);
        double x = end == IntervalEnd.Left ? bottom + offset : top - offset;
        if (end == IntervalEnd.Left && bottom == 0.0)
        {
            return DensityAt(Interior(Math.Log(offset)), offset);
        }

        return DensityAt(FromEdge(end, offset), x);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Inside the band 1 − [(1 − Σ m s) arg t − arg(1 − t) + Σ m s arg(1 − s t)]/π, since G dz is the differential of the same
    /// combination of logarithms.
    /// </remarks>
    public override double CumulativeDistribution(double x)
    {
        if (bands.IsEmpty || !(x > bottom && x < top))
        {
            return base.CumulativeDistribution(x);
        }

        Complex t = ParameterInBand(x);
        double lost = 0.0;
        double sum = -(1.0 - t).Phase;
        for (int j = 0; j < losses.Length; j++)
        {
            lost += counts[j] * losses[j];
            sum += counts[j] * losses[j] * (1.0 - (losses[j] * t)).Phase;
        }

        return 1.0 - ((sum + ((1.0 - lost) * t.Phase)) / Math.PI);
    }

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z)
    {
        if (losses.IsEmpty)
        {
            return 1.0 / (z - Scale);
        }

        if (z.Imaginary < 0.0)
        {
            return Complex.Conjugate(Cauchy(Complex.Conjugate(z)));
        }

        Complex t = Parameter(z);
        return 1.0 / (t * z);
    }

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z)
    {
        if (losses.IsEmpty)
        {
            return -1.0 / ((z - Scale) * (z - Scale));
        }

        if (z.Imaginary < 0.0)
        {
            return Complex.Conjugate(CauchyDerivative(Complex.Conjugate(z)));
        }

        // G = 1/(tz) and dlog z/dt = N(t).
        Complex t = Parameter(z);
        Complex slope = 1.0 / (LogSlope(t) * z);
        return -((slope / t) + (1.0 / z)) / (t * z);
    }

    /// <summary>Whether two laws have the same factors.</summary>
    public bool Equals(FreeProjectionProduct? other) =>
        other is not null && Scale == other.Scale && losses.AsSpan().SequenceEqual(other.losses.AsSpan())
        && counts.AsSpan().SequenceEqual(other.counts.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Scale, losses.Length, losses.IsEmpty ? 0.0 : losses[0]);

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append(Invariant($"{Scale:R} · "));
        builder.AppendJoin(" [x] ", losses.Zip(counts, (loss, count) => Invariant($"bernoulli({1.0 - loss:R})^[x]{count}")));
        return true;
    }

    private static double DensityAt(Complex t, double x) =>
        -(1.0 / t).Imaginary / (Math.PI * x);

    private Complex FromEdge(IntervalEnd end, double offset)
    {
        double edge = end == IntervalEnd.Left ? bottom : top;
        double parameter = end == IntervalEnd.Left ? bottomParameter : topParameter;
        double logOffset = Elementary.LogOnePlus((end == IntervalEnd.Left ? offset : -offset) / edge);
        return (Math.Abs(logOffset) < 1e-2 ? NearEdge(parameter, logOffset) : null) ?? Interior(Math.Log(edge) + logOffset);
    }

    private Complex ParameterInBand(double x) =>
        bottom == 0.0 && x < 0.5 * top ? Interior(Math.Log(x))
        : x - bottom < top - x ? FromEdge(IntervalEnd.Left, x - bottom)
        : FromEdge(IntervalEnd.Right, top - x);

    /// <summary>log(1 + w) − w without cancellation.</summary>
    private static Complex LogExcess(Complex w)
    {
        if (Complex.Abs(w) > 0.2)
        {
            return Complex.Log(1.0 + w) - w;
        }

        Complex sum = Complex.Zero;
        Complex power = -w;
        for (int n = 2; n < 40; n++)
        {
            power *= -w;
            Complex term = -power / n;
            sum += term;
            if (Complex.Abs(term) < 1e-18 * Complex.Abs(sum))
            {
                break;
            }
        }

        return sum;
    }

    /// <summary>dlog z/dt = 1/(1 − t) − Σ m s/(1 − s t).</summary>
    private Complex LogSlope(Complex t)
    {
        Complex sum = 1.0 / (1.0 - t);
        for (int j = 0; j < losses.Length; j++)
        {
            sum -= counts[j] * losses[j] / (1.0 - (losses[j] * t));
        }

        return sum;
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

    private double LogValue(double t)
    {
        double sum = logScale - Math.Log(Math.Abs(1.0 - t));
        for (int j = 0; j < losses.Length; j++)
        {
            sum += counts[j] * Math.Log(Math.Abs(1.0 - (losses[j] * t)));
        }

        return sum;
    }

    /// <summary>−½ where G has its pole at the edge, t = 0.</summary>
    private static double EdgeExponent(double t) => Math.Abs(t) <= 1e-14 ? -0.5 : 0.5;

    private double TopParameter()
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

    private double BottomParameter()
    {
        double pole = 1.0 / losses[^1];
        double next = 1.0 / losses[^2];
        return Bisect(pole, next);
    }

    /// <summary>The zero of the edge function, which increases from negative to positive on the interval.</summary>
    private double Bisect(double low, double high)
    {
        for (int i = 0; i < 2000; i++)
        {
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

    /// <summary>t in the upper half-plane with log z(t) = log z(t_e) + logOffset, by Newton in t − t_e.</summary>
    private Complex? NearEdge(double edge, double logOffset)
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
    private Complex Interior(double logX)
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
        double constant = logScale - Math.Log((1.0 / s) - 1.0);
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
            // 1 − t = −(1/s − 1)(1 − p/(1 − s)), whose argument is −π + arg(1 − p/(1 − s)) above the axis.
            Complex p = Complex.Exp(logP);
            Complex a = p / (1.0 - s);
            Complex value = (k * logP) + new Complex(constant - logX, Math.PI) - Complex.Log(1.0 - a);
            Complex slope = k + (a / (1.0 - a));
            for (int j = 0; j + 1 < losses.Length; j++)
            {
                Complex b = losses[j] * p / (s - losses[j]);
                value += counts[j] * Complex.Log(1.0 + b);
                slope += counts[j] * b / (1.0 + b);
            }

            Complex step = value / slope;
            double size = Complex.Abs(step);
            if (!(size < 0.5) || (i > 2 && size > previous && size > 1e-12))
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

    private Complex OnRay(double angle, out double logValue)
    {
        (double sin, double cos) = Math.SinCos(angle);
        double low = double.MinValue;
        double high = double.MaxValue;
        double logRadius = 0.0;
        for (int i = 0; i < 120; i++)
        {
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
        logValue = logScale - logRadius;
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
            Complex value = logScale - Complex.Log(1.0 - point) - logX;
            for (int j = 0; j < losses.Length; j++)
            {
                value += counts[j] * Complex.Log(1.0 - (losses[j] * point));
            }

            Complex step = value / LogSlope(point);
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

    /// <summary>t at a point off the support, by descent from far above.</summary>
    private Complex Parameter(Complex z)
    {
        if (z.Imaginary == 0.0 && !bands.IsEmpty && z.Real > bottom && z.Real < top)
        {
            return ParameterInBand(z.Real);
        }

        Complex w = z / Scale;
        double height = 8.0 * (1.0 + Complex.Abs(w));
        Complex at = new(w.Real, w.Imaginary + height);

        // p = 1 − t keeps its relative accuracy far out, where it is about m₁/z.
        Complex p = mean / Scale / at;
        double factor = 0.5;
        for (int i = 0; i < 2000; i++)
        {
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

    private bool Correct(ref Complex p, Complex w)
    {
        double previous = double.PositiveInfinity;
        for (int i = 0; i < 25; i++)
        {
            Complex log = -Complex.Log(p);
            Complex slope = -1.0 / p;
            for (int j = 0; j < losses.Length; j++)
            {
                Complex factor = 1.0 - losses[j] + (losses[j] * p);
                log += counts[j] * Complex.Log(factor);
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
