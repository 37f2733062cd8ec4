using FreeSpectra.Measures.Expressions;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Outliers have the unit of their law: places and what they are off scale with it, overlaps do not.</summary>
public sealed class UnitOfOutliersTests
{
    /// <summary>An expression with the unit as U, the factor, the spikes, and whether they have the unit too.</summary>
    public static TheoryData<string, int, double[], bool> Cases => new()
    {
        { "point(1) [x] U*uniform(-1, 2)", 0, [1.3, 2.0, 3.0, 8.0], false },
        { "point(U) [x] uniform(-1, 2)", 0, [1.3, 2.0, 3.0, 8.0], true },
        { "point(1) [x] U*(atoms(-1:0.5, 1:0.3, 3:0.2) [+] semicircle(0.01))", 0, [1.5, 4.0], false },
        { "point(U) [+] U*uniform(0.5, 2)", 0, [1.3, 3.0, -4.0], true },
        { "U*atoms(-1:0.5, 1:0.5) [+] U*semicircle(0.2)", 0, [0.1, 1.1, 3.0, -2.0], true },
        { "U*uniform(0.5, 2) [+] U*atoms(-1:0.3, 2:0.7)", 1, [0.3, 5.0, -4.0], true },
        { "U*mp(0.1) [x] atoms(1:0.5, 1.5:0.5)", 0, [2.5, 6.0], true },
        { "U*mp(0.1) [x] atoms(1:0.5, 1.5:0.5)", 1, [2.5, 6.0], false },
        { "U*(mp(0.1) [x] mp(0.2)) [+] U*arcsine(1)", 1, [1.5, 3.0, -2.0], true },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Outliers_have_the_unit_of_their_law(string text, int factor, double[] spikes, bool scales)
    {
        Outlier[] Found(string unit, double size) =>
            [.. OutlierFinder.Find(LawExpression.Parse(text.Replace("U", unit, StringComparison.Ordinal)), factor, [.. spikes.Select(spike => scales ? size * spike : spike)])];

        Outlier[] plain = Found("1", 1.0);
        Assert.NotEmpty(plain);
        foreach ((string unit, double size) in new[] { ("1e6", 1e6), ("1e-6", 1e-6), ("1e-11", 1e-11) })
        {
            Outlier[] found = Found(unit, size);
            Assert.Equal(plain.Length, found.Length);
            foreach ((Outlier expected, Outlier outlier) in plain.Zip(found))
            {
                Close.To(size * expected.Location, outlier.Location, (4.0 * size * expected.LocationError) + (2e-14 * size * Math.Abs(expected.Location)), $"place of {expected.Spike} in the unit {unit}");
                Close.To(expected.Overlap, outlier.Overlap, (4.0 * expected.OverlapError) + 1e-13, $"overlap of {expected.Spike} in the unit {unit}");
                Assert.InRange(outlier.LocationError, 0.1 * size * expected.LocationError, (10.0 * size * expected.LocationError) + (1e-15 * size));
                Assert.InRange(outlier.OverlapError, 0.02 * expected.OverlapError, (50.0 * expected.OverlapError) + 1e-14);
            }
        }
    }
}
