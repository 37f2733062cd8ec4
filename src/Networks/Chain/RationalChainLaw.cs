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
/// Everything is read off one rational curve φ ↦ (z_L, 1/G_L): the gaps of the support are found by bisection with a proof
/// that none is missed, the edges are its critical values, the density is Im F/(π|F|²) at the point of the upper half-plane
/// where z_L = x, and the distribution function is a sum of arguments. Nothing is smeared and no grid decides what is found.
/// </para>
/// <para>Error: edges and masses to rounding; each density carries its own bound.</para>
/// <para>Source: [HK21] eqs. (10)–(15), (18); [BB07].</para>
/// </remarks>
internal sealed record RationalChainLaw : SpectralMeasure
{
    private const double Rounding = 2.220446049250313e-16;
    private const int MaxTableLevel = 7;

    private readonly ImmutableArray<TwoPointLayer> layers;
    private readonly double inputMoment;
    private readonly RationalCurve<double> curve;
    private readonly RationalCurve<DoubleDouble> fineCurve;
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
        curve = new RationalCurve<double>(layers, inputMoment, x => x, x => x);
        fineCurve = new RationalCurve<DoubleDouble>(layers, inputMoment, DoubleDouble.FromDouble, x => x.High);
        bands = new Lazy<ImmutableArray<ChainBand>>(() => new GapFinder(curve, fineCurve, layers, inputMoment, atoms).FindBands());
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
    public override Complex Cauchy(Complex z)
    {
        if (z.Imaginary < 0.0)
        {
            return Complex.Conjugate(Cauchy(Complex.Conjugate(z)));
        }

        Complex2<double> phi = Parameter(z);
        curve.Evaluate(phi, out _, out _, out Complex2<double> f, out _);
        return 1.0 / new Complex(f.Re, f.Im);
    }

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z)
    {
        if (z.Imaginary < 0.0)
        {
            return Complex.Conjugate(CauchyDerivative(Complex.Conjugate(z)));
        }

        Complex2<double> phi = Parameter(z);
        curve.Evaluate(phi, out _, out Complex2<double> z1, out Complex2<double> f, out Complex2<double> f1);
        Complex value = new(f.Re, f.Im);
        return -new Complex(f1.Re, f1.Im) / new Complex(z1.Re, z1.Im) / (value * value);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// μ((−∞, x]) = 1 − arg(φ − q₀)/π − Σ (1 − α_ℓ) arg(u_ℓ + α_ℓ)/π with the arguments in [−π, π], since
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
                return curve.MassBelow(ParameterInBand(band, x));
            }
        }

        return below;
    }

    /// <inheritdoc/>
    /// <remarks>m_k = (1/2πi) ∮ z_L(φ)ᵏ (z_L'(φ)/F_L(φ)) dφ over a circle that surrounds the band curves.</remarks>
    public override double Moment(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        if (order <= 2)
        {
            return order switch { 0 => 1.0, 1 => mean, _ => variance + (mean * mean) };
        }

        double low = Math.Min(-inputMoment, bands.Value.IsEmpty ? 0.0 : bands.Value.Min(band => band.LeftParameter.High));
        double high = Math.Max(0.0, bands.Value.IsEmpty ? 0.0 : bands.Value.Max(band => band.RightParameter.High));
        double center = 0.5 * (low + high);
        double radius = 0.8 * (high - low);
        const int points = 512;
        double sum = 0.0;
        for (int j = 0; j < points; j++)
        {
            (double sin, double cos) = Math.SinCos(Math.PI * (j + 0.5) / points);
            Complex2<double> phi = new(center + (radius * cos), radius * sin);
            curve.Evaluate(phi, out Complex2<double> z, out Complex2<double> z1, out Complex2<double> f, out _);
            Complex term = Complex.Pow(new Complex(z.Re, z.Im), order) * new Complex(z1.Re, z1.Im) / new Complex(f.Re, f.Im);
            sum += (term * new Complex(cos, sin)).Real;
        }

        return sum * radius / points;
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

    private Estimate<double> DensityInBand(ChainBand band, IntervalEnd end, DoubleDouble offset)
    {
        double exponent = end == IntervalEnd.Left ? band.LeftExponent : band.RightExponent;
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

        // Below this offset the density is its leading power to rounding.
        double smallest = 1e-15 * band.Width;
        if (offset.High < smallest)
        {
            Estimate<double> nearest = DensityInBand(band, end, smallest);
            double ratio = Math.Pow(offset.High / smallest, exponent);
            return new Estimate<double>(nearest.Value * ratio, nearest.Error * ratio, nearest.Evaluations);
        }

        DoubleDouble x = end == IntervalEnd.Left ? band.Left + offset : band.Right - offset;
        double cancellation = Math.Max(Math.Abs(x.High), band.Width) / offset.High;
        if (offset.High < 1e-6 * band.Width)
        {
            return FineDensity(band, x, band.NearEdge(end, offset));
        }

        double quarter = Math.Asin(Math.Sqrt(Math.Min(1.0, offset.High / band.Width)));
        Complex2<double> start = ChainBand.Guess(Table(band), end == IntervalEnd.Left ? 2.0 * quarter : Math.PI - (2.0 * quarter));
        return cancellation > 1e3
            ? FineDensity(band, x, new(start.Re, start.Im))
            : CoarseDensity(band, x.High, start);
    }

    private Estimate<double> CoarseDensity(ChainBand band, double x, Complex2<double> start)
    {
        if (!CurveSolver.TryNewton(curve, x, start, out Complex2<double> phi))
        {
            phi = CurveSolver.Descend(curve, new Complex(x, 0.0), band.Scale);
        }

        curve.Evaluate(phi, out _, out _, out Complex2<double> f, out _);
        double density = f.Im / (Math.PI * ((f.Re * f.Re) + (f.Im * f.Im)));
        double error = (curve.RoundingOfCauchy(phi, Rounding) / Math.PI) + (2.0 * Rounding * density);
        return new Estimate<double>(density, error, 1);
    }

    private Estimate<double> FineDensity(ChainBand band, DoubleDouble x, Complex2<DoubleDouble> guess)
    {
        if (!CurveSolver.TryNewton(fineCurve, x, guess, out Complex2<DoubleDouble> phi))
        {
            Complex2<double> coarse = CurveSolver.Descend(curve, new Complex(x.High, 0.0), band.Scale);
            if (!CurveSolver.TryNewton(fineCurve, x, new(coarse.Re, coarse.Im), out phi))
            {
                throw new NonConvergenceException(
                    "The certified density of a chain", x.High, 60, double.NaN, "Move the point away from the edge.");
            }
        }

        fineCurve.Evaluate(phi, out _, out _, out Complex2<DoubleDouble> f, out _);
        DoubleDouble square = (f.Re * f.Re) + (f.Im * f.Im);
        double density = (f.Im / square).High / Math.PI;
        return new Estimate<double>(density, 4.0 * Rounding * density, 1);
    }

    private Complex2<double> ParameterInBand(ChainBand band, double x)
    {
        double left = (x - band.Left).High;
        double angle = 2.0 * Math.Asin(Math.Sqrt(Math.Clamp(left / band.Width, 0.0, 1.0)));
        return CurveSolver.TryNewton(curve, x, ChainBand.Guess(Table(band), angle), out Complex2<double> phi)
            ? phi
            : CurveSolver.Descend(curve, new Complex(x, 0.0), band.Scale);
    }

    /// <summary>The point φ of the physical sheet with z_L(φ) = z, for Im z ≥ 0 off the support.</summary>
    private Complex2<double> Parameter(Complex z)
    {
        if (z.Imaginary > 0.0)
        {
            return CurveSolver.Descend(curve, z, Math.Max(1.0, Math.Abs(mean) + Math.Sqrt(variance)));
        }

        ImmutableArray<ChainBand> all = bands.Value;
        int gap = 0;
        while (gap < all.Length && z.Real >= all[gap].Right.High)
        {
            gap++;
        }

        if (gap < all.Length && z.Real > all[gap].Left.High)
        {
            return ParameterInBand(all[gap], z.Real);
        }

        double? low = gap > 0 ? all[gap - 1].RightParameter.High : null;
        double? high = gap < all.Length ? all[gap].LeftParameter.High : null;
        return new Complex2<double>(CurveSolver.SolveInGap(curve, z.Real, low, high), 0.0);
    }

    /// <summary>φ at equally spaced angles of the band, for starting values; refined until interpolation predicts it.</summary>
    private Complex2<double>[] Table(ChainBand band) => band.Table(() =>
    {
        int count = 8;
        Complex2<double>[] table = new Complex2<double>[count + 1];
        table[0] = new(band.LeftParameter.High, 0.0);
        table[count] = new(band.RightParameter.High, 0.0);
        for (int j = 1; j < count; j++)
        {
            table[j] = CurveSolver.Descend(curve, new Complex(band.PointAt(Math.PI * j / count), 0.0), band.Scale);
        }

        for (int level = 0; level < MaxTableLevel; level++)
        {
            Complex2<double>[] finer = new Complex2<double>[(2 * count) + 1];
            double worst = 0.0;
            for (int j = 0; j <= 2 * count; j++)
            {
                if (j % 2 == 0)
                {
                    finer[j] = table[j / 2];
                    continue;
                }

                double angle = 0.5 * Math.PI * j / count;
                double x = band.PointAt(angle);
                Complex2<double> guess = ChainBand.Guess(table, angle);
                if (!CurveSolver.TryNewton(curve, x, guess, out Complex2<double> phi))
                {
                    phi = CurveSolver.Descend(curve, new Complex(x, 0.0), band.Scale);
                    worst = double.PositiveInfinity;
                }

                finer[j] = phi;
                double miss = Math.Abs(phi.Re - guess.Re) + Math.Abs(phi.Im - guess.Im);
                worst = Math.Max(worst, miss / phi.Im);
            }

            table = finer;
            count *= 2;
            if (worst < 1e-3)
            {
                break;
            }
        }

        return table;
    });
}
