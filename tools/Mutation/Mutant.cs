using Microsoft.CodeAnalysis;

namespace FreeSpectra.Mutation;

/// <summary>One small fault: a node of a file and what stands in its place.</summary>
/// <param name="Tree">The file.</param>
/// <param name="Node">The node that is exchanged.</param>
/// <param name="Replacement">What stands in its place.</param>
/// <param name="Kind">The kind of the fault.</param>
internal sealed record Mutant(SyntaxTree Tree, SyntaxNode Node, SyntaxNode Replacement, string Kind)
{
    public int Line => Tree.GetLineSpan(Node.Span).StartLinePosition.Line + 1;

    public SyntaxTree Mutated() => Tree.WithRootAndOptions(Tree.GetRoot().ReplaceNode(Node, Replacement), Tree.Options);

    /// <summary>The same words for the same fault, wherever it stands in the file.</summary>
    public string Text => $"{Kind}: {OneLine(Node)} -> {OneLine(Replacement)}";

    private static string OneLine(SyntaxNode node)
    {
        string text = string.Join(' ', node.ToString().Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= 110 ? text : string.Concat(text.AsSpan(0, 107), "...");
    }
}
