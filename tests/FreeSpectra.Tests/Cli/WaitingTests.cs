using FreeSpectra.Cli;

namespace FreeSpectra.Tests.Cli;

/// <summary>A long computation says that it goes on, a short one says nothing.</summary>
public sealed class WaitingTests
{
    [Fact]
    public void Lines_come_while_it_lasts_and_none_after()
    {
        using StringWriter error = new();
        using (Waiting waiting = new("law", error, TimeSpan.FromMilliseconds(20.0)))
        {
            Assert.True(SpinWait.SpinUntil(() => Lines(error) >= 2, TimeSpan.FromSeconds(30.0)));
        }

        int told = Lines(error);
        Assert.StartsWith("freespectra law: computing, ", error.ToString(), StringComparison.Ordinal);
        Assert.False(SpinWait.SpinUntil(() => Lines(error) > told, TimeSpan.FromMilliseconds(100.0)));
    }

    [Fact]
    public void A_quick_command_says_nothing()
    {
        using StringWriter output = new(), error = new();
        Assert.Equal((int)ExitCode.Success, Application.Run(["law", "semicircle(1)"], output, error));
        Assert.Empty(error.ToString());
    }

    private static int Lines(StringWriter error) => error.ToString().Count(c => c == '\n');
}
