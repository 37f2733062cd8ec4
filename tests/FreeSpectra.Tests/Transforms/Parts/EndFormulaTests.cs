using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>What is used beside the ends of bands, on functions whose values there are known.</summary>
public sealed class EndFormulaTests
{
    /// <summary>z = e + s·d²(½A + ⅓Bd) with d = P − Pₑ.</summary>
    [Theory]
    [InlineData(1.0, 0.8, 0.3)]
    [InlineData(-1.0, -0.8, 0.3)]
    [InlineData(1.0, 2e3, -1e5)]
    public void A_soft_edge_is_inverted_from_two_places(double side, double linear, double quadratic)
    {
        const double value = 0.4;
        (double, double) Pick(double z)
        {
            double d = side * Math.Sqrt(2.0 * z / linear);
            for (int i = 0; i < 60; i++)
            {
                d -= ((d * d * ((0.5 * linear) + (quadratic * d / 3.0))) - z) / (d * (linear + (quadratic * d)));
            }

            return (value + d, 1.0 / (d * (linear + (quadratic * d))));
        }

        SoftEdge edge = SoftEdge.Build(Pick, 0.0, value, side, 1.0)!;
        double reach = 1e-2 * Math.Abs(Pick(side * 1e-6).Item1 - value);
        Assert.True(edge.Covers(value + (0.98 * reach)) && edge.Covers(value - (0.98 * reach)) && edge.Covers(value));
        Assert.False(edge.Covers(value + (1.02 * reach)) || edge.Covers(value - (1.02 * reach)));
        double at = side * 0.7 * reach;
        double p = value + at;
        double rounded = p - value;
        (double z, double slope) = edge.Invert(p);
        Close.Relative(rounded * rounded * ((0.5 * linear) + (quadratic * rounded / 3.0)), z, 1e-6, "place");
        Close.Relative(rounded * (linear + (quadratic * rounded)), slope, 1e-6, "slope");
    }

    [Fact]
    public void What_is_no_soft_edge_is_not_taken_for_one()
    {
        Assert.Null(SoftEdge.Build(z => (0.4 + z, 1.0), 0.0, 0.4, 1.0, 1.0));

        // A square root only below 1e-8: found from there, and with the reach that belongs to it.
        static (double, double) Near(double z) => z > 1e-8 ? (0.4 + Math.Cbrt(z), 1.0) : (0.4 + Math.Sqrt(z), 0.5 / Math.Sqrt(z));
        SoftEdge edge = SoftEdge.Build(Near, 0.0, 0.4, 1.0, 1.0)!;
        Assert.True(edge.Covers(0.4 + 2.5e-7));
        Assert.False(edge.Covers(0.4 + 1.1e-6));
        Assert.Null(SoftEdge.Build(z => z > 1e-12 ? (0.4 + z, 1.0) : (0.4 + Math.Sqrt(z), 0.5 / Math.Sqrt(z)), 0.0, 0.4, 1.0, 1.0));
    }

    [Fact]
    public void Near_an_edge_a_power_goes_on_with_the_slope_of_the_last_certified_points()
    {
        List<double> asked = [];
        EndPowerLaw law = EndPowerLaw.Find(
            t =>
            {
                asked.Add(t);
                return t < 3e-9 ? null : new Estimate<double>(2.5 * Math.Pow(t, 0.4), 1e-14, 1);
            },
            start: 1e-4,
            last: 1e-300,
            exponent: 0.4)!;
        Assert.InRange(law.From, 0.99e-8, 1.01e-8);
        Assert.InRange(asked.Count, 7, 7);
        Assert.True(law.Covers(0.9e-8) && !law.Covers(1.1e-8));
        foreach (double t in new[] { 5e-9, 1e-15, 1e-100 })
        {
            Estimate<double> density = law.Density(t);
            Close.Relative(2.5 * Math.Pow(t, 0.4), density.Value, 1e-10, $"density at {t}");
            Assert.InRange(density.Error, 0.99e-7 * density.Value, 1.1e-7 * density.Value);
        }
    }

