using System.Numerics;

namespace FreeSpectra.Transforms.Rectangular;

/// <summary>Solves the equations of a rectangular free sum at a point of the closed upper half-plane and certifies the branch.</summary>
/// <remarks>
/// <para>
/// Certificate: with z = √y above the axis, the solution with all four ωᵢⱼ in the upper half-plane is the only one (the
/// fixed-point map is a strict contraction there). At a real point inside a band the four must lie strictly above the axis and the
/// derivative of the map must have spectral radius below 1: an attracting fixed point of a self-map of the product of two
/// half-planes is its only one. At a real point off the bands all four must be real and increase.
/// </para>
/// <para>Source: [BMS17]; [BG09].</para>
/// </remarks>
internal sealed class RectangularSolver(RectangularSystem system, double reach)
{
    private const int Iterations = 14;

    // Off the bands subordination functions grow at least like z; beside a pole of all terms rounding leaves a growth of 1e-18.
    private const double LeastGrowth = 1.0 - 1e-6;

    private Complex first;
    private Complex second;
    private bool solved;

    /// <summary>The solution.</summary>
    public RectangularPoint Point { get; private set; }

    /// <summary>Where it is the solution.</summary>
    public Complex At { get; private set; }

    /// <summary>An estimate of the error of M.</summary>
    public double Error { get; private set; }

    /// <summary>How many Newton steps were made.</summary>
    public int Steps { get; private set; }

    /// <summary>dM/dy.</summary>
    public Complex Slope
    {
        get
        {
            (Complex d1, Complex d2) = Point.Tangent(At);
            return (Point.First.Slope * d1) + (Point.Second.Slope * d2);
        }
    }

    /// <summary>Solves at y, Im y ≥ 0: from the last solution if that works at once, else from far above.</summary>
    public bool TrySolve(Complex y)
    {
        if (solved && (y == At || TryStep(y)))
        {
            return true;
        }

        for (int attempt = 0; attempt < 4; attempt++)
        {
            double height = Math.Max(reach * Math.Pow(8.0, attempt), 2.0 * y.Imaginary);
            Complex start = new(y.Real, height);
            if (TryNewton(start, start, start) && TryLower(y))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryLower(Complex target)
    {
        double factor = 0.1;
        for (int k = 0; k < 160; k++)
        {
            if (TryStep(target))
            {
                return true;
            }

            double distance = At.Imaginary - target.Imaginary;
            if (TryStep(new Complex(target.Real, target.Imaginary + (factor * distance))))
            {
                factor = Math.Max(0.01, factor * factor);
            }
            else
            {
                factor = Math.Sqrt(factor);
                if (factor > 0.999)
                {
                    return false;
                }
            }
        }

        return false;
    }

    private bool TryStep(Complex y)
    {
        (Complex d1, Complex d2) = Point.Tangent(At);
        return TryNewton(y, first + (d1 * (y - At)), second + (d2 * (y - At))) || TryNewton(y, first, second);
    }

    private bool TryNewton(Complex y, Complex y1, Complex y2)
    {
        double previous = double.PositiveInfinity;
        for (int i = 0; i < Iterations; i++)
        {
            Steps++;
            if (!Complex.IsFinite(y1) || !Complex.IsFinite(y2)
                || !system.TryFactor(0, y1, out RectangularFactor a) || !system.TryFactor(1, y2, out RectangularFactor b))
            {
                return false;
            }

            RectangularPoint point = new(system.Ratio, a, b);
            (Complex s1, Complex s2, double noise1, double noise2) = point.Step(y);
            double relative = Math.Max(Complex.Abs(s1 / y1), Complex.Abs(s2 / y2));
            double noise = Math.Max(noise1 / Complex.Abs(y1), noise2 / Complex.Abs(y2));
            if (!double.IsFinite(relative))
            {
                return false;
            }

            if (relative <= 4.0 * noise + 1e-15 || (relative < 1e-10 && relative >= 0.25 * previous))
            {
                double error = (Complex.Abs(a.Slope) * (Complex.Abs(s1) + noise1)) + (Complex.Abs(b.Slope) * (Complex.Abs(s2) + noise2));
                return Accept(y, point, error);
            }

            if (i > 3 && relative > previous)
            {
                return false;
            }

            // A step across the support or through 0 means nothing: shorten it.
            double shrink = Math.Min(1.0, 0.5 / relative);
            y1 += shrink * s1;
            y2 += shrink * s2;
            previous = relative;
        }

        return false;
    }

    private bool Accept(Complex y, RectangularPoint point, double error)
    {
        (Complex n1, Complex w1, Complex n2, Complex w2) = point.Subordination(y);
        double relative = error / Math.Min(Complex.Abs(point.Narrow), Complex.Abs(point.Wide));
        bool above = Above(n1, relative) && Above(w1, relative) && Above(n2, relative) && Above(w2, relative);
        bool onAxis = y.Imaginary == 0.0 && y.Real > 0.0;
        if (onAxis && !above)
        {
            // Off the bands: the same point in real arithmetic, with increasing subordination functions.
            bool real = Math.Abs(point.Moment.Imaginary) <= (16.0 * error) + (1e-12 * Complex.Abs(point.Moment))
                && system.TryFactor(0, point.First.Y.Real, out RectangularFactor a) && system.TryFactor(1, point.Second.Y.Real, out RectangularFactor b)
                && new RectangularPoint(system.Ratio, a, b).SmallestGrowth(y.Real) > LeastGrowth
                && Remember(y, new RectangularPoint(system.Ratio, a, b), error);
            return real;
        }

        return above && (!onAxis || point.Contraction(y) < 1.0) && Remember(y, point, error);
    }

    private static bool Above(Complex omega, double relative) => omega.Imaginary > 4.0 * relative * Complex.Abs(omega);

    private bool Remember(Complex y, RectangularPoint point, double error)
    {
        Point = point;
        At = y;
        Error = error;
        solved = true;
        first = point.First.Y;
        second = point.Second.Y;
        return true;
    }
}
