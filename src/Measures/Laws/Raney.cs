using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Measures.Laws;

/// <summary>The Raney law μ(p, r), whose moments are the Raney (Fuss–Catalan) numbers r/(mp + r)·C(mp + r, m).</summary>
/// <remarks>
/// <para>
/// zG(z) = Bʳ with B = 1 + Bᵖ/z. On the band B = ρe^{−iφ}, ρ = sin(pφ)/sin((p−1)φ), 0 &lt; φ &lt; π/p, and
/// x = sinᵖ(pφ)/(sin φ sin^{p−1}((p−1)φ)), density sin^{p−r−1}((p−1)φ) sin φ sin(rφ)/(π sin^{p−r}(pφ)).
/// </para>
/// <para>Support [0, pᵖ/(p−1)^{p−1}]; the density starts like x^{−1+r/p}, or like x^{1/p} if r = p.</para>
/// <para>Transforms: with B = (1 + u)^{1/r}, χ(u) = Bᵖ/(B − 1). Free cumulants: κₙ(μ(p, r)) = mₙ(μ(p − r, r)).</para>
/// <para>
/// <see cref="FussCatalan"/>(s) = μ(s + 1, 1), the law of GG* with G a product of s square Ginibre matrices; <see cref="Bures"/> is
/// the dilation by 2 of μ(3/2, 1/2).
/// </para>
/// <para>Error: a few units in the last place for densities, also next to the edges.</para>
/// <para>Source: [FL15] thm. 2.1, eq. (2.12); [Mlo10] §3–4.</para>
/// </remarks>
public sealed record Raney : SpectralMeasure
{
    private const double Beside = 1e-8;
    private const double Smallest = 1e-280;

    private readonly double top;

    /// <summary>Creates the law.</summary>
    /// <param name="p">p &gt; 1.</param>
    /// <param name="r">r in (0, p].</param>
    public Raney(double p, double r)
    {
        if (!(p > 1.0) || !double.IsFinite(p))
        {
            throw new ArgumentOutOfRangeException(
                nameof(p), p, FormattableString.Invariant($"p must be finite and > 1, but is {p:R}."));
        }

        P = p;
        R = Require.PositiveAtMost(r, p);

        // The powers leave the range of numbers long before their quotient, which is about ep.
        double power = Math.Pow(p, p);
        top = double.IsFinite(power) ? power / Math.Pow(p - 1.0, p - 1.0) : p * Math.Exp((1.0 - p) * Elementary.LogOnePlus(-1.0 / p));
        Bands = [new Band(0.0, top, mass: 1.0, leftExponent: r < p ? (r / p) - 1.0 : 1.0 / p, rightExponent: 0.5)];
    }

    /// <summary>The Bures law: the limit of the spectrum of Bures random density matrices, moments 1, 1, 5/2, 8.</summary>
    /// <remarks>
    /// <para>Density: [(a/x + √(a²/x² − 1))^{2/3} − (a/x − √(a²/x² − 1))^{2/3}]/(4π√3) on (0, a], a = 3√3.</para>
    /// <para>Source: [SZ04] eq. (34).</para>
    /// </remarks>
    public static AffineImage Bures { get; } = new(new Raney(1.5, 0.5), new AffineMap(shift: 0.0, scale: 2.0));

    /// <summary>The parameter p.</summary>
    public double P { get; }

    /// <summary>The parameter r.</summary>
    public double R { get; }

    /// <inheritdoc/>
    public override double Mean => R;

    /// <inheritdoc/>
    /// <remarks>m₂ − m₁² = r(2p + r − 1)/2 − r² = r(2p − r − 1)/2.</remarks>
    public override double Variance => 0.5 * R * ((2.0 * P) - R - 1.0);

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms => [];

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands { get; }

    /// <inheritdoc/>
    /// <remarks>|arg B| &lt; π/p bounds the branch: |arg(1 + u)| &lt; πr/p.</remarks>
    public override ExplicitInverse InverseMoment => new InverseFormula(
        MomentInverse,
        u => MomentInverse(u) * LogDerivatives(u).First,
        u =>
        {
            (Complex first, Complex second) = LogDerivatives(u);
            return MomentInverse(u) * ((first * first) + second);
        },
        u => Math.Abs((1.0 + u).Phase) < Math.PI * R / P);

    /// <summary>The Fuss–Catalan law of order s, μ(s + 1, 1) = MP(1)^{⊠s}: S(u) = (1 + u)^{−s}.</summary>
    /// <param name="order">s &gt; 0, any real.</param>
    public static Raney FussCatalan(double order) => new(Require.Positive(order) + 1.0, 1.0);

    /// <inheritdoc/>
    public override double Density(double x) =>
        x <= 0.0 || x >= top ? (x == 0.0 && R < P ? double.PositiveInfinity : 0.0) : DensityAt(x, top - x);

