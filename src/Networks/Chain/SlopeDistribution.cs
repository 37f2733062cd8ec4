using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>A slope law ν as a measure of its own: atoms, and the law of φ'(√p Z)² where φ' varies.</summary>
/// <remarks>
/// <para>ρ(f) = Σ w(x)/|f'(x)| over the preimages x of f; integrals are taken over Z, where nothing is singular.</para>
/// <para>Source: [HK21] eq. (16).</para>
/// </remarks>
internal sealed record SlopeDistribution : SpectralMeasure
{
    private readonly SlopeLaw law;

    public SlopeDistribution(SlopeLaw law)
    {
        this.law = law;
        Bands = law is not SmoothSlopeLaw smooth
            ? []
            : [new Band(law.Bottom, law.Top, smooth.Average(_ => 1.0).Real, EndExponent(law.Bottom), EndExponent(law.Top))];
    }

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms => law.Atoms;

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands { get; }

    /// <inheritdoc/>
    public override double Mean => law.Mean;

    /// <inheritdoc/>
    public override double Variance => law.Variance;

    /// <inheritdoc/>
    public override double Density(double x) => DensityEstimate(x).Value;

    /// <inheritdoc/>
    public override Estimate<double> DensityEstimate(double x) =>
        Bands.Any(band => band.DivergesAt(x))
            ? new Estimate<double>(double.PositiveInfinity, 0.0, 0)
            : Inside(x);

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z)
    {
        if (z.Imaginary < 0.0)
        {
            return Complex.Conjugate(Cauchy(Complex.Conjugate(z)));
        }

        law.MomentTransform(z, out Complex shifted, out _);
        return shifted / z;
    }

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z)
    {
        if (z.Imaginary < 0.0)
        {
            return Complex.Conjugate(CauchyDerivative(Complex.Conjugate(z)));
        }

        law.MomentTransform(z, out Complex shifted, out Complex derivative);
        return (derivative - (shifted / z)) / z;
    }

    /// <inheritdoc/>
    /// <remarks>1 − E arg(x − f)/π with the argument of a boundary value: 0 below x, π above.</remarks>
    public override double CumulativeDistribution(double x)
    {
        if (x >= law.Top)
        {
            return 1.0;
        }

        return x < law.Bottom ? 0.0 : 1.0 - (law.ArgumentMean(new Complex(x, 0.0)) / Math.PI);
    }

    /// <inheritdoc/>
    public override double MassFromEdge(int band, IntervalEnd end, double offset) => MassFromEdgeByDistribution(band, end, offset);

    /// <inheritdoc/>
    public override Estimate<Complex> IntegrateBand(int band, Func<double, Complex> f, Tolerance tolerance)
    {
        Complex value = ((SmoothSlopeLaw)law).Average(f);
        return new Estimate<Complex>(value, 1e-14 * Complex.Abs(value), 1);
    }

    /// <inheritdoc/>
    public override double Moment(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        double sum = Atoms.Sum(atom => atom.Weight * Math.Pow(atom.Location, order));
        return law is SmoothSlopeLaw smooth ? sum + smooth.Average(f => Math.Pow(f, order)).Real : sum;
    }

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append(law);
        return true;
    }

    private Estimate<double> Inside(double x) =>
        law is SmoothSlopeLaw smooth && x >= law.Bottom && x <= law.Top ? smooth.Density(x) : new Estimate<double>(0.0, 0.0, 0);

    /// <summary>−1 + 1/n at a zero of the slope, −½ where f is stationary; otherwise the end is reached only at infinity and is flat.</summary>
    private double EndExponent(double end)
    {
        if (end == 0.0 && law.AtZero.Exponent is { } power)
        {
            return power;
        }

        double width = law.Top - law.Bottom;
        double inward = end == law.Top ? -width : width;
        double near = Inside(end + (1e-10 * inward)).Value;
        double far = Inside(end + (1e-8 * inward)).Value;
        double exponent = Math.Log(far / near) / Math.Log(100.0);
        return double.IsFinite(exponent) && Math.Abs(exponent + 0.5) < 0.01 ? -0.5 : double.PositiveInfinity;
    }
}
