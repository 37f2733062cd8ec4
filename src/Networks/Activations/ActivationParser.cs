using System.Globalization;
using static System.FormattableString;

namespace FreeSpectra.Networks.Activations;

/// <summary>Reads an activation from text such as <c>relu</c> or <c>hard-tanh:s=0.5,g=1</c>.</summary>
public static class ActivationParser
{
    /// <summary>Parses an activation's name and parameters.</summary>
    /// <exception cref="ArgumentException">The name is unknown, a parameter is missing, unknown or out of range.</exception>
    public static Activation Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        string[] parts = text.Split(':', 2);
        string name = parts[0].Trim();
        var parameters = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string pair in parts.Length > 1 ? parts[1].Split(',') : [])
        {
            string[] sides = pair.Split('=', 2);
            if (sides.Length != 2 || !double.TryParse(sides[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            {
                throw new ArgumentException(Invariant($"activation parameter must have the form key=number, but is '{pair}'."));
            }

            parameters[sides[0].Trim()] = value;
        }

        double Take(string key, double fallback) => parameters.Remove(key, out double value) ? value : fallback;
        Activation result;
        switch (name)
        {
            case "linear":
                result = new PiecewiseLinear("linear", [], [1.0], [0.0]);
                break;
            case "relu":
                result = new PiecewiseLinear("relu", [0.0], [0.0, 1.0], [0.0, 0.0]);
                break;
            case "hard-tanh":
                double s = Take("s", 1.0);
                double g = Take("g", 1.0);
                result = new PiecewiseLinear(
                    Invariant($"hard-tanh:s={s:R},g={g:R}"), [-1.0 / (s * g), 1.0 / (s * g)], [0.0, g, 0.0], [-1.0 / s, 0.0, 1.0 / s]);
                break;
            default:
                throw new ArgumentException($"activation must be a known name, but is '{name}'.");
        }

        return parameters.Count == 0
            ? result
            : throw new ArgumentException($"activation {name} has no parameter '{parameters.Keys.First()}'.");
    }
}
