using System.Globalization;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.MeanField;

/// <summary>
/// The errors that answers claim, to a third: they cover the true ones (see the other tests), and are not larger than they were.
/// </summary>
public sealed class MeanFieldClaimTests
{
    /// <summary>The columns: the claims of one activation.</summary>
    private static readonly (string What, Func<Activation, double?> Claim)[] Claims =
    [
        ("mean", a => GaussianMoments.Mean(a, 0.7).Error),
        ("second", a => GaussianMoments.SecondMoment(a, 0.7).Error),
        ("slope second", a => GaussianMoments.SlopeSecondMoment(a, 0.7).Error),
        ("variance slope", a => GaussianMoments.VarianceSlope(a, 0.7).Error),
        ("curvature", a => GaussianMoments.Curvature(a, 0.7).Error),
        ("excess", a => GaussianMoments.CriticalExcess(a, 0.7).Error),
        ("dual", a => DualActivation.Of(a, 0.7, 0.7, Correlation.Of(0.6)).ValueError),
        ("dual slope", a => DualActivation.Of(a, 0.7, 0.7, Correlation.Of(0.6)).SlopeError),
        ("apart", a => DualActivation.Of(a, 0.2, 3.0, Correlation.Of(-0.99)).ValueError),
        ("apart slope", a => DualActivation.Of(a, 0.2, 3.0, Correlation.Of(-0.99)).SlopeError),
        ("plane", a => DualActivation.ByQuadrature(a, 0.7, 0.5, Correlation.Of(0.6)).ValueError),
        ("plane slope", a => DualActivation.ByQuadrature(a, 0.7, 0.5, Correlation.Of(0.6)).SlopeError),
        ("function", a => DualFunction.Of(a, 0.7, 2.0).At(Correlation.Of(-0.3)).ValueError),
        ("function slope", a => DualFunction.Of(a, 0.7, 2.0).At(Correlation.Of(-0.3)).SlopeError),
        ("deficit", a => DualActivation.Deficit(a, 0.7, Correlation.FromComplement(1e-4)).Error),
        ("far deficit", a => DualActivation.Deficit(a, 0.7, Correlation.Of(0.2)).Error),
        ("fixed point", a => Point(a).QStar is { } q ? Point(a).Map.FixedPointError(q) : null),
        ("chi_1", a => PhaseErrors.Of(Point(a)).Chi1),
        ("map slope", a => PhaseErrors.Of(Point(a)).VarianceSlope),
        ("1 - c*", a => PhaseErrors.Of(Point(a)).CStarComplement),
        ("chi_c", a => PhaseErrors.Of(Point(a)).ChiC),
        ("xi_q", a => PhaseErrors.Of(Point(a)).XiQ),
        ("xi_c", a => PhaseErrors.Of(Point(a)).XiC),
        ("critical q*", a => Critical(a)?.QStarError),
        ("critical weight", a => Critical(a)?.WeightVarianceError),
        ("line's bias", a => GaussianMoments.SlopeSecondMoment(a, 0.7).Value is > 0.0 and < 1e9 ? CriticalLine.At(a, 0.7).BiasVarianceError : null),
        ("forward gain", a => GaussianMoments.SlopeSecondMoment(a, 0.7).Value < 1e9 ? GainTable.RowOf(a).ForwardGainError : null),
        ("backward gain", a => GaussianMoments.SlopeSecondMoment(a, 0.7).Value < 1e9 ? GainTable.RowOf(a).BackwardGainError : null),
    ];

