using System.Collections.Immutable;
using FreeSpectra.Validation.Statements.HK21;
using FreeSpectra.Validation.Statements.HQLZS20;
using FreeSpectra.Validation.Statements.KAA19;
using FreeSpectra.Validation.Statements.WSS19;

namespace FreeSpectra.Validation.Statements;

/// <summary>Every statement that the program checks. A new one is one line in its paper's list.</summary>
public static class StatementCatalogue
{
    /// <summary>All statements, paper by paper, in the order of the paper.</summary>
    public static ImmutableArray<Statement> All { get; } =
    [
        .. FisherStatements.All,
        .. TransformStatements.All,
        .. PropagationStatements.All,
        .. ThreeLayerStatements.All,
        .. DeepStatements.All,
        .. NormalizationStatements.All,
        .. ConnectedStatements.All,
        .. ConvolutionalStatements.All,
        .. ConditioningStatements.All,
    ];

    /// <summary>The statements that a name stands for: one, all of them, or those whose names start with it.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ImmutableArray<Statement> Find(string id)
    {
        if (string.Equals(id, "all", StringComparison.OrdinalIgnoreCase))
        {
            return All;
        }

        ImmutableArray<Statement> exact = [.. All.Where(item => string.Equals(item.Id, id, StringComparison.OrdinalIgnoreCase))];
        if (!exact.IsEmpty)
        {
            return exact;
        }

        ImmutableArray<Statement> started = [.. All.Where(item => item.Id.StartsWith(id, StringComparison.OrdinalIgnoreCase))];
        return id.Length == 0 || started.IsEmpty
            ? throw new ArgumentException($"ID must be list, all, or the name or start of the name of a statement, but is '{id}'.")
            : started;
    }
}
