using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>The bands of an implicit chain's law: their masses, what happens at their ends, and states to start from.</summary>
internal sealed class ImplicitBands
{
    private const int TableSize = 24;

    // Closer to a vanished atom than this fraction of the width, or of four times the place itself, the rounding of x is seen in the density.
    private const double VanishedReach = 1e-9;
    private const double FarthestVanishedReach = 1e-7;

    // Next to a hard edge doubles end here.
    private const double HardResolution = 1e-250;

    // A density below this part of |G| is known to less than nine digits.
    private const double HiddenDensity = 1e-6;
    private const double HardStep = 0.01;
    // A density below this part of |G| is rounding.
    private const double UnseenDensity = 1e-16;
    private const double SmallestNormal = 2.2250738585072014e-308;

    // Atoms that carry all the mass but this much leave none for a band.
    private const double Settled = 1e-9;

    // A mass that is lost in rounding, though well above what a slope law leaves out of its tails.
    private const double NoMass = 1e-17;

    private readonly SpectralChain chain;
    private readonly ChainStatistics statistics;
    private readonly ImplicitSolver solver;
    private readonly double shift;
    private readonly HardEdge hardEdge;

    private ImplicitBands(SpectralChain chain, ChainStatistics statistics, ImplicitSolver solver, double shift)
    {
        this.chain = chain;
        this.statistics = statistics;
        this.solver = solver;
        this.shift = shift;
        hardEdge = HardEdge.Of(chain);
    }

    public static ImmutableArray<ImplicitBand> Find(
        SpectralChain chain, ChainStatistics statistics, ImplicitChain equations, ImplicitSolver solver, double shift)
    {
        ImplicitBands finder = new(chain, statistics, solver, shift);
        ImmutableArray<SupportInterval> intervals = AtomicSupport.Covers(chain)
            ? AtomicSupport.Find(chain, statistics, shift)
            : ImplicitSupport.Find(equations, statistics, shift, solver.Scale);
        if (intervals.IsEmpty && statistics.Atoms.Sum(atom => atom.Weight) < 1.0 - Settled)
        {
            throw new NonConvergenceException(
                "The support of a chain", statistics.Mean, 0, 1.0 - statistics.Atoms.Sum(atom => atom.Weight), "Ask for less depth.");
        }

        ImplicitBand[] bands = [.. intervals.Select(finder.Prepare)];

        // The distribution function at the ends, the atoms at a left end counted in and those at a right end not.
        double[] before = new double[bands.Length];
        double[] after = new double[bands.Length];
        for (int k = 0; k < bands.Length; k++)
        {
            bool touches = k > 0 && intervals[k].Before is null;
            before[k] = intervals[k].MassBefore is { } below ? below : k == 0 ? 0.0 : touches ? after[k - 1] : solver.MassBelow(intervals[k].Before!);
            after[k] = intervals[k].MassAfter is { } upTo ? upTo : k == bands.Length - 1 ? 1.0
                : intervals[k].After is { } gap ? solver.MassBelow(gap)
                : finder.MassUpToVanished(bands[k]);
        }

        ImmutableArray<ImplicitBand>.Builder found = ImmutableArray.CreateBuilder<ImplicitBand>(bands.Length);
        for (int k = 0; k < bands.Length; k++)
        {
            double margin = 1e-9 * bands[k].Width;
            bool known = intervals[k].MassBefore is not null;
            double low = before[k], high = after[k], within = 0.0;
            if (!known)
            {
                low += finder.AtomsIn(k == 0 ? double.NegativeInfinity : bands[k].Left - margin, bands[k].Left + margin);
                high -= finder.AtomsIn(bands[k].Right - margin, k == bands.Length - 1 ? double.PositiveInfinity : bands[k].Right + margin);
                within = finder.AtomsIn(bands[k].Left + margin, bands[k].Right - margin);
            }

            double mass = high - low - within;
            if (bands.Length == 1 && !known)
            {
                mass = finder.MassByContour(bands[0]);
            }

            if (!(mass > -Settled && mass < 1.0 + Settled))
            {
                throw new NonConvergenceException(
                    "The masses of a chain's bands", bands[k].Left + shift, k, mass, "Change a parameter slightly, or ask for less depth.");
            }

            found.Add(bands[k].With(
                mass,
                finder.Edge(bands[k], IntervalEnd.Left, intervals[k].LeftRegular, low),
                finder.Edge(bands[k], IntervalEnd.Right, intervals[k].RightRegular, high)));
        }

        double total = found.Sum(band => band.Mass) + statistics.Atoms.Sum(atom => atom.Weight);
        return Math.Abs(total - 1.0) <= Settled
            ? found.MoveToImmutable()
            : throw new NonConvergenceException(
                "The total mass of a chain's bands and atoms", statistics.Mean, bands.Length, total - 1.0, "Change a parameter slightly, or ask for less depth.");
    }

