using FreeSpectra.Measures.Expressions;
using FreeSpectra.Transforms.Exact;

namespace FreeSpectra.Tests.Transforms.Exact;

public sealed class SymbolicTransformTests
{
    [Theory]
    [InlineData("semicircle(1)", "(z - sqrt(z^2 - 4))/2", "w", null)]
    [InlineData("mp(1/2)", "(2*z - 1 - sqrt(4*z^2 - 12*z + 1))/(2*z)", "2/(2 - w)", "2/(2 + u)")]
    [InlineData("mp(1/2) [+] semicircle(1)", null, "w + 2/(2 - w)", null)]
    [InlineData("arcsine(2)", "1/sqrt(z^2 - 4)", "(-1 + sqrt(1 + 4*w^2))/w", null)]
    [InlineData("point(3)", "1/(z - 3)", "3", "1/3")]
    [InlineData("bernoulli(1/2)", "(2*z - 1)/(2*z^2 - 2*z)", "(-1 + w + sqrt(1 + w^2))/(2*w)", "1 + 1/(1 + 2*u)")]
    [InlineData("mp(1) [x] mp(1)", null, "(1 - 2*w - sqrt(1 - 4*w))/(2*w^2)", "1/(1 + 2*u + u^2)")]
    [InlineData("mp(2) [x] bernoulli(1/3)", "(3*z + 7 - sqrt(9*z^2 - 30*z + 1))/(12*z)", "(-3 + 5*w + sqrt(9 - 18*w + w^2))/(6*w - 12*w^2)", "(3 + 3*u)/(1 + 5*u + 6*u^2)")]
    [InlineData("free-meixner(-2, -1/2)", "(2 + sqrt(z^2 + 4*z + 2))/(z^2 + 4*z - 2)", "(-1 - 2*w + sqrt(1 + 4*w + 6*w^2))/w", null)]
    [InlineData("-1*bernoulli(1/3)", "(3*z + 2)/(3*z^2 + 3*z)", "(-3 - 3*w + sqrt(9 + 6*w + 9*w^2))/(6*w)", "-1 - 2/(1 + 3*u)")]
    public void Transforms_read_as_written_by_hand(string expression, string? g, string? r, string? s)
    {
        ExactLaw law = ExactEvaluator.Evaluate(LawExpression.Parse(expression))!;
        Assert.Equal(g, SymbolicTransform.Cauchy(law));
        Assert.Equal(r, SymbolicTransform.R(law));
        if (s is not null)
        {
            Assert.Equal(s, SymbolicTransform.S(law));
        }
    }
}
