using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Measures.Laws;

/// <summary>The free binomial law, the free power ((1−p)δ₀ + pδ₁)^{⊞t}.</summary>
/// <remarks>
/// <para>Density: t√((x₊−x)(x−x₋)) / (2πx(t−x)), x± = (√(p(t−1)) ± √(1−p))². Atoms: (1 − tp)⁺ at 0, (1 − t(1−p))⁺ at t.</para>
/// <para>Transforms: R(w) = t(w − 1 + √((1−w)² + 4pw))/(2w); χ(u) = t(1 + u)(u + pt)/(u(u + t)).</para>
/// <para>The dilation by t of <see cref="Jacobi"/> with a = pt, b = (1 − p)t; the compression of a projection is the same law.</para>
/// <para>Error: a few units in the last place, everywhere.</para>
/// <para>Source: [NS96] (the semigroup of free powers); [VDN92] ex. 3.4.6.</para>
/// </remarks>
public sealed record FreeBinomial : OneBandLaw
{
    private readonly double aboveZero;
    private readonly double belowTop;

    /// <summary>Creates the law.</summary>
    /// <param name="probability">p in (0, 1).</param>
    /// <param name="power">t &gt; 1; for t = 1 the law is a pair of atoms.</param>
    public FreeBinomial(double probability, double power)
        : base(
            Support(Require.Inside(probability, 0.0, 1.0), power),
            4.0 * Math.Sqrt(probability * (1.0 - probability) * (power - 1.0)),
            Math.Min(1.0, power * probability) + Math.Min(1.0, power * (1.0 - probability)) - 1.0,
            [(0.0, 1.0 - (power * probability)), (power, 1.0 - (power * (1.0 - probability)))],
            hardLeft: Gaps(probability, power).AboveZero == 0.0,
            hardRight: Gaps(probability, power).BelowTop == 0.0)
    {
        Probability = probability;
        Power = power;
        (aboveZero, belowTop) = Gaps(probability, power);
    }

    /// <summary>The weight p of the atom at 1 of the law whose power is taken.</summary>
    public double Probability { get; }

    /// <summary>The power t.</summary>
    public double Power { get; }

    /// <inheritdoc/>
    public override double Mean => Power * Probability;

    /// <inheritdoc/>
    public override double Variance => Power * Probability * (1.0 - Probability);

    /// <inheritdoc/>
    /// <remarks>
    /// For t ≥ 2. The two solutions z of the equation for G sum to t + (2 − t)/w, so at most one lies in ℂ⁺ when w is in ℂ⁻.
    /// </remarks>
    public override ExplicitInverse? InverseCauchy => Power >= 2.0
        ? new InverseFormula(
            w => (1.0 / w) + (2.0 * Power * Probability / Denominator(w, InverseRoot(w))),
            w => (-1.0 / (w * w)) + RDerivatives(w).First,
            w => (2.0 / (w * w * w)) + RDerivatives(w).Second)
        : null;

