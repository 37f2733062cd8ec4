using System.Globalization;

namespace FreeSpectra.Mutation;

/// <summary>mutation ROOM [--count N] [--seed S] [--seconds T] [--files NAMES] [--again LOG] [--unreached] [--tests FOLDERS] [--bin FOLDER]</summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        if (arguments is ["--worker", var folder])
        {
            return Worker.Run(folder);
        }

        string root = Directory.GetCurrentDirectory();
        string work = Path.Combine(root, ".build", "mutation");
        Directory.CreateDirectory(work);
        string Option(string name, string otherwise) => Array.IndexOf(arguments, name) is >= 0 and var i ? arguments[i + 1] : otherwise;
        string tests = Option("--bin", Path.Combine(root, "tests", "FreeSpectra.Tests", "bin", "Release", "net10.0"));
        Room room;
        int count;
        int seed;
        double seconds;

        // The tests that are about mathematics. The others, of the command line, of sampling and of drawing, count only when they are named.
        string[] namespaces = Option("--tests", "Numerics,Measures,Transforms,Conventions,Networks,Architecture.NullArgumentTests,Cli.DoctorTests,Cli.LawCommandTests,Fuzzing,Cookbook").Split(',');
        try
        {
            room = Room.Named(arguments.FirstOrDefault(string.Empty));
            count = int.Parse(Option("--count", "60"), CultureInfo.InvariantCulture);
            seed = int.Parse(Option("--seed", "1"), CultureInfo.InvariantCulture);
            seconds = double.Parse(Option("--seconds", "60"), CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            Console.Error.WriteLine(exception.Message);
            return 2;
        }

        TestMap map = TestMap.Create(root, tests, work, namespaces);
        using var sample = new Sample(RoomCompiler.Create(room, root, tests), map, tests, work);
        Mutant[] all = [.. sample.All()];
        Console.WriteLine($"{room.Name}: {all.Length} faults");
        string[] files = Option("--files", string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (files.Length > 0)
        {
            // Only these files, by their names without the ending.
            all = [.. all.Where(m => files.Contains(Path.GetFileNameWithoutExtension(m.Tree.FilePath)))];
            count = Math.Min(count, all.Length);
            Console.WriteLine($"{string.Join(", ", files)}: {all.Length} faults");
        }

        if (arguments.Contains("--unreached"))
        {
            // Only where they stand: what no test runs, no test can notice.
            foreach (Mutant mutant in sample.Unreached(all))
            {
                Console.WriteLine($"{Path.GetRelativePath(root, mutant.Tree.FilePath)}:{mutant.Line} {mutant.Text}");
            }

            return 0;
        }

        string again = Option("--again", string.Empty);
        if (again.Length > 0)
        {
            // The same faults once more, wherever they stand now.
            Mutant[] here = all;
            all =
            [
                .. File.ReadLines(again).Select(Exchange.Parse<Sample.Verdict>)
                    .Where(v => v.Room == room.Name && !v.Noticed)
                    .Select(v => here.Where(m => Path.GetRelativePath(root, m.Tree.FilePath) == v.File && m.Text == v.Fault)
                        .MinBy(m => Math.Abs(m.Line - v.Line)))
                    .OfType<Mutant>(),
            ];
            count = all.Length;
        }
        else
        {
            new Random(seed).Shuffle(all);
        }

        sample.Take(all, count);
        var verdicts = new List<Sample.Verdict>();
        using var log = new StreamWriter(Path.Combine(work, $"{room.Name}-{(again.Length > 0 ? "again" : seed.ToString(CultureInfo.InvariantCulture))}.log"));
        for (int number = 1; number <= sample.Count; number++)
        {
            Sample.Verdict verdict = sample.Try(number, seconds);
            verdicts.Add(verdict);
            log.WriteLine(Exchange.Line(verdict));
            log.Flush();
            if (!verdict.Noticed)
            {
                Console.WriteLine($"{verdict.File}:{verdict.Line} {verdict.Fault} [{verdict.Outcome}; {verdict.TestsRun} of {verdict.Tests} tests]");
            }
        }

        Console.WriteLine($"{room.Name}: {Sample.Score(verdicts)}");
        return 0;
    }
}