    /// <summary>Columns as in <see cref="Claims"/>; a dash where there is nothing to claim, a star where it is the noise of 0.</summary>
    private const string Table = """
        relu                   | 1.6e-16 3.5e-16 1.0e-15 3.3e-16 1.3e-15 2.1e-16 2.4e-16 1.0e-15 7.7e-17 1.0e-15 8.9e-16 1.5e-15 1.2e-16 1.0e-15 7.8e-20 5.0e-16       - 4.8e-16       -       -       -       -       -       -       - 4.2e-16 9.9e-16 1.7e-15
        hard-tanh:s=0.5,g=1.2  | 5.1e-16 2.6e-15 2.1e-15 6.1e-16 2.7e-15 1.8e-17 2.6e-15 2.1e-15 1.5e-15 1.9e-15 2.7e-15 6.3e-15 3.4e-15 2.4e-15 1.6e-19 5.2e-15 1.3e-13 3.6e-14 6.4e-15 2.4e-13 4.2e-14 1.3e-14 1.4e-12 8.5e-16 1.6e-15 4.8e-17 2.0e-15 1.1e-15
        step                   | 2.4e-16 5.0e-16       0 1.9e-16 1.9e-16 3.4e-16 3.5e-16 2.8e-16 2.3e-17 1.5e-15 1.5e-15 3.4e-16 2.0e-16 1.4e-16 1.0e-15 7.8e-16 2.2e-15       - 2.1e-16 4.9e-15 7.5e-15       * 3.4e-14       -       -       -       -       -
        erf                    | 2.5e-16 4.0e-16 6.5e-16 1.2e-16 7.8e-16 6.1e-17 9.1e-16 2.3e-15 1.3e-15 1.9e-15 5.9e-16 1.2e-15 5.3e-16 1.5e-15 2.0e-19 1.9e-15 3.4e-15 3.1e-15 1.4e-15 6.0e-14 1.4e-14 3.9e-15 1.0e-12 6.5e-16 2.4e-15 2.2e-16 1.0e-15 9.3e-16
        sin                    | 2.6e-16 3.8e-16 6.2e-16 1.5e-16 7.7e-16 3.8e-17 8.6e-16 2.2e-15 6.8e-16 1.1e-15 5.5e-16 1.2e-15 3.8e-16 1.1e-15 1.9e-19 1.8e-15 2.6e-15 2.5e-15 1.7e-15 3.5e-14 1.3e-14 3.9e-15 3.3e-13 5.7e-16 2.5e-15 1.9e-16 1.1e-15 9.3e-16
        cos                    | 3.3e-16 6.2e-16 3.8e-16 1.5e-16 5.3e-16 2.9e-16 2.2e-15 8.6e-16 1.1e-15 6.8e-16 1.2e-15 5.5e-16 1.1e-15 3.8e-16 1.1e-19 4.5e-15 2.0e-15 1.9e-15 9.9e-16 6.7e-14 1.0e-13 2.1e-15 8.3e-12 1.2e-15 3.6e-15 2.1e-15 9.3e-16 1.1e-15
        exp                    | 6.4e-16 4.1e-15 4.1e-15 3.7e-15 7.8e-15 1.4e-16 1.0e-14 1.0e-14 1.2e-14 1.2e-14 5.2e-15 5.2e-15 1.3e-14 1.3e-14 1.0e-18 2.2e-14       -       -       -       -       -       -       - 5.7e-16 3.2e-16 4.5e-16 2.6e-16 2.6e-16
        gaussian               | 2.9e-16 5.1e-16 3.8e-16 1.2e-16 5.0e-16 3.4e-16 1.8e-15 5.9e-16 1.5e-15 6.0e-16 9.6e-16 6.3e-16 1.2e-15 1.5e-16 1.1e-19 3.7e-15 1.4e-15 1.4e-15 9.3e-16       0 1.4e-15 3.1e-15 6.0e-14 1.7e-15 5.1e-15 1.8e-15 1.0e-15 1.2e-15
        gelu                   | 1.5e-16 2.8e-16 4.3e-16 2.1e-16 6.5e-16 4.5e-17 3.4e-16 7.0e-16 4.0e-16 5.4e-16 3.2e-16 7.1e-16 3.6e-16 5.1e-16 6.4e-20 7.3e-16       -       -       -       -       -       -       - 1.6e-15 5.3e-15 1.7e-16 1.1e-15 1.0e-15
        power:n=3              | 4.2e-16 5.1e-15 1.3e-14 9.9e-15 2.3e-14 2.1e-15 9.2e-15 3.0e-14 2.7e-14 6.4e-14 2.8e-15 1.1e-14 1.9e-14 5.9e-14 4.0e-18 2.3e-14       -       -       -       -       -       -       - 1.8e-16 5.5e-14 5.9e-16 1.8e-16 1.3e-16
        rectified-power:n=3    | 3.0e-16 2.6e-15 6.6e-15 6.2e-15 1.3e-14 1.4e-15 5.8e-15 1.8e-14 1.4e-22 6.5e-20 3.4e-15 1.1e-14 1.5e-15 6.4e-15 2.3e-18 1.5e-14       -       -       -       -       -       -       - 1.9e-16 1.1e-13 6.5e-16 2.6e-16 1.9e-16
        elu                    | 2.7e-16 1.4e-15 1.4e-15 3.8e-16 1.8e-15 4.1e-17 8.4e-16 2.0e-15 1.3e-15 1.6e-15 1.4e-15 2.7e-15 1.4e-15 1.6e-15 1.5e-19 2.3e-15       -       -       -       -       -       -       - 4.1e-15 4.2e-15 1.1e-16 2.1e-15 1.5e-15
        selu                   | 3.8e-16 2.3e-15 2.3e-15 4.7e-16 2.8e-15 2.4e-17 1.8e-15 3.2e-15 2.3e-15 3.1e-15 2.4e-15 4.7e-15 2.5e-15 2.8e-15 2.6e-19 3.9e-15       -       -       -       -       -       -       - 1.6e-15 2.4e-15 1.1e-16 1.7e-15 1.2e-15
        tanh                   | 2.3e-16 1.5e-16 2.4e-16 1.1e-16 3.5e-16 4.0e-17 3.8e-16 9.4e-16 5.6e-16 7.9e-16 5.0e-16 1.0e-15 2.3e-16 6.5e-16 1.5e-19 1.1e-15 2.2e-15 1.9e-15 1.3e-15 4.5e-14 1.2e-14 4.8e-15 2.1e-12 6.2e-16 2.1e-15 1.4e-16 6.8e-16 6.2e-16
        silu                   | 1.5e-16 1.1e-16 1.6e-16 1.8e-16 3.4e-16 2.3e-17 2.8e-16 6.2e-16 5.0e-16 6.7e-16 2.7e-16 6.1e-16 3.0e-16 5.8e-16 1.0e-19 7.0e-16       -       -       -       -       -       -       - 1.3e-15 3.8e-15 9.8e-17 7.1e-16 6.9e-16
        x^3-3*x                | 6.0e-16 1.2e-15 4.3e-15 3.5e-15 7.8e-15 2.1e-15 1.6e-15 8.0e-15 2.7e-14 5.0e-14 3.2e-15 1.2e-14 2.5e-15 9.9e-15 2.7e-18 1.0e-14       -       -       -       -       -       -       - 2.4e-16 1.7e-16 5.8e-16 1.7e-16 1.0e-16
        softsign               | 1.6e-16 8.0e-17 1.5e-16 7.3e-17 2.2e-16 1.2e-16 1.8e-16 6.4e-16 1.4e-15 2.3e-15 4.7e-16 1.1e-15 2.1e-15 2.2e-15 2.1e-19 1.6e-15 6.9e-16 1.7e-15 1.3e-15       0 1.7e-15 5.7e-15 1.4e-13 9.8e-16 5.9e-15 5.7e-16 1.0e-15 1.0e-15
        tanh(x)+0.2*abs(x-0.4) | 3.0e-16 1.4e-16 2.4e-16 1.3e-16 3.6e-16 3.5e-17 3.6e-16 1.4e-15 2.4e-15 3.4e-15 9.3e-16 3.0e-15 3.9e-15 3.7e-15 3.2e-19 2.9e-15 2.6e-15 2.0e-15 1.8e-15       0 2.0e-15 1.0e-14 3.3e-11 1.2e-15 3.4e-15 1.1e-16 7.8e-16 9.4e-16
        step(x-0.3)+tanh(x)    | 5.2e-16 8.2e-16       0 5.1e-16 5.1e-16 1.3e-16 1.3e-15 2.9e-15 9.7e-15 5.1e-15 3.4e-15 5.7e-15 1.4e-14 7.9e-15 2.1e-14 1.1e-14 7.2e-15       - 7.0e-16 8.5e-14 3.5e-14 1.5e-15 5.2e-13       -       -       -       -       -
        """;

