using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Measures.Laws;

/// <summary>The strictly stable law of free probability with index α and positivity parameter ρ.</summary>
/// <remarks>
/// <para>K(w) = 1/w − e^{iπαρ} w^{α−1} for w in ℂ⁻, with w^{α−1} = (1/w)^{1−α} on the principal branch.</para>
/// <para>
/// Derivation of the density: with w = r·e^{−iθ}, 0 &lt; θ &lt; π, Im K = 0 gives r^α = sin θ/sin B, B = παρ + (1 − α)θ, and then
/// x = sin(α(πρ − θ))/(r sin B), density r·sin θ/π. So ρ = μ((0, ∞)).
/// </para>
/// <para>
/// α in (0, 2]; ρ in [0, 1] if α ≤ 1 (strictly inside for α = 1) and in [1 − 1/α, 1/α] if α &gt; 1. α = 2 is the standard semicircle,
/// α = 1 the Cauchy law with centre −cos πρ and scale sin πρ, (½, 1) the law of 1/X, X ∼ MP(1), with density √(4x − 1)/(2πx²).
/// </para>
/// <para>
/// ∫|t|^k dμ is finite for k &lt; α only (all k if α = 2). The support is ℝ, but half a line from ±α|1 − α|^{1/α−1} when ρ is at an
/// end of its range (α ≠ 1), where a square-root edge appears.
/// </para>
/// <para>Error: a few units in the last place for densities, also next to an edge and far out in the tails.</para>
/// <para>Source: [BPB99] appendix; [HK14] §1 (the parameters).</para>
/// </remarks>
public sealed record FreeStable : SpectralMeasure
{
    private readonly bool edgeBelow;
    private readonly bool edgeAbove;
    private readonly double edge;
    private readonly Complex factor;

    /// <summary>Creates the law.</summary>
    /// <param name="alpha">α in (0, 2].</param>
    /// <param name="rho">ρ, in the range that belongs to α.</param>
    public FreeStable(double alpha, double rho)
    {
        Alpha = Require.PositiveAtMost(alpha, 2.0);
        double low = alpha <= 1.0 ? 0.0 : 1.0 - (1.0 / alpha);
        double high = alpha <= 1.0 ? 1.0 : 1.0 / alpha;
        Rho = Require.InRange(rho, low, high);
        if (alpha == 1.0)
        {
            Require.Inside(rho, 0.0, 1.0);
        }

        // ρ = 1 with α < 1 is the law on the positive half-line; ρ = 1 − 1/α with α > 1 the one with no large negative values.
        edgeBelow = alpha != 1.0 && rho == (alpha < 1.0 ? high : low);
        edgeAbove = alpha != 1.0 && rho == (alpha < 1.0 ? low : high);
        edge = alpha == 1.0 ? 0.0 : alpha * Math.Pow(Math.Abs(1.0 - alpha), (1.0 / alpha) - 1.0);
        (double sin, double cos) = (Elementary.SinPi(alpha * rho), Elementary.CosPi(alpha * rho));
        factor = new Complex(cos, sin);
        double sign = alpha < 1.0 ? 1.0 : -1.0;
        double tail = -1.0 - alpha;
        Bands = [new Band(
            edgeBelow ? sign * edge : double.NegativeInfinity,
            edgeAbove ? -sign * edge : double.PositiveInfinity,
            mass: 1.0,
            leftExponent: edgeBelow ? 0.5 : tail,
            rightExponent: edgeAbove ? 0.5 : tail)];
    }

    /// <summary>The index α.</summary>
    public double Alpha { get; }

