using System.Globalization;
using FreeSpectra.Networks.Activations.Formulas;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Networks.Activations;

/// <summary>
/// Reads an activation: a name with parameters such as <c>hard-tanh:s=0.5,g=1</c>, or a formula in x such as
/// <c>x*sigmoid(1.7*x)</c>.
/// </summary>
public static class ActivationParser
{
    /// <summary>Parses an activation.</summary>
    /// <exception cref="ArgumentException">
    /// The text is neither a known name nor a formula, a parameter is unknown or out of range, or the formula or its
    /// derivative is not defined everywhere.
    /// </exception>
    public static Activation Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new ArgumentException("activation must be a name or a formula in x, but is empty.");
        }

        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string name = (colon < 0 ? text : text[..colon]).Trim();
        Dictionary<string, double> parameters = colon < 0 ? [] : Parameters(text[(colon + 1)..]);
        Activation? known = ActivationCatalogue.Create(
            name, (key, fallback) => parameters.Remove(key, out double value) ? value : fallback);
        if (known is null)
        {
            return colon < 0
                ? FormulaActivation.Parse(text.Trim())
                : throw Unknown(text, name);
        }

        return parameters.Count == 0
            ? known
            : throw new ArgumentException($"activation {name} has no parameter '{parameters.Keys.First()}'.");
    }

    /// <summary>That a name is neither known nor a formula, with the nearest known one, or all of them.</summary>
    internal static ArgumentException Unknown(string text, string name) => new(
        Spelling.Nearest(name, ActivationCatalogue.Names.Select(known => known.Split(':')[0])) is { } nearest
            ? $"activation must be a known name or a formula in x, but is '{text}'; did you mean `{nearest}`?"
            : $"activation must be one of {string.Join(", ", ActivationCatalogue.Names)} or a formula in x, but is '{text}'.");

    private static Dictionary<string, double> Parameters(string text)
    {
        var parameters = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string pair in text.Split(','))
        {
            string[] sides = pair.Split('=', 2);
            if (sides.Length != 2
                || !double.TryParse(sides[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                || !double.IsFinite(value))
            {
                throw new ArgumentException(Invariant($"activation parameter must have the form key=number, but is '{pair}'."));
            }

            if (!parameters.TryAdd(sides[0].Trim(), value))
            {
                throw new ArgumentException(Invariant($"activation parameter '{sides[0].Trim()}' is given twice."));
            }
        }

        return parameters;
    }
}
