using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>A law given by its reciprocal Cauchy transform F = 1/G in terms of those of two laws: Boolean and monotone sums.</summary>
/// <remarks>
/// <para>Boolean: F = F_μ + F_ν − z. Monotone: F = F_μ ∘ F_ν. Both are explicit, on the axis too: ρ = Im F/(π|F|²).</para>
/// <para>
/// Atoms are the zeros of F off the bands, with weight 1/F'. Bands: those of the inner law, and where F_ν(x) is real the
/// preimages of the bands of μ. A band is split where another one begins inside it (exponent 0 there), unless the density stays smooth.
/// </para>
/// <para>
/// Monotone: between the bands of ν, ρ = ρ_μ ∘ F_ν, so that the ends keep the exponents of μ; and F_ν = 0 at the atoms of ν, so
/// that an atom of μ at 0 gives one at each of them, of weight μ({0})·ν({a}).
/// </para>
/// <para>Source: [SW97] (Boolean); [Mur01] (monotone).</para>
/// </remarks>
public sealed record ReciprocalLaw : SpectralMeasure
{
    private const double SmallMoment = 0.1; // where zG − 1 has lost three bits
    private const double Unit = 2.220446049250313e-16;

    private readonly bool monotone;
    private readonly Lazy<ImmutableArray<ReciprocalBand>> bands;
    private readonly Lazy<ImmutableArray<Atom>> atoms;

    internal ReciprocalLaw(SpectralMeasure first, SpectralMeasure second, bool monotone)
    {
        First = first;
        Second = second;
        this.monotone = monotone;
        atoms = new Lazy<ImmutableArray<Atom>>(() => ReciprocalAtoms.Of(this));
        bands = new Lazy<ImmutableArray<ReciprocalBand>>(() => MassBalance.Require(this, ReciprocalBand.All(this), band => band.Band.Mass));
    }

    /// <summary>μ.</summary>
    public SpectralMeasure First { get; }

    /// <summary>ν.</summary>
    public SpectralMeasure Second { get; }

    /// <summary>Whether this is a monotone sum; otherwise it is a Boolean one.</summary>
    public bool IsMonotone => monotone;

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms => atoms.Value;

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands => [.. bands.Value.Select(band => band.Band)];

    /// <inheritdoc/>
    public override double Mean => First.Mean + Second.Mean;

    /// <inheritdoc/>
    public override double Variance => First.Variance + Second.Variance;

    /// <inheritdoc/>
    public override double Density(double x)
    {
        Require.Finite(x);
        double atEnd = 0.0;
        foreach (ReciprocalBand band in bands.Value)
        {
            if (x > band.Band.Left && x < band.Band.Right)
            {
                return ReciprocalTransform.Density(Reciprocal(new Complex(x, 0.0)).Value);
            }

            // Where two bands meet and their limits differ, the larger.
            atEnd = x == band.Band.Left ? Math.Max(atEnd, band.LeftLimit) : x == band.Band.Right ? Math.Max(atEnd, band.RightLimit) : atEnd;
        }

        return atEnd;
    }

    /// <inheritdoc/>
    /// <remarks>Error: a few units in the last place of F_μ and F_ν, and what the density of a computed law is known to, carried through 1/F or G_μ'.</remarks>
    public override Estimate<double> DensityEstimate(double x)
    {
        double density = Density(x);
        if (!Bands.Any(band => x > band.Left && x < band.Right))
        {
            return new Estimate<double>(density, double.IsFinite(density) ? 8.0 * Unit * density : 0.0, 1);
        }

        (Complex inner, double innerError) = ReciprocalTransform.WithError(Second, x);
        double error;
        if (monotone)
        {
            Complex point = inner.Imaginary <= 0.0 ? inner.Real : inner;
            double own = point.Imaginary == 0.0 ? First.DensityEstimate(point.Real).Error : 8.0 * Unit * Complex.Abs(First.Cauchy(point)) / Math.PI;
            error = own + (Complex.Abs(First.CauchyDerivative(point)) * innerError / Math.PI);
        }
        else
        {
            (Complex outer, double outerError) = ReciprocalTransform.WithError(First, x);
            double size = Complex.Abs(inner + outer - x);
            error = (innerError + outerError + (Unit * Math.Abs(x))) / size / size / Math.PI;
        }

        return new Estimate<double>(density, error + (8.0 * Unit * density), 1);
    }

    /// <inheritdoc/>
    /// <remarks>That of the end of a summand; where F_ν takes an end of a band of μ, that and the rounding of F_ν over its slope.</remarks>
    public override double EdgeError(int band, IntervalEnd end) => End(band, end).Error(base.EdgeError(band, end));

