using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics.Exact;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms.Exact;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>The exact side: texts, limits, missing answers, and equations held against transforms in floating point.</summary>
public sealed class ExactRuleTests
{
    public static TheoryData<string> Expressions =>
    [
        "semicircle(1)", "semicircle(3, mean=-1)", "mp(1/2)", "mp(2)", "mp(1/3, scale=5)", "free-poisson(2/3, 3)", "arcsine(2)", "arcsine(3/2)", "point(3)", "point(-1/2)", "bernoulli(1/2)",
        "bernoulli(1/3)", "atoms(-1:1/2, 1:1/2)", "atoms(-1:1/3, 2:2/3)", "kesten-mckay(3)", "kesten-mckay(5/2)", "jacobi(2, 3)", "jacobi(5/2, 4/3)", "free-meixner(1, 1/2)",
        "free-meixner(-1/2, -1/2)", "free-f(1/2, 1/3)", "fuss-catalan(1)", "raney(2, 1)", "compound-poisson(2, point(1/2))", "compress(bernoulli(1/2), 1/2)", "inverse(mp(1/2))", "2*mp(1/2) + 3",
        "-3*bernoulli(1/3)", "two-projections(1/2, 1/2)", "two-projections(1/3, 3/4)", "semicircle(1) [+] mp(1/2)", "mp(1) [x] mp(1)", "mp(1/2) [x] mp(1/3)", "boolean-sum(mp(1/2), point(1))",
        "boolean-sum(atoms(-1:1/2, 1:1/2), semicircle(1))", "square(semicircle(1))", "sqrt-sym(mp(1))", "free-binomial(1/3, 2)", "compound-poisson(1/2, bernoulli(1/3))", "mp(1/2)^[x]2", "atoms(0:1/5, 1:3/10, 3:1/2)",
        "free-meixner(1/2, 1/3)", "free-meixner(-2, -1/2)", "2*free-meixner(1, 1) + 3", "inverse(mp(1/2))", "-2*mp(1/2) + 3", "mp(2) [x] bernoulli(1/3)", "raney(2, 2)",
        "compound-poisson(2, atoms(1:1/2, 2:1/2))", "3*kesten-mckay(4) - 1", "free-f(2, 1/4)", "jacobi(1/2, 1)", "mp(1/2) [x] (bernoulli(1/2) + 1)", "atoms(-1:1/2, 1:1/2)^[+]3/2",
    ];

    /// <summary>P(z, G(z)) = 0 and each relation of the transforms, with the transforms of the law in floating point.</summary>
    [Theory, MemberData(nameof(Expressions))]
    public void Equations_hold_for_the_transforms_of_the_law(string text)
    {
        ExactLaw exact = ExactEvaluator.Evaluate(LawExpression.Parse(text))!;
        SpectralMeasure law = LawEvaluator.Evaluate(LawExpression.Parse(text));
        BivariatePolynomial equation = exact.Equation!;
        double size = 3.0 * Math.Max(1.0, Math.Max(Math.Abs(law.TopOfSupport), Math.Abs(law.BottomOfSupport)));
        foreach (Complex z in new Complex[] { new(0.4 * size, 0.7 * size), new(-size, 0.3 * size) })
        {
            Complex g = law.Cauchy(z);
            Zero(equation, z, g, "G");
            Zero(AlgebraicEquation.ToR(equation), g, z - (1.0 / g), "R");
            Complex h = (z * g) - 1.0;
            Zero(AlgebraicEquation.ToMomentTransform(equation), z, h, "h");
            Zero(AlgebraicEquation.ToChi(equation), h, z, "chi");
            Zero(AlgebraicEquation.ToMomentSeries(equation), 1.0 / z, z * g, "M");
            if (exact.Moments(1)[0].Sign != 0)
            {
                Zero(AlgebraicEquation.ToS(equation), h, g / h, "S");
            }
        }

        for (int k = 1; k <= 4; k++)
        {
            Close.To(exact.Moments(4)[k - 1].ToDouble(), law.Moment(k), 1e-9 * Math.Pow(size, k), $"moment {k}");
            Close.To(exact.FreeCumulants(4)[k - 1].ToDouble(), law.FreeCumulant(k), 1e-8 * Math.Pow(size, k), $"cumulant {k}");
        }

        foreach ((double x, bool isEdge) in SingularPoints.Find(equation, law))
        {
            Assert.Equal(law.Bands.Any(band => Math.Abs(band.Left - x) < 1e-7 || Math.Abs(band.Right - x) < 1e-7), isEdge);
        }

        double[] places = [.. SingularPoints.Find(equation, law).Where(point => point.IsEdge).Select(point => point.X)];
        Assert.All(law.Bands.SelectMany(band => new[] { band.Left, band.Right }), edge => Assert.Contains(places, x => Math.Abs(x - edge) < 1e-7 * size));
    }

