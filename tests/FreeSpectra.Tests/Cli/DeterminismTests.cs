using FreeSpectra.Cli;

namespace FreeSpectra.Tests.Cli;

/// <summary>Same seed, same bytes, whatever the number of threads.</summary>
public sealed class DeterminismTests
{
    private static readonly string[] Small = ["--width", "24", "--draws", "9", "--seed", "11", "--json"];

    [Theory]
    [InlineData("sample", "fisher", "--activation", "relu", "--depth", "3")]
    [InlineData("sample", "jacobian", "--activation", "hard-tanh:s=1,g=1", "--depth", "3")]
    [InlineData("sample", "ensemble", "mp(1/2) [+] bernoulli(1/2)")]
    [InlineData("sample", "dual-fisher", "--activation", "tanh", "--weights", "gaussian", "--samples", "12", "--outputs", "2")]
    [InlineData("compare", "--activation", "relu", "--depth", "3")]
    public void One_to_eight_threads_give_the_same_bytes(params string[] command)
    {
        string[] outputs = [.. Enumerable.Range(1, 8).Select(threads => Run([.. command, .. Small, "--threads", $"{threads}"]))];
        Assert.All(outputs, output => Assert.Equal(outputs[0], output));
        Assert.NotEqual(outputs[0], Run([.. command, .. Small, "--seed", "12"], "--seed", "11"));
    }

    private static string Run(string[] arguments, params string[] dropped)
    {
        // The other seed takes the place of the first.
        List<string> list = [.. arguments];
        if (dropped.Length > 0)
        {
            int at = list.FindIndex(0, list.Count - 1, item => item == dropped[0]);
            list.RemoveRange(at, 2);
        }

        StringWriter output = new(), error = new();
        int code = Application.Run(list, output, error);
        Assert.True(code is 0 or 3, $"{string.Join(' ', list)}: {error}");
        return output.ToString();
    }
}
