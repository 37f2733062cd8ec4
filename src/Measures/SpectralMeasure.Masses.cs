using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Measures;

/// <content>Masses and quantiles, measured from the nearer end: small ones keep their relative accuracy on either side.</content>
public abstract partial record SpectralMeasure
{
    // What sums of masses are off by rounding: atoms of a sum weigh μ{a} + ν{b} − 1.
    private const double BoundaryRounding = 16.0 * 2.220446049250313e-16;

    // A small mass is asked for to eleven digits of its own; one larger than this has them as the rest of a band, or where it is known to rounding of 1.
    private const double SmallMass = 1e-11;
    private const double Remainder = 1e-2;
    private const double OwnDigits = 1e-4;

    // Where so many panels do not reach rounding, the density is not good to rounding, as beside a narrow gap.
    private const int FewPanels = 64;
    private const int ManyPanels = 2000;

    // Nearer to an end than the first, or where the density of a tail is below the second, a mass goes on with the power that it has there.
    private const double LeastOffset = 1e-150;
    private const double LeastDensity = 1e-270;
    private const double Farthest = 1e140;

    /// <summary>The distribution function μ((−∞, x]).</summary>
    /// <remarks>Relative accuracy to the left of everything else: of a tail to −∞, and beside the bottom of the support.</remarks>
    public virtual double CumulativeDistribution(double x)
    {
        double sum = 0.0;
        foreach (Atom atom in Atoms)
        {
            sum += atom.Location <= x ? atom.Weight : 0.0;
        }

        return Math.Clamp(sum + MassOfBands(x, IntervalEnd.Left), 0.0, Math.Max(1.0, TotalMass));
    }

    /// <summary>μ((x, ∞)), which is 1 less the distribution function, with the relative accuracy that the difference would lose on the right.</summary>
    public virtual double MassAbove(double x)
    {
        double sum = 0.0;
        foreach (Atom atom in Atoms)
        {
            sum += atom.Location > x ? atom.Weight : 0.0;
        }

        return Math.Clamp(sum + MassOfBands(x, IntervalEnd.Right), 0.0, Math.Max(1.0, TotalMass));
    }

    /// <summary>The mass of a band within a distance of one of its ends.</summary>
    /// <remarks>
    /// <para>Relative accuracy however small the offset. The default integrates the density; below an offset of 1e-150 the mass goes on as its power.</para>
    /// <para>Error: 1e-11 of the value, or 1e-15.</para>
    /// </remarks>
    /// <param name="band">The index of the band in <see cref="Bands"/>.</param>
    /// <param name="end">The end, which is finite.</param>
    /// <param name="offset">The distance, in (0, width of the band).</param>
    public virtual double MassFromEdge(int band, IntervalEnd end, double offset)
    {
        return IntegratedFromEdge(band, end, Require.Positive(offset));
    }

    /// <summary>The mass of a band beyond a place, on the side of an infinite end.</summary>
    /// <remarks>
    /// <para>
    /// Relative accuracy however small the mass. The default integrates the density from the place outwards, in the reciprocal of the distance; where the
    /// density leaves the range of numbers the mass goes on as the power that it has there.
    /// </para>
    /// <para>Error: 1e-11 of the value, or 1e-15.</para>
    /// </remarks>
    /// <param name="band">The index of the band in <see cref="Bands"/>.</param>
    /// <param name="end">The end, which is infinite.</param>
    /// <param name="x">The place, inside the band.</param>
    public virtual double MassBeyond(int band, IntervalEnd end, double x)
    {
        Band b = Bands[band];
        double side = end == IntervalEnd.Left ? -1.0 : 1.0;
        double far = Math.Abs(x) > Farthest ? Farthest : Math.Abs(x);
        while (far > 1.0 && side * x > 0.0 && Density(side * far) < LeastDensity)
        {
            far = Math.Max(1.0, 1e-10 * far);
        }

        if (side * x > far)
        {
            double mass = MassBeyond(band, end, side * far);
            return mass > 0.0 ? mass * Math.Pow(Math.Abs(x) / far, -far / mass * Density(side * far)) : 0.0;
        }

        double other = end == IntervalEnd.Left ? b.Right : b.Left;
        double density = Density(x);
        double scale = double.IsFinite(other) ? Math.Abs(x - other) : Math.Max(Math.Abs(x), density > 1.0 ? 1.0 / density : 1.0);
        return ToOwnDigits(tolerance => DoubleExponential.AdaptiveHalfLine(offset => Density(x + (side * offset)), scale, tolerance));
    }

