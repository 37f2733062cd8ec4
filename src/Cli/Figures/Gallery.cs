using System.Text;

namespace FreeSpectra.Cli.Figures;

/// <summary>The page that shows all figures with their settings and checks.</summary>
internal static class Gallery
{
    public static string Page(IEnumerable<(IFigure Figure, FigureResult Result)> figures)
    {
        StringBuilder page = new();
        page.Append("# Figures of the papers, made again\n\nWritten by `./freespectra figure all`; do not edit by hand.\n");
        foreach ((IFigure figure, FigureResult result) in figures)
        {
            page.Append($"\n## {figure.Id}: {figure.Title}\n\n![{figure.Title}]({figure.Id}.svg)\n\n")
                .Append($"**Setting.** {figure.Setting}\n\n**What to see.** {figure.WhatToSee}\n\n| check | numbers | |\n|---|---|---|\n");
            foreach (FigureCheck check in result.Checks)
            {
                page.Append($"| {Cell(check.Name)} | {check.Evidence} | {(check.Passed ? "holds" : "**fails**")} |\n");
            }

            page.Append("\nNumbers: ")
                .AppendJoin(", ", result.Tables.Select(table => $"[{table.Name}]({figure.Id}-{table.Name}.csv)"))
                .Append(".\n");
        }

        return page.ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
