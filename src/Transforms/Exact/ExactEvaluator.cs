using FreeSpectra.Measures.Expressions;
using FreeSpectra.Numerics.Exact;

namespace FreeSpectra.Transforms.Exact;

/// <summary>The exact side of an expression.</summary>
/// <remarks>Source: [RE08] section 4 (a law as an expression, an expression as an equation).</remarks>
public static class ExactEvaluator
{
    /// <summary>
    /// The exact law of an expression; null if one of its laws has moments that are not rational or not finite, or the numbers
    /// do not determine a law.
    /// </summary>
    public static ExactLaw? Evaluate(LawExpression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var operands = new ExactLaw[expression.Operands.Length];
        for (int i = 0; i < operands.Length; i++)
        {
            if (Evaluate(expression.Operands[i]) is not { } operand)
            {
                return null;
            }

            operands[i] = operand;
        }

        return expression.Operation switch
        {
            LawOperation.FreeSum => ExactOperations.FreeSum(operands[0], operands[1]),
            LawOperation.FreeDifference => ExactOperations.FreeDifference(operands[0], operands[1]),
            LawOperation.FreeProduct => ExactOperations.FreeProduct(operands[0], operands[1]),
            LawOperation.FreeQuotient => ExactOperations.FreeQuotient(operands[0], operands[1]),
            LawOperation.FreeSumPower => ExactOperations.FreeSumPower(operands[0], expression.Numbers[0]),
            LawOperation.FreeProductPower => ExactOperations.FreeProductPower(operands[0], expression.Numbers[0]),
            LawOperation.Affine => ExactOperations.Affine(operands[0], expression.Numbers[0], expression.Numbers[1]),
            _ => Named(expression.Form!.Name, [.. expression.Numbers], operands),
        };
    }

    private static ExactLaw? Named(string name, Rational[] n, ExactLaw[] laws) => name switch
    {
        "semicircle" => ExactLaws.Semicircle(n[0], n[1]),
        "mp" => ExactLaws.FreePoisson(1 / n[0], n[0] * n[1]),
        "free-poisson" => ExactLaws.FreePoisson(n[0], n[1]),
        "bernoulli" => Bernoulli(n[0], n[1]),
        "point" => ExactLaws.Atomic((n[0], 1)),
        "atoms" => Atoms(n),
        "arcsine" => ExactLaws.Arcsine(n[0]),
        "uniform" => ExactLaws.Uniform(n[0], n[1]),
        "kesten-mckay" => ExactLaws.KestenMcKay(n[0]),
        "two-projections" => ExactOperations.FreeProduct(Bernoulli(n[0], 1), Bernoulli(n[1], 1)),
        "jacobi" => ExactLaws.Jacobi(n[0], n[1]),
        "free-binomial" => ExactOperations.FreeSumPower(Bernoulli(n[0], 1), n[1]),
        "free-meixner" => ExactLaws.FreeMeixner(n[0], n[1]),
        "free-f" => ExactLaws.FreeF(n[0], n[1]),
        "fuss-catalan" => ExactLaws.Raney(n[0] + 1, 1),
        "raney" => ExactLaws.Raney(n[0], n[1]),
        "compound-poisson" => ExactOperations.CompoundPoisson(n[0], laws[0]),
        "boolean-sum" => ExactOperations.BooleanSum(laws[0], laws[1]),
        "rect-sum" => ExactOperations.RectangularSum(laws[0], laws[1], n[0]),
        "monotone-sum" => ExactOperations.MonotoneSum(laws[0], laws[1]),
        "compress" => ExactOperations.Compress(laws[0], n[0]),
        "square" => ExactOperations.Square(laws[0]),
        "sqrt-sym" => ExactOperations.SymmetricRoot(laws[0]),
        "inverse" => ExactOperations.Inverse(laws[0]),
        _ => null,
    };

    private static ExactLaw Bernoulli(Rational p, Rational at) => ExactLaws.Atomic((0, 1 - p), (at, p));

    private static ExactLaw? Atoms(Rational[] n)
    {
        var atoms = new (Rational Location, Rational Weight)[n.Length / 2];
        Rational mass = Rational.Zero;
        for (int i = 0; i < atoms.Length; i++)
        {
            atoms[i] = (n[2 * i], n[(2 * i) + 1]);
            mass += atoms[i].Weight;
        }

        return mass.IsOne ? ExactLaws.Atomic(atoms) : null;
    }
}
