using System.Numerics;

namespace FreeSpectra.Measures;

/// <summary>An explicit inverse given by its formula and the formulas of its first two derivatives.</summary>
internal sealed class InverseFormula(
    Func<Complex, Complex> value, Func<Complex, Complex> derivative, Func<Complex, Complex> secondDerivative,
    Func<Complex, bool>? covers = null) : ExplicitInverse
{
    /// <inheritdoc/>
    public override bool Covers(Complex w) => covers is null || covers(w);

    /// <inheritdoc/>
    public override Complex Value(Complex w) => value(w);

    /// <inheritdoc/>
    public override Complex Derivative(Complex w) => derivative(w);

    /// <inheritdoc/>
    public override Complex SecondDerivative(Complex w) => secondDerivative(w);

    /// <summary>K of b + aX from K of X: b + a·K(a·w).</summary>
    public static ExplicitInverse AffineCauchy(ExplicitInverse source, double shift, double scale) => new InverseFormula(
        w => shift + (scale * source.Value(scale * w)),
        w => scale * scale * source.Derivative(scale * w),
        w => scale * scale * scale * source.SecondDerivative(scale * w),
        w => source.Covers(scale * w));

    /// <summary>χ of aX from χ of X: a·χ(u).</summary>
    public static ExplicitInverse ScaledMoment(ExplicitInverse source, double scale) => new InverseFormula(
        u => scale * source.Value(u), u => scale * source.Derivative(u), u => scale * source.SecondDerivative(u), source.Covers);
}
