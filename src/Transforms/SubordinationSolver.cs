using System.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>Solves the subordination equations of a free convolution at one point after another, and certifies the branch.</summary>
/// <remarks>
/// <para>
/// Unknowns: the coordinates cᵢ of ωᵢ and p of P, with pᵢ(cᵢ) = p and Σ tᵢcᵢ − (T − 1)p = ζ. The Jacobian is an arrow, so
/// Newton's method costs one evaluation of each law and O(n) arithmetic.
/// </para>
/// <para>
/// Certificate: with all tᵢ ≥ 1, a solution with every cᵢ strictly inside the strip 0 &lt; Im c &lt; Height is the only one,
/// also at a real point inside a band. (If Im cᵢ ≤ Im p, then ζ − Σ_{j≠i} tⱼ(cⱼ − p) is a point of the strip and the claim
/// reduces to two laws.) So the way a start was found proves nothing and need prove nothing; what is tested is the residual,
/// the contraction of Newton's steps and the strict inequalities.
/// </para>
/// <para>Source: [BB07] thm. 3.2, 3.3, 4.1; uniqueness by the Denjoy–Wolff theorem as there.</para>
/// </remarks>
internal sealed class SubordinationSolver
{
    private const double Unit = 2.220446049250313e-16;
    private const int WarmIterations = 12;

    // In units of the reach: the expansions of all laws about infinity converge fast there.
    private const double FarAway = 100.0;

    private readonly ConvolutionAlgebra algebra;
    private readonly TransformTracker[] laws;
    private readonly double[] exponents;
    private readonly double excess;
    private readonly double reach;
    private readonly Complex[] trial;
    private readonly Complex[] slopes;
    private readonly Complex[] residuals;
    private Complex trialPick;
    private Complex trialJacobian;
    private double trialError;
    private bool hasState;

    /// <summary>Creates a solver without a solution yet.</summary>
    /// <param name="algebra">Sums or products.</param>
    /// <param name="laws">One tracker per factor.</param>
    /// <param name="exponents">tᵢ.</param>
    /// <param name="reach">The size of the factors: a distance at which they look like points.</param>
    public SubordinationSolver(ConvolutionAlgebra algebra, TransformTracker[] laws, double[] exponents, double reach)
    {
        this.algebra = algebra;
        this.laws = laws;
        this.exponents = exponents;
        this.reach = reach;
        excess = exponents.Sum() - 1.0;
        Omega = new Complex[laws.Length];
        Slopes = new Complex[laws.Length];
        trial = new Complex[laws.Length];
        slopes = new Complex[laws.Length];
        residuals = new Complex[laws.Length];
    }

    /// <summary>tᵢ.</summary>
    public IReadOnlyList<double> Exponents => exponents;

    /// <summary>The coordinates cᵢ of the last solution.</summary>
    public Complex[] Omega { get; }

    /// <summary>dpᵢ/dcᵢ there.</summary>
    public Complex[] Slopes { get; }

    /// <summary>The coordinate p of the last solution.</summary>
    public Complex Pick { get; private set; }

    /// <summary>dζ/dp there.</summary>
    public Complex Jacobian { get; private set; }

    /// <summary>The coordinate ζ of the last solution.</summary>
    public Complex At { get; private set; }

    /// <summary>An estimate of the error of <see cref="Pick"/>.</summary>
    public double Error { get; private set; }

    /// <summary>How many Newton steps were made so far.</summary>
    public int Steps { get; private set; }

    /// <summary>A solver with the same last solution that can move on its own.</summary>
    public SubordinationSolver Fork()
    {
        SubordinationSolver fork = new(algebra, [.. laws.Select(law => law.Fork())], exponents, reach)
        {
            At = At,
            Pick = Pick,
            Jacobian = Jacobian,
            Error = Error,
            hasState = hasState,
        };
        Omega.CopyTo(fork.Omega, 0);
        Slopes.CopyTo(fork.Slopes, 0);
        return fork;
    }

    /// <summary>Moves to ζ from the last solution; false if there is none or the way was lost.</summary>
    public bool TryFollow(Complex zeta) =>
        hasState && (zeta == At || TryStep(zeta, WarmIterations) || TryFollow(At, zeta, 12));

    /// <summary>Moves to ζ: from the last solution if that works, else along a path from a point far above the axis.</summary>
    public bool TrySolve(Complex zeta)
    {
        return TryFollow(zeta) || TryDescend(zeta);
    }

