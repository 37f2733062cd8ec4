using System.Text.Json;

namespace FreeSpectra.Mutation;

/// <summary>Which method of the tests runs which statement, and how long it takes.</summary>
internal sealed class TestMap
{
    private readonly Dictionary<string, Entry> entries;

    private TestMap(Dictionary<string, Entry> entries) => this.entries = entries;

    /// <summary>Reads the map, and runs each method that it does not know once over the marked rooms.</summary>
    /// <param name="root">The folder of the sources.</param>
    /// <param name="testFolder">The folder of the assembly of the tests.</param>
    /// <param name="workFolder">Where the map is kept.</param>
    /// <param name="namespaces">The folders and classes of tests that count; the others are not run.</param>
    public static TestMap Create(string root, string testFolder, string workFolder, IReadOnlyList<string> namespaces)
    {
        bool Counts(string name) => namespaces.Any(n => name.StartsWith($"FreeSpectra.Tests.{n}.", StringComparison.Ordinal));

        string path = Path.Combine(workFolder, "map.json");
        Dictionary<string, Entry> stored = File.Exists(path) ? JsonSerializer.Deserialize<Dictionary<string, Entry>>(File.ReadAllText(path))! : [];
        string[] missing = 
        [
            .. TestProcess.Names(testFolder).Where(n => Counts(n) && !stored.ContainsKey(n))
                .OrderBy(n => namespaces.ToList().FindIndex(folder => n.StartsWith($"FreeSpectra.Tests.{folder}.", StringComparison.Ordinal))),
        ];
        if (missing.Length > 0)
        {
            string marked = Path.Combine(workFolder, "marked");
            Folders.Copy(testFolder, marked);
            ProbedRoom[] rooms = [.. Room.All.Select(room =>
                new ProbedRoom(RoomCompiler.Create(room, root, testFolder), Path.Combine(marked, room.AssemblyName + ".dll")))];

            for (int i = 0; i < missing.Length; i++)
            {
                stored[missing[i]] = Measure(marked, rooms, missing[i], Path.Combine(workFolder, "seen"));
                Console.WriteLine($"{i + 1}/{missing.Length} {stored[missing[i]].Seconds:F1} s {missing[i]}");
                if (i % 20 == 0 || i == missing.Length - 1)
                {
                    File.WriteAllText(path, JsonSerializer.Serialize(stored));
                }
            }
        }

        return new TestMap(stored.Where(e => Counts(e.Key)).ToDictionary());
    }

    /// <summary>The methods that pass without a fault and run one of the statements: those of the room first, and the fastest first.</summary>
    /// <remarks>A method that was measured over another content of the file counts if it ran anything there.</remarks>
    /// <param name="file">The file and the mark of its content.</param>
    /// <param name="probes">The numbers of the statements.</param>
    public IReadOnlyList<(string Method, double Seconds)> Running(string file, IReadOnlyList<int> probes)
    {
        // What a process takes to start is paid once for all the tests that it runs.
        const double start = 0.4;
        string room = file.Split('/')[^2] is "MeanField" ? ".MeanField." : $".{file.Split('/')[1]}.";

        string name = file.Split('@')[0] + "@";
        return
        [
            .. entries.Where(e => e.Value.Passes && (e.Value.Seen.TryGetValue(file, out byte[]? bits)
                    ? probes.Any(p => ((bits[p / 8] >> (p % 8)) & 1) != 0)
                    : e.Value.Seen.Keys.Any(k => k.StartsWith(name, StringComparison.Ordinal))))
                .Select(e => (e.Key, Math.Max(0.05, e.Value.Seconds - start)))
                .OrderBy(e => e.Key.Contains(room, StringComparison.Ordinal) ? 0 : 1).ThenBy(e => e.Item2).ThenBy(e => e.Key, StringComparer.Ordinal),
        ];
    }

    private static Entry Measure(string marked, IReadOnlyList<ProbedRoom> rooms, string method, string seen)
    {
        if (Directory.Exists(seen))
        {
            Directory.Delete(seen, recursive: true);
        }

        Directory.CreateDirectory(seen);
        TestProcess run = TestProcess.Methods(marked, [method], 600.0, seen);
        var bits = new Dictionary<string, byte[]>();
        foreach (ProbedRoom room in rooms.Where(r => File.Exists(Path.Combine(seen, r.Name))))
        {
            foreach ((string file, byte[] bytes) in room.ByFile(File.ReadAllBytes(Path.Combine(seen, room.Name))))
            {
                if (bytes.AsSpan().IndexOf((byte)1) >= 0)
                {
                    byte[] packed = new byte[(bytes.Length + 7) / 8];
                    for (int i = 0; i < bytes.Length; i++)
                    {
                        packed[i / 8] |= (byte)(bytes[i] << (i % 8));
                    }

                    bits[file] = packed;
                }
            }
        }

        return new Entry(run.Outcome == TestOutcome.Passed, run.Seconds, bits);
    }

    internal sealed record Entry(bool Passes, double Seconds, Dictionary<string, byte[]> Seen);
}
