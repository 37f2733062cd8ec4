using System.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>x(P) of a convolution at complex P near a real point, with each factor's inverse continued from there.</summary>
/// <remarks>Source: [BV93] §5 (inverses of F).</remarks>
internal sealed class ContinuedInverse
{
    // ωᵢ − P below this part of P is formed from h.
    private const double Cancelled = 0.3;

    private readonly FreeConvolution law;
    private readonly TransformTracker[] trackers;
    private readonly double[] exponents;
    private readonly double[] start;
    private readonly double[] slopes;
    private readonly double center;
    private readonly bool atPole;

    /// <summary>Creates the continuation from real ωᵢ.</summary>
    /// <param name="law">The convolution.</param>
    /// <param name="start">ωᵢ.</param>
    /// <param name="slopes">dωᵢ/dP there.</param>
    /// <param name="center">P there.</param>
    /// <param name="atPole">Whether P is large and the points asked for lie around its pole: then ωᵢ is linear in P or in 1/P.</param>
    public ContinuedInverse(FreeConvolution law, double[] start, double[] slopes, double center, bool atPole = false)
    {
        this.atPole = atPole;
        this.law = law;
        this.start = start;
        this.slopes = slopes;
        this.center = center;
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
            if (!TryInvert(trackers[i], target, Start(i, p), out omega[i]))
            {
                return null;
            }
        }

        return law.Algebra.Combine(exponents, law.Excess, p, omega, Lifts(p, omega));
    }

    /// <summary>ωᵢ − P = ωᵢhᵢ/(1 + hᵢ) where it cancels; null where it is not asked for.</summary>
    private Complex[]? Lifts(Complex p, Complex[] omega)
    {
        if (!law.Algebra.TakesLifts(exponents))
        {
            return null;
        }

        Complex[] lifts = new Complex[omega.Length];
        for (int i = 0; i < omega.Length; i++)
        {
            Complex lift = omega[i] - p;
            bool cancels = Complex.Abs(lift) < Cancelled * Complex.Abs(p);
            lifts[i] = cancels && trackers[i].TryMoment(omega[i], out Complex h, out Complex above, out _) ? omega[i] * (h / above) : lift;
        }

        return lifts;
    }

    /// <summary>The coordinate to start from: the tangent at the centre, which lies above the axis with P as ωᵢ increases.</summary>
    private Complex Start(int i, Complex p)
    {
        Complex move = atPole && slopes[i] < 0.5 ? center * center * ((1.0 / center) - (1.0 / p)) : p - center;
        return law.Algebra.ToCoordinate(start[i] + (slopes[i] * move));
    }

    private bool TryInvert(TransformTracker tracker, Complex target, Complex c, out Complex omega)
    {
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
