using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Activations.Formulas;

/// <summary>Values of the functions, and which of them break at a root of their argument.</summary>
internal static class FunctionTable
{
    private static readonly Dictionary<string, FormulaFunction> ByName = new(StringComparer.Ordinal)
    {
        ["exp"] = FormulaFunction.Exp,
        ["expm1"] = FormulaFunction.Expm1,
        ["log"] = FormulaFunction.Log,
        ["ln"] = FormulaFunction.Log,
        ["log1p"] = FormulaFunction.Log1p,
        ["sqrt"] = FormulaFunction.Sqrt,
        ["tanh"] = FormulaFunction.Tanh,
        ["sinh"] = FormulaFunction.Sinh,
        ["cosh"] = FormulaFunction.Cosh,
        ["sin"] = FormulaFunction.Sin,
        ["cos"] = FormulaFunction.Cos,
        ["tan"] = FormulaFunction.Tan,
        ["asin"] = FormulaFunction.Asin,
        ["arcsin"] = FormulaFunction.Asin,
        ["acos"] = FormulaFunction.Acos,
        ["arccos"] = FormulaFunction.Acos,
        ["atan"] = FormulaFunction.Atan,
        ["arctan"] = FormulaFunction.Atan,
        ["asinh"] = FormulaFunction.Asinh,
        ["arcsinh"] = FormulaFunction.Asinh,
        ["erf"] = FormulaFunction.Erf,
        ["erfc"] = FormulaFunction.Erfc,
        ["Phi"] = FormulaFunction.Phi,
        ["normcdf"] = FormulaFunction.Phi,
        ["sigmoid"] = FormulaFunction.Sigmoid,
        ["softplus"] = FormulaFunction.Softplus,
        ["abs"] = FormulaFunction.Abs,
        ["relu"] = FormulaFunction.Relu,
        ["sign"] = FormulaFunction.Sign,
        ["step"] = FormulaFunction.Step,
        ["heaviside"] = FormulaFunction.Step,
    };

    /// <summary>The names, for error messages.</summary>
    internal static IEnumerable<string> Names => ByName.Keys;

    internal static bool TryFind(string name, out FormulaFunction function) => ByName.TryGetValue(name, out function);

    /// <summary>Functions that are not analytic where their argument is 0.</summary>
    internal static bool BreaksAtZero(FormulaFunction function) =>
        function is FormulaFunction.Abs or FormulaFunction.Relu or FormulaFunction.Sign or FormulaFunction.Step;

    internal static double Evaluate(FormulaFunction function, double u) => function switch
    {
        FormulaFunction.Exp => Math.Exp(u),
        FormulaFunction.Expm1 => Stable.ExpMinusOne(u),
        FormulaFunction.Log => Math.Log(u),
        FormulaFunction.Log1p => Stable.LogOnePlus(u),
        FormulaFunction.Sqrt => Math.Sqrt(u),
        FormulaFunction.Tanh => Math.Tanh(u),
        FormulaFunction.SechSquared => Stable.SechSquared(u),
        FormulaFunction.Sinh => Math.Sinh(u),
        FormulaFunction.Cosh => Math.Cosh(u),
        FormulaFunction.Sin => Math.Sin(u),
        FormulaFunction.Cos => Math.Cos(u),
        FormulaFunction.Tan => Math.Tan(u),
        FormulaFunction.Asin => Math.Asin(u),
        FormulaFunction.Acos => Math.Acos(u),
        FormulaFunction.Atan => Math.Atan(u),
        FormulaFunction.Asinh => Math.Asinh(u),
        FormulaFunction.Erf => ErrorFunction.Erf(u),
        FormulaFunction.Erfc => ErrorFunction.Erfc(u),
        FormulaFunction.Phi => ErrorFunction.NormalCdf(u),
        FormulaFunction.Sigmoid => Stable.Sigmoid(u),
        FormulaFunction.Softplus => Stable.Softplus(u),
        FormulaFunction.Abs => Math.Abs(u),
        FormulaFunction.Relu => Math.Max(u, 0.0),
        FormulaFunction.Sign => double.IsNaN(u) ? u : Math.Sign(u),
        FormulaFunction.Step => double.IsNaN(u) ? u : u >= 0.0 ? 1.0 : 0.0,
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "unknown function"),
    };
}
