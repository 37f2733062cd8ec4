using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Numerics;
using FreeSpectra.Numerics.Exact;
using FreeSpectra.Transforms.Exact;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms.Problems;

/// <summary>The checks of one random problem.</summary>
/// <remarks>
/// Masses of bands come from the real structure without quadrature, moments from exact arithmetic, G from the subordination
/// equations off the axis: the density, integrated over the bands, must carry all three. A wrong branch, a missed gap or a
/// wrong edge breaks one of them.
/// </remarks>
internal static class ProblemCheck
{
    /// <param name="problem">The problem.</param>
    /// <param name="recheck">The probability that its certificates are verified again with 32 digits.</param>
    public static ProblemOutcome Run(RandomProblem problem, double recheck = 0.0)
    {
        try
        {
            LawExpression read = LawExpression.Parse(problem.Expression.ToString());
            SpectralMeasure law = LawEvaluator.Evaluate(read);
            string? failure = Check(problem, read, law);
            if (failure is null && problem.Uniform() < recheck)
            {
                failure = Recheck.Run(law, problem.Uniform, out _);
            }

            return failure is { } wrong
                ? new ProblemOutcome(Verdict.Wrong, wrong)
                : new ProblemOutcome(Verdict.Right, "");
        }
        catch (NonConvergenceException refusal)
        {
            return new ProblemOutcome(Verdict.Refused, refusal.Message);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // Every problem is legal: an argument that is called wrong is one that the program made so on its way.
            return new ProblemOutcome(Verdict.Wrong, $"{fault.GetType().Name}: {fault.Message}");
        }
    }

    private static string? Check(RandomProblem problem, LawExpression expression, SpectralMeasure law)
    {
        if (!(Math.Abs(law.TotalMass - 1.0) <= 1e-8))
        {
            return FormattableString.Invariant($"total mass {law.TotalMass:R}");
        }

        // One pass over the density serves all integrals: they share their nodes.
        double size = Size(law);
        Tolerance tolerance = new(1e-11, 1e-11);
        Complex[] z = [.. Enumerable.Range(0, 2).Select(_ => Point(problem, law, size))];
        Complex[] g = [.. z.Select(law.Cauchy)];
        double[] moments = new double[5];
        double[] absolute = new double[5];
        Complex[] transforms = new Complex[z.Length];
        int orders = Enumerable.Range(0, 5).TakeWhile(k => k == 0 || (double.IsFinite(size) && law.HasMoment(k))).Count();
        foreach (Atom atom in law.Atoms)
        {
            Add(moments, absolute, transforms, z, atom.Location, atom.Weight);
        }

        MemoisedDensity density = new(law);
        for (int i = 0; i < law.Bands.Length; i++)
        {
            double mass = density.Integrate(i, _ => 1.0, tolerance).Real;

            // The density is integrated over the numbers there are: what is missing may lie beyond them, where the law says so.
            double missing = law.Bands[i].Mass - mass;
            if (!(Math.Abs(missing) <= 1e-8) && !(missing > 0.0 && missing <= Beyond(law, i, IntervalEnd.Left) + Beyond(law, i, IntervalEnd.Right) + 1e-8))
            {
                return FormattableString.Invariant($"band {i} [{law.Bands[i].Left:R}, {law.Bands[i].Right:R}] has mass {law.Bands[i].Mass:R}, but its density {mass:R}");
            }

            for (int k = 1; k < orders; k++)
            {
                moments[k] += density.Integrate(i, t => Math.Pow(t / size, k), tolerance).Real;
                absolute[k] += density.Integrate(i, t => Math.Pow(Math.Abs(t) / size, k), tolerance).Real;
            }

            for (int k = 0; k < z.Length; k++)
            {
                transforms[k] += density.Integrate(i, t => size / (z[k] - t), tolerance);
            }
        }

        for (int k = 0; k < z.Length; k++)
        {
            if (!(Complex.Abs(transforms[k] - (size * g[k])) <= 1e-8 * size / z[k].Imaginary))
            {
                return FormattableString.Invariant($"G({z[k]}) = {g[k]}, but by the density {transforms[k] / size}");
            }
        }

        return orders > 1 && ExactEvaluator.Evaluate(expression) is { } exact
            ? CheckMoments(law, exact.Moments(orders - 1), moments, absolute, size, orders)
            : null;

        void Add(double[] signed, double[] unsigned, Complex[] sums, Complex[] points, double t, double weight)
        {
            for (int k = 1; k < orders; k++)
            {
                signed[k] += weight * Math.Pow(t / size, k);
                unsigned[k] += weight * Math.Pow(Math.Abs(t) / size, k);
            }

            for (int k = 0; k < points.Length; k++)
            {
                sums[k] += size * weight / (points[k] - t);
            }
        }
    }

    private static string? CheckMoments(
        SpectralMeasure law, IReadOnlyList<Rational> exact, double[] moments, double[] absolute, double size, int orders)
    {
        for (int k = 1; k < orders; k++)
        {
            double expected = exact[k - 1].ToDouble() / Math.Pow(size, k);
            double allowed = 1e-9 * Math.Max(absolute[k], 1e-3);
            if (!(Math.Abs(moments[k] - expected) <= 10.0 * allowed))
            {
                return FormattableString.Invariant($"moment {k} is {expected * Math.Pow(size, k):R}, but by the density {moments[k] * Math.Pow(size, k):R}");
            }

            double own = law.Moment(k) / Math.Pow(size, k);
            if (!(Math.Abs(own - expected) <= allowed))
            {
                return FormattableString.Invariant($"moment {k} is {expected * Math.Pow(size, k):R}, but the law says {own * Math.Pow(size, k):R}");
            }
        }

        return null;
    }

    /// <summary>The mass beyond ±1e300.</summary>
    private static double Beyond(SpectralMeasure law, int band, IntervalEnd end)
    {
        double place = end == IntervalEnd.Left ? law.Bands[band].Left : law.Bands[band].Right;
        return double.IsInfinity(place) ? law.MassBeyond(band, end, Math.Sign(place) * 1e300) : 0.0;
    }

    private static double Size(SpectralMeasure law)
    {
        double size = Math.Max(Math.Abs(law.BottomOfSupport), Math.Abs(law.TopOfSupport));
        return double.IsFinite(size) && size > 0.0 ? size : 1.0;
    }

    /// <summary>A point above the support, between 1 and 0.01 of its size from the axis.</summary>
    private static Complex Point(RandomProblem problem, SpectralMeasure law, double size)
    {
        double left = double.IsFinite(law.BottomOfSupport) ? law.BottomOfSupport : -3.0 * size;
        double right = double.IsFinite(law.TopOfSupport) ? law.TopOfSupport : 3.0 * size;
        double x = left + ((right - left) * ((1.2 * problem.Uniform()) - 0.1));
        return new Complex(x, size * Math.Pow(10.0, -2.0 * problem.Uniform()));
    }
}
