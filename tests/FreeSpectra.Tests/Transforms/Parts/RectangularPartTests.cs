using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Rectangular;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>The equations of a rectangular free sum, their derivatives and their solutions, by differences and closed forms.</summary>
public sealed class RectangularPartTests
{
    private const double Ratio = 0.35;

    private static readonly FreePoisson First = new(2.0, 0.5);

    private static readonly Atomic Second = new(new Atom(0.5, 0.4), new Atom(2.0, 0.6));

    private static readonly RectangularSystem System = new(First, Second, Ratio);

    [Fact]
    public void A_factor_is_made_of_the_moment_transform()
    {
        SpectralMeasure nested = new RectangularSquareLaw(Second, Atomic.Point(1.5), Ratio);
        foreach ((RectangularSystem system, int index, SpectralMeasure law) in new[] { (System, 0, (SpectralMeasure)First), (System, 1, Second), (new RectangularSystem(nested, First, Ratio), 0, nested) })
        {
            foreach (Complex y in new Complex[] { new(0.7, 0.4), new(0.7, -0.4), new(20.0, 0.0), new(0.05, 0.03) })
            {
                Assert.True(system.TryFactor(index, y, out RectangularFactor factor));
                Complex m = law.MomentTransform(y);
                Close.Relative(m, factor.Moment, 1e-11, $"M({y})");
                Close.Relative(y * law.Cauchy(y), factor.Narrow, 1e-10, $"1 + M({y})");
                Close.Relative(1.0 + (Ratio * m), factor.Wide, 1e-12, $"1 + λM({y})");
                Close.Relative(law.MomentTransformDerivative(y), factor.Slope, 1e-9, $"M'({y})");
                Close.Relative(factor.Narrow * factor.Wide / y, factor.Level, 1e-14, $"H({y})");
                Complex step = 1e-5 * y;
                Assert.True(system.TryFactor(index, y + step, out RectangularFactor after) & system.TryFactor(index, y - step, out RectangularFactor before));
                Close.Relative((after.Level - before.Level) / (2.0 * step), factor.Rate, 1e-6, $"H'({y})");
            }
        }
    }

    [Fact]
    public void Newtons_step_solves_the_linear_equations()
    {
        Complex y = new(1.9, 0.6), y1 = new(1.2, 0.8), y2 = new(2.6, 0.5);
        RectangularPoint point = At(y1, y2);
        (Complex e1, Complex e2) Equations(Complex a, Complex b)
        {
            RectangularPoint p = At(a, b);
            return (p.First.Level - p.Second.Level, (y * p.First.Level) - ((1.0 + p.First.Moment + p.Second.Moment) * (1.0 + (Ratio * (p.First.Moment + p.Second.Moment)))));
        }

        (Complex e1, Complex e2) = Equations(y1, y2);
        const double h = 1e-5;
        (Complex a1, Complex a2) = Slope(Equations(y1 + h, y2), Equations(y1 - h, y2));
        (Complex b1, Complex b2) = Slope(Equations(y1, y2 + h), Equations(y1, y2 - h));
        Close.Relative((a1 * b2) - (b1 * a2), point.Determinant(y), 1e-7, "determinant");
        (Complex s1, Complex s2, double noise1, double noise2) = point.Step(y);
        Close.To(-e1, (a1 * s1) + (b1 * s2), 1e-7, "first equation");
        Close.To(-e2, (a2 * s1) + (b2 * s2), 1e-7, "second equation");
        Assert.InRange(noise1, 1e-16, 1e-13);
        Assert.InRange(noise2, 1e-16, 1e-13);
        Assert.Equal(point.First.Moment + point.Second.Moment, point.Moment);
        Close.Relative(1.0 + point.Moment, point.Narrow, 1e-14, "1 + M");
        Close.Relative(1.0 + (Ratio * point.Moment), point.Wide, 1e-15, "1 + λM");

        static (Complex, Complex) Slope((Complex A, Complex B) after, (Complex A, Complex B) before) => ((after.A - before.A) / (2.0 * h), (after.B - before.B) / (2.0 * h));
    }