    [Fact]
    public void The_error_of_a_power_is_what_the_slope_and_its_limit_differ_by()
    {
        // The slope 0.4 where the limit is 0.38: the change of 0.02·ln(t/From).
        Func<double, Estimate<double>?> density = t => t < 3e-9 ? null : new Estimate<double>(1e-3 * Math.Pow(t, 0.4), 0.0, 1);
        EndPowerLaw law = EndPowerLaw.Find(density, 1e-4, 1e-300, 0.38)!;
        Estimate<double> below = law.Density(1e-10);
        Close.Relative(1e-3 * Math.Pow(1e-10, 0.4), below.Value, 1e-10, "density");
        Close.Relative((Math.Pow(100.0, 0.02) - 1.0) + 1e-7, below.Error / below.Value, 1e-8, "error");
    }

    [Fact]
    public void A_power_that_is_none_yet_is_refused_where_mass_is_in_doubt()
    {
        Func<double, Estimate<double>?> density = t => t < 3e-4 ? null : new Estimate<double>(1e4 * Math.Pow(t, 0.5), 0.0, 1);
        EndPowerLaw law = EndPowerLaw.Find(density, 1e-2, 1e-300, 0.1)!;
        Assert.Throws<NonConvergenceException>(() => law.Density(1e-6));

        // So near the end that less than 1e-9 of mass is left.
        Assert.True(law.Density(1e-19).Value > 0.0);
    }

    [Fact]
    public void The_walk_ends_where_fewer_than_seven_digits_are_certified()
    {
        static Estimate<double>? Density(double t) => new Estimate<double>(t, t < 3e-6 ? 1.1e-7 * t : 0.9e-7 * t, 1);
        Assert.InRange(EndPowerLaw.Find(Density, 1e-2, 1e-300, 1.0)!.From, 0.99e-5, 1.01e-5);
        Assert.InRange(EndPowerLaw.Find(Density, 1e-2, 1e-4, 1.0)!.From, 0.99e-3, 1.01e-3);
        Assert.Null(EndPowerLaw.Find(_ => null, 1e-2, 1e-300, 1.0));
        Assert.Null(EndPowerLaw.Find(_ => new Estimate<double>(0.0, 0.0, 1), 1e-2, 1e-300, 1.0));
        Assert.Null(EndPowerLaw.Find(t => t is > 5e-2 or < 5e-3 ? null : Density(t), 1e-2, 1e-300, 1.0));
    }

    /// <summary>A tail x^{−1−α}·(1 − 3y + y²), y = x^{−α}: eight points give it to all digits.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    [InlineData(0.15)]
    public void A_tail_goes_on_as_a_polynomial_in_its_own_power(double alpha)
    {
        double Exact(double x) => Math.Pow(x, -1.0 - alpha) * (1.0 - (3.0 * Math.Pow(x, -alpha)) + Math.Pow(x, -2.0 * alpha));
        EndPowerLaw law = EndPowerLaw.Find(
            x => x is < 10.0 or > 3e40 ? null : new Estimate<double>(Exact(x), 1e-14 * Exact(x), 1), 1e3, 1e140, -1.0 - alpha)!;
        Assert.InRange(law.From, 0.99e40, 1.01e40);
        Assert.True(law.Covers(1.1e40) && !law.Covers(0.9e40));
        foreach (double x in new[] { 2e40, 1e50, 1e100 })
        {
            Estimate<double> density = law.Density(x);
            Close.Relative(Exact(x), density.Value, 1e-9, $"density at {x}");
            Assert.InRange(density.Error, 1e-8 * density.Value, 2e-7 * density.Value);
        }
    }

