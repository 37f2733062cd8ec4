using System.Collections.Immutable;
using FreeSpectra.Numerics.LinearAlgebra;

namespace FreeSpectra.Validation.Simulation;

/// <summary>Samples networks in parallel over draws.</summary>
public static class NetworkSampler
{
    /// <summary>Draws the plan's networks.</summary>
    /// <remarks>The result does not depend on the number of threads, to the byte.</remarks>
    /// <param name="plan">What to draw.</param>
    /// <param name="kernels">Dense kernels.</param>
    /// <param name="threads">How many draws run at a time, ≥ 1; each uses one thread and <see cref="SamplingPlan.BytesPerDraw"/> bytes.</param>
    /// <param name="progress">Told the number of finished draws after each, from any thread; may be null.</param>
    /// <param name="cancellation">Stops between the steps of a draw.</param>
    /// <returns>The draws in order.</returns>
    /// <exception cref="OperationCanceledException">The sampling was cancelled.</exception>
    /// <exception cref="Numerics.NonConvergenceException">A matrix could not be diagonalised.</exception>
    public static ImmutableArray<SampledSpectrum> Sample(
        SamplingPlan plan, IDenseKernels kernels, int threads, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(kernels);
        return ParallelDraws.Run(
            plan.Draws, threads, progress, () => new NetworkDraw(plan, kernels), (index, worker) => worker.Run(index, cancellation), cancellation);
    }

    /// <summary>The matrix itself of one draw, column-major with both triangles: for small widths.</summary>
    /// <param name="plan">What to draw.</param>
    /// <param name="index">Which draw.</param>
    /// <param name="kernels">Dense kernels.</param>
    public static double[] Matrix(SamplingPlan plan, int index, IDenseKernels kernels)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(kernels);
        using NetworkDraw draw = new(plan, kernels);
        return draw.Matrix(index);
    }
}
