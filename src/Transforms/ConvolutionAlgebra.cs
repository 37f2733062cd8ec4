using System.Numerics;
using FreeSpectra.Measures;

namespace FreeSpectra.Transforms;

/// <summary>What differs between free sums and free products; everything else about them is one theory.</summary>
/// <remarks>
/// <para>
/// Each law has a Pick function P, increasing on every real interval off its bands but for poles: F = 1/G for sums,
/// W = 1 + 1/h = zG/(zG − 1) for products. The convolution with exponents tᵢ has P = Pᵢ(ωᵢ) for all i and
/// x = Σ tᵢωᵢ − (T − 1)P, or x = Π ωᵢ^tᵢ / P^(T−1), with T = Σ tᵢ.
/// </para>
/// <para>In the coordinates c = ω (sums) or c = ln ω (products) both read Σ tᵢcᵢ − (T − 1)p = ζ, with p = P or ln P.</para>
/// <para>Source: [BB07] thm. 3.2, 3.3, 4.1.</para>
/// </remarks>
internal abstract class ConvolutionAlgebra
{
    /// <summary>Free sums.</summary>
    public static ConvolutionAlgebra Additive { get; } = new AdditiveAlgebra();

    /// <summary>Free products of laws on [0, ∞).</summary>
    public static ConvolutionAlgebra Multiplicative { get; } = new MultiplicativeAlgebra();

    /// <summary>The name in messages.</summary>
    public abstract string Name { get; }

    /// <summary>The height of the strip of coordinates: ∞ or π.</summary>
    public abstract double Height { get; }

    /// <summary>The coordinate of a point of the closed upper half-plane.</summary>
    public abstract Complex ToCoordinate(Complex z);

    /// <summary>The point with a coordinate.</summary>
    public abstract Complex FromCoordinate(Complex c);

    /// <summary>p(c) and dp/dc for one law.</summary>
    public abstract bool TryPick(TransformTracker law, Complex c, out Complex value, out Complex derivative);

    /// <summary>P and dP/dz of one law at a real point off its bands.</summary>
    public abstract (double Value, double Derivative) RealPick(SpectralMeasure law, double z);

    /// <summary>The real function whose zeros off the bands are the poles of P: G or h.</summary>
    public abstract double Reciprocal(SpectralMeasure law, double z);

    /// <summary>G and G' at z from the coordinate p of P and dp/dζ.</summary>
    public abstract (Complex Value, Complex Derivative) Cauchy(Complex z, Complex p, Complex slope);

    /// <summary>The density at x from P = <paramref name="real"/> + i·<paramref name="imaginary"/>.</summary>
    public abstract double Density(double x, double real, double imaginary);

    /// <summary>x and the dimensionless slope, which is positive exactly where x is off the support.</summary>
    /// <param name="exponents">tᵢ.</param>
    /// <param name="p">P.</param>
    /// <param name="omega">ωᵢ(P).</param>
    /// <param name="slopes">dωᵢ/dP.</param>
    public abstract (double X, double Slope) Combine(double[] exponents, double p, double[] omega, double[] slopes);

    /// <summary>dx/dP from the dimensionless slope.</summary>
    public abstract double RealSlope(double x, double p, double slope);

    /// <summary>The complex form of <see cref="Combine(double[], double, double[], double[])"/>, for expansions about a real point.</summary>
    public abstract Complex Combine(double[] exponents, Complex p, Complex[] omega);

    /// <summary>
    /// G at a point of a gap that rounds to an atom, or to an end of a band where the density does not vanish: ±∞. Formulas that take it from other points, such as
    /// a sum over ±√z or a shift, have no value there.
    /// </summary>
    private static double? InfiniteEnd(SpectralMeasure law, double z)
    {
        const double units = 4.0 * 2.220446049250313e-16;
        double rounding = units * LawScale.Of(law);
        foreach (Band band in law.Bands)
        {
            if (band.RightExponent <= 0.0 && Math.Abs(z - band.Right) <= rounding)
            {
                return double.PositiveInfinity;
            }

            if (band.LeftExponent <= 0.0 && Math.Abs(z - band.Left) <= rounding)
            {
                return double.NegativeInfinity;
            }
        }

        return AtomRules.WeightBeside(law, z) > 0.0 ? double.PositiveInfinity : null;
    }

    /// <summary>y/r², with no square that could leave the range of numbers far out in a tail.</summary>
    private static double Relative(double imaginary, double size) => imaginary / size / size;

    private sealed class AdditiveAlgebra : ConvolutionAlgebra
    {
        public override string Name => "free sum";

        public override double Height => double.PositiveInfinity;

        public override Complex ToCoordinate(Complex z) => z;

        public override Complex FromCoordinate(Complex c) => c;

        public override bool TryPick(TransformTracker law, Complex c, out Complex value, out Complex derivative)
        {
            bool found = law.TryCauchy(c, out Complex g, out Complex dg);
            value = 1.0 / g;
            derivative = -dg * value * value;
            return found && Complex.IsFinite(value);
        }

        public override (double Value, double Derivative) RealPick(SpectralMeasure law, double z)
        {
            double mass = law.MassAt(z);
            if (law is FreeConvolution convolution && mass == 0.0)
            {
                (double value, double slope) = convolution.RealPair(z);
                return double.IsInfinity(value) ? (0.0, 1.0 / AtomRules.WeightBeside(law, z)) : (1.0 / value, -slope / value / value);
            }

            double g = Reciprocal(law, z);
            if (mass > 0.0 || double.IsInfinity(g))
            {
                return (0.0, 1.0 / (mass > 0.0 ? mass : AtomRules.WeightBeside(law, z)));
            }

            return (1.0 / g, -law.CauchyDerivative(z).Real / g / g);
        }