    /// <summary>Edges of a law that is narrow and far from 0 are told from other points by its place, and those of a wide one by its width.</summary>
    [Theory]
    [InlineData("semicircle(1/1000000000000, mean=1)", 2)]
    [InlineData("semicircle(1/1000000000000, mean=-1)", 2)]
    [InlineData("semicircle(1000000000000, mean=1)", 2)]
    [InlineData("free-poisson(1000000000000, 1/1000000000000)", 2)]
    [InlineData("mp(1/2)", 2)]
    public void Edges_are_recognised_at_any_size(string text, int edges)
    {
        BivariatePolynomial equation = ExactEvaluator.Evaluate(LawExpression.Parse(text))!.Equation!;
        SpectralMeasure law = LawEvaluator.Evaluate(LawExpression.Parse(text));
        (double X, bool IsEdge)[] points = [.. SingularPoints.Find(equation, law)];
        Assert.Equal(edges, points.Count(point => point.IsEdge));
        Assert.All(law.Bands.SelectMany(band => new[] { band.Left, band.Right }), edge => Assert.Contains(points, point => point.IsEdge && Math.Abs(point.X - edge) < 1e-12 * Math.Abs(edge)));
    }

    /// <summary>Each text, read as a formula, is the transform of the law.</summary>
    [Theory, MemberData(nameof(Expressions))]
    public void Texts_of_transforms_are_the_transforms(string text)
    {
        ExactLaw exact = ExactEvaluator.Evaluate(LawExpression.Parse(text))!;
        SpectralMeasure law = LawEvaluator.Evaluate(LawExpression.Parse(text));
        double size = Math.Max(1.0, Math.Max(Math.Abs(law.TopOfSupport), Math.Abs(law.BottomOfSupport)));
        if (SymbolicTransform.Cauchy(exact) is { } g)
        {
            double z = law.TopOfSupport + (3.0 * size);
            Close.Relative(law.Cauchy(z).Real, FormulaReader.Value(g, "z", z), 1e-10, g);
        }

        if (SymbolicTransform.R(exact) is { } r)
        {
            double w = law.Cauchy(law.TopOfSupport + (3.0 * size)).Real;
            Close.To(law.TopOfSupport + (3.0 * size) - (1.0 / w), FormulaReader.Value(r, "w", w), 1e-9 * size, r);
        }

        if (SymbolicTransform.S(exact) is { } s)
        {
            double z = Math.Sign(law.Mean) > 0 ? law.TopOfSupport + (3.0 * size) : law.BottomOfSupport - (3.0 * size);
            double u = law.MomentTransform(z).Real;
            Close.Relative((1.0 + u) / (u * z), FormulaReader.Value(s, "u", u), 1e-9, s);
        }
    }

