using System.Text.Json;

namespace FreeSpectra.Mutation;

/// <summary>Which case of the tests passes which statement, and how long it takes once everything is loaded.</summary>
internal sealed class TestMap
{
    private readonly Dictionary<string, Entry[]> entries;

    private TestMap(Dictionary<string, Entry[]> entries) => this.entries = entries;

    /// <summary>Reads the map, and runs each method that it does not know over the marked rooms.</summary>
    /// <param name="root">The folder of the sources.</param>
    /// <param name="testFolder">The folder of the assembly of the tests.</param>
    /// <param name="workFolder">Where the map is kept.</param>
    /// <param name="namespaces">The folders and classes of tests that count; the others are not run.</param>
    public static TestMap Create(string root, string testFolder, string workFolder, IReadOnlyList<string> namespaces)
    {
        bool Counts(string name) => namespaces.Any(n => name.StartsWith($"FreeSpectra.Tests.{n}.", StringComparison.Ordinal));

        string path = Path.Combine(workFolder, "map.json");
        Dictionary<string, Entry[]> stored = File.Exists(path) ? JsonSerializer.Deserialize<Dictionary<string, Entry[]>>(File.ReadAllText(path))! : [];
        string marked = Path.Combine(workFolder, "marked");
        Folders.Copy(testFolder, marked);
        ProbedRoom[] rooms = [.. Room.All.Select(room =>
            new ProbedRoom(RoomCompiler.Create(room, root, testFolder), Path.Combine(marked, room.AssemblyName + ".dll")))];
        var worker = new WorkerProcess(marked);
        try
        {
            string[] names = [.. worker.Ask(new Question(null, 0, 0), 60.0).Names!.Where(Counts)];
            string[] missing = [.. names.Where(n => !stored.ContainsKey(n))];
            for (int i = 0; i < missing.Length; i++)
            {
                stored[missing[i]] = Measure(marked, rooms, missing[i], ref worker);
                if (i % 100 == 0 || i == missing.Length - 1)
                {
                    Console.WriteLine($"tests measured: {i + 1} of {missing.Length}");
                    File.WriteAllText(path, JsonSerializer.Serialize(stored));
                }
            }

            foreach (string name in missing.Where(n => stored[n].Any(e => e.Failure.Length > 0)))
            {
                Console.WriteLine($"fails without a fault, and does not count: {name}: {stored[name].First(e => e.Failure.Length > 0).Failure.Split('\n')[0]}");
            }

            return new TestMap(names.ToDictionary(n => n, n => stored[n]));
        }
        finally
        {
            worker.Dispose();
        }
    }

    /// <summary>The cases that pass without a fault and run one of the statements, the fastest first.</summary>
    /// <remarks>A case that was measured over another content of the file counts if it ran anything there.</remarks>
    /// <param name="file">The file and the mark of its content.</param>
    /// <param name="probes">The numbers of the statements.</param>
    public IReadOnlyList<TestCase> Running(string file, IReadOnlyList<int> probes)
    {
        string name = file.Split('@')[0] + "@";
        bool Runs(Entry entry) => entry.Seen.TryGetValue(file, out byte[]? bits)
            ? probes.Any(p => Bits.Has(bits, p))
            : entry.Seen.Keys.Any(k => k.StartsWith(name, StringComparison.Ordinal));

        var found = new List<TestCase>();
        foreach ((string method, Entry[] rows) in entries)
        {
            for (int row = 0; row < rows.Length; row++)
            {
                if (rows[row].Passes && Runs(rows[row]))
                {
                    found.Add(new TestCase(method, row, rows[row].Seconds));
                }
            }
        }

        return [.. found.OrderBy(c => c.Seconds).ThenBy(c => c.Method, StringComparer.Ordinal).ThenBy(c => c.Row)];
    }

    private static Entry[] Measure(string marked, IReadOnlyList<ProbedRoom> rooms, string method, ref WorkerProcess worker)
    {
        const double limit = 300.0;
        const double cheap = 0.3;
        Answer data = worker.Ask(new Question(method, -1, 0), limit);
        if (data.Outcome != CaseOutcome.Passed)
        {
            return [new Entry(false, data.Message ?? data.Outcome.ToString(), 0.0, [])];
        }

        var found = new Entry[data.Rows];
        for (int row = 0; row < found.Length; row++)
        {
            Answer first = worker.Ask(new Question(method, row, 0), limit);
            Dictionary<string, byte[]> seen = [];
            Note(rooms, data, seen);
            Note(rooms, first, seen);
            double seconds = first.Seconds;
            if (first.Outcome == CaseOutcome.Passed && seconds < cheap)
            {
                // The first time includes what the compiler takes.
                seconds = worker.Ask(new Question(method, row, 0), limit).Seconds;
            }

            found[row] = new Entry(first.Outcome == CaseOutcome.Passed, first.Outcome is CaseOutcome.Passed or CaseOutcome.Skipped ? string.Empty : first.Message ?? first.Outcome.ToString(), Math.Max(0.001, seconds), seen);
            if (!worker.Lives)
            {
                worker.Dispose();
                worker = new WorkerProcess(marked);
            }
        }

        return found;
    }

    private static void Note(IReadOnlyList<ProbedRoom> rooms, Answer answer, Dictionary<string, byte[]> seen)
    {
        foreach (ProbedRoom room in rooms.Where(r => answer.Seen?.ContainsKey(r.Name) == true))
        {
            byte[] packed = answer.Seen![room.Name];
            byte[] marks = [.. Enumerable.Range(0, room.Count).Select(i => Bits.Has(packed, i) ? (byte)1 : (byte)0)];
            foreach ((string file, byte[] bytes) in room.ByFile(marks))
            {
                if (bytes.AsSpan().IndexOf((byte)1) < 0)
                {
                    continue;
                }

                byte[] bits = Bits.Pack(bytes);
                if (seen.TryGetValue(file, out byte[]? before))
                {
                    for (int i = 0; i < bits.Length; i++)
                    {
                        bits[i] |= before[i];
                    }
                }

                seen[file] = bits;
            }
        }
    }

    internal sealed record Entry(bool Passes, string Failure, double Seconds, Dictionary<string, byte[]> Seen);
}

/// <summary>One row of one method of the tests.</summary>
internal sealed record TestCase(string Method, int Row, double Seconds);
