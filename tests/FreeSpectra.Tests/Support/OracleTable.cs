using System.Globalization;
using System.Text.Json;

namespace FreeSpectra.Tests.Support;

/// <summary>Entries of a reference table whose numbers are decimal strings.</summary>
public static class OracleTable
{
    private static readonly Dictionary<string, string> ActivationNames = new(StringComparer.Ordinal)
    {
        ["hardtanh"] = "hard-tanh:s=1,g=1",
        ["hard_tanh"] = "hard-tanh:s=1,g=1",
        ["leaky_relu_0.1"] = "leaky-relu:slope=0.1",
        ["leaky_relu(0.2)"] = "leaky-relu:slope=0.2",
        ["leaky_relu(0.01)"] = "leaky-relu:slope=0.01",
        ["erf_1/sqrt2"] = "erf(x/sqrt(2))",
        ["erf_sqrtpi2"] = "erf(x*sqrt(pi)/2)",
        ["gelu (exact)"] = "gelu",
        ["algebraic x/sqrt(1+x^2)"] = "isru",
        ["rectified_cubic max(0,x)^3"] = "rectified-power:n=3",
        ["rectified_quadratic max(0,x)^2"] = "rectified-power:n=2",
        ["exp(-x^2)"] = "gaussian",
        ["x^2"] = "power:n=2",
        ["x^3"] = "power:n=3",
        ["x^4"] = "power:n=4",
        ["x^5"] = "power:n=5",
        ["step (x>0)"] = "step",
        ["silu (swish) x*sigmoid(x)"] = "silu",
        ["rational x/(1+x^2)"] = "x/(1+x^2)",
        ["gelu_tanh_approx"] = "0.5*x*(1+tanh(sqrt(2/pi)*(x+0.044715*x^3)))",
    };

    /// <summary>The entries of one kind of <c>order-parameters.json</c>.</summary>
    public static IEnumerable<JsonElement> OrderParameters(string kind) =>
        Read("order-parameters.json").GetProperty("entries").EnumerateArray()
            .Where(entry => entry.GetProperty("kind").GetString() == kind);

    /// <summary>The cases of one group of <c>network-cases.json</c>.</summary>
    public static IEnumerable<JsonElement> NetworkCases(string group) =>
        Read("network-cases.json").GetProperty("cases").EnumerateArray()
            .Where(entry => entry.GetProperty("group").GetString() == group);

    /// <summary>The activation's text as <c>ActivationParser</c> reads it.</summary>
    public static string ActivationOf(JsonElement settings)
    {
        string name = settings.GetProperty("activation").GetString()!;
        return ActivationNames.GetValueOrDefault(name, name);
    }

    /// <summary>A number that stands as a number or as a decimal string.</summary>
    public static double Number(this JsonElement element, string key) => ToNumber(element.GetProperty(key));

    /// <summary>A list of numbers.</summary>
    public static double[] Numbers(this JsonElement element, string key) =>
        [.. element.GetProperty(key).EnumerateArray().Select(ToNumber)];

    /// <summary>A number that may be missing.</summary>
    public static double? NumberIfAny(this JsonElement element, string key) =>
        element.TryGetProperty(key, out JsonElement value) ? ToNumber(value) : null;

    private static double ToNumber(JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? value.GetDouble()
        : double.Parse(value.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static JsonElement Read(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Oracles", name))).RootElement;
}
