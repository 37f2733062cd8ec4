namespace FreeSpectra.Numerics.LinearAlgebra;

/// <summary>Chooses dense kernels.</summary>
public static class DenseKernels
{
    /// <summary>The kernels asked for.</summary>
    /// <param name="choice">Automatic takes OpenBLAS where its library can be loaded.</param>
    /// <exception cref="NotSupportedException">OpenBLAS is asked for and cannot be loaded.</exception>
    public static IDenseKernels Select(KernelChoice choice = KernelChoice.Automatic) => choice switch
    {
        KernelChoice.Managed => new ManagedKernels(),
        KernelChoice.OpenBlas => OpenBlasKernels.TryLoad()
            ?? throw new NotSupportedException(
                $"kernels must be loadable, but none of {string.Join(", ", OpenBlasKernels.LibraryNames)} was found."),
        _ => OpenBlasKernels.TryLoad() ?? (IDenseKernels)new ManagedKernels(),
    };
}
