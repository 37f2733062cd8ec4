using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Measures.Laws;

/// <summary>The free F law (Wachter's law of Fisher matrices): MP(c₁) ⊠ MP(c₂)⁻¹.</summary>
/// <remarks>
/// <para>Density: (1−c₂)√((x₊−x)(x−x₋)) / (2πx(c₁ + c₂x)), x± = ((1 ± √(c₁ + c₂ − c₁c₂))/(1 − c₂))². Atom: (1 − 1/c₁)⁺ at 0.</para>
/// <para>Transforms: S(u) = (1 − c₂ − c₂u)/(1 + c₁u); (c₁ + c₂z)h² + (1 + c₁ − (1 − c₂)z)h + 1 = 0. Mean 1/(1 − c₂).</para>
/// <para>Matrix model: W₁W₂⁻¹ with W_i = X_iX_iᵀ/n_i, X_i of size p × n_i, c_i = p/n_i.</para>
/// <para>Error: a few units in the last place, everywhere.</para>
/// <para>Source: [Wac80] §2; [HM13] (S of the inverse).</para>
/// </remarks>
public sealed record FreeF : OneBandLaw
{
    private readonly double aboveZero;

    /// <summary>Creates the law.</summary>
    /// <param name="numeratorRatio">c₁ &gt; 0.</param>
    /// <param name="denominatorRatio">c₂ in (0, 1).</param>
    public FreeF(double numeratorRatio, double denominatorRatio)
        : base(
            Support(Require.Positive(numeratorRatio), Require.Inside(denominatorRatio, 0.0, 1.0)),
            4.0 * Math.Sqrt(Spread(numeratorRatio, denominatorRatio)) / ((1.0 - denominatorRatio) * (1.0 - denominatorRatio)),
            Math.Min(1.0, 1.0 / numeratorRatio),
            [(0.0, 1.0 - (1.0 / numeratorRatio))],
            hardLeft: numeratorRatio == 1.0,
            hardRight: false)
    {
        NumeratorRatio = numeratorRatio;
        DenominatorRatio = denominatorRatio;
        aboveZero = Support(numeratorRatio, denominatorRatio).Left;
    }

    /// <summary>c₁.</summary>
    public double NumeratorRatio { get; }

    /// <summary>c₂.</summary>
    public double DenominatorRatio { get; }

    /// <inheritdoc/>
    public override double Mean => 1.0 / (1.0 - DenominatorRatio);

    /// <inheritdoc/>
    public override double Variance => Mean * Mean * (NumeratorRatio + (DenominatorRatio * Mean));

    /// <inheritdoc/>
    public override ExplicitInverse InverseMoment
    {
        get
        {
            // χ(u) = (1 + u)(1 + c₁u)/(u(1 − c₂ − c₂u)) = −c₁/c₂ + 1/((1−c₂)u) − β/(u − d), d = (1 − c₂)/c₂.
            double c1 = NumeratorRatio;
            double c2 = DenominatorRatio;
            double d = (1.0 - c2) / c2;
            double first = 1.0 / (1.0 - c2);
            double second = (1.0 + d) * (1.0 + (c1 * d)) / (d * c2);
            return new InverseFormula(
                u => (1.0 + u) * (1.0 + (c1 * u)) / (u * (1.0 - c2 - (c2 * u))),
                u => (-first / (u * u)) + (second / ((u - d) * (u - d))),
                u => (2.0 * first / (u * u * u)) - (2.0 * second / ((u - d) * (u - d) * (u - d))));
        }
    }

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z)
    {
        // z(c₁ + c₂z)G² − N·G + 1 = 0, N = (1 + c₂)z + c₁ − 1.
        Complex n = ((1.0 + DenominatorRatio) * z) + (NumeratorRatio - 1.0);
        Complex root = (1.0 - DenominatorRatio) * Root(z);
        return Branches.SameSide(n, root)
            ? 2.0 / (n + root)
            : (n - root) / (2.0 * z * (NumeratorRatio + (DenominatorRatio * z)));
    }

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z)
    {
        Complex g = Cauchy(z);
        return g * (((NumeratorRatio + (2.0 * DenominatorRatio * z)) * g) - (1.0 + DenominatorRatio))
            / ((1.0 - DenominatorRatio) * Root(z));
    }

    /// <inheritdoc/>
    public override Complex MomentTransform(Complex z)
    {
        Complex n = ((1.0 - DenominatorRatio) * z) - (1.0 + NumeratorRatio);
        Complex root = (1.0 - DenominatorRatio) * Root(z);
        return 2.0 / (n + root);
    }

    /// <inheritdoc/>
    public override Complex MomentTransformDerivative(Complex z)
    {
        Complex u = MomentTransform(z);
        return -u * (1.0 - DenominatorRatio - (DenominatorRatio * u)) / ((1.0 - DenominatorRatio) * Root(z));
    }

    /// <inheritdoc/>
    public override double Moment(int order)
    {
        RequireMoment(order);
        double spread = Spread(NumeratorRatio, DenominatorRatio);
        return JacobiMoment(order, Mean, Variance, (1.0 + spread) * Mean * Mean, spread * Mean * Mean * Mean * Mean);
    }

    /// <inheritdoc/>
    public bool Equals(FreeF? other) =>
        other is not null && NumeratorRatio == other.NumeratorRatio && DenominatorRatio == other.DenominatorRatio;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(NumeratorRatio, DenominatorRatio);

    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append(FormattableString.Invariant($"c1={NumeratorRatio:R}, c2={DenominatorRatio:R}"));
        return true;
    }

    private protected override double Factor(double fromLeft, double fromRight)
    {
        double x = aboveZero + fromLeft;
        return (1.0 - DenominatorRatio) / (2.0 * Math.PI * x * (NumeratorRatio + (DenominatorRatio * x)));
    }

    private static double Spread(double c1, double c2) => c1 + (c2 * (1.0 - c1));

    private static Interval Support(double c1, double c2)
    {
        // 1 − (c₁ + c₂ − c₁c₂) = (1 − c₁)(1 − c₂).
        double root = Math.Sqrt(Spread(c1, c2));
        double low = (1.0 - c1) / (1.0 + root);
        double high = (1.0 + root) / (1.0 - c2);
        return new Interval(low * low, high * high);
    }
}
