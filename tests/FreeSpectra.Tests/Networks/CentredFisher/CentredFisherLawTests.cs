using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Networks;
using FreeSpectra.Networks.CentredFisher;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.CentredFisher;

public sealed class CentredFisherLawTests
{
    /// <summary>Activation, σ_w², σ_b², and the edges by an independent program (dense Gauss rules, ½ digit of the last place).</summary>
    public static TheoryData<string, double, double, double, double> Edges => new()
    {
        { "tanh", 3.0, 0.64, 0.733110, 6.204150 },
        { "erf", 2.0, 0.1, 0.731581, 7.558565 },
        { "hard-tanh", 2.0, 0.5, 1.071858, 6.943658 },
        { "sigmoid", 4.0, 0.25, 0.0059390, 0.270168 },
    };

    public static TheoryData<string, double, double, double, double[]> Networks
    {
        get
        {
            TheoryData<string, double, double, double, double[]> data = [];
            (string Activation, double Weight, double Bias)[] settings =
                [("relu", 2.0, 0.0), ("tanh", 3.0, 0.64), ("erf", 2.0, 0.1), ("hard-tanh", 2.0, 0.5), ("sigmoid", 4.0, 0.25)];
            foreach ((string activation, double weight, double bias) in settings)
            {
                foreach (double samples in (double[])[0.25, 0.5, 1.0, 2.0])
                {
                    data.Add(activation, weight, bias, samples, [1.0, 1.0, 1.0]);
                }

                data.Add(activation, weight, bias, 1.0, [0.8, 1.5, 2.0]);
            }

            data.Add("tanh", 3.0, 0.64, 1.0, [1.0, 1.0]);
            data.Add("relu", 2.0, 0.2, 0.5, [2.0, 1.0]);
            data.Add("tanh", 3.0, 0.64, 1.0, [1.0, 1.0, 1.0, 1.0]);
            data.Add("relu", 2.0, 0.0, 0.5, [0.5, 1.0, 2.0, 1.0]);
            data.Add("erf", 2.0, 0.1, 1.0, [1.0, 0.5, 1.5, 1.0, 0.5]);
            data.Add("linear", 1.0, 0.3, 0.5, [1.0, 1.0, 1.0]);

            // A cusp about to open; rank exactly 1, a hard edge of exponent −2/3; an atom and a band; an atom and two bands.
            data.Add("erf", 2.0, 0.1, 3.0, [1.0, 1.0, 1.0]);
            data.Add("tanh", 3.0, 0.64, 4.0, [1.0, 1.0, 1.0]);
            data.Add("erf", 2.0, 0.1, 8.0, [1.0, 1.0, 1.0]);
            data.Add("relu", 2.0, 0.0, 4.0, [1.0, 1.0]);
            return data;
        }
    }

    [Theory, MemberData(nameof(Edges))]
    public void Edges_of_the_bulk_are_where_an_independent_program_finds_them(
        string activation, double weightVariance, double biasVariance, double bottom, double top)
    {
        CentredFisherLaw law = new(CentredSettings.Equal(activation, weightVariance, biasVariance, 3), samplesPerWidth: 1.0);
        Close.To(bottom, law.Bands[0].Left, within: 1e-6, "bottom");
        Close.To(top, law.TopOfBulk, within: 1e-6, "top");
    }

    /// <summary>The lower edge for ReLU by Gauss–Legendre panels over both averages and a scalar root finder.</summary>
    [Fact]
    public void The_lower_edge_for_relu_is_right_to_rounding() => Close.To(
        1.0635588194455967, new CentredFisherLaw(CentredSettings.Equal("relu", 2.0, 0.0, 3), 1.0).Bands[0].Left, within: 1e-13, "bottom");

    /// <summary>Mean and second moment come from the density; the other side from order parameters and from c₁.</summary>
    [Theory, MemberData(nameof(Networks))]
    public void Mass_mean_and_second_moment_agree_with_closed_forms(
        string activation, double weightVariance, double biasVariance, double samplesPerWidth, double[] widths)
    {
        NetworkSpecification network = CentredSettings.Network(activation, weightVariance, biasVariance, widths);
        CentredFisherLaw law = new(network, samplesPerWidth);
        MeanSubtractionBounds bounds = new(network, samplesPerWidth);
        Close.To(1.0, law.TotalMass, within: 1e-8, "mass");
        Close.To(law.MeanFromOrderParameters, law.Mean, within: 1e-8 * law.Mean, "mean");
        Close.To(bounds.LowerBound, law.Moment(2) / law.Mean, within: 1e-8 * bounds.LowerBound, "second moment over mean");
    }

