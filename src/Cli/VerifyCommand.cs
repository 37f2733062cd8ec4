using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using FreeSpectra.Validation.Statements;

namespace FreeSpectra.Cli;

/// <summary><c>freespectra verify [ID|all|list] [--explain] [--plot F.svg] [--json]</c>: checks the statements of the papers.</summary>
public static class VerifyCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> id = new("ID")
        {
            Description = "A statement, such as HK21-thm-3.2; the start of names, such as HK21; list; or all.",
            DefaultValueFactory = _ => "list",
        };
        Option<bool> explain = new("--explain") { Description = "Tell formula, domain, what is computed, and the erratum." };
        Option<string?> plot = new("--plot")
        {
            Description = "An SVG file: each number as a part of its bound, for the formula and for one that is wrong on purpose. One statement only.",
        };
        Option<bool> json = new("--json") { Description = "Write one JSON array to standard output." };
        Command command = new("verify", "Check the statements of the papers by computation and by sampling.") { id, explain, plot, json };
        command.SetAction(parse => (int)Run(
            parse.GetValue(id)!, parse.GetValue(explain), parse.GetValue(json), parse.InvocationConfiguration.Output,
            parse.InvocationConfiguration.Error, parse.GetValue(plot)));
        return command;
    }

    /// <summary>Lists or checks statements; exit code 3 if a check fails.</summary>
    /// <param name="id">A statement, the start of names, list, or all.</param>
    /// <param name="explain">Whether formula, domain, method and erratum are told.</param>
    /// <param name="json">Whether one JSON array is printed.</param>
    /// <param name="output">Data.</param>
    /// <param name="error">Words.</param>
    /// <param name="plot">An SVG file for the evidence of one statement, or null.</param>
    public static ExitCode Run(string id, bool explain, bool json, TextWriter output, TextWriter error, string? plot = null) =>
        CommandRunner.Run("verify", error, () =>
        {
            OutputFile.Require("--plot", plot, ".svg");
            if (string.Equals(id, "list", StringComparison.OrdinalIgnoreCase))
            {
                List(json, output);
                return ExitCode.Success;
            }

            List<(Statement Statement, Verdict Verdict, double Seconds)> done = [];
            ImmutableArray<Statement> wanted = StatementCatalogue.Find(id);
            if (plot is not null && wanted.Length != 1)
            {
                throw new ArgumentException($"--plot needs one statement, but {id} stands for {wanted.Length}.");
            }

            using PosixSignalRegistration told = CommandRunner.TellInterruption("verify", error);
            foreach (Statement statement in wanted)
            {
                long start = Stopwatch.GetTimestamp();
                Verdict verdict = statement.Check();
                double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                done.Add((statement, verdict, seconds));
                if (!json)
                {
                    Tell(statement, verdict, seconds, explain, output);
                }
            }

            if (plot is not null)
            {
                EvidencePlot.Create(done[0].Statement, done[0].Verdict, done[0].Statement.CheckBroken()).Save(plot);
            }

            int failed = done.Count(item => !item.Verdict.Passed);
            if (json)
            {
                JsonOutput.Write(output, writer => WriteJson(writer, done, explain));
            }
            else
            {
                output.WriteLine($"{done.Count - failed} of {done.Count} statements hold.");
            }

            return failed == 0 ? ExitCode.Success : ExitCode.Disagreement;
        });

    private static void List(bool json, TextWriter output)
    {
        if (json)
        {
            JsonOutput.Write(output, writer =>
            {
                writer.WriteStartArray();
                foreach (Statement statement in StatementCatalogue.All)
                {
                    writer.WriteStartObject();
                    WriteWords(writer, statement, explain: true);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            });
            return;
        }

        foreach (Statement statement in StatementCatalogue.All)
        {
            output.WriteLine($"{statement.Id,-20} {statement.Text}");
        }
    }

    private static void Tell(Statement statement, Verdict verdict, double seconds, bool explain, TextWriter output)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(verdict.Passed ? "holds" : "FAILS")}  {statement.Id,-20} {statement.Text}  [{seconds:0.0} s]"));
        if (explain)
        {
            output.WriteLine($"       formula   {statement.Formula}");
            output.WriteLine($"       domain    {statement.Domain}");
            output.WriteLine($"       computed  {statement.Method}");
            if (statement.Erratum is { } erratum)
            {
                output.WriteLine($"       erratum   {erratum}");
            }

            output.WriteLine($"       refuses   {statement.BrokenFormula}");
            output.WriteLine($"       source    {statement.Source}");
        }

        foreach (Evidence item in verdict.Evidence)
        {
            output.WriteLine($"       {(item.Holds ? "ok  " : "FAIL")} {item}");
        }
    }

    private static void WriteJson(
        Utf8JsonWriter writer, List<(Statement Statement, Verdict Verdict, double Seconds)> done, bool explain)
    {
        writer.WriteStartArray();
        foreach ((Statement statement, Verdict verdict, double seconds) in done)
        {
            writer.WriteStartObject();
            WriteWords(writer, statement, explain);
            writer.WriteBoolean("passed", verdict.Passed);
            writer.WriteStartObject("evidence");
            foreach (Evidence item in verdict.Evidence)
            {
                writer.WriteStartObject(item.Name);
                writer.WriteNumberIfFinite("value", item.Value);
                writer.WriteNumber(item.AtLeast ? "atLeast" : "atMost", item.Bound);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteNumber("seconds", seconds);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteWords(Utf8JsonWriter writer, Statement statement, bool explain)
    {
        writer.WriteString("id", statement.Id);
        writer.WriteString("statement", statement.Text);
        if (!explain)
        {
            return;
        }

        writer.WriteString("formula", statement.Formula);
        writer.WriteString("domain", statement.Domain);
        writer.WriteString("method", statement.Method);
        writer.WriteString("source", statement.Source);
        if (statement.Erratum is { } erratum)
        {
            writer.WriteString("erratum", erratum);
        }
    }
}
