using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Transforms.Rectangular;

/// <summary>The law of the squares under a rectangular free sum: of the eigenvalues of (X + Y)(X + Y)ᵀ, X and Y of size n × p with n/p → λ.</summary>
/// <remarks>
/// <para>
/// The factors are the laws of the eigenvalues of XXᵀ and YYᵀ. With M = h and H(y) = (1 + M)(1 + λM)/y, the functions M add at
/// equal H. Bands and their masses come from the real solutions, densities from certified solutions on the axis.
/// </para>
/// <para>
/// Atoms: at 0 the mass (w₁ + w₂ − 1)⁺ with wᵢ the masses at 0; at a &gt; 0 the mass (w + 2w₂ − 2)⁺ from an atom of the first of
/// mass w, and the same with the factors exchanged: the dimension of the vectors that the other matrix does not touch.
/// </para>
/// <para>Source: [BG09].</para>
/// </remarks>
public sealed record RectangularSquareLaw : SpectralMeasure
{
    private readonly RectangularSystem system;
    private readonly Lazy<ImmutableArray<RectangularBand>> bands;
    private readonly Lazy<LaurentSeries?> around;
    private readonly double reach;

    internal RectangularSquareLaw(SpectralMeasure first, SpectralMeasure second, double ratio)
    {
        system = new RectangularSystem(first, second, ratio);
        double scale = LawScale.Of(first) + LawScale.Of(second);
        reach = 8.0 * scale;
        Atoms = FindAtoms(first, second);
        around = new Lazy<LaurentSeries?>(AroundZero);
        bands = new Lazy<ImmutableArray<RectangularBand>>(
            () => MassBalance.Require(
                this, RectangularBand.All(system, RectangularSupport.Find(system, Atoms, scale), Atoms, reach), solver => solver.Band.Mass));
    }

    /// <summary>The law of the first squares.</summary>
    public SpectralMeasure First => system.Laws[0];

    /// <summary>The law of the second squares.</summary>
    public SpectralMeasure Second => system.Laws[1];

    /// <summary>λ, the limit of n/p.</summary>
    public double Ratio => system.Ratio;

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands => [.. bands.Value.Select(band => band.Band)];

    /// <inheritdoc/>
    /// <remarks>The first rectangular cumulants, the second moments, add.</remarks>
    public override double Mean => First.Mean + Second.Mean;

    /// <inheritdoc/>
    public override bool HasMoment(int order) => First.HasMoment(order) && Second.HasMoment(order);

    /// <inheritdoc/>
    public override double Density(double x) => FromBands(x).Value;

    /// <inheritdoc/>
    /// <remarks>Error: the rounding of the equations, carried through their Jacobian, and beside an edge that of its place.</remarks>
    public override Estimate<double> DensityEstimate(double x) => WithEdgeError(x, FromBands(x));

    private Estimate<double> FromBands(double x)
    {
        Require.Finite(x);
        foreach (RectangularBand band in bands.Value)
        {
            if (x >= band.Band.Left && x <= band.Band.Right)
            {
                return band.Density(x);
            }
        }

        return new Estimate<double>(0.0, 0.0, 0);
    }

    /// <inheritdoc/>
    public override double DensityFromEdge(int band, IntervalEnd end, double offset) => bands.Value[band].FromEdge(end, offset).Value;

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z) => Transforms(z).Cauchy;

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z) => Transforms(z).Derivative;

    /// <inheritdoc/>
    public override Complex MomentTransform(Complex z) => Transforms(z).Moment;

    /// <inheritdoc/>
    public override Complex MomentTransformDerivative(Complex z) => Transforms(z).MomentDerivative;

    /// <inheritdoc/>
    public bool Equals(RectangularSquareLaw? other) =>
        other is not null && Ratio == other.Ratio && First.Equals(other.First) && Second.Equals(other.Second);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Ratio, First, Second);

    /// <summary>A solver without a solution yet.</summary>
    internal RectangularSolver NewSolver() => new(system.Fresh(), reach);

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append(Invariant($"√({First}) ⊞_{Ratio:R} √({Second}), squared"));
        return true;
    }

    private static ImmutableArray<Atom> FindAtoms(SpectralMeasure first, SpectralMeasure second)
    {
        const double rounding = 9e-16;
        double zero1 = first.MassAt(0.0);
        double zero2 = second.MassAt(0.0);
        List<Atom> atoms = [];
        void Add(double location, double weight)
        {
            if (weight > rounding)
            {
                atoms.Add(new Atom(location, weight));
            }
        }

        Add(0.0, zero1 + zero2 - 1.0);
        foreach (Atom atom in first.Atoms.Where(atom => atom.Location > 0.0))
        {
            Add(atom.Location, atom.Weight + (2.0 * zero2) - 2.0);
        }

        foreach (Atom atom in second.Atoms.Where(atom => atom.Location > 0.0))
        {
            Add(atom.Location, atom.Weight + (2.0 * zero1) - 2.0);
        }

        return [.. atoms.OrderBy(atom => atom.Location)];
    }

    private (Complex Cauchy, Complex Derivative, Complex Moment, Complex MomentDerivative) Transforms(Complex z)
    {
        if (z.Imaginary < 0.0)
        {
            (Complex value, Complex slope, Complex moment, Complex rise) = Transforms(Complex.Conjugate(z));
            return (Complex.Conjugate(value), Complex.Conjugate(slope), Complex.Conjugate(moment), Complex.Conjugate(rise));
        }

        if (LaurentSeries.Covers(z, 0.0, BottomOfSupport) && around.Value is { } series)
        {
            (Complex value, Complex slope) = series.At(z);
            return (value, slope, (z * value) - 1.0, value + (z * slope));
        }

        RectangularSolver solver = Solve(z);
        Complex g = solver.Point.Narrow / z;
        return (g, (solver.Slope - g) / z, solver.Point.Moment, solver.Slope);
    }

    /// <summary>G about 0 where it lies in a gap, as 1 + M = zG cancels there; null where the circle could not be certified.</summary>
    private LaurentSeries? AroundZero()
    {
        RectangularSolver solver = NewSolver();
        var series = LaurentSeries.Of(z => solver.TrySolve(z) ? solver.Point.Narrow / z : Complex.NaN, 0.0, 0.0, BottomOfSupport);
        return series.IsFinite ? series : null;
    }

    private RectangularSolver Solve(Complex z)
    {
        RectangularSolver solver = NewSolver();
        return solver.TrySolve(z)
            ? solver
            : throw new NonConvergenceException(
                "The rectangular free sum", z, solver.Steps, null, "The branch could not be certified there; move away from the nearest edge.");
    }
}
