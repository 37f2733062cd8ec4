using System.Globalization;
using System.Text.Json;
using FreeSpectra.Networks.Activations;

namespace FreeSpectra.Tests.Networks.Statistics;

/// <summary>Reads the reference tables of order parameters and Fisher statistics.</summary>
internal static class StatisticsOracle
{
    public static IReadOnlyList<JsonElement> Entries(string kind) =>
        [.. Root("order-parameters.json").GetProperty("entries").EnumerateArray().Where(e => Text(e, "kind") == kind)];

    public static IReadOnlyList<JsonElement> Cases(string group) =>
        [.. Root("network-cases.json").GetProperty("cases").EnumerateArray().Where(e => Text(e, "group") == group)];

    public static JsonElement Entry(string kind, string id) => Entries(kind).Single(e => Text(e, "id") == id);

    public static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static double Number(JsonElement element, string name) => Number(element.GetProperty(name));

    public static double Number(JsonElement element) => element.ValueKind == JsonValueKind.Number
        ? element.GetDouble()
        : double.Parse(element.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture);

    public static double[] List(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(Number)];

    public static Activation Phi(string name) => ActivationParser.Parse(name switch
    {
        "hardtanh" => "hard-tanh",
        "leaky_relu_0.1" => "leaky-relu:slope=0.1",
        _ => name,
    });

    public static void Close(double expected, double actual, double relative, string what, double absolute = 0.0) =>
        Assert.True(
            Math.Abs(expected - actual) <= Math.Max(absolute, relative * Math.Abs(expected)),
            FormattableString.Invariant(
                $"{what}: expected {expected:R}, got {actual:R}; gap {Math.Abs(expected - actual):E2}, relative tolerance {relative:E1}"));

    private static JsonElement Root(string file) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Oracles", file))).RootElement;
}
