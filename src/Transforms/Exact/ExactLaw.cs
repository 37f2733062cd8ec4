using System.Collections.Immutable;
using FreeSpectra.Numerics.Exact;

namespace FreeSpectra.Transforms.Exact;

/// <summary>The exact side of a law with rational parameters: its moments and free cumulants, and the polynomial equation of G.</summary>
/// <remarks>
/// <para>
/// Moments come from free cumulants or the S-transform as power series. Where the equation P(z, G(z)) = 0 is known and its
/// degree is small, the terms beyond the first few come from the linear recurrence that every algebraic function satisfies,
/// so that a thousand moments cost little more than sixty.
/// </para>
/// <para>Source: [MS17] §2.4, §2.7; [RE08] section 4; [Com64] for the recurrence.</para>
/// </remarks>
public sealed class ExactLaw
{
    private const int DirectTerms = 64;
    private const int MaxRecurrenceDegree = 4;

    // Products of machine words: some seconds. A heuristic, ten times what the equations of moderate laws take.
    private const double MaxWork = 2e9;

    private readonly Func<int, Rational[]>? momentsOf;
    private readonly Func<int, Rational[]>? cumulantsOf;
    private readonly Lazy<BivariatePolynomial?> equation;
    private readonly Lazy<ImmutableArray<RationalPolynomial>> differentialEquation;
    private readonly Lock gate = new();
    private Rational[] moments = [];
    private Rational[] cumulants = [];

    private ExactLaw(
        Func<int, Rational[]>? momentsOf, Func<int, Rational[]>? cumulantsOf, Func<ExactLaw, BivariatePolynomial?> equation)
    {
        this.momentsOf = momentsOf;
        this.cumulantsOf = cumulantsOf;
        this.equation = new Lazy<BivariatePolynomial?>(() => equation(this)?.Primitive());
        differentialEquation = new Lazy<ImmutableArray<RationalPolynomial>>(
            () => AlgebraicSeries.DifferentialEquation(AlgebraicEquation.ToMomentSeries(Equation!), MaxWork));
    }

    /// <summary>
    /// The irreducible polynomial P with P(z, G(z)) = 0, coprime integers as coefficients; null if G is not algebraic or the
    /// elimination would be too large.
    /// </summary>
    public BivariatePolynomial? Equation => equation.Value;

    /// <summary>m₁, …, m_n.</summary>
    /// <param name="count">n ≥ 0.</param>
    public ImmutableArray<Rational> Moments(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        lock (gate)
        {
            if (moments.Length < count)
            {
                moments = count > DirectTerms && Equation is { } p && p.DegreeInSecond <= MaxRecurrenceDegree && !differentialEquation.Value.IsDefault
                    ? Continued(count)
                    : Direct(count);
            }

            return [.. moments.AsSpan(0, count)];
        }
    }

    /// <summary>κ₁, …, κ_n.</summary>
    /// <param name="count">n ≥ 0.</param>
    public ImmutableArray<Rational> FreeCumulants(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        lock (gate)
        {
            if (cumulants.Length < count)
            {
                cumulants = cumulantsOf?.Invoke(count) ?? ExactMoments.ToFreeCumulants(Moments(count).AsSpan());
            }

            return [.. cumulants.AsSpan(0, count)];
        }
    }

    /// <summary>The first n coefficients of R(w) = Σ κₙ₊₁ wⁿ.</summary>
    public PowerSeries RTransform(int count) => new(FreeCumulants(count).AsSpan());

    /// <summary>The first n coefficients of S(u); null if the mean is 0.</summary>
    public PowerSeries? STransform(int count) =>
        count < 1 || Moments(1)[0].IsZero ? null : ExactMoments.STransform(Moments(count).AsSpan());

    /// <summary>The first n coefficients of G as a series in x = 1/z: 0, 1, m₁, m₂, ….</summary>
    public PowerSeries CauchySeries(int count) =>
        new PowerSeries([Rational.Zero, Rational.One, .. Moments(count)]).Truncate(count);

    /// <summary>A law given by its moments.</summary>
    internal static ExactLaw FromMoments(Func<int, Rational[]> moments, Func<ExactLaw, BivariatePolynomial?> equation) =>
        new(moments, cumulantsOf: null, equation);

    /// <summary>A law given by its free cumulants.</summary>
    internal static ExactLaw FromFreeCumulants(Func<int, Rational[]> cumulants, Func<ExactLaw, BivariatePolynomial?> equation) =>
        new(momentsOf: null, cumulants, equation);

    /// <summary>The factor of an elimination's result on which the law lies; null if the search would be too large.</summary>
    internal BivariatePolynomial? TrueFactor(BivariatePolynomial product)
    {
        const int maxUnknowns = 700;
        if ((product.DegreeInFirst + 1) * (product.DegreeInSecond + 1) > maxUnknowns)
        {
            return null;
        }

        // The series is in x = 1/z: Q(x, g) = x^deg P(1/x, g) has the same factors.
        BivariatePolynomial reversed = Reversed(product);
        return BranchFactor.Find(reversed, Series, MaxWork) is { } factor ? Reversed(factor).Primitive() : null;

        PowerSeries Series(int n) =>
            new PowerSeries([Rational.Zero, Rational.One, .. DirectCached(Math.Max(0, n - 2))]).Truncate(n);
    }

    private static BivariatePolynomial Reversed(BivariatePolynomial p) => p.Substitute(
        1, BivariatePolynomial.First, BivariatePolynomial.Second, 1);

    private Rational[] DirectCached(int count)
    {
        // Called while the equation is being made: must not ask for the equation.
        lock (gate)
        {
            if (moments.Length < count)
            {
                moments = Direct(count);
            }

            return moments[..count];
        }
    }

    private Rational[] Direct(int count) =>
        count == 0 ? [] : momentsOf?.Invoke(count) ?? ExactMoments.FromFreeCumulants(FreeCumulants(count).AsSpan());

    private Rational[] Continued(int count)
    {
        PowerSeries m = AlgebraicSeries.Continue(
            differentialEquation.Value, n => new PowerSeries([Rational.One, .. Direct(n - 1)]), count + 1);
        return [.. m.Coefficients.Skip(1)];
    }
}
