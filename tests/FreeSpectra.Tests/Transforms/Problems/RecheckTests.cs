using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms.Problems;

/// <summary>The check with 32 digits knows closed forms to all of them, and refutes what is wrong.</summary>
public sealed class RecheckTests
{
    /// <summary>MP(½) ⊞ semicircle(1): ½g³ − (½z + 1)g² + (z − ½)g − 1 = 0.</summary>
    [Fact]
    public void Precise_value_solves_the_cubic_to_28_digits()
    {
        PreciseComplex z = new Complex(0.7, 0.01);
        PreciseComplex g = new PreciseLaw().Cauchy(Law("mp(0.5) [+] semicircle(1)"), z);
        PreciseComplex rest = (0.5 * g * g * g) - (((0.5 * z) + 1.0) * g * g) + ((z - 0.5) * g) - 1.0;
        Assert.True(Complex.Abs(rest.Rounded()) < 1e-27, $"residual {rest.Rounded()}");
    }

    [Theory]
    [InlineData("mp(0.5) [x] mp(0.3333)")]
    [InlineData("jacobi(2.5, 1.3) [+] atoms(-1:0.3, 2:0.7)")]
    [InlineData("square(semicircle(1, mean=0.5)) [x] raney(2.2, 1.1)")]
    [InlineData("monotone-sum(uniform(0, 1), arcsine(1)) [+] free-binomial(0.3, 2.5)")]
    public void Right_laws_pass(string expression)
    {
        Random random = new(5);
        Assert.Null(Recheck.Run(Law(expression), random.NextDouble, out bool supported));
        Assert.True(supported);
    }

    /// <summary>The law of mean ½t and variance t/12 at 1e11 of its sizes: 1/z + m₁/z² + m₂/z³, where a sum of logarithms keeps 20 digits of 32.</summary>
    [Fact]
    public void Far_from_a_power_of_a_uniform_law_its_moments_are_the_value()
    {
        const double t = 2.75;
        PreciseComplex z = new Complex(123195400125.31802, 1051623110.0235834);
        PreciseComplex g = new PreciseLaw().Cauchy(Law("uniform(0, 1)^[+]2.75"), z);
        PreciseComplex series = (1.0 + ((0.5 * t) + (((t / 12.0) + (0.25 * t * t)) / z)) / z) / z;
        Assert.True(Complex.Abs(((g / series) - 1.0).Rounded()) < 1e-28, $"{((g / series) - 1.0).Rounded()}");
    }

    /// <summary>The other root of the quadratic, a density 1e-8 too large, G 1e-10 too large.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Wrong_laws_are_refuted(int fault)
    {
        Random random = new(5);
        Assert.NotNull(Recheck.Run(new FaultyLaw(fault), new Semicircle(0.0, 1.0), random.NextDouble, out _));
    }

    private static SpectralMeasure Law(string expression) => LawEvaluator.Evaluate(LawExpression.Parse(expression));

    /// <summary>The semicircle law with a fault.</summary>
    private sealed record FaultyLaw : SpectralMeasure
    {
        private readonly SpectralMeasure right = new Semicircle(0.0, 1.0);
        private readonly int fault;

        public FaultyLaw(int fault) => this.fault = fault;

        public override ImmutableArray<Atom> Atoms => [];

        public override ImmutableArray<Band> Bands => right.Bands;

        public override double Density(double x) => right.Density(x) * (fault == 1 ? 1.0 + 1e-8 : 1.0);

        public override Complex Cauchy(Complex z) => fault switch
        {
            0 => 1.0 / right.Cauchy(z),
            2 => right.Cauchy(z) * (1.0 + 1e-10),
            _ => right.Cauchy(z),
        };
    }
}
