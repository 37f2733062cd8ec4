using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;

namespace FreeSpectra.Mutation;

/// <summary>The process that runs tests, one case at a time, with one of the faults switched on or with none.</summary>
/// <remarks>It stays alive between cases, so that what takes time at the start (loading, compiling) is paid once.</remarks>
internal sealed class Worker
{
    private readonly Dictionary<string, TestMethod> methods;
    private readonly Action<int>? switchOn;
    private readonly Dictionary<string, byte[]> seen = [];

    private Worker(string folder)
    {
        AppContext.SetData("APP_CONTEXT_BASE_DIRECTORY", folder + Path.DirectorySeparatorChar);
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(folder, name.Name + ".dll") is var path && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
        Assembly tests = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(folder, "FreeSpectra.Tests.dll"));
        methods = TestMethod.All(tests).ToDictionary(m => m.Name);
        foreach (Room room in Room.All.DistinctBy(r => r.AssemblyName))
        {
            Assembly assembly = AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(room.AssemblyName));
            if (assembly.GetType("FreeSpectra.Mutation.Probe") is { } probe)
            {
                seen[room.Name] = (byte[])probe.GetField("Seen")!.GetValue(null)!;
            }

            if (assembly.GetType("FreeSpectra.Mutation.Fault") is { } fault)
            {
                FieldInfo active = fault.GetField("Active")!;
                switchOn += number => active.SetValue(null, number);
            }
        }
    }

    /// <summary>Answers questions from standard input until it ends.</summary>
    public static int Run(string folder)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        Console.SetOut(TextWriter.Null);
        Console.SetError(TextWriter.Null);
        using var questions = new BlockingCollection<string>();
        var reader = new Thread(() =>
        {
            while (Console.In.ReadLine() is { } line)
            {
                questions.Add(line);
            }

            // Whoever asks has gone; a case without an end must not stay behind.
            Environment.Exit(0);
        }) { IsBackground = true };
        reader.Start();
        var worker = new Worker(folder);
        foreach (string line in questions.GetConsumingEnumerable())
        {
            output.WriteLine(Exchange.Line(worker.Reply(Exchange.Parse<Question>(line))));
        }

        return 0;
    }

    private Answer Reply(Question question)
    {
        if (question.Method is null)
        {
            return new Answer(CaseOutcome.Passed, 0.0, Names: [.. methods.Keys.Order(StringComparer.Ordinal)]);
        }

        foreach (byte[] bytes in seen.Values)
        {
            Array.Clear(bytes);
        }

        switchOn?.Invoke(question.Fault);
        TimeSpan start = Environment.CpuUsage.TotalTime;
        Answer answer = methods[question.Method].Reply(question);
        switchOn?.Invoke(0);
        return answer with
        {
            Seconds = (Environment.CpuUsage.TotalTime - start).TotalSeconds,
            Seen = seen.Count == 0 ? null : seen.ToDictionary(s => s.Key, s => Bits.Pack(s.Value)),
        };
    }
}