    public static TheoryData<string, string> Rows
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (string[] line in Table.Split('\n').Select(line => line.Split('|', StringSplitOptions.TrimEntries)))
            {
                rows.Add(line[0], line[1]);
            }

            return rows;
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public void Errors_are_claimed_as_they_were(string text, string expected)
    {
        Activation activation = ActivationParser.Parse(text);
        string[] cells = expected.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Claims.Length, cells.Length);
        List<string> failures = [];
        foreach (((string what, Func<Activation, double?> claim), string cell) in Claims.Zip(cells).Where(pair => pair.Second != "*"))
        {
            double? found = claim(activation);
            bool alike = cell == "-" ? found is null
                : double.Parse(cell, CultureInfo.InvariantCulture) is var error && found >= error / 1.3 && found <= error * 1.3;
            if (!alike)
            {
                failures.Add($"the error of {what} is {found?.ToString("E1", CultureInfo.InvariantCulture) ?? "-"}, and not about {cell}");
            }
        }

        Assert.True(failures.Count == 0, $"{text}: {string.Join("; ", failures)}");
    }

    private static PhasePoint Point(Activation activation) => PhasePoint.Of(activation, 2.4, 0.05);

    private static CriticalPoint? Critical(Activation activation) => CriticalLine.AtBias(activation, 0.03) is [var point, ..] ? point : null;
}
