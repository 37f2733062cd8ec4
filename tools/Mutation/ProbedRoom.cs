using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace FreeSpectra.Mutation;

/// <summary>The numbered statements of a room.</summary>
internal sealed class ProbedRoom
{
    private readonly Dictionary<SyntaxTree, (int First, List<TextSpan> Spans)> files = [];
    private readonly RoomCompiler compiler;

    /// <summary>Numbers the statements and writes the marked assembly, if a path is given.</summary>
    public ProbedRoom(RoomCompiler compiler, string? path)
    {
        this.compiler = compiler;
        Name = compiler.Room.Name;
        var changes = new List<(SyntaxTree, SyntaxTree)>();
        var spans = new List<TextSpan>();
        foreach (SyntaxTree tree in compiler.Trees)
        {
            int first = spans.Count;
            changes.Add((tree, Probes.Mark(tree, spans)));
            files[tree] = (first, spans[first..]);
        }

        Count = spans.Count;
        if (path is not null)
        {
            compiler.Emit(path, changes, Probes.Source(Count));
        }
    }

    public string Name { get; }

    public int Count { get; }

    /// <summary>What ran, by file and its content.</summary>
    public IEnumerable<(string File, byte[] Seen)> ByFile(byte[] seen) =>
        files.Select(f => (Key(f.Key), seen.AsSpan(f.Value.First, f.Value.Spans.Count).ToArray()));

    /// <summary>The path of the file and a mark of its content.</summary>
    public string Key(SyntaxTree tree) =>
        $"{Path.GetRelativePath(compiler.Root, tree.FilePath)}@{Convert.ToHexStringLower(tree.GetText().GetContentHash().AsSpan())[..12]}";

    /// <summary>The numbers, within the file, that tell whether a node runs: the statement around it, or all of its type for an initialiser.</summary>
    public IReadOnlyList<int> Around(SyntaxTree tree, SyntaxNode node)
    {
        List<TextSpan> spans = files[tree].Spans;
        // The body of a branch or of a method runs when its first statement does.
        TextSpan place = node is BlockSyntax { Statements.Count: > 0 } block ? block.Statements[0].Span : node.Span;
        int best = -1;
        for (int i = 0; i < spans.Count; i++)
        {
            if (spans[i].Contains(place) && (best < 0 || spans[i].Length <= spans[best].Length))
            {
                best = i;
            }
        }

        if (best >= 0)
        {
            return [best];
        }

        TextSpan type = (node.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault() ?? tree.GetRoot()).Span;
        return [.. Enumerable.Range(0, spans.Count).Where(i => type.Contains(spans[i]))];
    }
}
