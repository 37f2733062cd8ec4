using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Rectangular;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>
/// Solvers that jump about: whatever the last point was, a solution that is accepted is the right one, within its error; off the bands, where the
/// solution is real, a solver may find none.
/// </summary>
public sealed class WalkTests
{
    private const int Jumps = 150;

    /// <summary>Semicircles of variances 0.8 and 0.5 with powers: G of the semicircle law of their sum.</summary>
    [Theory]
    [InlineData(1.0, 1.0)]
    [InlineData(1.7, 2.5)]
    public void Jumps_of_a_sum_of_semicircles_end_at_the_right_branch(double t1, double t2)
    {
        Semicircle sum = new(0.3 * t2, (0.8 * t1) + (0.5 * t2));
        Run(
            ConvolutionAlgebra.Additive,
            [new Semicircle(0.0, 0.8), new Semicircle(0.3, 0.5)],
            [t1, t2],
            sum.Bands[0],
            z => 1.0 / sum.Cauchy(z));
    }

    /// <summary>A power of ±1 is a Kesten–McKay law: one factor.</summary>
    [Fact]
    public void Jumps_of_a_power_end_at_the_right_branch()
    {
        KestenMcKay law = new(3.0);
        Run(ConvolutionAlgebra.Additive, [new Atomic(new Atom(-1.0, 0.5), new Atom(1.0, 0.5))], [3.0], law.Bands[0], z => 1.0 / law.Cauchy(z));
    }

    /// <summary>MP ⊠ MP: z = (1 + u)(1 + u/2)(1 + 0.3u)/u, of whose roots the one with Im u &lt; 0 is h.</summary>
    [Fact]
    public void Jumps_of_a_product_end_at_the_right_branch()
    {
        FreePoisson first = new(2.0, 0.5), second = new(1.0 / 0.3, 0.3);
        Band band = first.FreeProduct(new WithoutInverse(second)).Bands[0];
        Complex Pick(Complex z)
        {
            // 0.15u³ + 0.95u² + (1.8 − z)u + 1 = 0, followed from u ≈ 1/z at a great height.
            Complex u = 1.0 / new Complex(z.Real, 400.0);
            for (int k = 0; k <= 4000; k++)
            {
                Complex at = new(z.Real, z.Imaginary + ((400.0 - z.Imaginary) * Math.Pow(1.0 - (k / 4000.0), 8.0)));
                for (int i = 0; i < 3; i++)
                {
                    u -= ((((((0.15 * u) + 0.95) * u) + 1.8 - at) * u) + 1.0) / ((((0.45 * u) + 1.9) * u) + 1.8 - at);
                }
            }

            return Complex.Log(1.0 + (1.0 / u));
        }

        Run(ConvolutionAlgebra.Multiplicative, [first, second], [1.0, 1.0], band, Pick, jumps: 40);
    }

    /// <summary>λ(4 − y)m² + (2 + 2λ − y)m + 1 = 0, M = 2m, for two isometries; on the axis off the band m is real and decreases to 0 far out.</summary>
    [Theory]
    [InlineData(0.35)]
    [InlineData(0.9)]
    public void Jumps_of_a_rectangular_sum_end_at_the_right_branch(double ratio)
    {
        RectangularSystem system = new(Atomic.Point(1.0), Atomic.Point(1.0), ratio);
        double half = Math.Sqrt(4.0 - (4.0 * (1.0 + ratio) * (1.0 + ratio)) + (16.0 * ratio));
        RectangularSolver solver = new(system, 16.0);
        Random random = new(11);
        int found = 0;
        for (int k = 0; k < Jumps; k++)
        {
            Complex y = Next(random, 2.0 - half, 2.0 + half);
            if (Math.Min(Math.Abs(y.Real - 2.0 + half), Math.Abs(y.Real - 2.0 - half)) < 1e-3 || Complex.Abs(y) < 1e-3)
            {
                continue;
            }

            Assert.True(solver.TrySolve(y), $"jump {k} to {y}");
            found++;
            Complex m = 0.5 * solver.Point.Moment;
            Complex residual = (ratio * (4.0 - y) * m * m) + ((2.0 + (2.0 * ratio) - y) * m) + 1.0;
            Complex slope = (2.0 * ratio * (4.0 - y) * m) + 2.0 + (2.0 * ratio) - y;
            Assert.True(2.0 * Complex.Abs(residual / slope) <= (3.0 * solver.Error) + (1e-15 * Complex.Abs(m)), $"jump {k} to {y}: {2.0 * Complex.Abs(residual / slope):E1} of {solver.Error:E1}");
            bool inside = y.Imaginary > 0.0 || (y.Real > 2.0 - half && y.Real < 2.0 + half);
            Assert.True(inside ? m.Imaginary < 0.0 : Math.Abs(m.Imaginary) <= solver.Error && solver.Slope.Real < 0.0 == (y.Real < 2.0 - half || y.Real > 2.0 + half), $"jump {k} to {y}: m = {m}");
            (Complex n1, Complex w1, Complex n2, Complex w2) = solver.Point.Subordination(y);
            Assert.All(new[] { n1, w1, n2, w2 }, omega => Assert.True(inside ? omega.Imaginary > 0.0 : Math.Abs(omega.Imaginary) < 1e-9 * Complex.Abs(omega)));
        }

        Assert.InRange(found, Jumps / 2, Jumps);
    }

    private static void Run(
        ConvolutionAlgebra algebra, SpectralMeasure[] laws, double[] exponents, Band band, Func<Complex, Complex> pick, int jumps = Jumps)
    {
        SubordinationSolver solver = new(algebra, [.. laws.Select(TransformTracker.Of)], exponents, 12.0);
        Random random = new(7);
        int outside = 0;
        for (int k = 0; k < jumps; k++)
        {
            Complex z = Next(random, band.Left, band.Right);
            if (Math.Min(Math.Abs(z.Real - band.Left), Math.Abs(z.Real - band.Right)) < 1e-3)
            {
                continue;
            }

            bool above = z.Imaginary > 0.0 || (z.Real > band.Left && z.Real < band.Right);
            bool solved = solver.TrySolve(algebra.ToCoordinate(z));
            outside += above ? 0 : 1;
            Assert.True(solved || !above, $"jump {k} to {z}");
            if (!solved)
            {
                continue;
            }

            Complex p = pick(z);
            Assert.True(Complex.Abs(solver.Pick - p) <= (3.0 * solver.Error) + (1e-14 * (1.0 + Complex.Abs(p))), $"jump {k} to {z}: {solver.Pick} is not {p} within {solver.Error:E1}");
            Assert.All(solver.Omega, c => Assert.True(c.Imaginary > 0.0 && c.Imaginary < algebra.Height));
        }

        Assert.InRange(outside, 1, jumps / 2);
    }

    /// <summary>A point in, beside or far from a band: a third on the axis, the others at heights between 10 and 1e-5 of the band.</summary>
    private static Complex Next(Random random, double left, double right)
    {
        double width = right - left;
        double x = random.Next(5) == 0 ? left + (width * (1.0 + Math.Pow(10.0, 3.0 * random.NextDouble()))) : left + (width * ((1.4 * random.NextDouble()) - 0.2));
        return new Complex(x > 0.0 || left < 0.0 ? x : left * random.NextDouble(), random.Next(3) == 0 ? 0.0 : width * Math.Pow(10.0, 1.0 - (6.0 * random.NextDouble())));
    }
}