    /// <summary>One predictor and Newton's method, from the last solution.</summary>
    private bool TryStep(Complex zeta, int iterations)
    {
        Complex move = (zeta - At) / Jacobian;
        double shrink = 1.0;
        for (int i = 0; i < trial.Length; i++)
        {
            Complex step = move / Slopes[i];
            shrink = Math.Min(shrink, Room(Omega[i], step));
            trial[i] = step;
        }

        for (int i = 0; i < trial.Length; i++)
        {
            trial[i] = Omega[i] + (shrink * trial[i]);
        }

        trialPick = Pick + (shrink * move);
        return Newton(zeta, iterations) && Accept(zeta);
    }

    private bool Accept(Complex zeta)
    {
        trial.CopyTo(Omega, 0);
        slopes.CopyTo(Slopes, 0);
        Pick = trialPick;
        Jacobian = trialJacobian;
        Error = trialError;
        At = zeta;
        hasState = true;
        return true;
    }

    /// <summary>The largest fraction of a step that keeps a coordinate well inside the strip.</summary>
    private double Room(Complex c, Complex step)
    {
        double fraction = 1.0;
        if (c.Imaginary + step.Imaginary <= 0.0)
        {
            fraction = 0.8 * c.Imaginary / -step.Imaginary;
        }
        else if (c.Imaginary + step.Imaginary >= algebra.Height)
        {
            fraction = 0.8 * (algebra.Height - c.Imaginary) / step.Imaginary;
        }

        return fraction;
    }

    private bool Newton(Complex zeta, int iterations)
    {
        double previous = double.PositiveInfinity;
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            Steps++;
            Complex jacobian = -excess;
            Complex right = zeta + (excess * trialPick);
            double rounding = Math.Abs(zeta.Real) + Math.Abs(zeta.Imaginary) + (Math.Abs(excess) * Complex.Abs(trialPick));
            for (int i = 0; i < trial.Length; i++)
            {
                if (!algebra.TryPick(laws[i], trial[i], out Complex value, out slopes[i]) || slopes[i] == Complex.Zero)
                {
                    return false;
                }

                residuals[i] = value - trialPick;
                Complex weight = exponents[i] / slopes[i];
                jacobian += weight;
                right += (weight * residuals[i]) - (exponents[i] * trial[i]);
                rounding += Math.Abs(exponents[i]) * (Complex.Abs(trial[i]) + (Complex.Abs(value) / Complex.Abs(slopes[i])));
            }

            Complex step = right / jacobian;
            double size = Complex.Abs(step);
            double noise = Unit * rounding / Complex.Abs(jacobian);
            if (!double.IsFinite(size))
            {
                return false;
            }

            double shrink = 1.0;
            bool far = IsFar(zeta);
            for (int i = 0; i < trial.Length; i++)
            {
                residuals[i] = (step - residuals[i]) / slopes[i];
                double imaginary = trial[i].Imaginary + residuals[i].Imaginary;
                if (far && imaginary <= 0.0 && imaginary > -64.0 * noise)
                {
                    residuals[i] = new Complex(residuals[i].Real, -trial[i].Imaginary);
                }
                else
                {
                    shrink = Math.Min(shrink, Room(trial[i], residuals[i]));
                }
            }

            double move = size;
            for (int i = 0; i < trial.Length; i++)
            {
                move = Math.Max(move, Complex.Abs(residuals[i]));
                trial[i] += shrink * residuals[i];
            }

            trialPick += shrink * step;
            bool settled = move <= 16.0 * noise || (move < 1e-9 * (1.0 + Complex.Abs(trialPick)) && move >= 0.25 * previous);
            if (shrink == 1.0 && settled)
            {
                // The last step bounds the error of the point before it; the half-plane conditions must hold beyond it.
                trialJacobian = jacobian;
                trialError = Math.Min(move, noise * 4.0) + noise;
                return trialPick.Imaginary > 0.0 && move <= Math.Max(1e-7, 64.0 * Unit) * (1.0 + Complex.Abs(trialPick)) && IsInside(noise, far);
            }

            if (iteration > 3 && move > 4.0 * previous && shrink == 1.0)
            {
                return false;
            }

            previous = shrink == 1.0 ? move : double.PositiveInfinity;
        }

