using System.Globalization;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;

namespace FreeSpectra.Tests.Networks.MeanField;

/// <summary>What phases claim in their corners, to a third: without bias, beside the edge of chaos, ordered, and where nothing is left.</summary>
public sealed class PhaseClaimTests
{
    private static readonly (double Weight, double Bias, double Input)[] Points =
        [(1.02, 0.0, 1.0), (2.0, 0.0, 1.0), (0.8, 0.3, 1.0), (1.7602, 0.05, 1.0), (0.5, 0.0, 2.0), (4.0, 1.0, 0.1), (3.0, 1e-4, 1.0)];

    /// <summary>The errors of q*, χ₁, the slope, 1 − c*, χ_c, ξ_q and ξ_c; a dash where there is nothing to claim, a star where it is noise.</summary>
    private const string Table = """
        tanh | 0 | 6.5e-16 2.1e-15 3.3e-15 * 3.7e-15 8.7e-12 *
        tanh | 1 | 1.7e-15 2.0e-15 1.7e-15 * 3.6e-15 9.4e-15 1.8e-12
        tanh | 2 | 7.0e-16 5.9e-16 4.6e-16 0 5.9e-16 1.2e-15 2.7e-15
        tanh | 3 | 1.4e-15 1.7e-15 1.4e-15 0 1.7e-15 7.1e-15 *
        tanh | 4 | 0 2.0e-16 2.0e-16 0 2.0e-16 1.4e-15 1.4e-15
        tanh | 5 | 4.7e-15 1.6e-15 4.7e-16 7.2e-15 1.3e-14 1.1e-15 2.3e-12
        tanh | 6 | 2.8e-15 2.1e-15 1.2e-15 7.8e-14 3.5e-15 4.2e-15 4.6e-13
        hard-tanh:s=1,g=1 | 0 | 5.2e-15 2.9e-15 9.7e-15 * 4.2e-15 1.9e-12 *
        hard-tanh:s=1,g=1 | 1 | 1.6e-14 1.7e-14 7.5e-15 * 1.9e-14 2.1e-14 1.9e-12
        hard-tanh:s=1,g=1 | 2 | 3.6e-15 3.8e-15 1.9e-15 0 3.8e-15 4.3e-15 2.9e-14
        hard-tanh:s=1,g=1 | 3 | 1.3e-14 1.3e-14 6.7e-15 2.0e-13 5.4e-14 1.9e-14 5.3e-12
        hard-tanh:s=1,g=1 | 4 | 0 2.0e-16 2.0e-16 0 2.0e-16 1.4e-15 1.4e-15
        hard-tanh:s=1,g=1 | 5 | 7.0e-14 3.8e-14 3.3e-15 1.5e-13 1.6e-13 6.2e-15 3.4e-12
        hard-tanh:s=1,g=1 | 6 | 3.5e-14 3.0e-14 6.8e-15 2.5e-13 3.1e-14 1.5e-14 1.3e-12
        erf | 0 | 1.3e-15 3.0e-15 3.4e-15 * 6.3e-15 7.0e-14 6.9e-11
        erf | 1 | 2.8e-15 3.2e-15 1.8e-15 * 5.9e-15 6.4e-15 9.8e-13
        erf | 2 | 1.0e-15 1.1e-15 6.1e-16 0 1.1e-15 1.6e-15 6.5e-15
        erf | 3 | 2.4e-15 2.8e-15 1.6e-15 1.0e-13 2.8e-14 5.8e-15 5.7e-12
        erf | 4 | 0 2.5e-16 2.5e-16 0 2.5e-16 2.8e-15 2.8e-15
        erf | 5 | 6.8e-15 2.9e-15 4.9e-16 3.4e-14 3.9e-14 1.1e-15 1.4e-12
        erf | 6 | 4.4e-15 3.5e-15 1.3e-15 6.0e-14 5.6e-15 3.4e-15 3.7e-13
        sin | 0 | 1.8e-15 3.2e-15 4.4e-15 * 6.2e-15 1.1e-11 *
        sin | 1 | 2.4e-15 2.7e-15 2.4e-15 * 6.1e-15 7.7e-15 6.4e-13
        sin | 2 | 9.8e-16 9.9e-16 7.4e-16 0 9.9e-16 1.8e-15 5.2e-15
        sin | 3 | 2.1e-15 2.4e-15 2.2e-15 9.7e-14 3.1e-14 7.3e-15 6.1e-12
        sin | 4 | 0 2.0e-16 2.0e-16 0 2.0e-16 1.4e-15 1.4e-15
        sin | 5 | 4.4e-15 2.9e-15 3.7e-16 7.8e-15 1.2e-14 1.8e-15 3.7e-14
        sin | 6 | 3.1e-15 2.8e-15 1.5e-15 2.8e-14 5.5e-15 3.0e-15 7.8e-14
        gelu | 0 | 0 1.0e-16 1.0e-16 0 1.0e-16 5.1e-16 5.1e-16
        gelu | 1 | 0 2.0e-16 2.0e-16 0 2.0e-16 1.4e-15 1.4e-15
        gelu | 2 | 7.1e-16 5.4e-16 4.0e-16 0 5.4e-16 1.4e-15 1.6e-15
        gelu | 3 | 3.2e-16 1.0e-15 8.2e-16 0 1.0e-15 5.4e-15 5.4e-15
        gelu | 4 | 0 5.0e-17 5.0e-17 0 5.0e-17 2.8e-16 2.8e-16
        gelu | 5 | - - - - - - -
        gelu | 6 | - - - - - - -
        tanh(x)+0.2*abs(x-0.4) | 0 | 5.8e-17 7.3e-16 7.6e-16 0 7.3e-16 5.8e-15 6.2e-15
        tanh(x)+0.2*abs(x-0.4) | 1 | 1.9e-15 1.9e-15 2.5e-15 0 1.9e-15 3.1e-14 1.9e-11
        tanh(x)+0.2*abs(x-0.4) | 2 | 6.4e-16 4.9e-16 4.7e-16 0 4.9e-16 1.3e-15 1.8e-15
        tanh(x)+0.2*abs(x-0.4) | 3 | 1.5e-15 1.6e-15 1.8e-15 0 1.6e-15 1.4e-14 9.6e-14
        tanh(x)+0.2*abs(x-0.4) | 4 | 9.3e-18 3.0e-16 4.4e-16 0 3.0e-16 1.4e-15 1.1e-15
        tanh(x)+0.2*abs(x-0.4) | 5 | 6.9e-15 1.6e-15 6.6e-16 0 1.6e-15 1.9e-15 3.4e-12
        tanh(x)+0.2*abs(x-0.4) | 6 | 3.4e-15 2.2e-15 1.8e-15 2.9e-13 1.0e-13 8.9e-15 1.8e-11
        relu | 0 | 0 2.0e-16 2.0e-16 0 2.0e-16 1.5e-15 1.5e-15
        relu | 1 | 0 2.4e-15 1.1e-15 8.0e-17 2.4e-15 - -
        relu | 2 | 1.0e-15 9.6e-16 4.4e-16 0 9.6e-16 1.7e-15 3.3e-15
        relu | 3 | 5.8e-15 2.1e-15 7.6e-16 0 2.1e-15 5.6e-14 1.5e-13
        relu | 4 | 0 1.0e-16 1.0e-16 0 1.0e-16 5.0e-16 5.0e-16
        relu | 5 | - 8.0e-16 - - - - -
        relu | 6 | - 6.0e-16 - - - - -
        sign | 0 | 5.9e-15 - 2.8e-16 * 4.6e-15 * 3.6e-14
        sign | 1 | 1.2e-14 - 3.0e-16 * 4.6e-15 * 3.6e-14
        sign | 2 | 4.9e-15 - 2.0e-16 2.1e-14 1.2e-14 * 6.0e-14
        sign | 3 | 1.0e-14 - 2.5e-16 4.1e-14 6.2e-15 * 4.5e-14
        sign | 4 | 2.9e-15 - 3.0e-16 * 4.6e-15 * 3.6e-14
        sign | 5 | 2.4e-14 - 1.8e-16 2.5e-14 1.1e-14 * 5.8e-14
        sign | 6 | 1.7e-14 - 3.0e-16 4.5e-14 4.6e-15 * 3.6e-14
        """;

