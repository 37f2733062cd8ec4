using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.ExceptionServices;

namespace FreeSpectra.Validation.Simulation;

/// <summary>Runs independent draws in parallel; draw i is a function of i alone, so the number of threads does not show.</summary>
internal static class ParallelDraws
{
    /// <summary>Runs draws with workspaces, at most one for each thread, used again from draw to draw.</summary>
    public static ImmutableArray<T> Run<T, TWorker>(
        int draws, int threads, IProgress<int>? progress, Func<TWorker> create, Func<int, TWorker, T> draw, CancellationToken cancellation)
        where TWorker : IDisposable
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        T[] results = new T[draws];
        ConcurrentBag<TWorker> idle = [];
        int done = 0;
        try
        {
            Parallel.For(
                0,
                draws,
                new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
                index =>
                {
                    TWorker worker = idle.TryTake(out TWorker? used) ? used : create();
                    try
                    {
                        results[index] = draw(index, worker);
                    }
                    finally
                    {
                        idle.Add(worker);
                    }

                    progress?.Report(Interlocked.Increment(ref done));
                });
        }
        catch (AggregateException problems)
        {
            cancellation.ThrowIfCancellationRequested();
            ExceptionDispatchInfo.Throw(problems.Flatten().InnerExceptions[0]);
        }
        finally
        {
            foreach (TWorker worker in idle)
            {
                worker.Dispose();
            }
        }

        return [.. results];
    }
}