        return false;
    }

    /// <summary>Whether every coordinate lies inside the strip by more than its error.</summary>
    /// <remarks>The error of p moves cᵢ by its quotient with dpᵢ/dcᵢ: very little near the edge of a band of that factor, where pᵢ is steep.</remarks>
    private bool IsInside(double noise, bool far)
    {
        for (int i = 0; i < trial.Length; i++)
        {
            double margin = Math.Min(trial[i].Imaginary, algebra.Height - trial[i].Imaginary);
            double steepness = Math.Max(1.0, Complex.Abs(slopes[i]));
            double own = 2.0 * Unit * Complex.Abs(trial[i]);
            bool inside = margin > 4.0 * ((trialError / steepness) + own) || (far && margin >= 0.0);
            if (!inside || !(Complex.Abs(residuals[i]) <= (1e-3 * margin) + (16.0 * ((noise / steepness) + own))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether all laws are nearly linear on the way from the last solution to ζ, far outside their supports.</summary>
    /// <remarks>
    /// There the equations contract on the closed strip, so their solution is unique also where a coordinate is nearer to the real axis than
    /// rounding tells: the point at which the law with the heaviest tail is taken, which comes from the small imaginary parts of the others.
    /// </remarks>
    private bool IsFar(Complex zeta)
    {
        bool strip = double.IsFinite(algebra.Height);
        bool far = hasState && (strip ? zeta.Real > Math.Log(FarAway * reach) : Complex.Abs(zeta) > FarAway * reach);
        for (int i = 0; far && i < slopes.Length; i++)
        {
            far = Complex.Abs(slopes[i] - Slopes[i]) <= 0.25 * Complex.Abs(slopes[i]) && Math.Abs(slopes[i].Imaginary) <= 0.25 * slopes[i].Real
                && (strip || Math.Abs(slopes[i].Real - 1.0) <= 0.3);
        }

        return far;
    }

    /// <summary>Follows the straight line from one coordinate to another, the step halved or doubled as Newton fails or succeeds.</summary>
    private bool TryFollow(Complex from, Complex to, int budget)
    {
        double t = 0.0;
        double h = 0.5;
        for (int k = 0; k < budget; k++)
        {
            double next = Math.Min(1.0, t + h);
            Complex zeta = next == 1.0 ? to : from + (next * (to - from));
            if (TryStep(zeta, WarmIterations))
            {
                if (next == 1.0)
                {
                    return true;
                }

                t = next;
                h *= 2.0;
            }
            else
            {
                h *= 0.25;
            }
        }

        return false;
    }

    /// <summary>Starts where the laws look like points, moves above the target, and comes down to it.</summary>
    private bool TryDescend(Complex zeta)
    {
        bool strip = double.IsFinite(algebra.Height);
        for (int attempt = 0; attempt < 4; attempt++)
        {
            double size = reach * Math.Pow(8.0, attempt);
            double high = strip ? 0.6 * algebra.Height : Math.Max(size, 2.0 * zeta.Imaginary);
            Complex start = strip
                ? new Complex(Math.Log(size), high)
                : new Complex(zeta.Real, high);
            hasState = false;
            Array.Fill(trial, start);
            trialPick = start;
            if (!Newton(start, 60))
            {
                continue;
            }

            Accept(start);
            Complex above = new(zeta.Real, strip ? high : start.Imaginary);
            if ((above == start || TryFollow(start, above, 200)) && TryLower(zeta))
            {
                return true;
            }
        }

        hasState = false;
        return false;
    }

    /// <summary>Moves vertically, by geometric steps in the height, until the target can be reached at once.</summary>
    private bool TryLower(Complex zeta)
    {
        double factor = 0.1;
        for (int k = 0; k < 120; k++)
        {
            if (TryStep(zeta, k < 2 ? 8 : WarmIterations))
            {
                return true;
            }

            bool upward = zeta.Imaginary > At.Imaginary;
            double distance = Math.Abs(At.Imaginary - zeta.Imaginary);
            if (distance <= 1e-15 * reach * factor)
            {
                return false;
            }

            double height = upward ? zeta.Imaginary - (factor * distance) : zeta.Imaginary + (factor * distance);
            if (TryStep(new Complex(zeta.Real, height), WarmIterations))
            {
                factor = Math.Max(0.02, factor * factor);
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
}
