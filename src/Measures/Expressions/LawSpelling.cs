using FreeSpectra.Numerics;

namespace FreeSpectra.Measures.Expressions;

/// <summary>Messages about names that are no laws.</summary>
internal static class LawSpelling
{
    /// <summary>That a name is unknown, with the nearest known one, or all of them.</summary>
    public static FormatException Unknown(int start, string name) => new(
        $"unknown law `{Shorten(name)}` at column {start + 1}"
        + (Spelling.Nearest(name, LawForm.All.Select(form => form.Name)) is { } nearest
            ? $"; did you mean `{nearest}`?"
            : $"; the laws are {string.Join(", ", LawForm.All.Select(form => form.Name))}"));

    /// <summary>The beginning of a long word.</summary>
    public static string Shorten(string word) => word.Length <= 40 ? word : word[..40] + "…";
}