    [Fact]
    public void A_solution_solves_the_equations_of_its_subordination_functions()
    {
        foreach (Complex y in new Complex[] { new(1.9, 0.6), new(0.2, 0.01), new(-2.0, 0.3), new(1.5, 0.0), new(2.8, 0.0), new(60.0, 0.0) })
        {
            RectangularSolver solver = new(System.Fresh(), 40.0);
            Assert.True(solver.TrySolve(y), $"{y}");
            Assert.Equal(y, solver.At);
            RectangularPoint point = solver.Point;
            Complex z = Complex.Sqrt(y);
            (Complex n1, Complex w1, Complex n2, Complex w2) = point.Subordination(y);
            Close.Relative(z + (z / point.Narrow), n1 + n2, 1e-12, $"ω₁₁ + ω₂₁ at {y}");
            Close.Relative(z + (z / point.Wide), w1 + w2, 1e-12, $"ω₁₂ + ω₂₂ at {y}");
            Close.Relative(point.First.Y, n1 * w1, 1e-12, $"ω₁₁ω₁₂ at {y}");
            Close.Relative(point.Second.Y, n2 * w2, 1e-12, $"ω₂₁ω₂₂ at {y}");
            Assert.InRange(solver.Error, 1e-18, 1e-11);
            Assert.InRange(solver.Steps, 1, 60);

            Complex step = 1e-5 * Complex.Abs(y);
            RectangularSolver after = new(System.Fresh(), 40.0), before = new(System.Fresh(), 40.0);
            Assert.True(after.TrySolve(y + step) & before.TrySolve(y - step));
            Close.Relative((after.Point.Moment - before.Point.Moment) / (2.0 * step), solver.Slope, 1e-6, $"dM/dy at {y}");
            (Complex d1, Complex d2) = point.Tangent(y);
            Close.Relative((after.Point.First.Y - before.Point.First.Y) / (2.0 * step), d1, 1e-6, $"dy₁/dy at {y}");
            Close.Relative((after.Point.Second.Y - before.Point.Second.Y) / (2.0 * step), d2, 1e-6, $"dy₂/dy at {y}");
            if (y.Imaginary == 0.0 && point.Moment.Imaginary == 0.0)
            {
                double least = new[] { Growth(p => p.Narrow1), Growth(p => p.Wide1), Growth(p => p.Narrow2), Growth(p => p.Wide2) }.Min();
                Close.Relative(least, point.SmallestGrowth(y.Real), 1e-6, $"smallest growth at {y}");
                Assert.True(least >= 1.0);

                double Growth(Func<(Complex Narrow1, Complex Wide1, Complex Narrow2, Complex Wide2), Complex> which) =>
                    ((which(after.Point.Subordination(y + step)) - which(before.Point.Subordination(y - step))) / (Complex.Sqrt(y + step) - Complex.Sqrt(y - step))).Real;
            }
            else
            {
                // The derivative of ω₁ ↦ z + h₂(z + h₁(ω₁)), h = F − ω, by differences.
                Complex[,] inner = Difference(0, n1, w1), outer = Difference(1, n2, w2);
                Complex a = (outer[0, 0] * inner[0, 0]) + (outer[0, 1] * inner[1, 0]), b = (outer[0, 0] * inner[0, 1]) + (outer[0, 1] * inner[1, 1]);
                Complex c = (outer[1, 0] * inner[0, 0]) + (outer[1, 1] * inner[1, 0]), d = (outer[1, 0] * inner[0, 1]) + (outer[1, 1] * inner[1, 1]);
                Complex root = Complex.Sqrt((0.25 * (a - d) * (a - d)) + (b * c));
                double radius = Math.Max(Complex.Abs((0.5 * (a + d)) + root), Complex.Abs((0.5 * (a + d)) - root));
                Close.Relative(radius, point.Contraction(y), 1e-5, $"contraction at {y}");
                Assert.True(radius < 1.0);
            }
        }
    }

