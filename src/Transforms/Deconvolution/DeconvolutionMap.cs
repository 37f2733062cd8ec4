using System.Numerics;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms.Deconvolution;

/// <summary>The fixed-point equation z = Φ_w(z) of the subordination point of w when known noise is taken off a measured law.</summary>
/// <remarks>
/// <para>
/// Semicircle of variance s: Φ_w(z) = w + m + s·G(z). With a = √(s/q) and Im w ≥ a + s/a it maps Im z ≥ a into itself, and
/// |s·G'| ≤ s/a² = q there.
/// </para>
/// <para>
/// MP, mean m and c = 1/rate: Φ_w(z) = mw(1 + c·h(z)). With b the largest eigenvalue, m₁ the mean and v = Im mw, |mw|/|mw − t| ≤ κ = (b + √(b² + 4v²))/2v
/// for 0 ≤ t ≤ b; if 4cκm₁ ≤ q·v the disc |z − mw| ≤ v/2 is mapped into itself with derivative at most q.
/// </para>
/// <para>Both hold for any measured law, so z is unique and |z − z*| ≤ |Φ_w(z) − z|/(1 − q).</para>
/// <para>Source: [ATV20]; [Bre73] ch. 3 (the a-posteriori bound of a contraction).</para>
/// </remarks>
internal abstract class DeconvolutionMap(EmpiricalLaw measured, double height, string name) : IEquatable<DeconvolutionMap>
{
    /// <summary>q.</summary>
    public const double Contraction = 0.9;

    private const double Unit = 2.220446049250313e-16;
    private const int MaxSteps = 400;

    /// <summary>The measured eigenvalues.</summary>
    public EmpiricalLaw Measured { get; } = measured;

    /// <summary>η: all points with Im w ≥ η are certain.</summary>
    public double Height { get; } = height;

    /// <summary>What is computed, in words.</summary>
    public string Name { get; } = name;

    /// <summary>The map for additive noise.</summary>
    public static DeconvolutionMap Of(EmpiricalLaw measured, Semicircle noise) => new AdditiveMap(measured, noise);

    /// <summary>The map for multiplicative noise.</summary>
    public static DeconvolutionMap Of(EmpiricalLaw measured, FreePoisson noise) => new MultiplicativeMap(measured, noise);

    /// <summary>G and G' of the law under the noise at w, Im w ≥ η.</summary>
    public (Estimate<Complex> Value, Complex Derivative) Cauchy(Complex w)
    {
        (Complex z, double bound, int steps) = Solve(w);
        return Read(w, z, bound, steps);
    }

    /// <summary>∫ log(w − t) of the law under the noise at w, Im w ≥ η, whose imaginary part counts the mass to the right.</summary>
    public Complex Logarithm(Complex w) => Logarithm(w, Solve(w).Point);

    /// <summary>The same from the fixed point: additive L(z) − sG²/2, multiplicative L(z) + log(w/z) − h + log(1 + ch)/c.</summary>
    protected abstract Complex Logarithm(Complex w, Complex z);

    /// <summary>∫ log(z − t) of the measured law.</summary>
    protected Complex MeasuredLogarithm(Complex z)
    {
        Complex sum = Complex.Zero;
        foreach (double value in Measured.Values)
        {
            sum += Complex.Log(z - value);
        }

        return sum / Measured.Count;
    }

    private (Complex Point, double Bound, int Steps) Solve(Complex w)
    {
        Complex z = Start(w);
        double bound = double.PositiveInfinity;
        for (int step = 1; step <= MaxSteps; step++)
        {
            (Complex image, Complex slope) = Map(w, z);
            bound = Complex.Abs(image - z) / (1.0 - Contraction);
            if (bound <= 64.0 * Unit * Complex.Abs(z))
            {
                return (image, bound, step);
            }

            Complex newton = z - ((z - image) / (1.0 - slope));
            z = Inside(w, newton) ? newton : image;
        }

        throw new NonConvergenceException("The deconvolution of samples", w, MaxSteps, bound, "Ask for a point farther from the axis.");
    }

