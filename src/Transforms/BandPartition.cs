using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;

namespace FreeSpectra.Transforms;

/// <summary>The bands of a free convolution: what its gaps leave of the axis, with the masses between them.</summary>
/// <remarks>
/// <para>
/// In a gap μ((−∞, x]) = Σ tᵢμᵢ((−∞, ωᵢ]) − (T − 1)·1[P &gt; P₀], T = Σ tᵢ, where P₀ is the pole of G or of h: 0 for sums, 1 for products. A band has the
/// difference between the two gaps beside it, less the atoms.
/// </para>
/// <para>Source: [BES20] (gaps); [BV98] thm. 7.4 (atoms).</para>
/// </remarks>
internal static class BandPartition
{
    private const double Unit = 2.220446049250313e-16;

    // A weight this small is rounding: no atom is left.
    private const double Rounded = 2.0 * Unit;

    private const double LeastMass = 1e-15;

    // In sizes of the law: P falls by a third of a power of ten for each power of ten at least.
    private const double Lifted = 1e-6;

    /// <summary>The bands from left to right.</summary>
    public static ImmutableArray<BandSolver> Of(FreeConvolution law)
    {
        (ImmutableArray<RealGap> gaps, ImmutableArray<Meeting> meetings) = Gaps(law);
        var bands = ImmutableArray.CreateBuilder<BandSolver>();
        double left = double.NegativeInfinity;
        double below = 0.0;
        RealPiece? leftPiece = null;
        for (int k = 0; k <= gaps.Length; k++)
        {
            double right = k < gaps.Length ? AtAtom(law, gaps[k].Left) : double.PositiveInfinity;
            RealPiece? rightPiece = k < gaps.Length ? gaps[k].Pieces[0] : null;
            double above = rightPiece is null ? 1.0 : MassBelow(law, rightPiece, atRight: false);
            if (left < right)
            {
                double inside = law.Atoms.Where(atom => atom.Location >= left && atom.Location <= right).Sum(atom => atom.Weight);
                double mass = OfPower(law, leftPiece, rightPiece) ?? (above - below - inside);
                if (mass > LeastMass)
                {
                    bands.AddRange(Split(law, new Band(left, right, MassBalance.OfBand(left, right, mass)), below, leftPiece, rightPiece, meetings));
                }
            }

            if (k < gaps.Length)
            {
                leftPiece = gaps[k].Pieces[^1];
                left = AtAtom(law, gaps[k].Right);
                below = MassBelow(law, leftPiece, atRight: true);
            }
        }

        return bands.ToImmutable();
    }

    /// <summary>
    /// A band, divided where atoms of all factors meet inside it with mass 1 together: no atom is left, but the density is infinite from both sides. There each ωᵢ
    /// is at the atom eᵢ and Σ tᵢ(1 − wᵢ) = 1, so that Σ tᵢμᵢ((−∞, eᵢ)) of the mass lies below.
    /// </summary>
    private static IEnumerable<BandSolver> Split(
        FreeConvolution law, Band whole, double below, RealPiece? leftPiece, RealPiece? rightPiece, ImmutableArray<Meeting> meetings)
    {
        (double left, double from, RealPiece? start) = (whole.Left, below, leftPiece);
        foreach ((double place, double mass, _) in law.JustNoAtoms)
        {
            double inside = law.Atoms.Where(atom => atom.Location >= left && atom.Location <= place).Sum(atom => atom.Weight);
            if (place > left && place < whole.Right && !HardEdge.IsSamePlace(law, place, left) && !HardEdge.IsSamePlace(law, place, whole.Right)
                && mass - from - inside > LeastMass && below + whole.Mass - mass > LeastMass && Vanishes(law, place))
            {
                yield return new BandSolver(law, new Band(left, place, mass - from - inside), start, null, meetings);
                (left, from, start) = (place, mass, null);
            }
        }

        double rest = left == whole.Left
            ? whole.Mass
            : below + whole.Mass + law.Atoms.Where(atom => atom.Location >= whole.Left && atom.Location <= left).Sum(atom => atom.Weight) - from;
        yield return new BandSolver(law, new Band(left, whole.Right, rest), start, rightPiece, meetings);
    }

    /// <summary>Whether P − P₀ vanishes at a place: where several choices of atoms meet it need not, as for the sum of two signs. A height without a solution (not a number) compares as no.</summary>
    private static bool Vanishes(FreeConvolution law, double place)
    {
        double Size(double height)
        {
            Complex z = new(place, height * law.Scale);
            SubordinationSolver solver = law.Anchors.Near(z);
            return solver.TrySolve(law.Algebra.ToCoordinate(z)) ? Complex.Abs(solver.Pick) : double.NaN;
        }

        return Size(1e-3 * Lifted) < 0.3 * Size(Lifted);
    }

