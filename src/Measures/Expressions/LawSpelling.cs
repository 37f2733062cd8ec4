namespace FreeSpectra.Measures.Expressions;

/// <summary>Messages about names that are no laws.</summary>
internal static class LawSpelling
{
    /// <summary>That a name is unknown, with the nearest known one, or all of them.</summary>
    public static FormatException Unknown(int start, string name)
    {
        string? nearest = LawForm.All.Select(form => form.Name)
            .Select(known => (Name: known, Distance: Distance(name, known)))
            .Where(candidate => candidate.Distance <= Math.Max(1, Math.Min(3, candidate.Name.Length / 2)))
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
        return new FormatException($"unknown law `{Shorten(name)}` at column {start + 1}"
            + (nearest is null ? $"; the laws are {string.Join(", ", LawForm.All.Select(form => form.Name))}" : $"; did you mean `{nearest}`?"));
    }

    /// <summary>The beginning of a long word.</summary>
    public static string Shorten(string word) => word.Length <= 40 ? word : word[..40] + "…";

    /// <summary>Levenshtein's distance, with long words cut: only small distances matter.</summary>
    private static int Distance(string a, string b)
    {
        a = a.Length > 32 ? a[..32] : a;
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(substitution, 1 + Math.Min(previous[j], row[j - 1]));
            }

            previous = row;
        }

        return previous[b.Length];
    }
}
