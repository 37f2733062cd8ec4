using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>The equations of subordination solved where the solution is known, with its error, its derivatives and its price.</summary>
public sealed class SubordinationSolverTests
{
    private static readonly Complex[] Points = [new(0.3, 0.9), new(-1.7, 0.02), new(1.9, 1e-9), new(0.4, 0.0), new(-1.9, 0.0), new(30.0, 4.0), new(-5e3, 1.0), new(1e-3, 1e-3)];

    /// <summary>Semicircles of variance 0.8 and 1.7·0.5 and mean 0.3: F = z − vG, ω = F + v₁G.</summary>
    [Fact]
    public void Semicircles_add()
    {
        Semicircle first = new(0.0, 0.8), second = new(0.3, 0.5);
        Semicircle sum = new(1.7 * 0.3, 0.8 + (1.7 * 0.5));
        SubordinationSolver solver = Solver(ConvolutionAlgebra.Additive, [first, second], [1.0, 1.7], 8.0);
        foreach (Complex z in Points)
        {
            int before = solver.Steps;
            Assert.True(solver.TrySolve(z), $"{z}");
            Complex g = sum.Cauchy(z);
            Close.To(1.0 / g, solver.Pick, (3.0 * solver.Error) + (1e-15 * Complex.Abs(1.0 / g)), $"F({z})");
            Assert.InRange(solver.Error, 1e-17, 1e-13 * (1.0 + Complex.Abs(z)));
            Close.To((1.0 / g) + (0.8 * g), solver.Omega[0], 1e-12 * (1.0 + Complex.Abs(z)), $"ω₁({z})");
            Close.To((1.0 / g) + (0.5 * g) + 0.3, solver.Omega[1], 1e-12 * (1.0 + Complex.Abs(z)), $"ω₂({z})");
            Close.Relative(1.0 / (1.0 - (0.8 * g * g)), solver.Slopes[0], 1e-10, $"dF/dω₁({z})");
            Close.Relative(1.0 / (1.0 - (0.5 * g * g)), solver.Slopes[1], 1e-10, $"dF/dω₂({z})");
            Close.Relative(1.0 - ((0.8 + 0.85) * g * g), solver.Jacobian, 1e-10, $"dz/dF({z})");
            Assert.Equal(z, solver.At);
            Assert.True(solver.Steps - before <= 60, $"{solver.Steps - before} steps to {z}");
        }

        // Where it is already, and beside that, it costs next to nothing.
        int now = solver.Steps;
        Assert.True(solver.TryFollow(Points[^1]) && solver.Steps == now);
        Assert.True(solver.TryFollow(Points[^1] + 1e-4) && solver.Steps - now <= 5);
        SubordinationSolver fork = solver.Fork();
        Assert.Equal((solver.At, solver.Pick, solver.Jacobian, solver.Error), (fork.At, fork.Pick, fork.Jacobian, fork.Error));
        Assert.Equal(solver.Omega, fork.Omega);
        Assert.Equal(solver.Slopes, fork.Slopes);
        Complex kept = solver.Pick;
        Assert.True(fork.TryFollow(new Complex(1.0, 1.0)));
        Assert.Equal(kept, solver.Pick);
    }

    /// <summary>MP ⊠ MP: z = (1 + u)/(u S(u)) = (1 + u)(1 + c₁u)(1 + c₂u)/u in u = h.</summary>
    [Fact]
    public void Free_Poisson_laws_multiply()
    {
        FreePoisson first = new(2.0, 0.5), second = new(1.0 / 0.3, 0.3);
        SubordinationSolver solver = Solver(ConvolutionAlgebra.Multiplicative, [first, second], [1.0, 1.0], 20.0);
        foreach (Complex z in new Complex[] { new(0.3, 0.9), new(1.7, 0.02), new(0.9, 1e-9), new(0.4, 0.0), new(2.5, 0.0), new(30.0, 4.0), new(-3.0, 0.1), new(1e-3, 1e-3) })
        {
            Complex zeta = Complex.Log(z);
            Assert.True(solver.TrySolve(zeta), $"{z}");
            Complex w = Complex.Exp(solver.Pick);
            Complex u = 1.0 / (w - 1.0);
            Close.Relative(z, (1.0 + u) * (1.0 + (0.5 * u)) * (1.0 + (0.3 * u)) / u, 1e-12, $"z from h at {z}");
            Complex omega1 = Complex.Exp(solver.Omega[0]), omega2 = Complex.Exp(solver.Omega[1]);
            Close.Relative((1.0 + u) * (1.0 + (0.5 * u)) / u, omega1, 1e-12, $"ω₁ at {z}");
            Close.Relative(z * w, omega1 * omega2, 1e-12, $"ω₁ω₂ = zW at {z}");
            Assert.InRange(solver.Error, 1e-17, 1e-12);

            // d ln z/d ln W by d ln z/du and du/d ln W = −u(1 + u).
            Complex slope = -u * (1.0 + u) * ((1.0 / (1.0 + u)) + (0.5 / (1.0 + (0.5 * u))) + (0.3 / (1.0 + (0.3 * u))) - (1.0 / u));
            Close.Relative(slope, solver.Jacobian, 1e-10, $"Jacobian at {z}");
        }
    }