    /// <inheritdoc/>
    public bool Equals(DeconvolutionMap? other) => other is not null && Name == other.Name && Measured.Equals(other.Measured);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DeconvolutionMap);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Height, Measured);

    /// <summary>A start inside the region.</summary>
    protected abstract Complex Start(Complex w);

    /// <summary>Whether a point lies in the region on which the map contracts.</summary>
    protected abstract bool Inside(Complex w, Complex z);

    /// <summary>Φ_w(z) and its derivative.</summary>
    protected abstract (Complex Image, Complex Slope) Map(Complex w, Complex z);

    /// <summary>G and G' at w from the fixed point, the bound of its error and the steps that it took.</summary>
    protected abstract (Estimate<Complex> Value, Complex Derivative) Read(Complex w, Complex z, double bound, int steps);

    /// <summary>What summing n fractions may lose.</summary>
    protected double Rounding(Complex value) => Unit * (8.0 + Math.Sqrt(Measured.Count)) * Complex.Abs(value);

    private static double AdditiveFloor(Semicircle noise) => Math.Sqrt(noise.Variance / Contraction);

    private static double MultiplicativeHeight(EmpiricalLaw measured, FreePoisson noise)
    {
        double top = measured.TopOfSupport;
        double c = 1.0 / noise.Rate;
        double Excess(double v) => (4.0 * c * measured.Mean * (top + Math.Sqrt((top * top) + (4.0 * v * v))) / (2.0 * v)) - (Contraction * v);

        // Excess falls from +∞ to −∞.
        double low = 0.0;
        double high = top;
        while (Excess(high) > 0.0)
        {
            (low, high) = (high, 2.0 * high);
        }

        for (int i = 0; i < 60; i++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = Excess(middle) > 0.0 ? (middle, high) : (low, middle);
        }

        return high / noise.Mean;
    }

    private sealed class AdditiveMap(EmpiricalLaw measured, Semicircle noise) : DeconvolutionMap(
        measured,
        AdditiveFloor(noise) + (noise.Variance / AdditiveFloor(noise)),
        FormattableString.Invariant($"{measured} [-] {noise}"))
    {
        private readonly double floor = AdditiveFloor(noise);

        protected override Complex Start(Complex w) => w + noise.Mean;

        protected override bool Inside(Complex w, Complex z) => z.Imaginary >= floor;

        protected override (Complex Image, Complex Slope) Map(Complex w, Complex z) =>
            (w + noise.Mean + (noise.Variance * Measured.Cauchy(z)), noise.Variance * Measured.CauchyDerivative(z));

        protected override Complex Logarithm(Complex w, Complex z)
        {
            Complex g = Measured.Cauchy(z);
            return MeasuredLogarithm(z) - (0.5 * noise.Variance * g * g);
        }

        protected override (Estimate<Complex> Value, Complex Derivative) Read(Complex w, Complex z, double bound, int steps)
        {
            Complex g = Measured.Cauchy(z);
            Complex slope = Measured.CauchyDerivative(z);
            return (
                new Estimate<Complex>(g, (Complex.Abs(slope) * bound) + Rounding(g), steps),
                slope / (1.0 - (noise.Variance * slope)));
        }
    }

    private sealed class MultiplicativeMap(EmpiricalLaw measured, FreePoisson noise) : DeconvolutionMap(
        measured, MultiplicativeHeight(measured, noise), FormattableString.Invariant($"{measured} [/] {noise}"))
    {
        protected override Complex Start(Complex w) => noise.Mean * w;

        protected override bool Inside(Complex w, Complex z) =>
            Complex.Abs(z - (noise.Mean * w)) <= 0.5 * noise.Mean * w.Imaginary;

        protected override (Complex Image, Complex Slope) Map(Complex w, Complex z)
        {
            Complex point = noise.Mean * w;
            return (
                point * (1.0 + (Measured.MomentTransform(z) / noise.Rate)),
                point * Measured.MomentTransformDerivative(z) / noise.Rate);
        }

        protected override Complex Logarithm(Complex w, Complex z)
        {
            // d log w = d log z − c dh/(1 + ch) and h d log z = (G − 1/z) dz; 1 + ch = z/(mw) lies within ½ of 1.
            Complex u = Measured.MomentTransform(z);
            return Complex.Log(w) + MeasuredLogarithm(z) - Complex.Log(z) - u + (noise.Rate * Complex.Log(1.0 + (u / noise.Rate)));
        }

        protected override (Estimate<Complex> Value, Complex Derivative) Read(Complex w, Complex z, double bound, int steps)
        {
            Complex u = Measured.MomentTransform(z);
            Complex slope = Measured.MomentTransformDerivative(z);
            Complex g = (1.0 + u) / w;
            Complex move = noise.Mean * (1.0 + (u / noise.Rate)) / (1.0 - (noise.Mean * w * slope / noise.Rate));
            return (
                new Estimate<Complex>(g, ((Complex.Abs(slope) * bound) + Rounding(1.0 + Complex.Abs(u))) / Complex.Abs(w), steps),
                ((slope * move) - g) / w);
        }
    }
}
