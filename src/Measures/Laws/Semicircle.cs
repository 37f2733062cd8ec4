using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Measures.Laws;

/// <summary>Wigner's semicircle law, the normal law of free probability.</summary>
/// <remarks>
/// <para>Density: ρ(x) = √(4v − (x − m)²) / (2πv) on [m − 2√v, m + 2√v].</para>
/// <para>Transforms: R(w) = m + v·w; v·G² − (z − m)·G + 1 = 0; h = G·(m + v·G). Free cumulants: m, v, 0, 0, ….</para>
/// <para>Matrix model: a symmetric n × n matrix of independent entries of variance v/n (GOE, GUE, any Wigner matrix), plus m.</para>
/// <para>Error: a few units in the last place, everywhere.</para>
/// <para>Source: [MS17] §1.4, §2.4.</para>
/// </remarks>
public sealed record Semicircle : SpectralMeasure
{
    private readonly Interval support;
    private readonly double radius;

    /// <summary>Creates the semicircle law with the given mean and variance.</summary>
    /// <param name="mean">m, any finite real.</param>
    /// <param name="variance">v &gt; 0. The radius of the law is 2√v.</param>
    public Semicircle(double mean, double variance)
    {
        Mean = Require.Finite(mean);
        Variance = Require.Positive(variance);
        radius = 2.0 * Math.Sqrt(variance);
        support = new Interval(mean - radius, mean + radius);
        Bands = [new Band(support.Left, support.Right, mass: 1.0)];
    }

    /// <summary>Mean 0, variance 1.</summary>
    public static Semicircle Standard { get; } = new(mean: 0.0, variance: 1.0);

    /// <inheritdoc/>
    public override double Mean { get; }

    /// <inheritdoc/>
    public override double Variance { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms => [];

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands { get; }

    /// <inheritdoc/>
    public override ExplicitInverse InverseCauchy => new InverseFormula(
        w => Mean + (Variance * w) + (1.0 / w), w => Variance - (1.0 / (w * w)), w => 2.0 / (w * w * w));

    /// <inheritdoc/>
    /// <remarks>
    /// Offered when the support lies in [0, ∞). u = m·G + v·G² gives G = 2u/(m + √(m² + 4vu)) and χ = (1 + u)/G; the branch
    /// point −m²/4v is then at or below −1, outside the values of h.
    /// </remarks>
    public override ExplicitInverse? InverseMoment => Mean >= radius
        ? new InverseFormula(MomentInverse, u => MomentInverseDerivatives(u).First, u => MomentInverseDerivatives(u).Second)
        : null;

    /// <inheritdoc/>
    public override double Density(double x) => support.Contains(x)
        ? Math.Sqrt((x - support.Left) * (support.Right - x)) / (2.0 * Math.PI * Variance)
        : 0.0;

    /// <inheritdoc/>
    /// <remarks>The ends are m ± 2√v: 0 where the root and the sum are exact.</remarks>
    public override double EdgeError(int band, IntervalEnd end)
    {
        double root = Math.Sqrt(Variance);
        double radius = end == IntervalEnd.Left ? -2.0 * root : 2.0 * root;
        double place = Mean + radius;
        bool exact = Math.FusedMultiplyAdd(root, root, -Variance) == 0.0 && place - Mean == radius && place - radius == Mean;
        return exact ? 0.0 : 2.220446049250313e-16 * (Math.Abs(Mean) + (4.0 * root));
    }

    /// <inheritdoc/>
    public override double DensityFromEdge(int band, IntervalEnd end, double offset) =>
        Math.Sqrt(offset) * Math.Sqrt((2.0 * radius) - offset) / (2.0 * Math.PI * Variance);

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z)
    {
        // (z − m − s) / 2v cancels badly for large |z|; multiply through by z − m + s, since (z−m)² − s² = 4v.
        Complex root = Branches.SqrtOffBand(z, support);
        return 2.0 / (z - Mean + root);
    }

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z) => -Cauchy(z) / Branches.SqrtOffBand(z, support);

    /// <inheritdoc/>
    public override Complex MomentTransform(Complex z)
    {
        Complex g = Cauchy(z);
        return g * (Mean + (Variance * g));
    }

    /// <inheritdoc/>
    public override Complex MomentTransformDerivative(Complex z) =>
        CauchyDerivative(z) * (Mean + (2.0 * Variance * Cauchy(z)));

    /// <inheritdoc/>
    /// <remarks>Σ_j C(k, 2j)·m^{k−2j}·vʲ·Cat_j.</remarks>
    public override double Moment(int order)
    {
        RequireMoment(order);
        double sum = 0.0;
        double term = 1.0;
        for (int j = 0; 2 * j <= order; j++)
        {
            sum += term * (order == 2 * j ? 1.0 : Math.Pow(Mean, order - (2 * j)));

            // C(k, 2j+2)·Cat_{j+1} / (C(k, 2j)·Cat_j) = (k − 2j)(k − 2j − 1) / ((j + 1)(j + 2)).
            term *= Variance * ((order - (2 * j)) * (double)(order - (2 * j) - 1)) / ((j + 1.0) * (j + 2.0));
        }

        return sum;
    }

    /// <inheritdoc/>
    public override double FreeCumulant(int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        return order == 1 ? Mean : order == 2 ? Variance : 0.0;
    }

    /// <inheritdoc/>
    /// <remarks>½ + (s√(1 − s²) + asin s)/π with s = (x − m)/2√v, as the mass from the left end.</remarks>
    public override double CumulativeDistribution(double x)
    {
        if (x <= support.Left)
        {
            return 0.0;
        }

        if (x >= support.Right)
        {
            return 1.0;
        }

        return MassFromEdge(0, IntervalEnd.Left, x - support.Left);
    }

    /// <inheritdoc/>
    public override double MassAbove(double x) =>
        x <= support.Left ? 1.0 : x >= support.Right ? 0.0 : MassFromEdge(0, IntervalEnd.Right, support.Right - x);

    /// <inheritdoc/>
    /// <remarks>x = m ∓ r·cos(θ/2): the mass between the end and x is (θ − sin θ)/2π, which keeps relative accuracy.</remarks>
    public override double MassFromEdge(int band, IntervalEnd end, double offset)
    {
        double theta = 4.0 * Math.Asin(Math.Sqrt(Math.Min(1.0, offset / (2.0 * radius))));
        return Elementary.MinusSine(theta) / (2.0 * Math.PI);
    }

    /// <inheritdoc/>
    public bool Equals(Semicircle? other) => other is not null && Mean == other.Mean && Variance == other.Variance;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Mean, Variance);

    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append(FormattableString.Invariant($"variance={Variance:R}, mean={Mean:R}"));
        return true;
    }

    private Complex MomentInverse(Complex u) =>
        (1.0 + u) * (Mean + Complex.Sqrt((Mean * Mean) + (4.0 * Variance * u))) / (2.0 * u);

    private (Complex First, Complex Second) MomentInverseDerivatives(Complex u)
    {
        // χ = ½ (1 + 1/u)(m + q), q = √(m² + 4vu), q' = 2v/q, q'' = −4v²/q³.
        Complex q = Complex.Sqrt((Mean * Mean) + (4.0 * Variance * u));
        Complex q1 = 2.0 * Variance / q;
        Complex q2 = -q1 * q1 / q;
        Complex r = 1.0 / u;
        Complex first = 0.5 * (((1.0 + r) * q1) - (r * r * (Mean + q)));
        Complex second = 0.5 * (((1.0 + r) * q2) - (2.0 * r * r * q1) + (2.0 * r * r * r * (Mean + q)));
        return (first, second);
    }
}
