using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.CentredFisher;

/// <summary>The solutions with real unknowns, parametrised by τ, on which the edges of the bulk are folds.</summary>
/// <remarks>
/// <para>
/// Off the bulk τ(ζ) = ∫ μ(dt)/(t − z) is real and increasing, so ζ is a function of τ on every component; eliminating the other unknowns
/// y from ∂_y 𝓕 = 0 gives dζ/dτ = 𝓕_ττ − 𝓕_τy 𝓕_yy⁻¹ 𝓕_yτ. A component ends where this vanishes; there ζ is stationary, so the
/// edge inherits only the square of the error of τ.
/// </para>
/// </remarks>
internal sealed class RealCurve
{
    private const int MaxIterations = 30;
    private const double FirstStep = 1e-3;
    private const double Growth = 1.15;
    private const double Farthest = 1e12;
    private const int MaxSteps = 2000;
    private const int MaxHalvings = 200;

    private readonly CentredSystem system;

    /// <summary>Creates the curve.</summary>
    public RealCurve(CentredSystem system) => this.system = system;

    /// <summary>The fold that ends the outer component on one side, or null if there is none below |τ| = 1e12/mean.</summary>
    /// <param name="sign">−1 for the component above the spectrum (τ &lt; 0), +1 for the one below.</param>
    public RealPoint? OuterFold(int sign)
    {
        double scale = 1.0 / system.Network.Mean;
        double trace = sign * FirstStep * scale;
        RealPoint point = At(trace, system.Start(trace)) ?? throw Lost(trace);
        return FoldFrom(point, (Growth - 1.0) * Math.Abs(point.Trace), sign);
    }

    /// <summary>Follows a component from a point of it towards larger (sign +1) or smaller τ until it folds.</summary>
    /// <param name="point">A point with dζ/dτ &gt; 0.</param>
    /// <param name="firstStep">The size of the first step; later ones grow to a fixed fraction of τ.</param>
    /// <param name="sign">The direction.</param>
    /// <returns>The fold, or null if the component reaches infinite τ or cannot be followed.</returns>
    public RealPoint? FoldFrom(RealPoint point, double firstStep, int sign)
    {
        double stride = firstStep;
        for (int i = 0; i < MaxSteps; i++)
        {
            double trace = point.Trace + (sign * stride);
            if (Math.Abs(trace) > Farthest / system.Network.Mean)
            {
                return null;
            }

            RealPoint? next = At(trace, point.Unknowns);
            if (next is null || !IsContinuation(point, next))
            {
                stride *= 0.5;
                if (stride < 1e-12 * Math.Abs(point.Trace))
                {
                    return null;
                }

                continue;
            }

            if (!(next.ZetaSlope > 0.0))
            {
                return Fold(point, trace, next);
            }

            point = next;
            stride = Math.Min(2.0 * stride, Math.Max(firstStep, (Growth - 1.0) * Math.Abs(point.Trace)));
        }

        return null;
    }

    /// <summary>The point with the given τ, by Newton's method on the other unknowns.</summary>
    public RealPoint? At(double trace, ReadOnlySpan<Complex> start)
    {
        int n = system.Size;
        Complex[] x = start.ToArray();
        x[0] = trace;
        var gradient = new Complex[n];
        var hessian = new Complex[n * n];
        double previous = double.PositiveInfinity;
        for (int iteration = 0; iteration < MaxIterations; iteration++)
        {
            system.Evaluate(x, Complex.Zero, principalValue: true, false, gradient, hessian);
            Complex curvature = hessian[0];
            var cross = new Complex[n];
            for (int j = 1; j < n; j++)
            {
                cross[j] = hessian[j];
                hessian[j] = Complex.Zero;
                hessian[j * n] = Complex.Zero;
            }

            hessian[0] = Complex.One;
            if (ComplexFactorization.Of(hessian, n) is not { } factors)
            {
                return null;
            }

            Complex residual = gradient[0];
            gradient[0] = Complex.Zero;
            factors.Solve(gradient);
            double size = 0.0;
            for (int i = 1; i < n; i++)
            {
                size = Math.Max(size, Math.Abs(gradient[i].Real) / Math.Max(Math.Abs(x[i].Real), 1e-300));
            }

            if (n == 1 || size < 1e-15 || (size < 1e-9 && size >= 0.5 * previous))
            {
                var solved = (Complex[])cross.Clone();
                factors.Solve(solved);
                Complex slope = curvature;
                for (int j = 1; j < n; j++)
                {
                    slope -= cross[j] * solved[j];
                }

                return double.IsFinite(residual.Real) ? new RealPoint(x, residual.Real, slope.Real) : null;
            }

            if (!double.IsFinite(size) || (iteration > 8 && size > previous))
            {
                return null;
            }

            for (int i = 1; i < n; i++)
            {
                x[i] -= gradient[i].Real;
            }

            previous = size;
        }

        return null;
    }

    /// <summary>Whether ζ moved as its slopes say: Newton's method may land on another branch.</summary>
    private static bool IsContinuation(RealPoint from, RealPoint to)
    {
        double move = to.Trace - from.Trace;
        double expected = 0.5 * (from.ZetaSlope + to.ZetaSlope) * move;
        double scale = 0.5 * (Math.Abs(from.ZetaSlope) + Math.Abs(to.ZetaSlope)) * Math.Abs(move);
        return Math.Abs(to.Zeta - from.Zeta - expected) <= 0.1 * scale;
    }

    private static NonConvergenceException Lost(double trace) => new(
        "The real curve of the mean-subtracted Fisher law", trace, 0, null, "The parameters are out of the range that doubles allow.");

    /// <summary>The root of dζ/dτ between a point before the fold and a τ at or behind it.</summary>
    private RealPoint Fold(RealPoint before, double behind, RealPoint? beyond)
    {
        RealPoint best = before;
        double inner = before.Trace, innerSlope = before.ZetaSlope;
        double outer = behind;
        double? outerSlope = beyond?.ZetaSlope;
        int side = 0;
        for (int i = 0; i < MaxHalvings && Math.Abs(outer - inner) > 2e-16 * Math.Abs(outer); i++)
        {
            // The Illinois rule; bisection while the far side has no value.
            double middle = outerSlope is { } slope
                ? inner + ((outer - inner) * innerSlope / (innerSlope - slope))
                : inner + (0.5 * (outer - inner));
            if (middle == inner || middle == outer)
            {
                break;
            }

            RealPoint? point = At(middle, best.Unknowns);
            if (point is not null && Math.Abs(point.ZetaSlope) < Math.Abs(best.ZetaSlope))
            {
                best = point;
            }

            if (point is not null && point.ZetaSlope > 0.0)
            {
                (inner, innerSlope) = (middle, point.ZetaSlope);
                outerSlope = side == 1 ? 0.5 * outerSlope : outerSlope;
                side = 1;
            }
            else
            {
                (outer, outerSlope) = (middle, point?.ZetaSlope);
                innerSlope = side == -1 ? 0.5 * innerSlope : innerSlope;
                side = -1;
            }
        }

        return best;
    }
}