    [Theory]
    [InlineData("uniform(0, 1)^[x]1/2")]
    [InlineData("semicircle(1)^[x]2")]
    [InlineData("mp(1/2, scale=2)^[x]3/2")]
    [InlineData("mp(1/2, scale=3)^[x]100000")]
    [InlineData("semicircle(1) [x] semicircle(1)")]
    [InlineData("semicircle(1) [/] mp(1)")]
    [InlineData("mp(1) [/] semicircle(1)")]
    [InlineData("inverse(uniform(1, 2))")]
    [InlineData("atoms(0:1/2, 1:1/3)")]
    [InlineData("cauchy(0, 1)")]
    [InlineData("mp(1) [+] cauchy(0, 1)")]
    public void Some_expressions_have_no_exact_law(string text) => Assert.Null(ExactEvaluator.Evaluate(LawExpression.Parse(text)));

    [Fact]
    public void Powers_that_are_rational_are_taken()
    {
        static string Moments(string text) => string.Join(' ', ExactEvaluator.Evaluate(LawExpression.Parse(text))!.Moments(2));
        Assert.Equal("8 96", Moments("mp(1/3, scale=4)^[x]3/2"));
        Assert.Equal("27/8 2187/64", Moments("free-poisson(3/2, 1)^[x]3"));
        Assert.Equal("0 0", Moments("point(0) [x] semicircle(1)"));
        Assert.Equal("0 0", Moments("semicircle(1) [x] point(0)"));
        Assert.Null(ExactEvaluator.Evaluate(LawExpression.Parse("uniform(0, 1)"))!.Equation);
        Assert.Null(ExactEvaluator.Evaluate(LawExpression.Parse("uniform(0, 1) [+] semicircle(1)"))!.Equation);
        Assert.Null(ExactEvaluator.Evaluate(LawExpression.Parse("monotone-sum(mp(1/2), mp(1/2))"))!.Equation);
        Assert.Null(SymbolicTransform.Cauchy(ExactEvaluator.Evaluate(LawExpression.Parse("uniform(0, 1)"))!));
        Assert.Null(SymbolicTransform.R(ExactEvaluator.Evaluate(LawExpression.Parse("uniform(0, 1)"))!));
        Assert.Null(SymbolicTransform.S(ExactEvaluator.Evaluate(LawExpression.Parse("uniform(0, 1)"))!));
        Assert.Null(SymbolicTransform.S(ExactEvaluator.Evaluate(LawExpression.Parse("semicircle(1)"))!));
        ExactLaw mp = ExactEvaluator.Evaluate(LawExpression.Parse("mp(1/2)"))!;
        Assert.Empty(mp.Moments(0));
        Assert.Empty(mp.FreeCumulants(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => mp.Moments(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => mp.FreeCumulants(-1));
        Assert.Equal("1 1/2 1/4", string.Join(' ', mp.FreeCumulants(3)));
        Assert.Equal("0 1 1 3/2", string.Join(' ', mp.CauchySeries(4).Coefficients));
        Assert.Equal("0 1", string.Join(' ', mp.CauchySeries(2).Coefficients));
        Assert.Equal("1 -1/2 1/4", string.Join(' ', mp.STransform(3)!.Coefficients));
        Assert.Null(mp.STransform(0));

        // The recurrence beyond 64 terms gives what the series does.
        Assert.Equal(mp.Moments(70)[69], ExactMoments.FromFreeCumulants([.. Enumerable.Range(1, 70).Select(n => Rational.Pow(new Rational(1, 2), n - 1))])[69]);
    }

    private static void Zero(BivariatePolynomial p, Complex x, Complex y, string what)
    {
        Complex sum = Complex.Zero;
        double size = 0.0;
        for (int j = 0; j <= p.DegreeInSecond; j++)
        {
            for (int i = 0; i <= p[j].Degree; i++)
            {
                Complex term = p[j][i].ToDouble() * Complex.Pow(x, i) * Complex.Pow(y, j);
                sum += term;
                size += Complex.Abs(term);
            }
        }

        Assert.True(Complex.Abs(sum) <= 1e-10 * size, $"{what}: {Complex.Abs(sum)} of {size}");
    }
}