    /// <summary>
    /// Far out on the side of a heavy tail ω of that law lies nearer to the axis than rounding tells: there the equations contract, and the solution is certain all the same, at
    /// whatever place the law stands. G = G_μ(x − Σ vᵢG) for semicircles of variance vᵢ.
    /// </summary>
    [Fact]
    public void A_coordinate_that_rounding_hides_is_certain_where_the_equations_contract()
    {
        FreeStable heavy = new(0.5, 1.0);
        foreach (double[] variances in new double[][] { [0.5], [0.5, 0.3], [0.1, 0.2, 0.4] })
        {
            for (int place = 0; place <= variances.Length; place++)
            {
                List<SpectralMeasure> laws = [.. variances.Select(v => new Semicircle(0.0, v))];
                laws.Insert(place, heavy);
                SubordinationSolver solver = Solver(ConvolutionAlgebra.Additive, [.. laws], [.. laws.Select(_ => 1.0)], 8.0);
                foreach (double x in new[] { 30.0, 1e4, 1e6, 1e8, 1e10, 1e12 })
                {
                    Complex g = heavy.Cauchy(x);
                    for (int k = 0; k < 60; k++)
                    {
                        g = heavy.Cauchy(x - (variances.Sum() * g));
                    }

                    Assert.True(solver.TrySolve(x), $"{x} with the heavy law at {place} of {laws.Count}");
                    Complex f = 1.0 / g;
                    Close.To(f, solver.Pick, (3.0 * solver.Error) + (1e-14 * Complex.Abs(f)), $"F({x})");
                    Close.To(f.Imaginary, solver.Pick.Imaginary, (3.0 * solver.Error) + (1e-9 * f.Imaginary), $"Im F({x})");
                    Assert.True(solver.Error < 1e-12 * Complex.Abs(f));
                    for (int i = 0; i < laws.Count; i++)
                    {
                        Complex omega = i == place ? x - (variances.Sum() * g) : f + (((Semicircle)laws[i]).Variance * g);
                        Close.To(omega, solver.Omega[i], 1e-12 * Complex.Abs(omega), $"ω{i} at {x}");
                    }
                }
            }
        }
    }

    /// <summary>In a gap no coordinate lies above the axis, and nothing is certain; inside the bands Im F &gt; 0 is, and gives the density.</summary>
    [Theory]
    [InlineData("sum")]
    [InlineData("sum of three")]
    [InlineData("sum of atoms")]
    [InlineData("product")]
    [InlineData("product of three")]
    [InlineData("product of atoms")]
    public void No_point_of_a_gap_is_certain_and_every_one_of_a_band_is(string name)
    {
        Uniform flat = new(0.5, 2.0);
        FreePoisson poisson = new(20.0, 0.05);
        Atomic atoms = new(new Atom(0.3, 0.25), new Atom(1.5, 0.25), new Atom(9.0, 0.5)), two = new(new Atom(1.0, 0.6), new Atom(1.2, 0.4));
        SpectralMeasure[] factors = name switch
        {
            "sum" => [flat, new Semicircle(0.2, 0.5)],
            "sum of three" => [atoms, new Semicircle(0.0, 0.01), new Uniform(-0.1, 0.1)],
            "sum of atoms" => [atoms, two],
            "product" => [flat, poisson],
            "product of three" => [atoms, new FreePoisson(100.0, 0.01), new Uniform(0.95, 1.05)],
            _ => [atoms, two],
        };
        ConvolutionAlgebra algebra = name.StartsWith("sum", StringComparison.Ordinal) ? ConvolutionAlgebra.Additive : ConvolutionAlgebra.Multiplicative;
        double[] exponents = [.. factors.Select(_ => 1.0)];
        FreeConvolution law = new(algebra, [.. factors.Length == 2 ? factors : [factors[0], new FreeConvolution(algebra, [.. factors.Skip(1)], [1.0, 1.0])]], [1.0, 1.0]);
        Assert.Equal(1.0, law.TotalMass, 1e-9);
        (Band Band, Band Next)[] gaps = [.. law.Bands.Zip(law.Bands.Skip(1))];
        foreach (double t in new[] { 0.03, 0.3, 0.5, 0.8, 0.99 })
        {
            foreach ((Band band, Band next) in gaps)
            {
                double x = band.Right + (t * (next.Left - band.Right));
                Assert.False(Solver(algebra, factors, exponents, 12.0).TrySolve(algebra.ToCoordinate(x)), $"{x} of {name}");
            }

            Assert.False(Solver(algebra, factors, exponents, 12.0).TrySolve(algebra.ToCoordinate(law.TopOfSupport * (1.0 + t))), $"above {name}");
            Assert.False(algebra == ConvolutionAlgebra.Additive && Solver(algebra, factors, exponents, 12.0).TrySolve(law.BottomOfSupport - t), $"below {name}");
            foreach (Band band in law.Bands)
            {
                double x = band.Left + (t * band.Width);
                SubordinationSolver solver = Solver(algebra, factors, exponents, 12.0);
                Assert.True(solver.TrySolve(algebra.ToCoordinate(x)), $"{x} of {name}");
                Close.Relative(law.Density(x), -algebra.Cauchy(x, solver.Pick, solver.Jacobian).Value.Imaginary / Math.PI, 1e-8, $"density at {x} of {name}");
            }
        }
    }