    private ImplicitBand Prepare(SupportInterval interval)
    {
        ImplicitBand band = new(interval.Left, interval.Right, TableSize);
        ChainState? last = null;
        for (int i = 1; i < TableSize; i++)
        {
            double point = interval.Left + (band.Width * Math.Pow(Math.Sin(0.5 * Math.PI * i / TableSize), 2.0));
            try
            {
                last = solver.From(last, point, out _);
                band.Remember(point, last);
            }
            catch (NonConvergenceException)
            {
                // A starting value less; the point itself will be tried again when it is asked for.
            }
        }

        return band;
    }

    private double AtomsIn(double low, double high) =>
        statistics.Atoms.Where(atom => atom.Location - shift > low && atom.Location - shift <= high).Sum(atom => atom.Weight);

    /// <param name="band">The band.</param>
    /// <param name="end">Which end.</param>
    /// <param name="regular">Whether z is stationary there.</param>
    /// <param name="below">The distribution function at the end.</param>
    private ChainEdge Edge(ImplicitBand band, IntervalEnd end, bool regular, double below)
    {
        double y = band.At(end, 0.0);
        if (statistics.Vanished.Any(location => Math.Abs(location - shift - y) <= 1e-9 * (Math.Abs(location) + solver.Scale)))
        {
            (double reach, ChainState state, Complex f) = NearVanished(band, end);
            double mass = Math.Abs(solver.MassBelow(state) - below);
            double? exponent = chain.Layers.Any(layer => layer.Slope.ContinuesAtAtom) ? null : -0.5;
            return new ChainEdge(EdgeKind.Vanished, exponent, reach, mass, Density(f));
        }

        if (regular)
        {
            return ChainEdge.Regular;
        }

        return end == IntervalEnd.Left && y == 0.0 && hardEdge.Order is not 1
            ? Hard(band, below)
            : new ChainEdge(EdgeKind.Flat, null, FlatReach(band, end));
    }

    /// <summary>A hard edge: certified values down to the smallest offset at which the density is seen to follow its power.</summary>
    /// <remarks>
    /// Next to an atom F is small, and the density a part of 1/F that rounding hides in the end; there the power goes on. A density may also
    /// fall below rounding farther out and come back with its power.
    /// </remarks>
    private ChainEdge Hard(ImplicitBand band, double below)
    {
        ChainEdge? edge = null;
        int refused = 0;
        double? before = null;
        double smallest = Math.Max(HardResolution * band.Width, SmallestNormal);
        for (double reach = 1e-3 * band.Width; reach > smallest && refused < 2; reach *= HardStep)
        {
            try
            {
                ChainState state = solver.InBand(band.At(IntervalEnd.Left, reach), band, out Complex f, out _);
                double density = Density(f);
                if (edge is not null && density * reach <= NoMass)
                {
                    break;
                }

                refused = 0;
                bool seen = density > HiddenDensity * chain.Depth / Complex.Abs(f) && double.IsFinite(density);
                bool follows = hardEdge.Exponent is not { } exponent
                    || (before is { } last && Math.Abs((Math.Log(density / last) / Math.Log(HardStep)) - exponent) < 0.05);
                if (seen && follows)
                {
                    edge = new ChainEdge(EdgeKind.Hard, hardEdge.Exponent, reach, Math.Max(0.0, solver.MassBelow(state) - below), density);
                }

                before = seen ? density : null;
            }
            catch (NonConvergenceException)
            {
                refused++;
                before = null;
            }
        }

        return edge ?? new ChainEdge(EdgeKind.Flat, null, FlatReach(band, IntervalEnd.Left));
    }