    /// <summary>The gaps that are open as far as can be told, with the places where bands have just met, or nearly meet.</summary>
    private static (ImmutableArray<RealGap> Open, ImmutableArray<Meeting> Met) Gaps(FreeConvolution law)
    {
        List<RealGap> open = [];
        var met = ImmutableArray.CreateBuilder<Meeting>();
        foreach (RealGap gap in law.Structure.Gaps)
        {
            if (gap.Pieces[0].IsCusp && Meeting.At(law, gap.Pieces[0]) is { Series.HasMet: true } meeting)
            {
                met.Add(meeting);
            }
            else
            {
                open.Add(gap);
            }
        }

        foreach (RealPiece piece in law.Structure.NearCusps)
        {
            if (Meeting.At(law, piece) is { } meeting)
            {
                met.Add(meeting);
                if (meeting.Series.IsApart && !open.Any(gap => gap.Left <= meeting.Place && gap.Right >= meeting.Place))
                {
                    // The gap is too narrow for its ends to be told from the place.
                    open.Add(new RealGap(piece.Left, piece.Right, [piece]));
                }
            }
        }

        return ([.. open.OrderBy(gap => gap.Left)], met.ToImmutable());
    }

    /// <summary>The end of a gap; the place of an atom from which rounding alone parts it, so that the atom is not lost between two bands.</summary>
    private static double AtAtom(FreeConvolution law, double end)
    {
        const double units = 8.0 * Unit;
        foreach (Atom atom in law.Atoms)
        {
            if (Math.Abs(end - atom.Location) <= units * Math.Abs(atom.Location))
            {
                return atom.Location;
            }
        }

        return end;
    }

    /// <summary>The mass between two gaps of a power of an atomic law, a sum of terms that do not cancel: its bands have masses of order t − 1.</summary>
    /// <remarks>
    /// Of tw an atom that stays keeps tw − (t − 1), and leaves t − 1 to the bands beside it, which the poles of G and h part; that of a product at 0 keeps w.
    /// </remarks>
    private static double? OfPower(FreeConvolution law, RealPiece? left, RealPiece? right)
    {
        if (law.Factors.Length != 1 || law.Exponents[0] > 1.5 || left is null || right is null || !law.Factors[0].Bands.IsEmpty)
        {
            return null;
        }

        (double t, double pole) = (law.Exponents[0], law.IsProduct ? 1.0 : 0.0);
        (double from, double to) = (Inside(law, left, atRight: true, out double[] below), Inside(law, right, atRight: false, out double[] above));
        double mass = law.Excess * ((from > pole ? 1.0 : 0.0) - (to > pole ? 1.0 : 0.0));
        foreach (Atom atom in law.Factors[0].Atoms.Where(atom => atom.Location >= below[0] && atom.Location <= above[0]))
        {
            mass += law.IsProduct && atom.Location == 0.0 ? law.Excess * atom.Weight
                : (t * atom.Weight) - law.Excess > Rounded ? law.Excess
                : t * atom.Weight;
        }

        return mass;
    }

    /// <summary>P and ω a little inside a gap, so that an atom of a factor at the very end is counted on the right side; ω may still round to the atom.</summary>
    private static double Inside(FreeConvolution law, RealPiece piece, bool atRight, out double[] omega)
    {
        double p = !piece.IsCusp ? piece.Map.At(piece.Map.Within(atRight)) : double.IsInfinity(piece.Low) ? 1e4 * law.Scale : piece.Low;
        _ = piece.Evaluate(p, out omega);
        return p;
    }

    /// <summary>μ((−∞, x]) in a gap, by the distribution functions of the factors at ωᵢ.</summary>
    private static double MassBelow(FreeConvolution law, RealPiece piece, bool atRight)
    {
        double p = Inside(law, piece, atRight, out double[] omega);
        double mass = (law.IsProduct ? p > 1.0 : p > 0.0) ? 1.0 - law.Exponents.Sum() : 0.0;
        for (int i = 0; i < omega.Length; i++)
        {
            double point = omega[i];
            double below = law.Factors[i].Atoms.Where(atom => atRight ? atom.Location < point : atom.Location <= point).Sum(atom => atom.Weight)
                + law.Factors[i].Bands.Where(band => band.Right <= point + (1e-12 * Math.Min(band.Width, law.Scale))).Sum(band => band.Mass);
            mass += law.Exponents[i] * below;
        }

        return mass;
    }
}
