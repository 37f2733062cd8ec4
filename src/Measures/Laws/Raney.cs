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

    // p − 1 and p − r: near p = 1 and near r = p they hold digits that p has lost.
    private readonly double order;
    private readonly double gap;
    private readonly double top;
    private readonly double logTop;

    /// <summary>Creates the law.</summary>
    /// <param name="p">p &gt; 1.</param>
    /// <param name="r">r in (0, p].</param>
    public Raney(double p, double r)
        : this(RequireAboveOne(p), Require.PositiveAtMost(r, p), p - 1.0, p - r)
    {
    }

    private Raney(double p, double r, double order, double gap)
    {
        P = p;
        R = r;
        this.order = order;
        this.gap = gap;

        // The powers leave the range of numbers long before their quotient, which is about ep.
        double power = Math.Pow(p, p);
        top = double.IsFinite(power) ? power / Math.Pow(order, order) : p * Math.Exp(-order * Elementary.LogOnePlus(-1.0 / p));
        logTop = order < 1.0 ? (p * Elementary.LogOnePlus(order)) - (order * Math.Log(order)) : Math.Log(top);
        Bands = [new Band(0.0, top, mass: 1.0, leftExponent: r == p && gap == 0.0 ? 1.0 / p : -gap / p, rightExponent: 0.5)];
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
    public override double Variance => 0.5 * R * (gap + order);

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
    public static Raney FussCatalan(double order) => new(Require.Positive(order) + 1.0, 1.0, order, order);

    /// <inheritdoc/>
    public override double Density(double x) =>
        x <= 0.0 || x >= top ? (x == 0.0 && gap > 0.0 ? double.PositiveInfinity : 0.0) : DensityAt(x, top - x);

    /// <summary>Powers of sines: each rounds in proportion to its exponent.</summary>
    private protected override double DensityRounding => 8.0 * 2.220446049250313e-16 * (1.0 + P);

    /// <inheritdoc/>
    public override double EdgeError(int band, IntervalEnd end) => end == IntervalEnd.Left ? 0.0 : 4.0 * 2.220446049250313e-16 * top;

    /// <inheritdoc/>
    public override double DensityFromEdge(int band, IntervalEnd end, double offset) =>
        end == IntervalEnd.Left || offset > 0.5 * top
            ? DensityAt(end == IntervalEnd.Left ? offset : top - offset, end == IntervalEnd.Left ? top - offset : offset)
            : DensityAt(Angle(logTop + Elementary.LogOnePlus(-offset / top), offset));

    /// <inheritdoc/>
    /// <remarks>Bʳ/z; at 0 B vanishes like (−z)^(1/p), so that G(0) = −∞ for r &lt; p and −1 for r = p.</remarks>
    public override Complex Cauchy(Complex z) => z == Complex.Zero ? (gap == 0.0 ? -1.0 : double.NegativeInfinity) : Complex.Exp(R * LogB(z)) / z;

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
        return RaneyNumber(gap, R, order);
    }

    /// <inheritdoc/>
    /// <remarks>∫ xρ(x) d ln x with xρ = |B|ʳ sin(rφ)/π, from the nearer end of the angle: nothing leaves the range of numbers.</remarks>
    public override double CumulativeDistribution(double x)
    {
        if (x <= 0.0 || x >= top)
        {
            return x <= 0.0 ? 0.0 : 1.0;
        }

        (double phi, double psi) = Angle(Math.Log(x), top - x);
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
    public bool Equals(Raney? other) => other is not null && R == other.R && order == other.order && gap == other.gap;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(order, R);

    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append(FormattableString.Invariant($"p={(P - 1.0 == order ? "" : "1 + ")}{(P - 1.0 == order ? P : order):R}, r={R:R}"));
        return true;
    }

    /// <summary>(r/n) ∏_{i=1}^{n−1} (np + r − i)/i.</summary>
    private static double RaneyNumber(double p, double r, int n)
    {
        double value = r / n;
        for (int i = 1; i < n; i++)
        {
            value *= ((n * p) + (r - i)) / i;
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
        Complex bracket = order - (1.0 / excess);
        Complex first = scale * bracket;
        return (first, (-R * scale * first) + (scale * scale * (1.0 + excess) / (excess * excess)));
    }

    /// <summary>z·b'(z) = 1/(p − B/(B − 1)).</summary>
    private Complex LogSlope(Complex b) => 1.0 / (order - (1.0 / Elementary.ExpMinusOne(b)));

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
                ? LogBOnBand(Angle(Math.Log(z.Real), top - z.Real))
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
            Complex beneath = z.Real < top ? LogBOnBand(Angle(Math.Log(z.Real), top - z.Real)) : LogBOffBand(z.Real);
            return beneath + (new Complex(0.0, z.Imaginary) * LogSlope(beneath) / z.Real);
        }

        // z ↦ b is a bijection of the half-plane onto the part of the strip where this holds, so a solution in the strip is the one.
        Complex logarithm = Complex.Log(z);
        double limit = Math.PI / P;
        (Complex, Complex) Value(Complex b) => (Equation(b), order - (1.0 / Elementary.ExpMinusOne(b)));
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

    /// <summary>p·b − ln(e^b − 1), where e^b is large without its part b.</summary>
    private Complex Equation(Complex b) => b.Real > 1.0
        ? (order * b) - Complex.Log(-Elementary.ExpMinusOne(-b))
        : (P * b) - Complex.Log(Elementary.ExpMinusOne(b));

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
                    return ((P * b) - Math.Log(-excess) - target, b * (order - (1.0 / excess)));
                },
                -750.0,
                Math.Log(1500.0),
                increasing: false,
                guess: target < -P ? Math.Log(-target / P) : -target);
            return -Math.Exp(s);
        }

        // B in (1, p/(p−1)]: from x = ∞ to the edge.
        double edge = Elementary.LogOnePlus(1.0 / order);
        if (x <= top)
        {
            return edge;
        }

        double logB = MonotoneRoot.Find(
            t =>
            {
                double b = Math.Exp(t);
                double excess = Elementary.ExpMinusOne(b);
                return ((b > 1.0 ? (order * b) - Math.Log(-Elementary.ExpMinusOne(-b)) : (P * b) - Math.Log(excess)) - target, b * (order - (1.0 / excess)));
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

        double upper = UpperSine(phi, psi);
        return Math.Pow(upper / Math.Sin(order * phi), R) * LastSine(phi, psi) / Math.PI * Rise(phi, psi);
    }

    /// <summary>sin pφ.</summary>
    private double UpperSine(double phi, double psi) => psi < phi ? Math.Sin(P * psi) : Math.Sin(P * phi);

    /// <summary>sin φ, by π − φ = π(p − 1)/p + ψ where that is smaller.</summary>
    private double FirstSine(double phi, double psi) => phi > 0.5 * Math.PI ? Math.Sin((Math.PI * order / P) + psi) : Math.Sin(phi);

    /// <summary>sin rφ, by π − rφ = π(p − r)/p + rψ where that is smaller.</summary>
    private double LastSine(double phi, double psi) => gap == 0.0
        ? UpperSine(phi, psi)
        : R * phi > 0.5 * Math.PI ? Math.Sin((Math.PI * gap / P) + (R * psi)) : Math.Sin(R * phi);

    /// <summary>|d ln x/dφ| = −p²cot pφ + cot φ + (p − 1)²cot((p − 1)φ), the first two through cot φ − cot pφ = sin((p − 1)φ)/(sin φ sin pφ).</summary>
    /// <remarks>With p² − 1 = s(2 + s), s = p − 1: a factor s comes out of every term, and nothing cancels as p → 1.</remarks>
    private double Rise(double phi, double psi)
    {
        if (psi < phi)
        {
            return (order * (2.0 + order) / Math.Tan(P * psi)) + (Math.Sin(order * phi) / Math.Sin(P * psi) / FirstSine(phi, psi)) + (order * order / Math.Tan(order * phi));
        }

        // Without the poles at 0, which cancel.
        double quotient = Elementary.LogSinc(order * phi) - Elementary.LogSinc(phi) - Elementary.LogSinc(P * phi);
        return (-order * (2.0 + order) * Elementary.LogSincSlope(P * phi))
            + (order / (P * phi) * Elementary.ExpMinusOne(quotient))
            + (order * order * Elementary.LogSincSlope(order * phi));
    }

    private Complex LogBOnBand((double Phi, double Psi) angle)
    {
        double upper = UpperSine(angle.Phi, angle.Psi);
        return new Complex(Math.Log(upper / Math.Sin(order * angle.Phi)), -angle.Phi);
    }

    private double DensityAt(double x, double fromTop) => DensityAt(Angle(Math.Log(x), fromTop));

    private double DensityAt((double Phi, double Psi) angle)
    {
        double lower = Math.Sin(order * angle.Phi);
        double upper = UpperSine(angle.Phi, angle.Psi);
        return Math.Pow(lower / upper, gap) * (FirstSine(angle.Phi, angle.Psi) / lower) * LastSine(angle.Phi, angle.Psi) / Math.PI;
    }

    /// <summary>φ and ψ = π/p − φ at x = top − fromTop, each with full relative accuracy.</summary>
    private (double Phi, double Psi) Angle(double logX, double fromTop)
    {
        double limit = Math.PI / P;
        double middle = 0.5 * limit;
        if (logX < LogPlace(middle, middle))
        {
            // Solved in ln ψ.
            double logPsi = MonotoneRoot.Find(
                t =>
                {
                    double psi = Math.Exp(t);
                    double phi = limit - psi;
                    return (LogPlace(phi, psi) - logX, Rise(phi, Math.Min(psi, phi)) * psi);
                },
                -800.0,
                Math.Log(middle) + 1e-9,
                increasing: true,
                guess: Guess(logX));
            double found = Math.Exp(logPsi);

            // ln ψ has the rounding of its own size; ψ need not.
            double move = (LogPlace(limit - found, found) - logX) / (Rise(limit - found, Math.Min(found, limit - found)) * found);
            found = Math.Abs(move) < 1e-9 ? found * (1.0 - move) : found;
            return (limit - found, found);
        }

        // −ln(x/top) = −p L(pφ) + L(φ) + (p−1) L((p−1)φ) with L(t) = ln(sin t/t), solved in ln φ.
        double depth = -Elementary.LogOnePlus(-fromTop / top);
        double logPhi = MonotoneRoot.Find(
            t =>
            {
                double phi = Math.Exp(t);
                double value = Depth(phi);
                return (Math.Log(value / depth), Rise(phi, phi) * phi / value);
            },
            -800.0,
            Math.Log(middle) + 1e-9,
            increasing: true,
            guess: 0.5 * Math.Log(2.0 * depth / (P * order)));
        double angle = Math.Exp(logPhi);
        return (angle, limit - angle);
    }

    /// <summary>Near p = 1, x is about ψ/(ψ + π(p − 1)); otherwise a power of ψ.</summary>
    private double Guess(double logX) => order < 0.01 && logX < -order
        ? logX - Math.Log(-Elementary.ExpMinusOne(logX)) + Math.Log(Math.PI * order)
        : logX / P;

    /// <summary>ln x = p ln sin(pψ) − ln sin φ − (p−1) ln sin((p−1)φ).</summary>
    private double LogPlace(double phi, double psi)
    {
        // sin φ/sin pψ = 1 + q, as π − φ = pψ + (p−1)φ: beside p = 1 the two logarithms cancel.
        double upper = Math.Sin(P * psi);
        double lower = Math.Sin(order * phi);
        double half = Math.Sin(0.5 * order * phi);
        double q = (lower / Math.Tan(P * psi)) - (2.0 * half * half);
        return (order * (Math.Log(upper) - Math.Log(lower))) + (Math.Abs(q) < 0.5 ? -Elementary.LogOnePlus(q) : Math.Log(upper / FirstSine(phi, psi)));
    }

    /// <summary>−p L(pφ) + L(φ) + (p−1) L((p−1)φ), with L(φ) − L(pφ) by itself: it vanishes with p − 1.</summary>
    private double Depth(double phi)
    {
        double small = order * phi;
        double half = Math.Sin(0.5 * small);
        double missing = Elementary.MinusSine(small) / small;
        double bent = Elementary.SineMinusTimesCosine(phi) / Math.Sin(phi);
        double q = ((2.0 * half * half) + (order * ((bent * (1.0 - missing)) + missing))) / P;
        return (order * (Elementary.LogSinc(small) - Elementary.LogSinc(P * phi))) - Elementary.LogOnePlus(-q);
    }

    private static double RequireAboveOne(double p) => p > 1.0 && double.IsFinite(p)
        ? p
        : throw new ArgumentOutOfRangeException(nameof(p), p, FormattableString.Invariant($"p must be finite and > 1, but is {p:R}."));
}
