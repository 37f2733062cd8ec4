using System.Diagnostics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Fuzzing;

/// <summary>Random inputs to everything that reads from outside: an answer or one line, never a crash, a hang or a partial file.</summary>
public sealed class FuzzTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60.0);
    private readonly string folder = Directory.CreateTempSubdirectory("freespectra-fuzz").FullName;

    public static TheoryData<string> Targets => [.. FuzzTarget.All.Select(target => target.Name)];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, MemberData(nameof(Targets))]
    public void Twenty_thousand_inputs_are_answered_or_refused_in_one_line(string target) => Fuzz(target, first: 0, total: 20_000);

    [Theory, MemberData(nameof(Targets))]
    public void A_million_inputs_are_answered_or_refused_in_one_line(string target)
    {
        LongSuite.Require();
        Fuzz(target, first: 20_000, total: 1_000_000);
    }

    /// <summary>Nesting is what crashes a recursive reader.</summary>
    [Theory]
    [InlineData("(")]
    [InlineData("-")]
    [InlineData("inverse(")]
    [InlineData("2*")]
    [InlineData("exp(")]
    [InlineData("x^")]
    [InlineData("x+")]
    [InlineData("[")]
    [InlineData("{\"layers\":")]
    public void Depth_of_nesting_ends_in_one_line(string piece)
    {
        foreach (int count in (int[])[50, 500, 5_000, 100_000])
        {
            string text = string.Concat(Enumerable.Repeat(piece, count)) + "x";
            string file = Path.Combine(folder, "deep.json");
            File.WriteAllText(file, text);
            foreach (string[] arguments in (string[][])[["law", text], ["network", "order", "--activation", text], ["network", "order", "--network", file]])
            {
                StringWriter output = new(), error = new();
                int code = FreeSpectra.Cli.Application.Run(arguments, output, error);
                Assert.InRange(code, 0, 2);
                Assert.True(code == 0 || error.ToString().TrimEnd().Split('\n').Length == 1, $"{count} times {piece}: {error}");
            }
        }
    }

    private void Fuzz(string name, long first, long total)
    {
        FuzzTarget target = FuzzTarget.All.Single(item => item.Name == name);
        long count = (total - first) * target.Share / 100, answered = 0, index = 0, started = Stopwatch.GetTimestamp();
        string input = "";
        ulong seed = (ulong)FuzzTarget.All.ToList().IndexOf(target) + 1UL;
        Task work = Task.Factory.StartNew(
            () =>
            {
                for (; index < count; index++)
                {
                    Volatile.Write(ref started, Stopwatch.GetTimestamp());
                    try
                    {
                        answered += target.Run(new FuzzRandom(seed, first + index), folder, out input) ? 1 : 0;
                    }
                    catch (Exception error)
                    {
                        throw new InvalidOperationException($"{name}, input {first + index}: {input}", error);
                    }
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (!work.Wait(TimeSpan.FromSeconds(1.0), TestContext.Current.CancellationToken))
        {
            Assert.True(Stopwatch.GetElapsedTime(Volatile.Read(ref started)) < Patience, $"{name}, input {first + index} hangs (the one after {input})");
        }

        // Both outcomes must occur, or the edits are too wild or too tame to test anything.
        Assert.True(answered > count / 500 && answered < count, $"{name}: {answered} of {count} were answered");
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {count} inputs, {answered} answered, {count - answered} refused in one line");
    }
}
