using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Numerics.Exact;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Measures;

/// <summary>What laws and expressions refuse, and places where one of several forms of an answer applies.</summary>
public sealed class LawRuleTests
{
    [Fact]
    public void Parameters_that_make_no_law_are_refused_in_words()
    {
        Refused("scale must not be 0, but is 0.", () => new AffineMap(1.0, 0.0));
        Refused("The weights of a law must sum to 1, but 2 atoms sum to 0.75.", () => new Atomic(new Atom(0.0, 0.5), new Atom(1.0, 0.25)));
        Refused("jumps must not be the point mass at 0.", () => new CompoundPoisson(1.0, Atomic.Point(0.0)));
        Refused("jumps must be a law with bounded support.", () => new CompoundPoisson(1.0, new CauchyLaw(0.0, 1.0)));
        Refused("values must hold at least one number, but is empty.", () => new EmpiricalLaw([]));
        Refused("loss must be < 1, but is 1.", () => new FreeProjectionProduct(1.0, [(1.0, 2)]));
        Refused("mp has the form mp(c, scale=1).", () => LawExpression.Named("mp", [], Rational.One));
        Refused("mp has the form mp(c, scale=1).", () => LawExpression.Named("mp", [LawExpression.Parse("mp(1)")], Rational.One, Rational.One));
        Refused("samples has the form", () => LawExpression.Named("samples", []));
        Refused("scale must not be 0.", () => LawExpression.Affine(LawExpression.Parse("mp(1)"), Rational.Zero, Rational.One));
        Refused("The operation must take two laws, but is Affine.", () => LawExpression.Binary(LawOperation.Affine, LawExpression.Parse("mp(1)"), LawExpression.Parse("mp(1)")));

        static void Refused(string words, Func<object?> work) => Assert.StartsWith(words, Assert.ThrowsAny<ArgumentException>(work).Message, StringComparison.Ordinal);
    }

    /// <summary>F(x) ∼ x^(r/p): half of the mass of μ(1000, 1) lies below the least positive number.</summary>
    [Fact]
    public void A_quantile_below_all_numbers_is_refused()
    {
        Raney law = new(1000.0, 1.0);
        Assert.Contains("least positive number", Assert.Throws<NonConvergenceException>(() => law.Quantile(0.2)).Message, StringComparison.Ordinal);
        Assert.InRange(law.CumulativeDistribution(law.Quantile(0.9)), 0.9 - 1e-9, 0.9 + 1e-9);
    }

    /// <summary>A long decimal is a fraction; the limit is 17 digits.</summary>
    [Theory]
    [InlineData(1, 52, "1/4503599627370496")]
    [InlineData(1, 10, "0.0009765625")]
    [InlineData(-3, 24, "-3/16777216")]
    public void Numbers_are_printed_as_decimals_where_these_are_short(int numerator, int twos, string expected)
    {
        Rational value = (Rational)numerator / Rational.Pow(2, twos);
        Assert.Equal(expected, LawNumber.Print(value));
    }

    /// <summary>Only what stands inside something else counts as depth: many scaled terms beside each other do not.</summary>
    [Fact]
    public void Terms_beside_each_other_are_not_deep()
    {
        string sum = string.Join(" [+] ", Enumerable.Repeat("2*mp(1)", 120)), product = string.Join(" [x] ", Enumerable.Repeat("(2*mp(1))", 110));
        Assert.Equal(LawOperation.FreeSum, LawExpression.Parse(sum).Operation);
        Assert.Equal(LawOperation.FreeProduct, LawExpression.Parse(product).Operation);
        Assert.Throws<FormatException>(() => LawExpression.Parse(string.Concat(Enumerable.Repeat("2*(", 60)) + "mp(1)" + new string(')', 60)));
    }

    /// <summary>An integral costs what its bands cost, and a value for each atom; its error is that of the bands.</summary>
    [Fact]
    public void An_integral_adds_up_what_its_bands_cost()
    {
        foreach (SpectralMeasure law in new SpectralMeasure[] { new PiecewiseLaw(), new TailedLaw(true, true), Atomic.ZeroOr(1.0, 0.3) })
        {
            Estimate<Complex> whole = law.Integrate(x => 1.0 / (x - new Complex(0.3, 0.2)), Tolerance.Standard);
            Estimate<Complex>[] parts = [.. Enumerable.Range(0, law.Bands.Length).Select(i => law.IntegrateBand(i, x => 1.0 / (x - new Complex(0.3, 0.2)), Tolerance.Standard))];
            Assert.Equal(law.Atoms.Length + parts.Sum(part => part.Evaluations), whole.Evaluations);
            Assert.Equal(parts.Sum(part => part.Error), whole.Error, 1e-25);
        }
    }

    /// <summary>Where the mass up to the end of a band is the probability, the end is the quantile; the top of the last band is approached from inside.</summary>
    [Fact]
    public void Quantiles_at_sums_of_masses_are_ends()
    {
        PiecewiseLaw law = new();
        Assert.Equal([-1.0, 4.0, 4.0, 5.0], new[] { 0.2, 0.9, 0.9 - 1e-16, 0.9 + 1e-14 }.Select(law.Quantile));
        foreach (double scale in new[] { 4.0, -4.0 })
        {
            AffineImage image = new(law, new AffineMap(0.0, scale));
            Assert.Equal(scale > 0.0 ? 16.0 : -8.0, image.Quantile(scale > 0.0 ? 0.9 : 0.3));
        }

        // Nothing lies above the mass of the last band: the quantile of 1 is its end to rounding, and that of a little less lies inside.
        JoinedLaw flat = new([], [(0.0, 1.0, 0.25), (2.0, 3.0, 0.75)]);
        Assert.Equal([1.0, 1.0], new[] { 0.25, 0.25 - 1e-16 }.Select(flat.Quantile));
        Assert.InRange(flat.Quantile(1.0), 3.0 - 2e-15, 3.0);
        Assert.InRange(flat.Quantile(1.0 - 1e-12), 3.0 - 1.4e-12, 3.0 - 1.2e-12);
    }

    /// <summary>The quadratic under G has a root near −1/a and one far away: for small b its factors keep the digits of the near one. 40 digits.</summary>
    [Theory]
    [InlineData(1.8, 1e-10, -0.55, 0.01, 29.100518992388465308, -52.833119946573710338)]
    [InlineData(1.8, 1e-10, -0.5555, 1e-5, 12053.646625348707409, -2169.7003715257492122)]
    [InlineData(2.5, 1e-9, -0.4, 1e-3, -0.076136687889181818344, -840.00004311505565343)]
    public void A_free_Meixner_law_keeps_its_atom_where_b_is_small(double a, double b, double x, double y, double real, double imaginary) =>
        Close.Relative(new Complex(real, imaginary), new FreeMeixner(a, b).Cauchy(new Complex(x, y)), 1e-12, "G");
}
