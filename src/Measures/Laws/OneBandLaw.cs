using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Measures.Laws;

/// <summary>
/// A law with one band on which ρ(x) = √((x − x₋)(x₊ − x)) · (a rational factor), and atoms: the family whose continued
/// fraction is constant from the second step on, G(z) = 1/(z − a₀ − b₀/(z − a₁ − b₁/(z − a₁ − …))).
/// </summary>
/// <remarks>
/// <para>The factor receives the distances from both edges, so that poles near or on an edge keep relative accuracy.</para>
/// <para>Moments: m_n = (Jⁿ)₀₀ with the Jacobi matrix J of the continued fraction; no cancellation when a₀, a₁ ≥ 0.</para>
/// <para>Source: [SY01] (the laws with constant Jacobi parameters); [BB06] (the free Meixner class).</para>
/// </remarks>
public abstract record OneBandLaw : SpectralMeasure
{
    private readonly Band band;
    private readonly Interval support;
    private readonly double width;

    /// <summary>Creates the law.</summary>
    /// <param name="support">[x₋, x₊].</param>
    /// <param name="width">x₊ − x₋ without cancellation.</param>
    /// <param name="bandMass">The mass of the band in closed form.</param>
    /// <param name="atoms">The atoms; those of weight 0 are left out.</param>
    /// <param name="hardLeft">Whether the factor has a pole at x₋.</param>
    /// <param name="hardRight">Whether the factor has a pole at x₊.</param>
    private protected OneBandLaw(
        Interval support, double width, double bandMass, IEnumerable<(double Location, double Weight)> atoms, bool hardLeft, bool hardRight)
    {
        this.support = support;
        this.width = width;
        band = new Band(support.Left, support.Right, bandMass, hardLeft ? -0.5 : 0.5, hardRight ? -0.5 : 0.5);
        Bands = [band];
        Atoms = [.. atoms.Where(atom => atom.Weight > 0.0).Select(atom => new Atom(atom.Location, Math.Min(1.0, atom.Weight)))];
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<Atom> Atoms { get; }

    /// <inheritdoc/>
    public sealed override ImmutableArray<Band> Bands { get; }

    /// <inheritdoc/>
    public sealed override double Density(double x) =>
        support.Contains(x) ? Evaluate(x - support.Left, support.Right - x) : 0.0;

    /// <inheritdoc/>
    public sealed override double DensityFromEdge(int band, IntervalEnd end, double offset) =>
        end == IntervalEnd.Left ? Evaluate(offset, width - offset) : Evaluate(width - offset, offset);

    /// <summary>ρ(x)/√((x − x₋)(x₊ − x)).</summary>
    /// <param name="fromLeft">x − x₋.</param>
    /// <param name="fromRight">x₊ − x.</param>
    private protected abstract double Factor(double fromLeft, double fromRight);

    /// <summary>√(z − x₋)·√(z − x₊), ~ z at infinity.</summary>
    private protected Complex Root(Complex z) => Branches.SqrtOffBand(z, support);

    /// <summary>m_n from the Jacobi parameters a₀, b₀ and then a₁, b₁ for ever.</summary>
    private protected static double JacobiMoment(int order, double a0, double b0, double a1, double b1)
    {
        // (Jⁿ)₀₀ with J in the form that has 1 above the diagonal and b below: row vectors, one step at a time.
        double[] weights = new double[order + 2];
        weights[0] = 1.0;
        for (int step = 1; step <= order; step++)
        {
            double below = 0.0;
            for (int level = 0; level <= step; level++)
            {
                double here = weights[level];
                weights[level] = below + ((level == 0 ? a0 : a1) * here) + (weights[level + 1] * (level == 0 ? b0 : b1));
                below = here;
            }
        }

        return weights[0];
    }

    private double Evaluate(double fromLeft, double fromRight)
    {
        if (fromLeft <= 0.0)
        {
            return band.LeftExponent < 0.0 ? double.PositiveInfinity : 0.0;
        }

        if (fromRight <= 0.0)
        {
            return band.RightExponent < 0.0 ? double.PositiveInfinity : 0.0;
        }

        return Math.Sqrt(fromLeft) * Math.Sqrt(fromRight) * Factor(fromLeft, fromRight);
    }
}
