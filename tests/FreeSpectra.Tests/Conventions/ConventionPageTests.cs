using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace FreeSpectra.Tests.Conventions;

public sealed partial class ConventionPageTests
{
    [Fact]
    public void Every_row_of_the_page_names_a_test_and_every_test_has_a_row()
    {
        string[] named = [.. TestName().Matches(File.ReadAllText(Path.Combine(Root(), "docs", "conventions.md"))).Select(m => m.Groups[1].Value).Distinct().Order()];
        string[] tests = [.. typeof(ConventionTests).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(m => m.Name).Order()];
        Assert.Equal(tests, named);
    }

    [GeneratedRegex(@"`([A-Z][A-Za-z]*(?:_[A-Za-z]+)+)`")]
    private static partial Regex TestName();

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
