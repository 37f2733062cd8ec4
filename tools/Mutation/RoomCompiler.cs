using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace FreeSpectra.Mutation;

/// <summary>The sources of one project, compiled in this process against the assemblies beside the tests.</summary>
internal sealed class RoomCompiler
{
    private readonly CSharpCompilation plain;

    private RoomCompiler(Room room, string root, CSharpCompilation plain)
    {
        Room = room;
        Root = root;
        this.plain = plain;
        Trees = [.. plain.SyntaxTrees.Where(t => t.FilePath.StartsWith(Path.Combine(root, room.Folder), StringComparison.Ordinal)
            && !IsGenerated(root, t.FilePath)).OrderBy(t => t.FilePath, StringComparer.Ordinal)];
    }

    public Room Room { get; }

    public string Root { get; }

    /// <summary>The files of the room, in the order of their names.</summary>
    public ImmutableArray<SyntaxTree> Trees { get; }

    public static RoomCompiler Create(Room room, string root, string testFolder)
    {
        string project = Path.Combine(root, "src", room.Project);
        string generated = Path.Combine(project, "obj", "Release", "net10.0");
        IEnumerable<string> files = Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories)
            .Where(f => !IsGenerated(root, f) && !f.StartsWith(Path.Combine(project, "bin"), StringComparison.Ordinal))
            .Concat([Path.Combine(generated, $"{room.Project}.AssemblyInfo.cs"), Path.Combine(generated, $"{room.Project}.GlobalUsings.g.cs")]);
        var parse = new CSharpParseOptions(LanguageVersion.CSharp14, DocumentationMode.None);
        IEnumerable<SyntaxTree> trees = files.Order(StringComparer.Ordinal)
            .Select(f => CSharpSyntaxTree.ParseText(File.ReadAllText(f), parse, f, System.Text.Encoding.UTF8));
        IEnumerable<MetadataReference> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(f => Path.GetFileName(f).StartsWith("System.", StringComparison.Ordinal)
                || Path.GetFileName(f) is "mscorlib.dll" or "netstandard.dll" or "Microsoft.CSharp.dll")
            .Concat(Directory.EnumerateFiles(testFolder, "FreeSpectra.*.dll")
                .Where(f => Path.GetFileNameWithoutExtension(f) is not "FreeSpectra.Tests" and var name && name != room.AssemblyName)
                .Append(Path.Combine(testFolder, "MathNet.Numerics.dll"))
                .Append(Path.Combine(testFolder, "System.Numerics.Tensors.dll"))
                .Where(File.Exists))
            .Select(f => MetadataReference.CreateFromFile(f));
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: true,
            nullableContextOptions: NullableContextOptions.Enable,
            generalDiagnosticOption: ReportDiagnostic.Suppress);
        return new RoomCompiler(room, root, Generated(CSharpCompilation.Create(room.AssemblyName, trees, references, options), parse));
    }

    public SemanticModel Model(SyntaxTree tree) => plain.GetSemanticModel(tree);

    /// <summary>Whether a file still compiles when it is exchanged for another, perhaps beside one more.</summary>
    public bool Compiles(SyntaxTree old, SyntaxTree other, string? extra = null)
    {
        CSharpCompilation changed = plain.ReplaceSyntaxTree(old, other);
        if (extra is not null)
        {
            changed = changed.AddSyntaxTrees(CSharpSyntaxTree.ParseText(extra, (CSharpParseOptions)Trees[0].Options));
        }

        return !changed.GetSemanticModel(other).GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error);
    }

    /// <summary>Writes the assembly with some files exchanged, and perhaps one more.</summary>
    /// <returns>Whether it compiles.</returns>
    public bool Emit(string path, IEnumerable<(SyntaxTree Old, SyntaxTree New)> changes, string? extra = null)
    {
        CSharpCompilation changed = changes.Aggregate(plain, (c, pair) => c.ReplaceSyntaxTree(pair.Old, pair.New));
        if (extra is not null)
        {
            changed = changed.AddSyntaxTrees(CSharpSyntaxTree.ParseText(extra, (CSharpParseOptions)Trees[0].Options));
        }

        using var assembly = new MemoryStream();
        EmitResult result = changed.Emit(assembly);
        if (result.Success)
        {
            File.WriteAllBytes(path, assembly.ToArray());
        }
        else if (extra is not null)
        {
            throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(5)));
        }

        return result.Success;
    }

    /// <summary>With the sources of the regular expressions that the compiler writes itself.</summary>
    private static CSharpCompilation Generated(CSharpCompilation compilation, CSharpParseOptions parse)
    {
        string dotnet = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        string generator = Directory.EnumerateFiles(
            Path.Combine(dotnet, "packs", "Microsoft.NETCore.App.Ref"), "System.Text.RegularExpressions.Generator.dll", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Last();
        var reference = new Microsoft.CodeAnalysis.Diagnostics.AnalyzerFileReference(generator, new Loader());
        CSharpGeneratorDriver.Create(reference.GetGenerators(LanguageNames.CSharp), parseOptions: parse)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out _);
        return (CSharpCompilation)updated;
    }

    private static bool IsGenerated(string root, string path) =>
        Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar).Contains("obj");

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
            // Everything the generator needs is loaded already.
        }

        public System.Reflection.Assembly LoadFromPath(string fullPath) => System.Reflection.Assembly.LoadFrom(fullPath);
    }
}