    [Fact]
    public void A_point_off_the_bands_is_no_point_of_the_half_plane()
    {
        SubordinationSolver solver = Solver(ConvolutionAlgebra.Additive, [new Semicircle(0.0, 0.8), new Semicircle(0.3, 0.5)], [1.0, 1.0], 8.0);
        Assert.False(solver.TryFollow(new Complex(0.3, 0.9)));
        Assert.False(solver.TrySolve(7.0));
        Assert.False(solver.TrySolve(-7.0));
        Assert.True(solver.TrySolve(new Complex(7.0, 1e-6)));
        Assert.False(solver.TryFollow(7.0));
        Assert.True(solver.TryFollow(new Complex(7.0, 0.5)));
    }

    /// <summary>A law against itself: μ^{⊞t} with one factor, and an atom that is met from above.</summary>
    [Fact]
    public void One_factor_with_a_power_and_atoms_are_solved_too()
    {
        Atomic signs = new(new Atom(-1.0, 0.5), new Atom(1.0, 0.5));
        SubordinationSolver solver = Solver(ConvolutionAlgebra.Additive, [signs], [3.0], 12.0);
        KestenMcKay law = new(3.0);
        foreach (Complex z in new Complex[] { new(0.3, 0.9), new(1.0, 0.0), new(2.5, 1e-6), new(0.0, 0.0) })
        {
            Assert.True(solver.TrySolve(z));
            Close.Relative(law.Cauchy(z), 1.0 / solver.Pick, 1e-12, $"G({z})");
        }

        SubordinationSolver heavy = Solver(ConvolutionAlgebra.Additive, [new Atomic(new Atom(0.0, 0.8), new Atom(1.0, 0.2)), new Atomic(new Atom(0.0, 0.7), new Atom(2.0, 0.3))], [1.0, 1.0], 8.0);
        Assert.True(heavy.TrySolve(new Complex(0.0, 1e-7)));
        Close.Relative(new Complex(0.0, 1e-7 / 0.5), heavy.Pick, 1e-5, "F beside an atom of mass ½");
    }

    [Fact]
    public void Solutions_far_apart_are_reached_by_few_steps()
    {
        SubordinationSolver solver = Solver(ConvolutionAlgebra.Additive, [new Uniform(-1.0, 2.0), new Arcsine(1.5)], [1.0, 1.0], 16.0);
        Assert.True(solver.TrySolve(0.7));
        Assert.InRange(solver.Steps, 1, 45);
        int before = solver.Steps;
        Assert.True(solver.TryFollow(-1.0));
        Assert.InRange(solver.Steps - before, 1, 40);
        before = solver.Steps;
        Assert.True(solver.TryFollow(new Complex(3e3, 1e3)));
        Assert.InRange(solver.Steps - before, 1, 45);
        before = solver.Steps;
        Assert.True(solver.TrySolve(new Complex(0.1, 1e-12)));
        Assert.InRange(solver.Steps - before, 1, 80);
    }

    private static SubordinationSolver Solver(ConvolutionAlgebra algebra, SpectralMeasure[] laws, double[] exponents, double reach) =>
        new(algebra, [.. laws.Select(TransformTracker.Of)], exponents, reach);
}
