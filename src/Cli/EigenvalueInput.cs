using System.Globalization;
using FreeSpectra.Numerics;

namespace FreeSpectra.Cli;

/// <summary>Reads measured eigenvalues: CSV and NPY like <see cref="EigenvalueFile"/>, anything else as words of text.</summary>
public static class EigenvalueInput
{
    /// <summary>The numbers in a file, separated by commas, semicolons or white space; a first line of words is skipped.</summary>
    /// <exception cref="ArgumentException">The file holds something else.</exception>
    public static IReadOnlyList<double> Read(string path)
    {
        Require.ExistingFile(path, "samples");
        if (Path.GetExtension(path) is ".npy" or ".csv")
        {
            return [.. EigenvalueFile.Read(path).SelectMany(list => list)];
        }

        List<double> values = [];
        int line = 0;
        foreach (string text in File.ReadLines(path))
        {
            line++;
            string[] words = text.Split([',', ';', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            foreach (string word in words)
            {
                if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value))
                {
                    values.Add(value);
                }
                else if (line > 1)
                {
                    throw new ArgumentException($"{path} must hold numbers, but line {line} has '{word}'.");
                }
            }
        }

        return values.Count > 0 ? values : throw new ArgumentException($"{path} must hold at least one number, but is empty.");
    }
}
