using System.Text.Json;
using FreeSpectra.Cli;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Cli;

public sealed class LawCommandTests
{
    [Fact]
    public void Json_answer_has_the_fields_of_the_contract()
    {
        JsonElement answer = Json(
            "law", "mp(1/2) ⊞ semicircle(1)", "--at", "0,1,3", "--moments", "3", "--equation", "--transform", "R", "--z", "0.1,-0.2",
            "--cdf", "-2,4", "--quantiles", "0.5", "--json");
        Assert.Equal("mp(0.5) [+] semicircle(1)", answer.GetProperty("law").GetString());
        Near(1.0, answer.GetProperty("mean"));
        Near(1.5, answer.GetProperty("variance"));
        Near(1.0, answer.GetProperty("totalMass"));
        Assert.Equal(0, answer.GetProperty("atoms").GetArrayLength());
        JsonElement band = answer.GetProperty("bands")[0];
        Near(-1.32145390152270861838, band.GetProperty("left"));
        Near(3.66572622716945812531, band.GetProperty("right"));
        Near(0.5, band.GetProperty("leftExponent"));
        double[] densities = [0.2553655569065267720105, 0.2641028434779190137365, 0.1352334135466499944766];
        for (int i = 0; i < 3; i++)
        {
            Near(densities[i], answer.GetProperty("points")[i].GetProperty("density"));
        }

        Assert.Equal(["1", "5/2", "23/4"], Strings(answer.GetProperty("exactMoments")));
        Assert.Equal(["1", "3/2", "1/4"], Strings(answer.GetProperty("exactFreeCumulants")));
        Near(5.75, answer.GetProperty("moments")[2]);
        Near(0.25, answer.GetProperty("freeCumulants")[2]);
        Assert.Equal("g^3 - g^2*z - 2*g^2 + 2*g*z - g - 2", answer.GetProperty("equation").GetProperty("polynomial").GetString());
        Assert.Equal(["z", "g"], Strings(answer.GetProperty("equation").GetProperty("variables")));
        int edges = answer.GetProperty("equation").GetProperty("singularPoints").EnumerateArray().Count(p => p.GetProperty("edge").GetBoolean());
        Assert.Equal(2, edges);

        // R(w) = 2/(2 − w) + w at 0.1 − 0.2i.
        JsonElement value = answer.GetProperty("transform").GetProperty("value");
        System.Numerics.Complex w = new(0.1, -0.2);
        System.Numerics.Complex expected = (2.0 / (2.0 - w)) + w;
        Near(expected.Real, value[0]);
        Near(expected.Imaginary, value[1]);
        Near(0.0, answer.GetProperty("cdf")[0].GetProperty("value"));
        Near(1.0, answer.GetProperty("cdf")[1].GetProperty("value"));
        double median = answer.GetProperty("quantiles")[0].GetProperty("x").GetDouble();
        Assert.InRange(median, 0.5, 1.2);
    }

    [Fact]
    public void Values_and_expressions_may_begin_with_a_minus_sign()
    {
        JsonElement answer = Json("law", "-2*mp(1) - 1/2", "--at", "-1.3,-1", "--transform", "G", "--z", "-20,0", "--json");
        Assert.Equal("-2*mp(1) - 0.5", answer.GetProperty("law").GetString());
        Near(-8.5, answer.GetProperty("bands")[0].GetProperty("left"));
        Near(-0.5, answer.GetProperty("bands")[0].GetProperty("rightExponent"));

        // The density of −2X − ½ at −1.3 is that of X at 0.4, halved: √(0.4·3.6)/(2π·0.4)/2.
        Near(Math.Sqrt(0.4 * 3.6) / (2.0 * Math.PI * 0.4) / 2.0, answer.GetProperty("points")[0].GetProperty("density"));
        Near((-(19.5 / 2.0) + Math.Sqrt((19.5 / 2.0 + 0.0) * ((19.5 / 2.0) - 4.0))) / (2.0 * (19.5 / 2.0)) / 2.0, answer.GetProperty("transform").GetProperty("value")[0]);
    }

    [Fact]
    public void Laws_without_moments_lack_the_fields()
    {
        JsonElement answer = Json("law", "cauchy(1, 2)", "--moments", "4", "--at", "1", "--json");
        Assert.False(answer.TryGetProperty("moments", out _));
        Assert.False(answer.TryGetProperty("exactMoments", out _));
        Assert.False(answer.TryGetProperty("mean", out _));
        Near(1.0 / (2.0 * Math.PI), answer.GetProperty("points")[0].GetProperty("density"));
    }