    [Fact]
    public void Beside_a_bridge_four_certified_points_give_the_density()
    {
        // ln ρ cubic in ln t: the bridge is exact; the error is the distance of the cubic from the chord.
        static double Exact(double t) => 1e-12 * Math.Exp((0.3 * Math.Log(t)) + (0.01 * Math.Pow(Math.Log(t / 1e-3), 2)) + (0.001 * Math.Pow(Math.Log(t / 1e-3), 3)));
        List<double> asked = [];
        Estimate<double> bridged = DensityBridge.FromEdge(
            t =>
            {
                asked.Add(t);
                return t is > 1e-4 and < 1e-2 ? null : new Estimate<double>(Exact(t), 1e-9 * Exact(t), 1);
            },
            1e-3)!.Value;
        Close.Relative(Exact(1e-3), bridged.Value, 1e-11, "density");
        Assert.Equal(4, bridged.Evaluations);
        double near = 1e-3 * Math.Pow(0.25, 2), far = 1e-3 * Math.Pow(4.0, 2);
        double chord = Math.Exp(0.5 * (Math.Log(Exact(near)) + Math.Log(Exact(far))));
        Close.Relative(Math.Abs(chord - bridged.Value) + (4e-9 * bridged.Value), bridged.Error, 1e-6, "error");
        Assert.Equal(6, asked.Count);
    }

    [Fact]
    public void No_bridge_where_a_side_is_missing_or_mass_is_in_doubt()
    {
        static Estimate<double>? Power(double t, double error) => new Estimate<double>(Math.Pow(t, -0.5), error * Math.Pow(t, -0.5), 1);
        Assert.Null(DensityBridge.FromEdge(t => t > 1e-3 ? null : Power(t, 0.0), 1e-3));
        Assert.Null(DensityBridge.FromEdge(t => t < 1e-3 ? null : Power(t, 0.0), 1e-3));
        Assert.Null(DensityBridge.FromEdge(t => Power(t, 1.1e-4), 1e-12));
        Assert.NotNull(DensityBridge.FromEdge(t => Power(t, 0.9e-5), 1e-12));
        Assert.Null(DensityBridge.FromEdge(t => Power(t, 0.9e-5), 1e-3));

        // Twelve steps of 4 and no more; a density of 0 is not one.
        Assert.NotNull(DensityBridge.FromEdge(t => t > 1e-12 * Math.Pow(0.26, 11) && t < 1e-11 ? null : Power(t, 0.0), 1e-12));
        Assert.Null(DensityBridge.FromEdge(t => t > 1e-12 * Math.Pow(0.24, 12) && t < 1e-11 ? null : Power(t, 0.0), 1e-12));
        Assert.Null(DensityBridge.FromEdge(_ => new Estimate<double>(0.0, 0.0, 1), 1e-3));

        // A step by the factor 1e4 in between: the chord and the cubic differ by more than a tenth.
        Assert.Null(DensityBridge.FromEdge(t => t is > 1e-15 and < 1e-9 ? null : new Estimate<double>(1e-8 * Math.Exp(Math.Pow(Math.Log(t / 1e-12) / 10.0, 2)), 0.0, 1), 1e-12));
    }