    /// <summary>The average over the Gaussian read-out weights is unbounded: without the tail mass and mean would not close.</summary>
    [Fact]
    public void Above_the_upper_edge_lies_a_tail_that_mass_and_mean_need()
    {
        CentredFisherLaw law = new(CentredSettings.Equal("relu", 2.0, 0.0, 3), 1.0);
        Assert.InRange(law.TailMass, 4.3e-6, 4.4e-6);
        Assert.Equal(double.PositiveInfinity, law.TopOfSupport);
        Assert.InRange(Math.Abs(law.Bands[0].Mass - 1.0), 1e-6, 1e-5);
        Assert.True(law.Density(law.TopOfBulk + 0.05) > 1e-6, "the density does not end at the fold");
    }

    [Fact]
    public void Two_layers_have_no_tail()
    {
        CentredFisherLaw law = new(CentredSettings.Equal("tanh", 3.0, 0.64, 2), 1.0);
        Assert.Equal(0.0, law.TailMass);
        Assert.Single(law.Bands);
        Assert.Equal(0.0, law.Density(law.TopOfBulk + 1e-9));
    }

    /// <summary>One layer: F* = XᵀX/T, the law of Marchenko and Pastur with ratio M₀/T, atom and edges known.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(1.0)]
    [InlineData(4.0)]
    public void One_layer_gives_Marchenko_and_Pastur(double samplesPerWidth)
    {
        CentredFisherLaw law = new(CentredSettings.Equal("linear", 1.0, 0.0, 1), samplesPerWidth);
        double ratio = 1.0 / samplesPerWidth, root = Math.Sqrt(ratio);
        Close.To((1.0 + root) * (1.0 + root), law.TopOfBulk, within: 1e-13 * law.TopOfBulk, "top");
        Close.To((1.0 - root) * (1.0 - root), law.Bands[0].Left, within: 1e-13, "bottom");
        Close.To(Math.Max(0.0, 1.0 - ratio), law.MassAt(0.0), within: 1e-15, "atom");
        double x = 1.1 * ratio;
        double exact = Math.Sqrt((law.TopOfBulk - x) * (x - law.Bands[0].Left)) / (2.0 * Math.PI * x);
        Close.To(exact, law.Density(x), within: 1e-12, "density");
    }

    [Theory]
    [InlineData("tanh", 3.0, 0.64, 3)]
    [InlineData("erf", 2.0, 0.1, 4)]
    public void Cauchy_transform_from_the_equations_is_that_of_the_density(
        string activation, double weightVariance, double biasVariance, int depth)
    {
        CentredFisherLaw law = new(CentredSettings.Equal(activation, weightVariance, biasVariance, depth), 1.0);
        foreach (Complex z in (Complex[])[new(1.0, 0.5), new(5.0, 2.0), new(-1.0, -0.3), new(12.0, 0.4)])
        {
            Complex defined = law.Integrate(t => 1.0 / (z - t), Tolerance.Standard).Value;
            Close.To(defined, law.Cauchy(z), within: 1e-10, $"G({z})");
        }
    }

    [Fact]
    public void Claimed_errors_of_the_density_cover_a_finer_computation()
    {
        CentredFisherLaw law = new(CentredSettings.Equal("tanh", 3.0, 0.64, 3), 1.0);
        double width = law.TopOfBulk - law.Bands[0].Left;
        foreach (double offset in (double[])[1e-12, 1e-9, 1e-6, 1e-3, 0.2])
        {
            // ρ ≃ C √offset (1 + c₁ offset): two points nearer and farther tell the constant.
            double here = law.DensityFromEdge(0, IntervalEnd.Right, offset * width) / Math.Sqrt(offset);
            double nearer = law.DensityFromEdge(0, IntervalEnd.Right, 0.25 * offset * width) / Math.Sqrt(0.25 * offset);
            double claimed = law.DensityEstimate(law.TopOfBulk - (offset * width)).Error / Math.Sqrt(offset);
            Assert.True(
                Math.Abs(here / nearer - 1.0) <= (3.0 * claimed / here) + (8.0 * offset) + 1e-10,
                $"offset {offset}: {here:R} against {nearer:R}");
        }
    }

    [Theory]
    [InlineData("step", 1.0, 1.0)]
    [InlineData("relu", 0.0, 1.0)]
    [InlineData("tanh", 1.0, 0.0)]
    [InlineData("tanh", 1.0, double.NaN)]
    public void Bad_settings_are_refused_in_words(string activation, double weightVariance, double samplesPerWidth)
    {
        ArgumentException refused = Assert.ThrowsAny<ArgumentException>(
            () => new CentredFisherLaw(CentredSettings.Equal(activation, weightVariance, 0.1, 3), samplesPerWidth));
        Assert.Contains("must", refused.Message, StringComparison.Ordinal);
    }
}
