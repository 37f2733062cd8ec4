namespace FreeSpectra.Tests.Support;

/// <summary>Tests that are too slow for every change: they run when FREESPECTRA_LONG is 1.</summary>
public static class LongSuite
{
    /// <summary>Whether the long suite was asked for.</summary>
    public static bool IsOn => Environment.GetEnvironmentVariable("FREESPECTRA_LONG") == "1";

    /// <summary>Skips the calling test unless the long suite was asked for.</summary>
    public static void Require()
    {
        if (!IsOn)
        {
            Assert.Skip("long suite");
        }
    }
}
