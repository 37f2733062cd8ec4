using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Transforms;

/// <summary>The multiplicative power ((1 − α)δ₀ + αδ_γ)^{⊠t} in closed parametric form, for any t &gt; 1 however large.</summary>
/// <remarks>
/// <para>
/// With β = 1 − α and r = (u + α)/(1 + u) the inverse reads x = γᵗ β rᵗ/(r − α). On the band r = R e^{−iφ/t}, 0 &lt; φ &lt; π, with
/// R = α sin φ/sin(φ − φ/t) and x = γᵗ β Rᵗ sin(φ − φ/t)/(α sin(φ/t)), which falls from the right edge to 0;
/// ρ(x) = β R sin(φ/t)/(π x |1 − r|²).
/// </para>
/// <para>
/// Derivation: the argument of x must be 0, so arg(r − α) = −φ, a triangle with the side α and the angles φ/t and φ − φ/t.
/// </para>
/// <para>Atoms: β at 0, and 1 − tβ at γᵗ if positive. Edges: 0, with exponent −1 + 1/t, and (tα/(t − 1))ᵗ γᵗ β(t − 1)/α.</para>
/// <para>Error: relative 1e-13 for t ≤ 10⁶ and x ≥ 1e-200: all differences of nearly equal numbers are formed analytically.</para>
/// <para>Source: [BB05] thm. 2.6 (powers); [HK21] eq. (10) (S of the two-point law).</para>
/// </remarks>
public sealed record TwoPointPower : SpectralMeasure
{
    // Below it φ − φ/t is formed as φ(t − 1)/t, above it through φ/t: the smaller angle has its digits.
    private const double NearOne = 2.0;

    private readonly FreeConvolution general;
    private readonly double logAlpha;
    private readonly double logScale;
    private readonly double logPower;
    private readonly double rest;
    private readonly double right;

