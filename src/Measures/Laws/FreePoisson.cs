using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Measures.Laws;

/// <summary>The free Poisson (Marchenko–Pastur) law with a given rate and jump size.</summary>
/// <remarks>
/// <para>Density: ρ(x) = √((x−x₋)(x₊−x)) / (2πax) on [x₋, x₊], x± = a(1 ± √λ)². Atom: (1 − λ)δ₀ when λ &lt; 1.</para>
/// <para>Transforms: R(w) = λa/(1 − aw); S(u) = 1/(a(λ + u)); a·z·G² − (z + a(1 − λ))·G + 1 = 0. Free cumulants: κₙ = λaⁿ.</para>
/// <para>
/// Convention: the eigenvalues of XXᵀ/n for a p × n matrix X of iid entries with variance v have, as p/n → c, the law
/// with rate 1/c and jump vc: use <see cref="FromAspectRatio"/>.
/// </para>
/// <para>Matrix model: that Wishart matrix.</para>
/// <para>Error: a few units in the last place, everywhere, also at the hard edge 0 of rate 1.</para>
/// <para>Source: [MS17] §2.2 def. 11.</para>
/// </remarks>
public sealed record FreePoisson : SpectralMeasure
{
    private readonly Interval support;
    private readonly double width;

    /// <summary>Creates the free Poisson law.</summary>
    /// <param name="rate">λ &gt; 0. Below 1 there is an atom of weight 1 − λ at 0.</param>
    /// <param name="jump">a &gt; 0, the size of a jump. The mean is λa.</param>
    public FreePoisson(double rate, double jump)
    {
        Rate = Require.Positive(rate);
        Jump = Require.Positive(jump);
        double root = Math.Sqrt(rate);

        // 1 − √λ = (1 − λ)/(1 + √λ): no cancellation beyond that of the given rate.
        double low = (1.0 - rate) / (1.0 + root);
        double left = jump * low * low, right = jump * (1.0 + root) * (1.0 + root);
        if (!(left < right && double.IsFinite(right)))
        {
            throw new ArgumentException(Invariant(
                $"rate and jump must give a band that double precision tells from a point, but with rate {rate:R} and jump {jump:R} it is [{left:R}, {right:R}]."));
        }

        support = new Interval(left, right);
        width = 4.0 * jump * root;
        Atoms = rate < 1.0 ? [new Atom(location: 0.0, weight: 1.0 - rate)] : [];
        Bands = [new Band(
            support.Left, support.Right, Math.Min(1.0, rate), leftExponent: rate == 1.0 ? -0.5 : 0.5, rightExponent: 0.5)];
    }

    /// <summary>The rate λ.</summary>
    public double Rate { get; }

    /// <summary>The jump size a.</summary>
    public double Jump { get; }

    /// <inheritdoc/>
    public override double Mean => Rate * Jump;

    /// <inheritdoc/>
    public override double Variance => Rate * Jump * Jump;

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands { get; }

    /// <inheritdoc/>
    public override ExplicitInverse InverseCauchy => new InverseFormula(
        w => (1.0 / w) + (Rate * Jump / (1.0 - (Jump * w))),
        w => (-1.0 / (w * w)) + (Rate * Jump * Jump / Square(1.0 - (Jump * w))),
        w => (2.0 / (w * w * w)) + (2.0 * Rate * Jump * Jump * Jump / (Square(1.0 - (Jump * w)) * (1.0 - (Jump * w)))));

    /// <inheritdoc/>
    public override ExplicitInverse InverseMoment => new InverseFormula(
        u => Jump * (1.0 + u) * (Rate + u) / u,
        u => Jump * (1.0 - (Rate / (u * u))),
        u => 2.0 * Jump * Rate / (u * u * u));

    /// <summary>The limit law of XXᵀ/n for X of size p × n with iid centred entries, as p/n → <paramref name="ratio"/>.</summary>
    /// <param name="ratio">c = rows / columns &gt; 0. The mean of the law is v, its variance cv².</param>
    /// <param name="entryVariance">v &gt; 0, the variance of one entry of X.</param>
    public static FreePoisson FromAspectRatio(double ratio, double entryVariance = 1.0) =>
        new(rate: 1.0 / Require.Positive(ratio), jump: Require.Positive(entryVariance) * ratio);

    /// <inheritdoc/>
    public override double Density(double x) => !support.Contains(x) ? 0.0
        : x == 0.0 ? double.PositiveInfinity
        : Math.Sqrt(x - support.Left) * Math.Sqrt(support.Right - x) / (2.0 * Math.PI * Jump * x);

    /// <inheritdoc/>
    /// <remarks>a(1 − √λ)² has the rounding of √λ too.</remarks>
    public override double EdgeError(int band, IntervalEnd end) => end == IntervalEnd.Right || Rate == 1.0
        ? base.EdgeError(band, end)
        : base.EdgeError(band, end) + (2.0 * 2.220446049250313e-16 * Math.Sqrt(support.Left * Jump * Rate));

    /// <inheritdoc/>
    public override double DensityFromEdge(int band, IntervalEnd end, double offset)
    {
        double x = end == IntervalEnd.Left ? support.Left + offset : support.Right - offset;
        return Math.Sqrt(offset) * Math.Sqrt(width - offset) / (2.0 * Math.PI * Jump * x);
    }

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z)
    {
        // The two forms of the root agree, B² − s² = 4az; each cancels where the other does not.
        Complex root = Branches.SqrtOffBand(z, support);
        Complex b = z + (Jump * (1.0 - Rate));
        return Branches.SameSide(b, root) ? 2.0 / (b + root) : (b - root) / (2.0 * Jump * z);
    }

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z)
    {
        Complex g = Cauchy(z);
        return -g * (1.0 - (Jump * g)) / Branches.SqrtOffBand(z, support);
    }

    /// <inheritdoc/>
    public override Complex MomentTransform(Complex z)
    {
        Complex g = Jump * Cauchy(z);
        return Rate * g / (1.0 - g);
    }

    /// <inheritdoc/>
    public override Complex MomentTransformDerivative(Complex z) =>
        Rate * Jump * CauchyDerivative(z) / Square(1.0 - (Jump * Cauchy(z)));

    /// <inheritdoc/>
    /// <remarks>aⁿ Σ_k N(n, k) λᵏ with the Narayana numbers N(n, k) = C(n, k)C(n, k−1)/n.</remarks>
    public override double Moment(int order)
    {
        RequireMoment(order);
        double sum = order == 0 ? 1.0 : 0.0;
        double term = Rate;
        for (int k = 1; k <= order; k++)
        {
            sum += term;
            term *= Rate * (order - k) * (order - k + 1.0) / (k * (k + 1.0));
        }

        return Math.Pow(Jump, order) * sum;
    }

    /// <inheritdoc/>
    public override double FreeCumulant(int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        return Rate * Math.Pow(Jump, order);
    }

    /// <inheritdoc/>
    public bool Equals(FreePoisson? other) => other is not null && Rate == other.Rate && Jump == other.Jump;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Rate, Jump);

    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append(FormattableString.Invariant($"rate={Rate:R}, jump={Jump:R}"));
        return true;
    }

    private static Complex Square(Complex value) => value * value;
}
