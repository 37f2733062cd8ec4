using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>One band of a free convolution: its ends, its mass, and the density in it.</summary>
/// <remarks>Source: [BB07] thm. 4.1.</remarks>
internal sealed class BandSolver
{
    private const double Unit = 2.220446049250313e-16;

    // A weight this small is rounding: no atom is left.
    private const double Rounded = 2.0 * Unit;

    private readonly FreeConvolution law;
    private readonly RealPiece? leftPiece;
    private readonly RealPiece? rightPiece;
    private readonly Lazy<EdgeExpansion?> leftExpansion;
    private readonly Lazy<EdgeExpansion?> rightExpansion;
    private readonly Lazy<BandSeeds> seeds;
    private readonly Lazy<ExplicitCurve?> curve;
    private readonly Lazy<BandSolver?> leftShifted;
    private readonly Lazy<BandSolver?> rightShifted;
    private readonly Lazy<EndPowerLaw?> leftPower;
    private readonly Lazy<EndPowerLaw?> rightPower;
    private ImmutableArray<Meeting> meetings = [];
    private readonly Lazy<Meeting?> leftCusp;
    private readonly Lazy<Meeting?> rightCusp;
    private readonly Lazy<double> leftError;
    private readonly Lazy<double> rightError;

    private BandSolver(FreeConvolution law, double left, double right, double mass, RealPiece? leftPiece, RealPiece? rightPiece)
    {
        this.law = law;
        this.leftPiece = leftPiece;
        this.rightPiece = rightPiece;
        leftExpansion = new Lazy<EdgeExpansion?>(() => Expand(this.leftPiece, left, 1.0));
        rightExpansion = new Lazy<EdgeExpansion?>(() => Expand(this.rightPiece, right, -1.0));
        leftCusp = new Lazy<Meeting?>(() => this.leftPiece is { IsCusp: true } cusp ? Meeting.At(law, cusp) : null);
        rightCusp = new Lazy<Meeting?>(() => this.rightPiece is { IsCusp: true } cusp ? Meeting.At(law, cusp) : null);
        leftError = new Lazy<double>(() => EdgeError(this.leftPiece, left, low: true));
        rightError = new Lazy<double>(() => EdgeError(this.rightPiece, right, low: false));
        leftShifted = new Lazy<BandSolver?>(() => Shifted(left));
        rightShifted = new Lazy<BandSolver?>(() => Shifted(right));
        leftPower = new Lazy<EndPowerLaw?>(() => FindPowerLaw(IntervalEnd.Left));
        rightPower = new Lazy<EndPowerLaw?>(() => FindPowerLaw(IntervalEnd.Right));
        Band = new Band(left, right, mass);
        seeds = new Lazy<BandSeeds>(() => BandSeeds.Of(law, Band));
        curve = new Lazy<ExplicitCurve?>(() => ExplicitCurve.Of(law));
        Band = new Band(left, right, mass, Exponent(IntervalEnd.Left), Exponent(IntervalEnd.Right));
    }

    /// <summary>The band.</summary>
    public Band Band { get; }

    /// <summary>The bands between the gaps of a law.</summary>
    public static ImmutableArray<BandSolver> All(FreeConvolution law)
    {
        var bands = ImmutableArray.CreateBuilder<BandSolver>();
        List<Meeting> met = [];
        var open = ImmutableArray.CreateBuilder<RealGap>();
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

        ImmutableArray<RealGap> gaps = [.. open.OrderBy(gap => gap.Left)];
        double total = law.Exponents.Sum();
        double left = double.NegativeInfinity;
        double below = 0.0;
        RealPiece? leftPiece = null;
        for (int k = 0; k <= gaps.Length; k++)
        {
            double right = k < gaps.Length ? AtAtom(law, gaps[k].Left) : double.PositiveInfinity;
            RealPiece? rightPiece = k < gaps.Length ? gaps[k].Pieces[0] : null;
            double above = rightPiece is null ? 1.0 : MassBelow(law, rightPiece, atRight: false, total);
            if (left < right)
            {
                double inside = law.Atoms.Where(atom => atom.Location >= left && atom.Location <= right).Sum(atom => atom.Weight);
                double mass = OfPower(law, leftPiece, rightPiece) ?? (above - below - inside);
                if (mass > 1e-15)
                {
                    bands.Add(new BandSolver(law, left, right, MassBalance.OfBand(law, mass), leftPiece, rightPiece)
                    {
                        meetings = [.. met],
                    });
                }
            }

            if (k < gaps.Length)
            {
                leftPiece = gaps[k].Pieces[^1];
                left = AtAtom(law, gaps[k].Right);
                below = MassBelow(law, leftPiece, atRight: true, total);
            }
        }

        return bands.ToImmutable();
    }

