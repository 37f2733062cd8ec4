using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.CentredFisher;

/// <summary>Solves the equations at a point of the closed upper half-plane and certifies the branch.</summary>
/// <remarks>
/// <para>
/// Newton's method on the stationary point of <see cref="CentredSystem"/>. For Im ζ &gt; 0 the equations have exactly one solution in
/// the product of half-planes; a solution strictly inside that product on the axis continues into Im ζ &gt; 0 and is therefore the
/// boundary value of that one. So a result is accepted only if (i) every unknown lies in its half-plane by more than its error,
/// and (ii) the last steps contract as the affine-invariant Newton–Kantorovich theorem asks (ω‖Δ‖ &lt; ½, with the
/// Lipschitz constant ω read off the steps), which makes the root near the iterate unique. The path by which the start was found
/// does not matter.
/// </para>
/// <para>Source: [Deu04] theorem 2.1 (the contraction test).</para>
/// </remarks>
internal sealed class CentredSolver
{
    private const double Rounding = 2.220446049250313e-16;
    private const int MaxIterations = 60;
    private const int MaxSweeps = 400;
    private const int MaxDescent = 400;

    private readonly CentredSystem system;
    private readonly bool[] idle;

    /// <summary>Creates a solver.</summary>
    public CentredSolver(CentredSystem system)
    {
        this.system = system;
        idle = [.. Enumerable.Range(0, system.Size).Select(system.IsIdle)];
    }

    /// <summary>Newton's method from a neighbouring solution: along its tangent, from it, or by way of the point between.</summary>
    /// <param name="near">The neighbour.</param>
    /// <param name="zeta">The point wanted.</param>
    /// <param name="halvings">How often the way may be halved.</param>
    public CentredSolution? TryFrom(CentredSolution near, Complex zeta, int halvings = 0)
    {
        Complex[] start = near.Extrapolate(zeta);
        CentredSolution? found = (IsInside(start) ? TryNewton(zeta, start, requireInterior: true) : null)
            ?? TryNewton(zeta, near.Unknowns, requireInterior: true);
        if (found is not null || halvings == 0)
        {
            return found;
        }

        // Halfway on a logarithmic scale where the two differ by a large factor.
        Complex middle = near.Zeta.Imaginary == 0.0 && zeta.Imaginary == 0.0 && near.Zeta.Real > 0.0 && zeta.Real > 0.0
            ? Math.Sqrt(near.Zeta.Real) * Math.Sqrt(zeta.Real)
            : 0.5 * (near.Zeta + zeta);
        return TryFrom(near, middle, halvings - 1) is { } half ? TryFrom(half, zeta, halvings - 1) : null;
    }

    /// <summary>From high above the point, where a damped iteration converges, down to it.</summary>
    /// <exception cref="NonConvergenceException">No certified solution was found.</exception>
    public CentredSolution Descend(Complex zeta) => TryDescend(zeta) ?? throw new NonConvergenceException(
        "The law of the mean-subtracted Fisher matrix", zeta, MaxDescent, null, "Move away from an edge, or raise Im z.");

    /// <summary>As <see cref="Descend"/>, or null where no solution can be certified.</summary>
    public CentredSolution? TryDescend(Complex zeta)
    {
        double scale = system.Network.Mean;
        double height = zeta.Imaginary + (4.0 * scale) + Complex.Abs(zeta);
        var high = new Complex(zeta.Real, height);
        Complex[] x = system.Start(-1.0 / high);
        var gradient = new Complex[system.Size];
        var hessian = new Complex[system.Size * system.Size];
        for (int sweep = 0; sweep < MaxSweeps; sweep++)
        {
            system.Evaluate(x, high, false, false, gradient, hessian);
            Complex before = x[0];
            system.Relax(x, high, gradient);
            if (Complex.Abs(x[0] - before) < 1e-6 * Complex.Abs(before))
            {
                break;
            }
        }

        if (TryNewton(high, x, requireInterior: true) is not { } current)
        {
            return null;
        }

        double shrink = 0.4;
        for (int step = 0; step < MaxDescent; step++)
        {
            double above = current.Zeta.Imaginary - zeta.Imaginary;
            double next = above * shrink;
            Complex target = next > 1e-9 * height ? new Complex(zeta.Real, zeta.Imaginary + next) : zeta;
            if (current.Zeta.Imaginary < 1e-2 * height && TryFrom(current, zeta) is { } landed)
            {
                return landed;
            }

            if (TryFrom(current, target) is { } lower)
            {
                if (target == zeta)
                {
                    return lower;
                }

                current = lower;
                shrink = Math.Max(0.2, shrink * 0.8);
            }
            else if (shrink < 0.99)
            {
                shrink = Math.Sqrt(shrink);
            }
            else
            {
                break;
            }
        }

        return null;
    }

