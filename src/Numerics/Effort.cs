using System.Diagnostics.Metrics;

namespace FreeSpectra.Numerics;

/// <summary>Tells those who listen how many steps the searches of the library take.</summary>
/// <remarks>
/// One counter, <c>search.steps</c>, of the meter <see cref="MeterName"/>: each search adds its steps on the thread that it runs on. Without a
/// listener a step costs one comparison more, and no result depends on it.
/// </remarks>
public static class Effort
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "FreeSpectra";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<int> Steps = Meter.CreateCounter<int>("search.steps", description: "Steps of searches for roots.");

    /// <summary>Counts a step.</summary>
    public static void Step() => Steps.Add(1);
}