    /// <summary>The positivity parameter ρ = μ((0, ∞)).</summary>
    public double Rho { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms => [];

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands { get; }

    /// <inheritdoc/>
    /// <remarks>⊞-infinitely divisible: K is analytic on ℂ⁻. On the real axis it is the limit from there.</remarks>
    public override ExplicitInverse InverseCauchy => new InverseFormula(
        w => Reflect(w, v => (1.0 / v) - (factor * Power(v, Alpha - 1.0))),
        w => Reflect(w, v => (-1.0 / (v * v)) - ((Alpha - 1.0) * factor * Power(v, Alpha - 2.0))),
        w => Reflect(w, v => (2.0 / (v * v * v)) - ((Alpha - 1.0) * (Alpha - 2.0) * factor * Power(v, Alpha - 3.0))));

    /// <inheritdoc/>
    public override bool HasMoment(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        return Alpha == 2.0 || order < Alpha;
    }

    /// <inheritdoc/>
    public override double Moment(int order)
    {
        RequireMoment(order);
        return order == 0 ? 1.0 : Alpha == 2.0 ? Semicircle.Standard.Moment(order) : 0.0;
    }

    /// <inheritdoc/>
    public override double Density(double x)
    {
        Band band = Bands[0];
        if (!(x > band.Left && x < band.Right))
        {
            return 0.0;
        }

        if (IsNear(IntervalEnd.Left, x))
        {
            return DensityNearEdge(x - band.Left);
        }

        return IsNear(IntervalEnd.Right, x) ? DensityNearEdge(band.Right - x) : DensityAt(x);
    }

    /// <inheritdoc/>
    public override double DensityFromEdge(int band, IntervalEnd end, double offset)
    {
        double x = end == IntervalEnd.Left ? Bands[0].Left + offset : Bands[0].Right - offset;
        return IsNear(end, x) ? DensityNearEdge(offset) : Density(x);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// μ((x, ∞)) = (θ + (1/α − 1) sin A sin θ/sin B)/π with A = α(πρ − θ), from ∫ G dx = wK − ln w + e^{iπαρ}w^α/α.
    /// </remarks>
    public override double CumulativeDistribution(double x)
    {
        Band band = Bands[0];
        if (x <= band.Left)
        {
            return 0.0;
        }

        if (x >= band.Right)
        {
            return 1.0;
        }

        (double below, double above) = Masses(x);
        return below < above ? below : 1.0 - above;
    }

    /// <inheritdoc/>
    public override double MassAbove(double x)
    {
        Band band = Bands[0];
        if (!(x > band.Left && x < band.Right))
        {
            return x <= band.Left ? 1.0 : 0.0;
        }

        (double below, double above) = Masses(x);
        return above < below ? above : 1.0 - below;
    }

    /// <inheritdoc/>
    /// <remarks>In closed form except beside the end, where its terms cancel.</remarks>
    public override double MassFromEdge(int band, IntervalEnd end, double offset) => offset > 1e-3 * edge
        ? end == IntervalEnd.Left ? CumulativeDistribution(Bands[0].Left + offset) : MassAbove(Bands[0].Right - offset)
        : base.MassFromEdge(band, end, offset);

    /// <inheritdoc/>
    public override double MassBeyond(int band, IntervalEnd end, double x) => end == IntervalEnd.Left ? CumulativeDistribution(x) : MassAbove(x);

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z)
    {
        if (z.Imaginary < 0.0)
        {
            return Complex.Conjugate(Cauchy(Complex.Conjugate(z)));
        }

        Band band = Bands[0];
        if (z.Imaginary == 0.0)
        {
            return z.Real > band.Left && z.Real < band.Right ? OnBand(z.Real) : OffBand(z.Real);
        }

        if (TryBesideAxis(z, out Complex beside))
        {
            return beside;
        }

        // Start from a boundary value in the band and away from its edge, whose w is known explicitly: up, across and down to z.
        double nearest = edgeBelow ? band.Left + edge : edgeAbove ? band.Right - edge : 0.0;
        double foot = (edgeBelow && z.Real > nearest) || (edgeAbove && z.Real < nearest) || (!edgeBelow && !edgeAbove && double.IsFinite(z.Real)) ? z.Real : nearest;
        double height = foot == z.Real ? z.Imaginary : Math.Max(z.Imaginary, Math.Abs(z.Real) + edge);
        Complex first = new(foot, height);
        Complex second = new(z.Real, height);
        ExplicitInverse inverse = InverseCauchy;
        (Complex, Complex) Value(Complex w) => (inverse.Value(w), inverse.Derivative(w));

        // The law is freely infinitely divisible: K is one to one on the part of the lower half-plane that it maps to the upper one.
        if (ContinuedRoot.TryUnique(Value, z, 1.0 / z, w => w.Imaginary < 0.0, out Complex root))
        {
            return root;
        }

        return ContinuedRoot.Follow(
            Value,
            tau => foot == z.Real
                ? new Complex(foot, tau * height)
                : tau < 0.5
                    ? new Complex(foot, 2.0 * tau * height)
                    : tau < 0.75
                        ? ContinuedRoot.Segment(first, second, (4.0 * tau) - 2.0)
                        : ContinuedRoot.Segment(second, z, (4.0 * tau) - 3.0),
            OnBand(foot),
            w => w.Imaginary < 0.0,
            "Free stable transform").Value;
    }

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z) => 1.0 / InverseCauchy.Derivative(Cauchy(z));

    /// <inheritdoc/>
    /// <remarks>h = wK(w) − 1 = −e^{iπαρ}w^α with w = G(z): no cancellation in the tail, where h ∼ z^{−α}.</remarks>
    public override Complex MomentTransform(Complex z) => IsBesideAxis(z)
        ? new Complex(MomentFromCauchy(Cauchy(z.Real)).Real, z.Imaginary * MomentTransformDerivative(z.Real).Real)
        : MomentFromCauchy(Cauchy(z));

