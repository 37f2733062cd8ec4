using System.Runtime.InteropServices;
using FreeSpectra.Numerics;

namespace FreeSpectra.Cli;

/// <summary>Turns what goes wrong in a command into one line on standard error and an exit code.</summary>
public static class CommandRunner
{
    /// <summary>Runs a command's body.</summary>
    /// <param name="command">The command as the user typed it, such as <c>network fisher</c>.</param>
    /// <param name="error">Where the line goes.</param>
    /// <param name="body">The work; its result is the exit code.</param>
    public static ExitCode Run(string command, TextWriter error, Func<ExitCode> body)
    {
        ArgumentNullException.ThrowIfNull(error);
        ArgumentNullException.ThrowIfNull(body);
        try
        {
            return body();
        }
        catch (Exception problem) when (problem is ArgumentException or FormatException or IOException
            or UnauthorizedAccessException or NotSupportedException or System.Text.Json.JsonException)
        {
            error.WriteLine($"freespectra {command}: {FirstLine(problem)}");
            return ExitCode.Usage;
        }
        catch (ArithmeticException problem)
        {
            error.WriteLine($"freespectra {command}: {FirstLine(problem)}");
            return ExitCode.NotConverged;
        }
    }

    /// <summary>The same for a body that may take long: every five seconds a line on standard error says that it goes on, and Ctrl-C leaves one.</summary>
    /// <inheritdoc cref="Run"/>
    public static ExitCode RunPatiently(string command, TextWriter error, Func<ExitCode> body)
    {
        using PosixSignalRegistration told = TellInterruption(command, error);
        using Waiting waiting = new(command, error, TimeSpan.FromSeconds(5.0));
        return Run(command, error, body);
    }

    /// <summary>One line when the process is interrupted, which then ends as it would have, with <see cref="ExitCode.Interrupted"/>.</summary>
    internal static PosixSignalRegistration TellInterruption(string command, TextWriter error) =>
        PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => error.WriteLine($"freespectra {command}: interrupted; no answer."));

    /// <summary>The first line of what went wrong, without the name of a parameter in the code.</summary>
    internal static string FirstLine(Exception problem)
    {
        string line = problem.Message.ReplaceLineEndings("\n").Split('\n')[0];
        int parameter = line.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return parameter < 0 ? line : line[..parameter];
    }
}
