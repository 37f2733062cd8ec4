using System.Collections.Immutable;
using System.Globalization;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Numerics.Exact;

namespace FreeSpectra.Tests.Transforms.Problems;

/// <summary>Random expressions over the whole catalogue of laws and operations. The same seed and depth give the same expression.</summary>
/// <remarks>
/// Only expressions that exist are made: what an operation asks of its laws (positive, bounded, no atom at 0) is known from how
/// they were built. Numbers are short decimals, one in five of them a round one, where coincidences live.
/// </remarks>
internal sealed class ProblemGenerator(int seed)
{
    private readonly Random random = new(seed);

    /// <summary>An expression of exactly the given depth.</summary>
    public LawExpression Make(int depth) => Law(depth, random.Next(2) == 0).Expression;

    /// <summary>A uniform number in [0, 1).</summary>
    public double Uniform() => random.NextDouble();

    private Made Law(int depth, bool positive) => depth == 0
        ? positive || random.Next(3) == 0 ? PositiveLeaf() : Leaf()
        : positive || random.Next(4) == 0 ? PositiveOperation(depth) : Operation(depth);

    private Made PositiveLeaf()
    {
        switch (random.Next(20))
        {
            case 0 or 1 or 2:
                Rational c = Number(0.05, 8.0);
                return new(Named("mp", c, Number(0.3, 2.0)), Positive: true, ZeroMass: c > 1, Bounded: true, Away: c < 1);
            case 3 or 4:
                Rational rate = Number(0.1, 10.0);
                return new(Named("free-poisson", rate, Number(0.2, 3.0)), Positive: true, ZeroMass: rate < 1, Bounded: true, Away: rate > 1);
            case 5 or 6:
                return new(Named("bernoulli", Fraction(), Number(0.3, 3.0)), Positive: true, ZeroMass: true, Bounded: true, Away: false);
            case 7 or 8:
                return Atoms(positive: true);
            case 9 or 10:
                Rational start = random.Next(3) == 0 ? Rational.Zero : Number(0.05, 1.0);
                return new(Named("uniform", start, start + Number(0.2, 2.0)), Positive: true, ZeroMass: false, Bounded: true, Away: start > 0);
            case 11:
                return new(Named("two-projections", Fraction(), Fraction()), Positive: true, ZeroMass: true, Bounded: true, Away: false);
            case 12:
                return new(Named("jacobi", Rational.One + Number(0.05, 4.0), Rational.One + Number(0.05, 4.0)), Positive: true, ZeroMass: false, Bounded: true, Away: true);
            case 13:
                return new(Named("free-binomial", Fraction(), Rational.One + Number(0.05, 4.0)), Positive: true, ZeroMass: true, Bounded: true, Away: false);
            case 14:
                c = Number(0.05, 3.0);
                return new(Named("free-f", c, Fraction()), Positive: true, ZeroMass: c > 1, Bounded: true, Away: c < 1);
            case 15:
                return new(Named("fuss-catalan", Number(0.3, 3.0)), Positive: true, ZeroMass: false, Bounded: true, Away: false);
            case 16:
                Rational p = Rational.One + Number(0.1, 2.5);
                return new(Named("raney", p, Round(p.ToDouble() * random.NextDouble()) + new Rational(1, 50)) is var raney && raney.Numbers[1] <= p ? raney : Named("raney", p, p), Positive: true, ZeroMass: false, Bounded: true, Away: false);
            case 17:
                return new(Named("free-log-normal", Number(0.05, 3.0)), Positive: true, ZeroMass: false, Bounded: true, Away: true);
            case 18:
                rate = Number(0.2, 4.0);
                Made jumps = PositiveLeaf();
                return jumps.Bounded
                    ? new(LawExpression.Named("compound-poisson", [jumps.Expression], rate), Positive: true, ZeroMass: true, Bounded: true, Away: false)
                    : jumps;
            default:
                return random.Next(3) == 0
                    ? new(Named("free-stable", Round(0.2 + (0.7 * random.NextDouble())), Rational.One), Positive: true, ZeroMass: false, Bounded: false, Away: true)
                    : PositiveLeaf();
        }
    }

