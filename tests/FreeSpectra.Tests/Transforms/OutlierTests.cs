using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Expressions;
using FreeSpectra.Validation;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Outliers from closed forms of R and S: x = θ + R(G(θ)) and x = θ/S(h(θ)), with the overlaps dx/dθ and dln x/dln θ, above all where G or h vanish.</summary>
public sealed class OutlierTests
{
    private static readonly double[] Beside = [0.0, 1e-300, 1e-100, 1e-20, 1e-14, 1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 0.05];

    /// <summary>R and R' of laws of mean m and unit size.</summary>
    public static TheoryData<string> Noises { get; } = new("semicircle(0.2)", "arcsine(0.5)", "atoms(-0.4:0.5,0.4:0.5)", "mp(0.15)", "semicircle(0.1, 3)", "point(2)",
        "0.3*semicircle(1) [+] 0.4*semicircle(1)", "atoms(-0.4:1/2,0.4:1/2) [+] semicircle(0.02)");

    public static TheoryData<string> Factors { get; } = new("mp(0.1)", "mp(0.05)", "1000*mp(0.1)", "1e-90*mp(0.1)", "atoms(1:0.5,1.5:0.5)", "point(2)", "mp(0.05) [x] mp(0.04)", "inverse(mp(0.1))");

    /// <summary>The spiked covariance matrix: overlap (1 − c/t²)/(1 + c/t) at 1 + t, and next to the transition t = √c, where it is small, too.</summary>
    [Theory]
    [InlineData(0.25, 2.0)]
    [InlineData(0.25, 0.6)]
    [InlineData(0.25, 0.5001)]
    [InlineData(4.0, 2.01)]
    [InlineData(4.0, 300.0)]
    public void The_overlap_of_a_spiked_covariance_claims_its_rounding_and_no_more(double c, double t)
    {
        Outlier outlier = Assert.Single(Find(FormattableString.Invariant($"point(1) [x] mp({c})"), 0, 1.0 + t));
        double overlap = (1.0 - (c / t / t)) / (1.0 + (c / t)), place = (1.0 + t) * (1.0 + (c / t));
        Assert.InRange(Math.Abs(outlier.Overlap - overlap), 0.0, outlier.OverlapError);
        Assert.InRange(Math.Abs(outlier.Location - place), 0.0, outlier.LocationError);
        Assert.InRange(outlier.OverlapError, 0.0, 1e-6 * overlap);
        Assert.InRange(outlier.LocationError, 0.0, 1e-14 * place);
    }

    private static Outlier[] Find(string text, int factor, params double[] spikes) => [.. OutlierFinder.Find(LawExpression.Parse(text), factor, [.. spikes])];

    /// <summary>The faults as they were seen: nothing, and −2.2e12, where the overlap is 1 − 0.2·1.</summary>
    [Fact]
    public void A_spike_where_G_vanishes_is_seen()
    {
        Outlier[] sums = Find("atoms(-1:0.5,1:0.5) [+] semicircle(0.2)", 0, 0.0, 1e-14, 1e-10, 1e-6);
        Assert.Equal([0.0, 1e-14, 1e-10, 1e-6], sums.Select(o => o.Spike));
        Assert.All(sums, o => Close.To(0.8 * o.Spike, o.Location, 2e-15, $"place of {o.Spike}"));
        Assert.All(sums, o => Close.To(0.8, o.Overlap, 2e-12, $"overlap of {o.Spike}"));

        // c = 0.1: x = θ(1 + ch), overlap 1 + cθh'/(1 + ch); h(3) = −1, 3h'(3) = −9/4, and at 5/3 h = 0, θh' = −9/4.
        Outlier[] products = Find("atoms(1:0.5,5:0.5) [x] mp(0.1)", 0, 3.0, 5.0 / 3.0, 0.0);
        Assert.Equal(3, products.Length);
        Close.To(2.7, products[0].Location, 1e-14, "place where W = 0");
        Close.To(0.75, products[0].Overlap, 1e-14, "overlap where W = 0");
        Close.To(5.0 / 3.0, products[1].Location, 1e-14, "place where h = 0");
        Close.To(0.775, products[1].Overlap, 1e-14, "overlap where h = 0");
        Assert.Equal((0.0, 1.0), (products[2].Location, products[2].Overlap));
    }

