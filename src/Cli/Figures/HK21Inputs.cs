using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Validation;
using FreeSpectra.Validation.Simulation;

namespace FreeSpectra.Cli.Figures;

/// <summary>The networks of [HK21] section 5.1 on several inputs.</summary>
internal static class HK21Inputs
{
    public const string Setting =
        "Hard tanh with s² = 0.125, g = 1.0013, Haar weights, M = 100 (40 without OpenBLAS), σ² = q̂₀ = 1. Inputs, which the paper does not state: independent Gaussian vectors scaled to |x|² = M.";

    public static int Width(IDenseKernels kernels) => kernels is ManagedKernels ? 40 : 100;

    public static NetworkSpecification Network(int depth) =>
        NetworkSpecification.Uniform(ActivationParser.Parse("hard-tanh:s=0.35355339059327379,g=1.0013"), depth);

    public static SeveralInputs Draw(int depth, int inputs, int width, ulong seed, IDenseKernels kernels, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return SeveralInputs.Draw(Network(depth), width, inputs, 0.0, new RandomSource(seed).Substream((1000 * depth) + inputs), kernels);
    }
}
