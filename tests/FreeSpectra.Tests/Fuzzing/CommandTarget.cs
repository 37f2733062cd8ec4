using FreeSpectra.Cli;

namespace FreeSpectra.Tests.Fuzzing;

/// <summary>Whole command lines: exit code 0 with an answer, or one line on standard error and no file.</summary>
internal sealed class CommandTarget : FuzzTarget
{
    private const string OutputFile = "answer";

    private static readonly string[] Values =
    [
        "0", "1", "-1", "0.5", "1e308", "1e-308", "nan", "inf", "-inf", "", " ", "é", "a", "1:2:3", "0:1:5", "5:1:3", "1,2", ",", "--json", "--help", "--", "-", "relu", "tanh",
        "haar", "gaussian", "mp(1)", "point(0)", "2", "3", "x", "none", "layer", "9999999999999999999999", "1:2:99999999999", "alpha=1,gamma=1,q=1",
    ];

    public override string Name => "command lines";

    public override int Share => 2;

    public override bool Run(FuzzRandom random, string folder, out string input)
    {
        string target = Path.Combine(folder, OutputFile);
        string[] arguments = Mutation.Tokens(random, Lines(target), Values, folder);
        input = string.Join(' ', arguments.Select(argument => $"'{argument}'"));
        foreach (string left in Directory.EnumerateFiles(folder, OutputFile + "*"))
        {
            File.Delete(left);
        }

        StringWriter output = new(), error = new();
        int code = Application.Run(arguments, output, error);
        string said = error.ToString().TrimEnd();
        if (said.StartsWith("sampling ", StringComparison.Ordinal) && said.IndexOf('\n', StringComparison.Ordinal) is > 0 and var end)
        {
            // Progress is no problem.
            said = said[(end + 1)..];
        }

        if (code is < 0 or > 3)
        {
            throw new InvalidOperationException($"exit code {code}: {said}");
        }

        if (code == 0)
        {
            return output.ToString().Length > 0 || Directory.EnumerateFiles(folder, OutputFile + "*").Any()
                ? true : throw new InvalidOperationException("no answer and no refusal");
        }

        if (code is 1 or 2 && (said.Length == 0 || (said.Contains('\n', StringComparison.Ordinal) && !input.Contains('\n', StringComparison.Ordinal))))
        {
            throw new InvalidOperationException($"exit code {code} with '{said}'");
        }

        return Directory.EnumerateFiles(folder, OutputFile + "*").FirstOrDefault() is { } file && code != 3
            ? throw new InvalidOperationException($"exit code {code}, but {Path.GetFileName(file)} was left")
            : false;
    }

    /// <summary>Cheap commands, so that an edit of a digit stays cheap too.</summary>
    private static string[][] Lines(string target) =>
    [
        ["law", "mp(1/2)", "--at", "0.5,1,2", "--json"],
        ["law", "bernoulli(0.7) [+] bernoulli(0.4)", "--moments", "4", "--cdf", "0:2:3"],
        ["law", "semicircle(1)", "--transform", "S", "--z", "0.1,0.2", "--quantiles", "0.1:0.9:3"],
        ["law", "mp(1/2)", "--plot", target + ".svg"],
        ["network", "fisher", "--activation", "relu", "--depth", "3", "--at", "1:2:3", "--json"],
        ["network", "jacobian", "--constant", "alpha=0.7,gamma=1,q=0.9", "--depth", "2"],
        ["network", "order", "--activation", "tanh", "--depth", "3", "--weight-variance", "1.5", "--json"],
        ["network", "statistics", "--activation", "relu", "--depth", "3", "--width", "50", "--samples", "20", "--outputs", "2"],
        ["network", "phase", "--activation", "erf", "--weight-variance", "1.2", "--bias-variance", "0.1"],
        ["network", "dual", "--activation", "relu", "--variances", "1,2", "--correlation", "0.3"],
        ["sample", "fisher", "--activation", "relu", "--depth", "2", "--width", "4", "--draws", "1", "--seed", "1", "--out", target + ".csv"],
        ["sample", "ensemble", "mp(1/2)", "--width", "4", "--draws", "1", "--seed", "1", "--out", target + ".npy"],
        ["compare", "--activation", "relu", "--depth", "2", "--width", "4", "--draws", "2", "--seed", "1", "--json"],
        ["figure", "list"],
        ["verify", "list"],
        ["verify", "list", "--json"],
    ];
}
