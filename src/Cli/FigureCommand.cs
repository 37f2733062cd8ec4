using System.Collections.Immutable;
using System.CommandLine;
using FreeSpectra.Cli.Figures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Cli;

/// <summary><c>freespectra figure [ID|list|all] [--out DIR] [--json]</c>: makes the figures of the papers again.</summary>
public static class FigureCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> id = new("ID") { Description = "A figure, such as HK21-1; list; or all.", DefaultValueFactory = _ => "list" };
        Option<string> folder = new("--out") { Description = "The folder for SVG and CSV.", DefaultValueFactory = _ => "." };
        Option<bool> json = new("--json") { Description = "Write one JSON object to standard output." };
        Command command = new("figure", "Make a figure of the papers again: theory, sample, checks.") { id, folder, json };
        command.SetAction((parse, cancellation) => Task.FromResult((int)Run(
            parse.GetValue(id)!, parse.GetValue(folder)!, parse.GetValue(json), parse.InvocationConfiguration.Output,
            parse.InvocationConfiguration.Error, cancellation)));
        return command;
    }

    /// <summary>Lists the figures, or computes, checks and writes one or all of them.</summary>
    public static ExitCode Run(
        string id, string folder, bool json, TextWriter output, TextWriter error, CancellationToken cancellation = default) =>
        CommandRunner.Run("figure", error, () =>
        {
            if (string.Equals(id, "list", StringComparison.OrdinalIgnoreCase))
            {
                List(json, output);
                return ExitCode.Success;
            }

            ImmutableArray<IFigure> figures = FigureCatalogue.Find(id);
            if (File.Exists(folder))
            {
                throw new ArgumentException($"--out must name a folder, but '{folder}' is a file.");
            }

            AtomicFile.RequireWritableFolder(folder);
            List<(IFigure Figure, FigureResult Result)> made = [];
            try
            {
                foreach (IFigure figure in figures)
                {
                    made.Add((figure, figure.Run(line => error.WriteLine($"{figure.Id}: {line}"), cancellation)));
                }
            }
            catch (OperationCanceledException)
            {
                error.WriteLine("freespectra figure: interrupted; nothing was written.");
                return ExitCode.Interrupted;
            }

            foreach ((IFigure figure, FigureResult result) in made)
            {
                Write(folder, figure, result);
            }

            if (figures.Length > 1)
            {
                AtomicFile.WriteText(Path.Combine(folder, "README.md"), Gallery.Page(made));
            }

            Report(made, folder, json, output);
            return made.All(item => item.Result.Passed) ? ExitCode.Success : ExitCode.Disagreement;
        });

    private static void List(bool json, TextWriter output)
    {
        if (json)
        {
            JsonOutput.Write(output, writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartArray("figures");
                foreach (IFigure figure in FigureCatalogue.All)
                {
                    writer.WriteStartObject();
                    writer.WriteString("id", figure.Id);
                    writer.WriteString("title", figure.Title);
                    writer.WriteString("setting", figure.Setting);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            });
            return;
        }

        foreach (IFigure figure in FigureCatalogue.All)
        {
            output.WriteLine($"{figure.Id,-10} {figure.Title}");
        }
    }

    private static IEnumerable<string> Files(IFigure figure, FigureResult result) =>
        result.Tables.Select(table => $"{figure.Id}-{table.Name}.csv").Prepend($"{figure.Id}.svg");

    private static void Write(string folder, IFigure figure, FigureResult result)
    {
        result.Picture.Save(Path.Combine(folder, $"{figure.Id}.svg"));
        foreach ((string name, Plots.CsvTable table) in result.Tables)
        {
            AtomicFile.WriteText(Path.Combine(folder, $"{figure.Id}-{name}.csv"), table.ToCsv());
        }
    }

    private static void Report(List<(IFigure Figure, FigureResult Result)> made, string folder, bool json, TextWriter output)
    {
        if (json)
        {
            JsonOutput.Write(output, writer =>
            {
                writer.WriteStartObject();
                writer.WriteBoolean("passed", made.All(item => item.Result.Passed));
                writer.WriteStartArray("figures");
                foreach ((IFigure figure, FigureResult result) in made)
                {
                    FigureJson.Write(writer, figure, Files(figure, result).Select(file => Path.Combine(folder, file)), result);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            });
            return;
        }

        foreach ((IFigure figure, FigureResult result) in made)
        {
            output.WriteLine($"{figure.Id}  {figure.Title}");
            foreach (FigureCheck check in result.Checks)
            {
                output.WriteLine($"  {(check.Passed ? "ok  " : "FAIL")} {check.Name}: {check.Evidence}");
            }

            foreach (string file in Files(figure, result))
            {
                output.WriteLine($"  wrote {Path.Combine(folder, file)}");
            }
        }
    }
}