    /// <summary>Creates ((1 − α)δ₀ + αδ_γ)^{⊠t}.</summary>
    /// <param name="source">The law (1 − α)δ₀ + αδ_γ with γ &gt; 0.</param>
    /// <param name="power">t &gt; 1.</param>
    /// <exception cref="ArgumentException">The law has not two atoms, at 0 and above it.</exception>
    public TwoPointPower(SpectralMeasure source, double power)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!Fits(source))
        {
            throw new ArgumentException("source must have exactly two atoms, at 0 and at a positive number.", nameof(source));
        }

        if (!(power > 1.0 && double.IsFinite(power)))
        {
            throw new ArgumentOutOfRangeException(nameof(power), power, Invariant($"power must be finite and > 1, but is {power:R}."));
        }

        Source = source;
        Power = power;
        general = new FreeConvolution(ConvolutionAlgebra.Multiplicative, [source], [power]);
        ZeroMass = source.Atoms[0].Weight;
        logAlpha = Elementary.LogOnePlus(-ZeroMass);
        logScale = power * Math.Log(source.Atoms[1].Location);
        logPower = Elementary.LogOnePlus(power - 1.0);
        rest = (power - 1.0) / power;
        double logEdge = power < NearOne
            ? Math.Log(ZeroMass) + (power * logPower) + ((power - 1.0) * (logAlpha - Math.Log(power - 1.0)))
            : (power * (logAlpha - Elementary.LogOnePlus(-1.0 / power))) + Math.Log(ZeroMass * (power - 1.0)) - logAlpha;
        right = Math.Exp(logScale + logEdge);
        double excess = power * ZeroMass;
        double top = 1.0 - excess;
        Atoms = top > 4.5e-16
            ? [new Atom(0.0, ZeroMass), new Atom(Math.Exp(logScale), top)]
            : [new Atom(0.0, ZeroMass)];
        double mass = top > 4.5e-16 ? (power - 1.0) * ZeroMass : 1.0 - ZeroMass;
        Bands = [new Band(0.0, right, mass, -rest, Math.Abs(top) <= 4.5e-16 ? -0.5 : 0.5)];
    }

    /// <summary>The two-point law.</summary>
    public SpectralMeasure Source { get; }

    /// <summary>t.</summary>
    public double Power { get; }

    /// <summary>1 − α.</summary>
    public double ZeroMass { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands { get; }

    /// <inheritdoc/>
    public override double Mean => Math.Exp(logScale + (Power * logAlpha));

    /// <inheritdoc/>
    public override double Variance => general.Variance;

    /// <summary>Whether a law is a two-point law of the kind treated here.</summary>
    public static bool Fits(SpectralMeasure law)
    {
        ArgumentNullException.ThrowIfNull(law);
        return law.Bands.IsEmpty && law.Atoms.Length == 2 && law.Atoms[0].Location == 0.0;
    }

    /// <inheritdoc/>
    public override double Density(double x)
    {
        if (!(x > 0.0 && x < right))
        {
            return x == 0.0 ? double.PositiveInfinity : 0.0;
        }

        return x > 0.5 * right ? FromDeficit(-Elementary.LogOnePlus(-(right - x) / right), x) : FromLogarithm(Math.Log(x), x);
    }

    /// <inheritdoc/>
    public override Estimate<double> DensityEstimate(double x)
    {
        double density = Density(x);
        return WithEdgeError(x, new Estimate<double>(density, 1e-13 * density, 1));
    }

    /// <inheritdoc/>
    /// <remarks>The right end is the exponential of a sum of logarithms.</remarks>
    public override double EdgeError(int band, IntervalEnd end) =>
        end == IntervalEnd.Left ? 0.0 : 4.0 * 2.220446049250313e-16 * right * (1.0 + Math.Abs(logScale) + (Power * Math.Abs(logAlpha)) + Math.Abs(Math.Log(right)));

    /// <inheritdoc/>
    public override double DensityFromEdge(int band, IntervalEnd end, double offset) => end == IntervalEnd.Left
        ? Density(offset)
        : offset < 0.5 * right ? FromDeficit(-Elementary.LogOnePlus(-offset / right), right - offset) : Density(right - offset);

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z) => general.Cauchy(z);

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z) => general.CauchyDerivative(z);

    /// <inheritdoc/>
    public override Complex MomentTransform(Complex z) => general.MomentTransform(z);

    /// <inheritdoc/>
    public override Complex MomentTransformDerivative(Complex z) => general.MomentTransformDerivative(z);

    /// <inheritdoc/>
    public bool Equals(TwoPointPower? other) => other is not null && Power == other.Power && Source.Equals(other.Source);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Power, Source);

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append(Source).Append(Invariant($"^⊠{Power:R}"));
        return true;
    }

    /// <summary>The general form of the same law, for transforms.</summary>
    internal FreeConvolution General => general;

    /// <summary>Solves ln x(φ) = ln x with ψ = π − φ as the unknown on a logarithmic scale, so that tiny x are reached.</summary>
    private double FromLogarithm(double logX, double x)
    {
        double y = ScalarSearch.Root(
            t =>
            {
                double psi = Math.PI / (1.0 + Math.Exp(-t));
                return (LogPoint(psi) - logX, double.NaN);
            },
            -700.0,
            40.0,
            lowIsNegative: true,
            double.NaN);
        double angle = Math.PI / (1.0 + Math.Exp(-y));
        double slope = (LogPoint(angle * (1.0 + 1e-6)) - LogPoint(angle * (1.0 - 1e-6))) / (2e-6 * angle);
        angle -= (LogPoint(angle) - logX) / slope;
        return AtAngles(Math.PI - angle, angle, x);
    }

    /// <summary>Solves ln(right/x(φ)) = deficit for φ, with the series of ln(sin φ/φ) where φ is small; ψ = π − φ keeps its digits.</summary>
    private double FromDeficit(double deficit, double x)
    {
        double y = ScalarSearch.Root(
            t => (Deficit(Math.PI / (1.0 + Math.Exp(-t)), Math.PI / (1.0 + Math.Exp(t))) - deficit, double.NaN), -400.0, 100.0, lowIsNegative: true, double.NaN);
        (double phi, double psi) = (Math.PI / (1.0 + Math.Exp(-y)), Math.PI / (1.0 + Math.Exp(y)));
        bool small = phi < psi;
        double step = 1e-6 * Math.Min(phi, psi);
        double slope = (Deficit(phi + step, psi - step) - Deficit(phi - step, psi + step)) / (2.0 * step);
        double correction = (Deficit(phi, psi) - deficit) / slope;
        return small ? AtAngles(phi - correction, Math.PI - (phi - correction), x) : AtAngles(Math.PI - (psi + correction), psi + correction, x);
    }

    private double Deficit(double phi, double psi)
    {
        if (phi > 1.2)
        {
            return Power < NearOne ? FarDeficit(phi, psi) : Math.Log(right) - LogPoint(psi);
        }

        // ln(sin y/y) = −Σ ζ(2k)/(k π^{2k}) y^{2k}.
        double sum = 0.0;
        double ratio = phi / Math.PI * (phi / Math.PI);
        double power = 1.0;
        double shrink = Elementary.LogOnePlus(-1.0 / Power);
        for (int k = 1; k <= 24; k++)
        {
            power *= ratio;
            double zeta = k == 1 ? Math.PI * Math.PI / 6.0 : Zeta(2 * k);
            double factor = Power < NearOne
                ? -Power * (Elementary.ExpMinusOne(-((2 * k) + 1) * logPower) + Math.Pow(rest, (2 * k) + 1))
                : (-Power * Elementary.ExpMinusOne(((2 * k) + 1) * shrink)) - Math.Pow(Power, -2 * k);
            sum += zeta / k * power * factor;
        }

        return sum;
    }

    /// <summary>ln(sin(φ/t)/sin φ) + (t − 1)·ln(sin(φq)/(q·sin φ)) + ln t with q = (t − 1)/t: every term is of order t − 1 where the whole is.</summary>
    private double FarDeficit(double phi, double psi)
    {
        double part = phi * rest;
        double half = Math.Sin(0.5 * part);
        double sine = Math.Sin(Math.Min(phi, psi));
        double cotangent = phi < psi ? 1.0 / Math.Tan(phi) : -1.0 / Math.Tan(psi);
        double quotient = Elementary.LogOnePlus((-2.0 * half * half) - (cotangent * Math.Sin(part)));
        return quotient + ((Power - 1.0) * (Math.Log(Math.Sin(part) / sine) - Math.Log(rest))) + logPower;
    }

    /// <summary>ζ(s) for s ≥ 4 by the first terms and the remainder of Euler and Maclaurin.</summary>
    private static double Zeta(int s)
    {
        const int terms = 40;
        double sum = 1.0;
        for (int j = 2; j < terms; j++)
        {
            sum += Math.Pow(j, -s);
        }

        double n = terms;
        return sum + (Math.Pow(n, 1 - s) / (s - 1)) + (0.5 * Math.Pow(n, -s)) + (s * Math.Pow(n, -1 - s) / 12.0);
    }

    /// <summary>ln x as a function of ψ = π − φ.</summary>
    private double LogPoint(double psi)
    {
        if (Power < NearOne)
        {
            double part = (Math.PI - psi) * rest;
            return logScale + (Power * LogModulus(psi, part)) + Math.Log(ZeroMass * Math.Sin(part) / Math.Sin(psi + part)) - logAlpha;
        }

        double epsilon = (Math.PI - psi) / Power;
        return logScale + (Power * LogModulus(psi, epsilon)) + Math.Log(ZeroMass * Math.Sin(psi + epsilon) / Math.Sin(epsilon)) - logAlpha;
    }

    /// <summary>ln R = ln α − ln(cos ε + cot ψ sin ε), or for t near 1 ln α + ln(sin ψ/sin(φ − φ/t)) with that angle in place of ε.</summary>
    private double LogModulus(double psi, double epsilon)
    {
        if (Power < NearOne)
        {
            return logAlpha + Math.Log(Math.Sin(psi) / Math.Sin(epsilon));
        }

        double half = Math.Sin(0.5 * epsilon);
        return logAlpha - Elementary.LogOnePlus((Math.Sin(epsilon) / Math.Tan(psi)) - (2.0 * half * half));
    }

    private double AtAngles(double phi, double psi, double x)
    {
        if (Power < NearOne)
        {
            double part = phi * rest;
            double log = LogModulus(Math.Min(phi, psi), part);
            (double size, double less, double sine) = (Math.Exp(log), Elementary.ExpMinusOne(log), Math.Sin(0.5 * phi / Power));
            return ZeroMass * size * Math.Sin(Math.Min(phi / Power, psi + part)) / (Math.PI * x * ((less * less) + (4.0 * size * sine * sine)));
        }

        double epsilon = phi / Power;
        double half = Math.Sin(0.5 * epsilon);
        double cotangent = phi < psi ? -1.0 / Math.Tan(phi) : 1.0 / Math.Tan(psi);
        double logModulus = logAlpha - Elementary.LogOnePlus((Math.Sin(epsilon) * cotangent) - (2.0 * half * half));
        double modulus = Math.Exp(logModulus);
        double deviation = Elementary.ExpMinusOne(logModulus);
        double distance = (deviation * deviation) + (4.0 * modulus * half * half);
        return ZeroMass * modulus * Math.Sin(epsilon) / (Math.PI * x * distance);
    }
}
