using System.Numerics;
using FreeSpectra.Measures;

namespace FreeSpectra.Transforms;

/// <summary>Trackers of laws that are explicit in the transforms of computed laws: a square, a symmetric root, an inverse, a Boolean or monotone sum.</summary>
/// <remarks>
/// <para>The solutions beneath move along with the point, where the law itself would look for each of them anew.</para>
/// <para>At a real point, and where a point beneath is as good as real, the law knows which limit is meant and is asked itself.</para>
/// <para>Source: [NS06] lecture 11; [HM13] prop. 3.13; [SW97]; [Mur01].</para>
/// </remarks>
internal static class DerivedTracker
{
    /// <summary>The tracker; null if nothing beneath the law is computed by subordination.</summary>
    public static TransformTracker? Of(SpectralMeasure law)
    {
        TransformTracker? moving = law switch
        {
            SquareLaw square when IsComputed(square.Source) => new Square(TransformTracker.Of(square.Source), TransformTracker.Of(square.Source)),
            SymmetricRootLaw root when IsComputed(root.Source) => new Root(TransformTracker.Of(root.Source)),
            InverseLaw inverse when IsComputed(inverse.Source) => new Inverse(TransformTracker.Of(inverse.Source)),
            ReciprocalLaw sum when IsComputed(sum.First) || IsComputed(sum.Second) =>
                new Reciprocal(TransformTracker.Of(sum.First), TransformTracker.Of(sum.Second), sum.IsMonotone),
            _ => null,
        };
        return moving is null ? null : new OffAxis(moving, TransformTracker.WithoutMemory(law), law is SymmetricRootLaw);
    }

    private static bool IsComputed(SpectralMeasure law) => law switch
    {
        FreeConvolution => true,
        AffineImage image => IsComputed(image.Source),
        ZeroMixture mixture => IsComputed(mixture.Source),
        SquareLaw square => IsComputed(square.Source),
        SymmetricRootLaw root => IsComputed(root.Source),
        InverseLaw inverse => IsComputed(inverse.Source),
        ReciprocalLaw sum => IsComputed(sum.First) || IsComputed(sum.Second),
        _ => false,
    };

    /// <summary>The moving tracker off the axis, the law on it; a symmetric root makes points beside the imaginary axis real.</summary>
    /// <remarks>Source: [BV93] §5.</remarks>
    private sealed class OffAxis(TransformTracker moving, TransformTracker law, bool squares) : TransformTracker
    {
        public override TransformTracker Fork() => new OffAxis(moving.Fork(), law, squares);

        public override bool TryCauchy(Complex z, out Complex value, out Complex derivative) => At(z).TryCauchy(z, out value, out derivative);

        public override bool TryMoment(Complex z, out Complex value, out Complex above, out Complex derivative) =>
            At(z).TryMoment(z, out value, out above, out derivative);

        private TransformTracker At(Complex z) =>
            z.Imaginary == 0.0 || (squares && Math.Abs(z.Real) <= 1e-14 * z.Imaginary) ? law : moving;
    }

    /// <summary>G at a point of either half-plane.</summary>
    private static bool TryEither(TransformTracker law, Complex z, out Complex value, out Complex derivative)
    {
        bool below = z.Imaginary < 0.0;
        bool found = law.TryCauchy(below ? Complex.Conjugate(z) : z, out value, out derivative);
        value = below ? Complex.Conjugate(value) : value;
        derivative = below ? Complex.Conjugate(derivative) : derivative;
        return found;
    }

    /// <summary>h, 1 + h and h' at a point of either half-plane.</summary>
    private static bool TryEither(TransformTracker law, Complex z, out Complex value, out Complex above, out Complex derivative)
    {
        bool below = z.Imaginary < 0.0;
        bool found = law.TryMoment(below ? Complex.Conjugate(z) : z, out value, out above, out derivative);
        value = below ? Complex.Conjugate(value) : value;
        above = below ? Complex.Conjugate(above) : above;
        derivative = below ? Complex.Conjugate(derivative) : derivative;
        return found;
    }

    /// <summary>G(z) = [G_X(√z) − G_X(−√z)]/(2√z), h(z) = [h_X(√z) + h_X(−√z)]/2.</summary>
    /// <remarks>Source: [NS06] lecture 11.</remarks>
    private sealed class Square(TransformTracker right, TransformTracker left) : TransformTracker
    {
        public override TransformTracker Fork() => new Square(right.Fork(), left.Fork());