    [Fact]
    public void Outliers_follow_the_transition_of_Baik_Ben_Arous_and_Peche()
    {
        // Semicircle of variance 1: θ + 1/θ with overlap 1 − 1/θ² if |θ| > 1.
        JsonElement found = Json("law", "point(0) [+] semicircle(1)", "--outliers", "-3,0.5,1.5", "--json").GetProperty("outliers");
        Assert.Equal(2, found.GetArrayLength());
        Near(-3.0 - (1.0 / 3.0), found[0].GetProperty("x"));
        Near(1.0 - (1.0 / 9.0), found[0].GetProperty("squaredOverlap"));
        Near(1.5 + (1.0 / 1.5), found[1].GetProperty("x"));
        Near(1.0 - (1.0 / 2.25), found[1].GetProperty("squaredOverlap"));

        // Two semicircles of variance ½: x = θ + G(θ)/2 with G(3) = 3 − √7, overlap dx/dθ.
        JsonElement general = Json("law", "semicircle(1/2) [+] semicircle(1/2)", "--outliers", "left:3", "--json").GetProperty("outliers");
        Near(3.0 + ((3.0 - Math.Sqrt(7.0)) / 2.0), general[0].GetProperty("x"));
        Near(1.0 + ((1.0 - (3.0 / Math.Sqrt(7.0))) / 2.0), general[0].GetProperty("squaredOverlap"));

        // Sample covariance, c = ½: θ(1 + c/(θ − 1)) with overlap (1 − c/(θ−1)²)/(1 + c/(θ−1)) if θ > 1 + √c.
        JsonElement spiked = Json("law", "mp(1/2) [x] point(1)", "--outliers", "right:3,1.6", "--json").GetProperty("outliers");
        Assert.Equal(1, spiked.GetArrayLength());
        Near(3.0 * 1.25, spiked[0].GetProperty("x"));
        Near((1.0 - 0.125) / 1.25, spiked[0].GetProperty("squaredOverlap"));
    }

    [Fact]
    public void Every_spike_is_answered_and_every_refusal_names_the_option()
    {
        (_, string text, _) = Run("law", "point(0) [+] semicircle(1)", "--outliers", "0.5,2");
        Assert.Contains("spike 0.5: no outlier, it stays in the bulk", text, StringComparison.Ordinal);
        Assert.Contains("spike 2: outlier at 2.5, squared overlap 0.75", text, StringComparison.Ordinal);
        (int code, _, string error) = Run("law", "mp(1) [+] mp(1)", "--outliers", "2");
        Assert.Equal((2, "freespectra law: --outliers '2': a spike must lie off the support of its factor, but is 2."), (code, error.Trim()));
    }

    /// <summary>Of the part that has none: −x ln x is no root of a polynomial, (1/3)^(5/2) = 1/√243, no second moment.</summary>
    [Theory]
    [InlineData("uniform(0, 1)", "no equation for uniform(0, 1): its G is a logarithm, not algebraic")]
    [InlineData("semicircle(1) [+] 2*uniform(0, 1)", "no equation for uniform(0, 1): its G is a logarithm, not algebraic")]
    [InlineData("bernoulli(1/3)^[x]5/2", "no equation for bernoulli(1/3)^[x]2.5: its mean, 1/3 to the power 5/2, is not rational, or too long")]
    [InlineData("monotone-sum(bernoulli(1/2), bernoulli(1/4))", "no equation for monotone-sum(bernoulli(0.5), bernoulli(0.25)): G1(1/G2(z)) of a monotone sum is not eliminated, only computed")]
    [InlineData("cauchy(0, 1) [+] mp(1)", "no equation for cauchy(0, 1) [+] mp(1): it is reached from moments, and the integral of |t| is infinite")]
    [InlineData("raney(13, 1)", "no equation for raney(13, 1): its elimination would be too large")]
    public void An_equation_that_cannot_be_had_is_refused_with_its_reason(string expression, string reason)
    {
        (int code, _, string error) = Run("law", expression, "--equation");
        Assert.Equal(((int)ExitCode.Usage, $"freespectra law: --equation: {reason}."), (code, error.Trim()));
        (code, string output, _) = Run("law", expression, "--equation", "--at", "100", "--json");
        Assert.Equal((int)ExitCode.NotConverged, code);
        Assert.Equal(reason, JsonDocument.Parse(output).RootElement.GetProperty("reasons").GetProperty("equation").GetString());
    }