    /// <summary>Powers of sines: each rounds in proportion to its exponent.</summary>
    private protected override double DensityRounding => 8.0 * 2.220446049250313e-16 * (1.0 + P);

    /// <inheritdoc/>
    public override double EdgeError(int band, IntervalEnd end) => end == IntervalEnd.Left ? 0.0 : 4.0 * 2.220446049250313e-16 * top;

    /// <inheritdoc/>
    public override double DensityFromEdge(int band, IntervalEnd end, double offset) =>
        end == IntervalEnd.Left ? DensityAt(offset, top - offset) : DensityAt(top - offset, offset);

    /// <inheritdoc/>
    /// <remarks>Bʳ/z; at 0 B vanishes like (−z)^(1/p), so that G(0) = −∞ for r &lt; p and −1 for r = p.</remarks>
    public override Complex Cauchy(Complex z) => z == Complex.Zero ? (R == P ? -1.0 : double.NegativeInfinity) : Complex.Exp(R * LogB(z)) / z;

    /// <inheritdoc/>
    /// <remarks>h' = r·Bʳ·b'(z) with b = ln B, p·b' − b'B/(B − 1) = 1/z; and G' = (h' − G)/z.</remarks>
    public override Complex CauchyDerivative(Complex z)
    {
        if (z == Complex.Zero)
        {
            return double.NegativeInfinity;
        }

        Complex b = LogB(z);
        Complex power = Complex.Exp(R * b);
        return power * ((R * LogSlope(b)) - 1.0) / (z * z);
    }

    /// <inheritdoc/>
    public override Complex MomentTransform(Complex z) => z == Complex.Zero ? -1.0 : Elementary.ExpMinusOne(R * LogB(z));

    /// <inheritdoc/>
    public override Complex MomentTransformDerivative(Complex z)
    {
        if (z == Complex.Zero)
        {
            return Cauchy(z);
        }

        Complex b = LogB(z);
        return R * Complex.Exp(R * b) * LogSlope(b) / z;
    }

    /// <inheritdoc/>
    public override double Moment(int order)
    {
        RequireMoment(order);
        return order == 0 ? 1.0 : RaneyNumber(P, R, order);
    }

    /// <inheritdoc/>
    public override double FreeCumulant(int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        return RaneyNumber(P - R, R, order);
    }

    /// <inheritdoc/>
    /// <remarks>∫ xρ(x) d ln x with xρ = |B|ʳ sin(rφ)/π, from the nearer end of the angle: nothing leaves the range of numbers.</remarks>
    public override double CumulativeDistribution(double x)
    {
        if (x <= 0.0 || x >= top)
        {
            return x <= 0.0 ? 0.0 : 1.0;
        }

        (double phi, double psi) = Angle(x, top - x);
        return psi <= phi
            ? DoubleExponential.Adaptive((t, _) => Mass((Math.PI / P) - t, t), psi, Tolerance.Tight).Value.Real
            : 1.0 - DoubleExponential.Adaptive((t, _) => Mass(t, (Math.PI / P) - t), phi, Tolerance.Tight).Value.Real;
    }

    /// <inheritdoc/>
    /// <exception cref="NonConvergenceException">The quantile lies below the least positive number: of a large p most of the mass does.</exception>
    public override double Quantile(double probability)
    {
        Require.InRange(probability, 0.0, 1.0);
        if (CumulativeDistribution(double.Epsilon) >= probability)
        {
            throw new NonConvergenceException("The quantile of a Raney law", probability, 1, null, "It lies below the least positive number.");
        }

        return Math.Exp(MonotoneRoot.Find(
            t =>
            {
                double x = Math.Exp(t);
                double gap = CumulativeDistribution(x) - probability;
                return Math.Abs(gap) < 1e-15 * probability ? (0.0, 1.0) : (gap, -Complex.Exp(R * LogB(x)).Imaginary / Math.PI);
            },
            Math.Log(double.Epsilon),
            Math.Log(top),
            increasing: true));
    }

