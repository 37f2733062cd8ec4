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

    // Below 1 by so much that the errors of the slopes do not matter.
    private const double Contraction = 0.8;

    // Of a straight line: shorter steps would not end in time.
    private const double Shortest = 1e-7;

    private readonly ConvolutionAlgebra algebra;
    private readonly TransformTracker[] laws;
    private readonly double[] exponents;
    private readonly double excess;
    private readonly double reach;
    private readonly double unit;
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
    /// <param name="excess">Σ tᵢ − 1, if it is known to more digits than tᵢ.</param>
    public SubordinationSolver(ConvolutionAlgebra algebra, TransformTracker[] laws, double[] exponents, double reach, double? excess = null)
    {
        this.algebra = algebra;
        this.laws = laws;
        this.exponents = exponents;
        this.reach = reach;
        unit = double.IsFinite(algebra.Height) ? 1.0 : reach;
        this.excess = excess ?? (exponents.Sum() - 1.0);
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
        SubordinationSolver fork = new(algebra, [.. laws.Select(law => law.Fork())], exponents, reach, excess)
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
        hasState && (zeta == At || TryStep(zeta, WarmIterations) || TryFollow(At, zeta, 20));

    /// <summary>Moves to ζ: from the last solution if that works, else along a path from a point far above the axis.</summary>
    public bool TrySolve(Complex zeta)
    {
        return TryFollow(zeta) || TryDescend(zeta);
    }

    /// <summary>h = Σ tᵢhᵢ(ωᵢ) and h' of a sum at the last solution, without the cancellation of zG against 1.</summary>
    /// <remarks>As z − F = Σ tᵢ(ωᵢ − F) and ωᵢ/F − 1 = hᵢ(ωᵢ).</remarks>
    public bool TryMomentOfSum(out Complex value, out Complex derivative)
    {
        value = derivative = Complex.Zero;
        for (int i = 0; i < Omega.Length; i++)
        {
            if (!laws[i].TryMoment(Omega[i], out Complex h, out _, out Complex slope))
            {
                return false;
            }

            value += exponents[i] * h;
            derivative += exponents[i] * slope / (Slopes[i] * Jacobian);
        }

        return true;
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
                if (!algebra.TryPick(laws[i], trial[i], out Complex value, out slopes[i]))
                {
                    return false;
                }

                residuals[i] = value - trialPick;
                Complex weight = exponents[i] / slopes[i];
                jacobian += weight;
                right += (weight * residuals[i]) - (exponents[i] * trial[i]);
                rounding += Math.Abs(exponents[i]) * (Complex.Abs(trial[i]) + (algebra.Rounding(trial[i], value, reach) / Complex.Abs(slopes[i])));
            }

            Complex step = right / jacobian;
            double size = Complex.Abs(step);
            double noise = Unit * rounding / Complex.Abs(jacobian);
            if (!double.IsFinite(size))
            {
                return false;
            }

            double shrink = 1.0;
            for (int i = 0; i < trial.Length; i++)
            {
                residuals[i] = (step - residuals[i]) / slopes[i];
                double least = 1e-3 * Own(i);
                double imaginary = trial[i].Imaginary + residuals[i].Imaginary;
                if (imaginary < least && imaginary > -64.0 * ((noise / Steepness(i)) + Own(i)))
                {
                    // Beyond the real axis by no more than rounding: see IsInside.
                    residuals[i] = new Complex(residuals[i].Real, least - trial[i].Imaginary);
                }
                else if (algebra.Height - imaginary < least && algebra.Height - imaginary > -64.0 * ((noise / Steepness(i)) + Own(i)))
                {
                    // Likewise beyond the negative axis, for products.
                    residuals[i] = new Complex(residuals[i].Real, Math.BitDecrement(algebra.Height) - trial[i].Imaginary);
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
            bool settled = move <= 16.0 * noise || (move < 1e-9 * (unit + Complex.Abs(trialPick)) && move >= 0.25 * previous);
            if (shrink == 1.0 && settled)
            {
                // The last step bounds the error of the point before it; the half-plane conditions must hold beyond it.
                trialJacobian = jacobian;
                trialError = Math.Min(move, noise * 4.0) + noise;
                return trialPick.Imaginary > 0.0 && move <= 1e-7 * (unit + Complex.Abs(trialPick)) && IsInside(noise);
            }

            if (iteration > 3 && move > 4.0 * previous && shrink == 1.0)
            {
                return false;
            }

            previous = shrink == 1.0 ? move : double.PositiveInfinity;
        }

        return false;
    }

    /// <summary>Whether every coordinate lies inside the strip by more than its error, or all but one do and the equations contract.</summary>
    /// <remarks>
    /// <para>The error of p moves cᵢ by its quotient with dpᵢ/dcᵢ: very little near the edge of a band of that factor, where pᵢ is steep.</para>
    /// <para>
    /// One coordinate may be nearer to the real axis than rounding tells, such as that of a law with a heavy tail far out. With the others taken
    /// together as one law, cᵢ is a fixed point of a map T of the strip into itself. A fixed point on the closed strip with |T'| &lt; 1 is the
    /// Denjoy–Wolff point, which is the one that is wanted; and where T contracts it cannot lie beyond the axis.
    /// </para>
    /// <para>
    /// Any number of coordinates may be as near to the upper side of the strip, where ω is negative and the law has no mass: pᵢ is real analytic and
    /// increasing there, so that cᵢ lies inside because p does; and p does because it is pⱼ(cⱼ) of a coordinate that is inside for certain.
    /// </para>
    /// </remarks>
    private bool IsInside(double noise)
    {
        int doubtful = -1;
        int certain = 0;
        for (int i = 0; i < trial.Length; i++)
        {
            double margin = Math.Min(trial[i].Imaginary, algebra.Height - trial[i].Imaginary);
            double rounding = (noise / Steepness(i)) + Own(i);
            bool inside = margin > 4.0 * ((trialError / Steepness(i)) + Own(i));
            bool tied = !inside && trial[i].Imaginary > 0.5 * algebra.Height && Math.Abs(slopes[i].Imaginary) < 1e-6 * slopes[i].Real;
            if ((!inside && !tied && doubtful >= 0) || !(Complex.Abs(residuals[i]) <= (1e-3 * margin) + (64.0 * rounding)))
            {
                return false;
            }

            certain += inside ? 1 : 0;
            doubtful = inside || tied ? doubtful : i;
        }

        return certain == 0 ? trial.Length == 1 && Contracts(0) : doubtful < 0 || Contracts(doubtful);
    }

    /// <summary>Whether |T'| = |1 − sᵢ||1 − s| is well below 1, with s the slope of all other factors taken together.</summary>
    private bool Contracts(int index)
    {
        Complex own = slopes[index];
        if (trial.Length == 1)
        {
            return Complex.Abs(excess * (own - 1.0)) < Contraction;
        }

        Complex inverse = 1.0;
        for (int j = 0; j < trial.Length; j++)
        {
            inverse += j == index ? Complex.Zero : exponents[j] * ((1.0 / slopes[j]) - 1.0);
        }

        return exponents[index] == 1.0 && Complex.Abs((1.0 - own) * (1.0 - (1.0 / inverse))) < Contraction;
    }

    private double Steepness(int i) => Math.Max(1.0, Complex.Abs(slopes[i]));

    /// <summary>The rounding error of a coordinate itself.</summary>
    private double Own(int i) => 2.0 * Unit * Complex.Abs(trial[i]);

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
                if (h < Shortest)
                {
                    return false;
                }
            }
        }

        return false;
    }

    /// <summary>Starts where the laws look like points, moves above the target, and comes down to it.</summary>
    private bool TryDescend(Complex zeta)
    {
        bool strip = double.IsFinite(algebra.Height);
        for (int attempt = 0; attempt < 6; attempt++)
        {
            // The size of a power may be far beyond all that its source can be asked for: then the size of the point is tried.
            double size = attempt < 4 ? reach * Math.Pow(8.0, attempt) : (strip ? Math.Exp(zeta.Real) : Complex.Abs(zeta)) * Math.Pow(64.0, attempt - 4);
            if (!(size > 0.0 && double.IsFinite(size)))
            {
                continue;
            }

            double high = strip ? 0.6 * algebra.Height : Math.Max(size, 2.0 * zeta.Imaginary);
            Complex start = strip
                ? new Complex(Math.Log(size), high)
                : new Complex(zeta.Real, high);
            Array.Fill(trial, start);
            trialPick = start;
            if (!Newton(start, 60))
            {
                continue;
            }

            Accept(start);
            Complex above = new(zeta.Real, high);
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

            if (TryStep(new Complex(zeta.Real, zeta.Imaginary + (factor * (At.Imaginary - zeta.Imaginary))), WarmIterations))
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
