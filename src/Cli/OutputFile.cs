using FreeSpectra.Numerics;

namespace FreeSpectra.Cli;

/// <summary>The files that commands write besides their answer: their names are held to the form before the computation starts.</summary>
public static class OutputFile
{
    /// <summary>Makes sure that a file of this name can be written and has one of these endings.</summary>
    /// <param name="option">The option that named it.</param>
    /// <param name="path">The file, or null for none.</param>
    /// <param name="endings">The endings, such as .svg.</param>
    /// <exception cref="ArgumentException">Its ending is another.</exception>
    /// <exception cref="IOException">It cannot be written there.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not writable.</exception>
    public static void Require(string option, string? path, params IReadOnlyList<string> endings)
    {
        if (path is null)
        {
            return;
        }

        if (!endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        {
            throw new ArgumentException($"{option} must end in {string.Join(" or ", endings)}, but is '{path}'.");
        }

        AtomicFile.RequireWritable(path);
    }
}
