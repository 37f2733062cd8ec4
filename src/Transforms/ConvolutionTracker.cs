using System.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>The transforms of a free convolution at a moving point: each solve starts from the last one.</summary>
/// <remarks>Source: [BB07] thm. 3.2, 4.1.</remarks>
internal sealed class ConvolutionTracker : TransformTracker
{
    // Where zG − 1 has lost three bits.
    private const double Cancelled = 0.1;

    private readonly FreeConvolution law;
    private readonly Lazy<FarMoment?> far;
    private SubordinationSolver? solver;

    /// <summary>Creates a tracker without a point yet.</summary>
    public ConvolutionTracker(FreeConvolution law)
        : this(law, null)
    {
    }

    private ConvolutionTracker(FreeConvolution law, SubordinationSolver? solver)
    {
        (this.law, this.solver) = (law, solver);
        far = new Lazy<FarMoment?>(() => FarMoment.Of(law));
    }

    /// <inheritdoc/>
    public override TransformTracker Fork() => new ConvolutionTracker(law, solver?.Fork());

    /// <inheritdoc/>
    public override bool TryCauchy(Complex z, out Complex value, out Complex derivative)
    {
        if (law.Transform.TryBesidePoint(z, out value, out derivative) && Complex.IsFinite(derivative))
        {
            return true;
        }

        if (!TrySolve(z))
        {
            return law.Transform.TryBesideAxis(z, out value, out derivative);
        }

        (value, derivative) = law.Algebra.Cauchy(z, solver!.Pick, 1.0 / solver.Jacobian);
        return true;
    }

    /// <inheritdoc/>
    public override bool TryMoment(Complex z, out Complex value, out Complex above, out Complex derivative)
    {
        if (law.Transform.TryMomentBesideZero(z, out above, out derivative))
        {
            value = above - 1.0;
            return true;
        }

        if (!law.IsProduct && Complex.Abs(z) > FarMoment.Begins(law) && far.Value?.TryMoment(z, out value, out derivative) == true)
        {
            above = 1.0 + value;
            return true;
        }

        if (!law.IsProduct || !TrySolve(z))
        {
            value = above = derivative = Complex.NaN;
            if (!TryCauchy(z, out Complex g, out Complex dg) || !MomentFromCauchy(z, g, dg, out value, out above, out derivative))
            {
                return false;
            }

            if (!law.IsProduct && Complex.Abs(value) < Cancelled && solver is not null && solver.At == z && solver.TryMomentOfSum(out Complex h, out Complex slope))
            {
                (value, derivative) = (h, slope);
            }

            return true;
        }

        Complex w = Complex.Exp(solver!.Pick);
        value = 1.0 / (w - 1.0);
        above = w * value;
        derivative = -w * value * value / (solver.Jacobian * z);
        return true;
    }

    private bool TrySolve(Complex z)
    {
        if (law.Transform.IsRounding(z))
        {
            return false;
        }

        Complex zeta = law.Algebra.ToCoordinate(z);
        if (solver is not null && solver.TryFollow(zeta))
        {
            return true;
        }

        // A factor does not search from infinity: the law above it takes another way, and searches within searches would not end.
        solver = law.Anchors.Near(z);
        return solver.TryFollow(zeta);
    }
}
