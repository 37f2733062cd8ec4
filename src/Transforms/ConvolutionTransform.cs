using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>G and G' of a free convolution at any point: by its real branches in a gap, by subordination elsewhere.</summary>
/// <remarks>
/// <para>G = 1/P for sums; h = 1/(P − 1) and G = (1 + h)/z for products, P being the common value of the Pick functions of the factors.</para>
/// <para>Source: [BB07] thm. 3.2, 3.3, 4.1.</para>
/// </remarks>
internal sealed class ConvolutionTransform(FreeConvolution law)
{
    // Beside the axis the third derivative counts for less than rounding within this fraction of the distance to the nearest singularity.
    private const double Beside = 1e-6;

    // Likewise the second derivative.
    private const double BesideForOmega = 1e-9;

    // In sizes of the law.
    private const double BesideAtom = 1e-10;

    private const double Rounding = 2.220446049250313e-16;

    // Replaced as a whole, so that any thread sees a point with its own values.
    private volatile Remembered? last;

    private readonly Lazy<AtomAtZero?> zero = new(() => AtomAtZero.Of(law));

    private readonly Lazy<ImmutableArray<JustNoAtomSeries>> infinite = new(() => JustNoAtomSeries.Of(law));

    // Found when a point is first asked for: the gaps must be known.
    private readonly Lazy<ImmutableArray<(double Place, double Room, Lazy<LaurentSeries> Series)>> isolated = new(() => Isolated(law));

    /// <summary>G and G', with the last point remembered: h and its derivative, and laws derived from this one, ask for both several times.</summary>
    public (Complex Value, Complex Derivative) At(Complex z)
    {
        if (last is { } known && known.Z == z)
        {
            return (known.Value, known.Derivative);
        }

        (Complex value, Complex derivative) = Solve(z);
        last = new Remembered(z, value, derivative);
        return (value, derivative);
    }

    /// <summary>
    /// h and h' where zG − 1 cancels: 1/(P − 1) for products; for sums z − F = Σ tᵢ(ωᵢ − F) and ωᵢ/F − 1 = hᵢ(ωᵢ). Null inside a band, and where they
    /// could not be certified.
    /// </summary>
    public (Complex Value, Complex Derivative)? MomentFarOut(Complex z)
    {
        if (z.Imaginary < 0.0)
        {
            return MomentFarOut(Complex.Conjugate(z)) is { } mirrored ? (Complex.Conjugate(mirrored.Value), Complex.Conjugate(mirrored.Derivative)) : null;
        }

        if (z.Imaginary > 0.0)
        {
            return law.NewTracker().TryMoment(z, out Complex value, out _, out Complex derivative) ? (value, derivative) : null;
        }

        if (FindPiece(z.Real) is not { } piece)
        {
            return null;
        }

        RealPiece.Cursor cursor = piece.NewPoint();
        double p = piece.Solve(z.Real);
        (double x, double slope) = cursor.Evaluate(p);
        double rise = law.Algebra.RealSlope(x, p, slope);
        if (law.IsProduct)
        {
            double h = 1.0 / (p - 1.0);
            return (h, -h * h / rise);
        }

        (double sum, double sumSlope) = (0.0, 0.0);
        for (int i = 0; i < cursor.Omega.Length; i++)
        {
            sum += law.Exponents[i] * law.Factors[i].MomentTransform(cursor.Omega[i]).Real;
            sumSlope += law.Exponents[i] * law.Factors[i].MomentTransformDerivative(cursor.Omega[i]).Real * cursor.Slopes[i];
        }

        return (sum, sumSlope / rise);
    }

    /// <summary>Whether a point off the axis is so near to it, relative to its size, that the half-plane conditions could not be told.</summary>
    public bool IsRounding(Complex z) => z.Imaginary != 0.0 && Math.Abs(z.Imaginary) <= 1e-14 * Math.Abs(z.Real) && DistanceToSingularity(z.Real) is { } distance
        && Math.Abs(z.Imaginary) <= 1e-14 * distance;

    /// <summary>
    /// G and G' at a point off the bands, beside the axis: by the derivatives at the real point beneath, where the half-plane conditions cannot
    /// be told. The cube of the height, relative to the distance to the bands and atoms, is below rounding.
    /// </summary>
    public bool TryBesideAxis(Complex z, out Complex value, out Complex derivative)
    {
        value = derivative = Complex.NaN;
        if (z.Imaginary == 0.0 || DistanceToSingularity(z.Real) is not { } distance || !(Math.Abs(z.Imaginary) <= Beside * distance))
        {
            return false;
        }

        (Complex beneath, Complex fall) = RealTransform(z.Real, FindPiece(z.Real)!);
        (double real, double slope) = (beneath.Real, fall.Real);

        // G'' from x moved by a thousandth of the distance.
        double step = 1e-3 * distance;
        double bend = (SlopeAt(z.Real + step) - SlopeAt(z.Real - step)) / (2.0 * step);
        value = new Complex(real - (0.5 * z.Imaginary * z.Imaginary * bend), z.Imaginary * slope);
        derivative = new Complex(slope, z.Imaginary * bend);
        return Complex.IsFinite(value) && Complex.IsFinite(derivative);
    }

