using System.CommandLine;
using System.CommandLine.Parsing;

namespace FreeSpectra.Cli;

/// <summary>The whole command line: the root command, and one line per parse error.</summary>
public static class Application
{
    /// <summary>Parses and runs; the tests call this with their own writers.</summary>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        ParseResult parse = CreateRoot().Parse(arguments);
        if (parse.Errors.Count > 0 && parse.Action is not System.CommandLine.Help.HelpAction)
        {
            string problem = parse.UnmatchedTokens is [var word, ..] && parse.CommandResult.Command.Subcommands.Count > 0
                ? $"unknown command '{word}'."
                : parse.Errors[0].Message.ReplaceLineEndings(" ");
            error.WriteLine($"{Name(parse.CommandResult)}: {problem}");
            return (int)ExitCode.Usage;
        }

        return parse.Invoke(new InvocationConfiguration { Output = output, Error = error });
    }

    /// <summary>freespectra and the subcommands as they were typed.</summary>
    private static string Name(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{Name(parent)} {command.Command.Name}" : "freespectra";

    /// <summary>The root command with every subcommand.</summary>
    public static RootCommand CreateRoot() =>
        new("Free probability and the spectra of random matrices and deep networks.")
        {
            LawCommand.Create(),
            NetworkCommand.Create(),
            DemoCommand.Create(),
            SampleCommand.Create(),
            CompareCommand.Create(),
            FigureCommand.Create(),
            VerifyCommand.Create(),
        };
}
