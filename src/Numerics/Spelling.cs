namespace FreeSpectra.Numerics;

/// <summary>The known word that somebody probably meant.</summary>
public static class Spelling
{
    /// <summary>The known word nearest to a word, or null where none is near.</summary>
    /// <remarks>
    /// <para>By Levenshtein's distance, which may be half of the known word's length but at most 3; the first of those that are equally near.</para>
    /// </remarks>
    /// <param name="word">What was typed.</param>
    /// <param name="known">What could have been meant.</param>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(known);
        return known
            .Select(candidate => (Name: candidate, Distance: Distance(word, candidate)))
            .Where(candidate => candidate.Distance <= Math.Clamp(candidate.Name.Length / 2, 1, 3))
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

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