    /// <summary>The density at a point of the band.</summary>
    public Estimate<double> Density(double x)
    {
        if (x == Band.Left || x == Band.Right)
        {
            double exponent = x == Band.Left ? Band.LeftExponent : Band.RightExponent;
            Meeting? cusp = (x == Band.Left ? leftCusp : rightCusp).Value;
            return exponent == 0.0 ? Limit(x == Band.Left ? IntervalEnd.Left : IntervalEnd.Right)
                : new Estimate<double>(exponent < 0.0 ? double.PositiveInfinity : 0.0, cusp?.Series.Uncertain ?? 0.0, 0);
        }

        if (BesideMeeting(x, meeting => meeting.Series.HasMet) is { } beside)
        {
            return beside;
        }

        if (double.IsInfinity(Band.Left) && double.IsInfinity(Band.Right))
        {
            return Tail(x) ?? Inside(x);
        }

        return x - Band.Left <= Band.Right - x ? FromEdge(IntervalEnd.Left, x - Band.Left) : FromEdge(IntervalEnd.Right, Band.Right - x);
    }

    /// <summary>The density at an end where it follows no power: its limit from inside, infinite or 0 where a logarithm comes with it.</summary>
    private Estimate<double> Limit(IntervalEnd end)
    {
        if (EndLimit.BesideAtom(law, end == IntervalEnd.Left ? Band.Left : Band.Right, end == IntervalEnd.Left) is { } limit)
        {
            return new Estimate<double>(limit, 1e-13 * limit, 1);
        }

        // A limit is settled to rounding this near an end, while a power of a logarithm still doubles with each square of the distance.
        double size = double.IsFinite(Band.Width) ? Band.Width : law.Scale;
        (Estimate<double> first, Estimate<double> second, Estimate<double> last) = (FromEdge(end, 1e-20 * size), FromEdge(end, 1e-40 * size), FromEdge(end, 1e-80 * size));
        double step = Math.Abs(last.Value - second.Value);
        int evaluations = first.Evaluations + second.Evaluations + last.Evaluations;
        if (step <= 1e-10 * last.Value)
        {
            return new Estimate<double>(last.Value, last.Error + step, evaluations);
        }

        double drift = Math.Abs(second.Value - first.Value);
        bool rises = last.Value > second.Value && second.Value > first.Value, falls = last.Value < second.Value && second.Value < first.Value;
        return (rises && step > drift) || falls
            ? new Estimate<double>(rises ? double.PositiveInfinity : 0.0, 0.0, evaluations)
            : throw new NonConvergenceException(
                "The " + law.Algebra.Name, end == IntervalEnd.Left ? Band.Left : Band.Right, evaluations, step, "The limit of the density at that end of a band could not be found.");
    }

    /// <summary>How far an end may be from its true place: the rounding of the terms that make it.</summary>
    public double EdgeError(IntervalEnd end) =>
        (end == IntervalEnd.Left ? leftError : rightError).Value + ((end == IntervalEnd.Left ? leftCusp : rightCusp).Value?.Series.HalfGap ?? 0.0);