    public static TheoryData<string, int, string> Cells
    {
        get
        {
            TheoryData<string, int, string> cells = [];
            foreach (string[] line in Table.Split('\n').Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(line => line.Length == 3))
            {
                cells.Add(line[0], int.Parse(line[1], CultureInfo.InvariantCulture), line[2]);
            }

            return cells;
        }
    }

    [Theory, MemberData(nameof(Cells))]
    public void Errors_of_phases_are_claimed_as_they_were(string text, int place, string expected)
    {
        (double weight, double bias, double input) = Points[place];
        double?[] found = ErrorsAt(text, weight, bias, input);
        string[] cells = expected.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(cells.Length, found.Length);
        bool alike = cells.Zip(found).All(pair => pair.First == "-" ? pair.Second is null : pair.First == "*"
            || double.Parse(pair.First, CultureInfo.InvariantCulture) is var error && pair.Second >= error / 1.3 && pair.Second <= error * 1.3);
        string all = string.Join(' ', found.Select(error => error?.ToString("E1", CultureInfo.InvariantCulture) ?? "-"));
        Assert.True(alike, $"{text} at {weight}, {bias}: the errors are {all}, and not about {expected}");
    }

    private static double?[] ErrorsAt(string text, double weight, double bias, double input)
    {
        PhaseErrors e = PhaseErrors.Of(PhasePoint.Of(ActivationParser.Parse(text), weight, bias, input));
        return [e.QStar, e.Chi1, e.VarianceSlope, e.CStarComplement, e.ChiC, e.XiQ, e.XiC];
    }
}
