using static FreeSpectra.Networks.Activations.Formulas.Formula;

namespace FreeSpectra.Networks.Activations.Formulas;

/// <summary>Builds formulas, folding constants and replacing what cancels or overflows by what does not.</summary>
/// <remarks>
/// <para>
/// 1 + erf u becomes erfc(−u), log(1 + eᵘ) softplus, 1/(1 + eᵘ) a sigmoid, eᵘ − 1 expm1, 1 − tanh² u sech²: the tails of
/// an activation as users write it keep their relative accuracy.
/// </para>
/// </remarks>
internal static class Algebra
{
    internal static Formula Constant(double value) => new Number(value);

    internal static Formula Add(Formula left, Formula right)
    {
        if (right is Number)
        {
            (left, right) = (right, left);
        }

        return (left, right) switch
        {
            (Number a, Number b) => Constant(a.Value + b.Value),
            (Number { Value: 0.0 }, _) => right,
            (Number a, Sum { Left: Number b } sum) => Add(Constant(a.Value + b.Value), sum.Right),
            (Number { Value: 1.0 }, Call { Function: FormulaFunction.Erf } erf) => Apply(FormulaFunction.Erfc, Negate(erf.Argument)),
            (Number { Value: -1.0 }, Call { Function: FormulaFunction.Exp } exp) => Apply(FormulaFunction.Expm1, exp.Argument),
            (Number { Value: 1.0 }, Product { Left: Number { Value: -1.0 }, Right: Call { Function: FormulaFunction.Erf } erf }) =>
                Apply(FormulaFunction.Erfc, erf.Argument),
            (Number { Value: 1.0 }, Product
            {
                Left: Number { Value: -1.0 },
                Right: Power { Exponent: 2.0, Base: Call { Function: FormulaFunction.Tanh } tanh },
            }) => Apply(FormulaFunction.SechSquared, tanh.Argument),
            _ when left == right => Multiply(Constant(2.0), left),
            _ when Split(left) is var (a, u) && Split(right) is var (b, v) && u == v => Multiply(Constant(a + b), u),
            _ => new Sum(left, right),
        };
    }

    internal static Formula Negate(Formula formula) => Multiply(Constant(-1.0), formula);

    internal static Formula Subtract(Formula left, Formula right) => Add(left, Negate(right));

    internal static Formula Multiply(Formula left, Formula right)
    {
        if (right is Number)
        {
            (left, right) = (right, left);
        }

        return (left, right) switch
        {
            (Number a, Number b) => Constant(a.Value * b.Value),
            (Number { Value: 0.0 }, _) => Zero,
            (Number { Value: 1.0 }, _) => right,
            (Number a, Product { Left: Number b } product) => Multiply(Constant(a.Value * b.Value), product.Right),
            (Number a, Sum { Left: Number b } sum) => Add(Constant(a.Value * b.Value), Multiply(left, sum.Right)),
            (Product { Left: Number a } product, _) => Multiply(Constant(a.Value), Multiply(product.Right, right)),
            (_, Product { Left: Number a } product) => Multiply(Constant(a.Value), Multiply(left, product.Right)),
            _ when left == right => Raise(left, 2.0),
            _ => new Product(left, right),
        };
    }

    internal static Formula Divide(Formula left, Formula right) => (left, right) switch
    {
        (_, Number { Value: 0.0 }) => new Quotient(left, right),
        (_, Number b) => Multiply(Constant(1.0 / b.Value), left),
        (Number { Value: 0.0 }, _) => Zero,
        (_, Sum { Left: Number { Value: 1.0 }, Right: Call { Function: FormulaFunction.Exp } exp }) => left == exp
            ? Apply(FormulaFunction.Sigmoid, exp.Argument)
            : Multiply(left, Apply(FormulaFunction.Sigmoid, Negate(exp.Argument))),
        _ when left == right => One,
        _ => new Quotient(left, right),
    };

    internal static Formula Raise(Formula @base, double exponent) => (@base, exponent) switch
    {
        (_, 0.0) => One,
        (_, 1.0) => @base,
        (Number a, _) => Constant(Math.Pow(a.Value, exponent)),
        (Power power, _) when power.IsWhole && exponent == Math.Floor(exponent) && exponent > 0.0 && power.Exponent > 0.0 =>
            new Power(power.Base, power.Exponent * exponent),
        (Call { Function: FormulaFunction.Exp } exp, _) => Apply(FormulaFunction.Exp, Multiply(Constant(exponent), exp.Argument)),
        (_, 0.5) => Apply(FormulaFunction.Sqrt, @base),
        _ => new Power(@base, exponent),
    };

    internal static Formula Apply(FormulaFunction function, Formula argument) => (function, argument) switch
    {
        (_, Number a) => Constant(FunctionTable.Evaluate(function, a.Value)),
        (FormulaFunction.Log, Sum { Left: Number { Value: 1.0 } } sum) => Apply(FormulaFunction.Log1p, sum.Right),
        (FormulaFunction.Log1p, Call { Function: FormulaFunction.Exp } exp) => Apply(FormulaFunction.Softplus, exp.Argument),
        (FormulaFunction.Log, Call { Function: FormulaFunction.Exp } exp) => exp.Argument,
        _ => new Call(function, argument),
    };

    private static (double Factor, Formula Other) Split(Formula formula) =>
        formula is Product { Left: Number a } product ? (a.Value, product.Right) : (1.0, formula);
}