    /// <summary>λ(4 − y)m² + (2 + 2λ − y)m + 1 = 0, M = 2m, for two laws δ₁.</summary>
    [Fact]
    public void Two_isometries_are_solved_within_the_error()
    {
        RectangularSystem system = new(Atomic.Point(1.0), Atomic.Point(1.0), Ratio);
        foreach (Complex y in new Complex[] { new(1.9, 0.6), new(0.9, 1e-7), new(-2.0, 0.3), new(2.0, 0.0), new(60.0, 0.0), new(3.0, 1e-3), new(0.02, 1e-4) })
        {
            RectangularSolver solver = new(system.Fresh(), 16.0);
            Assert.True(solver.TrySolve(y), $"{y}");
            Complex m = 0.5 * solver.Point.Moment;
            Complex residual = (Ratio * (4.0 - y) * m * m) + ((2.0 + (2.0 * Ratio) - y) * m) + 1.0;
            Complex slope = (2.0 * Ratio * (4.0 - y) * m) + 2.0 + (2.0 * Ratio) - y;
            double error = 2.0 * Complex.Abs(residual / slope);
            Assert.True(error <= (3.0 * solver.Error) + 1e-15, $"error {error} of {solver.Error} at {y}");
            Assert.InRange(solver.Error, 0.0, 1e-12 * (1.0 + Complex.Abs(m)));
        }

        RectangularSolver one = new(system.Fresh(), 16.0);
        Assert.True(one.TrySolve(2.0));
        int before = one.Steps;
        Assert.True(one.TrySolve(2.0) && one.Steps == before);
        Assert.True(one.TrySolve(2.001) && one.Steps - before <= 6);

        // The last solution is left when the way is too far.
        Assert.True(one.TrySolve(new Complex(500.0, 1.0)) && one.TrySolve(2.0));
    }

    [Fact]
    public void The_gaps_of_two_isometries_end_at_the_roots_of_the_discriminant()
    {
        RectangularSystem system = new(Atomic.Point(1.0), Atomic.Point(1.0), Ratio);
        var edges = RectangularSupport.Find(system, [], 2.0);

        // (2 + 2λ − y)² = 4λ(4 − y).
        double sum = 4.0, product = (4.0 * (1.0 + Ratio) * (1.0 + Ratio)) - (16.0 * Ratio);
        double root = Math.Sqrt((0.25 * sum * sum) - product);
        Assert.Equal(2, edges.Length);
        Close.To(0.5 * sum - root, edges[0].Y, 1e-13, "lower edge");
        Close.To(0.5 * sum + root, edges[1].Y, 1e-13, "upper edge");
        Assert.Equal((false, true), (edges[0].StartsGap, edges[1].StartsGap));
        Close.To(1.0, edges[0].MassAbove, 1e-13, "mass above the lower gap");
        Close.To(0.0, edges[1].MassAbove, 1e-13, "mass above the upper gap");
    }

    [Fact]
    public void A_branch_inverts_the_level()
    {
        foreach (int index in new[] { 0, 1 })
        {
            var branches = RectangularBranch.Of(System, index);
            Assert.InRange(branches.Length, 2, 8);
            foreach (RectangularBranch branch in branches)
            {
                Assert.True(branch.Low < branch.High);
                Assert.True(branch.Levels.SequenceEqual(branch.Levels.Order()) || branch.Levels.SequenceEqual(branch.Levels.OrderDescending()));
                for (int i = 3; i + 4 < branch.Levels.Length; i += 17)
                {
                    double level = (0.4 * branch.Levels[i]) + (0.6 * branch.Levels[i + 1]);
                    Assert.True(branch.TryInvert(level, out RectangularFactor factor));
                    Close.To(level, factor.Level, (Math.Abs(level) < 1e10 ? 1e-9 : 1e-5) * Math.Abs(level) + 1e-12, $"H of factor {index}");
                    Assert.Equal(Math.Sign(branch.Levels[^1] - branch.Levels[0]), Math.Sign(factor.Rate.Real));
                }
            }
        }
    }

