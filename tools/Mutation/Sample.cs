using System.Globalization;
using System.Text.Json;

namespace FreeSpectra.Mutation;

/// <summary>Faults of one room, drawn at random without preference, and what the tests say to each.</summary>
internal sealed class Sample
{
    private readonly RoomCompiler compiler;
    private readonly ProbedRoom probes;
    private readonly TestMap map;
    private readonly string folder;
    private readonly string assembly;

    public Sample(RoomCompiler compiler, TestMap map, string testFolder, string workFolder)
    {
        this.compiler = compiler;
        this.map = map;
        probes = new ProbedRoom(compiler, path: null);
        folder = Path.Combine(workFolder, compiler.Room.Name);
        assembly = Path.Combine(folder, compiler.Room.AssemblyName + ".dll");
        Folders.Copy(testFolder, folder);
    }

    /// <summary>All faults of the room, in the order of files and places.</summary>
    public IReadOnlyList<Mutant> All() => [.. compiler.Trees.SelectMany(t => MutantFinder.Find(t, compiler.Model(t)))];

    /// <summary>Tries the fault.</summary>
    /// <returns>null if it does not compile.</returns>
    public Verdict? Try(Mutant mutant, double seconds)
    {
        string file = Path.GetRelativePath(compiler.Root, mutant.Tree.FilePath);
        if (!compiler.Emit(assembly, [(mutant.Tree, mutant.Mutated())]))
        {
            return null;
        }

        IReadOnlyList<(string Method, double Seconds)> tests = map.Running(probes.Key(mutant.Tree), probes.Around(mutant.Tree, mutant.Node));
        var verdict = new Verdict(compiler.Room.Name, file, mutant.Line, mutant.Text, "survived", string.Empty, tests.Count, 0);
        if (tests.Count == 0)
        {
            return verdict with { Outcome = "not run by any test" };
        }

        // A few fast tests first, then more at a time, until the allowance is used up.
        double allowance = 3.0;
        double used = 0.0;
        int from = 0;
        while (from < tests.Count)
        {
            int to = from;
            double sum = 0.0;
            while (to < tests.Count && (to == from || sum + tests[to].Seconds <= allowance))
            {
                sum += tests[to++].Seconds;
            }

            if (from > 0 && used + sum > seconds)
            {
                break;
            }

            TestProcess run = TestProcess.Methods(folder, tests.Skip(from).Take(to - from).Select(t => t.Method), 10.0 + (5.0 * sum), null);
            if (run.Outcome != TestOutcome.Passed)
            {
                return verdict with { Outcome = run.Outcome == TestOutcome.TimedOut ? "timed out" : "killed", By = FirstFailure(run), TestsRun = to };
            }

            used += sum;
            from = to;
            allowance *= 4.0;
        }

        return verdict with { TestsRun = from };
    }

    /// <summary>Writes the share of noticed faults with its 95 % interval (Wilson).</summary>
    public static string Score(IReadOnlyCollection<Verdict> verdicts)
    {
        int n = verdicts.Count;
        int noticed = verdicts.Count(v => v.Noticed);
        const double z = 1.96;
        double p = (double)noticed / Math.Max(1, n);
        double centre = (p + (z * z / (2 * n))) / (1 + (z * z / n));
        double half = z / (1 + (z * z / n)) * Math.Sqrt((p * (1 - p) / n) + (z * z / (4.0 * n * n)));
        return string.Create(CultureInfo.InvariantCulture, $"{noticed} of {n} noticed, {100 * p:F1} % ({100 * (centre - half):F1} to {100 * (centre + half):F1})");
    }

    private static string FirstFailure(TestProcess run) =>
        run.Output.Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.StartsWith("failed ", StringComparison.Ordinal)) is { } line
            ? line[7..].Split('(')[0].Trim()
            : run.Outcome.ToString();

    /// <summary>What came of one fault.</summary>
    internal sealed record Verdict(string Room, string File, int Line, string Fault, string Outcome, string By, int Tests, int TestsRun)
    {
        public bool Noticed => Outcome is "killed" or "timed out";

        public string ToLine() => JsonSerializer.Serialize(this, Lines.Options);
    }

    private static class Lines
    {
        public static JsonSerializerOptions Options { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    }
}
