using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>Certified solutions of the equations of an implicit chain at a point.</summary>
/// <remarks>
/// <para>
/// Newton's method, reached by descent from far above the support or from a solution nearby; a state is returned only if every
/// subordination point lies in the upper half-plane: then it is the right one.
/// </para>
/// <para>Source: [HK21] eqs. (10)–(15); [BB07].</para>
/// </remarks>
internal sealed class ImplicitSolver(ImplicitChain equations, double scale, double shift)
{
    // On the axis a point of the closed half-plane may fall below it by rounding.
    private const double AxisSlack = 1e-11;
    private const double RoundingSlack = 1e-14;
    private const double Noise = 1e-7;
    private const double ShortestStep = 0.1; // in the logarithm of the distance from a hard edge
    private const int LongestPath = 40; // steps towards a hard edge; longer ones cost as much as a descent from far above

    /// <summary>A typical size of the law.</summary>
    public double Scale => scale;

    /// <summary>The state over a point y inside a band, the limit from above.</summary>
    public ChainState InBand(double y, ImplicitBand band, out Complex f, out Complex slope)
    {
        ChainState? trial = band.Nearest(y)?.Copy();
        if (trial is not null && Converge(y, trial, out f, out slope))
        {
            return trial;
        }

        ChainState state = TowardsZero(y, band, out f, out slope) ?? Descend(y, out f, out slope);
        band.Remember(y, state);
        return state;
    }

    /// <summary>The state at a point of a band that begins at 0, in steps of constant ratio from the known ones; null if it is not reached.</summary>
    private ChainState? TowardsZero(double y, ImplicitBand band, out Complex f, out Complex slope)
    {
        f = slope = default;
        if (band.Left != 0.0 || !(y > 0.0) || band.Neighbours(y) is not { } known)
        {
            return null;
        }

        (double point, ChainState state, double beforePoint, ChainState before) = known;
        double step = Math.Log(y / point);
        for (int i = 0; i < LongestPath; i++)
        {
            double left = Math.Log(y / point);
            double next = Math.Abs(step) >= Math.Abs(left) ? y : point * Math.Exp(step);
            ChainState trial = ChainState.Along(before, state, Math.Log(next / beforePoint) / Math.Log(point / beforePoint));
            if (!Converge(next, trial, out f, out slope))
            {
                step *= 0.4;
                if (Math.Abs(step) < ShortestStep)
                {
                    return null;
                }
            }
            else if (next == y)
            {
                return trial;
            }
            else
            {
                (beforePoint, before) = (point, state);
                (point, state) = (next, trial);
                step *= 1.5;
            }
        }

        return null;
    }

