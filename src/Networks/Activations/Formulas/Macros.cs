using static FreeSpectra.Networks.Activations.Formulas.Algebra;

namespace FreeSpectra.Networks.Activations.Formulas;

/// <summary>Functions that formulas may use and that are short for other formulas.</summary>
internal static class Macros
{
    private static readonly string[] Known =
        ["max", "min", "pow", "gelu", "silu", "swish", "elu", "selu", "mish", "clip", "logsigmoid", "square"];

    internal static bool IsKnown(string name) => Known.Contains(name, StringComparer.Ordinal);

    /// <summary>The formula, or null if there is no such function with so many arguments.</summary>
    internal static Formula? Expand(string name, IReadOnlyList<Formula> arguments)
    {
        Formula u = arguments[0];
        return (name, arguments.Count) switch
        {
            ("max", >= 2) => arguments.Aggregate((a, b) => Extreme(maximum: true, a, b)),
            ("min", >= 2) => arguments.Aggregate((a, b) => Extreme(maximum: false, a, b)),
            ("clip", 3) => Extreme(maximum: false, Extreme(maximum: true, u, arguments[1]), arguments[2]),
            ("pow", 2) when arguments[1] is Formula.Number exponent => Raise(u, exponent.Value),
            ("square", 1) => Raise(u, 2.0),
            ("gelu", 1) => Multiply(u, Apply(FormulaFunction.Phi, u)),
            ("silu" or "swish", 1) => Multiply(u, Apply(FormulaFunction.Sigmoid, u)),
            ("mish", 1) => Multiply(u, Apply(FormulaFunction.Tanh, Apply(FormulaFunction.Softplus, u))),
            ("logsigmoid", 1) => Negate(Apply(FormulaFunction.Softplus, Negate(u))),
            ("elu", 1) => Elu(u, 1.0, 1.0),
            ("selu", 1) => Elu(u, 1.0507009873554804934193349852946, 1.6732632423543772848170429916717),
            _ => null,
        };
    }

    private static Formula Extreme(bool maximum, Formula left, Formula right) =>
        left is Formula.Number a && right is Formula.Number b
            ? Constant(maximum ? Math.Max(a.Value, b.Value) : Math.Min(a.Value, b.Value))
            : new Formula.Extreme(maximum, left, right);

    private static Formula Elu(Formula u, double scale, double alpha) => Add(
        Multiply(Constant(scale), Apply(FormulaFunction.Relu, u)),
        Multiply(Constant(scale * alpha), Apply(FormulaFunction.Expm1, Extreme(maximum: false, u, Formula.Zero))));
}
