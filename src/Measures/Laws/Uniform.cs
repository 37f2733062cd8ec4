using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Measures.Laws;

/// <summary>The uniform law on [a, b].</summary>
/// <remarks>
/// <para>G(z) = ln((z − a)/(z − b))/(b − a); with c the centre and t the half-width, K(w) = c + t·coth(tw).</para>
/// <para>
/// G maps ℂ⁺ into the strip −π/2t &lt; Im w &lt; 0; K is periodic beyond it, which <see cref="ExplicitInverse.Covers"/> excludes.
/// </para>
/// <para>Matrix model: the diagonal matrix with entries a + (b − a)(k − ½)/n.</para>
/// <para>Error: a few units in the last place, everywhere.</para>
/// <para>Source: [MS17] §2.4 (K = R + 1/w); direct integration.</para>
/// </remarks>
public sealed record Uniform : SpectralMeasure
{
    private const double SeriesReach = 0.3;
    private const double FarAway = 4.0; // in half-widths
    private readonly double center;
    private readonly double half;

    /// <summary>Creates the law.</summary>
    /// <param name="left">a, any finite real.</param>
    /// <param name="right">b &gt; a, finite.</param>
    public Uniform(double left, double right)
    {
        Interval support = new(left, right);
        Left = left;
        Right = right;
        center = support.Center;
        half = 0.5 * (right - left);
        Bands = [new Band(left, right, mass: 1.0, leftExponent: 0.0, rightExponent: 0.0)];
    }

    /// <summary>The left end a.</summary>
    public double Left { get; }

    /// <summary>The right end b.</summary>
    public double Right { get; }

    /// <inheritdoc/>
    public override double Mean => center;

    /// <inheritdoc/>
    public override double Variance => half * half / 3.0;

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms => [];

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands { get; }

    /// <inheritdoc/>
    public override ExplicitInverse InverseCauchy => new InverseFormula(
        w => center + (half * Coth(half * w)),
        w =>
        {
            // −t²/sinh² = t²(1 − coth²), without the cancellation at large |Re w|.
            Complex cosech = Cosech(half * w);
            return -half * half * cosech * cosech;
        },
        w =>
        {
            Complex cosech = Cosech(half * w);
            return 2.0 * half * half * half * Coth(half * w) * cosech * cosech;
        },
        w => Math.Abs(half * w.Imaginary) < 0.5 * Math.PI);

    /// <inheritdoc/>
    public override double Density(double x) => Left <= x && x <= Right ? 0.5 / half : 0.0;

    /// <inheritdoc/>
    /// <remarks>0: the ends are parameters.</remarks>
    public override double EdgeError(int band, IntervalEnd end) => 0.0;

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z)
    {
        Complex below = (z - Left) / half, above = (z - Right) / half;
        if (Complex.Abs(above) > FarAway)
        {
            return Elementary.LogOnePlus(2.0 / above) / (2.0 * half);
        }

        // In units of the half-width the two distances differ by 2 exactly: neither part of the logarithm of their quotient cancels.
        double excess = 2.0 * (below.Real + above.Real) / ((above.Real * above.Real) + (above.Imaginary * above.Imaginary));
        double size = Math.Abs(excess) < 0.5 ? 0.5 * Elementary.LogOnePlus(excess) : Math.Log(Complex.Abs(below)) - Math.Log(Complex.Abs(above));
        double angle = Math.Atan2(2.0 * z.Imaginary / half, (below.Real * above.Real) + (below.Imaginary * above.Imaginary));
        return new Complex(size, -angle) / (2.0 * half);
    }

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z) => -1.0 / ((z - Left) * (z - Right));

    /// <inheritdoc/>
    public override Complex MomentTransform(Complex z)
    {
        // With y = t/(z − c): zG − 1 = (y²/3 + y⁴/5 + …) + cG.
        Complex y = half / (z - center);
        if (Complex.Abs(y) > SeriesReach)
        {
            return (z * Cauchy(z)) - 1.0;
        }

        Complex square = y * y;
        Complex sum = Complex.Zero;
        for (int k = 41; k >= 3; k -= 2)
        {
            sum = square * ((1.0 / k) + sum);
        }

        return sum + (center * Cauchy(z));
    }

    /// <inheritdoc/>
    public override Complex MomentTransformDerivative(Complex z)
    {
        Complex y = half / (z - center);
        if (Complex.Abs(y) > SeriesReach)
        {
            return Cauchy(z) + (z * CauchyDerivative(z));
        }

        Complex square = y * y;
        Complex sum = Complex.Zero;
        for (int k = 41; k >= 3; k -= 2)
        {
            sum = square * (((k - 1.0) / k) + sum);
        }

        return (-sum / (z - center)) + (center * CauchyDerivative(z));
    }

    /// <inheritdoc/>
    /// <remarks>Σ aⁱb^{k−i}/(k + 1).</remarks>
    public override double Moment(int order)
    {
        RequireMoment(order);
        if (Left == -Right)
        {
            return order % 2 == 0 ? Math.Pow(Right, order) / (order + 1.0) : 0.0;
        }

        double sum = 0.0;
        for (int i = 0; i <= order; i++)
        {
            sum += Power(Left, i) * Power(Right, order - i);
        }

        return sum / (order + 1.0);
    }

    /// <inheritdoc/>
    public override double CumulativeDistribution(double x) => Math.Clamp((x - Left) / (2.0 * half), 0.0, 1.0);

    /// <inheritdoc/>
    public override double Quantile(double probability) =>
        Left + (2.0 * half * Require.InRange(probability, 0.0, 1.0));

    /// <inheritdoc/>
    public bool Equals(Uniform? other) => other is not null && Left == other.Left && Right == other.Right;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Left, Right);

    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append(FormattableString.Invariant($"{Left:R}, {Right:R}"));
        return true;
    }

    private static double Power(double value, int exponent) => exponent == 0 ? 1.0 : Math.Pow(value, exponent);

    private static Complex Coth(Complex w)
    {
        // (1 + e)/(1 − e) with e = e^{−2w} on the side where it does not overflow.
        if (w.Real < 0.0)
        {
            return -Coth(-w);
        }

        Complex excess = Elementary.ExpMinusOne(-2.0 * w);
        return -(2.0 + excess) / excess;
    }

    private static Complex Cosech(Complex w)
    {
        if (w.Real < 0.0)
        {
            return -Cosech(-w);
        }

        return -2.0 * Complex.Exp(-w) / Elementary.ExpMinusOne(-2.0 * w);
    }
}