        public override bool TryCauchy(Complex z, out Complex value, out Complex derivative)
        {
            Complex root = Complex.Sqrt(z);
            bool found = TryEither(right, root, out Complex first, out Complex slope) & TryEither(left, -root, out Complex second, out Complex other);
            value = (first - second) / (2.0 * root);
            derivative = (((slope + other) / (2.0 * root)) - (value / root)) / (2.0 * root);
            return found;
        }

        public override bool TryMoment(Complex z, out Complex value, out Complex above, out Complex derivative)
        {
            Complex root = Complex.Sqrt(z);
            bool found = TryEither(right, root, out Complex first, out Complex firstAbove, out Complex slope)
                & TryEither(left, -root, out Complex second, out Complex secondAbove, out Complex other);
            value = 0.5 * (first + second);
            above = 0.5 * (firstAbove + secondAbove);
            derivative = (slope - other) / (4.0 * root);
            return found;
        }
    }

    /// <summary>G(z) = z G_{X²}(z²), h(z) = h_{X²}(z²).</summary>
    /// <remarks>Source: [NS06] lecture 11.</remarks>
    private sealed class Root(TransformTracker source) : TransformTracker
    {
        public override TransformTracker Fork() => new Root(source.Fork());

        public override bool TryCauchy(Complex z, out Complex value, out Complex derivative)
        {
            bool found = TryEither(source, z * z, out Complex g, out Complex slope);
            value = z * g;
            derivative = g + (2.0 * z * z * slope);
            return found;
        }

        public override bool TryMoment(Complex z, out Complex value, out Complex above, out Complex derivative)
        {
            bool found = TryEither(source, z * z, out value, out above, out derivative);
            derivative *= 2.0 * z;
            return found;
        }
    }

    /// <summary>G(z) = −h_X(1/z)/z, h(z) = −1 − h_X(1/z).</summary>
    /// <remarks>Source: [HM13] prop. 3.13.</remarks>
    private sealed class Inverse(TransformTracker source) : TransformTracker
    {
        public override TransformTracker Fork() => new Inverse(source.Fork());

        public override bool TryCauchy(Complex z, out Complex value, out Complex derivative)
        {
            bool found = TryEither(source, 1.0 / z, out Complex h, out _, out Complex slope);
            value = -h / z;
            derivative = ((slope / z) + h) / (z * z);
            return found;
        }

        public override bool TryMoment(Complex z, out Complex value, out Complex above, out Complex derivative)
        {
            bool found = TryEither(source, 1.0 / z, out Complex h, out Complex one, out derivative);
            value = -one;
            above = -h;
            derivative /= z * z;
            return found;
        }
    }

    /// <summary>F = F_μ + F_ν − z, or F = F_μ ∘ F_ν.</summary>
    /// <remarks>Source: [SW97]; [Mur01].</remarks>
    private sealed class Reciprocal(TransformTracker first, TransformTracker second, bool monotone) : TransformTracker
    {
        public override TransformTracker Fork() => new Reciprocal(first.Fork(), second.Fork(), monotone);

        public override bool TryCauchy(Complex z, out Complex value, out Complex derivative)
        {
            value = derivative = Complex.NaN;
            if (!second.TryCauchy(z, out Complex g, out Complex slope))
            {
                return false;
            }

            // F' = −G'/G².
            Complex inner = 1.0 / g;
            Complex innerSlope = -slope * inner * inner;
            if (!first.TryCauchy(monotone ? inner : z, out Complex other, out Complex otherSlope))
            {
                return false;
            }

            if (monotone)
            {
                (value, derivative) = (other, otherSlope * innerSlope);
                return true;
            }

            Complex f = 1.0 / other;
            value = 1.0 / (f + inner - z);
            derivative = -value * value * ((-otherSlope * f * f) + innerSlope - 1.0);
            return Complex.IsFinite(value) && Complex.IsFinite(derivative);
        }

        public override bool TryMoment(Complex z, out Complex value, out Complex above, out Complex derivative)
        {
            value = above = derivative = Complex.NaN;
            return TryCauchy(z, out Complex g, out Complex dg) && MomentFromCauchy(z, g, dg, out value, out above, out derivative);
        }
    }
}