    /// <inheritdoc/>
    public override double DensityFromEdge(int band, IntervalEnd end, double offset) => End(band, end).Density(offset);

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z)
    {
        Complex value = Reciprocal(z).Value;
        return Complex.IsFinite(value) ? 1.0 / value : Complex.Zero;
    }

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z)
    {
        // At the end of a band of a summand, where its density does not vanish, G falls without bound.
        (Complex value, Complex derivative) = Reciprocal(z);
        return double.IsInfinity(derivative.Real) && Complex.IsFinite(value) ? new Complex(double.NegativeInfinity, 0.0) : -derivative / (value * value);
    }

    /// <inheritdoc/>
    /// <remarks>(z − F)/F, where zG − 1 cancels with z − F_μ = F_μ h_μ: Boolean z − F = F_μ h_μ + F_ν h_ν, monotone F·h_μ(F_ν) + F_ν h_ν.</remarks>
    public override Complex MomentTransform(Complex z) => base.MomentTransform(z) is var h && Complex.Abs(h) < SmallMoment && FarOut(z) is { } far ? far.Value : h;

    /// <inheritdoc/>
    public override Complex MomentTransformDerivative(Complex z) =>
        Complex.Abs(base.MomentTransform(z)) < SmallMoment && FarOut(z) is { } far ? far.Derivative : base.MomentTransformDerivative(z);

    /// <summary>h and h' without cancellation; null where one of the reciprocals is infinite.</summary>
    private (Complex Value, Complex Derivative)? FarOut(Complex z)
    {
        (Complex second, Complex slope) = ReciprocalTransform.Of(Second, z);
        Complex point = monotone ? Above(z, second) : z;
        (Complex first, Complex outer) = ReciprocalTransform.Of(First, point);
        (Complex own, Complex inner) = (First.MomentTransform(point), Second.MomentTransform(z));
        Complex turn = monotone ? slope : Complex.One;
        Complex f = monotone ? first : first + second - z;
        Complex rise = turn * ((outer * own) + (first * First.MomentTransformDerivative(point))) + (slope * inner) + (second * Second.MomentTransformDerivative(z));
        Complex h = ((first * own) + (second * inner)) / f;
        Complex derivative = (rise - (h * (monotone ? outer * slope : outer + slope - 1.0))) / f;
        return Complex.IsFinite(h) && Complex.IsFinite(derivative) ? (h, derivative) : null;
    }

    /// <summary>Inside a band of ν the value has Im > 0; elsewhere it is real, and then the limit from above is wanted.</summary>
    private static Complex Above(Complex z, Complex second) => z.Imaginary == 0.0 && second.Imaginary <= 0.0 ? new Complex(second.Real, 0.0) : second;

    /// <inheritdoc/>
    /// <remarks>
    /// With M(x) = Σ mₖxᵏ, Boolean: 1/M = 1/M_μ + 1/M_ν − 1. Monotone: M(x) = Σ mₖ(μ)xᵏM_ν(x)^{k+1}.
    /// </remarks>
    public override double Moment(int order)
    {
        RequireMoment(order);
        double[] first = [.. Enumerable.Range(0, order + 1).Select(First.Moment)];
        double[] second = [.. Enumerable.Range(0, order + 1).Select(Second.Moment)];
        if (!monotone)
        {
            double[] sum = [.. Inverse(first).Zip(Inverse(second), (a, b) => a + b)];
            sum[0] = 1.0;
            return Inverse(sum)[order];
        }

        double[] power = [.. second];
        double total = 0.0;
        for (int k = 0; k <= order; k++)
        {
            total += first[k] * power[order - k];
            power = Product(power, second);
        }

        return total;
    }

    /// <inheritdoc/>
    public bool Equals(ReciprocalLaw? other) =>
        other is not null && monotone == other.monotone && First.Equals(other.First) && Second.Equals(other.Second);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(monotone, First, Second);

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append(First).Append(monotone ? " ▷ " : " ⊎ ").Append(Second);
        return true;
    }

    /// <summary>G(x + i0) beside an end of a band: explicit, as F is, with the distance from the end as the argument.</summary>
    internal Complex CauchyFromEdge(int band, IntervalEnd end, double offset) => End(band, end).Cauchy(offset);

    /// <summary>F and F'.</summary>
    internal (Complex Value, Complex Derivative) Reciprocal(Complex z)
    {
        (Complex second, Complex slope) = ReciprocalTransform.Of(Second, z);
        if (!monotone)
        {
            (Complex first, Complex other) = ReciprocalTransform.Of(First, z);
            return (first + second - z, other + slope - 1.0);
        }

        (Complex value, Complex outer) = ReciprocalTransform.Of(First, Above(z, second));
        return (value, Complex.IsFinite(outer) ? outer * slope : outer);
    }

    private ReciprocalBandEnd End(int band, IntervalEnd end) => end == IntervalEnd.Left ? bands.Value[band].Left : bands.Value[band].Right;

    /// <summary>The power series 1/a, a₀ = 1.</summary>
    private static double[] Inverse(double[] a)
    {
        double[] inverse = new double[a.Length];
        inverse[0] = 1.0;
        for (int n = 1; n < a.Length; n++)
        {
            for (int k = 1; k <= n; k++)
            {
                inverse[n] -= a[k] * inverse[n - k];
            }
        }

        return inverse;
    }

    private static double[] Product(double[] a, double[] b)
    {
        double[] product = new double[a.Length];
        for (int n = 0; n < a.Length; n++)
        {
            for (int k = 0; k <= n; k++)
            {
                product[n] += a[k] * b[n - k];
            }
        }

        return product;
    }
}
