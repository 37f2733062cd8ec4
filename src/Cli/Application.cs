using System.CommandLine;
using System.CommandLine.Parsing;
using FreeSpectra.Numerics;

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
            error.WriteLine($"{Name(parse.CommandResult)}: {Problem(parse)}");
            return (int)ExitCode.Usage;
        }

        return parse.Invoke(new InvocationConfiguration { Output = output, Error = error });
    }

    /// <summary>The first thing that is wrong, with the word that was typed, and the one that was probably meant.</summary>
    private static string Problem(ParseResult parse)
    {
        Command command = parse.CommandResult.Command;
        if (parse.UnmatchedTokens is [var word, ..] && command.Subcommands.Count > 0)
        {
            string[] commands = [.. command.Subcommands.Select(sub => sub.Name)];
            return word.StartsWith('-')
                ? $"'{word}' must come after one of the commands {string.Join(", ", commands)}."
                : $"unknown command '{word}'{Meant(word, commands) ?? $"; the commands are {string.Join(", ", commands)}."}";
        }

        if (parse.UnmatchedTokens is [var option, ..] && option.StartsWith('-')
            && Meant(option.TrimStart('-'), command.Options.Select(known => known.Name.TrimStart('-')), "--") is { } meant)
        {
            return $"unknown option '{option}'{meant}";
        }

        ParseError first = parse.Errors[0];
        return first.SymbolResult is OptionResult { Tokens: [var token, ..] } number && Nullable.GetUnderlyingType(number.Option.ValueType) == typeof(int)
            ? $"{number.Option.Name} must be a whole number, but is '{token.Value}'."
            : first.Message.ReplaceLineEndings(" ");
    }

    private static string? Meant(string word, IEnumerable<string> known, string prefix = "") =>
        Spelling.Nearest(word, known) is { } nearest ? $"; did you mean `{prefix}{nearest}`?" : null;

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
