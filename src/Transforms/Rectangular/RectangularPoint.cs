using System.Numerics;

namespace FreeSpectra.Transforms.Rectangular;

/// <summary>Two factors at points y₁, y₂: how far they are from solving the equations at y, and what the solution says.</summary>
/// <remarks>
/// <para>
/// In terms of the matrices: z = √y, ωᵢ₁ = z(1 + Mᵢ)/(1 + M) and ωᵢ₂ = z(1 + λMᵢ)/(1 + λM) are the subordination functions
/// with amalgamation over the two blocks, ω₁ⱼ + ω₂ⱼ = z + 1/gⱼ with g₁ = (1 + M)/z, g₂ = (1 + λM)/z.
/// </para>
/// <para>Source: [BG09]; [BMS17] (subordination over an algebra).</para>
/// </remarks>
internal readonly struct RectangularPoint
{
    private readonly double ratio;

    /// <summary>Joins two factors.</summary>
    public RectangularPoint(double ratio, RectangularFactor first, RectangularFactor second)
    {
        this.ratio = ratio;
        First = first;
        Second = second;
        Moment = first.Moment + second.Moment;
        Narrow = Complex.Abs(first.Narrow) < Complex.Abs(second.Narrow) ? first.Narrow + second.Moment : second.Narrow + first.Moment;
        Wide = Complex.Abs(first.Wide) < Complex.Abs(second.Wide) ? first.Wide + (ratio * second.Moment) : second.Wide + (ratio * first.Moment);

        // The larger one from the smaller one: roundings of their own would move the product where 1 - λ is small and both nearly vanish.
        if (ratio * Complex.Abs(Narrow) <= Complex.Abs(Wide))
        {
            Wide = (1.0 - ratio) + (ratio * Narrow);
        }
        else
        {
            Narrow = (Wide - (1.0 - ratio)) / ratio;
        }

        Bend = Wide + (ratio * Narrow);
    }

    /// <summary>The first factor.</summary>
    public RectangularFactor First { get; }

    /// <summary>The second factor.</summary>
    public RectangularFactor Second { get; }

    /// <summary>M = M₁ + M₂.</summary>
    public Complex Moment { get; }

    /// <summary>1 + M.</summary>
    public Complex Narrow { get; }

    /// <summary>1 + λM.</summary>
    public Complex Wide { get; }

    /// <summary>d[(1 + M)(1 + λM)]/dM.</summary>
    public Complex Bend { get; }

    /// <summary>The determinant of the equations H₁ − H₂ = 0, yH₁ − (1 + M)(1 + λM) = 0 in y₁, y₂.</summary>
    public Complex Determinant(Complex y) =>
        (Second.Rate * ((y * First.Rate) - (Bend * First.Slope))) - (First.Rate * Bend * Second.Slope);

    /// <summary>Newton's step for those equations, and what their rounding does to y₁ and y₂.</summary>
    public (Complex First, Complex Second, double FirstNoise, double SecondNoise) Step(Complex y)
    {
        const double rounding = 4.0 * 2.220446049250313e-16;
        Complex a = First.Level - Second.Level;
        Complex product = Narrow * Wide;
        Complex b = (y * First.Level) - product;
        Complex corner = (y * First.Rate) - (Bend * First.Slope);
        Complex d = Determinant(y);
        double noiseA = rounding * (Complex.Abs(First.Level) + Complex.Abs(Second.Level));
        double noiseB = rounding * (Complex.Abs(y * First.Level) + ((1.0 + Complex.Abs(First.Moment) + Complex.Abs(Second.Moment)) * Complex.Abs(Bend)));
        return (
            ((Bend * Second.Slope * a) - (Second.Rate * b)) / d,
            ((corner * a) - (First.Rate * b)) / d,
            ((Complex.Abs(Bend * Second.Slope) * noiseA) + (Complex.Abs(Second.Rate) * noiseB)) / Complex.Abs(d),
            ((Complex.Abs(corner) * noiseA) + (Complex.Abs(First.Rate) * noiseB)) / Complex.Abs(d));
    }

    /// <summary>dy₁/dy and dy₂/dy at a solution.</summary>
    public (Complex First, Complex Second) Tangent(Complex y)
    {
        Complex d = Determinant(y);
        return (Second.Rate * -First.Level / d, First.Rate * -First.Level / d);
    }

    /// <summary>ω₁₁, ω₁₂, ω₂₁, ω₂₂.</summary>
    public (Complex Narrow1, Complex Wide1, Complex Narrow2, Complex Wide2) Subordination(Complex y)
    {
        Complex z = Complex.Sqrt(y);
        Complex narrow = z / Narrow;
        Complex wide = z / Wide;
        return (narrow * First.Narrow, wide * First.Wide, narrow * Second.Narrow, wide * Second.Wide);
    }

    /// <summary>The smallest derivative of a subordination function with respect to z at a real solution with y &gt; 0.</summary>
    /// <remarks>All four are at least 1 where y is off the support, and only there.</remarks>
    public double SmallestGrowth(double y)
    {
        (Complex d1, Complex d2) = Tangent(y);
        double dm1 = (First.Slope * d1).Real;
        double dm2 = (Second.Slope * d2).Real;
        double dm = dm1 + dm2;
        (Complex n1, Complex w1, Complex n2, Complex w2) = Subordination(y);
        double root = Math.Sqrt(y);
        double narrow = dm / Narrow.Real;
        double wide = ratio * dm / Wide.Real;

        // dω/dz = (2y/z)·ω·(1/2y + d ln(1 + Mᵢ)/dy − d ln(1 + M)/dy).
        double At(Complex omega, double growth, double total) => 2.0 * root * omega.Real * ((0.5 / y) + growth - total);
        double smallest = Math.Min(At(n1, dm1 / First.Narrow.Real, narrow), At(n2, dm2 / Second.Narrow.Real, narrow));
        smallest = Math.Min(smallest, At(w1, ratio * dm1 / First.Wide.Real, wide));
        return Math.Min(smallest, At(w2, ratio * dm2 / Second.Wide.Real, wide));
    }

    /// <summary>The spectral radius of the derivative of the fixed-point map ω₁ ↦ z + h₂(z + h₁(ω₁)), hᵢ(ω) = Fᵢ(ω) − ω.</summary>
    public double Contraction(Complex y)
    {
        (Complex n1, Complex w1, Complex n2, Complex w2) = Subordination(y);
        (Complex A, Complex B, Complex C, Complex D) f = Derivative(First, n1, w1);
        (Complex A, Complex B, Complex C, Complex D) s = Derivative(Second, n2, w2);
        Complex a = (s.A * f.A) + (s.B * f.C);
        Complex b = (s.A * f.B) + (s.B * f.D);
        Complex c = (s.C * f.A) + (s.D * f.C);
        Complex d = (s.C * f.B) + (s.D * f.D);
        Complex half = 0.5 * (a + d);
        Complex root = Complex.Sqrt((half * half) - (a * d) + (b * c));
        return Math.Max(Complex.Abs(half + root), Complex.Abs(half - root));
    }

    /// <summary>F'(ω) − 1 with F = (ω₁/(1 + M), ω₂/(1 + λM)) at M(ω₁ω₂).</summary>
    private (Complex A, Complex B, Complex C, Complex D) Derivative(RectangularFactor factor, Complex narrow, Complex wide)
    {
        Complex y = narrow * wide;
        Complex n = factor.Narrow;
        Complex w = factor.Wide;
        Complex slope = factor.Slope;
        return (
            (1.0 / n) - (y * slope / (n * n)) - 1.0,
            -narrow * narrow * slope / (n * n),
            -ratio * wide * wide * slope / (w * w),
            (1.0 / w) - (ratio * y * slope / (w * w)) - 1.0);
    }
}
