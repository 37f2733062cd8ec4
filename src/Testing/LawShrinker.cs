using System.Collections.Immutable;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Numerics.Exact;

namespace FreeSpectra.Testing;

/// <summary>Simpler expressions that have a law wherever the given one has.</summary>
/// <remarks>
/// An operation becomes one of its operands, an operand becomes simpler, a number becomes a rounder one on the same side of the
/// ends of its domain, a named law becomes a coin or the simplest law with a band. Every step lowers the number of nodes or the
/// weight of the numbers, so that shrinking ends.
/// </remarks>
internal static class LawShrinker
{
    private static readonly Rational Half = new(1, 2);
    private static readonly ImmutableArray<LawExpression> Simplest =
    [
        LawExpression.Parse("bernoulli(1/2)"), LawExpression.Parse("mp(1)"), LawExpression.Parse("semicircle(1)"),
    ];

    public static IEnumerable<LawExpression> Shrink(LawExpression law, bool positive)
    {
        if (law.Operands.IsEmpty)
        {
            return Leaf(law, positive);
        }

        return law.Operands.Where(operand => !positive || IsPositive(operand))
            .Concat(Numbers(law))
            .Concat(Operands(law, positive));
    }

    /// <summary>Whether the law is built of positive laws by operations that keep them positive.</summary>
    internal static bool IsPositive(LawExpression law) => law.Operation switch
    {
        LawOperation.Affine => law.Numbers[0].Sign > 0 && law.Numbers[1].Sign >= 0 && IsPositive(law.Operands[0]),
        LawOperation.Named => law.Form!.Name switch
        {
            "semicircle" or "arcsine" or "kesten-mckay" => false,
            "uniform" => law.Numbers[0].Sign >= 0,
            "atoms" => law.Numbers.Where((_, i) => i % 2 == 0).All(x => x.Sign >= 0),
            _ => law.Operands.All(IsPositive),
        },
        _ => law.Operands.All(IsPositive),
    };

    private static IEnumerable<LawExpression> Leaf(LawExpression law, bool positive)
    {
        int rank = Simplest.IndexOf(law);
        return Simplest.Take(rank < 0 ? Simplest.Length : rank).Where(simple => !(positive || IsPositive(law)) || IsPositive(simple));
    }

    private static IEnumerable<LawExpression> Numbers(LawExpression law) => law.Operation switch
    {
        LawOperation.Affine => [.. Affine(law)],
        LawOperation.FreeSumPower or LawOperation.FreeProductPower when law.Numbers[0] > 2 => [LawExpression.Power(law.Operation, law.Operands[0], 2)],
        LawOperation.Named when law.Form!.Name == "compress" && law.Numbers[0] != Half =>
            [LawExpression.Named("compress", law.Operands, Half)],
        _ => [],
    };

    private static IEnumerable<LawExpression> Affine(LawExpression law)
    {
        (Rational scale, Rational shift) = (law.Numbers[0], law.Numbers[1]);
        if (!shift.IsZero && !scale.IsOne)
        {
            yield return LawExpression.Affine(law.Operands[0], scale, 0);
            yield return LawExpression.Affine(law.Operands[0], 1, shift);
        }

        if (!scale.IsInteger && scale > 1)
        {
            yield return LawExpression.Affine(law.Operands[0], 1 + (scale.Numerator / scale.Denominator), shift);
        }
    }

    private static IEnumerable<LawExpression> Operands(LawExpression law, bool positive)
    {
        bool factors = law.Operation is LawOperation.FreeProduct or LawOperation.FreeProductPower;
        for (int i = 0; i < law.Operands.Length; i++)
        {
            foreach (LawExpression simpler in Shrink(law.Operands[i], positive || factors))
            {
                yield return With(law, law.Operands.SetItem(i, simpler));
            }
        }
    }

    private static LawExpression With(LawExpression law, ImmutableArray<LawExpression> operands) => law.Operation switch
    {
        LawOperation.Affine => LawExpression.Affine(operands[0], law.Numbers[0], law.Numbers[1]),
        LawOperation.FreeSumPower or LawOperation.FreeProductPower => LawExpression.Power(law.Operation, operands[0], law.Numbers[0]),
        LawOperation.Named => LawExpression.Named(law.Form!.Name, operands, law.Numbers),
        _ => LawExpression.Binary(law.Operation, operands[0], operands[1]),
    };
}