    /// <inheritdoc/>
    /// <remarks>h' = αhG'/G.</remarks>
    public override Complex MomentTransformDerivative(Complex z)
    {
        Complex w = Cauchy(z);
        return Alpha * MomentFromCauchy(w) / InverseCauchy.Derivative(w) / w;
    }

    /// <inheritdoc/>
    public override double FreeCumulant(int order)
    {
        RequireMoment(order);
        return Alpha == 2.0 && order == 2 ? 1.0 : 0.0;
    }

    /// <inheritdoc/>
    public bool Equals(FreeStable? other) => other is not null && Alpha == other.Alpha && Rho == other.Rho;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Alpha, Rho);

    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append(Invariant($"alpha={Alpha:R}, rho={Rho:R}"));
        return true;
    }

    /// <summary>The masses below and above a point of the band; the smaller one has relative accuracy except next to an end.</summary>
    private (double Below, double Above) Masses(double x)
    {
        double theta;
        double complement;
        if (IsNear(IntervalEnd.Left, x))
        {
            complement = EdgeAngle(x - Bands[0].Left);
            theta = Math.PI - complement;
        }
        else if (IsNear(IntervalEnd.Right, x))
        {
            theta = EdgeAngle(Bands[0].Right - x);
            complement = Math.PI - theta;
        }
        else
        {
            (theta, complement) = Angle(x);
        }

        double bulge = ((1.0 / Alpha) - 1.0) * Math.Sin(Alpha * ((Math.PI * Rho) - theta))
            * Math.Sin(Math.Min(theta, complement)) / SinB(theta, complement);
        return (Math.Max(0.0, (complement - bulge) / Math.PI), Math.Max(0.0, (theta + bulge) / Math.PI));
    }

    /// <summary>h as a function of w = G.</summary>
    private Complex MomentFromCauchy(Complex w)
    {
        Complex h = Reflect(w, v => -factor * Power(v, Alpha));
        return w.Imaginary == 0.0 ? h.Real : h;
    }

    /// <summary>f on ℂ⁻ and its conjugate continuation to ℂ⁺.</summary>
    private static Complex Reflect(Complex w, Func<Complex, Complex> f) =>
        w.Imaginary <= 0.0 ? f(w) : Complex.Conjugate(f(Complex.Conjugate(w)));

    /// <summary>vᵉ = (1/v)^{−e} with arg(1/v) in [0, π].</summary>
    private static Complex Power(Complex v, double exponent)
    {
        double angle = Math.Atan2(Math.Abs(v.Imaginary), v.Real);
        return Complex.FromPolarCoordinates(Math.Exp(exponent * Math.Log(Complex.Abs(v))), -exponent * angle);
    }

    /// <summary>Whether the angle from the edge is the better coordinate at x: not in the far tail.</summary>
    private bool IsNear(IntervalEnd end, double x) => end == IntervalEnd.Left
        ? edgeBelow && (Alpha > 1.0 ? x < 0.0 : x < 4.0 * edge)
        : edgeAbove && (Alpha > 1.0 ? x > 0.0 : x > -4.0 * edge);

    private Complex OnBand(double x)
    {
        Band band = Bands[0];
        bool nearBelow = IsNear(IntervalEnd.Left, x);
        if (nearBelow || IsNear(IntervalEnd.Right, x))
        {
            double phi = EdgeAngle(nearBelow ? x - band.Left : band.Right - x);
            Complex w = Complex.FromPolarCoordinates(EdgeRadius(phi), -phi);
            return nearBelow ? -Complex.Conjugate(w) : w;
        }

        (double theta, double complement) = Angle(x);
        double radius = Radius(theta, complement);
        return theta <= complement
            ? Complex.FromPolarCoordinates(radius, -theta)
            : -Complex.FromPolarCoordinates(radius, complement);
    }

    /// <summary>G at a real point off the support: w = ∓v with −1/v ± v^{α−1} = ∓x, v up to the critical point.</summary>
    private Complex OffBand(double x)
    {
        bool below = edgeBelow && x <= Bands[0].Left;
        double target = below ? x : -x;
        double sign = Alpha < 1.0 ? 1.0 : -1.0;
        double critical = -Math.Log(Math.Abs(1.0 - Alpha)) / Alpha;
        double logV = MonotoneRoot.Find(
            t =>
            {
                double v = Math.Exp(t);
                double power = sign * Math.Pow(v, Alpha - 1.0);
                return (power - (1.0 / v) - target, (1.0 / v) + ((Alpha - 1.0) * power));
            },
            -700.0,
            critical,
            increasing: true,
            guess: target < 0.0 ? -Math.Log(-target) : critical - 0.1);
        return below ? -Math.Exp(logV) : Math.Exp(logV);
    }

    private double DensityAt(double x)
    {
        (double theta, double complement) = Angle(x);
        return Radius(theta, complement) * Math.Sin(Math.Min(theta, complement)) / Math.PI;
    }

    private double DensityNearEdge(double offset)
    {
        double phi = EdgeAngle(offset);
        return EdgeRadius(phi) * Math.Sin(phi) / Math.PI;
    }

    private double EdgeRadius(double phi) =>
        Math.Pow(Math.Sin(phi) / Math.Sin(Math.Abs(1.0 - Alpha) * phi), 1.0 / Alpha);

    /// <summary>The angle φ between −w (or w) and the real axis at a distance from the edge, with full relative accuracy.</summary>
    /// <remarks>ln|x/x₀| = (1/α − 1)L(|1−α|φ) − L(φ)/α + L(αφ) with L(t) = ln(sin t/t), solved in ln φ.</remarks>
    private double EdgeAngle(double offset)
    {
        double c = Math.Abs(1.0 - Alpha);
        double sign = Alpha < 1.0 ? 1.0 : -1.0;
        double depth = sign * Elementary.LogOnePlus(sign * offset / edge);
        double logPhi = MonotoneRoot.Find(
            t =>
            {
                double phi = Math.Exp(t);
                double value = sign * ((((1.0 / Alpha) - 1.0) * Elementary.LogSinc(c * phi)) - (Elementary.LogSinc(phi) / Alpha) + Elementary.LogSinc(Alpha * phi));
                double slope = sign * ((((1.0 / Alpha) - 1.0) * c * Elementary.LogSincSlope(c * phi))
                    - (Elementary.LogSincSlope(phi) / Alpha) + (Alpha * Elementary.LogSincSlope(Alpha * phi)));
                return (Math.Log(value / depth), slope * phi / value);
            },
            -800.0,
            Math.Log(Math.PI / Math.Max(1.0, Alpha)),
            increasing: true,
            guess: 0.5 * Math.Log(2.0 * depth / c));
        return Math.Exp(logPhi);
    }

    /// <summary>r with r^α = sin θ/sin B.</summary>
    private double Radius(double theta, double complement) =>
        Math.Pow(Math.Sin(Math.Min(theta, complement)) / SinB(theta, complement), 1.0 / Alpha);

    /// <summary>sin B with B or π − B as a sum of non-negative terms, whichever is small.</summary>
    private double SinB(double theta, double complement)
    {
        (double b, double rest) = Alpha <= 1.0
            ? ((Math.PI * Alpha * Rho) + ((1.0 - Alpha) * theta), (Math.PI * Alpha * (1.0 - Rho)) + ((1.0 - Alpha) * complement))
            : ((Math.PI * (1.0 - (Alpha * (1.0 - Rho)))) + ((Alpha - 1.0) * complement), (Math.PI * (1.0 - (Alpha * Rho))) + ((Alpha - 1.0) * theta));
        return Math.Sin(Math.Min(b, rest));
    }

    /// <summary>θ and π − θ at a point of the band, from asinh x as a decreasing function of ln(θ/(π − θ)).</summary>
    private (double Theta, double Complement) Angle(double x)
    {
        double target = Math.Asinh(x);
        double logit = MonotoneRoot.Find(
            t =>
            {
                (double theta, double complement) = Split(t);
                double sinB = SinB(theta, complement);
                double sinTheta = Math.Sin(Math.Min(theta, complement));
                double amplitude = Math.Pow(sinB / sinTheta, 1.0 / Alpha) / sinB;
                double a = Alpha * ((Math.PI * Rho) - theta);
                double value = amplitude * Math.Sin(a);
                double cotB = Math.Cos((Math.PI * Alpha * Rho) + ((1.0 - Alpha) * theta)) / sinB;
                double cotTheta = Math.Cos(theta) / sinTheta;
                double slope = amplitude
                    * ((((((1.0 / Alpha) - 1.0) * (1.0 - Alpha) * cotB) - (cotTheta / Alpha)) * Math.Sin(a)) - (Alpha * Math.Cos(a)));
                return (Math.Asinh(value) - target, slope / Math.Sqrt(1.0 + (value * value)) * theta * complement / Math.PI);
            },
            -705.0,
            705.0,
            increasing: false,
            guess: Math.Abs(x) < 1.0 ? Math.Log((Rho + 1e-3) / (1.001 - Rho)) : -Alpha * Math.Sign(x) * Math.Log(Math.Abs(x)));
        return Split(logit);
    }

    private static (double Theta, double Complement) Split(double logit) =>
        (Math.PI / (1.0 + Math.Exp(-logit)), Math.PI / (1.0 + Math.Exp(logit)));
}