    /// <inheritdoc/>
    public bool Equals(Raney? other) => other is not null && P == other.P && R == other.R;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(P, R);

    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append(FormattableString.Invariant($"p={P:R}, r={R:R}"));
        return true;
    }

    /// <summary>(r/n) ∏_{i=1}^{n−1} (np + r − i)/i.</summary>
    private static double RaneyNumber(double p, double r, int n)
    {
        double value = r / n;
        for (int i = 1; i < n; i++)
        {
            value *= ((n * p) + r - i) / i;
        }

        return value;
    }

    private Complex MomentInverse(Complex u)
    {
        Complex b = Elementary.LogOnePlus(u) / R;
        return Complex.Exp(P * b) / Elementary.ExpMinusOne(b);
    }

    private (Complex First, Complex Second) LogDerivatives(Complex u)
    {
        // (ln χ)' = (p − B/(B−1))/(r(1+u)), dB/du = B/(r(1+u)).
        Complex b = Elementary.LogOnePlus(u) / R;
        Complex excess = Elementary.ExpMinusOne(b);
        Complex scale = 1.0 / (R * (1.0 + u));
        Complex bracket = P - 1.0 - (1.0 / excess);
        Complex first = scale * bracket;
        return (first, (-R * scale * first) + (scale * scale * (1.0 + excess) / (excess * excess)));
    }

    /// <summary>z·b'(z) = 1/(p − B/(B − 1)).</summary>
    private Complex LogSlope(Complex b) => 1.0 / (P - 1.0 - (1.0 / Elementary.ExpMinusOne(b)));

    /// <summary>b = ln B at z, from p·b − ln(e^b − 1) = ln z.</summary>
    private Complex LogB(Complex z)
    {
        if (z.Imaginary < 0.0)
        {
            return Complex.Conjugate(LogB(Complex.Conjugate(z)));
        }

        if (z.Imaginary == 0.0)
        {
            return z.Real > 0.0 && z.Real < top
                ? LogBOnBand(Angle(z.Real, top - z.Real))
                : LogBOffBand(z.Real);
        }

        if (z.Real < 0.0 && z.Imaginary < Beside * -z.Real)
        {
            // So near the negative axis that arg z rounds to π: b is real analytic there, and the square of the height is rounding.
            Complex beneath = LogBOffBand(z.Real);
            return beneath + (new Complex(0.0, z.Imaginary) * LogSlope(beneath) / z.Real);
        }

        if (z.Real > 0.0 && z.Imaginary < Beside * Math.Min(z.Real, Math.Abs(top - z.Real)))
        {
            // Likewise beside the band, where b continues through the axis, and beyond the top.
            Complex beneath = z.Real < top ? LogBOnBand(Angle(z.Real, top - z.Real)) : LogBOffBand(z.Real);
            return beneath + (new Complex(0.0, z.Imaginary) * LogSlope(beneath) / z.Real);
        }

        // z ↦ b is a bijection of the half-plane onto the part of the strip where this holds, so a solution in the strip is the one.
        Complex logarithm = Complex.Log(z);
        double limit = Math.PI / P;
        (Complex, Complex) Value(Complex b) => (Equation(b), P - 1.0 - (1.0 / Elementary.ExpMinusOne(b)));
        bool InStrip(Complex b) => b.Imaginary < 0.0 && b.Imaginary > -limit;
        Complex outer = Elementary.LogOnePlus(1.0 / z);
        Complex inner = (logarithm - new Complex(0.0, Math.PI)) / P;
        bool isOuter = Complex.Abs(z) > top;
        if (ContinuedRoot.TryUnique(Value, logarithm, isOuter ? outer : inner, InStrip, out Complex root)
            || ContinuedRoot.TryUnique(Value, logarithm, isOuter ? inner : outer, InStrip, out root))
        {
            return root;
        }

        // From far out at half the angle of the upper half-plane: first inwards, then to the wanted angle.
        Complex far = new(Math.Max(logarithm.Real, Math.Log(top)) + 5.0, 0.5 * Math.PI);
        Complex corner = new(logarithm.Real, 0.5 * Math.PI);
        return ContinuedRoot.Follow(
            Value,
            tau => tau < 0.5
                ? ContinuedRoot.Segment(far, corner, 2.0 * tau)
                : ContinuedRoot.Segment(corner, logarithm, (2.0 * tau) - 1.0),
            Complex.Exp(-far),
            InStrip,
            "Raney transform").Value;
    }

    private Complex Equation(Complex b) => (P * b) - Complex.Log(Elementary.ExpMinusOne(b));

    private Complex LogBOffBand(double x)
    {
        double target = Math.Log(Math.Abs(x));
        if (x < 0.0)
        {
            // B in (0, 1): p·b − ln(1 − e^b) increases from −∞ to +∞ for b < 0; in s = ln(−b) it decreases.
            double s = MonotoneRoot.Find(
                t =>
                {
                    double b = -Math.Exp(t);
                    double excess = Elementary.ExpMinusOne(b);
                    return ((P * b) - Math.Log(-excess) - target, b * (P - 1.0 - (1.0 / excess)));
                },
                -750.0,
                Math.Log(1500.0),
                increasing: false,
                guess: target < -P ? Math.Log(-target / P) : -target);
            return -Math.Exp(s);
        }

        // B in (1, p/(p−1)]: from x = ∞ to the edge.
        double edge = Math.Log(P / (P - 1.0));
        if (x <= top)
        {
            return edge;
        }

        double logB = MonotoneRoot.Find(
            t =>
            {
                double b = Math.Exp(t);
                double excess = Elementary.ExpMinusOne(b);
                return ((P * b) - Math.Log(excess) - target, b * (P - 1.0 - (1.0 / excess)));
            },
            -750.0,
            Math.Log(edge),
            increasing: false,
            guess: -target);
        return Math.Exp(logB);
    }

    /// <summary>xρ|d ln x/dφ| at φ = π/p − ψ.</summary>
    private double Mass(double phi, double psi)
    {
        if (psi < Smallest)
        {
            // Its parts leave the range of numbers: by its power, which for R = P is one more, but nothing is left there.
            return Mass(phi, Smallest) * Math.Pow(Math.Max(psi, double.Epsilon) / Smallest, R - 1.0);
        }

        double upper = psi < phi ? Math.Sin(P * psi) : Math.Sin(P * phi);
        double slope = psi < phi
            ? (P * P / Math.Tan(P * psi)) + (1.0 / Math.Tan(phi)) + ((P - 1.0) * (P - 1.0) / Math.Tan((P - 1.0) * phi))
            : (-P * P * Elementary.LogSincSlope(P * phi)) + Elementary.LogSincSlope(phi) + ((P - 1.0) * (P - 1.0) * Elementary.LogSincSlope((P - 1.0) * phi));
        return Math.Pow(upper / Math.Sin((P - 1.0) * phi), R) * (R == P ? upper : Math.Sin(R * phi)) / Math.PI * slope;
    }

    private Complex LogBOnBand((double Phi, double Psi) angle)
    {
        double upper = angle.Psi < angle.Phi ? Math.Sin(P * angle.Psi) : Math.Sin(P * angle.Phi);
        return new Complex(Math.Log(upper / Math.Sin((P - 1.0) * angle.Phi)), -angle.Phi);
    }

    private double DensityAt(double x, double fromTop)
    {
        (double phi, double psi) = Angle(x, fromTop);
        double lower = Math.Sin((P - 1.0) * phi);
        double upper = psi < phi ? Math.Sin(P * psi) : Math.Sin(P * phi);
        double last = R == P ? upper : Math.Sin(R * phi);
        return Math.Pow(lower / upper, P - R) * Math.Sin(phi) * last / (Math.PI * lower);
    }

    /// <summary>φ and ψ = π/p − φ at x = top − fromTop, each with full relative accuracy.</summary>
    private (double Phi, double Psi) Angle(double x, double fromTop)
    {
        double limit = Math.PI / P;
        double middle = 0.5 * limit;
        double logMiddle = (P * Math.Log(Math.Sin(P * middle))) - Math.Log(Math.Sin(middle)) - ((P - 1.0) * Math.Log(Math.Sin((P - 1.0) * middle)));
        if (Math.Log(x) < logMiddle)
        {
            // ln x = p ln sin(pψ) − ln sin φ − (p−1) ln sin((p−1)φ), solved in ln ψ.
            double target = Math.Log(x);
            double logPsi = MonotoneRoot.Find(
                t =>
                {
                    double psi = Math.Exp(t);
                    double phi = limit - psi;
                    double value = (P * Math.Log(Math.Sin(P * psi))) - Math.Log(Math.Sin(phi))
                        - ((P - 1.0) * Math.Log(Math.Sin((P - 1.0) * phi))) - target;
                    double slope = (P * P / Math.Tan(P * psi)) + (1.0 / Math.Tan(phi)) + ((P - 1.0) * (P - 1.0) / Math.Tan((P - 1.0) * phi));
                    return (value, slope * psi);
                },
                -800.0,
                Math.Log(middle) + 1e-9,
                increasing: true,
                guess: target / P);
            double found = Math.Exp(logPsi);
            return (limit - found, found);
        }

        // −ln(x/top) = −p L(pφ) + L(φ) + (p−1) L((p−1)φ) with L(t) = ln(sin t/t), solved in ln φ.
        double depth = -Elementary.LogOnePlus(-fromTop / top);
        double logPhi = MonotoneRoot.Find(
            t =>
            {
                double phi = Math.Exp(t);
                double value = (-P * Elementary.LogSinc(P * phi)) + Elementary.LogSinc(phi) + ((P - 1.0) * Elementary.LogSinc((P - 1.0) * phi));
                double slope = (-P * P * Elementary.LogSincSlope(P * phi)) + Elementary.LogSincSlope(phi)
                    + ((P - 1.0) * (P - 1.0) * Elementary.LogSincSlope((P - 1.0) * phi));
                return (Math.Log(value / depth), slope * phi / value);
            },
            -800.0,
            Math.Log(middle) + 1e-9,
            increasing: true,
            guess: 0.5 * Math.Log(2.0 * depth / (P * (P - 1.0))));
        double angle = Math.Exp(logPhi);
        return (angle, limit - angle);
    }
}