    /// <summary>The quantile: the smallest x with μ((−∞, x]) ≥ p.</summary>
    /// <remarks>
    /// <para>
    /// Up to ½ masses are summed from the left, above it those of 1 − p, which is exact, from the right; in a band the distance from its nearer end is
    /// found from the mass up to there, so that next to an end the distance has the relative accuracy of p or 1 − p.
    /// </para>
    /// <para>
    /// Masses add up to rounding: where p is within 16 units of the last place of 1 of the mass up to an atom or up to the end of a band, that place
    /// is the quantile, and not what lies beyond it.
    /// </para>
    /// </remarks>
    /// <param name="probability">p in [0, 1]: the bottom of the support at 0, the top at 1.</param>
    /// <exception cref="NonConvergenceException">The quantile lies beyond the largest number, or a mass could not be certified.</exception>
    public virtual double Quantile(double probability)
    {
        Require.InRange(probability, 0.0, 1.0);
        return probability == 0.0 ? BottomOfSupport : probability == 1.0 ? TopOfSupport : probability <= 0.5 ? FromBelow(probability) : FromAbove(1.0 - probability);
    }

    /// <summary><see cref="MassFromEdge"/> for a law with a closed distribution function: from that one while it is not small, else by quadrature.</summary>
    protected double MassFromEdgeByDistribution(int band, IntervalEnd end, double offset)
    {
        Band b = Bands[band];
        double x = end == IntervalEnd.Left ? b.Left + offset : b.Right - offset;
        double outside = 0.0;
        foreach (Atom atom in Atoms)
        {
            outside += atom.Location <= x ? atom.Weight : 0.0;
        }

        for (int i = 0; i < band; i++)
        {
            outside += Bands[i].Mass;
        }

        // Rounding of x counts in parts of the offset: not at all from an end at 0.
        double below = CumulativeDistribution(x) - outside;
        double mass = end == IntervalEnd.Left ? below : b.Mass - below;
        double place = end == IntervalEnd.Left ? b.Left : b.Right;
        return mass > OwnDigits && offset > Math.Min(0.01 * b.Width, OwnDigits * Math.Abs(place)) ? mass : IntegratedFromEdge(band, end, offset);
    }

    private double IntegratedFromEdge(int band, IntervalEnd end, double offset)
    {
        if (offset < LeastOffset && Bands[band].Width > LeastOffset)
        {
            double mass = IntegratedFromEdge(band, end, LeastOffset);
            return mass > 0.0 ? mass * Math.Pow(offset / LeastOffset, LeastOffset / mass * DensityFromEdge(band, end, LeastOffset)) : 0.0;
        }

        double exponent = end == IntervalEnd.Left ? Bands[band].LeftExponent : Bands[band].RightExponent;
        return ToOwnDigits(tolerance => DoubleExponential.Adaptive(
            (near, _) => (DensityFromEdge(band, end, near), 0.0), offset, tolerance, leftPower: exponent, maxPanels: tolerance == Tolerance.Tight ? FewPanels : ManyPanels));
    }

    /// <summary>A mass as well as the density allows, with eleven digits of its own at least.</summary>
    private static double ToOwnDigits(Func<Tolerance, Estimate<Complex>> integral)
    {
        try
        {
            Estimate<Complex> mass = integral(Tolerance.Tight);
            if (mass.Error <= SmallMass * mass.Value.Real)
            {
                return mass.Value.Real;
            }
        }
        catch (NonConvergenceException)
        {
            // The density is not good to rounding, as beside the ends of a band that is narrow for its place.
            return integral(new Tolerance(Tolerance.Tight.Absolute, SmallMass)).Value.Real;
        }

        return integral(new Tolerance(0.0, SmallMass)).Value.Real;
    }

    /// <summary>The mass that the bands have on one side of x.</summary>
    private double MassOfBands(double x, IntervalEnd side)
    {
        double sum = 0.0;
        ImmutableArray<Band> bands = Bands;
        for (int i = 0; i < bands.Length; i++)
        {
            (double before, double after) = side == IntervalEnd.Left ? (x - bands[i].Left, bands[i].Right - x) : (bands[i].Right - x, x - bands[i].Left);
            sum += after <= 0.0 ? bands[i].Mass : before > 0.0 ? MassOfBand(i, side, x) : 0.0;
        }

        return sum;
    }

    /// <summary>∫ ρ between an end of a band and a place inside it: as the rest of the band where that is nearer and leaves digits, else from the end itself.</summary>
    private double MassOfBand(int band, IntervalEnd end, double x)
    {
        Band b = Bands[band];
        IntervalEnd other = end == IntervalEnd.Left ? IntervalEnd.Right : IntervalEnd.Left;
        (double here, double there) = end == IntervalEnd.Left ? (b.Left, b.Right) : (b.Right, b.Left);
        bool farther = double.IsFinite(here)
            ? Math.Abs(x - here) > (double.IsFinite(there) ? Math.Abs(there - x) : 1.0)
            : double.IsFinite(there) ? Math.Abs(there - x) <= 1.0 : end == IntervalEnd.Left ? x > 0.0 : x < 0.0;
        double rest = farther ? b.Mass - Direct(other, there) : 0.0;
        return rest > Remainder * b.Mass ? rest : Direct(end, here);

        double Direct(IntervalEnd from, double place) => !double.IsFinite(place) ? MassBeyond(band, from, x)
            : (place * x < 0.0 || Math.Abs(x) < BesideZero * Math.Abs(place)) && HasPeakAtZero(b) ? MassUpToZero(band, from) - (Math.Sign(place * x) * MassBesideZero(x))
            : MassFromEdge(band, from, Math.Abs(x - place));
    }

