using System.Text.Json;

namespace FreeSpectra.Cli.Figures;

/// <summary>One figure's result as a JSON object.</summary>
internal static class FigureJson
{
    public static void Write(Utf8JsonWriter writer, IFigure figure, IEnumerable<string> files, FigureResult result)
    {
        writer.WriteStartObject();
        writer.WriteString("id", figure.Id);
        writer.WriteString("title", figure.Title);
        writer.WriteBoolean("passed", result.Passed);
        writer.WriteStartArray("files");
        foreach (string file in files)
        {
            writer.WriteStringValue(file);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("checks");
        foreach (FigureCheck check in result.Checks)
        {
            writer.WriteStartObject();
            writer.WriteString("name", check.Name);
            writer.WriteNumberIfFinite("expected", check.Expected);
            writer.WriteNumberIfFinite("actual", check.Actual);
            writer.WriteNumberIfFinite("allowance", check.Allowance);
            writer.WriteBoolean("passed", check.Passed);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
