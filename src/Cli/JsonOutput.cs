using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FreeSpectra.Cli;

/// <summary>Writes one JSON object to an output, complete or not at all.</summary>
/// <remarks>Numbers are printed in their shortest round-trip form; a quantity that is absent or not finite is left out.</remarks>
public static class JsonOutput
{
    private static readonly JsonWriterOptions Options =
        new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Builds the object in memory, then writes it with a final line feed.</summary>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> body)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(body);
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, Options))
        {
            body(json);
        }

        output.Write(Encoding.UTF8.GetString(buffer.ToArray()));
        output.Write('\n');
    }

    /// <summary>Writes a number, or nothing if it is null or not finite.</summary>
    public static void WriteNumberIfFinite(this Utf8JsonWriter json, string name, double? value)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
    }
}
