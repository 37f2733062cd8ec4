namespace FreeSpectra.Networks.Activations.Formulas;

/// <summary>An expression in one real variable x.</summary>
/// <remarks>Built by <see cref="FormulaParser"/>, taken apart by <see cref="Derivation"/> and <see cref="Singularities"/>.</remarks>
public abstract record Formula
{
    /// <summary>The value at x; infinite or NaN where the expression is.</summary>
    public abstract double Evaluate(double x);

    /// <summary>The constants 0 and 1.</summary>
    internal static Formula Zero { get; } = new Number(0.0);

    internal static Formula One { get; } = new Number(1.0);

    /// <summary>A constant.</summary>
    internal sealed record Number(double Value) : Formula
    {
        /// <inheritdoc/>
        public override double Evaluate(double x) => Value;
    }

    /// <summary>The variable.</summary>
    internal sealed record Variable : Formula
    {
        /// <inheritdoc/>
        public override double Evaluate(double x) => x;
    }

    /// <summary>A function of one argument.</summary>
    internal sealed record Call(FormulaFunction Function, Formula Argument) : Formula
    {
        /// <inheritdoc/>
        public override double Evaluate(double x) => FunctionTable.Evaluate(Function, Argument.Evaluate(x));
    }

    /// <summary>left + right.</summary>
    internal sealed record Sum(Formula Left, Formula Right) : Formula
    {
        /// <inheritdoc/>
        public override double Evaluate(double x) => Left.Evaluate(x) + Right.Evaluate(x);
    }

    /// <summary>left · right, where an exact zero wins over an infinite factor: the limits of activations' tails.</summary>
    internal sealed record Product(Formula Left, Formula Right) : Formula
    {
        /// <inheritdoc/>
        public override double Evaluate(double x)
        {
            double left = Left.Evaluate(x);
            double right = Right.Evaluate(x);
            return (left == 0.0 && double.IsInfinity(right)) || (right == 0.0 && double.IsInfinity(left)) ? 0.0 : left * right;
        }
    }

    /// <summary>left / right.</summary>
    internal sealed record Quotient(Formula Left, Formula Right) : Formula
    {
        /// <inheritdoc/>
        public override double Evaluate(double x) => Left.Evaluate(x) / Right.Evaluate(x);
    }

    /// <summary>left to a constant power.</summary>
    internal sealed record Power(Formula Base, double Exponent) : Formula
    {
        /// <summary>Whether the exponent is a whole number, so that negative bases are allowed.</summary>
        public bool IsWhole => Exponent == Math.Floor(Exponent);

        /// <inheritdoc/>
        public override double Evaluate(double x) => Math.Pow(Base.Evaluate(x), Exponent);
    }

    /// <summary>The larger or the smaller of two.</summary>
    internal sealed record Extreme(bool IsMaximum, Formula Left, Formula Right) : Formula
    {
        /// <inheritdoc/>
        public override double Evaluate(double x) =>
            IsMaximum ? Math.Max(Left.Evaluate(x), Right.Evaluate(x)) : Math.Min(Left.Evaluate(x), Right.Evaluate(x));
    }
}
