using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Measures.Laws;

/// <summary>The standardised free Meixner law with parameters a and b: mean 0, variance 1.</summary>
/// <remarks>
/// <para>Density: √(4(1+b) − (x−a)²) / (2π(bx² + ax + 1)); at a real root r of bx² + ax + 1 an atom
/// of mass N/(2br + a) if N = (1 + 2b)r + a and r − a have opposite signs.</para>
/// <para>Transforms: R(w) = 2w/(1 − aw + √((1−aw)² − 4bw²)). Moments 1, 0, 1, a, a² + b + 2, ….</para>
/// <para>
/// Semicircle (a = b = 0), free Poisson (b = 0), free Pascal (b &gt; 0, a² &gt; 4b), free gamma (a² = 4b), free hyperbolic
/// (a² &lt; 4b), free binomial (b &lt; 0). For a = 0, b &gt; 0 it is a free t law: <see cref="FreeT"/>.
/// </para>
/// <para>Error: a few units in the last place, unless an atom is about to leave the band, where (a, b) condition the law.</para>
/// <para>Source: [SY01]; [BB06] thm. 4.1.</para>
/// </remarks>
public sealed record FreeMeixner : OneBandLaw
{
    private readonly double leftValue;
    private readonly double rightValue;

    /// <summary>Creates the law.</summary>
    /// <param name="a">Any finite real.</param>
    /// <param name="b">b &gt; −1.</param>
    public FreeMeixner(double a, double b)
        : base(Support(a, b), 4.0 * Math.Sqrt(1.0 + b), 1.0 - AtomsOf(a, b).Sum(atom => atom.Weight), AtomsOf(a, b), EdgeValue(a, b, -1.0) == 0.0, EdgeValue(a, b, 1.0) == 0.0)
    {
        A = a;
        B = b;
        leftValue = EdgeValue(a, b, -1.0);
        rightValue = EdgeValue(a, b, 1.0);
    }

    /// <summary>The parameter a, the third moment.</summary>
    public double A { get; }

    /// <summary>The parameter b; the fourth moment is a² + b + 2.</summary>
    public double B { get; }

    /// <inheritdoc/>
    public override double Mean => 0.0;

    /// <inheritdoc/>
    public override double Variance => 1.0;

    /// <inheritdoc/>
    /// <remarks>
    /// For b ≥ 0 the law is ⊞-infinitely divisible and K is analytic on ℂ⁻. For −½ ≤ b &lt; 0 the two solutions z sum to
    /// (1 + 2b)/(bw) − a/b, so at most one lies in ℂ⁺ when w is in ℂ⁻. For b &lt; −½ the transform is not univalent.
    /// </remarks>
    public override ExplicitInverse? InverseCauchy => B >= -0.5
        ? new InverseFormula(
            w => (1.0 / w) + (2.0 * w / (1.0 - (A * w) + InverseRoot(w))),
            w => (-1.0 / (w * w)) + RDerivatives(w).First,
            w => (2.0 / (w * w * w)) + RDerivatives(w).Second)
        : null;

    /// <summary>The free t law: the symmetric square root of the free F law with c₁ = 1 and c₂ = <paramref name="ratio"/>.</summary>
    /// <remarks>
    /// <para>Density: (1−c)√(4/(1−c)² − x²) / (2π(1 + cx²)); variance 1/(1 − c). c → 0 gives the semicircle law.</para>
    /// <para>Derivation: ρ_t(x) = |x|ρ_F(x²), with the density of <see cref="FreeF"/>.</para>
    /// </remarks>
    /// <param name="ratio">c in (0, 1): dimension over degrees of freedom.</param>
    public static AffineImage FreeT(double ratio)
    {
        Require.Inside(ratio, 0.0, 1.0);
        return new AffineImage(
            new FreeMeixner(0.0, ratio / (1.0 - ratio)), new AffineMap(shift: 0.0, scale: 1.0 / Math.Sqrt(1.0 - ratio)));
    }

