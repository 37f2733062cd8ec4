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
    // Exponents that add to more multiply what is lost in ωᵢ − P.
    private const double LargePower = 2.5;

    private const double Unit = 2.220446049250313e-16;

    // A lift is better known than ωᵢ and P if its terms are smaller than this part of P.
    private const double Lifted = 0.25;

    // Below it tω and (t − 1)P are the smaller terms at the turns of a power.
    private const double NearOne = 1.5;

    // Logarithms of what is still a number when it is divided, and a loss of digits that counts.
    private const double FarOut = 600.0;
    private const double Cancelled = 64.0;

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

    /// <summary>The rounding error of p(c), in units of the last place of 1.</summary>
    /// <remarks>
    /// Where G vanishes beside the law, and not because z is far away or near 0, its terms cancel: P, or W and 1/W, are so much less exact than they are large.
    /// </remarks>
    /// <param name="c">The coordinate.</param>
    /// <param name="value">p(c).</param>
    /// <param name="reach">A distance at which the law looks like a point.</param>
    public abstract double Rounding(Complex c, Complex value, double reach);

    /// <summary>P and dP/dz of one law at a real point off its bands.</summary>
    public abstract (double Value, double Derivative) RealPick(SpectralMeasure law, double z);

    /// <summary>The real function whose zeros off the bands are the poles of P: G or h.</summary>
    public abstract double Reciprocal(SpectralMeasure law, double z);

    /// <summary>G and G' at z from the coordinate p of P and dp/dζ.</summary>
    public abstract (Complex Value, Complex Derivative) Cauchy(Complex z, Complex p, Complex slope);

    /// <summary>The density at x from P = <paramref name="real"/> + i·<paramref name="imaginary"/>.</summary>
    public abstract double Density(double x, double real, double imaginary);

    /// <summary>Whether x is better known from ωᵢ − P than from ωᵢ and P: for large powers, and for two laws, where x = ω₁ + (ω₂ − P) may be much smaller than P.</summary>
    public virtual bool TakesLifts(double[] exponents) => false;

    /// <summary>Whether this is the convolution of two laws, T = 2.</summary>
    protected static bool IsPair(double[] exponents) => exponents.Length == 2 && exponents[0] == 1.0 && exponents[1] == 1.0;

    /// <summary>x and the dimensionless slope, which is positive exactly where x is off the support.</summary>
    /// <param name="exponents">tᵢ.</param>
    /// <param name="excess">T − 1, which of a power t near 1 has more digits than t.</param>
    /// <param name="p">P.</param>
    /// <param name="omega">ωᵢ(P).</param>
    /// <param name="slopes">dωᵢ/dP.</param>
    /// <param name="lifts">ωᵢ − P and its derivative, where they are known better than from ωᵢ and P.</param>
    public abstract (double X, double Slope) Combine(
        double[] exponents, double excess, double p, double[] omega, double[] slopes, (double Value, double Slope, double Terms)[]? lifts = null);

    /// <summary>dx/dP from the dimensionless slope.</summary>
    public abstract double RealSlope(double x, double p, double slope);

    /// <summary>The complex form of it, for expansions about a real point.</summary>
    public abstract Complex Combine(double[] exponents, double excess, Complex p, Complex[] omega, Complex[]? lifts = null);

    /// <summary>What the terms of x(P) add to without signs, in units of x: its rounding is a few units of that.</summary>
    /// <remarks>For t near 1 a turn lies at large P, where (t − 1)P and tω are small; for large t it lies at large P too, where ω − P is small.</remarks>
    public static double SumOfTerms(double[] exponents, double excess, double p, double[] omega, (double Value, double Slope, double Terms)[]? lifts = null)
    {
        double plain = Math.Abs(excess * p);
        double lifted = Math.Abs(p);
        for (int i = 0; i < exponents.Length; i++)
        {
            plain += Math.Abs(exponents[i] * omega[i]);
            lifted += Math.Abs(exponents[i] * (lifts?[i].Value ?? double.PositiveInfinity));
        }

        double paired = double.PositiveInfinity;
        if (lifts is not null && FarOfPair(exponents, p, omega, lifts) is { } far)
        {
            paired = Math.Abs(omega[1 - far]) + lifts[far].Terms;
        }

        return Math.Min(Math.Min(plain, lifted), paired);
    }

    /// <summary>Of two laws the one that is farther out, if its ωᵢ − P has digits that ωᵢ and P do not have; null elsewhere.</summary>
    private static int? FarOfPair(double[] exponents, double p, double[] omega, (double Value, double Slope, double Terms)[] lifts)
    {
        int far = omega.Length == 2 && Math.Abs(omega[0]) > Math.Abs(omega[1]) ? 0 : omega.Length - 1;
        return IsPair(exponents) && lifts[far].Terms < Lifted * Math.Abs(p) ? far : null;
    }

    /// <summary>
    /// G at a point of a gap that rounds to an atom, or to an end of a band where the density does not vanish: ±∞. Formulas that take it from other points, such as
    /// a sum over ±√z or a shift, have no value there.
    /// </summary>
    private static double? InfiniteEnd(SpectralMeasure law, double z)
    {
        double rounding = 4.0 * Unit * LawScale.Of(law);
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

        public override bool TakesLifts(double[] exponents) => IsPair(exponents) || exponents.Sum() > LargePower;

        public override Complex ToCoordinate(Complex z) => z;

        public override Complex FromCoordinate(Complex c) => c;

        public override bool TryPick(TransformTracker law, Complex c, out Complex value, out Complex derivative)
        {
            bool found = law.TryCauchy(c, out Complex g, out Complex dg);
            value = 1.0 / g;
            derivative = -dg * value * value;
            return found && Complex.IsFinite(value);
        }

        public override double Rounding(Complex c, Complex value, double reach) =>
            Complex.Abs(value) * Math.Max(1.0, Complex.Abs(value) / (Complex.Abs(c) + reach));

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

        public override (double X, double Slope) Combine(
            double[] exponents, double excess, double p, double[] omega, double[] slopes, (double Value, double Slope, double Terms)[]? lifts = null)
        {
            if (exponents.Length == 1 && exponents[0] < NearOne)
            {
                // P may be as large as 1/√(t − 1).
                return ((exponents[0] * omega[0]) - (excess * p), (exponents[0] * slopes[0]) - excess);
            }

            if (lifts is not null && FarOfPair(exponents, p, omega, lifts) is { } far)
            {
                return (omega[1 - far] + lifts[far].Value, slopes[1 - far] + lifts[far].Slope);
            }

            double x = p;
            double slope = 1.0;
            for (int i = 0; i < exponents.Length; i++)
            {
                (double lift, double rate) = lifts is null ? (omega[i] - p, slopes[i] - 1.0) : (lifts[i].Value, lifts[i].Slope);
                x += exponents[i] * lift;
                slope += exponents[i] * rate;
            }

            return (x, slope);
        }

        public override double RealSlope(double x, double p, double slope) => slope;

        public override Complex Combine(double[] exponents, double excess, Complex p, Complex[] omega, Complex[]? lifts = null)
        {
            if (exponents.Length == 1 && exponents[0] < NearOne)
            {
                return (exponents[0] * omega[0]) - (excess * p);
            }

            if (lifts is not null && IsPair(exponents))
            {
                // From ωᵢ and P this is the same sum.
                int far = Complex.Abs(omega[0]) > Complex.Abs(omega[1]) ? 0 : 1;
                return omega[1 - far] + lifts[far];
            }

            Complex x = p;
            for (int i = 0; i < exponents.Length; i++)
            {
                x += exponents[i] * (lifts is null ? omega[i] - p : lifts[i]);
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

        public override double Rounding(Complex c, Complex value, double reach)
        {
            double place = Math.Exp(Math.Min(c.Real, FarOut)) / reach;
            double large = Math.Exp(Math.Min(value.Real, FarOut)) / (1.0 + place);
            double small = Math.Exp(Math.Min(-value.Real, FarOut)) * Math.Min(1.0, place);
            return Complex.Abs(value) + (Math.Max(large, small) > Cancelled ? Math.Max(large, small) : 0.0);
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

        public override (double X, double Slope) Combine(
            double[] exponents, double excess, double p, double[] omega, double[] slopes, (double Value, double Slope, double Terms)[]? lifts = null)
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

            if (exponents.Length == 1 && exponents[0] < NearOne)
            {
                logX = (exponents[0] * Math.Log(Math.Abs(omega[0]))) - (excess * logP);
                slope = (exponents[0] * (slopes[0] * p / omega[0])) - excess;
            }

            // Σ tᵢ arg ωᵢ − (T − 1) arg P must be 0 or π: otherwise the point is not on the boundary of the half-plane.
            // The distance to them is t − 1 on the wrong branches of a power, however near to 1.
            double rounding = 4.0 * Unit * exponents.Sum();
            bool positive = Math.Abs(turns) < rounding;
            bool negative = Math.Abs(turns - 1.0) < rounding;
            double x = exponents.Length == 2 && exponents[0] == 1.0 && exponents[1] == 1.0
                ? omega[0] * (omega[1] / p)
                : (negative ? -1.0 : 1.0) * Math.Exp(logX);
            return (x, positive || negative ? (x > 0.0 == p > 0.0 ? slope : -slope) : double.NaN);
        }

        public override double RealSlope(double x, double p, double slope) => slope * Math.Abs(x / p);

        public override Complex Combine(double[] exponents, double excess, Complex p, Complex[] omega, Complex[]? lifts = null)
        {
            if (exponents.Length == 1 && exponents[0] < NearOne)
            {
                return Complex.Exp((exponents[0] * Complex.Log(omega[0])) - (excess * Complex.Log(p)));
            }

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
