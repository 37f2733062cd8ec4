using System.Diagnostics;
using System.Globalization;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Cli;

/// <summary>Real processes, really killed: a file that is there is whole.</summary>
public sealed class InterruptionTests : IDisposable
{
    private const int SigInt = 2;
    private const int SigKill = 9;
    private readonly string folder = Directory.CreateTempSubdirectory("freespectra-kill").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>In the middle of the sampling: nothing is there.</summary>
    [Theory]
    [InlineData(SigInt, "sample", "fisher", "--activation", "relu", "--depth", "3", "--width", "400", "--draws", "100000", "--seed", "1", "--out", "a.csv")]
    [InlineData(SigKill, "sample", "fisher", "--activation", "relu", "--depth", "3", "--width", "400", "--draws", "100000", "--seed", "1", "--out", "a.npy")]
    [InlineData(SigInt, "figure", "HK21-1", "--out", ".")]
    [InlineData(SigKill, "figure", "HK21-1", "--out", ".")]
    [InlineData(SigInt, "compare", "--activation", "relu", "--width", "400", "--draws", "100000", "--seed", "1")]
    [InlineData(SigKill, "compare", "--activation", "relu", "--width", "400", "--draws", "100000", "--seed", "1")]
    [InlineData(SigInt, "verify", "all", "--json")]
    [InlineData(SigInt, "law", "mp(1/2)^[+]3 [+] uniform(0, 1)", "--cdf", "0:8:100000")]
    public void A_killed_run_leaves_no_file(int signal, params string[] arguments)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("signals");
        }

        (int code, string output, string error) = Kill(signal, TimeSpan.FromSeconds(2.0), arguments);
        Assert.Equal(128 + signal, code);
        Assert.Empty(output);
        Assert.Equal(signal == SigInt ? 1 : 0, error.Split('\n').Count(line => line.Contains(": interrupted; no", StringComparison.Ordinal)));
        Assert.Empty(Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    /// <summary>At any moment, the writing included: the file is absent or has every byte of the undisturbed run.</summary>
    [Theory]
    [InlineData(SigInt)]
    [InlineData(SigKill)]
    public void A_file_that_is_there_is_whole(int signal)
    {
        LongSuite.Require();
        string[] arguments = ["sample", "ensemble", "semicircle(1)", "--width", "2", "--draws", "300000", "--seed", "1", "--threads", "1", "--out", "a.csv"];
        string file = Path.Combine(folder, "a.csv");
        long start = Stopwatch.GetTimestamp();
        Assert.Equal(0, Kill(0, TimeSpan.FromMinutes(5.0), arguments).Code);
        TimeSpan whole = Stopwatch.GetElapsedTime(start);
        byte[] expected = File.ReadAllBytes(file);
        int absent = 0, complete = 0, parts = 0;
        for (int i = 0; i < 40; i++)
        {
            foreach (string left in Directory.GetFiles(folder))
            {
                File.Delete(left);
            }

            Kill(signal, (0.3 + (0.8 * i / 40.0)) * whole, arguments);
            if (File.Exists(file))
            {
                Assert.Equal(expected, File.ReadAllBytes(file));
                complete++;
            }
            else
            {
                absent++;
            }

            // What a process that is killed while it writes cannot take away has another name.
            string[] others = [.. Directory.GetFiles(folder).Where(path => path != file)];
            Assert.All(others, path => Assert.EndsWith(".part", path, StringComparison.Ordinal));
            parts += others.Length;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"signal {signal}, 40 kills: {absent} files absent, {complete} whole, {parts} temporary files left");
    }

    /// <summary>Runs the program in the folder and sends a signal after a while; 0 sends none.</summary>
    private (int Code, string Output, string Error) Kill(int signal, TimeSpan after, string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "freespectra.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        try
        {
            if (!process.WaitForExit(after))
            {
                Assert.NotEqual(0, signal);
                using Process kill = Process.Start("kill", [(-signal).ToString(CultureInfo.InvariantCulture), process.Id.ToString(CultureInfo.InvariantCulture)]);
                kill.WaitForExit();
                Assert.True(process.WaitForExit(TimeSpan.FromSeconds(60.0)), "the process outlives its signal");
            }
        }
        finally
        {
            // Where the signal is ignored, as below a shell that has put its jobs into the background, the test fails but nothing stays behind.
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        process.WaitForExit();
        return (process.ExitCode, output.Result, error.Result);
    }
}