    [Fact]
    public void Atoms_are_what_the_other_matrix_does_not_touch()
    {
        Atomic first = new(new Atom(0.0, 0.9), new Atom(2.0, 0.1)), second = new(new Atom(0.0, 0.3), new Atom(3.0, 0.7));
        SpectralMeasure law = new RectangularSquareLaw(first, second, 0.5);
        Assert.Equal([0.0, 3.0], law.Atoms.Select(atom => atom.Location));
        Close.To(0.2, law.Atoms[0].Weight, 1e-15, "mass at 0");
        Close.To(0.5, law.Atoms[1].Weight, 1e-15, "mass at 3");
        Assert.Equal(law.Atoms, new RectangularSquareLaw(second, first, 0.5).Atoms);
        Assert.Empty(new RectangularSquareLaw(new Atomic(new Atom(0.0, 0.5), new Atom(2.0, 0.5)), new Atomic(new Atom(0.0, 0.5), new Atom(3.0, 0.5)), 0.5).Atoms);
        Close.To(0.2 + 2.1, law.Mean, 1e-14, "mean");
        Assert.Equal("RectangularSquareLaw { √(Atomic { 0.5·δ(0) + 0.5·δ(2) }) ⊞_0.5 √(Uniform { 0.5, 2 }), squared }",
            new RectangularSquareLaw(new Atomic(new Atom(0.0, 0.5), new Atom(2.0, 0.5)), new Uniform(0.5, 2.0), 0.5).ToString());
    }

    [Fact]
    public void A_point_at_0_only_makes_the_other_law_symmetric()
    {
        foreach (double ratio in new[] { 0.0, 0.4, 1.0 })
        {
            foreach (SpectralMeasure sum in new[] { Atomic.Point(0.0).RectangularSum(First, ratio), First.RectangularSum(Atomic.Point(0.0), ratio) })
            {
                foreach (Complex z in new Complex[] { new(0.7, 0.4), new(-0.2, 0.01), new(3.0, 0.0) })
                {
                    Close.Relative(0.5 * (First.Cauchy(z) - First.Cauchy(-z)), sum.Cauchy(z), 1e-11, $"G({z}) for the ratio {ratio}");
                }
            }
        }
    }

    [Fact]
    public void Around_0_the_transform_keeps_its_digits()
    {
        RectangularSquareLaw law = new(Atomic.Point(1.0), Atomic.Point(9.0), Ratio);
        double room = law.Bands[0].Left;
        foreach (Complex z in new Complex[] { new(0.05, 0.02), new(-0.06, 0.0), new(0.0, 0.06), new(1e-9, 0.0), new(0.1, 0.0), new(0.3, 0.2), new(0.0, -0.05) })
        {
            Complex point = z * room;
            Complex value = law.Cauchy(point);
            Close.Relative(law.Integrate(t => 1.0 / (point - t), FreeSpectra.Numerics.Tolerance.Standard).Value, value, 1e-9, $"G({point})");
            Close.Relative(
                law.Integrate(t => -1.0 / ((point - t) * (point - t)), FreeSpectra.Numerics.Tolerance.Standard).Value, law.CauchyDerivative(point), 1e-9, $"G'({point})");
            Close.Relative((point * value) - 1.0, law.MomentTransform(point), 1e-14, "h");
        }

        Complex inside = law.Cauchy(0.0624 * room), outside = law.Cauchy(0.0626 * room);
        Close.Relative(outside, inside + (0.0002 * room * law.CauchyDerivative(0.0625 * room)), 1e-7, "across the end of the series");
    }

    private static RectangularPoint At(Complex y1, Complex y2)
    {
        Assert.True(System.TryFactor(0, y1, out RectangularFactor a) & System.TryFactor(1, y2, out RectangularFactor b));
        return new RectangularPoint(Ratio, a, b);
    }

    private static Complex[,] Difference(int index, Complex narrow, Complex wide)
    {
        const double h = 1e-6;
        (Complex N, Complex W) F(Complex n, Complex w)
        {
            Assert.True(System.TryFactor(index, n * w, out RectangularFactor factor));
            return ((n / factor.Narrow) - n, (w / factor.Wide) - w);
        }

        (Complex N, Complex W) n1 = F(narrow + h, wide), n0 = F(narrow - h, wide), w1 = F(narrow, wide + h), w0 = F(narrow, wide - h);
        return new[,] { { (n1.N - n0.N) / (2.0 * h), (w1.N - w0.N) / (2.0 * h) }, { (n1.W - n0.W) / (2.0 * h), (w1.W - w0.W) / (2.0 * h) } };
    }
}