    private double FromBelow(double probability)
    {
        double below = 0.0;
        ImmutableArray<Atom> atoms = Atoms;
        ImmutableArray<Band> bands = Bands;
        int atom = 0;
        for (int i = 0; i < bands.Length; i++)
        {
            for (; atom < atoms.Length && atoms[atom].Location <= bands[i].Left; atom++)
            {
                below += atoms[atom].Weight;
                if (Reaches(below))
                {
                    return atoms[atom].Location;
                }
            }

            double inside = bands[i].Mass + AtomsInside(bands[i]).Sum(a => a.Weight);
            if (Reaches(below + inside))
            {
                return below + inside - probability <= BoundaryRounding && double.IsFinite(bands[i].Right)
                    ? bands[i].Right
                    : InBand(i, probability - below, inside - (probability - below));
            }

            below += inside;
            atom += AtomsInside(bands[i]).Count();
        }

        for (; atom < atoms.Length; atom++)
        {
            below += atoms[atom].Weight;
            if (Reaches(below))
            {
                return atoms[atom].Location;
            }
        }

        return TopOfSupport;

        bool Reaches(double mass) => mass + BoundaryRounding >= probability;
    }

    /// <summary>The smallest x with at most this mass above it.</summary>
    private double FromAbove(double mass)
    {
        double above = 0.0;
        ImmutableArray<Atom> atoms = Atoms;
        ImmutableArray<Band> bands = Bands;
        int atom = atoms.Length - 1;
        for (int i = bands.Length - 1; i >= 0; i--)
        {
            for (; atom >= 0 && atoms[atom].Location >= bands[i].Right; atom--)
            {
                above += atoms[atom].Weight;
                if (Exceeds(above))
                {
                    return atoms[atom].Location;
                }
            }

            double inside = bands[i].Mass + AtomsInside(bands[i]).Sum(a => a.Weight);
            if (Exceeds(above + inside))
            {
                return above > 0.0 && mass - above <= BoundaryRounding && double.IsFinite(bands[i].Right)
                    ? bands[i].Right
                    : InBand(i, inside - (mass - above), mass - above);
            }

            above += inside;
            atom -= AtomsInside(bands[i]).Count();
        }

        for (; atom >= 0; atom--)
        {
            above += atoms[atom].Weight;
            if (Exceeds(above))
            {
                return atoms[atom].Location;
            }
        }

        return BottomOfSupport;

        bool Exceeds(double sum) => sum > mass + BoundaryRounding;
    }

    private IEnumerable<Atom> AtomsInside(Band band) => Atoms.Where(atom => atom.Location > band.Left && atom.Location < band.Right);

    /// <summary>The place in a band with the given masses, of the band and of the atoms inside it, to the left and to the right.</summary>
    private double InBand(int band, double left, double right)
    {
        foreach (Atom atom in AtomsInside(Bands[band]))
        {
            double density = MassOfBand(band, IntervalEnd.Left, atom.Location);
            if (left < density - BoundaryRounding)
            {
                right -= AtomsInside(Bands[band]).Where(a => a.Location >= atom.Location).Sum(a => a.Weight);
                break;
            }

            if (left <= density + atom.Weight + BoundaryRounding)
            {
                return atom.Location;
            }

            left -= atom.Weight;
        }

        return BesidePeak(band, left, right) ?? InDensity(band, left, right);
    }

    private double InDensity(int band, double left, double right)
    {
        Band b = Bands[band];
        IntervalEnd end = left <= right ? IntervalEnd.Left : IntervalEnd.Right;
        (double target, double here, double there, double exponent) = left <= right
            ? (left, b.Left, b.Right, b.LeftExponent)
            : (right, b.Right, b.Left, b.RightExponent);
        double inwards = left <= right ? 1.0 : -1.0;
        if (double.IsFinite(here))
        {
            if (!(target > 0.0))
            {
                return here;
            }

            double power = exponent > -1.0 && exponent < 10.0 ? 1.0 / (1.0 + exponent) : 1.0;
            double guess = double.IsFinite(there) ? 0.5 * b.Width * Math.Pow(2.0 * target / b.Mass, power) : 1.0;
            return here + (inwards * MassSearch.Find(
                offset => MassFromEdge(band, end, offset), offset => DensityFromEdge(band, end, offset), target, b.Width, increasing: true, guess));
        }

        // With an infinite end: the distance from the other end, or from 0 on the side of 0 on which the place lies.
        double origin = double.IsFinite(there) ? there : 0.0;
        double atOrigin = double.IsFinite(there) ? b.Mass : MassBeyond(band, end, origin);
        if (Math.Abs(atOrigin - target) <= BoundaryRounding)
        {
            return origin;
        }

        bool beyond = atOrigin > target;
        double direction = beyond ? -inwards : inwards;
        return origin + (direction * MassSearch.Find(
            distance => MassBeyond(band, end, origin + (direction * distance)), distance => Density(origin + (direction * distance)), target,
            double.PositiveInfinity, increasing: !beyond, 1.0));
    }
}
