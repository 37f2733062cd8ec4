using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Measures.Laws;

/// <summary>The free log-normal law: free multiplicative Brownian motion on the positive half-line at time t.</summary>
/// <remarks>
/// <para>S(u) = e^{−t(u + ½)}: the law of 1/X is that of X, the mean is e^{t/2}, the ⊠-powers stay in the family.</para>
/// <para>
/// With e^y = (1 + u)/u, χ(u) = e^{y + (t/2)coth(y/2)}. On the band y = a + ib, cosh a = cos b + (t/2) sin b/b, and
/// ln x = a + b·sinh a/sin b, density b/(πtx). Support [1/x₊, x₊], ln x₊ = arcosh(1 + t/2) + √(t + t²/4).
/// </para>
/// <para>Moments: m_n = e^{nt/2} Σ_k C(n, k+1) n^{k−1} tᵏ/k!.</para>
/// <para>Error: a few units in the last place for densities, also next to the edges.</para>
/// <para>Source: [Bia97] §4.2, prop. 5; the density from Im ln χ = 0.</para>
/// </remarks>
public sealed record FreeLogNormal : SpectralMeasure
{
    private const double Beside = 1e-8;

    private readonly double edgeA;
    private readonly double edgeSinh;
    private readonly double logTop;
    private readonly double top;
    private readonly double bottom;

    /// <summary>Creates the law.</summary>
    /// <param name="time">t in (0, 100]; beyond that the support leaves the range of double precision arithmetic.</param>
    public FreeLogNormal(double time)
    {
        Time = Require.PositiveAtMost(time, 100.0);
        edgeSinh = Math.Sqrt(time) * Math.Sqrt(1.0 + (0.25 * time));
        edgeA = 2.0 * Math.Asinh(0.5 * Math.Sqrt(time));
        logTop = edgeA + edgeSinh;
        top = Math.Exp(logTop);
        bottom = Math.Exp(-logTop);
        Bands = [new Band(bottom, top, mass: 1.0)];
    }

    /// <summary>The time t, the variance over the squared mean.</summary>
    public double Time { get; }

    /// <inheritdoc/>
    public override double Mean => Math.Exp(0.5 * Time);

    /// <inheritdoc/>
    public override double Variance => Time * Math.Exp(Time);

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms => [];

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands { get; }

    /// <inheritdoc/>
    public override ExplicitInverse InverseMoment => new InverseFormula(
        u => (1.0 + u) / u * Complex.Exp(Time * (u + 0.5)),
        u => (Time - (1.0 / (u * (1.0 + u)))) * (1.0 + u) / u * Complex.Exp(Time * (u + 0.5)),
        u =>
        {
            Complex product = u * (1.0 + u);
            Complex slope = Time - (1.0 / product);
            return ((slope * slope) + ((1.0 + (2.0 * u)) / (product * product))) * (1.0 + u) / u * Complex.Exp(Time * (u + 0.5));
        },
        u => u.Imaginary == 0.0 || ((1.0 + u) / u).Phase + (Time * u.Imaginary) is >= -Math.PI and <= Math.PI);

    /// <inheritdoc/>
    public override double Density(double x) => x <= bottom || x >= top
        ? 0.0
        : x > 1.0 ? DensityAtDepth(x, TopDepth(x, top - x)) : DensityAtDepth(x, BottomDepth(x - bottom));

    /// <inheritdoc/>
    /// <remarks>The ends are e^±l: the rounding of l, a relative error of the end.</remarks>
    public override double EdgeError(int band, IntervalEnd end) => 4.0 * 2.220446049250313e-16 * (1.0 + logTop) * (end == IntervalEnd.Left ? bottom : top);

    /// <summary>Logarithms of x and of the sine quotient add up.</summary>
    private protected override double DensityRounding => 8.0 * 2.220446049250313e-16 * (1.0 + logTop);