    private double EdgeError(RealPiece? piece, double place, bool low)
    {
        if (piece is null || place == 0.0 || double.IsInfinity(place))
        {
            return 0.0;
        }

        double center = low ? piece.High : piece.Low;
        double p = double.IsInfinity(center) ? 100.0 * law.Scale : center;
        RealPiece.Cursor cursor = piece.NewPoint();
        _ = cursor.Evaluate(p);
        double rounding = Rounding(place, double.IsInfinity(center) ? 0.0 : cursor.SumOfTerms(p), center);
        return 0.25 * Math.Max(16.0 * Unit * Math.Abs(place), double.IsFinite(rounding) ? rounding : 16.0 * Unit * law.Scale);
    }

    /// <summary>The density at a distance from an end.</summary>
    public Estimate<double> FromEdge(IntervalEnd end, double offset)
    {
        Require.Positive(offset);
        bool left = end == IntervalEnd.Left;
        double x = left ? Band.Left + offset : Band.Right - offset;
        double place = left ? Band.Left : Band.Right;
        if (offset < 1e-6 * Math.Abs(place) && (left ? leftShifted : rightShifted).Value is { } shifted)
        {
            return shifted.FromEdge(end, offset);
        }

        return AtEdge(end, offset) ?? Tail(x) ?? TryInside(x) ?? BesideMeeting(x, meeting => meeting.Series.IsApart) ?? Bridge(end, offset) ?? Inside(x);
    }

    /// <summary>The density near a place where two bands have just met, or nearly meet; null elsewhere.</summary>
    private Estimate<double>? BesideMeeting(double x, Func<Meeting, bool> choose)
    {
        foreach (Meeting meeting in meetings)
        {
            if (choose(meeting) && meeting.Density(x - meeting.Place) is { } beside)
            {
                return beside;
            }
        }

        return null;
    }

    /// <summary>Across a narrow place near an end that neither the expansion there nor the equations reach.</summary>
    private Estimate<double>? Bridge(IntervalEnd end, double offset)
    {
        double width = double.IsFinite(Band.Width) ? Band.Width : law.Scale;
        return DensityBridge.FromEdge(
            t => t > 0.25 * width ? null : AtEdge(end, t) ?? TrySolve(end == IntervalEnd.Left ? Band.Left + t : Band.Right - t), offset);
    }

    /// <summary>The density where the expansion at an end or the power law there holds; null elsewhere.</summary>
    private Estimate<double>? AtEdge(IntervalEnd end, double offset)
    {
        bool left = end == IntervalEnd.Left;
        if ((left ? leftCusp : rightCusp).Value is { } cusp)
        {
            return cusp.Density(left ? offset : -offset);
        }

        double x = left ? Band.Left + offset : Band.Right - offset;
        EdgeExpansion? expansion = left ? leftExpansion.Value : rightExpansion.Value;
        if (expansion is not null && offset <= expansion.Reach && expansion.TrySolve(offset, out Complex difference))
        {
            // About a pole of P the variable is −1/P = −G.
            double density = double.IsInfinity(expansion.Center)
                ? difference.Imaginary / Math.PI
                : law.Algebra.Density(x, expansion.Center + difference.Real, difference.Imaginary);
            return new Estimate<double>(density, expansion.RelativeError * density, 1);
        }

        return PowerLaw(end, offset)?.Density(offset);
    }

    /// <summary>The power law beside a finite end, where it holds; null elsewhere.</summary>
    private EndPowerLaw? PowerLaw(IntervalEnd end, double offset)
    {
        bool left = end == IntervalEnd.Left;
        double size = Math.Max(double.IsFinite(Band.Width) ? Band.Width : law.Scale, Math.Abs(left ? Band.Left : Band.Right));
        return (left ? leftExpansion : rightExpansion).Value is null && offset < 1e-4 * size
            && (left ? leftPower : rightPower).Value is { } power && power.Covers(offset) ? power : null;
    }

    /// <summary>The density far out towards an infinite end; null elsewhere.</summary>
    private Estimate<double>? Tail(double x) => TailLaw(x) is { } power ? SumTail.Density(law, x) ?? power.Density(Math.Abs(x)) : null;

