using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Deconvolution;
using FreeSpectra.Transforms.Expressions;
using FreeSpectra.Transforms.Rectangular;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Each name of an expression is its law; outliers beside point masses have their closed forms.</summary>
public sealed class LawEvaluatorTests
{
    private static readonly Semicircle Wigner = new(0.0, 1.0);

    private static readonly FreePoisson Mp = new(2.0, 0.5);

    public static TheoryData<string, SpectralMeasure> Names => new()
    {
        { "semicircle(2, mean=3)", new Semicircle(mean: 3.0, variance: 2.0) },
        { "mp(1/2, scale=3)", FreePoisson.FromAspectRatio(0.5, 3.0) },
        { "free-poisson(2, 3)", new FreePoisson(2.0, 3.0) },
        { "bernoulli(1/4)", Atomic.Bernoulli(0.25, 1.0) },
        { "point(-2)", Atomic.Point(-2.0) },
        { "atoms(-1:1/4, 2:3/4)", new Atomic(new Atom(-1.0, 0.25), new Atom(2.0, 0.75)) },
        { "atoms(-1:0, 2:1)", Atomic.Point(2.0) },
        { "compress(mp(1/2), 1/4)", Mp.Compression(0.25) },
        { "inverse(mp(1/2))", Mp.Inverse() },
        { "square(uniform(1, 2))", new Uniform(1.0, 2.0).Square() },
        { "sqrt-sym(mp(1/2))", Mp.SymmetricSquareRoot() },
        { "arcsine(3)", new Arcsine(3.0) },
        { "uniform(1, 2)", new Uniform(1.0, 2.0) },
        { "kesten-mckay(3)", new KestenMcKay(3.0) },
        { "two-projections(1/4, 1/2)", new TwoProjections(0.25, 0.5) },
        { "jacobi(2, 3)", new Jacobi(2.0, 3.0) },
        { "free-binomial(1/4, 2)", new FreeBinomial(0.25, 2.0) },
        { "free-meixner(1, 1/2)", new FreeMeixner(1.0, 0.5) },
        { "free-f(1/2, 1/4)", new FreeF(0.5, 0.25) },
        { "fuss-catalan(2)", Raney.FussCatalan(2.0) },
        { "raney(3, 2)", new Raney(3.0, 2.0) },
        { "compound-poisson(1/2, point(2))", Atomic.Point(2.0).CompoundPoisson(0.5) },
        { "free-stable(1/2, 1)", new FreeStable(0.5, 1.0) },
        { "boolean-sum(mp(1/2), semicircle(1))", Mp.BooleanSum(Wigner) },
        { "monotone-sum(mp(1/2), semicircle(1))", Mp.MonotoneSum(Wigner) },
        { "rect-sum(mp(1/2), semicircle(1), 1/4)", Mp.RectangularSum(Wigner, 0.25) },
        { "free-log-normal(2)", new FreeLogNormal(2.0) },
        { "cauchy(1, 2)", new CauchyLaw(1.0, 2.0) },
        { "mp(1/2) [+] semicircle(1)", Mp.FreeSum(Wigner) },
        { "(mp(1/2) [+] semicircle(1)) [-] semicircle(1)", Mp },
        { "mp(1/2) [x] uniform(1, 2)", Mp.FreeProduct(new Uniform(1.0, 2.0)) },
        { "(mp(1/2) [x] uniform(1, 2)) [/] mp(1/2)", new Uniform(1.0, 2.0) },
        { "semicircle(1)^[+]3", Wigner.FreePower(3.0) },
        { "mp(1/2)^[x]3", Mp.MultiplicativePower(3.0) },
        { "2*uniform(1, 2) + 3", new AffineImage(new Uniform(1.0, 2.0), new AffineMap(3.0, 2.0)) },
        { "-2*uniform(1, 2) + 3", new AffineImage(new Uniform(1.0, 2.0), new AffineMap(3.0, -2.0)) },
        { "1*uniform(1, 2)", new Uniform(1.0, 2.0) },
        { "point(-2) [x] uniform(1, 2)", new AffineImage(new Uniform(1.0, 2.0), new AffineMap(0.0, -2.0)) },
        { "uniform(1, 2) [x] point(2)", new AffineImage(new Uniform(1.0, 2.0), new AffineMap(0.0, 2.0)) },
        { "semicircle(1) [x] point(2)", new AffineImage(Wigner, new AffineMap(0.0, 2.0)) },
    };

    [Theory, MemberData(nameof(Names))]
    public void A_name_is_its_law(string text, SpectralMeasure law) => Assert.Equal(law, LawEvaluator.Evaluate(LawExpression.Parse(text)));

