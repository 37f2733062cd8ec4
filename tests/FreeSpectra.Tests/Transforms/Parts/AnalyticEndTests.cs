using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>A function beside an end through which it is analytic: its limit, its digits relative to the distance, and how far they reach.</summary>
public sealed class AnalyticEndTests
{
    private static readonly double[] Sizes = [1.0, 1e-6, 1e6];

    /// <summary>z(d) − z(0) and its slope, in the distance d from the end.</summary>
    private static readonly Dictionary<string, (Func<double, double> Rise, Func<double, double> Slope)> Functions = new()
    {
        ["line"] = (d => 3.0 * d, _ => 3.0),
        ["exponential"] = (d => 2.0 * Math.Exp(0.5 * d) * Math.Sinh(0.5 * d), Math.Exp),
        ["pole beyond the end"] = (d => d / (1.0 + d), d => 1.0 / (1.0 + d) / (1.0 + d)),
        ["pole behind"] = (d => d / (1.3 - d), d => 1.3 / (1.3 - d) / (1.3 - d)),
        ["near pole"] = (d => d / (0.01 + d), d => 0.01 / (0.01 + d) / (0.01 + d)),
        ["bent"] = (d => d + (0.7 * d * d) - (0.2 * d * d * d), d => 1.0 + (1.4 * d) - (0.6 * d * d)),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory, MemberData(nameof(Names))]
    public void An_end_is_found_with_all_its_digits(string name)
    {
        (Func<double, double> rise, Func<double, double> slope) = Functions[name];
        foreach (double size in Sizes)
        {
            foreach ((double side, double value, double place) in new[] { (1.0, 0.0, 0.0), (-1.0, 0.0, 0.0), (1.0, 0.7, -2.0), (-1.0, -5.0, 3.0) })
            {
                (double value0, double place0) = (size * value, size * place);
                double Inverse(double p) => place0 + (side * size * rise(side * (p - value0) / size));
                AnalyticEnd known = AnalyticEnd.Build(Inverse, value0, place0, side, size)!;
                AnalyticEnd found = AnalyticEnd.Build(Inverse, value0, null, side, size)!;
                Assert.Equal(place0, known.Place);
                Close.To(place0, found.Place, 1e-11 * size * (1.0 + Math.Abs(place)), $"place at the size {size}");
                foreach (double part in new[] { 1e-12, 1e-9, 1e-7 })
                {
                    double p = value0 + (side * part * size), d = (p - value0) * side / size;
                    (double z, double rate) = known.Invert(p);
                    Close.To(place0 + (side * size * rise(d)), z, (1e-9 * size * rise(d)) + (3e-16 * Math.Abs(place0)), $"z at {part}");
                    Close.Relative(slope(d), rate, 1e-8, $"dz/dP at {part}");
                    Close.To(d, side * (known.Solve(z) - value0) / size, (1e-9 * d) + (1e-15 * (Math.Abs(value) + Math.Abs(place))), $"P at {part}");
                }

                // Only beside the end, on its own side.
                Assert.True(known.Covers(value0 + (side * 1e-10 * size)) && known.Covers(value0));
                Assert.False(known.Covers(value0 - (side * 1e-10 * size)) || known.Covers(value0 + (side * 1e-2 * size)));
            }
        }
    }

    [Fact]
    public void What_is_not_analytic_or_flat_is_none()
    {
        foreach (double side in new[] { 1.0, -1.0 })
        {
            AnalyticEnd? Build(Func<double, double> rise, double? place = 0.0) => AnalyticEnd.Build(p => side * rise(side * p), 0.0, place, side, 1.0);
            Assert.Null(Build(Math.Sqrt));
            Assert.Null(Build(d => d * Math.Sqrt(d)));
            Assert.Null(Build(d => d * d));
            Assert.Null(Build(d => (1e-3 * d) + (d * d)) is { } end && end.Covers(side * 1e-3) ? end : null);
            Assert.Null(Build(d => d * Math.Log(d)));
            Assert.Null(Build(_ => double.NaN));
            Assert.Null(Build(d => d, place: -side * 1e-3));
            Assert.NotNull(Build(d => d));
        }
    }

    [Fact]
    public void Of_two_ends_the_nearer_one_is_used()
    {
        foreach (double size in Sizes)
        {
            int made = 0;
            Func<double, double> New()
            {
                made++;
                return p => 5.0 * p;
            }

            AnalyticEnds ends = new(-1.0 * size, 3.0 * size, size, new Divider(-5.0 * size), new Divider(15.0 * size), New);
            Assert.Null(ends.At(size));
            Assert.Equal(0, made);
            Assert.Same(ends.Lower, ends.At((-1.0 + 1e-9) * size));
            Assert.Equal(1, made);
            Assert.Same(ends.Upper, ends.At((3.0 - 1e-9) * size));
            Assert.Equal(2, made);
            Close.Relative(-5.0 * size, ends.Lower!.Place, 1e-15, "lower place");
            Close.Relative(15.0 * size, ends.Upper!.Place, 1e-15, "upper place");
            Assert.Null(ends.At((-1.0 + 1e-2) * size));
            Assert.Null(ends.At((3.0 - 1e-2) * size));

            // An infinite end has none; the other is measured on the scale.
            AnalyticEnds right = new(double.NegativeInfinity, 3.0 * size, size, new Divider(-5.0 * size), new Divider(15.0 * size), New);
            Assert.Null(right.Lower);
            Assert.Same(right.Upper, right.At((3.0 - 1e-9) * size));
            Assert.NotNull(right.Upper);
            AnalyticEnds left = new(-1.0 * size, double.PositiveInfinity, size, new Divider(-5.0 * size), new Divider(15.0 * size), New);
            Assert.Null(left.Upper);
            Assert.Same(left.Lower, left.At((-1.0 + 1e-9) * size));
            Assert.NotNull(left.Lower);
            Assert.Null(left.At(1e9 * size));

            // A place that is not analytic.
            Assert.Null(new AnalyticEnds(-1.0 * size, 3.0 * size, size, null, null, New).At((-1.0 + 1e-9) * size));
            Assert.Null(new AnalyticEnds(-1.0 * size, 3.0 * size, size, null, null, New).At((3.0 - 1e-9) * size));
        }
    }
}
