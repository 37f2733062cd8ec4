using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>An end with the power β that is off by δ moves G at the distance d by π|β|ρ(d)δ/d, for β = 0 by πρ(d)δ/d.</summary>
public sealed class EndRoundingTests
{
    [Fact]
    public void The_error_is_that_of_the_nearest_ends()
    {
        // ρ = 3t^β from each end; errors of 1e-9 and 2e-9.
        Ends law = new([new Band(1.0, 3.0, 0.5, -0.5, 0.25), new Band(4.0, 4.5, 0.5, 0.0, double.PositiveInfinity)], [1e-9, 2e-9, 3e-9, 4e-9]);
        double Of(double power, double density, double error, double distance) => Math.PI * power * density * error / distance;
        Close.Relative(Of(0.5, 3.0 / 0.1, 1e-9, 0.01), EndRounding.OfCauchy(law, 0.99), 1e-12, "below");
        Close.Relative(Of(0.5, 3.0 / 0.1, 1e-9, 0.01), EndRounding.OfCauchy(law, 1.01), 1e-12, "above");
        Close.Relative(Of(0.25, 3.0 * Math.Pow(0.01, 0.25), 2e-9, 0.01), EndRounding.OfCauchy(law, 3.01), 1e-12, "upper end");
        Close.Relative(Of(1.0, 3.0, 3e-9, 0.1), EndRounding.OfCauchy(law, 4.1), 1e-12, "power 0");
        Close.Relative(Of(1.0, 3.0, 4e-9, 0.1), EndRounding.OfCauchy(law, 4.6), 1e-12, "no power");

        // Both ends of the gap count; farther than half the band does not.
        Close.Relative(Of(0.25, 3.0 * Math.Pow(0.9, 0.25), 2e-9, 0.9) + Of(1.0, 3.0, 3e-9, 0.1), EndRounding.OfCauchy(law, 3.9), 1e-12, "in the gap");
        Assert.Equal(0.0, EndRounding.OfCauchy(law, -0.5));
        Assert.Equal(0.0, EndRounding.OfCauchy(law, 0.0));

        // Nearer than the error the distance is the error.
        Close.Relative(Of(0.5, 3.0 / Math.Sqrt(1e-9), 1e-9, 1e-9), EndRounding.OfCauchy(law, 1.0), 1e-12, "at the end");
        Close.Relative(Of(0.5, 3.0 / Math.Sqrt(1e-9), 1e-9, 1e-9), EndRounding.OfCauchy(law, 1.0 - 4e-10), 1e-12, "beside the end");
        Assert.Equal(0.0, EndRounding.OfCauchy(new Ends([new Band(1.0, 3.0, 1.0, -0.5, 0.25)], [0.0, 0.0]), 0.99));
        Assert.Equal(0.0, EndRounding.OfCauchy(new Ends([new Band(1.0, 3.0, 1.0, -0.5, 0.25)], [1e-18, 1e-18]), 0.99));
        Close.Relative(Of(0.5, 3.0 / Math.Sqrt(0.3), 1e-9, 0.3), EndRounding.OfCauchy(new Ends([new Band(1.0, double.PositiveInfinity, 1.0, -0.5, -2.0)], [1e-9, 1e-9]), 0.7), 1e-12, "half-line");
    }

    private sealed record Ends(ImmutableArray<Band> Given, ImmutableArray<double> Errors) : SpectralMeasure
    {
        public override ImmutableArray<Atom> Atoms => [];

        public override ImmutableArray<Band> Bands => Given;

        public override double Density(double x) => 1.0;

        public override double EdgeError(int band, IntervalEnd end) => Errors[(2 * band) + (end == IntervalEnd.Left ? 0 : 1)];

        public override double DensityFromEdge(int band, IntervalEnd end, double offset) =>
            3.0 * Math.Pow(offset, end == IntervalEnd.Left ? Given[band].LeftExponent : double.IsFinite(Given[band].RightExponent) ? Given[band].RightExponent : 0.0);

        public override Complex Cauchy(Complex z) => throw new NotSupportedException();

        public override Complex CauchyDerivative(Complex z) => throw new NotSupportedException();
    }
}