    private Made Leaf()
    {
        switch (random.Next(14))
        {
            case 0 or 1 or 2 or 3:
                return Any(Named("semicircle", Number(0.01, 4.0), Signed(0.1, 2.0)));
            case 4:
                return Any(Named("arcsine", Number(0.2, 3.0)));
            case 5:
                return Any(Named("kesten-mckay", 2 + Number(0.1, 6.0)));
            case 6:
                return Any(Named("free-meixner", Signed(0.1, 3.0), Number(0.05, 3.0) - (random.Next(2) == 0 ? Rational.One : Rational.Zero) is var b && b > -1 ? b : Rational.Zero));
            case 7 or 8:
                Rational left = Signed(0.1, 2.0);
                return Any(Named("uniform", left, left + Number(0.2, 3.0)));
            case 9 or 10 or 11:
                return Atoms(positive: false);
            case 12:
                return random.Next(3) == 0
                    ? Any(Named("cauchy", Signed(0.1, 2.0), Number(0.1, 2.0))) with { Bounded = false }
                    : Leaf();
            default:
                return random.Next(3) == 0 ? Stable() : Leaf();
        }
    }

    private Made Stable()
    {
        double alpha = random.Next(2) == 0 ? 0.3 + (0.6 * random.NextDouble()) : 1.1 + (0.85 * random.NextDouble());
        Rational a = Round(alpha);
        double low = alpha < 1.0 ? 0.0 : 1.0 - (1.0 / a.ToDouble());
        double high = alpha < 1.0 ? 1.0 : 1.0 / a.ToDouble();
        Rational rho = Round(low + 0.02 + ((high - low - 0.04) * random.NextDouble()));
        return Any(Named("free-stable", a, rho)) with { Bounded = false };
    }

    private Made Atoms(bool positive)
    {
        int count = 2 + random.Next(3);
        int[] shares = [.. Enumerable.Range(0, count).Select(_ => 1 + random.Next(random.Next(4) == 0 ? 1 : 30))];
        int total = shares.Sum();
        SortedSet<Rational> places = [];
        bool zero = random.Next(4) == 0;
        while (places.Count < count)
        {
            places.Add(zero && places.Count == 0 ? Rational.Zero : positive ? Number(0.1, 5.0) : Signed(0.1, 4.0));
        }

        Rational[] numbers = [.. places.SelectMany((place, i) => new[] { place, new Rational(shares[i], total) })];
        return new(
            LawExpression.Named("atoms", [], [.. numbers]),
            Positive: places.First() >= 0,
            ZeroMass: places.Contains(Rational.Zero),
            Bounded: true,
            Away: places.First() > 0);
    }

    private Made PositiveOperation(int depth)
    {
        Made Next() => Law(depth - 1, positive: true);
        Made Other() => Law(random.Next(depth), positive: true);
        switch (random.Next(16))
        {
            case 0 or 1 or 2:
                return Sum(Next(), Other());
            case 3 or 4 or 5 or 6:
                return Product(Next(), Other());
            case 7:
                Made law = Next();
                return law with { Expression = LawExpression.Power(LawOperation.FreeSumPower, law.Expression, Power()) };
            case 8 or 9:
                law = Next();
                return law with { Expression = LawExpression.Power(LawOperation.FreeProductPower, law.Expression, Power()) };
            case 10:
                law = Next();
                return law with { Expression = LawExpression.Named("compress", [law.Expression], Fraction()) };
            case 11:
                law = Next();
                Rational shift = random.Next(2) == 0 ? Rational.Zero : Number(0.05, 2.0);
                return law with
                {
                    Expression = LawExpression.Affine(law.Expression, Number(0.3, 3.0), shift),
                    ZeroMass = law.ZeroMass && shift.IsZero,
                    Away = law.Away || shift > 0,
                };
            case 12:
                law = Law(depth - 1, positive: false);
                return new(LawExpression.Named("square", [law.Expression]), Positive: true, ZeroMass: true, law.Bounded, law.Away);
            case 13:
                law = Next();
                return law.ZeroMass
                    ? law with { Expression = LawExpression.Affine(law.Expression, Number(0.3, 3.0), Rational.Zero) }
                    : new(LawExpression.Named("inverse", [law.Expression]), Positive: true, ZeroMass: false, Bounded: law.Away, Away: law.Bounded);
            case 14:
                law = Next();
                return law.Bounded
                    ? new(LawExpression.Named("compound-poisson", [law.Expression], Number(0.2, 4.0)), Positive: true, ZeroMass: true, Bounded: true, Away: false)
                    : law;
            default:
                law = Next();
                Made other = Other();
                return random.Next(2) == 0
                    ? law with { Expression = LawExpression.Binary(LawOperation.FreeDifference, Sum(law, other).Expression, other.Expression) }
                    : Product(law, other);
        }
    }

