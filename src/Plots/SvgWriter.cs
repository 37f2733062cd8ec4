using System.Globalization;
using System.Text;

namespace FreeSpectra.Plots;

/// <summary>Writes SVG elements with fixed formats: same calls, same bytes. A number that is not finite is refused.</summary>
internal sealed class SvgWriter
{
    private readonly StringBuilder text = new();
    private int depth;

    public void Open(string element, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        Start(element, attributes);
        text.Append(">\n");
        depth++;
    }

    public void Close(string element)
    {
        depth--;
        Indent().Append("</").Append(element).Append(">\n");
    }

    public void Empty(string element, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        Start(element, attributes);
        text.Append("/>\n");
    }

    public void Text(string element, string content, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        Start(element, attributes);
        text.Append('>').Append(Escape(content)).Append("</").Append(element).Append(">\n");
    }

    public static string Number(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A picture's coordinate must be finite.");
        }

        double rounded = Math.Round(value, 2);
        return (rounded == 0.0 ? 0.0 : rounded).ToString("0.##", CultureInfo.InvariantCulture);
    }

    public override string ToString() => text.ToString();

    private static string Escape(string content)
    {
        StringBuilder escaped = new();
        foreach (char c in content)
        {
            _ = c switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                < ' ' => escaped.Append(' '),
                '\uFFFE' or '\uFFFF' => escaped.Append('?'),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    private void Start(string element, ReadOnlySpan<(string Name, object Value)> attributes)
    {
        Indent().Append('<').Append(element);
        foreach ((string name, object value) in attributes)
        {
            string written = value switch
            {
                double number => Number(number),
                int number => number.ToString(CultureInfo.InvariantCulture),
                _ => Escape((string)value),
            };
            text.Append(' ').Append(name).Append("=\"").Append(written).Append('"');
        }
    }

    private StringBuilder Indent() => text.Append(' ', 2 * depth);
}
