using System.Collections.Immutable;

namespace FreeSpectra.Cli.Figures;

/// <summary>Every figure that can be made. A new figure is one more line here.</summary>
public static class FigureCatalogue
{
    /// <summary>The figures, in the order of the gallery.</summary>
    public static ImmutableArray<IFigure> All { get; } =
    [
        new HK21Figure1(),
        new HK21Figure2(),
        new HK21Figure3(),
        new KAA19Figure1(),
        new KAA19FigureS1(),
        new WSS19Figure1(),
    ];

    /// <summary>The figures that a name stands for: one, or all of them.</summary>
    /// <exception cref="ArgumentException">There is no figure of that name.</exception>
    public static ImmutableArray<IFigure> Find(string id)
    {
        if (string.Equals(id, "all", StringComparison.OrdinalIgnoreCase))
        {
            return All;
        }

        ImmutableArray<IFigure> found = [.. All.Where(figure => string.Equals(figure.Id, id, StringComparison.OrdinalIgnoreCase))];
        return found.IsEmpty
            ? throw new ArgumentException(
                $"ID must be list, all or one of {string.Join(", ", All.Select(figure => figure.Id))}, but is '{id}'.")
            : found;
    }
}