    /// <summary>G' at a real point of a gap.</summary>
    private double SlopeAt(double x) => RealTransform(x, FindPiece(x)!).Derivative.Real;

    /// <summary>
    /// G and G' at a point so near to an isolated atom, to 0 in a gap of a product or to a zero of G in one of a sum that the series about it holds, to an atom
    /// beside which a band begins, or to a place where just no atom is left.
    /// </summary>
    public bool TryBesidePoint(Complex z, out Complex value, out Complex derivative)
    {
        (value, derivative) = SeriesNear(z)?.At(z) ?? AtomNear(z)?.Cauchy(z) ?? BesideInfinity(z) ?? (Complex.NaN, Complex.NaN);
        return Complex.IsFinite(value);
    }

    /// <summary>1 + h = zG and h' at a point off the axis so near to 0 that the series about it holds.</summary>
    public bool TryMomentBesideZero(Complex z, out Complex above, out Complex derivative)
    {
        (above, derivative) = z.Imaginary != 0.0 && SeriesNear(z) is { Place: 0.0 } series ? series.MomentAt(z) : AtomNear(z)?.Moment(z) ?? (Complex.NaN, Complex.NaN);
        return Complex.IsFinite(above);
    }

    /// <summary>The atom at 0 of a product to which nothing else adds at a point.</summary>
    private AtomAtZero? AtomNear(Complex z) => law.IsProduct && Complex.Abs(z) < BesideAtom * law.Scale && zero.Value is { } atom && atom.Covers(z) ? atom : null;

