using FreeSpectra.Measures.Expressions;
using FreeSpectra.Numerics.Exact;
using FsCheck;
using FsCheck.Fluent;

namespace FreeSpectra.Testing;

/// <summary>Random expressions of bounded laws: with atoms and without, off-centre and off-scale, one band or several.</summary>
internal static class LawGenerator
{
    private const int Denominator = 10;

    /// <summary>An expression of at most so many operations.</summary>
    public static Gen<LawExpression> Of(int operations, bool positive) => operations == 0
        ? Leaf(positive)
        : Gen.OneOf(Leaf(positive), Operation(operations, positive), Operation(operations, positive));

    private static Gen<LawExpression> Leaf(bool positive) =>
        positive ? PositiveLeaf() : Gen.OneOf(PositiveLeaf(), SignedLeaf());

    private static Gen<LawExpression> PositiveLeaf() => Gen.OneOf(
        Named("mp", Tenths(1, 30)),
        Named("mp", Tenths(1, 30), Tenths(2, 30)),
        Named("bernoulli", Tenths(1, 9)),
        Named("bernoulli", Tenths(1, 9), Tenths(2, 40)),
        Named("free-poisson", Tenths(1, 30), Tenths(2, 30)),
        Named("two-projections", Tenths(1, 9), Tenths(1, 9)),
        Named("jacobi", Tenths(5, 30), Tenths(5, 30)),
        from a in Tenths(0, 20) from width in Tenths(5, 20) select LawExpression.Named("uniform", [], a, a + width),
        Atoms(positive: true));

    private static Gen<LawExpression> SignedLeaf() => Gen.OneOf(
        Named("semicircle", Tenths(2, 30)),
        Named("semicircle", Tenths(2, 30), Tenths(-20, 20)),
        Named("arcsine", Tenths(5, 30)),
        from degree in Gen.Choose(2, 6) select LawExpression.Named("kesten-mckay", [], degree),
        from a in Tenths(-20, 10) from width in Tenths(5, 20) select LawExpression.Named("uniform", [], a, a + width),
        Atoms(positive: false));

    private static Gen<LawExpression> Operation(int operations, bool positive)
    {
        Gen<LawExpression> any = Of(operations - 1, positive), factor = Of(operations - 1, positive: true);
        return Gen.OneOf(
            from left in any from right in Leaf(positive) select LawExpression.Binary(LawOperation.FreeSum, left, right),
            from left in factor from right in Leaf(positive: true) select LawExpression.Binary(LawOperation.FreeProduct, left, right),
            from law in any from scale in Tenths(2, 30) from shift in Tenths(positive ? 0 : -20, 20) select LawExpression.Affine(law, scale, shift),
            from law in any from t in Tenths(10, 40) select LawExpression.Power(LawOperation.FreeSumPower, law, t),
            from law in factor select LawExpression.Power(LawOperation.FreeProductPower, law, 2),
            from law in any from t in Tenths(2, 9) select LawExpression.Named("compress", [law], t));
    }

    private static Gen<LawExpression> Named(string name, Gen<Rational> first) =>
        from a in first select LawExpression.Parse($"{name}({a})");

    private static Gen<LawExpression> Named(string name, Gen<Rational> first, Gen<Rational> second) =>
        from a in first from b in second select LawExpression.Named(name, [], a, b);

    private static Gen<LawExpression> Atoms(bool positive) =>
        from low in Tenths(positive ? 0 : -20, 10)
        from step in Tenths(3, 20)
        from next in Tenths(3, 20)
        from weight in Gen.Choose(1, 8)
        from other in Gen.Choose(1, 9 - weight)
        select LawExpression.Named(
            "atoms", [], low, Part(weight), low + step, Part(other), low + step + next, Rational.One - Part(weight) - Part(other));

    private static Gen<Rational> Tenths(int low, int high) => Gen.Choose(low, high).Select(Part);

    private static Rational Part(int tenths) => new(tenths, Denominator);
}
