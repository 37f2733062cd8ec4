using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Numerics.Exact;
using FreeSpectra.Transforms.Exact;

namespace FreeSpectra.Cli;

/// <summary>Why there is no polynomial equation: the first part of the expression that has none, and what it lacks.</summary>
internal static class MissingEquation
{
    private const string TooLarge = "its elimination would be too large";

    /// <summary>One line.</summary>
    public static string Reason(LawExpression expression, SpectralMeasure law)
    {
        if (!law.HasMoment(2))
        {
            return $"no equation for {expression}: it is reached from moments, and {LawMoments.Divergent(law.HasMoment(1) ? 2 : 1)}";
        }

        (LawExpression part, string why) = Find(expression) ?? (expression, TooLarge);
        return $"no equation for {part}: {why}";
    }

    private static (LawExpression Part, string Why)? Find(LawExpression expression)
    {
        foreach (LawExpression operand in expression.Operands)
        {
            if (Find(operand) is { } inner)
            {
                return inner;
            }
        }

        ExactLaw? exact = ExactEvaluator.Evaluate(expression);
        return exact?.Equation is null ? (expression, Why(expression, exact)) : null;
    }

    private static string Why(LawExpression expression, ExactLaw? exact) => (expression.Operation, expression.Form?.Name) switch
    {
        (LawOperation.Named, "samples") => "eigenvalues of a file are not rational parameters",
        (LawOperation.Named, "uniform") => "its G is a logarithm, not algebraic",
        (LawOperation.Named, "cauchy" or "free-stable") => "it is reached from moments, which this law has not",
        (LawOperation.Named, "monotone-sum") => "G1(1/G2(z)) of a monotone sum is not eliminated, only computed",
        (LawOperation.Named, "inverse") => "the moments of the inverse do not follow from the equation of its law",
        (LawOperation.Named, "atoms") => "its weights do not add to 1 as rational numbers",
        (LawOperation.FreeProductPower, _) when exact is null => PowerOfMean(expression),
        (LawOperation.FreeProduct or LawOperation.FreeQuotient, _) when exact is null => "S is not defined where a mean is 0",
        _ => exact is null ? "its moments are not rational" : TooLarge,
    };

    private static string PowerOfMean(LawExpression expression)
    {
        Rational mean = ExactEvaluator.Evaluate(expression.Operands[0])!.Moments(1)[0], power = expression.Numbers[0];
        return mean.Sign > 0 ? $"its mean, {mean} to the power {power}, is not rational, or too long" : $"S is not defined where a mean is {mean}";
    }
}
