namespace FreeSpectra.Tests.Support;

/// <summary>What a command may say on standard error without having failed.</summary>
internal static class Expected
{
    /// <summary>Nothing but that it still computes, as it does on a busy machine.</summary>
    public static void OnlyProgress(string error) =>
        Assert.All(error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains(": computing, ", line, StringComparison.Ordinal));
}
