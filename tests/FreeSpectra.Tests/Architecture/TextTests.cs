using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace FreeSpectra.Tests.Architecture;

/// <summary>The project's files speak of the project alone: no paths of a machine, no half-done merges, no notes to oneself.</summary>
public sealed partial class TextTests
{
    private static readonly string[] Kinds =
        [".cs", ".csproj", ".props", ".md", ".json", ".sln", ".svg", ".csv", ".editorconfig", ".gitignore", ".gitattributes", ".sh", ""];

    [Fact]
    public void No_file_has_the_path_of_a_machine_or_a_trace_of_its_making()
    {
        var traces =
            from path in Files()
            from match in Trace().Matches(File.ReadAllText(path))
            select $"{Path.GetRelativePath(Root(), path)}: {match.Value}";
        Assert.Empty(traces);
    }

    [Fact]
    public void The_search_finds_what_it_looks_for()
    {
        foreach (string planted in (string[])["/" + "home/someone/x", "/" + "work/x", "<<<" + "<<<< HEAD", "C:" + "\\Users\\x", "work" + "tree"])
        {
            Assert.Matches(Trace(), planted);
        }

        Assert.DoesNotMatch(Trace(), "the network/width of homework, a tree of work");
    }

    private static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Root(), "*", SearchOption.AllDirectories)
            .Where(path => !Excluded().IsMatch(Path.GetRelativePath(Root(), path)))
            .Where(path => Kinds.Contains(Path.GetExtension(path)));

    /// <summary>The patterns are broken up so that this file does not match itself.</summary>
    [GeneratedRegex(@"(?<![\w.])/(?:home|root|work|Users|workspace|mnt)/\w|[A-Z]:\\Users|^<{7} |^>{7} |\bwork" + "tree", RegexOptions.Multiline)]
    private static partial Regex Trace();

    [GeneratedRegex(@"(^|/)(bin|obj|\.git|\.build|TestResults|BenchmarkDotNet\.Artifacts|StrykerOutput|freespectra-demo[^/]*)(/|$)")]
    private static partial Regex Excluded();

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