    /// <inheritdoc/>
    public override ExplicitInverse InverseMoment
    {
        get
        {
            // Partial fractions: χ(u) = t(1 + p/u − (t−1)(1−p)/(u + t)).
            double first = Power * Probability;
            double second = Power * (Power - 1.0) * (1.0 - Probability);
            return new InverseFormula(
                u => Power * (1.0 + u) * (u + first) / (u * (u + Power)),
                u => (-first / (u * u)) + (second / ((u + Power) * (u + Power))),
                u => (2.0 * first / (u * u * u)) - (2.0 * second / ((u + Power) * (u + Power) * (u + Power))));
        }
    }

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z)
    {
        // z(t−z)G² − N·G + (t − 1) = 0, N = (t − 2)z + t − pt².
        Complex n = ((Power - 2.0) * z) + (Power * (1.0 - (Power * Probability)));
        Complex root = Power * Root(z);
        return Branches.SameSide(n, root)
            ? 2.0 * (Power - 1.0) / (n + root)
            : (n - root) / (2.0 * z * (Power - z));
    }

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z)
    {
        Complex g = Cauchy(z);
        return g * (((Power - (2.0 * z)) * g) + 2.0 - Power) / (Power * Root(z));
    }

    /// <inheritdoc/>
    public override Complex MomentTransform(Complex z)
    {
        // (z − t)u² + t(z − 1 − pt)u − pt² = 0.
        Complex n = Power * (z - 1.0 - (Power * Probability));
        Complex root = Power * Root(z);
        return Branches.SameSide(n, root)
            ? 2.0 * Power * Power * Probability / (n + root)
            : (root - n) / (2.0 * (z - Power));
    }

    /// <inheritdoc/>
    public override Complex MomentTransformDerivative(Complex z)
    {
        Complex u = MomentTransform(z);
        return -u * (u + Power) / (Power * Root(z));
    }

    /// <inheritdoc/>
    public override double Moment(int order)
    {
        RequireMoment(order);
        double center = (Probability * (Power - 1.0)) + (1.0 - Probability);
        return JacobiMoment(order, Mean, Variance, center, Probability * (1.0 - Probability) * (Power - 1.0));
    }

    /// <inheritdoc/>
    public bool Equals(FreeBinomial? other) =>
        other is not null && Probability == other.Probability && Power == other.Power;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Probability, Power);

    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append(FormattableString.Invariant($"p={Probability:R}, t={Power:R}"));
        return true;
    }

    private protected override double Factor(double fromLeft, double fromRight) =>
        Power / (2.0 * Math.PI * (aboveZero + fromLeft) * (belowTop + fromRight));

    /// <summary>x₋ = ((pt − 1)/(√(p(t−1)) + √(1−p)))², and t − x₊, which is the same with p and 1 − p exchanged.</summary>
    /// <remarks>pt − 1 and (1 − p)t − 1 keep what the product rounds away, unless it rounds to 1: then p and t are meant to have a hard edge.</remarks>
    private static (double AboveZero, double BelowTop) Gaps(double p, double t)
    {
        double rest = t - 1.0, lost = t - rest - 1.0;
        double low = p * t == 1.0 ? 0.0 : Math.FusedMultiplyAdd(p, t, -1.0);
        double high = (1.0 - p) * t == 1.0 ? 0.0 : Math.FusedMultiplyAdd(-p, t, rest) + lost;
        double below = low / (Math.Sqrt(p * rest) + Math.Sqrt(1.0 - p));
        double above = high / (Math.Sqrt((1.0 - p) * rest) + Math.Sqrt(p));
        return (below * below, above * above);
    }

    private static Interval Support(double p, double power)
    {
        if (!(power > 1.0) || !double.IsFinite(power))
        {
            throw new ArgumentOutOfRangeException(
                nameof(power), power, FormattableString.Invariant($"power must be finite and > 1, but is {power:R}."));
        }

        (double low, double high) = Gaps(p, power);
        return new Interval(low, power - high);
    }

    private Complex InverseRoot(Complex w)
    {
        Complex discriminant = ((1.0 - w) * (1.0 - w)) + (4.0 * Probability * w);
        return Branches.TowardsUpper(Complex.Sqrt(discriminant), w);
    }

    /// <summary>1 − w + q = 4pw/(w − 1 + q), whichever does not cancel: next to an atom at t, w is large and q near it.</summary>
    private Complex Denominator(Complex w, Complex q) =>
        Branches.SameSide(1.0 - w, q) ? 1.0 - w + q : 4.0 * Probability * w / (w - 1.0 + q);

    private (Complex First, Complex Second) RDerivatives(Complex w)
    {
        // R = 2pt/D, D = 1 − w + q, q² = (1−w)² + 4pw, q q' = w − 1 + 2p, D' = (2p − D)/q, D'' = q'' = −D'(2 + D')/q.
        Complex q = InverseRoot(w);
        Complex d = Denominator(w, q);
        Complex d1 = ((2.0 * Probability) - d) / q;
        Complex q2 = -d1 * (2.0 + d1) / q;
        double scale = 2.0 * Power * Probability;
        return (-scale * d1 / (d * d), scale * (((2.0 * d1 * d1) - (d * q2)) / (d * d * d)));
    }
}
