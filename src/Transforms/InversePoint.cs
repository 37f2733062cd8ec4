using System.Numerics;
using FreeSpectra.Measures;

namespace FreeSpectra.Transforms;

/// <summary>Transforms at 1/z with the boundary value that belongs to z: the limit from above at z is one from below at 1/z.</summary>
/// <remarks>Source: [HM13] prop. 3.13.</remarks>
internal static class InversePoint
{
    /// <summary>h(1/z).</summary>
    public static Complex MomentTransformAtInverse(this SpectralMeasure law, Complex z) => z.Imaginary == 0.0
        ? Complex.Conjugate(law.MomentTransform(new Complex(1.0 / z.Real, 0.0)))
        : law.MomentTransform(1.0 / z);

    /// <summary>h'(1/z).</summary>
    public static Complex MomentDerivativeAtInverse(this SpectralMeasure law, Complex z) => z.Imaginary == 0.0
        ? Complex.Conjugate(law.MomentTransformDerivative(new Complex(1.0 / z.Real, 0.0)))
        : law.MomentTransformDerivative(1.0 / z);
}
