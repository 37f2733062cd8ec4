using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Networks.Chain;

/// <summary>
/// The law μ_L of a chain μ_{ℓ+1} = (q_ℓ + σ²_{ℓ+1}·)_*(ν_ℓ ⊠ μ_ℓ), μ₁ = δ_{q₀}, with two-point slope laws
/// ν_ℓ = (1 − α_ℓ)δ₀ + α_ℓδ_{γ_ℓ}: the dual Fisher information of a network with Haar weights.
/// </summary>
/// <remarks>
/// <para>
/// Everything is read off one rational curve ζ ↦ (z_L, 1/G_L): the gaps of the support are found by a search with a proof
/// that none is missed, the edges are its critical values, the density is Im F/(π|F|²) at the point of the upper half-plane
/// where z_L = x, and the distribution function is a sum of arguments. Nothing is smeared and no grid decides what is found.
/// </para>
/// <para>Error: edges and masses to rounding; each density carries its own bound.</para>
/// <para>Source: [HK21] eqs. (10)–(15), (18); [BB07].</para>
/// </remarks>
internal sealed record RationalChainLaw : SpectralMeasure
{
    private const double Rounding = 2.220446049250313e-16;

    // Four roundings of double-double arithmetic, as one relative error of a value that passed through many layers.
    private const double FineRounding = 2e-31;

    // Up to here doubles are kept; beyond, one value in double-double precision follows.
    private const double Wanted = 2e-13;

    // A half band this many scales of its edge wide is integrated over a logarithm.
    private const double ManyScales = 1e6;

    // A density this many s below the reach of an edge starts from the edge.
    private const double NearEdge = 1e-3;

    private readonly ImmutableArray<TwoPointLayer> layers;
    private readonly double inputMoment;
    private readonly RationalCurve curve;
    private readonly RealCurve line;
    private readonly FineCurve fine;
    private readonly Lazy<ImmutableArray<ChainBand>> bands;
    private readonly Lazy<ImmutableArray<Band>> publicBands;
    private readonly ImmutableArray<Atom> atoms;
    private readonly double mean;
    private readonly double variance;

    public RationalChainLaw(double inputMoment, ImmutableArray<TwoPointLayer> layers, ImmutableArray<Atom> atoms, double mean, double variance)
    {
        this.inputMoment = inputMoment;
        this.layers = layers;
        this.atoms = atoms;
        this.mean = mean;
        this.variance = variance;
        CurveLayers coefficients = new(layers, inputMoment);
        curve = new RationalCurve(coefficients);
        line = new RealCurve(coefficients);
        fine = new FineCurve(coefficients);
        bands = new Lazy<ImmutableArray<ChainBand>>(() => new GapFinder(coefficients, line, fine, atoms).FindBands());
        publicBands = new Lazy<ImmutableArray<Band>>(() => [.. bands.Value.Select(band => band.ToBand())]);
    }

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms => atoms;

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands => publicBands.Value;

    /// <inheritdoc/>
    public override double Mean => mean;

    /// <inheritdoc/>
    public override double Variance => variance;

    /// <inheritdoc/>
    public override double Density(double x) => DensityEstimate(x).Value;

    /// <inheritdoc/>
    public override Estimate<double> DensityEstimate(double x)
    {
        Require.Finite(x);
        foreach (ChainBand band in bands.Value)
        {
            DoubleDouble fromLeft = x - band.Left;
            DoubleDouble fromRight = band.Right - x;
            if (fromLeft.High >= 0.0 && fromRight.High >= 0.0)
            {
                return fromLeft.High <= fromRight.High
                    ? DensityInBand(band, IntervalEnd.Left, fromLeft)
                    : DensityInBand(band, IntervalEnd.Right, fromRight);
            }
        }

        return new Estimate<double>(0.0, 0.0, 0);
    }

    /// <inheritdoc/>
    public override double DensityFromEdge(int band, IntervalEnd end, double offset) =>
        DensityInBand(bands.Value[band], end, offset).Value;