        public override double Reciprocal(SpectralMeasure law, double z) => law.Cauchy(z).Real is var g && double.IsNaN(g) ? InfiniteEnd(law, z) ?? g : g;

        public override (Complex Value, Complex Derivative) Cauchy(Complex z, Complex p, Complex slope) =>
            (1.0 / p, -slope / (p * p));

        public override double Density(double x, double real, double imaginary) =>
            Relative(imaginary, double.Hypot(real, imaginary)) / Math.PI;

        public override (double X, double Slope) Combine(double[] exponents, double p, double[] omega, double[] slopes)
        {
            double x = p;
            double slope = 1.0;
            for (int i = 0; i < exponents.Length; i++)
            {
                x += exponents[i] * (omega[i] - p);
                slope += exponents[i] * (slopes[i] - 1.0);
            }

            return (x, slope);
        }

        public override double RealSlope(double x, double p, double slope) => slope;

        public override Complex Combine(double[] exponents, Complex p, Complex[] omega)
        {
            Complex x = p;
            for (int i = 0; i < exponents.Length; i++)
            {
                x += exponents[i] * (omega[i] - p);
            }

            return x;
        }
    }

    private sealed class MultiplicativeAlgebra : ConvolutionAlgebra
    {
        public override string Name => "free product";

        public override double Height => Math.PI;

        public override Complex ToCoordinate(Complex z) => Complex.Log(z);

        public override Complex FromCoordinate(Complex c) => Complex.Exp(c);

        public override bool TryPick(TransformTracker law, Complex c, out Complex value, out Complex derivative)
        {
            Complex omega = Complex.Exp(c);
            if (!Complex.IsFinite(omega))
            {
                // A step far too long: the way there is lost.
                value = derivative = Complex.NaN;
                return false;
            }

            bool found = law.TryMoment(omega, out Complex h, out Complex above, out Complex dh);
            value = Complex.Log(above / h);
            derivative = -omega * dh / (h * above);
            return found && Complex.IsFinite(value) && Complex.IsFinite(derivative);
        }

        public override (double Value, double Derivative) RealPick(SpectralMeasure law, double z)
        {
            double mass = law.MassAt(z);
            if (mass > 0.0 && z != 0.0)
            {
                return (1.0, 1.0 / (mass * z));
            }

            double h = z == 0.0 ? mass - 1.0 : Reciprocal(law, z);
            double dh = law.MomentTransformDerivative(z == 0.0 ? -1e-9 * (law.HasMoment(1) ? Math.Abs(law.Mean) : LawScale.Of(law)) : z).Real;
            double above = Math.Abs(1.0 + h) < 0.5 && z != 0.0 ? z * law.Cauchy(z).Real : 1.0 + h;
            return double.IsInfinity(h) ? (1.0, 1.0 / (AtomRules.WeightBeside(law, z) * z)) : (above / h, -dh / h / h);
        }

        public override double Reciprocal(SpectralMeasure law, double z) => law.MomentTransform(z).Real is var h && double.IsNaN(h) ? InfiniteEnd(law, z) ?? h : h;

        public override (Complex Value, Complex Derivative) Cauchy(Complex z, Complex p, Complex slope)
        {
            Complex w = Complex.Exp(p);
            Complex h = 1.0 / (w - 1.0);
            Complex g = w * h / z;
            Complex dh = -w * slope / z * h * h;
            return (g, (dh - g) / z);
        }

        public override double Density(double x, double real, double imaginary) =>
            Relative(imaginary, double.Hypot(real - 1.0, imaginary)) / (Math.PI * x);

        public override (double X, double Slope) Combine(double[] exponents, double p, double[] omega, double[] slopes)
        {
            double logX = Math.Log(Math.Abs(p));
            double slope = 1.0;
            double turns = p < 0.0 ? 1.0 : 0.0;
            double logP = logX;
            double halfTurns = turns;
            for (int i = 0; i < exponents.Length; i++)
            {
                logX += exponents[i] * (Math.Log(Math.Abs(omega[i])) - logP);
                slope += exponents[i] * ((slopes[i] * p / omega[i]) - 1.0);
                turns += exponents[i] * ((omega[i] < 0.0 ? 1.0 : 0.0) - halfTurns);
            }

            // Σ tᵢ arg ωᵢ − (T − 1) arg P must be 0 or π: otherwise the point is not on the boundary of the half-plane.
            bool positive = Math.Abs(turns) < 1e-9;
            bool negative = Math.Abs(turns - 1.0) < 1e-9;
            double x = exponents.Length == 2 && exponents[0] == 1.0 && exponents[1] == 1.0
                ? omega[0] * (omega[1] / p)
                : (negative ? -1.0 : 1.0) * Math.Exp(logX);
            return (x, positive || negative ? (x > 0.0 == p > 0.0 ? slope : -slope) : double.NaN);
        }

        public override double RealSlope(double x, double p, double slope) => slope * Math.Abs(x / p);

        public override Complex Combine(double[] exponents, Complex p, Complex[] omega)
        {
            Complex logX = Complex.Log(p);
            Complex logP = logX;
            for (int i = 0; i < exponents.Length; i++)
            {
                logX += exponents[i] * (Complex.Log(omega[i]) - logP);
            }

            return Complex.Exp(logX);
        }
    }
}
