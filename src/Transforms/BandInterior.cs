using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>The density inside a band of a free convolution, as far from its ends as the equations on the axis themselves can be certified.</summary>
/// <remarks>
/// <para>
/// One explicit equation for G or h from the nearest seed where all leaves have explicit inverses (<see cref="ExplicitCurve"/>); else the subordination
/// equations from the nearest anchor (<see cref="SubordinationSolver"/>).
/// </para>
/// <para>Source: [BB07] thm. 4.1.</para>
/// </remarks>
internal sealed class BandInterior
{
    // Beside an atom, in sizes of the band, rounding moves F, and with it the density, by more than this part.
    private const double Beside = 1e-2;
    private const double Good = 1e-11;

    private readonly Lazy<BandSeeds> seeds;
    private readonly Lazy<ExplicitCurve?> curve;

    /// <summary>The inside of a band.</summary>
    /// <param name="law">The convolution.</param>
    /// <param name="band">The band; its exponents need not be known yet.</param>
    public BandInterior(FreeConvolution law, Band band)
    {
        Law = law;
        Band = band;
        Size = double.IsFinite(band.Width) ? band.Width : law.Scale;
        seeds = new Lazy<BandSeeds>(() => BandSeeds.Of(law, band));
        curve = new Lazy<ExplicitCurve?>(() => ExplicitCurve.Of(law));
    }

    /// <summary>The convolution.</summary>
    public FreeConvolution Law { get; }

    /// <summary>The places of the ends, and the mass.</summary>
    public Band Band { get; }

    /// <summary>The width of the band, or the scale of the law where that is infinite.</summary>
    public double Size { get; }

    /// <summary>The density at a point where <see cref="TryDensity"/> has none: across a narrow place, else by the law's own search.</summary>
    /// <exception cref="NonConvergenceException">It could not be certified, nor bridged.</exception>
    public Estimate<double> DensityWhereLost(double x) => Bridge(x)?.Density ?? Read(x, Law.SolveAt(x));

    /// <summary>By the one explicit equation from the nearest seed if there is one, else by the subordination equations from an anchor, or across an atom inside the band where that is better; null if none can be certified.</summary>
    public Estimate<double>? TryDensity(double x)
    {
        Estimate<double>? solved = TryCurve(x) ?? TrySolve(x);
        if (solved?.Error <= Good * solved?.Value || !Law.Atoms.Any(atom => Band.Contains(atom.Location) && Math.Abs(x - atom.Location) <= Beside * Size))
        {
            return solved;
        }

        Estimate<double>? across = Bridge(x)?.Density;
        return solved?.Error <= across?.Error ? solved : across ?? solved;
    }

    private Estimate<double>? TrySolve(double x)
    {
        SubordinationSolver solver = Law.Anchors.Near(x);
        return solver.TrySolve(Law.Algebra.ToCoordinate(x)) ? Read(x, solver) : null;
    }

    /// <summary>By the one explicit equation from the nearest seed, if there are such and it can be certified.</summary>
    public Estimate<double>? TryCurve(double x)
    {
        if (curve.Value is { } explicitCurve && !(Law.IsProduct && x < 1e-20 * Band.Width) && seeds.Value.Nearest(x) is { } seed
            && explicitCurve.TrySolve(x, explicitCurve.Start(seed, Law.Algebra.ToCoordinate(x)), out Complex value, out double error, out int steps))
        {
            double scale = Math.PI * (Law.IsProduct ? x : 1.0);
            double density = -value.Imaginary / scale;
            return new Estimate<double>(density, (error / scale) + (1e-15 * density), steps);
        }

        return null;
    }

    /// <summary>By the subordination equations followed from an anchor, and not searched anew where the way is lost; null if that cannot be certified.</summary>
    public Estimate<double>? TryFollow(double x)
    {
        SubordinationSolver solver = Law.Anchors.Near(x);
        return solver.TryFollow(Law.Algebra.ToCoordinate(x)) ? Read(x, solver) : null;
    }

    /// <summary>Across a narrow place inside the band that the equations do not reach: an atom, or a zero of the density.</summary>
    public InnerBridge? Bridge(double x) => InnerBridge.At(
        point =>
        {
            SubordinationSolver solver = Law.Anchors.Near(point);
            return solver.TrySolve(Law.Algebra.ToCoordinate(point))
                ? (Law.Algebra.Cauchy(point, solver.Pick, 1.0 / solver.Jacobian).Value, Read(point, solver).Error)
                : null;
        },
        Law.Atoms,
        x,
        Math.Min(Law.Scale, Math.Min(x - Band.Left, Band.Right - x)));

    /// <summary>The density at a solution, with the error of P carried through it.</summary>
    private Estimate<double> Read(double x, SubordinationSolver solver)
    {
        Complex p = Law.Algebra.FromCoordinate(solver.Pick);
        double density = Law.Algebra.Density(x, p.Real, p.Imaginary);
        double relative = Law.IsProduct
            ? Complex.Abs(p / (p - 1.0)) * 2.0 + (Complex.Abs(p) / p.Imaginary)
            : (2.0 / Complex.Abs(p)) + (1.0 / p.Imaginary);
        return new Estimate<double>(density, density * ((relative * solver.Error) + 1e-15), solver.Steps);
    }
}