    [Theory]
    [MemberData(nameof(Noises))]
    public void Outliers_of_sums_are_those_of_the_R_transform(string noise)
    {
        foreach ((string text, SpectralMeasure law, double zero) in new (string, SpectralMeasure, double)[]
        {
            ("atoms(-1:1/2,1:1/2)", new Atomic(new Atom(-1.0, 0.5), new Atom(1.0, 0.5)), 0.0),
            ("atoms(-1:1/4,1:3/4)", new Atomic(new Atom(-1.0, 0.25), new Atom(1.0, 0.75)), -0.5),
            ("arcsine(0.01) [+] atoms(-1:1/2,1:1/2)", new Atomic(new Atom(-1.0, 0.5), new Atom(1.0, 0.5)).FreeSum(new Arcsine(0.01)), 0.0),
        })
        {
            foreach (double theta in Beside.SelectMany(d => new[] { zero + d, zero - d }).Append(3.0).Append(-2.5).Distinct())
            {
                (double x, double overlap) = Sum(law, noise, theta);
                Outlier found = Assert.Single(Find($"({text}) [+] ({noise})", 0, theta));
                Held(x, overlap, 4.0, found, $"{text} [+] {noise} at {theta:R}");
                Outlier other = Assert.Single(Find($"({noise}) [+] ({text})", 1, theta));
                Held(x, overlap, 4.0, other, $"({noise}) [+] {text} at {theta:R}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Factors))]
    public void Outliers_of_products_are_those_of_the_S_transform(string noise)
    {
        foreach ((string text, SpectralMeasure law) in new (string, SpectralMeasure)[]
        {
            ("atoms(1:1/2,5:1/2)", new Atomic(new Atom(1.0, 0.5), new Atom(5.0, 0.5))),
            ("atoms(0:1/10,1:4/10,5:1/2)", new Atomic(new Atom(0.0, 0.1), new Atom(1.0, 0.4), new Atom(5.0, 0.5))),
        })
        {
            // h = −1 and h = 0 in the gap.
            double[] zeros = law.MassAt(0.0) == 0.0 ? [3.0, 5.0 / 3.0, 0.0] : [];
            foreach (double theta in zeros.SelectMany(zero => Beside.SelectMany(d => new[] { zero + d, zero - d })).Append(9.0).Append(2.0).Where(t => t >= 0.0).Distinct())
            {
                (double x, double overlap) = Product(law, noise, theta);
                Outlier found = Assert.Single(Find($"{text} [x] ({noise})", 0, theta));
                Held(x, overlap, x, found, $"{text} [x] {noise} at {theta:R}");
                Held(x, overlap, x, Assert.Single(Find($"({noise}) [x] {text}", 1, theta)), $"{noise} [x] {text} at {theta:R}");
            }
        }
    }

    /// <summary>One point mass is a factor like any other: G(θ) = 1/(θ − a) does not vanish, but h(0) = −1.</summary>
    [Fact]
    public void A_small_spike_beside_a_point_mass_in_a_product_stays_small()
    {
        foreach (double theta in Beside)
        {
            // x = θ(1 + c/(θ − 1)).
            Outlier found = Assert.Single(Find("point(1) [x] mp(0.1)", 0, theta));
            Close.To(theta * (1.0 + (0.1 / (theta - 1.0))), found.Location, 4e-16 * theta, $"place of {theta}");
            Close.To((1.0 - (0.1 / ((theta - 1.0) * (theta - 1.0)))) / (1.0 + (0.1 / (theta - 1.0))), found.Overlap, 1e-14, $"overlap of {theta}");
        }
    }

    /// <summary>0 is in the bulk of MP(1) and an atom of MP(2): a kernel vector of A is not told from theirs.</summary>
    [Fact]
    public void A_spike_that_the_bulk_of_the_other_factor_covers_is_not_seen()
    {
        Assert.Empty(Find("atoms(1:0.5,5:0.5) [x] mp(1)", 0, 0.0, 3.0));
        Assert.Empty(Find("atoms(1:0.5,5:0.5) [x] mp(2)", 0, 0.0));
        Assert.Empty(Find("atoms(-1:0.5,1:0.5) [+] semicircle(1)", 0, 0.0));
        Assert.Empty(Find("atoms(-1:0.5,1:0.5) [+] cauchy(0,1)", 0, 0.0, 1e-12));
        Assert.Empty(Find("atoms(-1:0.5,1:0.5) [+] semicircle(1.0001)", 0, 0.0));
        Close.To(1e-4, Assert.Single(Find("atoms(-1:0.5,1:0.5) [+] semicircle(0.9999)", 0, 0.0)).Overlap, 1e-13, "1 − v");
    }

    /// <summary>θ + 1/θ with 1 − 1/θ², and θ(1 + c/(θ − 1)) with (1 − c/(θ − 1)²)/(1 + c/(θ − 1)), from just beside the transition on: no error is claimed too small.</summary>
    [Fact]
    public void Errors_are_honest_down_to_the_transition()
    {
        int answered = 0;
        for (int k = 1; k <= 26; k++)
        {
            // ε = θ − 1, or (θ − 1)/√c − 1: no difference of near numbers is left.
            double step = Math.Pow(10.0, -0.5 * k), theta = 1.0 + step, e = theta - 1.0;
            foreach (Outlier found in Find("point(0) [+] semicircle(1)", 0, theta))
            {
                answered++;
                Close.To(theta + (1.0 / theta), found.Location, (3.0 * found.LocationError) + 1e-15, $"place of 1 + {e}");
                Close.To(e * (2.0 + e) / (theta * theta), found.Overlap, 3.0 * found.OverlapError, $"overlap of 1 + {e}");
                Assert.InRange(found.OverlapError, 0.0, 1e-14 + (3e-3 * found.Overlap));
            }

            double spike = 1.5 + (0.5 * step), d = (spike - 1.5) / 0.5;
            foreach (Outlier found in Find("point(1) [x] mp(1/4)", 0, spike))
            {
                answered++;
                Close.To(spike * (1.0 + (0.25 / (spike - 1.0))), found.Location, (3.0 * found.LocationError) + 1e-15, $"place of 3/2 + {d}");
                Close.To(d * (2.0 + d) / ((1.0 + d) * (1.0 + d)) / (1.0 + (0.25 / (spike - 1.0))), found.Overlap, 3.0 * found.OverlapError, $"overlap of 3/2 + {d}");
                Assert.InRange(found.OverlapError, 0.0, 1e-14 + (3e-3 * found.Overlap));
            }
        }

        Assert.InRange(answered, 46, 52);
        Assert.Empty(Find("point(0) [+] semicircle(1)", 0, 1.0, 0.999));
    }

    /// <summary>x = θ + tR(G(θ)) and x = θ/S(h(θ))ᵗ with a power of the other factor.</summary>
    [Fact]
    public void Powers_of_the_other_factor_count()
    {
        Atomic signs = new(new Atom(-1.0, 0.5), new Atom(1.0, 0.5)), positive = new(new Atom(1.0, 0.5), new Atom(5.0, 0.5));
        FreeConvolution sum = new(ConvolutionAlgebra.Additive, [signs, new Semicircle(0.25, 0.1)], [1.0, 2.5]);
        FreeConvolution product = new(ConvolutionAlgebra.Multiplicative, [positive, new FreePoisson(20.0, 0.05)], [1.0, 2.5]);
        foreach (double d in Beside)
        {
            Outlier found = Assert.Single(sum.Outliers(0, d));
            Close.To(d + 0.625 + (0.25 * signs.Cauchy(d).Real), found.Location, 4e-15, $"place of {d}");
            Close.To(1.0 + (0.25 * signs.CauchyDerivative(d).Real), found.Overlap, 1e-12, $"overlap of {d}");
            double theta = 3.0 + d, h = positive.MomentTransform(theta).Real, rise = theta * positive.MomentTransformDerivative(theta).Real;
            found = Assert.Single(product.Outliers(0, theta));
            Close.Relative(theta * Math.Pow(1.0 + (0.05 * h), 2.5), found.Location, 4e-15, $"place of {theta}");
            Close.To(1.0 + (2.5 * 0.05 * rise / (1.0 + (0.05 * h))), found.Overlap, 1e-12, $"overlap of {theta}");
        }
    }

    /// <summary>±1 with one eigenvalue 0 and a Gaussian matrix; 1 and 5 with one eigenvalue 3 and a Wishart matrix.</summary>
    [Theory]
    [InlineData(false, 0.0, 0.0, 0.8)]
    [InlineData(true, 3.0, 2.7, 0.75)]
    public void Sampled_matrices_have_these_outliers(bool product, double spike, double place, double overlap)
    {
        const int n = 120, draws = 64;
        IDenseKernels kernels = DenseKernels.Select();
        double[] places = new double[draws], overlaps = new double[draws];
        for (int k = 0; k < draws; k++)
        {
            double[] a = [spike, .. Enumerable.Range(1, n - 1).Select(i => product ? (i % 2 == 0 ? 1.0 : 5.0) : (i % 2 == 0 ? -1.0 : 1.0))];
            int columns = product ? 10 * n : n;
            double[] x = new double[n * columns], matrix = new double[n * n], values = new double[n];
            new RandomSource(77).Substream(k).FillNormal(x);
            if (product)
            {
                kernels.SymmetricProduct(n, columns, 1.0 / columns, x, 0.0, matrix);
            }

            for (int j = 0; j < n; j++)
            {
                for (int i = j; i < n; i++)
                {
                    matrix[i + (j * n)] = product
                        ? Math.Sqrt(a[i] * a[j]) * matrix[i + (j * n)]
                        : (i == j ? a[i] : 0.0) + (Math.Sqrt(0.1 / n) * (x[i + (j * n)] + x[j + (i * n)]));
                }
            }

            kernels.SymmetricEigenvectors(n, matrix, values);
            int nearest = Enumerable.Range(0, n).MinBy(i => Math.Abs(values[i] - place));
            (places[k], overlaps[k]) = (values[nearest], matrix[nearest * n] * matrix[nearest * n]);
        }

        // The finite size shifts both by less than 4/n.
        Expect(place, places, "place");
        Expect(overlap, overlaps, "overlap");

        static void Expect(double expected, double[] sample, string what)
        {
            double mean = sample.Average(), error = Math.Sqrt(sample.Sum(value => (value - mean) * (value - mean)) / (draws * (draws - 1.0)));
            Close.To(expected, mean, (6.0 * error) + (4.0 / n), what);
        }
    }

    private static void Held(double x, double overlap, double size, Outlier found, string what)
    {
        // The expected digits have a rounding of their own.
        double rounding = 4.0 * 2.220446049250313e-16;
        Close.To(x, found.Location, (3.0 * found.LocationError) + (rounding * Math.Abs(x)), $"place: {what}");
        Close.To(overlap, found.Overlap, (3.0 * found.OverlapError) + (4.0 * rounding), $"overlap: {what}");
        Assert.InRange(found.LocationError, 0.0, 1e-13 * size);
        Assert.InRange(found.OverlapError, 0.0, 1e-11);
        Assert.InRange(found.Overlap, 0.0, 1.0);
    }

    private static (double X, double Overlap) Sum(SpectralMeasure law, string noise, double theta)
    {
        double g = law.Cauchy(theta).Real, slope = law.CauchyDerivative(theta).Real;
        (double r, double dr) = R(noise, g);
        return (theta + r, 1.0 + (dr * slope));
    }

    /// <summary>R of semicircles is linear; of a² beside ±a it is 2a²w/(1 + √(1 + 4a²w²)), of the arcsine law r²w/(1 + √(1 + r²w²)).</summary>
    private static (double Value, double Slope) R(string noise, double w) => noise switch
    {
        "semicircle(0.2)" => (0.2 * w, 0.2),
        "arcsine(0.5)" => Root(0.25, 0.25, w),
        "atoms(-0.4:0.5,0.4:0.5)" => Root(0.32, 0.64, w),
        "mp(0.15)" => (1.0 / (1.0 - (0.15 * w)), 0.15 / (1.0 - (0.15 * w)) / (1.0 - (0.15 * w))),
        "semicircle(0.1, 3)" => (3.0 + (0.1 * w), 0.1),
        "point(2)" => (2.0, 0.0),
        "0.3*semicircle(1) [+] 0.4*semicircle(1)" => (0.25 * w, 0.25),
        _ => (Root(0.32, 0.64, w).Value + (0.02 * w), Root(0.32, 0.64, w).Slope + 0.02),
    };

    /// <summary>aw/(1 + √(1 + bw²)).</summary>
    private static (double Value, double Slope) Root(double a, double b, double w)
    {
        double root = Math.Sqrt(1.0 + (b * w * w));
        return (a * w / (1.0 + root), a / (root * (1.0 + root)));
    }

    private static (double X, double Overlap) Product(SpectralMeasure law, string noise, double theta)
    {
        if (theta == 0.0)
        {
            return (0.0, 1.0);
        }

        double u = law.MomentTransform(theta).Real, rise = theta * law.MomentTransformDerivative(theta).Real;
        (double t, double dt) = noise switch
        {
            "mp(0.1)" => (1.0 + (0.1 * u), 0.1),
            "mp(0.05)" => (1.0 + (0.05 * u), 0.05),
            "1000*mp(0.1)" => (1000.0 + (100.0 * u), 100.0),
            "1e-90*mp(0.1)" => (1e-90 + (1e-91 * u), 1e-91),
            "point(2)" => (2.0, 0.0),
            "mp(0.05) [x] mp(0.04)" => ((1.0 + (0.05 * u)) * (1.0 + (0.04 * u)), 0.09 + (0.004 * u)),
            "inverse(mp(0.1))" => (1.0 / (0.9 - (0.1 * u)), 0.1 / (0.9 - (0.1 * u)) / (0.9 - (0.1 * u))),
            _ => TwoAtoms(u),
        };
        return (theta * t, 1.0 + (dt / t * rise));
    }

    /// <summary>1/S of 1 and 3/2 with equal weights: (1 + u)T² − (5u/2 + 5/4)T + 3u/2 = 0.</summary>
    private static (double Value, double Slope) TwoAtoms(double u)
    {
        double b = (2.5 * u) + 1.25, root = Math.Sqrt((b * b) - (6.0 * u * (1.0 + u)));
        double t = u > -0.5 ? (b + root) / (2.0 * (1.0 + u)) : 3.0 * u / (b - root);
        return (t, -((t * t) - (2.5 * t) + 1.5) / ((2.0 * t * (1.0 + u)) - b));
    }
}