    /// <summary>The power law far out towards an infinite end, where it holds; null elsewhere.</summary>
    private EndPowerLaw? TailLaw(double x) =>
        Math.Abs(x) > 1e3 * law.Scale && double.IsInfinity(x < 0.0 ? Band.Left : Band.Right)
            && (x < 0.0 ? leftPower : rightPower).Value is { } power && power.Covers(Math.Abs(x)) ? power : null;

    /// <summary>G and G' of a sum so far out in a tail that they follow from linear equations; null elsewhere.</summary>
    public (Complex Value, Complex Derivative)? CauchyFarOut(double x) => TailLaw(x) is null ? null : SumTail.Cauchy(law, x);

    /// <summary>Whether the density at x is continued by a power law, because the equations are lost there.</summary>
    public bool IsContinued(double x) => TailLaw(x) is not null
        || (double.IsFinite(Band.Left) && PowerLaw(IntervalEnd.Left, x - Band.Left) is not null)
        || (double.IsFinite(Band.Right) && PowerLaw(IntervalEnd.Right, Band.Right - x) is not null);

    /// <summary>G and G' so near an end of the band that the expansion there holds, with the distance from it as the argument; null elsewhere.</summary>
    public (Complex Value, Complex Derivative)? CauchyFromEdge(IntervalEnd end, double offset)
    {
        bool left = end == IntervalEnd.Left;
        if (!(offset > 0.0 && offset < 1e-3 * law.Scale) || (left ? leftExpansion : rightExpansion).Value is not { } expansion
            || double.IsInfinity(expansion.Center) || offset > expansion.Reach || !expansion.TrySolve(offset, out Complex difference, out Complex slope))
        {
            return null;
        }

        Complex z = left ? Band.Left + offset : Band.Right - offset;
        Complex p = expansion.Center + difference;
        return law.IsProduct ? law.Algebra.Cauchy(z, Complex.Log(p), z / (p * slope)) : law.Algebra.Cauchy(z, p, 1.0 / slope);
    }

    /// <summary>G and G' at a point so near an end of the band that the expansion there holds; null elsewhere.</summary>
    public (Complex Value, Complex Derivative)? CauchyNearEdge(double x) => x - Band.Left <= Band.Right - x
        ? CauchyFromEdge(IntervalEnd.Left, x - Band.Left)
        : CauchyFromEdge(IntervalEnd.Right, Band.Right - x);

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

    private static double MassBelow(FreeConvolution law, RealPiece piece, bool atRight, double total)
    {
        double p = Inside(law, piece, atRight, out double[] omega);
        double mass = (law.IsProduct ? p > 1.0 : p > 0.0) ? 1.0 - total : 0.0;
        for (int i = 0; i < omega.Length; i++)
        {
            double point = omega[i];
            double below = law.Factors[i].Atoms.Where(atom => atRight ? atom.Location < point : atom.Location <= point).Sum(atom => atom.Weight)
                + law.Factors[i].Bands.Where(band => band.Right <= point + (1e-12 * Math.Min(band.Width, law.Scale))).Sum(band => band.Mass);
            mass += law.Exponents[i] * below;
        }

        return mass;
    }

    private double Exponent(IntervalEnd end)
    {
        bool left = end == IntervalEnd.Left;
        double place = left ? Band.Left : Band.Right;
        EdgeExpansion? expansion = left ? leftExpansion.Value : rightExpansion.Value;
        if (expansion is not null)
        {
            return expansion.Exponent;
        }

        if (law.IsProduct && place == 0.0)
        {
            return HardEdge.Exponent(law);
        }

        if (double.IsInfinity(place))
        {
            return HardEdge.Tail(law, left);
        }

        RealPiece? piece = left ? leftPiece : rightPiece;
        return HardEdge.Inner(law, piece, place, left) ?? MeasuredExponent(place, left);
    }

