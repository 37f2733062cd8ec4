namespace FreeSpectra.Networks.Activations.Formulas;

/// <summary>The functions of one argument that a formula may use.</summary>
internal enum FormulaFunction
{
    Exp,
    Expm1,
    Log,
    Log1p,
    Sqrt,
    Tanh,
    SechSquared,
    Sinh,
    Cosh,
    Sin,
    Cos,
    Tan,
    Asin,
    Acos,
    Atan,
    Asinh,
    Erf,
    Erfc,
    Phi,
    Sigmoid,
    Softplus,
    Abs,
    Relu,
    Sign,
    Step,
}
