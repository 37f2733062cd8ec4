using System.Globalization;

namespace FreeSpectra.Cli.Figures;

/// <summary>One statement that a figure must show, with the numbers that decide it.</summary>
/// <param name="Name">The statement in words.</param>
/// <param name="Expected">What theory says.</param>
/// <param name="Actual">What was found.</param>
/// <param name="Allowance">How far apart the two may lie, and the words why are in the name.</param>
public sealed record FigureCheck(string Name, double Expected, double Actual, double Allowance)
{
    /// <summary>|Expected − Actual| ≤ Allowance; a number that is not finite never passes.</summary>
    public bool Passed => Math.Abs(Expected - Actual) <= Allowance;

    /// <summary>The numbers in one line.</summary>
    public string Evidence => string.Create(
        CultureInfo.InvariantCulture, $"expected {Expected:G8}, found {Actual:G8}, allowed ±{Allowance:G3}");

    /// <summary>A check that something holds, without numbers.</summary>
    public static FigureCheck True(string name, bool holds) => new(name, 1.0, holds ? 1.0 : 0.0, 0.0);
}