    [Fact]
    public void What_is_no_law_is_refused_in_words()
    {
        static string Message(string text) => Assert.ThrowsAny<ArgumentException>(() => LawEvaluator.Evaluate(LawExpression.Parse(text))).Message;
        foreach (string text in new[] { "mp(1/2) [x] semicircle(1)", "semicircle(1)^[x]2", "free-poisson(2, -1)", "semicircle(1) [/] mp(1/2)" })
        {
            Assert.DoesNotContain("Parameter", Message(text), StringComparison.Ordinal);
        }

        Assert.StartsWith("jump of free-poisson must be finite and > 0, but is -1.", Message("free-poisson(2, -1)"), StringComparison.Ordinal);
        Assert.StartsWith("rate of free-poisson must be finite and > 0, but is -2.", Message("free-poisson(-2, 1)"), StringComparison.Ordinal);
        Assert.Contains("the support of semicircle(1) starts at -2", Message("mp(1/2) [x] semicircle(1)"), StringComparison.Ordinal);
        Assert.Contains("the support of semicircle(1) starts at -2", Message("semicircle(1) [x] mp(1/2)"), StringComparison.Ordinal);
        Assert.Contains("sum to 5/6", Message("atoms(0:1/2, 1:1/3)"), StringComparison.Ordinal);
        Assert.Contains("weight", Message("atoms(0:3/2, 1:-1/2)"), StringComparison.Ordinal);
        Assert.Contains("reader of files", Message("samples(\"x\")"), StringComparison.Ordinal);
        Assert.Equal(new EmpiricalLaw([1.0, 2.0]), LawEvaluator.Evaluate(LawExpression.Parse("samples(\"x\")"), name => name == "x" ? [1.0, 2.0] : []));
        Assert.Equal(Atomic.Point(0.0), LawEvaluator.Evaluate(LawExpression.Parse("mp(1/2) [x] point(0)")));
    }