    /// <inheritdoc/>
    /// <remarks>The ends are a ± 2√(1 + b).</remarks>
    public override double EdgeError(int band, IntervalEnd end) => 2.220446049250313e-16 * (Math.Abs(A) + (4.0 * Math.Sqrt(1.0 + B)));

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z)
    {
        // (bz² + az + 1)G² − N·G + (1 + b) = 0, N = (1 + 2b)z + a.
        Complex n = ((1.0 + (2.0 * B)) * z) + A;
        Complex root = Root(z);
        return Branches.SameSide(n, root)
            ? 2.0 * (1.0 + B) / (n + root)
            : (n - root) / (2.0 * Quadratic(z));
    }

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z)
    {
        Complex g = Cauchy(z);
        return g * ((((2.0 * B * z) + A) * g) - (1.0 + (2.0 * B))) / Root(z);
    }

    /// <inheritdoc/>
    public override Complex MomentTransform(Complex z)
    {
        // G = 1/(z − g), g the semicircle transform with mean a and variance 1 + b: zG − 1 = gG.
        Complex tail = 2.0 / (z - A + Root(z));
        return tail * Cauchy(z);
    }

    /// <inheritdoc/>
    /// <remarks>h = gG, and g' = −g/√((z − a)² − 4(1 + b)).</remarks>
    public override Complex MomentTransformDerivative(Complex z)
    {
        Complex root = Root(z);
        Complex tail = 2.0 / (z - A + root);
        return tail * (CauchyDerivative(z) - (Cauchy(z) / root));
    }

    /// <inheritdoc/>
    public override double Moment(int order)
    {
        RequireMoment(order);
        return JacobiMoment(order, 0.0, 1.0, A, 1.0 + B);
    }

    /// <inheritdoc/>
    public bool Equals(FreeMeixner? other) => other is not null && A == other.A && B == other.B;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(A, B);

    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append(FormattableString.Invariant($"a={A:R}, b={B:R}"));
        return true;
    }

    private protected override double Factor(double fromLeft, double fromRight)
    {
        // bx² + ax + 1 expanded about the nearer edge e, where it is (a√(1+b) ± (1+2b))², or as it stands where its terms are smaller.
        double root = Math.Sqrt(1.0 + B);
        bool left = fromLeft <= fromRight;
        double offset = left ? fromLeft : -fromRight;
        double edge = left ? A - (2.0 * root) : A + (2.0 * root);
        double atEdge = left ? leftValue : rightValue;
        double slope = (2.0 * B * edge) + A;
        double x = edge + offset;
        double value = (Math.Abs(B) * x * x) + Math.Abs(A * x) + 1.0 < atEdge + Math.Abs(offset * slope)
            ? (((B * x) + A) * x) + 1.0
            : atEdge + (offset * (slope + (B * offset)));
        return 1.0 / (2.0 * Math.PI * value);
    }

    private static double EdgeValue(double a, double b, double side)
    {
        double value = (a * Math.Sqrt(1.0 + b)) + (side * (1.0 + (2.0 * b)));
        return value * value;
    }

    private static Interval Support(double a, double b)
    {
        Require.Finite(a);
        if (!(b > -1.0) || !double.IsFinite(b))
        {
            throw new ArgumentOutOfRangeException(
                nameof(b), b, FormattableString.Invariant($"b must be finite and > -1, but is {b:R}."));
        }

        double radius = 2.0 * Math.Sqrt(1.0 + b);
        return new Interval(a - radius, a + radius);
    }

    private static IEnumerable<(double Location, double Weight)> AtomsOf(double a, double b)
    {
        List<(double Location, double Weight)> atoms = [];
        double discriminant = (a * a) - (4.0 * b);
        if (b == 0.0)
        {
            if (a != 0.0)
            {
                Add(-1.0 / a);
            }
        }
        else if (discriminant > 0.0)
        {
            // The stable pair of roots of bx² + ax + 1: q/b and 1/q.
            double spread = Math.Sqrt(discriminant);
            double q = -0.5 * (a + Math.CopySign(spread, a));
            Add(q / b);
            Add(1.0 / q);
        }

        return atoms.Where(atom => atom.Weight > 0.0).OrderBy(atom => atom.Location);

        // The residue of (N − s)/(2A) at a root r of A: N/A' if N = −s there, and 0 if N = s.
        void Add(double r)
        {
            double n = ((1.0 + (2.0 * b)) * r) + a;
            if (n * (r - a) < 0.0)
            {
                atoms.Add((r, n / ((2.0 * b * r) + a)));
            }
        }
    }

    private Complex Quadratic(Complex z)
    {
        double discriminant = (A * A) - (4.0 * B);
        if (B == 0.0 || discriminant <= 0.0)
        {
            return (((B * z) + A) * z) + 1.0;
        }

        double q = -0.5 * (A + Math.CopySign(Math.Sqrt(discriminant), A));
        return (z - (q / B)) * ((B * z) - (B / q));
    }

    private Complex InverseRoot(Complex w)
    {
        if (B < 0.0)
        {
            Complex linear = 1.0 - (A * w);
            return Branches.TowardsUpper(Complex.Sqrt((linear * linear) - (4.0 * B * w * w)), w);
        }

        double spread = 2.0 * Math.Sqrt(B);
        return Complex.Sqrt(1.0 - ((A + spread) * w)) * Complex.Sqrt(1.0 - ((A - spread) * w));
    }

    private (Complex First, Complex Second) RDerivatives(Complex w)
    {
        // R = 2w/D, D = 1 − aw + q, q q' = −a(1 − aw) − 4bw, q q'' = a² − 4b − q'².
        Complex q = InverseRoot(w);
        Complex q1 = ((-A * (1.0 - (A * w))) - (4.0 * B * w)) / q;
        Complex q2 = ((A * A) - (4.0 * B) - (q1 * q1)) / q;
        Complex d = 1.0 - (A * w) + q;
        Complex d1 = q1 - A;
        Complex first = (2.0 / d) - (2.0 * w * d1 / (d * d));
        Complex second = (-4.0 * d1 / (d * d)) + (4.0 * w * d1 * d1 / (d * d * d)) - (2.0 * w * q2 / (d * d));
        return (first, second);
    }
}
