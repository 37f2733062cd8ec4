using System.Collections.Immutable;
using FreeSpectra.Plots;

namespace FreeSpectra.Cli.Figures;

/// <summary>What a figure has computed.</summary>
/// <param name="Picture">The picture, written to <c>ID.svg</c>.</param>
/// <param name="Tables">The numbers: each is written to <c>ID-name.csv</c>; the usual names are theory, atoms and sample.</param>
/// <param name="Checks">What the figure must show.</param>
public sealed record FigureResult(
    Picture Picture, ImmutableArray<(string Name, CsvTable Table)> Tables, ImmutableArray<FigureCheck> Checks)
{
    /// <summary>Whether every check holds.</summary>
    public bool Passed => Checks.All(check => check.Passed);
}