    /// <summary>The point nearest to a vanished atom that can be certified.</summary>
    private (double Reach, ChainState State, Complex F) NearVanished(ImplicitBand band, IntervalEnd end)
    {
        for (double reach = VanishedReach; ; reach *= 4.0)
        {
            try
            {
                double offset = reach * VanishedScale(band, end);
                ChainState state = solver.InBand(band.At(end, offset), band, out Complex f, out _);
                return (offset, state, f);
            }
            catch (NonConvergenceException) when (reach < FarthestVanishedReach)
            {
                // Rounding of x is seen farther out where the slopes are steep: the next point.
            }
        }
    }

    private static double VanishedScale(ImplicitBand band, IntervalEnd end) => Math.Max(band.Width, 4.0 * Math.Abs(band.At(end, 0.0)));

    private static double Density(Complex f) => -(1.0 / f).Imaginary / Math.PI;

    /// <summary>How far from a flat end the density is below the rounding of G, or cannot be certified.</summary>
    private double FlatReach(ImplicitBand band, IntervalEnd end)
    {
        bool IsFlat(double offset)
        {
            try
            {
                solver.InBand(band.At(end, offset), band, out Complex f, out _);
                return !(Density(f) > UnseenDensity / Complex.Abs(f));
            }
            catch (NonConvergenceException)
            {
                return true;
            }
        }

        double inside = Inside(band, end);
        double reach = inside;
        while (reach > 1e-40 * band.Width && !IsFlat(reach))
        {
            reach *= 0.1;
        }

        if (reach <= 1e-40 * band.Width)
        {
            return 0.0;
        }

        double outer = Math.Min(10.0 * reach, inside);
        while (outer > 1.05 * reach)
        {
            double middle = Math.Sqrt(outer * reach);
            (reach, outer) = IsFlat(middle) ? (middle, outer) : (reach, middle);
        }

        return reach;
    }

    /// <summary>A distance from an end at which there is mass: at most a quarter of the width, and no farther than the mean of the law.</summary>
    private double Inside(ImplicitBand band, IntervalEnd end)
    {
        double mean = statistics.Mean - shift - band.Left;
        double quarter = 0.25 * band.Width;
        return !(mean > 0.0 && mean < band.Width) ? quarter
            : end == IntervalEnd.Left ? Math.Min(quarter, mean)
            : Math.Max(quarter, band.Width - mean);
    }

    /// <summary>The distribution function at a vanished atom where two bands touch, from the band on its left.</summary>
    /// <remarks>ρ²δ is linear in log δ to leading order; two densities give the line, and it the mass that is left.</remarks>
    private double MassUpToVanished(ImplicitBand band)
    {
        double near = VanishedReach * VanishedScale(band, IntervalEnd.Right);
        double far = 16.0 * near;
        ChainState state = solver.InBand(band.Right - near, band, out Complex f, out _);
        double first = Density(f) * Math.Sqrt(near);
        solver.InBand(band.Right - far, band, out f, out _);
        double slope = (first - (Density(f) * Math.Sqrt(far))) / Math.Log(16.0);
        return solver.MassBelow(state) + (2.0 * Math.Sqrt(near) * (first + (2.0 * slope)));
    }

    /// <summary>The mass of a single band: a contour integral of G around the whole support, less the atoms.</summary>
    private double MassByContour(ImplicitBand band)
    {
        double[] ends = [band.Left, band.Right, .. statistics.Atoms.Select(atom => atom.Location - shift)];
        ChainState? last = null;
        double mass = ContourMass.Around(
            y =>
            {
                last = solver.From(last, y, out Complex f);
                return 1.0 / f;
            },
            ends.Min(),
            ends.Max());
        return mass - statistics.Atoms.Sum(atom => atom.Weight);
    }
}