    /// <summary>The logarithmic slope of the density, as near to an end as it can be certified.</summary>
    private double MeasuredExponent(double place, bool left)
    {
        double scale = double.IsFinite(Band.Width) ? Band.Width : law.Scale;
        for (double near = 1e-6 * scale; near < 1e-2 * scale; near *= 10.0)
        {
            if (TrySolve(left ? place + (10.0 * near) : place - (10.0 * near)) is { } farther && TrySolve(left ? place + near : place - near) is { } nearer)
            {
                double slope = Math.Log10(farther.Value / nearer.Value);
                for (int n = 1; n <= 60; n++)
                {
                    double rational = Math.Round(slope * n) / n;
                    if (Math.Abs(rational - slope) < 2e-3 / n)
                    {
                        return rational;
                    }
                }

                return slope;
            }
        }

        throw new NonConvergenceException("The " + law.Algebra.Name, place, 1, null, "The power of the density at that end could not be found.");
    }

    private EdgeExpansion? Expand(RealPiece? piece, double place, double sign)
    {
        double center = piece is null ? 0.0 : sign > 0.0 ? piece.High : piece.Low;
        bool atPole = double.IsInfinity(center) && double.IsFinite(place) && !law.IsProduct;
        if (piece is null || !((sign > 0.0 ? piece.RightIsCritical : piece.LeftIsCritical) || atPole))
        {
            return null;
        }

        if (double.IsInfinity(center))
        {
            // Where P passes through ∞ an edge is a critical point of x as a function of 1/P.
            double outside = Math.CopySign(100.0 * law.Scale, center);
            RealPiece.Cursor far = piece.NewPoint();
            _ = far.Evaluate(outside);
            var outer = new ContinuedInverse(law, far.Omega, far.Slopes, outside, atPole: true);
            return EdgeExpansion.Build(
                q => outer.Evaluate(-1.0 / q), double.PositiveInfinity, place, Rounding(place, far.Omega.Zip(law.Exponents, (omega, t) => Math.Abs(t * omega)).Sum(), 0.0), 1.0 / law.Scale, sign, piece.IsCusp ? 1.0 / 3.0 : 0.5);
        }

        double room = Math.Min(center - piece.RangeLow, piece.RangeHigh - center);
        double typical = law.IsProduct ? Math.Abs(center) : Math.Abs(center) + (law.Scale * Math.Min(1.0, 2.0 / law.Exponents.Sum()));
        room = Math.Min(room, typical);
        RealPiece.Cursor cursor = piece.NewPoint();
        _ = cursor.Evaluate(center);
        var inverses = new ContinuedInverse(law, cursor.Omega, cursor.Slopes, center);

        // Where atoms of the factors have just mass 1 together, G is infinite at the edge: F = 0, or W = 1.
        double pole = law.IsProduct ? 1.0 : 0.0;
        bool infinite = HardEdge.Settled(law, center, place) == place && HardEdge.IsAtPole(law, center) && HardEdge.IsJustNoAtom(law, place, sign > 0.0);
        return EdgeExpansion.Build(inverses.Evaluate, infinite ? pole : center, place, Rounding(place, cursor.SumOfTerms(center), center), room, sign, infinite ? -0.5 : 0.5);
    }

    /// <summary>The rounding error of an edge: that of the terms of a sum; for products that of the logarithmic scale on which edges near 0 are found.</summary>
    private double Rounding(double place, double terms, double center)
    {
        const double units = 16.0 * Unit;
        if (law.IsProduct)
        {
            return place == 0.0 ? 0.0 : units * Math.Abs(place) * (1.0 + Math.Abs(Math.Log(Math.Abs(place) / law.Scale)));
        }

        return units * terms;
    }

    /// <summary>By the one explicit equation from the nearest seed if there is one, else by the subordination equations from an anchor.</summary>
    private Estimate<double> Inside(double x) => TryInside(x) ?? Bridge(x)?.Density ?? Read(x, law.SolveAt(x));

    private Estimate<double>? TryInside(double x)
    {
        if (TryCurve(x) is { } explicitly)
        {
            return explicitly;
        }

        SubordinationSolver solver = law.Anchors.Near(x);
        return solver.TrySolve(law.Algebra.ToCoordinate(x)) ? Read(x, solver) : null;
    }

