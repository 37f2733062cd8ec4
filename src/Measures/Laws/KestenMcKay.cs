using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Measures.Laws;

/// <summary>The Kesten–McKay law of degree d: (½δ₋₁ + ½δ₁)^{⊞d}, the spectrum of the d-regular tree.</summary>
/// <remarks>
/// <para>Density: d√(4(d−1) − x²) / (2π(d² − x²)). Atoms: (1 − d/2)⁺ at ±d.</para>
/// <para>Transforms: R(w) = d(√(1 + 4w²) − 1)/(2w). Mean 0, variance d. u₁ + u₁* + … + u_n + u_n* of free Haar unitaries has d = 2n.</para>
/// <para>Matrix model: the adjacency matrix of a uniformly random d-regular graph (d an integer ≥ 2).</para>
/// <para>Error: a few units in the last place, everywhere.</para>
/// <para>Source: [Kes59] thm. 3; [McK81].</para>
/// </remarks>
public sealed record KestenMcKay : OneBandLaw
{
    private readonly double gap;

    /// <summary>Creates the law.</summary>
    /// <param name="degree">d &gt; 1, any real.</param>
    public KestenMcKay(double degree)
        : base(
            new Interval(-2.0 * Math.Sqrt(Above(degree) - 1.0), 2.0 * Math.Sqrt(degree - 1.0)),
            4.0 * Math.Sqrt(degree - 1.0),
            Math.Min(1.0, degree - 1.0),
            [(-degree, 1.0 - (0.5 * degree)), (degree, 1.0 - (0.5 * degree))],
            hardLeft: degree == 2.0,
            hardRight: degree == 2.0)
    {
        Degree = degree;
        double root = (degree - 2.0) / (Math.Sqrt(degree - 1.0) + 1.0);
        gap = root * root;
    }

    /// <summary>The degree d.</summary>
    public double Degree { get; }

    /// <inheritdoc/>
    public override double Mean => 0.0;

    /// <inheritdoc/>
    public override double Variance => Degree;

    /// <inheritdoc/>
    /// <remarks>
    /// For d ≥ 2. The two solutions z of the equation for G sum to (2 − d)/w, so at most one lies in ℂ⁺ when w is in ℂ⁻: the one
    /// with the larger imaginary part. For d &lt; 2 the transform is not univalent.
    /// </remarks>
    public override ExplicitInverse? InverseCauchy => Degree >= 2.0
        ? new InverseFormula(
            w => (1.0 / w) + (2.0 * Degree * w / (1.0 + InverseRoot(w))),
            w => (-1.0 / (w * w)) + (2.0 * Degree / (InverseRoot(w) * (1.0 + InverseRoot(w)))),
            w => (2.0 / (w * w * w)) - SecondDerivativeOfR(w))
        : null;

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z)
    {
        // (d² − z²)G² + (2 − d)zG + d − 1 = 0.
        Complex n = (Degree - 2.0) * z;
        Complex root = Degree * Root(z);
        return Branches.SameSide(n, root)
            ? 2.0 * (Degree - 1.0) / (n + root)
            : (n - root) / (2.0 * (Degree - z) * (Degree + z));
    }

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z)
    {
        Complex g = Cauchy(z);
        return -g * ((2.0 * z * g) - 2.0 + Degree) / (Degree * Root(z));
    }

    /// <inheritdoc/>
    /// <remarks>h = 2d·G²/(1 + √(1 + 4G²)) is free of cancellation but needs the branch; z·G − 1 = b₀gG with g below does not.</remarks>
    public override Complex MomentTransform(Complex z)
    {
        // G = 1/(z − d·g) with g the semicircle transform of variance d − 1, so zG − 1 = d·g·G.
        Complex tail = 2.0 / (z + Root(z));
        return Degree * tail * Cauchy(z);
    }

    /// <inheritdoc/>
    /// <remarks>h = d·gG, and g' = −g/√(z² − 4(d − 1)).</remarks>
    public override Complex MomentTransformDerivative(Complex z)
    {
        Complex root = Root(z);
        Complex tail = 2.0 / (z + root);
        return Degree * tail * (CauchyDerivative(z) - (Cauchy(z) / root));
    }

    /// <inheritdoc/>
    public override double Moment(int order)
    {
        RequireMoment(order);
        return JacobiMoment(order, 0.0, Degree, 0.0, Degree - 1.0);
    }

    /// <inheritdoc/>
    /// <remarks>κ_{2n} = d(−1)^{n−1}Cat_{n−1}.</remarks>
    public override double FreeCumulant(int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        if (order % 2 == 1)
        {
            return 0.0;
        }

        double value = Degree;
        for (int n = 1; n < order / 2; n++)
        {
            value *= -2.0 * ((2.0 * n) - 1.0) / (n + 1.0);
        }

        return value;
    }

    /// <inheritdoc/>
    public bool Equals(KestenMcKay? other) => other is not null && Degree == other.Degree;

    /// <inheritdoc/>
    public override int GetHashCode() => Degree.GetHashCode();

    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append(FormattableString.Invariant($"d={Degree:R}"));
        return true;
    }

    private protected override double Factor(double fromLeft, double fromRight) =>
        Degree / (2.0 * Math.PI * (gap + fromLeft) * (gap + fromRight));

    private static double Above(double degree) => degree > 1.0 && double.IsFinite(degree)
        ? degree
        : throw new ArgumentOutOfRangeException(
            nameof(degree), degree, FormattableString.Invariant($"degree must be finite and > 1, but is {degree:R}."));

    private static Complex InverseRoot(Complex w) => Branches.TowardsUpper(Complex.Sqrt(1.0 + (4.0 * w * w)), w);

    private Complex SecondDerivativeOfR(Complex w)
    {
        // R' = 2d/(q(1 + q)), q' = 4w/q.
        Complex q = InverseRoot(w);
        return 2.0 * Degree * (1.0 + (2.0 * q)) * (4.0 * w / q) / (q * q * (1.0 + q) * (1.0 + q));
    }
}
