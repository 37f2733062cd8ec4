using System.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>x(P) of a convolution at complex P near a real point, with each factor's inverse continued from there.</summary>
/// <remarks>Source: [BV93] §5 (inverses of F).</remarks>
internal sealed class ContinuedInverse
{
    private readonly FreeConvolution law;
    private readonly TransformTracker[] trackers;
    private readonly double[] exponents;
    private readonly double[] start;

    /// <summary>Creates the continuation from real ωᵢ.</summary>
    public ContinuedInverse(FreeConvolution law, double[] start)
    {
        this.law = law;
        this.start = start;
        trackers = [.. law.Factors.Select(TransformTracker.Of)];
        exponents = [.. law.Exponents];
    }

    /// <summary>x at P, Im P &gt; 0; null if an inverse was not reached in the upper half-plane.</summary>
    public Complex? Evaluate(Complex p)
    {
        Complex target = law.Algebra.ToCoordinate(p);
        Complex[] omega = new Complex[start.Length];
        for (int i = 0; i < start.Length; i++)
        {
            if (!TryInvert(trackers[i], target, start[i], out omega[i]))
            {
                return null;
            }
        }

        return law.Algebra.Combine(exponents, p, omega);
    }

    private bool TryInvert(TransformTracker tracker, Complex target, double from, out Complex omega)
    {
        // P' >= 1 for sums: a point above the axis by the height of P or less is a safe start.
        Complex c = law.Algebra.ToCoordinate(from);
        c = new Complex(c.Real, 0.0) + new Complex(0.0, c.Imaginary > 0.0 ? c.Imaginary : 0.0);
        double height = Math.Min(target.Imaginary, double.IsFinite(law.Algebra.Height) ? 0.4 * law.Algebra.Height : target.Imaginary);
        double small = Math.Max(0.3 * Math.Min(height, law.Algebra.Height - target.Imaginary), 1e-300);
        c += new Complex(0.0, c.Imaginary > 0.0 ? -small : small);
        omega = Complex.NaN;
        double previous = double.PositiveInfinity;
        for (int i = 0; i < 50; i++)
        {
            if (!law.Algebra.TryPick(tracker, c, out Complex value, out Complex slope))
            {
                return false;
            }

            Complex step = (target - value) / slope;
            double room = 1.0;
            if (c.Imaginary + step.Imaginary <= 0.0)
            {
                room = -0.7 * c.Imaginary / step.Imaginary;
            }
            else if (c.Imaginary + step.Imaginary >= law.Algebra.Height)
            {
                room = 0.7 * (law.Algebra.Height - c.Imaginary) / step.Imaginary;
            }

            c += room * step;
            double size = Complex.Abs(step);
            double noise = 4e-16 * (Complex.Abs(c) + (Complex.Abs(value) / Complex.Abs(slope)));
            if (room == 1.0 && (size <= noise || (size < 1e-9 * Complex.Abs(c) && size > 0.25 * previous)))
            {
                omega = law.Algebra.FromCoordinate(c);
                return size < 1e-10 * (Complex.Abs(c) + 1.0);
            }

            previous = room == 1.0 ? size : double.PositiveInfinity;
        }

        return false;
    }
}
