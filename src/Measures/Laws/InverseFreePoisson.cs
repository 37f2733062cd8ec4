using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Measures.Laws;

/// <summary>The inverse Marchenko–Pastur (free inverse Wishart, free reciprocal gamma) law MP(c)⁻¹: the law of 1/X, X ∼ MP(c).</summary>
/// <remarks>
/// <para>Density: (1−c)√((x₊−x)(x−x₋)) / (2πcx²) on [x₋, x₊], x± = 1/(1 ∓ √c)².</para>
/// <para>
/// Transforms: S(u) = 1 − c − cu, from S_{μ⁻¹}(u) = 1/S_μ(−1 − u); K(w) = 2(1 + w)/(w(1 + c + √((1−c)² − 4cw))). Mean 1/(1 − c),
/// variance c/(1 − c)³.
/// </para>
/// <para>Matrix model: (XXᵀ/n)⁻¹ with X of size p × n, c = p/n.</para>
/// <para>Error: a few units in the last place, everywhere.</para>
/// <para>Source: [HM13] prop. 3.13 (the inverse); [MS17] §2.2.</para>
/// </remarks>
public sealed record InverseFreePoisson : OneBandLaw
{
    private readonly double left;

    /// <summary>Creates the law.</summary>
    /// <param name="ratio">c in (0, 1).</param>
    public InverseFreePoisson(double ratio)
        : base(
            Support(Require.Inside(ratio, 0.0, 1.0)),
            4.0 * Math.Sqrt(ratio) / ((1.0 - ratio) * (1.0 - ratio)),
            bandMass: 1.0,
            [],
            hardLeft: false,
            hardRight: false)
    {
        Ratio = ratio;
        left = Support(ratio).Left;
    }

    /// <summary>The aspect ratio c.</summary>
    public double Ratio { get; }

    /// <inheritdoc/>
    public override double Mean => 1.0 / (1.0 - Ratio);

    /// <inheritdoc/>
    public override double Variance => Ratio * Mean * Mean * Mean;

    /// <inheritdoc/>
    public override ExplicitInverse InverseCauchy => new InverseFormula(
        w => 2.0 * (1.0 + w) / (w * (1.0 + Ratio + InverseRoot(w))),
        w => KDerivatives(w).First,
        w => KDerivatives(w).Second);

    /// <inheritdoc/>
    public override ExplicitInverse InverseMoment
    {
        get
        {
            // χ(u) = (1 + u)/(u(1 − c − cu)) = 1/((1−c)u) + 1/((1−c)(1 − c − cu)).
            double c = Ratio;
            return new InverseFormula(
                u => (1.0 + u) / (u * (1.0 - c - (c * u))),
                u => ((-1.0 / (u * u)) + (c / Power(1.0 - c - (c * u), 2))) / (1.0 - c),
                u => ((2.0 / (u * u * u)) + (2.0 * c * c / Power(1.0 - c - (c * u), 3))) / (1.0 - c));
        }
    }

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z)
    {
        // cz²G² − N·G + 1 = 0, N = (1 + c)z − 1: without an atom N and the root never cancel.
        Complex n = ((1.0 + Ratio) * z) - 1.0;
        return 2.0 / (n + ((1.0 - Ratio) * Root(z)));
    }

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z)
    {
        Complex g = Cauchy(z);
        return g * ((2.0 * Ratio * z * g) - (1.0 + Ratio)) / ((1.0 - Ratio) * Root(z));
    }

    /// <inheritdoc/>
    public override Complex MomentTransform(Complex z)
    {
        // czh² − ((1 − c)z − 1)h + 1 = 0.
        Complex n = ((1.0 - Ratio) * z) - 1.0;
        return 2.0 / (n + ((1.0 - Ratio) * Root(z)));
    }

    /// <inheritdoc/>
    public override Complex MomentTransformDerivative(Complex z)
    {
        Complex u = MomentTransform(z);
        return -u * (1.0 - Ratio - (Ratio * u)) / ((1.0 - Ratio) * Root(z));
    }

    /// <inheritdoc/>
    public override double Moment(int order)
    {
        RequireMoment(order);
        return JacobiMoment(order, Mean, Variance, (1.0 + Ratio) * Mean * Mean, Ratio * Mean * Mean * Mean * Mean);
    }

    /// <inheritdoc/>
    public bool Equals(InverseFreePoisson? other) => other is not null && Ratio == other.Ratio;

    /// <inheritdoc/>
    public override int GetHashCode() => Ratio.GetHashCode();

    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append(FormattableString.Invariant($"c={Ratio:R}"));
        return true;
    }

    private protected override double Factor(double fromLeft, double fromRight)
    {
        double x = left + fromLeft;
        return (1.0 - Ratio) / (2.0 * Math.PI * Ratio * x * x);
    }

    private static Interval Support(double c)
    {
        double root = Math.Sqrt(c);
        double low = 1.0 / (1.0 + root);
        double high = (1.0 + root) / (1.0 - c);
        return new Interval(low * low, high * high);
    }

    private static Complex Power(Complex value, int exponent) => exponent == 2 ? value * value : value * value * value;

    private Complex InverseRoot(Complex w) => Complex.Sqrt(((1.0 - Ratio) * (1.0 - Ratio)) - (4.0 * Ratio * w));

    private (Complex First, Complex Second) KDerivatives(Complex w)
    {
        // K = (2/D)(1 + 1/w), D = 1 + c + q, q' = −2c/q, q'' = −q'²/q.
        Complex q = InverseRoot(w);
        Complex q1 = -2.0 * Ratio / q;
        Complex q2 = -q1 * q1 / q;
        Complex d = 1.0 + Ratio + q;
        Complex a = 2.0 / d;
        Complex a1 = -2.0 * q1 / (d * d);
        Complex a2 = 2.0 * ((2.0 * q1 * q1) - (d * q2)) / (d * d * d);
        Complex b = 1.0 + (1.0 / w);
        Complex b1 = -1.0 / (w * w);
        Complex b2 = 2.0 / (w * w * w);
        return ((a1 * b) + (a * b1), (a2 * b) + (2.0 * a1 * b1) + (a * b2));
    }
}
