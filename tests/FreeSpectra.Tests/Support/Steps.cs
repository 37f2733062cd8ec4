using System.Diagnostics.Metrics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Tests.Support;

/// <summary>Counts the steps of searches on this thread.</summary>
internal sealed class Steps : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly int thread = Environment.CurrentManagedThreadId;
    private int count;

    public Steps()
    {
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == Effort.MeterName)
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((_, steps, _, _) =>
        {
            // Steps of other threads come in here on their threads: even adding 0 there would lose some of ours.
            if (Environment.CurrentManagedThreadId == thread)
            {
                count += steps;
            }
        });
        listener.Start();
    }

    /// <summary>The steps of one task.</summary>
    public static int Of<T>(Func<T> task)
    {
        using Steps steps = new();
        _ = task();
        return steps.count;
    }

    public void Dispose() => listener.Dispose();
}
