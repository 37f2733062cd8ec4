using System.Numerics;
using FreeSpectra.Measures;

namespace FreeSpectra.Transforms.Rectangular;

/// <summary>The equations of a rectangular free sum of two laws, in terms of the laws of the squares.</summary>
/// <remarks>
/// <para>
/// With M = h_ν of the law ν of the squares and H(y) = (1 + M)(1 + λM)/y, the rectangular R-transform is the function C with
/// C(H(y)) = M(y). It adds: H₁(y₁) = H₂(y₂) = H, M = M₁ + M₂ and y = (1 + M)(1 + λM)/H.
/// </para>
/// <para>Source: [BG09].</para>
/// </remarks>
internal sealed class RectangularSystem
{
    private readonly TransformTracker[] trackers;
    private readonly RectangularSolver?[] nested;

    /// <summary>Creates the equations.</summary>
    /// <param name="first">ν₁, the law of the squares of the first factor.</param>
    /// <param name="second">ν₂.</param>
    /// <param name="ratio">λ in (0, 1).</param>
    public RectangularSystem(SpectralMeasure first, SpectralMeasure second, double ratio)
    {
        Laws = [first, second];
        Ratio = ratio;
        trackers = [TransformTracker.Of(first), TransformTracker.Of(second)];
        nested = [(first as RectangularSquareLaw)?.NewSolver(), (second as RectangularSquareLaw)?.NewSolver()];
    }

    /// <summary>ν₁ and ν₂.</summary>
    public SpectralMeasure[] Laws { get; }

    /// <summary>λ.</summary>
    public double Ratio { get; }

    /// <summary>The same equations for another computation: evaluations remember where the last one was.</summary>
    public RectangularSystem Fresh() => new(Laws[0], Laws[1], Ratio);

    /// <summary>The transforms of one factor at a point off its support, in either half-plane or on the axis.</summary>
    public bool TryFactor(int index, Complex y, out RectangularFactor factor)
    {
        bool found;
        Complex m;
        Complex above;
        Complex slope;
        if (nested[index] is { } solver)
        {
            bool below = y.Imaginary < 0.0;
            found = solver.TrySolve(below ? Complex.Conjugate(y) : y);
            (m, above, slope) = (solver.Point.Moment, solver.Point.Narrow, solver.Slope);
            if (below)
            {
                (m, above, slope) = (Complex.Conjugate(m), Complex.Conjugate(above), Complex.Conjugate(slope));
            }
        }
        else if (y.Imaginary == 0.0)
        {
            SpectralMeasure law = Laws[index];
            m = law.MomentTransform(y).Real;
            slope = law.MomentTransformDerivative(y).Real;
            if (Complex.Abs(1.0 + m) < 0.5)
            {
                factor = BesideZero(law, y, m, slope);
                return Complex.IsFinite(factor.Level) && Complex.IsFinite(factor.Rate);
            }

            above = 1.0 + m;
            found = Complex.IsFinite(m) && Complex.IsFinite(slope);
        }
        else if (y.Imaginary > 0.0)
        {
            found = trackers[index].TryMoment(y, out m, out above, out slope);
        }
        else
        {
            found = trackers[index].TryMoment(Complex.Conjugate(y), out m, out above, out slope);
            (m, above, slope) = (Complex.Conjugate(m), Complex.Conjugate(above), Complex.Conjugate(slope));
        }

        Complex wide = (1.0 - Ratio) + (Ratio * above);
        Complex h = above * wide / y;
        factor = new RectangularFactor(y, m, above, wide, slope, h, (((wide + (Ratio * above)) * slope) - h) / y);
        return found && Complex.IsFinite(h) && Complex.IsFinite(factor.Rate);
    }

    /// <summary>With G for (1 + M)/y: H = (1 + λM)G goes through a gap at y = 0 without a loss of digits.</summary>
    private RectangularFactor BesideZero(SpectralMeasure law, Complex y, Complex m, Complex slope)
    {
        Complex g = law.Cauchy(y).Real;
        Complex wide = (1.0 - Ratio) + (Ratio * y * g);
        return new RectangularFactor(y, m, y * g, wide, slope, g * wide, (law.CauchyDerivative(y).Real * wide) + (Ratio * g * slope));
    }
}
