using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Measures.Laws;

/// <summary>The Cauchy law with a given centre and scale.</summary>
/// <remarks>
/// <para>Density: t/(π((x − a)² + t²)) on ℝ. G(z) = 1/(z − a + it) for Im z ≥ 0, R(w) = a − it for Im w ≤ 0.</para>
/// <para>⊞ with a Cauchy law is the classical convolution: G_{μ⊞ν}(z) = G_μ(z − a + it), smoothing by the Poisson kernel.</para>
/// <para>It has no moments, not even a mean. The exponent of its band at ±∞ is −2.</para>
/// <para>Error: a few units in the last place, everywhere.</para>
/// <para>Source: [BV93] §5; [MS17] §3.1.</para>
/// </remarks>
public sealed record CauchyLaw : SpectralMeasure
{
    /// <summary>Creates the law.</summary>
    /// <param name="center">a, any finite real: the median.</param>
    /// <param name="scale">t &gt; 0, the half-width at half height.</param>
    public CauchyLaw(double center, double scale)
    {
        Center = Require.Finite(center);
        Scale = Require.Positive(scale);
        Bands = [new Band(double.NegativeInfinity, double.PositiveInfinity, mass: 1.0, leftExponent: -2.0, rightExponent: -2.0)];
    }

    /// <summary>The centre a.</summary>
    public double Center { get; }

    /// <summary>The scale t.</summary>
    public double Scale { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms => [];

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands { get; }

    /// <inheritdoc/>
    public override ExplicitInverse InverseCauchy => new InverseFormula(
        w => (1.0 / w) + new Complex(Center, w.Imaginary <= 0.0 ? -Scale : Scale),
        w => -1.0 / (w * w),
        w => 2.0 / (w * w * w));

    /// <inheritdoc/>
    public override double Density(double x) => Scale / (Math.PI * (((x - Center) * (x - Center)) + (Scale * Scale)));

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z) =>
        1.0 / (z - Center + new Complex(0.0, z.Imaginary >= 0.0 ? Scale : -Scale));

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z)
    {
        Complex g = Cauchy(z);
        return -g * g;
    }

    /// <inheritdoc/>
    public override Complex MomentTransform(Complex z) =>
        new Complex(Center, z.Imaginary >= 0.0 ? -Scale : Scale) * Cauchy(z);

    /// <inheritdoc/>
    public override Complex MomentTransformDerivative(Complex z) =>
        new Complex(Center, z.Imaginary >= 0.0 ? -Scale : Scale) * CauchyDerivative(z);

    /// <inheritdoc/>
    public override double CumulativeDistribution(double x) => Math.Atan2(Scale, Center - x) / Math.PI;

    /// <inheritdoc/>
    public override double MassAbove(double x) => Math.Atan2(Scale, x - Center) / Math.PI;

    /// <inheritdoc/>
    public override double MassBeyond(int band, IntervalEnd end, double x) => end == IntervalEnd.Left ? CumulativeDistribution(x) : MassAbove(x);

    /// <inheritdoc/>
    /// <remarks>c ∓ s/tan πq with q the smaller of p and 1 − p, and c + s·tan π(p − ½) about the middle.</remarks>
    public override double Quantile(double probability)
    {
        Require.Inside(probability, 0.0, 1.0);
        return probability < 0.25
            ? Center - (Scale / Math.Tan(Math.PI * probability))
            : probability <= 0.75 ? Center + (Scale * Math.Tan(Math.PI * (probability - 0.5))) : Center + (Scale / Math.Tan(Math.PI * (1.0 - probability)));
    }

    /// <inheritdoc/>
    public bool Equals(CauchyLaw? other) => other is not null && Center == other.Center && Scale == other.Scale;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Center, Scale);

    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append(FormattableString.Invariant($"center={Center:R}, scale={Scale:R}"));
        return true;
    }
}