    /// <summary>The same number twice is told apart by the name that the library gives it; one that no parameter has, by that name itself.</summary>
    [Theory]
    [InlineData("mp(-1, scale=-1)", "c of mp must be finite and > 0, but is -1.")]
    [InlineData("mp(1, scale=-1)", "scale of mp must be finite and > 0, but is -1.")]
    [InlineData("bernoulli(2, at=2)", "p of bernoulli must be in [0, 1], but is 2.")]
    [InlineData("free-binomial(1.5, 1.5)", "p of free-binomial must be in (0, 1), but is 1.5.")]
    [InlineData("free-binomial(0.5, 0.5)", "t of free-binomial must be finite and > 1, but is 0.5.")]
    [InlineData("free-f(-1, -1)", "c1 of free-f must be finite and > 0, but is -1.")]
    [InlineData("free-f(2, 2)", "c2 of free-f must be in (0, 1), but is 2.")]
    [InlineData("two-projections(2, 2)", "p of two-projections must be in (0, 1), but is 2.")]
    [InlineData("two-projections(0.5, 2)", "q of two-projections must be in (0, 1), but is 2.")]
    [InlineData("raney(2, 3)", "r of raney must be in (0, 2], but is 3.")]
    [InlineData("compress(mp(1), 2)", "t of compress must be in (0, 1], but is 2.")]
    [InlineData("compound-poisson(-1, mp(1))", "rate of compound-poisson must be finite and > 0, but is -1.")]
    [InlineData("rect-sum(mp(1), mp(1), 2)", "ratio of rect-sum must be in [0, 1], but is 2.")]
    [InlineData("free-stable(3, 0.5)", "alpha of free-stable must be in (0, 2], but is 3.")]
    [InlineData("uniform(1, 1)", "uniform(a, b) must have a < b, but a is 1 and b is 1.")]
    [InlineData("uniform(2, 1)", "uniform(a, b) must have a < b, but a is 2 and b is 1.")]
    [InlineData("semicircle(1)^[x]2", "semicircle(1) must be a law on [0, ∞) for a multiplicative power, but its support starts at -2.")]
    [InlineData("semicircle(1) [/] mp(1/2)", "semicircle(1) must be a law on [0, ∞) for a free quotient, but its support starts at -2.")]
    [InlineData("mp(1/2) [/] semicircle(1)", "semicircle(1) must be a law on [0, ∞) for a free quotient, but its support starts at -2.")]
    [InlineData("mp(1/2) [/] point(0)", "point(0) must not be the point mass at 0 for a free quotient.")]
    [InlineData("boolean-sum(mp(1/2), cauchy(0, 1))", "cauchy(0, 1) must have bounded support, but reaches from -Infinity to Infinity.")]
    [InlineData("inverse(atoms(0:0.5, 1:0.5))", "atoms(0:0.5, 1:0.5) must have no atom at 0 to have an inverse, but has mass 0.5 there.")]
    public void A_number_or_a_law_that_is_refused_is_called_as_in_the_expression(string text, string message) =>
        Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(() => LawEvaluator.Evaluate(LawExpression.Parse(text))).Message);

    /// <summary>Noise is taken off samples by the difference if it is a semicircle, by the quotient if it is a free Poisson law, and by nothing else.</summary>
    [Fact]
    public void Noise_is_taken_off_samples_by_its_own_operation()
    {
        EmpiricalLaw samples = new([0.5, 1.0, 2.0, 7.0]);
        SpectralMeasure Read(string text) => LawEvaluator.Evaluate(LawExpression.Parse(text), _ => [0.5, 1.0, 2.0, 7.0]);
        Assert.Equal(FreeSpectra.Transforms.Deconvolution.SampleDeconvolution.Smoothed(samples, Wigner), Read("samples(\"x\") [-] semicircle(1)"));
        Assert.Equal(FreeSpectra.Transforms.Deconvolution.SampleDeconvolution.Smoothed(samples, Mp), Read("samples(\"x\") [/] mp(1/2)"));
        Assert.ThrowsAny<ArgumentException>(() => Read("samples(\"x\") [-] mp(1/2)"));
        Assert.ThrowsAny<ArgumentException>(() => Read("samples(\"x\") [/] semicircle(1)"));
    }

    /// <summary>In another unit an outlier is where it was, as far from the edge as it was.</summary>
    [Fact]
    public void Outliers_are_found_in_any_unit()
    {
        foreach (string unit in new[] { "1048576", "1/1048576" })
        {
            double s = unit == "1048576" ? 1048576.0 : 1.0 / 1048576.0;
            foreach (double theta in new[] { 1.0001, -1.0001, 1.5, 40.0 })
            {
                Outlier found = Assert.Single(OutlierFinder.Find(LawExpression.Parse($"point(0) [+] {unit}*semicircle(1)"), 0, [theta * s]));
                Close.Relative((theta + (1.0 / theta)) * s, found.Location, 1e-12, $"place of {theta} in the unit {unit}");
                Close.To(1.0 - (1.0 / (theta * theta)), found.Overlap, 1e-7, $"overlap of {theta} in the unit {unit}");
            }

            Assert.Empty(OutlierFinder.Find(LawExpression.Parse($"point(0) [+] {unit}*semicircle(1)"), 0, [0.9999 * s]));
            foreach (double theta in new[] { 1.5001, 3.0, 0.4999 })
            {
                Outlier found = Assert.Single(OutlierFinder.Find(LawExpression.Parse($"point({unit}) [x] mp(1/4)"), 0, [theta * s]));
                Close.Relative(theta * s * (1.0 + (0.25 / (theta - 1.0))), found.Location, 1e-12, $"place of {theta} beside {unit}");
                found = Assert.Single(OutlierFinder.Find(LawExpression.Parse($"point(1) [x] {unit}*mp(1/4)"), 0, [theta]));
                Close.Relative(theta * s * (1.0 + (0.25 / (theta - 1.0))), found.Location, 1e-12, $"place of {theta} in the unit {unit}");
            }
        }
    }

    /// <summary>A spike θ beside 0 in a semicircle of variance 1 appears at θ + 1/θ with overlap 1 − 1/θ²; beside 1 in MP at θ(1 + c/(θ − 1)).</summary>
    [Fact]
    public void Outliers_beside_a_point_mass_have_their_closed_forms()
    {
        static Outlier[] Find(string text, int factor, params double[] spikes) => [.. OutlierFinder.Find(LawExpression.Parse(text), factor, [.. spikes])];
        foreach (double theta in new[] { 1.2, 3.0, -1.5, -400.0 })
        {
            Outlier found = Assert.Single(Find("point(0) [+] semicircle(1)", 0, theta));
            Close.Relative(theta + (1.0 / theta), found.Location, 1e-13, $"place of {theta}");
            Close.Relative(1.0 - (1.0 / (theta * theta)), found.Overlap, 1e-11, $"overlap of {theta}");
            Outlier moved = Assert.Single(Find("semicircle(1) [+] point(5)", 1, 5.0 + theta));
            Close.Relative(5.0 + theta + (1.0 / theta), moved.Location, 1e-13, $"place of 5 + {theta}");
        }

        Assert.Empty(Find("point(0) [+] semicircle(1)", 0, 0.9, -0.9));
        foreach (double theta in new[] { 2.5, 8.0, 0.1 })
        {
            Outlier found = Assert.Single(Find("point(1) [x] mp(1/4)", 0, theta));
            Close.Relative(theta * (1.0 + (0.25 / (theta - 1.0))), found.Location, 1e-12, $"place of {theta}");
            double overlap = (1.0 - (0.25 / ((theta - 1.0) * (theta - 1.0)))) / (1.0 + (0.25 / (theta - 1.0)));
            Close.Relative(overlap, found.Overlap, 1e-10, $"overlap of {theta}");
            Outlier scaled = Assert.Single(Find("mp(1/4) [x] point(2)", 1, 2.0 * theta));
            Close.Relative(2.0 * found.Location, scaled.Location, 1e-12, "scaled");
            Close.Relative(overlap, scaled.Overlap, 1e-10, "scaled overlap");
        }

        Assert.Empty(Find("point(1) [x] mp(1/4)", 0, 1.4));
        Assert.Equal([new Outlier(7.0, 12.0, 1.0)], Find("semicircle(1) [+] point(5)", 0, 7.0));
        Assert.Equal([new Outlier(7.0, 35.0, 1.0)], Find("mp(1/4) [x] point(5)", 0, 7.0));
        Assert.Equal(2, Find("point(0) [+] semicircle(1)", 0, 3.0, 4.0).Length);
        Outlier general = Assert.Single(Find("semicircle(1) [+] semicircle(1/2)", 0, 3.0));
        Close.Relative(3.0 + (0.5 * Wigner.Cauchy(3.0).Real), general.Location, 1e-12, "two laws");

        // Between two bands: both sides of the spike's own atom are searched.
        Outlier inner = Assert.Single(Find("point(0) [+] atoms(-1:1/2, 1:1/2)", 0, 4.0), o => Math.Abs(o.Location) < 1.0);
        Close.Relative(0.25, new Atomic(new Atom(-1.0, 0.5), new Atom(1.0, 0.5)).Cauchy(inner.Location), 1e-11, "G between the atoms");
        static string Message(string text, double spike, int factor = 0) => Assert.ThrowsAny<ArgumentException>(() => Find(text, factor, spike)).Message;
        Assert.Contains("free sum or a free product", Message("mp(1/2)", 3.0), StringComparison.Ordinal);
        Assert.Contains("off the support", Message("semicircle(1) [+] mp(1/2)", 1.0), StringComparison.Ordinal);
        Assert.Contains("off the support", Message("point(0) [+] mp(1/2)", 0.0), StringComparison.Ordinal);
        Assert.Contains(">= 0", Message("mp(1/2) [x] mp(1/2)", -1.0), StringComparison.Ordinal);
        Assert.Contains("> 0", Message("point(-1) [x] mp(1/2)", 3.0), StringComparison.Ordinal);
    }

    /// <summary>Of two numbers that are the same the refused one is told by the name that the form gives it.</summary>
    [Theory]
    [InlineData("bernoulli(2, at=2)", "p of bernoulli ")]
    [InlineData("free-f(3, 3)", "c2 of free-f ")]
    [InlineData("free-f(-1, -1)", "c1 of free-f ")]
    [InlineData("free-binomial(3, 3)", "p of free-binomial ")]
    [InlineData("free-binomial(0.5, 0.5)", "t of free-binomial ")]
    [InlineData("mp(-1, scale=-1)", "c of mp ")]
    public void The_same_number_twice_is_refused_by_its_name(string text, string start)
    {
        string message = Assert.ThrowsAny<ArgumentException>(() => LawEvaluator.Evaluate(LawExpression.Parse(text))).Message;
        Assert.StartsWith(start, message, StringComparison.Ordinal);
    }

    /// <summary>Samples divided by noise are taken off at the height where that is certain, as a product and not as a sum.</summary>
    [Fact]
    public void Noise_is_taken_off_samples_as_the_expression_says()
    {
        double[] samples = [0.2, 0.5, 1.1, 2.0, 2.4];
        SpectralMeasure product = LawEvaluator.Evaluate(LawExpression.Parse("samples(\"x\") [/] mp(0.1)"), _ => samples);
        SpectralMeasure sum = LawEvaluator.Evaluate(LawExpression.Parse("samples(\"x\") [-] semicircle(0.1)"), _ => samples);
        System.Numerics.Complex z = new(0.7, 4.0);
        Assert.Equal(SampleDeconvolution.Smoothed(new EmpiricalLaw([.. samples]), FreePoisson.FromAspectRatio(0.1)).Cauchy(z), product.Cauchy(z));
        Assert.Equal(SampleDeconvolution.Smoothed(new EmpiricalLaw([.. samples]), new Semicircle(0.0, 0.1)).Cauchy(z), sum.Cauchy(z));
    }
}