    [Fact]
    public void Inside_a_band_eight_certified_points_and_the_poles_give_the_transform()
    {
        ImmutableArray<Atom> atoms = [new Atom(0.5, 0.2), new Atom(0.9, 0.1)];
        static Complex Smooth(double t) => new(0.3 + (0.4 * t) - (t * t) + (2.0 * t * t * t), -0.7 + (0.2 * t) + (0.3 * t * t) - (t * t * t));
        Complex Exact(double t) => Smooth(t) + (0.2 / (t - 0.5)) + (0.1 / (t - 0.9));
        const double x = 0.5000003;
        InnerBridge bridge = InnerBridge.At(t => Math.Abs(t - 0.5) < 2.6e-6 ? null : (Exact(t), 1e-12), atoms, x, 1.0)!;
        Close.To(Exact(x), bridge.Value, 1e-9, "G");
        Complex slope = new Complex(0.4 - (2.0 * x) + (6.0 * x * x), 0.2 + (0.6 * x) - (3.0 * x * x)) - (0.2 / Math.Pow(x - 0.5, 2)) - (0.1 / Math.Pow(x - 0.9, 2));
        Close.Relative(slope, bridge.Derivative, 1e-12, "G'");
        Close.To(-Smooth(x).Imaginary / Math.PI, bridge.Density.Value, 1e-11, "density");

        // Of a cubic both polynomials are right: what is left are the errors of the points, 0.8, 0.4, 0.114… and 0.014… times those of two.
        Close.Relative(1e-12 * 2.0 * (0.8 + 0.4 + (8.0 / 70.0) + (1.0 / 70.0)), bridge.Density.Error, 1e-3, "error");
        Assert.Equal(8, bridge.Density.Evaluations);
    }

    [Fact]
    public void Across_a_place_the_points_are_taken_that_err_least()
    {
        // −Im G = 1 + t⁸/40320 + t⁶/720, each point with an error of 1e-14: the polynomials differ by what the sixth and eighth powers leave.
        static Complex Smooth(double t) => new(t, -1.0 - (Math.Pow(t - 0.3, 6) / 720.0) - (Math.Pow(t - 0.3, 8) / 40320.0));
        InnerBridge bridge = InnerBridge.At(t => (Smooth(t), 1e-14), [], 0.3, 4.0)!;
        Assert.InRange(bridge.Density.Error, 1e-14, 4e-14);
        Close.To(1.0 / Math.PI, bridge.Density.Value, bridge.Density.Error, "density");
        Close.To(1.0, bridge.Derivative, 1e-9, "slope");

        // Where points within 0.04 are missing the steps are wider, and the difference is claimed: 36 h⁶/720.
        InnerBridge wide = InnerBridge.At(t => Math.Abs(t - 0.3) < 0.04 ? null : (Smooth(t), 0.0), [], 0.3, 4.0)!;
        const double step = 0.05 * 4.0 / 4.0; // 0.2 is too wide
        Close.To(36.0 * Math.Pow(step, 6) / 720.0 / Math.PI, wide.Density.Error, 0.1 * wide.Density.Error, "difference");
        Close.To(1.0 / Math.PI, wide.Density.Value, wide.Density.Error, "density");
    }

    [Fact]
    public void Where_the_density_is_not_told_from_0_it_is_0_with_its_uncertainty()
    {
        InnerBridge zero = InnerBridge.At(t => (new Complex(1.0, 1e-10), 1e-9), [], 0.3, 1.0)!;
        Assert.Equal(0.0, zero.Density.Value);
        Close.Relative((2e-9 * (0.8 + 0.4 + (8.0 / 70.0) + (1.0 / 70.0))) + (1e-10 / Math.PI), zero.Density.Error, 1e-6, "error");
        Assert.Null(InnerBridge.At(t => (new Complex(1.0, 1e-2), 1e-9), [], 0.3, 1.0));
        Assert.Null(InnerBridge.At(t => (new Complex(1.0, -1e-2), 1e3), [], 0.3, 1.0));
        Assert.Null(InnerBridge.At(t => Math.Abs(t - 0.3) < 0.05 ? null : (new Complex(1.0, -1.0), 0.0), [], 0.3, 1.0));
        Assert.Null(InnerBridge.At(t => t < 0.3 ? null : (new Complex(1.0, -1.0), 0.0), [], 0.3, 1.0));
        Assert.Null(InnerBridge.At(t => t > 0.3 ? null : (new Complex(1.0, -1.0), 0.0), [], 0.3, 1.0));
        Close.Relative(1.0 / Math.PI, InnerBridge.At(t => (new Complex(1.0, -1.0), 0.0), [], 0.3, 1.0)!.Density.Value, 1e-15, "density");
    }
}