    /// <summary>Across a narrow place inside the band that the equations do not reach: an atom, or a zero of the density.</summary>
    public InnerBridge? Bridge(double x) => InnerBridge.At(
        point =>
        {
            SubordinationSolver solver = law.Anchors.Near(point);
            return solver.TrySolve(law.Algebra.ToCoordinate(point))
                ? (law.Algebra.Cauchy(point, solver.Pick, 1.0 / solver.Jacobian).Value, Read(point, solver).Error)
                : null;
        },
        law.Atoms,
        x,
        Math.Min(law.Scale, Math.Min(x - Band.Left, Band.Right - x)));

    /// <summary>By the one explicit equation from the nearest seed, if there are such and it can be certified.</summary>
    private Estimate<double>? TryCurve(double x)
    {
        if (curve.Value is { } explicitCurve && !(law.IsProduct && x < 1e-20 * Band.Width) && seeds.Value.Nearest(x) is { } seed
            && explicitCurve.TrySolve(x, explicitCurve.Start(seed, law.Algebra.ToCoordinate(x)), out Complex value, out double error, out int steps))
        {
            double scale = Math.PI * (law.IsProduct ? x : 1.0);
            double density = -value.Imaginary / scale;
            return new Estimate<double>(density, (error / scale) + (1e-15 * density), steps);
        }

        return null;
    }

    /// <summary>The density at x if it can be certified.</summary>
    private Estimate<double>? TrySolve(double x)
    {
        SubordinationSolver solver = law.Anchors.Near(x);
        return solver.TryFollow(law.Algebra.ToCoordinate(x)) ? Read(x, solver) : null;
    }

    /// <summary>This band in the sum moved so that the atoms that meet at an end lie at 0; null if none do.</summary>
    private BandSolver? Shifted(double place)
    {
        if (ShiftedSum.At(law, place) is not { } moved)
        {
            return null;
        }

        ImmutableArray<BandSolver> bands = All(moved);
        int index = law.Bands.TakeWhile(band => band.Left != Band.Left).Count();
        return index < bands.Length && bands.Length == law.Bands.Length && Math.Abs(bands[index].Band.Mass - Band.Mass) < 1e-9 ? bands[index] : null;
    }

    /// <summary>The power law at an end that has no expansion.</summary>
    private EndPowerLaw? FindPowerLaw(IntervalEnd end)
    {
        bool left = end == IntervalEnd.Left;
        double place = left ? Band.Left : Band.Right;
        double exponent = left ? Band.LeftExponent : Band.RightExponent;
        if (double.IsInfinity(place))
        {
            // A law on the whole line has its tail from a few scales on; one on a half-line may begin far out itself.
            double begin = double.IsInfinity(Band.Left) && double.IsInfinity(Band.Right) ? 30.0 * law.Scale : 1e3 * law.Scale;
            return EndPowerLaw.Find(t => TryCurve(left ? -t : t) ?? TrySolve(left ? -t : t), begin, 1e140, exponent);
        }

        // An edge at 0 is approached as closely as the equations allow, any other one to half the digits of x.
        double width = double.IsFinite(Band.Width) ? Band.Width : law.Scale;
        double start = Math.Max(1e-12 * width, 1e-9 * Math.Abs(place));
        double last = Math.Max(1e-290 * width, 0.5e-9 * Math.Abs(place));
        for (int decade = 0; decade < 6; decade++, start *= 10.0)
        {
            if (EndPowerLaw.Find(t => TrySolve(left ? place + t : place - t), start, last, exponent) is { } power)
            {
                return power;
            }
        }

        return null;
    }

    private Estimate<double> Read(double x, SubordinationSolver solver)
    {
        Complex p = law.Algebra.FromCoordinate(solver.Pick);
        double density = law.Algebra.Density(x, p.Real, p.Imaginary);
        double relative = law.IsProduct
            ? Complex.Abs(p / (p - 1.0)) * 2.0 + (Complex.Abs(p) / p.Imaginary)
            : (2.0 / Complex.Abs(p)) + (1.0 / p.Imaginary);
        return new Estimate<double>(density, density * ((relative * solver.Error) + 1e-15), solver.Steps);
    }
}
