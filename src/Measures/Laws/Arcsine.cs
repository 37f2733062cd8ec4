using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Measures.Laws;

/// <summary>The arcsine law on [−r, r]; for r = 2 it is (½δ₋₁ + ½δ₁)^{⊞2}.</summary>
/// <remarks>
/// <para>Density: 1/(π√(r² − x²)). G(z) = 1/√(z² − r²), K(w) = √(1 + r²w²)/w.</para>
/// <para>Matrix model: U + U* of a Haar unitary U, times r/2; also the adjacency matrix of a long cycle.</para>
/// <para>Error: a few units in the last place, everywhere.</para>
/// <para>Source: [VDN92] ex. 3.4.5; [MS17] §2.4.</para>
/// </remarks>
public sealed record Arcsine : SpectralMeasure
{
    private readonly Interval support;

    /// <summary>Creates the law.</summary>
    /// <param name="radius">r &gt; 0.</param>
    public Arcsine(double radius)
    {
        Radius = Require.Positive(radius);
        support = new Interval(-radius, radius);
        Bands = [new Band(-radius, radius, mass: 1.0, leftExponent: -0.5, rightExponent: -0.5)];
    }

    /// <summary>The radius r.</summary>
    public double Radius { get; }

    /// <inheritdoc/>
    public override double Mean => 0.0;

    /// <inheritdoc/>
    public override double Variance => 0.5 * Radius * Radius;

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms => [];

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands { get; }

    /// <inheritdoc/>
    /// <remarks>The principal root: its cut, w on the imaginary axis beyond ±i/r, is the boundary of G(ℂ⁺).</remarks>
    public override ExplicitInverse InverseCauchy => new InverseFormula(
        w => InverseRoot(w) / w,
        w => -1.0 / (InverseRoot(w) * w * w),
        w => ((Radius * w * Radius * w / InverseRoot(w)) + (2.0 * InverseRoot(w))) / (Squared(InverseRoot(w)) * w * w * w));

    /// <inheritdoc/>
    public override double Density(double x) => support.Contains(x)
        ? 1.0 / (Math.PI * Math.Sqrt(Radius - x) * Math.Sqrt(Radius + x))
        : 0.0;

    /// <inheritdoc/>
    public override double DensityFromEdge(int band, IntervalEnd end, double offset) =>
        1.0 / (Math.PI * Math.Sqrt(offset) * Math.Sqrt((2.0 * Radius) - offset));

    /// <inheritdoc/>
    /// <remarks>0: the ends are parameters.</remarks>
    public override double EdgeError(int band, IntervalEnd end) => 0.0;

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z) => 1.0 / Branches.SqrtOffBand(z, support);

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z)
    {
        Complex g = Cauchy(z);
        return -z * g * g * g;
    }

    /// <inheritdoc/>
    public override Complex MomentTransform(Complex z)
    {
        Complex root = Branches.SqrtOffBand(z, support);
        return Radius * Radius / (root * (z + root));
    }

    /// <inheritdoc/>
    public override Complex MomentTransformDerivative(Complex z)
    {
        // d/dz (z/s − 1) = −r²/s³.
        Complex g = Cauchy(z);
        return -Radius * Radius * g * g * g;
    }

    /// <inheritdoc/>
    /// <remarks>m_{2n} = C(2n, n)(r/2)^{2n}.</remarks>
    public override double Moment(int order)
    {
        RequireMoment(order);
        double value = order % 2 == 0 ? 1.0 : 0.0;
        for (int n = 1; n <= order / 2; n++)
        {
            value *= Radius * Radius * ((2.0 * n) - 1.0) / (2.0 * n);
        }

        return value;
    }

    /// <inheritdoc/>
    /// <remarks>κ_{2n} = 2(−1)^{n−1}Cat_{n−1}(r/2)^{2n}.</remarks>
    public override double FreeCumulant(int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        if (order % 2 == 1)
        {
            return 0.0;
        }

        double quarter = 0.25 * Radius * Radius;
        double value = 2.0 * quarter;
        for (int n = 1; n < order / 2; n++)
        {
            value *= -2.0 * ((2.0 * n) - 1.0) / (n + 1.0) * quarter;
        }

        return value;
    }

    /// <inheritdoc/>
    public override double CumulativeDistribution(double x) => x <= -Radius
        ? 0.0
        : x >= Radius ? 1.0 : 2.0 / Math.PI * Math.Asin(Math.Sqrt((x + Radius) / (2.0 * Radius)));

    /// <inheritdoc/>
    public override double MassFromEdge(int band, IntervalEnd end, double offset) => 2.0 / Math.PI * Math.Asin(Math.Sqrt(Math.Min(1.0, offset / (2.0 * Radius))));

    /// <inheritdoc/>
    public override double Quantile(double probability) =>
        -Radius * Math.Cos(Math.PI * Require.InRange(probability, 0.0, 1.0));

    /// <inheritdoc/>
    public bool Equals(Arcsine? other) => other is not null && Radius == other.Radius;

    /// <inheritdoc/>
    public override int GetHashCode() => Radius.GetHashCode();

    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append(FormattableString.Invariant($"radius={Radius:R}"));
        return true;
    }

    private static Complex Squared(Complex value) => value * value;

    private Complex InverseRoot(Complex w) => Complex.Sqrt(1.0 + (Radius * w * Radius * w));
}
