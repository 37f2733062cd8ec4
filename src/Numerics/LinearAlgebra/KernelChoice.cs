namespace FreeSpectra.Numerics.LinearAlgebra;

/// <summary>Which dense kernels to use.</summary>
public enum KernelChoice
{
    /// <summary>OpenBLAS if it can be loaded, else the managed ones.</summary>
    Automatic = 0,

    /// <summary>OpenBLAS, or an error.</summary>
    OpenBlas = 1,

    /// <summary>The managed ones: everywhere the same, and some thirty times slower at order 1000.</summary>
    Managed = 2,
}
