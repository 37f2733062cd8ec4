using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Plots;

namespace FreeSpectra.Cli.Figures;

/// <summary>The numbers behind a spectrum's picture.</summary>
internal static class FigureTables
{
    /// <summary>Density, atoms and eigenvalues as tables named theory, atoms and sample, with a suffix.</summary>
    public static ImmutableArray<(string Name, CsvTable Table)> Of(
        SpectralMeasure law, IEnumerable<ImmutableArray<double>> draws, string suffix)
    {
        Axis axis = new("", law.BottomOfSupport - 1e-3, law.TopOfSupport + 1e-3);
        string end = suffix.Length == 0 ? "" : $"-{suffix}";
        return
        [
            ($"theory{end}", new CsvTable(["x", "density"], DensityCurve.Sample(law, axis).SelectMany(curve => curve).Select(point => new[] { point.X, point.Y }))),
            ($"atoms{end}", new CsvTable(["location", "weight"], law.Atoms.Select(atom => new[] { atom.Location, atom.Weight }))),
            ($"sample{end}", new CsvTable(["draw", "eigenvalue"], draws.SelectMany((draw, i) => draw.Select(x => new[] { i, x })))),
        ];
    }
}