    [Theory]
    [InlineData("semicircle [+] cauchy(0, 1)", "S needs a law with a mean, or one that is all on one side of 0, but the integral of |t| is infinite and both sides have mass.")]
    [InlineData("semicircle [+] semicircle", "S needs a law with a mean other than 0: with mean 0 it has two branches at u = 0.")]
    public void S_is_refused_for_the_reason_there_is(string expression, string reason)
    {
        (int code, _, string error) = Run("law", expression, "--transform", "S", "--z", "0.1");
        Assert.Equal((int)ExitCode.Usage, code);
        Assert.StartsWith($"freespectra law: {reason}", error, StringComparison.Ordinal);
    }

    /// <summary>Variances add under ⊞, and v/m² under ⊠: what would be negative is no law.</summary>
    [Theory]
    [InlineData("semicircle(1) [-] semicircle(2)", "The free difference is no law: its variance would be -1.")]
    [InlineData("mp(1/2) [/] mp(3/4)", "The free quotient is no law: its variance over the square of its mean would be -0.25.")]
    [InlineData("free-stable(3, 0.5)", "alpha of free-stable must be in (0, 2], but is 3.")]
    [InlineData("compress(semicircle(1), 0)", "t of compress must be in (0, 1], but is 0.")]
    public void What_is_no_law_is_refused_with_the_reason(string expression, string reason) =>
        Assert.Equal((2, "", "freespectra law: " + reason + "\n"), Run("law", expression));

    [Theory]
    [InlineData("mp(1/2) [+] semicircle(1) [-] semicircle(1)", "mp(1/2)", 1.3)]
    [InlineData("mp(1/2) [x] mp(1/3) [/] mp(1/2)", "mp(1/3)", 0.4)]
    [InlineData("inverse(mp(1/2))", "free-f(1e-15, 1/2)", 2.1)]
    [InlineData("square(semicircle(1))", "mp(1)", 1.7)]
    [InlineData("square(sqrt-sym(mp(1/3)))", "mp(1/3)", 1.7)]
    [InlineData("free-stable(2, 1/2)", "semicircle(1)", 0.3)]
    [InlineData("compound-poisson(2, point(1/2))", "mp(1/2)", 0.3)]
    [InlineData("compound-poisson(7/10, bernoulli(1/2, 2))", "free-poisson(7/20, 2)", 1.3)]
    [InlineData("monotone-sum(arcsine(1), arcsine(1))", "arcsine(sqrt2)", 0.3)]
    [InlineData("fuss-catalan(2)", "mp(1) [x] mp(1)", 0.3)]
    [InlineData("rect-sum(sqrt-sym(mp(1/2)), sqrt-sym(mp(1/2)), 1/2)", "sqrt-sym(2*mp(1/2))", 1.3)]
    public void Two_names_of_one_law_have_one_density(string first, string second, double x)
    {
        second = second.Replace("sqrt2", "1.4142135623730951", StringComparison.Ordinal);
        string place = x.ToString(System.Globalization.CultureInfo.InvariantCulture);
        double expected = Json("law", second, "--at", place, "--json").GetProperty("points")[0].GetProperty("density").GetDouble();
        Near(expected, Json("law", first, "--at", place, "--json").GetProperty("points")[0].GetProperty("density"));
    }

