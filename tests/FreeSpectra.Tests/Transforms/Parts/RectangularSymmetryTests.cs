using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Rectangular;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>A law of both signs is taken for singular values only if it is symmetric about 0, in whatever unit.</summary>
public sealed class RectangularSymmetryTests
{
    [Theory]
    [InlineData(1.0)]
    [InlineData(1e6)]
    [InlineData(1e-6)]
    public void Laws_that_are_not_symmetric_are_refused(double s)
    {
        SpectralMeasure other = Atomic.Point(s);
        void Taken(SpectralMeasure law)
        {
            Assert.NotNull(law.RectangularSum(other, 1.0));
            Assert.NotNull(other.RectangularSum(law, 1.0));
        }

        void Refused(SpectralMeasure law)
        {
            Assert.Contains("mu must be symmetric", Assert.Throws<ArgumentException>(() => law.RectangularSum(other, 1.0)).Message, StringComparison.Ordinal);
            Assert.Contains("nu must be symmetric", Assert.Throws<ArgumentException>(() => other.RectangularSum(law, 1.0)).Message, StringComparison.Ordinal);
        }

        Taken(new Semicircle(0.0, s * s));
        Refused(new Semicircle(1e-9 * s, s * s));
        Taken(new Uniform(-s, s));
        Refused(new Uniform(-s, s * (1.0 + 1e-10)));
        Taken(new Atomic(new Atom(-s, 0.3), new Atom(0.0, 0.4), new Atom(s, 0.3)));
        Refused(new Atomic(new Atom(-s, 0.3), new Atom(0.1 * s, 0.4), new Atom(s, 0.3)));
        Refused(new Atomic(new Atom(-s, 0.5 + 1e-6), new Atom(s, 0.5 - 1e-6)));
        Refused(new Atomic(new Atom(-s, 0.5), new Atom(s * (1.0 + 1e-9), 0.5)));
        Taken(new CauchyLaw(0.0, s));
        Refused(new CauchyLaw(0.01 * s, s));
        Taken(new Bumped(s, 0.0, 0.0));
        Refused(new Bumped(s, 0.0, 0.4));
        Refused(new Bumped(s, 0.2, 0.45));
        Refused(new Bumped(s, -0.45, -0.2));
        Taken(new Slanted(s, 0.0));
        Taken(new Slanted(s, 1e-11));
        Refused(new Slanted(s, 1e-6));
        Refused(new Slanted(s, -1e-6));

        // Laws on [0, ∞) need no symmetry.
        Taken(new Uniform(0.5 * s, 2.0 * s));
    }

    /// <summary>The Cauchy law of scale s with half as much again on an interval, in sizes of it.</summary>
    private sealed record Bumped(double Scale, double From, double To) : SpectralMeasure
    {
        public override ImmutableArray<Atom> Atoms => [];

        public override ImmutableArray<Band> Bands => [new Band(double.NegativeInfinity, double.PositiveInfinity, 1.0, -2.0, -2.0)];

        public override System.Numerics.Complex Cauchy(System.Numerics.Complex z) => new CauchyLaw(0.0, Scale).Cauchy(z);

        public override double Density(double x)
        {
            double size = LawScale.Of(this);
            return (x > From * size && x < To * size ? 1.5 : 1.0) * new CauchyLaw(0.0, Scale).Density(x);
        }
    }

    /// <summary>(1 + εx/s)/2s on [−s, s].</summary>
    private sealed record Slanted(double Size, double Slope) : SpectralMeasure
    {
        public override ImmutableArray<Atom> Atoms => [];

        public override ImmutableArray<Band> Bands => [new Band(-Size, Size, 1.0, 0.0, 0.0)];

        public override double Density(double x) => Math.Abs(x) > Size ? 0.0 : (1.0 + (Slope * x / Size)) / (2.0 * Size);
    }
}
