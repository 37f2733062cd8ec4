using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Measures.Laws;

/// <summary>The free Jacobi (Wachter, MANOVA) law: the limit of the eigenvalues of W₁(W₁ + W₂)⁻¹ for Wishart matrices.</summary>
/// <remarks>
/// <para>Density: (a+b)√((x₊−x)(x−x₋)) / (2πx(1−x)), x± = ((√(a(a+b−1)) ± √b)/(a+b))².</para>
/// <para>Atoms: (1 − a)⁺ at 0 and (1 − b)⁺ at 1. Mean a/(a+b).</para>
/// <para>Transforms: S(u) = (u + a + b)/(u + a); χ(u) = (1 + u)(u + a)/(u(u + a + b)).</para>
/// <para>
/// Convention: W_i = X_iX_iᵀ with X_i of size p × n_i, a = n₁/p and b = n₂/p. Also the compression by 1/(a+b) of the product
/// of two free projections of traces 1/(a+b) and a/(a+b).
/// </para>
/// <para>Error: a few units in the last place, everywhere.</para>
/// <para>Source: [Wac80] §2; [Col05] §3.</para>
/// </remarks>
public sealed record Jacobi : OneBandLaw
{
    private readonly double total;
    private readonly double aboveZero;
    private readonly double belowOne;

    /// <summary>Creates the law.</summary>
    /// <param name="a">a &gt; 0.</param>
    /// <param name="b">b &gt; 0 with a + b &gt; 1.</param>
    public Jacobi(double a, double b)
        : base(
            Support(Require.Positive(a), Require.Positive(b)),
            4.0 * Math.Sqrt(a * b * (a + b - 1.0)) / ((a + b) * (a + b)),
            Math.Min(1.0, a) + Math.Min(1.0, b) - 1.0,
            [(0.0, 1.0 - a), (1.0, 1.0 - b)],
            hardLeft: a == 1.0,
            hardRight: b == 1.0)
    {
        A = a;
        B = b;
        total = a + b;
        aboveZero = Gap(a, b);
        belowOne = Gap(b, a);
    }

    /// <summary>The parameter a.</summary>
    public double A { get; }

    /// <summary>The parameter b.</summary>
    public double B { get; }

    /// <inheritdoc/>
    public override double Mean => A / total;

    /// <inheritdoc/>
    public override double Variance => A * B / (total * total * total);

    /// <inheritdoc/>
    public override ExplicitInverse InverseMoment
    {
        get
        {
            // Partial fractions: χ(u) = 1 + (a/κ)/u − ((κ−1)b/κ)/(u + κ), κ = a + b.
            double first = A / total;
            double second = (total - 1.0) * B / total;
            return new InverseFormula(
                u => (1.0 + u) * (u + A) / (u * (u + total)),
                u => (-first / (u * u)) + (second / ((u + total) * (u + total))),
                u => (2.0 * first / (u * u * u)) - (2.0 * second / ((u + total) * (u + total) * (u + total))));
        }
    }

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z)
    {
        // z(z−1)G² − N·G + (1 − κ) = 0, N = (2 − κ)z + a − 1; the two forms of the root, each where it does not cancel.
        Complex n = ((2.0 - total) * z) + (A - 1.0);
        Complex root = total * Root(z);
        return Branches.SameSide(n, root)
            ? (n + root) / (2.0 * z * (z - 1.0))
            : 2.0 * (total - 1.0) / (root - n);
    }

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z)
    {
        Complex g = Cauchy(z);
        return -g * ((((2.0 * z) - 1.0) * g) - (2.0 - total)) / (total * Root(z));
    }

    /// <inheritdoc/>
    public override Complex MomentTransform(Complex z)
    {
        // (z−1)u² + (κz − 1 − a)u − a = 0.
        Complex n = (total * z) - 1.0 - A;
        Complex root = total * Root(z);
        return Branches.SameSide(n, root) ? 2.0 * A / (n + root) : (root - n) / (2.0 * (z - 1.0));
    }

    /// <inheritdoc/>
    public override Complex MomentTransformDerivative(Complex z)
    {
        Complex u = MomentTransform(z);
        return -u * (u + total) / (total * Root(z));
    }

    /// <inheritdoc/>
    public override double Moment(int order)
    {
        RequireMoment(order);
        double center = ((A * (total - 1.0)) + B) / (total * total);
        return JacobiMoment(order, Mean, Variance, center, A * B * (total - 1.0) / (total * total * total * total));
    }

    /// <inheritdoc/>
    public bool Equals(Jacobi? other) => other is not null && A == other.A && B == other.B;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(A, B);

    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append(FormattableString.Invariant($"a={A:R}, b={B:R}"));
        return true;
    }

    private protected override double Factor(double fromLeft, double fromRight) =>
        total / (2.0 * Math.PI * (aboveZero + fromLeft) * (belowOne + fromRight));

    /// <summary>x₋ = ((a − 1)/(√(a(a+b−1)) + √b))²; 1 − x₊ is the same with a and b exchanged.</summary>
    private static double Gap(double a, double b)
    {
        double root = (a - 1.0) / (Math.Sqrt(a * (a + b - 1.0)) + Math.Sqrt(b));
        return root * root;
    }

    private static Interval Support(double a, double b)
    {
        if (!(a + b > 1.0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(b), b, FormattableString.Invariant($"b must be > 1 - a = {1.0 - a:R}, but is {b:R}."));
        }

        return new Interval(Gap(a, b), 1.0 - Gap(b, a));
    }
}
