using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Measures.Laws;

/// <summary>The product of two free projections: the law of PQP for free projections P and Q of traces p and q.</summary>
/// <remarks>
/// <para>((1−p)δ₀ + pδ₁) ⊠ ((1−q)δ₀ + qδ₁). Density: √((x₊−x)(x−x₋)) / (2πx(1−x)), x± = p + q − 2pq ± 2√(pq(1−p)(1−q)).</para>
/// <para>Atoms: 1 − min(p, q) at 0 and (p + q − 1)⁺ at 1.</para>
/// <para>Transforms: S(u) = (1 + u)²/((u + p)(u + q)); χ(u) = (u + p)(u + q)/(u(1 + u)).</para>
/// <para>Matrix model: PQP for two independent uniformly random projections of ranks pn and qn.</para>
/// <para>Error: a few units in the last place, everywhere.</para>
/// <para>Source: [VDN92] ex. 3.6.7; [Col05] §3.</para>
/// </remarks>
public sealed record TwoProjections : OneBandLaw
{
    private readonly double aboveZero;
    private readonly double belowOne;

    /// <summary>Creates the law.</summary>
    /// <param name="p">The trace of the first projection, in (0, 1).</param>
    /// <param name="q">The trace of the second projection, in (0, 1).</param>
    public TwoProjections(double p, double q)
        : base(
            new Interval(LowGap(Require.Inside(p, 0.0, 1.0), Require.Inside(q, 0.0, 1.0)), 1.0 - HighGap(p, q)),
            4.0 * Math.Sqrt(p * q * (1.0 - p) * (1.0 - q)),
            Math.Min(Math.Min(p, q), 1.0 - Math.Max(p, q)),
            [(0.0, 1.0 - Math.Min(p, q)), (1.0, Math.Max(p, q) - (1.0 - Math.Min(p, q)))],
            hardLeft: LowGap(p, q) == 0.0,
            hardRight: HighGap(p, q) == 0.0)
    {
        P = p;
        Q = q;
        aboveZero = LowGap(p, q);
        belowOne = HighGap(p, q);
    }

    /// <summary>The trace p.</summary>
    public double P { get; }

    /// <summary>The trace q.</summary>
    public double Q { get; }

    /// <inheritdoc/>
    public override double Mean => P * Q;

    /// <inheritdoc/>
    public override double Variance => P * Q * (P + Q - (2.0 * P * Q));

    /// <inheritdoc/>
    public override ExplicitInverse InverseMoment
    {
        get
        {
            // Partial fractions: χ(u) = 1 + pq/u − (1−p)(1−q)/(1 + u).
            double first = P * Q;
            double second = (1.0 - P) * (1.0 - Q);
            return new InverseFormula(
                u => (u + P) * (u + Q) / (u * (1.0 + u)),
                u => (-first / (u * u)) + (second / ((1.0 + u) * (1.0 + u))),
                u => (2.0 * first / (u * u * u)) - (2.0 * second / ((1.0 + u) * (1.0 + u) * (1.0 + u))));
        }
    }

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z)
    {
        // G = (N + s)/(2z(z−1)), N = z − 2 + p + q, and N² − s² = 4(1−p)(1−q)(1−z).
        Complex n = z - (1.0 - P) - (1.0 - Q);
        Complex root = Root(z);
        return Branches.SameSide(n, root)
            ? (n + root) / (2.0 * z * (z - 1.0))
            : 2.0 * (1.0 - P) * (1.0 - Q) / (z * (root - n));
    }

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z) => (MomentTransformDerivative(z) - Cauchy(z)) / z;

    /// <inheritdoc/>
    public override Complex MomentTransform(Complex z)
    {
        // (z−1)u² + (z − p − q)u − pq = 0.
        Complex n = z - P - Q;
        Complex root = Root(z);
        return Branches.SameSide(n, root) ? 2.0 * P * Q / (n + root) : (root - n) / (2.0 * (z - 1.0));
    }

    /// <inheritdoc/>
    public override Complex MomentTransformDerivative(Complex z)
    {
        Complex u = MomentTransform(z);
        return -u * (1.0 + u) / Root(z);
    }

    /// <inheritdoc/>
    /// <remarks>μ = (1 − p)δ₀ + p·(the compression of Q by P), which is a <see cref="Jacobi"/> law.</remarks>
    public override double Moment(int order)
    {
        RequireMoment(order);
        return order == 0 ? 1.0 : P * new Jacobi(Q / P, (1.0 - Q) / P).Moment(order);
    }

    /// <inheritdoc/>
    public bool Equals(TwoProjections? other) => other is not null && P == other.P && Q == other.Q;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(P, Q);

    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append(FormattableString.Invariant($"p={P:R}, q={Q:R}"));
        return true;
    }

    private protected override double Factor(double fromLeft, double fromRight) =>
        1.0 / (2.0 * Math.PI * (aboveZero + fromLeft) * (belowOne + fromRight));

    /// <summary>x₋ = ((p − q)/(√(p(1−q)) + √(q(1−p))))².</summary>
    private static double LowGap(double p, double q)
    {
        double root = (p - q) / (Math.Sqrt(p * (1.0 - q)) + Math.Sqrt(q * (1.0 - p)));
        return root * root;
    }

    /// <summary>1 − x₊ = ((1 − p − q)/(√((1−p)(1−q)) + √(pq)))².</summary>
    private static double HighGap(double p, double q)
    {
        // The larger of the two is subtracted first: exact for p, q in [½, 1] by Sterbenz.
        double root = (1.0 - Math.Max(p, q) - Math.Min(p, q)) / (Math.Sqrt((1.0 - p) * (1.0 - q)) + Math.Sqrt(p * q));
        return root * root;
    }
}