    /// <inheritdoc/>
    /// <remarks>At a real point inside a band this is the limit from the upper half-plane.</remarks>
    public override Complex Cauchy(Complex z) =>
        z.Imaginary < 0.0 ? Complex.Conjugate(Cauchy(Complex.Conjugate(z))) : 1.0 / PointOver(z).F;

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z)
    {
        if (z.Imaginary < 0.0)
        {
            return Complex.Conjugate(CauchyDerivative(Complex.Conjugate(z)));
        }

        PlanePoint point = PointOver(z);
        return -point.FSlope / point.Slope / (point.F * point.F);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// μ((−∞, x]) = 1 − arg(ζ − q₀)/π − Σ (1 − α_ℓ) arg(u_ℓ + α_ℓ)/π with the arguments in [−π, π], since
    /// G_{ℓ+1} dz_{ℓ+1} = G_ℓ dz_ℓ + (1 − α_ℓ) d log(u_ℓ + α_ℓ).
    /// </remarks>
    public override double CumulativeDistribution(double x)
    {
        Require.Finite(x);
        double below = 0.0;
        foreach (Atom atom in atoms)
        {
            below += atom.Location <= x ? atom.Weight : 0.0;
        }

        foreach (ChainBand band in bands.Value)
        {
            if (x >= band.Right.High)
            {
                below += band.Mass;
            }
            else if (x > band.Left.High)
            {
                return curve.MassBelow(PointInBand(band, x).Zeta);
            }
        }

        return below;
    }

    /// <inheritdoc/>
    public override double MassFromEdge(int band, IntervalEnd end, double offset) => MassFromEdgeByDistribution(band, end, offset);

    /// <inheritdoc/>
    /// <remarks>m_k = (1/2πi) ∮ z_L(ζ)ᵏ (z_L'(ζ)/F_L(ζ)) dζ over a circle that surrounds the band curves.</remarks>
    public override double Moment(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        if (order <= 2)
        {
            return order switch { 0 => 1.0, 1 => mean, _ => variance + (mean * mean) };
        }

        double low = Math.Min(0.0, bands.Value.IsEmpty ? 0.0 : bands.Value.Min(band => band.LeftEdge.Parameter.High));
        double high = Math.Max(inputMoment, bands.Value.IsEmpty ? 0.0 : bands.Value.Max(band => band.RightEdge.Parameter.High));
        double center = 0.5 * (low + high);
        double radius = 0.8 * (high - low);
        const int points = 512;
        double sum = 0.0;
        for (int j = 0; j < points; j++)
        {
            (double sin, double cos) = Math.SinCos(Math.PI * (j + 0.5) / points);
            Complex zeta = new(center + (radius * cos), radius * sin);
            PlanePoint point = curve.Evaluate(zeta, []);
            Complex term = Complex.Pow(point.Z, order) * point.Slope / (Complex.Abs(zeta) * point.F);
            sum += (term * new Complex(cos, sin)).Real;
        }

        return sum * radius / points;
    }

    /// <inheritdoc/>
    /// <remarks>A half of a band that spans many scales of its edge is integrated over the logarithm of the distance.</remarks>
    public override Estimate<Complex> IntegrateBand(int band, Func<double, Complex> f, Tolerance tolerance)
    {
        ArgumentNullException.ThrowIfNull(f);
        ChainBand b = bands.Value[band];
        double half = 0.5 * b.Width;
        if (half < ManyScales * Math.Min(b.LeftEdge.Scale, b.RightEdge.Scale))
        {
            return base.IntegrateBand(band, f, tolerance);
        }

        Estimate<Complex> left = IntegrateHalf(b, IntervalEnd.Left, half, f, tolerance);
        Estimate<Complex> right = IntegrateHalf(b, IntervalEnd.Right, half, f, tolerance);
        return new Estimate<Complex>(left.Value + right.Value, left.Error + right.Error, left.Evaluations + right.Evaluations);
    }

    /// <summary>Whether two laws have the same parameters.</summary>
    public bool Equals(RationalChainLaw? other) =>
        other is not null && inputMoment == other.inputMoment && layers.AsSpan().SequenceEqual(other.layers.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(inputMoment, layers.Length, layers.IsEmpty ? default : layers[0]);

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append(Invariant($"depth {layers.Length + 1}, two-point slopes, Haar weights"));
        return true;
    }

    private Estimate<Complex> IntegrateHalf(
        ChainBand band, IntervalEnd end, double half, Func<double, Complex> f, Tolerance tolerance)
    {
        double scale = band.EdgeAt(end).Scale;
        double sign = end == IntervalEnd.Left ? 1.0 : -1.0;
        double origin = end == IntervalEnd.Left ? band.Left.High : band.Right.High;
        Complex Term(double offset) => DensityInBand(band, end, offset).Value * f(origin + (sign * offset));
        if (half < ManyScales * scale)
        {
            return DoubleExponential.Adaptive((offset, _) => Term(offset), half, tolerance);
        }

        Estimate<Complex> near = DoubleExponential.Adaptive((offset, _) => Term(offset), scale, tolerance);
        Estimate<Complex> far = DoubleExponential.Adaptive(
            (t, _) =>
            {
                double offset = scale * Math.Exp(t);
                return offset * Term(offset);
            },
            Math.Log(half / scale),
            tolerance);
        return new Estimate<Complex>(near.Value + far.Value, near.Error + far.Error, near.Evaluations + far.Evaluations);
    }

    private Estimate<double> DensityInBand(ChainBand band, IntervalEnd end, DoubleDouble offset)
    {
        double exponent = band.EdgeAt(end).Exponent;
        if (offset.High <= 0.0)
        {
            double value = exponent < 0.0 ? double.PositiveInfinity : 0.0;
            return new Estimate<double>(value, 0.0, 0);
        }

        if (offset.High >= band.Width)
        {
            throw new ArgumentOutOfRangeException(
                nameof(offset), offset.High, Invariant($"offset must be in (0, {band.Width:R}), but is {offset.High:R}."));
        }

        // Below this offset the density is its leading power: what that neglects is offset/scale, and the value itself has lost
        // FineRounding·x/offset.
        Edge edge = band.EdgeAt(end);
        double smallest = Math.Sqrt(FineRounding * Math.Max(Math.Abs(edge.Value.High), edge.Scale) * edge.Scale);
        if (offset.High < smallest)
        {
            Estimate<double> nearest = DensityInBand(band, end, smallest);
            double ratio = Math.Pow(offset.High / smallest, exponent);
            return new Estimate<double>(nearest.Value * ratio, nearest.Error * ratio, nearest.Evaluations);
        }

        DoubleDouble x = band.PointAt(end, offset);
        DoubleDouble step = edge.StepAt(offset);
        if (step.High < NearEdge * edge.Reach)
        {
            DoubleDouble length = edge.Parameter.High < 0.0 ? -edge.Parameter : edge.Parameter;
            return FineDensity(x, offset.High, new FineComplex(edge.Parameter, length * step));
        }

        double[] record = ArrayPool<double>.Shared.Rent(RationalCurve.RecordStride * curve.Steps);
        try
        {
            PlanePoint point = band.Starts(curve, end).Solve(x, offset.High, record);
            double density = DensityOf(point.F);
            double error = (curve.RoundingOfDensity(point, record, Rounding) / Math.PI) + (2.0 * Rounding * density);
            return error <= Wanted * density && point.Miss <= PlanePoint.Converged
                ? new Estimate<double>(density, error, 1)
                : FineDensity(x, offset.High, point.Zeta);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(record);
        }
    }

    private Estimate<double> FineDensity(DoubleDouble x, double offset, FineComplex start)
    {
        (_, Complex f, double miss, int steps) = Refine(x, 0.0, start);
        double density = DensityOf(f);
        double error = (4.0 * Rounding) + (FineRounding * Math.Abs(x.High) / offset) + (miss * 1e-6);
        return new Estimate<double>(density, error * density, steps);
    }

    /// <summary>Newton's method with values in double-double precision and derivatives in doubles.</summary>
    private (Complex Zeta, Complex F, double Miss, int Steps) Refine(DoubleDouble x, double y, FineComplex start)
    {
        FineComplex zeta = start;
        double previous = double.PositiveInfinity;
        for (int i = 0; i < 40; i++)
        {
            PlanePoint near = curve.Evaluate(zeta.ToComplex(), []);
            (FineComplex z, FineComplex f) = fine.Evaluate(zeta);
            Complex step = new Complex((x - z.Re).High, (y - z.Im).High) / near.Slope;
            Complex change = Complex.Abs(near.Zeta) * step;
            double size = Complex.Abs(change) / near.Zeta.Imaginary;
            if (!double.IsFinite(size) || !near.IsPhysical)
            {
                break;
            }

            // The derivative is good to some 1e-7, so that the correction leaves less than 1e-16.
            if (size <= 1e-9 || (size >= 0.5 * previous && size <= 1e-6))
            {
                return (near.Zeta + change, (f + (near.FSlope * step)).ToComplex(), size, i + 1);
            }

            zeta += change;
            previous = size;
        }

        throw new NonConvergenceException(
            "The certified density of a chain", x.High, 40, previous, "Move the point away from the edge.");
    }

    private static double DensityOf(Complex f) => f.Imaginary / (Math.PI * ((f.Real * f.Real) + (f.Imaginary * f.Imaginary)));

    private PlanePoint PointInBand(ChainBand band, double x)
    {
        double fromLeft = (x - band.Left).High;
        double fromRight = (band.Right - x).High;
        return Converged(x, 0.0, fromLeft <= fromRight
            ? band.Starts(curve, IntervalEnd.Left).Solve(x, fromLeft, [])
            : band.Starts(curve, IntervalEnd.Right).Solve(x, fromRight, []));
    }

    /// <summary>The point itself, or with more digits where doubles did not get that far.</summary>
    private PlanePoint Converged(double x, double y, PlanePoint point)
    {
        if (point.Miss <= PlanePoint.Converged)
        {
            return point;
        }

        (Complex zeta, Complex f, double miss, _) = Refine(x, y, point.Zeta);
        return curve.Evaluate(zeta, []) with { F = f, Miss = miss };
    }

    /// <summary>The point of the physical sheet over z, for Im z ≥ 0; on the axis inside a band the limit from above.</summary>
    private PlanePoint PointOver(Complex z)
    {
        if (z.Imaginary > 0.0)
        {
            double size = Math.Max(1.0, Math.Abs(mean) + Math.Sqrt(variance));
            return Converged(z.Real, z.Imaginary, CurveSolver.Descend(curve, z.Real, z.Imaginary, size, []));
        }

        ImmutableArray<ChainBand> all = bands.Value;
        int gap = 0;
        while (gap < all.Length && z.Real >= all[gap].Right.High)
        {
            gap++;
        }

        if (gap < all.Length && z.Real > all[gap].Left.High)
        {
            return PointInBand(all[gap], z.Real);
        }

        double? low = gap > 0 ? all[gap - 1].RightEdge.Parameter.High : null;
        double? high = gap < all.Length ? all[gap].LeftEdge.Parameter.High : null;
        return curve.Evaluate(CurveSolver.SolveInGap(line, curve.SlopeAtInfinity(), z.Real, low, high), []);
    }
}
