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

    // In units of the top: from there on 1/t − 1 loses more than many factors cost.
    private const double Far = 1e3;

    private readonly ImmutableArray<double> losses;
    private readonly ImmutableArray<long> counts;
    private readonly ImmutableArray<Atom> atoms;
    private readonly ImmutableArray<Band> bands;
    private readonly ProjectionCurve curve;
    private readonly ProjectionBand inside;
    private readonly double topParameter;
    private readonly double bottomParameter;
    private readonly double top;
    private readonly double bottom;
    private readonly double topError;
    private readonly double bottomError;
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
        curve = new ProjectionCurve(scale, losses, counts, mean / scale);
        inside = new ProjectionBand(curve, losses, counts);
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

        topParameter = curve.TopParameter();
        (top, topError) = Edge(topParameter);
        bool hard = counts[^1] > 1;
        bottomParameter = hard ? 1.0 / losses[^1] : curve.BottomParameter();
        (bottom, bottomError) = hard ? (0.0, 0.0) : Edge(bottomParameter);
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
    /// <remarks>The rounding of log x = −log(1 − t) + Σ m_j log(1 − s_j t), whose many terms may cancel: a few units of x(1 + Σ |terms|); 0 at a hard end.</remarks>
    public override double EdgeError(int band, IntervalEnd end) => end == IntervalEnd.Left ? bottomError : topError;

    /// <inheritdoc/>
    public override double DensityFromEdge(int band, IntervalEnd end, double offset)
    {
        Require.Positive(offset);
        double x = end == IntervalEnd.Left ? bottom + offset : top - offset;
        if (end == IntervalEnd.Left && bottom == 0.0)
        {
            return DensityAt(inside.Interior(Math.Log(offset / Scale)), offset);
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
    public override double MassFromEdge(int band, IntervalEnd end, double offset) => MassFromEdgeByDistribution(band, end, offset);

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

        if (TryBesideAxis(z, out Complex beside))
        {
            return beside;
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
        Complex slope = 1.0 / (curve.LogSlope(t) * z);
        return -((slope / t) + (1.0 / z)) / (t * z);
    }

    /// <inheritdoc/>
    /// <remarks>h = (1 − t)/t with 1 − t = (s/z)·Π(1 − lⱼt)^{nⱼ}, where 1/t − 1 would cancel.</remarks>
    public override Complex MomentTransform(Complex z) => FarOut(z) is { } far ? far.Gap / far.T : base.MomentTransform(z);

    /// <inheritdoc/>
    /// <remarks>h' = −t'/t² with 1/t' = z·N(t), N = 1/(1 − t) − Σ nⱼlⱼ/(1 − lⱼt).</remarks>
    public override Complex MomentTransformDerivative(Complex z)
    {
        if (FarOut(z) is not { } far)
        {
            return base.MomentTransformDerivative(z);
        }

        Complex slope = 1.0 / far.Gap;
        for (int j = 0; j < losses.Length; j++)
        {
            slope -= counts[j] * losses[j] / (1.0 - (losses[j] * far.T));
        }

        return -1.0 / (far.T * far.T * slope * z);
    }

    /// <summary>t and 1 − t far out; null elsewhere.</summary>
    private (Complex T, Complex Gap)? FarOut(Complex z)
    {
        if (losses.IsEmpty || !(Complex.Abs(z) > Far * top))
        {
            return null;
        }

        Complex t = z.Imaginary < 0.0 ? Complex.Conjugate(Parameter(Complex.Conjugate(z))) : Parameter(z);
        Complex gap = Scale / z;
        for (int j = 0; j < losses.Length; j++)
        {
            gap *= Complex.Pow(1.0 - (losses[j] * t), counts[j]);
        }

        return (t, gap);
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

    /// <summary>−½ where G has its pole at the edge, t = 0.</summary>
    private static double EdgeExponent(double t) => Math.Abs(t) <= 1e-14 ? -0.5 : 0.5;

    private (double Place, double Error) Edge(double t)
    {
        (double logarithm, double size) = curve.LogValue(t);
        double place = Scale * Math.Exp(logarithm);
        return (place, 4.0 * Rounding * (1.0 + size) * place);
    }

    private static double DensityAt(Complex t, double x) =>
        -(1.0 / t).Imaginary / (Math.PI * x);

    private Complex FromEdge(IntervalEnd end, double offset)
    {
        double edge = end == IntervalEnd.Left ? bottom : top;
        double parameter = end == IntervalEnd.Left ? bottomParameter : topParameter;
        double logOffset = Elementary.LogOnePlus((end == IntervalEnd.Left ? offset : -offset) / edge);
        return (Math.Abs(logOffset) < 1e-2 ? inside.NearEdge(parameter, logOffset) : null) ?? inside.Interior(Math.Log(edge / Scale) + logOffset);
    }

    private Complex ParameterInBand(double x) =>
        bottom == 0.0 && x < 0.5 * top ? inside.Interior(Math.Log(x / Scale))
        : x - bottom < top - x ? FromEdge(IntervalEnd.Left, x - bottom)
        : FromEdge(IntervalEnd.Right, top - x);

    /// <summary>t over z, for Im z ≥ 0; inside the band the limit from above.</summary>
    private Complex Parameter(Complex z) =>
        z.Imaginary != 0.0 || bands.IsEmpty ? curve.Descend(z)
        : z.Real == top ? topParameter
        : z.Real == bottom ? bottomParameter
        : z.Real > bottom && z.Real < top ? ParameterInBand(z.Real) : curve.Descend(z);
}