    /// <summary>Newton's method, with the certificate.</summary>
    /// <param name="zeta">The point.</param>
    /// <param name="start">The first iterate.</param>
    /// <param name="requireInterior">
    /// Whether every unknown must lie strictly in its half-plane; off the bulk the boundary is enough.
    /// </param>
    public CentredSolution? TryNewton(Complex zeta, ReadOnlySpan<Complex> start, bool requireInterior)
    {
        int n = system.Size;
        Complex[] x = start.ToArray();
        var gradient = new Complex[n];
        var hessian = new Complex[n * n];
        double previous = double.PositiveInfinity, omega = 0.0;
        int evaluations = 0;
        for (int iteration = 0; iteration < MaxIterations; iteration++)
        {
            system.Evaluate(x, zeta, false, false, gradient, hessian);
            evaluations++;
            if (ComplexFactorization.Of(hessian, n) is not { } factors)
            {
                return null;
            }

            var step = (Complex[])gradient.Clone();
            factors.Solve(step);
            double size = 0.0;
            for (int i = 0; i < n; i++)
            {
                size = Math.Max(size, Complex.Abs(step[i]) / Complex.Abs(x[i] == Complex.Zero ? Complex.One : x[i]));
            }

            if (!double.IsFinite(size) || (iteration > 10 && size > 0.8 * previous && size > 1e-9))
            {
                return null;
            }

            // Steps at the level of rounding say nothing about the Lipschitz constant.
            if (iteration > 0 && size > 1e-14)
            {
                omega = Math.Max(2.0 * size / (previous * previous), size < 0.1 ? 0.0 : omega);
            }

            // The step after this one would be of the size ω size²/2.
            bool done = size < 1e-13 || (size < 1e-9 && size > 0.5 * previous)
                || (iteration > 0 && size < 1e-6 && omega * size * size < 1e-16);
            Move(x, step, size > 0.5 ? 0.5 / size : 1.0);
            if (done)
            {
                return Certify(zeta, x, factors, size, omega, requireInterior, evaluations);
            }

            previous = size;
        }

        return null;
    }

    private static void Move(Complex[] x, Complex[] step, double factor)
    {
        for (int i = 0; i < x.Length; i++)
        {
            x[i] -= factor * step[i];
        }
    }

    private bool IsInside(Complex[] x)
    {
        for (int i = 0; i < x.Length; i++)
        {
            if (!double.IsFinite(x[i].Real) || (!idle[i] && system.HalfPlanes[i] * x[i].Imaginary <= 0.0))
            {
                return false;
            }
        }

        return true;
    }

    private CentredSolution? Certify(
        Complex zeta, Complex[] x, ComplexFactorization factors, double size, double omega, bool requireInterior, int evaluations)
    {
        int n = system.Size;
        if (omega * size >= 0.5)
        {
            return null;
        }

        var row = new Complex[n];
        row[0] = Complex.One;
        factors.Solve(row);
        double[] terms = system.TermSizes(x, zeta);
        double rounding = 0.0;
        for (int i = 0; i < n; i++)
        {
            rounding += 4.0 * Rounding * terms[i] * Complex.Abs(row[i]);
        }

        // Twice the step makes the relative error of a geometrically convergent rule its square root; the exponent 3/2 leaves
        // room for the weak branch points that a kinked activation has far out on the a axis.
        var coarse = new Complex[n];
        system.Evaluate(x, zeta, false, true, coarse, []);
        factors.Solve(coarse);
        double relative = Complex.Abs(coarse[0]) / Complex.Abs(x[0]);
        double error = rounding + (size * size * omega * Complex.Abs(x[0])) + (Math.Pow(relative, 1.5) * Complex.Abs(x[0]));
        for (int i = 0; i < n; i++)
        {
            double inside = system.HalfPlanes[i] * x[i].Imaginary;
            double slack = 4.0 * error / Complex.Abs(x[0]) * Complex.Abs(x[i]);
            if (requireInterior ? !idle[i] && !(inside > (i == 0 ? error : 0.0)) : inside < -slack)
            {
                return null;
            }
        }

        return new CentredSolution(zeta, x, row, error, evaluations);
    }
}