    /// <inheritdoc/>
    public override double DensityFromEdge(int band, IntervalEnd end, double offset) => end == IntervalEnd.Left
        ? bottom + offset <= 1.0 ? DensityAtDepth(bottom + offset, BottomDepth(offset)) : Density(bottom + offset)
        : top - offset >= 1.0 ? DensityAtDepth(top - offset, TopDepth(top - offset, offset)) : Density(top - offset);

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z)
    {
        // X and 1/X have the same law: G(0) = −E X⁻¹ = −E X, G'(0) = −E X².
        if (z == Complex.Zero)
        {
            return -Mean;
        }

        if (TryBesideAxis(z, out Complex beside))
        {
            return beside;
        }

        // 1 + u = 1/(1 − e^{−y}).
        return -1.0 / (z * Elementary.ExpMinusOne(-Coordinate(z)));
    }

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z) =>
        z == Complex.Zero ? -(Variance + (Mean * Mean)) : (MomentTransformDerivative(z) - Cauchy(z)) / z;

    /// <inheritdoc/>
    public override Complex MomentTransform(Complex z) => z == Complex.Zero ? -1.0 : 1.0 / Elementary.ExpMinusOne(Coordinate(z));

    /// <inheritdoc/>
    public override Complex MomentTransformDerivative(Complex z)
    {
        if (z == Complex.Zero)
        {
            return -Mean;
        }

        // d ln z/du = t − 1/(u(1 + u)).
        Complex y = Coordinate(z);
        Complex product = -1.0 / (Elementary.ExpMinusOne(y) * Elementary.ExpMinusOne(-y));
        return product / (z * ((Time * product) - 1.0));
    }

    /// <inheritdoc/>
    public override double Moment(int order)
    {
        RequireMoment(order);
        if (order == 0)
        {
            return 1.0;
        }

        double sum = 0.0;
        double term = 1.0;
        for (int k = 0; k < order; k++)
        {
            sum += term;
            term *= order * Time * (order - k - 1.0) / ((k + 1.0) * (k + 2.0));
        }

        return Math.Exp(0.5 * order * Time) * sum;
    }

    /// <inheritdoc/>
    public bool Equals(FreeLogNormal? other) => other is not null && Time == other.Time;

    /// <inheritdoc/>
    public override int GetHashCode() => Time.GetHashCode();

    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append(FormattableString.Invariant($"t={Time:R}"));
        return true;
    }

    /// <summary>ln(x₊/x) at x = x₊ − offset: by the offset beside the end, by x itself elsewhere, where the offset has lost it.</summary>
    private double TopDepth(double x, double offset) => offset < 0.5 * top ? -Elementary.LogOnePlus(-offset / top) : logTop - Math.Log(x);

    private double BottomDepth(double offset) => Elementary.LogOnePlus(offset / bottom);

    private double DensityAtDepth(double x, double depth) => AngleAtDepth(depth) / (Math.PI * Time * x);

    /// <summary>b at |ln x| = ln x₊ − depth, with full relative accuracy for small depth.</summary>
    /// <remarks>
    /// With D = cosh a₊ − cosh a = 2 sin²(b/2) + (t/2)(b − sin b)/b and a₊ − a = 2 arsinh(D/(2 sinh((a₊ + a)/2))),
    /// depth = (a₊ − a) + D·coth((a₊ + a)/2) − sinh a·(b − sin b)/sin b.
    /// </remarks>
    private double AngleAtDepth(double depth)
    {
        double largest = LargestAngle();
        double logAngle = MonotoneRoot.Find(
            s =>
            {
                double b = Math.Exp(s);
                double sine = Math.Sin(b);
                double half = Math.Sin(0.5 * b);
                double a = AtAngle(b);
                double gap = (2.0 * half * half) + (0.5 * Time * Elementary.MinusSine(b) / b);
                double middle = 0.5 * (edgeA + a);
                double shift = 2.0 * Math.Asinh(gap / (2.0 * Math.Sinh(middle)));
                double value = shift + (gap / Math.Tanh(middle)) - (Math.Sinh(a) * Elementary.MinusSine(b) / sine);

                // dx/db through sinh a·da/db = −sin b + (t/2)(b cos b − sin b)/b².
                double bent = Elementary.SineMinusTimesCosine(b);
                double gapSlope = sine + (0.5 * Time * bent / (b * b));
                double aSlope = -gapSlope / Math.Sinh(a);
                double slope = -aSlope - (Math.Cosh(a) * aSlope * b / sine) - (Math.Sinh(a) * bent / (sine * sine));
                return (Math.Log(value / depth), slope * b / value);
            },
            -800.0,
            Math.Log(largest),
            increasing: true,
            guess: 0.5 * Math.Log(depth * edgeSinh / (1.0 + (0.25 * Time))));
        return Math.Exp(logAngle);
    }

    /// <summary>a ≥ 0 on the curve: cosh a − 1 = (t/2) sin b/b − 2 sin²(b/2).</summary>
    private double AtAngle(double b)
    {
        double half = Math.Sin(0.5 * b);
        double excess = Math.Max(0.0, (0.5 * Time * Math.Sin(b) / b) - (2.0 * half * half));
        return 2.0 * Math.Asinh(Math.Sqrt(0.5 * excess));
    }

    /// <summary>b at x = 1: b·tan(b/2) = t/2.</summary>
    private double LargestAngle() => MonotoneRoot.Find(
        b => ((b * Math.Sin(0.5 * b)) - (0.5 * Time * Math.Cos(0.5 * b)),
            Math.Sin(0.5 * b) + (0.5 * b * Math.Cos(0.5 * b)) + (0.25 * Time * Math.Sin(0.5 * b))),
        0.0,
        Math.PI,
        increasing: true);

    /// <summary>y with y + (t/2)coth(y/2) = ln z, 0 ≤ Im y ≤ π for z in the closed upper half-plane.</summary>
    private Complex Coordinate(Complex z)
    {
        if (z.Imaginary < 0.0)
        {
            return Complex.Conjugate(Coordinate(Complex.Conjugate(z)));
        }

        if (z.Imaginary == 0.0 && (z.Real <= bottom || z.Real >= top))
        {
            return OffBand(z.Real);
        }

        if (z.Imaginary == 0.0)
        {
            bool above = z.Real >= 1.0;
            double b = AngleAtDepth(above ? TopDepth(z.Real, top - z.Real) : BottomDepth(z.Real - bottom));
            double a = AtAngle(b);
            return new Complex(above ? a : -a, b);
        }

        double room = z.Real < 0.0 ? -z.Real : z.Real < bottom ? Math.Min(z.Real, bottom - z.Real) : z.Real - top;
        if (z.Imaginary < Beside * room)
        {
            // So near the axis that Im y would be lost: y is analytic there, and the square of the height is rounding.
            Complex beneath = OffBand(z.Real);
            return beneath + (new Complex(0.0, z.Imaginary / z.Real) / (1.0 - (0.25 * Time * SquaredCosech(beneath))));
        }

        Complex logarithm = Complex.Log(z);
        if (logarithm.Real < 0.0)
        {
            // y(1/z) = −y(z), as X and 1/X have the same law; 1/z lies in the lower half-plane.
            Complex reflected = Follow(Complex.Conjugate(-logarithm));
            return -Complex.Conjugate(reflected);
        }

        return Follow(logarithm);
    }

    private Complex Follow(Complex logarithm)
    {
        // The points of the strip that are mapped above the axis lie above a graph: one domain, mapped one to one.
        (Complex, Complex) Value(Complex y) => (y + (0.5 * Time * Coth(y)), 1.0 - (0.25 * Time * SquaredCosech(y)));
        bool InStrip(Complex y) => y.Imaginary > 0.0 && y.Imaginary < Math.PI;
        if (ContinuedRoot.TryUnique(Value, logarithm, logarithm - (0.5 * Time), InStrip, out Complex root)
            || ContinuedRoot.TryUnique(Value, logarithm, new Complex(edgeA, Math.Max(logarithm.Imaginary, 0.5)), InStrip, out root))
        {
            return root;
        }

        Complex corner = new(logarithm.Real, 0.5 * Math.PI);
        Complex far = new(Math.Max(logarithm.Real, logTop) + 8.0 + (0.5 * Time), 0.5 * Math.PI);
        return ContinuedRoot.Follow(
            Value,
            tau => tau < 0.5
                ? ContinuedRoot.Segment(far, corner, 2.0 * tau)
                : ContinuedRoot.Segment(corner, logarithm, (2.0 * tau) - 1.0),
            far - (0.5 * Time),
            InStrip,
            "Free log-normal transform").Value;
    }

    private Complex OffBand(double x)
    {
        double target = Math.Log(Math.Abs(x));
        if (x < 0.0)
        {
            // y = s + iπ: s + (t/2) tanh(s/2) = ln|x|.
            double s = MonotoneRoot.Find(
                v =>
                {
                    double tanh = Math.Tanh(0.5 * v);
                    return (v + (0.5 * Time * tanh) - target, 1.0 + (0.25 * Time * (1.0 - (tanh * tanh))));
                },
                target - Time - 1.0,
                target + Time + 1.0,
                increasing: true);
            return new Complex(s, Math.PI);
        }

        double size = Math.Abs(target);
        double y = size <= logTop
            ? edgeA
            : MonotoneRoot.Find(
                v =>
                {
                    double tanh = Math.Tanh(0.5 * v);
                    return (v + (0.5 * Time / tanh) - size, 1.0 - (0.25 * Time * ((1.0 / (tanh * tanh)) - 1.0)));
                },
                edgeA,
                size + 1.0,
                increasing: true,
                guess: size - (0.5 * Time));
        return target >= 0.0 ? y : -y;
    }

    private static Complex Coth(Complex y)
    {
        // coth(y/2) = (1 + e^{−y})/(1 − e^{−y}).
        Complex excess = Elementary.ExpMinusOne(-y);
        return -(2.0 + excess) / excess;
    }

    /// <summary>1/sinh²(y/2) = 4/((e^y − 1)(1 − e^{−y})).</summary>
    private static Complex SquaredCosech(Complex y) => -4.0 / (Elementary.ExpMinusOne(y) * Elementary.ExpMinusOne(-y));
}