    private Made Operation(int depth)
    {
        Made Next() => Law(depth - 1, positive: false);
        Made Other() => Law(random.Next(depth), positive: false);
        switch (random.Next(12))
        {
            case 0 or 1 or 2 or 3:
                return Sum(Next(), Other());
            case 4:
                Made law = Next();
                return law with { Expression = LawExpression.Power(LawOperation.FreeSumPower, law.Expression, Power()) };
            case 5:
                law = Next();
                return law with { Expression = LawExpression.Named("compress", [law.Expression], Fraction()) };
            case 6 or 7:
                law = Next();
                return Any(LawExpression.Affine(law.Expression, Signed(0.3, 3.0) is var a && a.IsZero ? -1 : a, Signed(0.1, 2.0))) with { Bounded = law.Bounded };
            case 8:
                law = Law(depth - 1, positive: true);
                return Any(LawExpression.Named("sqrt-sym", [law.Expression])) with { Bounded = law.Bounded };
            case 9 or 10:
                Made first = Next();
                Made second = Other();
                return first.Bounded && second.Bounded
                    ? Any(LawExpression.Named(random.Next(2) == 0 ? "boolean-sum" : "monotone-sum", [first.Expression, second.Expression]))
                    : Sum(first, second);
            default:
                law = Next();
                Made other = Other();
                return law with { Expression = LawExpression.Binary(LawOperation.FreeDifference, Sum(law, other).Expression, other.Expression) };
        }
    }

    private static Made Sum(Made a, Made b) => new(
        LawExpression.Binary(LawOperation.FreeSum, a.Expression, b.Expression),
        a.Positive && b.Positive,
        a.ZeroMass && b.ZeroMass,
        a.Bounded && b.Bounded,
        a.Positive && b.Positive && (a.Away || b.Away));

    private static Made Product(Made a, Made b) => new(
        LawExpression.Binary(LawOperation.FreeProduct, a.Expression, b.Expression),
        Positive: true,
        a.ZeroMass || b.ZeroMass,
        a.Bounded && b.Bounded,
        a.Away && b.Away);

    private static Made Any(LawExpression expression) => new(expression, Positive: false, ZeroMass: true, Bounded: true, Away: false);

    private static LawExpression Named(string name, params ReadOnlySpan<Rational> numbers) => LawExpression.Named(name, [], [.. numbers]);

    private Rational Number(double low, double high) => random.Next(5) switch
    {
        0 => Rational.One,
        1 when low <= 0.5 => new Rational(1, 2),
        _ => Round(low * Math.Pow(high / low, random.NextDouble())),
    };

    private Rational Signed(double low, double high) => random.Next(4) switch
    {
        0 => Rational.Zero,
        1 => -Number(low, high),
        _ => Number(low, high),
    };

    private Rational Fraction() => random.Next(8) switch
    {
        0 => new Rational(1, 2),
        1 => Round(0.99 + (0.009 * random.NextDouble())),
        2 => Round(0.001 + (0.05 * random.NextDouble())),
        _ => Round(0.05 + (0.9 * random.NextDouble())),
    };

    private Rational Power() => random.Next(4) == 0 ? 2 + random.Next(2) : Rational.One + Number(0.05, 3.0);

    /// <summary>Three significant digits.</summary>
    private static Rational Round(double value) =>
        new(System.Numerics.BigInteger.Parse(value.ToString("E2", CultureInfo.InvariantCulture).Replace(".", "", StringComparison.Ordinal).Split('E')[0], CultureInfo.InvariantCulture)
            * Ten(Math.Max(0, Exponent(value) - 2)), Ten(Math.Max(0, 2 - Exponent(value))));

    private static int Exponent(double value) =>
        int.Parse(value.ToString("E2", CultureInfo.InvariantCulture).Split('E')[1], CultureInfo.InvariantCulture);

    private static System.Numerics.BigInteger Ten(int exponent) => System.Numerics.BigInteger.Pow(10, exponent);

    /// <summary>An expression and what is known about its law.</summary>
    /// <param name="Expression">The expression.</param>
    /// <param name="Positive">Whether it lives on [0, ∞).</param>
    /// <param name="ZeroMass">Whether it may have an atom at 0.</param>
    /// <param name="Bounded">Whether its support is surely bounded.</param>
    /// <param name="Away">Whether its support surely keeps away from 0.</param>
    private sealed record Made(LawExpression Expression, bool Positive, bool ZeroMass, bool Bounded, bool Away);
}