    private (Complex Value, Complex Derivative)? BesideInfinity(Complex z)
    {
        if (!(z.Imaginary > 0.0))
        {
            return null;
        }

        foreach (JustNoAtomSeries series in infinite.Value)
        {
            if (series.Cauchy(z) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The series that holds at a point.</summary>
    private LaurentSeries? SeriesNear(Complex z)
    {
        foreach ((double place, double room, Lazy<LaurentSeries> series) in isolated.Value)
        {
            if (LaurentSeries.Covers(z, place, room))
            {
                return series.Value;
            }
        }

        return null;
    }

    /// <summary>
    /// The atoms off the bands, and 0 in a gap of a product, where W and z cancel, or the zeros of G in those of a sum, where ωᵢ and P do, with their
    /// distances from the nearest band or other such point.
    /// </summary>
    private static ImmutableArray<(double Place, double Room, Lazy<LaurentSeries> Series)> Isolated(FreeConvolution law)
    {
        List<double> places = [.. law.Atoms.Select(atom => atom.Location)];
        if (!law.IsProduct)
        {
            places.AddRange(law.Structure.Gaps.SelectMany(gap => gap.Pieces.Where(piece => double.IsPositiveInfinity(piece.High) && piece.Right < gap.Right)).Select(piece => piece.Right));
        }
        else if (!places.Contains(0.0))
        {
            places.Add(0.0);
        }

        var points = ImmutableArray.CreateBuilder<(double, double, Lazy<LaurentSeries>)>();
        foreach (double place in places)
        {
            foreach (RealGap gap in law.Structure.Gaps.Where(gap => gap.Left < place && gap.Right > place))
            {
                double room = places.Where(other => other != place).Select(other => Math.Abs(other - place)).Append(place - gap.Left).Append(gap.Right - place).Min();
                points.Add((place, room, new Lazy<LaurentSeries>(() => LaurentSeries.Of(z => law.Transform.At(z).Value, place, law.MassAt(place), room))));
            }
        }

        return points.ToImmutable();
    }

    /// <summary>
    /// ωᵢ at a point beside the axis and off the bands, by the derivatives at the real point beneath; null elsewhere. The square of the height, relative to
    /// the distance to the bands and atoms, is below rounding.
    /// </summary>
    public ImmutableArray<Complex>? SubordinationBesideAxis(Complex z)
    {
        if (z.Imaginary == 0.0 || DistanceToSingularity(z.Real) is not { } distance || !(z.Imaginary <= BesideForOmega * distance))
        {
            return null;
        }

        RealPiece piece = FindPiece(z.Real)!;
        RealPiece.Cursor cursor = piece.NewPoint();
        double p = piece.Solve(z.Real);
        (double x, double slope) = cursor.Evaluate(p);
        double rise = z.Imaginary / law.Algebra.RealSlope(x, p, slope);
        return [.. cursor.Omega.Zip(cursor.Slopes, (omega, own) => new Complex(omega, own * rise))];
    }

    private (Complex Value, Complex Derivative) Solve(Complex z)
    {
        if (z.Imaginary < 0.0)
        {
            (Complex value, Complex derivative) = Solve(Complex.Conjugate(z));
            return (Complex.Conjugate(value), Complex.Conjugate(derivative));
        }

        if (z.Imaginary == 0.0 && FindPiece(z.Real) is { } piece)
        {
            return RealTransform(z.Real, piece);
        }

        BandSolver? around = z.Imaginary == 0.0 ? law.SolvedBands.FirstOrDefault(band => z.Real > band.Band.Left && z.Real < band.Band.Right) : null;
        if ((around?.CauchyNearEdge(z.Real) ?? around?.CauchyFarOut(z.Real)) is { } atEnd)
        {
            return atEnd;
        }

        if (TryBesidePoint(z, out Complex near, out Complex slopeNear))
        {
            return (near, slopeNear);
        }

        SubordinationSolver solver = law.Anchors.Near(z);
        bool rounding = IsRounding(z);
        bool solved = !rounding && solver.TryFollow(law.Algebra.ToCoordinate(z));
        if (!solved && TryBesideAxis(z, out Complex beside, out Complex slopeBeside))
        {
            return (beside, slopeBeside);
        }

        // Where the density is continued by a power law, the equations were found to be lost: only the nearest anchor may still reach there.
        bool lost = !solved && (rounding || around?.IsContinued(z.Real) == true);
        if (solved || (!lost && solver.TrySolve(law.Algebra.ToCoordinate(z))))
        {
            return law.Algebra.Cauchy(z, solver.Pick, 1.0 / solver.Jacobian);
        }

        return AtEdge(z) ?? (!lost && around?.Bridge(z.Real) is { } bridge ? (bridge.Value, bridge.Derivative) : throw Lost(z, solver));
    }

    /// <summary>
    /// At a real point that rounding does not tell from an end of a band, by the expansion there, or from outside with the density beside the end; null
    /// elsewhere.
    /// </summary>
    private (Complex Value, Complex Derivative)? AtEdge(Complex z)
    {
        if (z.Imaginary != 0.0 || !double.IsFinite(z.Real))
        {
            return null;
        }

        foreach (BandSolver band in law.SolvedBands)
        {
            foreach (IntervalEnd end in (ReadOnlySpan<IntervalEnd>)[IntervalEnd.Left, IntervalEnd.Right])
            {
                (double place, double exponent) = end == IntervalEnd.Left ? (band.Band.Left, band.Band.LeftExponent) : (band.Band.Right, band.Band.RightExponent);
                double offset = Math.Abs(z.Real - place);
                if (offset <= band.EdgeError(end) + (4.0 * Rounding * Math.Abs(z.Real)))
                {
                    double inside = Math.Max(offset, 1e-30 * law.Scale);
                    return band.CauchyFromEdge(end, inside) ?? (exponent > 0.0 && FindPiece(place) is { } piece ? Outside(place, piece, band.FromEdge(end, inside).Value) : null);
                }
            }
        }

        return null;
    }

    private (Complex Value, Complex Derivative) Outside(double place, RealPiece piece, double density)
    {
        (Complex value, Complex derivative) = RealTransform(place, piece);
        return (new Complex(value.Real, -Math.PI * density), derivative);
    }

    /// <summary>The refusal at a point whose branch could not be certified.</summary>
    public NonConvergenceException Lost(Complex z, SubordinationSolver solver) => new(
        "The " + law.Algebra.Name, z, solver.Steps, null, "The branch could not be certified there; move away from the nearest edge.");

    /// <summary>The distance of a real point off the bands from the nearest band or atom (for products also 0); null inside a band.</summary>
    private double? DistanceToSingularity(double x)
    {
        if (FindPiece(x) is null)
        {
            return null;
        }

        double least = AnchorGrid.Distance(law, x);
        return least > 0.0 ? least : null;
    }

    private (Complex Value, Complex Derivative) RealTransform(double x, RealPiece piece)
    {
        if (TryBesidePoint(x, out Complex near, out Complex slopeNear))
        {
            return (near, slopeNear);
        }

        RealPiece.Cursor cursor = piece.NewCursor();
        double p = piece.Solve(x, cursor);
        return RealTransform(x, p, cursor.Invert(p).Slope);
    }

    /// <summary>G and G' at a real point from P and dx/dP.</summary>
    private (double Value, double Derivative) RealTransform(double x, double p, double rise)
    {
        if (!law.IsProduct)
        {
            return (1.0 / p, -1.0 / (rise * p * p));
        }

        double h = 1.0 / (p - 1.0);
        double g = p * h / x;
        return (g, ((-h * h / rise) - g) / x);
    }

    /// <summary>The real branch above x; null inside a band.</summary>
    public RealPiece? FindPiece(double x)
    {
        foreach (RealGap gap in law.Structure.Gaps)
        {
            if (x >= gap.Left && x <= gap.Right && gap.Left < gap.Right)
            {
                RealPiece? nearest = null;
                foreach (RealPiece piece in gap.Pieces)
                {
                    if (nearest is null || piece.Left <= x)
                    {
                        nearest = piece;
                    }
                }

                return nearest;
            }
        }

        return null;
    }

    private sealed record Remembered(Complex Z, Complex Value, Complex Derivative);
}
