using System.Globalization;

namespace FreeSpectra.Mutation;

/// <summary>Faults of one room and what the tests say to each.</summary>
internal sealed class Sample : IDisposable
{
    private readonly RoomCompiler compiler;
    private readonly ProbedRoom probes;
    private readonly TestMap map;
    private readonly string folder;
    private readonly string aloneFolder;
    private readonly List<(Mutant Mutant, bool Alone)> drawn = [];
    private WorkerProcess? warm;

    public Sample(RoomCompiler compiler, TestMap map, string testFolder, string workFolder)
    {
        this.compiler = compiler;
        this.map = map;
        probes = new ProbedRoom(compiler, path: null);
        folder = Path.Combine(workFolder, compiler.Room.Name);
        aloneFolder = folder + "-alone";
        Folders.Copy(testFolder, folder);
        Folders.Copy(testFolder, aloneFolder);
    }

    /// <summary>The number of faults that were drawn.</summary>
    public int Count => drawn.Count;

    /// <summary>All faults of the room, in the order of files and places.</summary>
    public IReadOnlyList<Mutant> All() => [.. compiler.Trees.SelectMany(t => MutantFinder.Find(t, compiler.Model(t)))];

    /// <summary>Those that no case of the tests runs.</summary>
    public IEnumerable<Mutant> Unreached(IEnumerable<Mutant> mutants) =>
        mutants.Where(mutant => map.Running(probes.Key(mutant.Tree), probes.Around(mutant.Tree, mutant.Node)).Count == 0);

    /// <summary>Takes the first faults that compile, and writes the assembly with all of them.</summary>
    public void Take(IEnumerable<Mutant> mutants, int count)
    {
        foreach (Mutant mutant in mutants)
        {
            if (drawn.Count == count)
            {
                break;
            }

            if (!compiler.Compiles(mutant.Tree, mutant.Mutated()))
            {
                continue;
            }

            if (Schemata.CanSwitch(mutant) && compiler.Compiles(mutant.Tree, Schemata.Switched(mutant.Tree, [(1, mutant)]), Schemata.Source))
            {
                drawn.Add((mutant, false));
            }
            else if (compiler.Emit(AssemblyIn(aloneFolder), [(mutant.Tree, mutant.Mutated())]))
            {
                drawn.Add((mutant, true));
            }
        }

        IEnumerable<(int Number, Mutant Mutant)> numbered = drawn.Select((d, i) => (Number: i + 1, d.Mutant, d.Alone)).Where(d => !d.Alone).Select(d => (d.Number, d.Mutant));
        compiler.Emit(AssemblyIn(folder), numbered.GroupBy(n => n.Mutant.Tree).Select(g => (g.Key, Schemata.Switched(g.Key, g))), Schemata.Source);
    }

    /// <summary>Tries the fault with this number, from 1.</summary>
    /// <param name="number">The number of the fault.</param>
    /// <param name="seconds">The processor time after which a fault that no test has noticed counts as unnoticed.</param>
    public Verdict Try(int number, double seconds)
    {
        (Mutant mutant, bool alone) = drawn[number - 1];
        string file = Path.GetRelativePath(compiler.Root, mutant.Tree.FilePath);
        IReadOnlyList<TestCase> cases = map.Running(probes.Key(mutant.Tree), probes.Around(mutant.Tree, mutant.Node));
        var verdict = new Verdict(compiler.Room.Name, file, mutant.Line, mutant.Text, "survived", string.Empty, cases.Count, 0);
        if (cases.Count == 0)
        {
            return verdict with { Outcome = "not run by any test" };
        }

        if (alone)
        {
            compiler.Emit(AssemblyIn(aloneFolder), [(mutant.Tree, mutant.Mutated())]);
            using var process = new WorkerProcess(aloneFolder);
            return Fresh(verdict, process, 0, cases, seconds);
        }

        // What is computed once in a process may have been computed before the fault was switched on: who survives is tried again from the start.
        verdict = Warm(verdict, number, cases, seconds);
        if (!verdict.Noticed)
        {
            using var process = new WorkerProcess(folder);
            Verdict second = Fresh(verdict, process, number, cases, seconds / 4.0);
            verdict = second with { TestsRun = second.Noticed ? second.TestsRun : verdict.TestsRun };
        }

        return verdict;
    }

    public void Dispose() => warm?.Dispose();

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

    private static double Limit(TestCase test) => 5.0 + (10.0 * test.Seconds);

    private static Verdict Fresh(Verdict verdict, WorkerProcess process, int number, IReadOnlyList<TestCase> cases, double seconds)
    {
        double used = 0.0;
        for (int i = 0; i < cases.Count && used < seconds; i++)
        {
            Answer answer = process.Ask(new Question(cases[i].Method, cases[i].Row, number), 10.0 + Limit(cases[i]));
            used += answer.Seconds;
            verdict = verdict with { TestsRun = i + 1 };
            if (answer.Outcome is not (CaseOutcome.Passed or CaseOutcome.Skipped))
            {
                return Noticed(verdict, answer, cases[i]);
            }
        }

        return verdict;
    }

    private static Verdict Noticed(Verdict verdict, Answer answer, TestCase test) => verdict with
    {
        Outcome = answer.Outcome switch { CaseOutcome.TimedOut => "timed out", CaseOutcome.Crashed => "crashed", _ => "killed" },
        By = $"{test.Method}#{test.Row}",
    };

    private string AssemblyIn(string where) => Path.Combine(where, compiler.Room.AssemblyName + ".dll");

    private Answer AskWarm(TestCase test, int number)
    {
        if (warm is not { Lives: true })
        {
            warm?.Dispose();
            warm = new WorkerProcess(folder);
        }

        return warm.Ask(new Question(test.Method, test.Row, number), 10.0 + Limit(test));
    }

    private Verdict Warm(Verdict verdict, int number, IReadOnlyList<TestCase> cases, double seconds)
    {
        double used = 0.0;
        for (int i = 0; i < cases.Count && used < seconds; i++)
        {
            Answer answer = AskWarm(cases[i], number);
            used += answer.Seconds;
            verdict = verdict with { TestsRun = i + 1 };
            if (answer.Outcome == CaseOutcome.Failed && AskWarm(cases[i], 0).Outcome != CaseOutcome.Passed)
            {
                // Something that is kept for the whole process was spoilt, by this fault or by one before: only a new process can tell.
                warm!.Dispose();
                answer = AskWarm(cases[i], number);
            }

            if (answer.Outcome is not (CaseOutcome.Passed or CaseOutcome.Skipped))
            {
                return Noticed(verdict, answer, cases[i]);
            }
        }

        return verdict;
    }

    /// <summary>What came of one fault.</summary>
    internal sealed record Verdict(string Room, string File, int Line, string Fault, string Outcome, string By, int Tests, int TestsRun)
    {
        public bool Noticed => Outcome is "killed" or "timed out" or "crashed";
    }
}
