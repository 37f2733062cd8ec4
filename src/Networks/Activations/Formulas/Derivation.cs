using static FreeSpectra.Networks.Activations.Formulas.Algebra;
using static FreeSpectra.Networks.Activations.Formulas.Formula;

namespace FreeSpectra.Networks.Activations.Formulas;

/// <summary>The derivative of a formula, and the formula that holds on one side of its kinks.</summary>
internal static class Derivation
{
    private const double TwoOverSqrtPi = 1.12837916709551257390;
    private const double InverseSqrtTwoPi = 0.39894228040143267794;

    /// <summary>d/dx of a formula without abs, relu, sign, step, max, min: see <see cref="OnPiece"/>.</summary>
    internal static Formula Differentiate(Formula formula) => formula switch
    {
        Number => Zero,
        Variable => One,
        Sum sum => Add(Differentiate(sum.Left), Differentiate(sum.Right)),
        Product product => Add(
            Multiply(Differentiate(product.Left), product.Right), Multiply(product.Left, Differentiate(product.Right))),
        Quotient quotient => Divide(
            Subtract(
                Differentiate(quotient.Left), Multiply(Divide(quotient.Left, quotient.Right), Differentiate(quotient.Right))),
            quotient.Right),
        Power power => Multiply(
            Multiply(Constant(power.Exponent), Raise(power.Base, power.Exponent - 1.0)), Differentiate(power.Base)),
        Call call => Multiply(Outer(call.Function, call.Argument), Differentiate(call.Argument)),
        _ => throw new InvalidOperationException("A formula is differentiated piece by piece."),
    };

    /// <summary>The analytic formula that equals the given one near x = probe.</summary>
    internal static Formula OnPiece(Formula formula, double probe) => formula switch
    {
        Number or Variable => formula,
        Sum sum => Add(OnPiece(sum.Left, probe), OnPiece(sum.Right, probe)),
        Product product => Multiply(OnPiece(product.Left, probe), OnPiece(product.Right, probe)),
        Quotient quotient => Divide(OnPiece(quotient.Left, probe), OnPiece(quotient.Right, probe)),
        Power power => Raise(OnPiece(power.Base, probe), power.Exponent),
        Extreme extreme => OnPiece(
            (extreme.Left.Evaluate(probe) >= extreme.Right.Evaluate(probe)) == extreme.IsMaximum ? extreme.Left : extreme.Right,
            probe),
        Call { Function: FormulaFunction.Abs } call => call.Argument.Evaluate(probe) < 0.0
            ? Negate(OnPiece(call.Argument, probe))
            : OnPiece(call.Argument, probe),
        Call { Function: FormulaFunction.Relu } call => call.Argument.Evaluate(probe) < 0.0 ? Zero : OnPiece(call.Argument, probe),
        Call { Function: FormulaFunction.Sign or FormulaFunction.Step } call => Constant(call.Evaluate(probe)),
        Call call => Apply(call.Function, OnPiece(call.Argument, probe)),
        _ => throw new InvalidOperationException("unknown formula"),
    };

    private static Formula Outer(FormulaFunction function, Formula u) => function switch
    {
        FormulaFunction.Exp or FormulaFunction.Expm1 => Apply(FormulaFunction.Exp, u),
        FormulaFunction.Log => Divide(One, u),
        FormulaFunction.Log1p => Divide(One, Add(One, u)),
        FormulaFunction.Sqrt => Divide(Constant(0.5), Apply(FormulaFunction.Sqrt, u)),
        FormulaFunction.Tanh => Apply(FormulaFunction.SechSquared, u),
        FormulaFunction.SechSquared => Multiply(
            Constant(-2.0), Multiply(Apply(FormulaFunction.Tanh, u), Apply(FormulaFunction.SechSquared, u))),
        FormulaFunction.Sinh => Apply(FormulaFunction.Cosh, u),
        FormulaFunction.Cosh => Apply(FormulaFunction.Sinh, u),
        FormulaFunction.Sin => Apply(FormulaFunction.Cos, u),
        FormulaFunction.Cos => Negate(Apply(FormulaFunction.Sin, u)),
        FormulaFunction.Tan => Add(One, Raise(Apply(FormulaFunction.Tan, u), 2.0)),
        FormulaFunction.Asin => Raise(Subtract(One, Raise(u, 2.0)), -0.5),
        FormulaFunction.Acos => Negate(Raise(Subtract(One, Raise(u, 2.0)), -0.5)),
        FormulaFunction.Atan => Divide(One, Add(One, Raise(u, 2.0))),
        FormulaFunction.Asinh => Raise(Add(One, Raise(u, 2.0)), -0.5),
        FormulaFunction.Erf => Multiply(Constant(TwoOverSqrtPi), Bell(u, 1.0)),
        FormulaFunction.Erfc => Multiply(Constant(-TwoOverSqrtPi), Bell(u, 1.0)),
        FormulaFunction.Phi => Multiply(Constant(InverseSqrtTwoPi), Bell(u, 0.5)),
        FormulaFunction.Sigmoid => Multiply(Apply(FormulaFunction.Sigmoid, u), Apply(FormulaFunction.Sigmoid, Negate(u))),
        FormulaFunction.Softplus => Apply(FormulaFunction.Sigmoid, u),
        _ => throw new InvalidOperationException("A formula is differentiated piece by piece."),
    };

    private static Formula Bell(Formula u, double rate) => Apply(FormulaFunction.Exp, Multiply(Constant(-rate), Raise(u, 2.0)));
}