    [Theory]
    [InlineData("law", "mpp(1)")]
    [InlineData("law", "mp(-1)")]
    [InlineData("law", "mp(0)")]
    [InlineData("law", "semicircle(-1)")]
    [InlineData("law", "bernoulli(1.5)")]
    [InlineData("law", "atoms(0:1/2, 1:1/3)")]
    [InlineData("law", "atoms(0:-1/2, 1:3/2)")]
    [InlineData("law", "semicircle(1) [x] semicircle(1)")]
    [InlineData("law", "mp(1)^[+]0.5")]
    [InlineData("law", "mp(1)^[x]1/2")]
    [InlineData("law", "compress(mp(1), 2)")]
    [InlineData("law", "samples(\"no-such-file.csv\")")]
    [InlineData("law", "uniform(1, -1)")]
    [InlineData("law", "mp(1)", "--at", "x")]
    [InlineData("law", "mp(1)", "--moments", "0")]
    [InlineData("law", "mp(1)", "--moments", "100000")]
    [InlineData("law", "mp(1)", "--moments", "two")]
    [InlineData("law", "mp(1)", "--transform", "Q", "--z", "1,0")]
    [InlineData("law", "mp(1)", "--transform", "R")]
    [InlineData("law", "mp(1)", "--z", "1,0")]
    [InlineData("law", "mp(1)", "--transform", "G", "--z", "1,0")]
    [InlineData("law", "mp(1)", "--transform", "G", "--z", "1,2,3")]
    [InlineData("law", "semicircle(1)", "--transform", "S", "--z", "0.1,0")]
    [InlineData("law", "mp(1)", "--quantiles", "0,1")]
    [InlineData("law", "uniform(0, 1)", "--equation")]
    [InlineData("law", "mp(1)", "--no-such-option")]
    [InlineData("law", "mp(1)", "--outliers", "9")]
    [InlineData("law", "mp(1) [+] mp(1)", "--outliers", "2")]
    [InlineData("law", "mp(1) [-] semicircle(1)")]
    [InlineData("law", "rect-sum(mp(1), mp(1), 2)")]
    [InlineData("law", "rect-sum(semicircle(1, 1), mp(1), 1/2)")]
    [InlineData("law")]
    public void Wrong_input_gives_one_line_and_exit_code_2(params string[] arguments)
    {
        (int code, string output, string error) = Run(arguments);
        Assert.Equal((int)ExitCode.Usage, code);
        Assert.Empty(output);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Malformed_expressions_give_one_line_and_exit_code_2()
    {
        ulong state = 11;
        for (int found = 0; found < 500;)
        {
            string text = ExpressionMutations.Next(ref state);
            try
            {
                FreeSpectra.Measures.Expressions.LawExpression.Parse(text);
            }
            catch (FormatException)
            {
                found++;
                (int code, string output, string error) = Run("law", text, "--json");
                Assert.True(
                    code == (int)ExitCode.Usage && output.Length == 0 && error.TrimEnd().Split('\n').Length == 1,
                    $"'{text}' gives exit code {code}: {error}");
            }
        }
    }

    [Fact]
    public void Noise_is_taken_off_samples_at_a_height_and_by_a_fit()
    {
        string file = Path.Combine(Path.GetTempPath(), $"freespectra-samples-{Guid.NewGuid():N}.csv");
        try
        {
            // The free sum of 0.7 δ₀ + 0.3 δ₃ and a semicircle, by its quantiles.
            JsonElement noisy = Json("law", "atoms(0:7/10, 3:3/10) [+] semicircle(3/10)", "--quantiles", "0.0025:0.9975:200", "--json");
            File.WriteAllLines(file, noisy.GetProperty("quantiles").EnumerateArray().Select(
                q => q.GetProperty("x").GetDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture)));
            JsonElement answer = Json("law", $"samples(\"{file}\") [-] semicircle(3/10)", "--population", "--at", "0", "--json");
            double height = answer.GetProperty("deconvolution").GetProperty("height").GetDouble();
            double expected = ((0.7 / (height * height)) + (0.3 / (9.0 + (height * height)))) * height / Math.PI;
            Close.To(expected, answer.GetProperty("points")[0].GetProperty("density").GetDouble(), 2e-3, "smoothed density");
            JsonElement population = answer.GetProperty("population");
            Assert.InRange(population.GetProperty("distance").GetDouble(), 0.0, 0.02);
            Close.To(
                0.3,
                population.GetProperty("atoms").EnumerateArray().Where(a => a.GetProperty("location").GetDouble() > 2.5).Sum(a => a.GetProperty("weight").GetDouble()),
                0.01,
                "weight of the atom at 3");
            Assert.Equal((int)ExitCode.Usage, Run("law", $"samples(\"{file}\") [/] mp(1/2)").Code);
            Assert.Equal((int)ExitCode.Usage, Run("law", $"samples(\"{file}\") [-] mp(1/2)").Code);
            Assert.Equal((int)ExitCode.Usage, Run("law", "mp(1)", "--population").Code);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void What_is_missing_is_missing_for_a_stated_reason()
    {
        JsonElement answer = Json("law", "cauchy(0, 1)", "--moments", "2", "--json");
        Assert.False(answer.TryGetProperty("moments", out _));
        Assert.Equal("no moments: the integral of |t| is infinite", answer.GetProperty("reasons").GetProperty("moments").GetString());
        Assert.True(answer.GetProperty("bands")[0].GetProperty("leftIsInfinite").GetBoolean());
        Assert.False(Json("law", "mp(1)", "--moments", "2", "--json").TryGetProperty("reasons", out _));
    }

    [Fact]
    public void An_equation_that_cannot_be_had_does_not_take_the_density_with_it()
    {
        (int code, string output, _) = Run("law", "uniform(0, 2)", "--equation", "--at", "1", "--json");
        Assert.Equal((int)ExitCode.NotConverged, code);
        JsonElement answer = JsonDocument.Parse(output).RootElement;
        Near(0.5, answer.GetProperty("points")[0].GetProperty("density"));
        Assert.Contains("algebraic", answer.GetProperty("reasons").GetProperty("equation").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("z must not be a pole of the transform, but is 2,0.", "law", "mp(1/2)", "--transform", "R", "--z", "2,0")]
    [InlineData("with rate", "law", "mp(1e-300)")]
    [InlineData("no matrix model", "sample", "ensemble", "semicircle(1) [+] boolean-sum(mp(1), mp(2))", "--width", "10")]
    public void A_refusal_is_one_line_that_says_what_is_wrong(string words, params string[] arguments)
    {
        (int code, string output, string error) = Run(arguments);
        Assert.Equal((int)ExitCode.Usage, code);
        Assert.Empty(output);
        Assert.Contains(words, Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void Measured_values_are_told_in_one_line_and_drawn_as_what_they_are()
    {
        string folder = Directory.CreateTempSubdirectory("freespectra-law").FullName;
        try
        {
            (string file, string plot) = (Path.Combine(folder, "s.csv"), Path.Combine(folder, "p.svg"));
            File.WriteAllText(file, string.Join('\n', Enumerable.Range(0, 100).Select(i => FormattableString.Invariant($"{0.5 + (0.04 * i)}"))));
            string text = Run("law", $"samples(\"{file}\")", "--plot", plot).Output;
            Assert.Contains("100 atoms of weight 0.01 between 0.5 and 4.46; --json lists them", text, StringComparison.Ordinal);
            string histogram = File.ReadAllText(plot);
            Assert.Contains("100 atoms, counted into bins", histogram, StringComparison.Ordinal);
            Assert.DoesNotContain("<circle", histogram, StringComparison.Ordinal);

            Assert.Equal(0, Run("law", $"samples(\"{file}\") [-] semicircle(1)", "--population", "--plot", plot).Code);
            string smoothed = File.ReadAllText(plot);
            Assert.Contains("density smoothed at height", smoothed, StringComparison.Ordinal);
            Assert.Contains("fitted population", smoothed, StringComparison.Ordinal);
            Assert.DoesNotContain("exact density", smoothed, StringComparison.Ordinal);
            Assert.DoesNotContain(">100<", smoothed, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_value_that_is_refused_leaves_no_picture_and_no_half_answer()
    {
        string folder = Directory.CreateTempSubdirectory("freespectra-law").FullName;
        try
        {
            string plot = Path.Combine(folder, "p.svg");
            (int code, string output, string error) = Run("law", "compress(mp(1.14, scale=0.5) [x] free-stable(0.278, 1), 0.595)", "--cdf", "1e20", "--plot", plot);
            Assert.Equal((int)ExitCode.NotConverged, code);
            Assert.Empty(output);
            Assert.DoesNotContain("wrote", error, StringComparison.Ordinal);
            Assert.Contains("freespectra law: --cdf 1E+20: ", error, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFiles(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static JsonElement Json(params string[] arguments)
    {
        (int code, string output, string error) = Run(arguments);
        Assert.True(code == 0, $"exit code {code}: {error}");
        Expected.OnlyProgress(error);
        return JsonDocument.Parse(output).RootElement;
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        StringWriter output = new();
        StringWriter error = new();
        int code = Application.Run(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }

    private static string[] Strings(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString()!)];

    private static void Near(double expected, JsonElement actual) => Close.To(expected, actual.GetDouble(), within: 1e-12, "value");
}
