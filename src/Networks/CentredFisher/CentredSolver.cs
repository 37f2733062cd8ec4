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

    /// <summary>The solution at ζ, from the given start if Newton's method certifies it, else by descent from above.</summary>
    /// <exception cref="NonConvergenceException">No certified solution was found.</exception>
    public CentredSolution Solve(Complex zeta, CentredSolution? near) =>
        (near is null ? null : TryFrom(near, zeta)) ?? Descend(zeta);

    /// <summary>Newton's method from a neighbouring solution and the tangent there.</summary>
    public CentredSolution? TryFrom(CentredSolution near, Complex zeta) =>
        TryNewton(zeta, near.Unknowns, requireInterior: true);

    /// <summary>From high above the point, where a damped iteration converges, down to it.</summary>
    public CentredSolution Descend(Complex zeta)
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

        CentredSolution current = TryNewton(high, x, requireInterior: true)
            ?? throw Failure(zeta, 0.0, MaxSweeps);
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

        throw Failure(zeta, current.Zeta.Imaginary, MaxDescent);
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

            bool done = size < 1e-13 || (size < 1e-9 && size > 0.5 * previous);
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

    private static NonConvergenceException Failure(Complex zeta, double height, int steps) => new(
        "The law of the mean-subtracted Fisher matrix", zeta, steps, height, "Move away from an edge, or raise Im z.");

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
        var unused = new Complex[n * n];
        system.Evaluate(x, zeta, false, true, coarse, unused);
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

        return new CentredSolution(zeta, x, row[0], error, evaluations);
    }
}