    /// <summary>The state over a real point beyond the outer ends of the support; the chain is real there and z increases in F₁.</summary>
    public ChainState OffSupport(double y, bool right, out Complex f, out Complex slope)
    {
        double[] v = new double[equations.Steps];
        int[] gaps = [.. Enumerable.Repeat(right ? 0 : 1, equations.Steps)];
        double low = right ? 0.0 : -scale;
        double high = right ? scale : 0.0;
        while (right && equations.FollowReal(high, gaps, v) is var outer && !(outer.IsPhysical && outer.Z >= y))
        {
            high = Doubled(high, y);
        }

        while (!right && equations.FollowReal(low, gaps, v) is var outer && !(outer.IsPhysical && outer.Z <= y))
        {
            low = Doubled(low, y);
        }

        for (int i = 0; i < 200; i++)
        {
            double middle = 0.5 * (low + high);
            RealPoint point = equations.FollowReal(middle, gaps, v);
            if (right ? !point.IsPhysical || point.Z < y : point.IsPhysical && point.Z < y)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        double found = right ? high : low;
        equations.FollowReal(found, gaps, v);
        ChainState state = equations.From(found, [.. v.Select(point => (Complex)point)]);
        equations.Step(y, state);
        equations.Certify(state, out f, out slope, AxisSlack);
        return state;
    }

    /// <summary>The state over a point of the upper half-plane, from that over a point nearby if there is one.</summary>
    public ChainState From(ChainState? nearby, Complex target, out Complex f)
    {
        ChainState? trial = nearby?.Copy();
        return trial is not null && Converge(target, trial, out f, out _) ? trial : Descend(target, out f, out _);
    }

    /// <summary>The state over any point of the closed upper half-plane that is no edge, from far above.</summary>
    public ChainState Descend(Complex target, out Complex f, out Complex slope)
    {
        double height = 30.0 * (scale + Complex.Abs(target));
        ChainState state = equations.Far(target + new Complex(0.0, height));
        for (int i = 0; !Converge(target + new Complex(0.0, height), state, out f, out slope); i++)
        {
            if (i > 30)
            {
                throw Failure(target, height);
            }

            height *= 6.0;
            state = equations.Far(target + new Complex(0.0, height));
        }

        double factor = 0.3;
        double lowest = 1e-15 * (target == Complex.Zero ? 1e-12 * scale : Complex.Abs(target));
        for (int i = 0; i < 3000 && factor < 1.0 - 1e-5; i++)
        {
            if (height < 0.05 * scale && factor < 0.75)
            {
                ChainState last = state.Copy();
                if (Converge(target, last, out f, out slope))
                {
                    return last;
                }
            }

            double lower = height * factor;
            ChainState trial = state.Copy();
            if (Converge(target + new Complex(0.0, lower), trial, out f, out slope))
            {
                state = trial;
                height = lower;
                factor = Math.Max(0.1, factor * factor);
                if (height < lowest)
                {
                    ChainState last = state.Copy();
                    return Converge(target, last, out f, out slope) ? last : throw Failure(target, height);
                }
            }
            else
            {
                factor = Math.Sqrt(factor);
            }
        }

        throw Failure(target, height);
    }

    /// <summary>The mass below the point of a state, off the support or the limit from above.</summary>
    /// <remarks>
    /// 1 − arg(F₁)/π − Σ [E arg(v_ℓ − f) + arg u_ℓ]/π, since G' dz' = G dz + G_ν(v) dv + d log u.
    /// </remarks>
    public double MassBelow(ChainState state)
    {
        int n = equations.Steps;
        double mass = 1.0 - (Above(state.F).Phase / Math.PI);
        for (int i = 0; i < n; i++)
        {
            ChainNode node = state.Nodes[i];
            Complex u = node.K / node.F;
            double argument = -Above(Complex.Conjugate(u)).Phase;
            mass -= (equations.Slope(i).ArgumentMean(Above(state.V[i])) + argument) / Math.PI;
            if (equations.WidthRatio(i) is { } r)
            {
                Complex y = Above(state.V[i] * node.K);
                mass = (mass / r) + ((1.0 - (1.0 / r)) * (1.0 - (y.Phase / Math.PI))) - (u.Imaginary / (Math.PI * r));
            }
        }

        return mass;

        // A point on the axis is a limit from above, whatever rounding says.
        static Complex Above(Complex z) => new(z.Real, Math.Max(z.Imaginary, 0.0));
    }

    private double Doubled(double f1, double y) => Math.Abs(f1) < 1e300
        ? 2.0 * f1
        : throw Failure(y, 0.0);

    private bool Converge(Complex y, ChainState state, out Complex f, out Complex slope)
    {
        double previous = double.PositiveInfinity;
        for (int i = 0; i < 30; i++)
        {
            double size = equations.Step(y, state);
            if (!(size < 0.7) || (i > 1 && size > 0.9 * previous && size > Noise))
            {
                break;
            }

            // Near a stationary point the steps stall at the root of the rounding error; the error estimate allows for it.
            if (size < 3e-15 || (size > 0.3 * previous && size < Noise))
            {
                return equations.Certify(state, out f, out slope, y.Imaginary == 0.0 ? AxisSlack : RoundingSlack);
            }

            previous = size;
        }

        f = slope = default;
        return false;
    }

    private NonConvergenceException Failure(Complex target, double height) => new(
        "The certified Cauchy transform of a chain", target + shift, 3000, height, "Ask at a point farther from an edge of the support.");
}
