using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>Evaluates the transforms of one law at a moving point of the upper half-plane.</summary>
/// <remarks>
/// <para>A closed form needs no memory; a convolution starts each solve from the last solution, so that nesting stays cheap.</para>
/// <para>Mutable and confined to one computation. A value that cannot be certified is reported by <see langword="false"/>.</para>
/// <para>Source: [BB07].</para>
/// </remarks>
internal abstract class TransformTracker
{
    /// <summary>A fresh tracker for a law.</summary>
    public static TransformTracker Of(SpectralMeasure law) => law switch
    {
        FreeConvolution convolution => convolution.NewTracker(),
        TwoPointPower power => power.General.NewTracker(),
        AffineImage { Source: FreeConvolution or AffineImage or SquareLaw or SymmetricRootLaw or InverseLaw or ReciprocalLaw } image => new AffineTracker(image, Of(image.Source)),
        ZeroMixture { Source: FreeConvolution or AffineImage or SquareLaw or InverseLaw } mixture => new MixtureTracker(mixture, Of(mixture.Source)),
        _ => DerivedTracker.Of(law) ?? new ClosedFormTracker(law),
    };

    /// <summary>A tracker that asks the law itself, at every point anew.</summary>
    public static TransformTracker WithoutMemory(SpectralMeasure law) => new ClosedFormTracker(law);

    /// <summary>A tracker at the same point that can move on its own.</summary>
    public abstract TransformTracker Fork();

    /// <summary>G and G' at z, Im z &gt; 0.</summary>
    public abstract bool TryCauchy(Complex z, out Complex value, out Complex derivative);

    /// <summary>h = zG − 1, 1 + h (to relative accuracy also near z = 0) and h' at z, Im z &gt; 0.</summary>
    public abstract bool TryMoment(Complex z, out Complex value, out Complex above, out Complex derivative);

    /// <summary>h and h' from G and G'.</summary>
    protected static bool MomentFromCauchy(
        Complex z, Complex g, Complex dg, out Complex value, out Complex above, out Complex derivative)
    {
        above = z * g;
        value = above - 1.0;
        derivative = g + (z * dg);
        return Complex.IsFinite(value) && Complex.IsFinite(derivative);
    }

    private sealed class ClosedFormTracker(SpectralMeasure law) : TransformTracker
    {
        public override TransformTracker Fork() => this;

        public override bool TryCauchy(Complex z, out Complex value, out Complex derivative)
        {
            try
            {
                value = law.Cauchy(z);
                derivative = law.CauchyDerivative(z);
            }
            catch (NonConvergenceException)
            {
                // The caller takes another path to its point, or names the point in its own refusal.
                value = derivative = Complex.NaN;
            }

            return Complex.IsFinite(value) && Complex.IsFinite(derivative);
        }

        public override bool TryMoment(Complex z, out Complex value, out Complex above, out Complex derivative)
        {
            try
            {
                value = law.MomentTransform(z);
                above = 1.0 + value;
                above = Complex.Abs(above) < 0.5 ? z * law.Cauchy(z) : above;
                derivative = law.MomentTransformDerivative(z);
            }
            catch (NonConvergenceException)
            {
                value = above = derivative = Complex.NaN;
            }

            return Complex.IsFinite(value) && Complex.IsFinite(derivative);
        }
    }

    private sealed class AffineTracker(AffineImage image, TransformTracker source) : TransformTracker
    {
        public override TransformTracker Fork() => new AffineTracker(image, source.Fork());

        public override bool TryCauchy(Complex z, out Complex value, out Complex derivative)
        {
            double scale = image.Map.Scale;
            Complex point = (z - image.Map.Shift) / scale;
            bool reflected = scale < 0.0;
            bool found = source.TryCauchy(reflected ? Complex.Conjugate(point) : point, out value, out derivative);
            value = (reflected ? Complex.Conjugate(value) : value) / scale;
            derivative = (reflected ? Complex.Conjugate(derivative) : derivative) / (scale * scale);
            return found;
        }

        public override bool TryMoment(Complex z, out Complex value, out Complex above, out Complex derivative)
        {
            double scale = image.Map.Scale;
            Complex point = (z - image.Map.Shift) / scale;
            bool reflected = scale < 0.0;
            bool found = source.TryMoment(reflected ? Complex.Conjugate(point) : point, out value, out above, out derivative);
            value = reflected ? Complex.Conjugate(value) : value;
            above = reflected ? Complex.Conjugate(above) : above;
            derivative = (reflected ? Complex.Conjugate(derivative) : derivative) / scale;
            if (image.Map.Shift == 0.0)
            {
                return found;
            }

            // h = h_X + (b/a)G_X at ζ = (z − b)/a, and zG = 1 + h.
            found &= TryCauchy(z, out Complex g, out Complex slope);
            value += image.Map.Shift * g;
            derivative += image.Map.Shift * slope;
            above = z * g;
            return found;
        }
    }

    private sealed class MixtureTracker(ZeroMixture mixture, TransformTracker source) : TransformTracker
    {
        public override TransformTracker Fork() => new MixtureTracker(mixture, source.Fork());

        public override bool TryCauchy(Complex z, out Complex value, out Complex derivative)
        {
            bool found = source.TryCauchy(z, out value, out derivative);
            value = ((1.0 - mixture.Weight) / z) + (mixture.Weight * value);
            derivative = ((mixture.Weight - 1.0) / (z * z)) + (mixture.Weight * derivative);
            return found;
        }

        public override bool TryMoment(Complex z, out Complex value, out Complex above, out Complex derivative)
        {
            bool found = source.TryMoment(z, out value, out above, out derivative);
            value *= mixture.Weight;
            above = 1.0 + value;
            derivative *= mixture.Weight;
            return found;
        }
    }
}
