using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Transforms.Expressions;
using FreeSpectra.Validation;
using FreeSpectra.Validation.Comparison;
using FreeSpectra.Validation.Simulation;

namespace FreeSpectra.Tests.Validation.Simulation;

/// <summary>Matrices of an expression follow the law of the expression; a pinned seed, 2e-7 false alarms for each check.</summary>
public class EnsembleSamplerTests
{
    [Theory]
    [InlineData("semicircle(2, 1)", "semicircle(2.2, 1)")]
    [InlineData("mp(1/2)", "mp(3/5)")]
    [InlineData("mp(1/2) [+] semicircle(1)", "mp(1/2) [+] semicircle(1.2)")]
    [InlineData("mp(1/2) [x] mp(1/3)", "mp(1/2) [x] mp(1/2)")]
    [InlineData("compress(uniform(0, 1), 1/2)", "uniform(0, 1)")]
    [InlineData("uniform(-1, 1)^[+]3", "uniform(-1, 1)^[+]2")]
    [InlineData("2*mp(1/4) + 1", "2*mp(1/4) + 1.2")]
    [InlineData("uniform(-1, 1)^[+]5/2", "uniform(-1, 1)^[+]2")]
    [InlineData("uniform(1, 2)^[x]2", "uniform(1, 2.1)^[x]2")]
    [InlineData("bernoulli(7/10) [x] bernoulli(2/5)", "bernoulli(7/10) [x] bernoulli(1/2)")]
    [InlineData("uniform(1, 3) [x] bernoulli(1/2)", "uniform(1, 3) [x] bernoulli(3/5)")]
    [InlineData("mp(1/2) [+] semicircle(1) [-] semicircle(2/5)", "mp(1/2) [+] semicircle(2/5)")]
    [InlineData("(mp(1/2) [+] semicircle(1) [-] semicircle(2/5)) [+] semicircle(2/5)", "mp(1/2) [+] semicircle(6/5)")]
    [InlineData("mp(1/2) [x] mp(1/3) [/] mp(1/2)", "mp(1/2)")]
    [InlineData("(uniform(1, 2) [x] mp(1/3) [/] mp(1/3)) [x] mp(1/3)", "uniform(1, 2) [x] mp(1/2)")]
    [InlineData("rect-sum(point(1), point(1), 1/2)", "rect-sum(point(1), point(5/4), 1/2)")]
    [InlineData("square(rect-sum(point(1), point(1), 1/2))", "square(rect-sum(point(1), point(1), 9/10))")]
    [InlineData("rect-sum(uniform(-1, 1), uniform(0, 2), 1)", "rect-sum(uniform(-1, 1), uniform(0, 2.2), 1)")]
    [InlineData("inverse(mp(1/4))", "inverse(mp(1/3))")]
    [InlineData("square(semicircle(1, 1))", "square(semicircle(1.2, 1))")]
    [InlineData("sqrt-sym(mp(1/2))", "sqrt-sym(mp(1/2, 5/4))")]
    [InlineData("compound-poisson(3/2, uniform(1, 2))", "compound-poisson(2, uniform(1, 2))")]
    public void Matrices_follow_the_law_of_their_expression_and_not_of_a_neighbour(string expression, string neighbour)
    {
        ImmutableArray<EmpiricalSpectrum> draws = new EnsembleSampler(LawExpression.Parse(expression)).Sample(
            120, 24, 5, DenseKernels.Select(), 2, null, TestContext.Current.CancellationToken);
        Assert.True(Verdict(expression, draws).Agrees, string.Join('\n', Verdict(expression, draws).Checks));
        Assert.False(Verdict(neighbour, draws).Agrees);
    }

    [Fact]
    public void The_number_of_threads_does_not_show()
    {
        EnsembleSampler sampler = new(LawExpression.Parse("mp(1/2) [+] uniform(0, 1)"));
        double[] Draw(int threads) => [.. sampler.Sample(
            30, 5, 1, DenseKernels.Select(), threads, null, TestContext.Current.CancellationToken).SelectMany(s => s.Eigenvalues)];
        Assert.Equal(Draw(1), Draw(4));
    }

    [Theory]
    [InlineData("boolean-sum(mp(1), mp(1))", "vector state")]
    [InlineData("monotone-sum(mp(1), mp(1))", "vector state")]
    [InlineData("mp(1)^[x]3/2", "whole number of factors")]
    [InlineData("mp(1) [+] semicircle(1) [-] boolean-sum(mp(1), mp(1))", "not known to be a law")]
    public void An_operation_without_a_matrix_is_refused_with_its_reason(string expression, string reason)
    {
        Exception problem = Assert.ThrowsAny<Exception>(() => new EnsembleSampler(LawExpression.Parse(expression)).Sample(
            10, 1, 1, DenseKernels.Select(), 1, null, TestContext.Current.CancellationToken));
        Assert.True(problem is NotSupportedException or ArgumentException, problem.GetType().Name);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    private static ComparisonVerdict Verdict(string expression, ImmutableArray<EmpiricalSpectrum> draws)
    {
        SpectralMeasure law = LawEvaluator.Evaluate(LawExpression.Parse(expression));
        return SpectrumComparison.Compare(law, draws, depth: 1);
    }
}
