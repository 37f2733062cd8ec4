using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Numerics.Exact;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms.Exact;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms.Exact;

/// <summary>The same law by elimination and by subordination: neither knows of the other.</summary>
public sealed class TwoRoutesTests
{
    public static TheoryData<string> Expressions =>
    [
        "mp(1/2)", "semicircle(2, mean=1)", "jacobi(5/2, 3)", "kesten-mckay(5/2)", "free-binomial(1/3, 7/4)", "free-meixner(1/2, 1/3)", "free-f(3/2, 1/3)",
        "two-projections(7/10, 2/5)", "arcsine(3)", "mp(1/2) [+] semicircle(1)", "mp(1/3) [x] mp(3/2)", "atoms(-1:1/4, 1:3/4) [+] semicircle(1/10)",
        "atoms(0:1/5, 1:3/10, 3:1/2) [x] mp(1/2)", "compress(mp(2) [+] bernoulli(1/3), 2/3)", "bernoulli(9/10)^[x]3", "mp(1/4)^[+]5/2",
        "-2*(mp(1/2) [+] arcsine(1)) + 1/3", "(mp(1/2) [+] mp(3)) [x] bernoulli(3/5)", "uniform(-1, 2) [+] mp(1/2)",
        "raney(5/2, 3/2)", "fuss-catalan(2)", "compound-poisson(3/2, mp(1/2))", "fuss-catalan(3/2) [+] semicircle(1)",
    ];

    [Theory, MemberData(nameof(Expressions))]
    public void Cauchy_transform_solves_the_equation(string text)
    {
        (SpectralMeasure law, ExactLaw exact) = Both(text);
        if (exact.Equation is not { } equation)
        {
            Assert.Contains("uniform", text, StringComparison.Ordinal);
            return;
        }

        double left = law.BottomOfSupport;
        double width = law.TopOfSupport - left;
        for (int i = 0; i < 7; i++)
        {
            Complex z = new(left + (width * (i - 0.5) / 6.0), width * 0.05 * (1 + i));
            Complex g = law.Cauchy(z);

            // The distance to the nearest root, to first order.
            Complex slope = equation.DerivativeInSecond().Evaluate(z, g);
            Close.To(Complex.Zero, equation.Evaluate(z, g) / slope, within: 1e-11 * Complex.Abs(g), $"{text} at {z}");
        }
    }

    [Theory, MemberData(nameof(Expressions))]
    public void Moments_by_quadrature_are_the_exact_ones(string text)
    {
        (SpectralMeasure law, ExactLaw exact) = Both(text);
        double radius = Math.Max(Math.Abs(law.BottomOfSupport), Math.Abs(law.TopOfSupport));
        for (int k = 1; k <= 6; k++)
        {
            double moment = law.Integrate(t => Math.Pow(t / radius, k), FreeSpectra.Numerics.Tolerance.Tight).Value.Real;
            double expected = exact.Moments(k)[^1].ToDouble() / Math.Pow(radius, k);
            Close.To(expected, moment, within: 1e-11, $"moment {k} of {text}");
        }
    }

    [Theory, MemberData(nameof(Expressions))]
    public void Every_edge_is_a_singular_point_of_the_equation(string text)
    {
        (SpectralMeasure law, ExactLaw exact) = Both(text);
        if (exact.Equation is not { } equation)
        {
            return;
        }

        double[] edges = [.. SingularPoints.Find(equation, law).Where(p => p.IsEdge).Select(p => p.X)];
        foreach (Band band in law.Bands)
        {
            Assert.All([band.Left, band.Right], edge => Assert.True(
                edges.Any(x => Math.Abs(x - edge) <= 4e-15 * Math.Max(1.0, Math.Abs(edge))), $"{text}: {edge:R} among {string.Join(" ", edges)}"));
        }
    }

    [Theory]
    [InlineData("mp(1/2)", TransformKind.R), InlineData("mp(1/2) [+] semicircle(1)", TransformKind.R), InlineData("uniform(-1, 2)", TransformKind.R)]
    [InlineData("atoms(-1:1/4, 2:3/4)", TransformKind.R), InlineData("jacobi(2, 3)", TransformKind.R), InlineData("-2*mp(1/3) + 1", TransformKind.R)]
    [InlineData("mp(1/2) [x] mp(1/3)", TransformKind.S), InlineData("atoms(1:1/4, 2:3/4)", TransformKind.S), InlineData("jacobi(2, 3)", TransformKind.S)]
    [InlineData("mp(1/2) [+] mp(2)", TransformKind.S), InlineData("uniform(1, 2)", TransformKind.S), InlineData("two-projections(1/3, 1/2)", TransformKind.S)]
    public void Transforms_agree_with_their_series(string text, TransformKind kind)
    {
        (SpectralMeasure law, ExactLaw exact) = Both(text);
        PowerSeries series = kind == TransformKind.R ? exact.RTransform(30) : exact.STransform(30)!;
        double radius = Enumerable.Range(1, 29).Max(n => Math.Pow(Math.Abs(series[n].ToDouble()), 1.0 / n));
        foreach (Complex direction in new Complex[] { new(1, 0), new(-1, 0), new(0.6, -0.8), new(-0.3, 0.9) })
        {
            Complex point = direction * 0.1 / radius;
            Complex expected = Complex.Zero;
            for (int n = 29; n >= 0; n--)
            {
                expected = (expected * point) + series[n].ToDouble();
            }

            var value = TransformEvaluator.Evaluate(law, kind, point);
            Close.To(expected, value.Value, within: 1e-12 * (1.0 + Complex.Abs(expected)), $"{kind} of {text} at {point}");
            Assert.True(
                Complex.Abs(expected - value.Value) <= (3.0 * value.Error) + 1e-15, $"{kind} of {text} at {point}: error {value.Error:E1} claimed");
        }
    }

    private static (SpectralMeasure Law, ExactLaw Exact) Both(string text)
    {
        var expression = LawExpression.Parse(text);
        return (LawEvaluator.Evaluate(expression), ExactEvaluator.Evaluate(expression)!);
    }
}
