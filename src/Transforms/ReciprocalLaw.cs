using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>A law given by its reciprocal Cauchy transform F = 1/G in terms of those of two laws: Boolean and monotone sums.</summary>
/// <remarks>
/// <para>Boolean: F = F_μ + F_ν − z. Monotone: F = F_μ ∘ F_ν. Both are explicit, on the axis too: ρ = Im F/(π|F|²).</para>
/// <para>
/// Atoms are the zeros of F off the bands, with weight 1/F'. Bands: those of the inner law, and where F_ν(x) is real the
/// preimages of the bands of μ. A band is split where another one begins inside it (exponent 0 there), unless the density stays smooth.
/// </para>
/// <para>
/// Monotone: between the bands of ν, ρ = ρ_μ ∘ F_ν, so that the ends keep the exponents of μ; and F_ν = 0 at the atoms of ν, so
/// that an atom of μ at 0 gives one at each of them, of weight μ({0})·ν({a}).
/// </para>
/// <para>Source: [SW97] (Boolean); [Mur01] (monotone).</para>
/// </remarks>
public sealed record ReciprocalLaw : SpectralMeasure
{
    private const double BesideAnEnd = 1e-30; // of the width: its root is below rounding
    private const double SmallMoment = 0.1; // where zG − 1 has lost three bits
    private const double Smooth = 1e-10;
    private const double Unit = 2.220446049250313e-16;
    private static readonly int[] Nodes = [-4, -3, -2, -1, 1, 2, 3, 4];

    private readonly bool monotone;
    private readonly Lazy<ImmutableArray<Piece>> pieces;
    private readonly Lazy<ImmutableArray<Atom>> atoms;

    internal ReciprocalLaw(SpectralMeasure first, SpectralMeasure second, bool monotone)
    {
        First = first;
        Second = second;
        this.monotone = monotone;
        atoms = new Lazy<ImmutableArray<Atom>>(() => ReciprocalAtoms.Of(this));
        pieces = new Lazy<ImmutableArray<Piece>>(() => MassBalance.Require(this, FindPieces(), piece => piece.Band.Mass));
    }

    /// <summary>μ.</summary>
    public SpectralMeasure First { get; }

    /// <summary>ν.</summary>
    public SpectralMeasure Second { get; }

    /// <summary>Whether this is a monotone sum; otherwise it is a Boolean one.</summary>
    public bool IsMonotone => monotone;

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms => atoms.Value;

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands => [.. pieces.Value.Select(piece => piece.Band)];

    /// <inheritdoc/>
    public override double Mean => First.Mean + Second.Mean;

    /// <inheritdoc/>
    public override double Variance => First.Variance + Second.Variance;

    /// <inheritdoc/>
    public override double Density(double x)
    {
        Require.Finite(x);
        double atEnd = 0.0;
        foreach (Piece piece in pieces.Value)
        {
            if (x > piece.Band.Left && x < piece.Band.Right)
            {
                return DensityOf(Reciprocal(new Complex(x, 0.0)).Value);
            }

            // Where two bands meet and their limits differ, the larger.
            atEnd = x == piece.Band.Left ? Math.Max(atEnd, piece.LeftLimit) : x == piece.Band.Right ? Math.Max(atEnd, piece.RightLimit) : atEnd;
        }

        return atEnd;
    }

    /// <inheritdoc/>
    /// <remarks>Error: a few units in the last place of F_μ and F_ν, and what the density of a computed law is known to, carried through 1/F or G_μ'.</remarks>
    public override Estimate<double> DensityEstimate(double x)
    {
        double density = Density(x);
        if (!Bands.Any(band => x > band.Left && x < band.Right))
        {
            return new Estimate<double>(density, double.IsFinite(density) ? 8.0 * Unit * density : 0.0, 1);
        }

        (Complex inner, double innerError) = WithError(Second, x);
        double error;
        if (monotone)
        {
            Complex point = inner.Imaginary <= 0.0 ? inner.Real : inner;
            double own = point.Imaginary == 0.0 ? First.DensityEstimate(point.Real).Error : 8.0 * Unit * Complex.Abs(First.Cauchy(point)) / Math.PI;
            error = own + (Complex.Abs(First.CauchyDerivative(point)) * innerError / Math.PI);
        }
        else
        {
            (Complex outer, double outerError) = WithError(First, x);
            double size = Complex.Abs(inner + outer - x);
            error = (innerError + outerError + (Unit * Math.Abs(x))) / size / size / Math.PI;
        }

        return new Estimate<double>(density, error + (8.0 * Unit * density), 1);
    }

    /// <inheritdoc/>
    /// <remarks>That of the end of a summand; where F_ν takes an end of a band of μ, that and the rounding of F_ν over its slope.</remarks>
    public override double EdgeError(int band, IntervalEnd end)
    {
        ReciprocalEnd at = end == IntervalEnd.Left ? pieces.Value[band].AtLeft : pieces.Value[band].AtRight;
        double rounding = base.EdgeError(band, end);
        return at.Source >= 0
            ? rounding + ((First.EdgeError(at.Source, end) + WithError(Second, at.Place).Error) / Reciprocal(Second, at.Place).Derivative.Real)
            : Math.Max(rounding, Math.Max(OfEnd(Second), OfEnd(First)));

        double OfEnd(SpectralMeasure law)
        {
            for (int i = 0; i < law.Bands.Length; i++)
            {
                if (at.Place == law.Bands[i].Left || at.Place == law.Bands[i].Right)
                {
                    return law.EdgeError(i, at.Place == law.Bands[i].Left ? IntervalEnd.Left : IntervalEnd.Right);
                }
            }

            return 0.0;
        }
    }

    /// <inheritdoc/>
    public override double DensityFromEdge(int band, IntervalEnd end, double offset)
    {
        Piece piece = pieces.Value[band];
        return DensityNear(end == IntervalEnd.Left ? piece.AtLeft : piece.AtRight, end, offset);
    }

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z)
    {
        Complex value = Reciprocal(z).Value;
        return Complex.IsFinite(value) ? 1.0 / value : Complex.Zero;
    }

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z)
    {
        // At the end of a band of a summand, where its density does not vanish, G falls without bound.
        (Complex value, Complex derivative) = Reciprocal(z);
        return double.IsInfinity(derivative.Real) && Complex.IsFinite(value) ? new Complex(double.NegativeInfinity, 0.0) : -derivative / (value * value);
    }

    /// <inheritdoc/>
    /// <remarks>(z − F)/F, where zG − 1 cancels with z − F_μ = F_μ h_μ: Boolean z − F = F_μ h_μ + F_ν h_ν, monotone F·h_μ(F_ν) + F_ν h_ν.</remarks>
    public override Complex MomentTransform(Complex z) => base.MomentTransform(z) is var h && Complex.Abs(h) < SmallMoment && FarOut(z) is { } far ? far.Value : h;

    /// <inheritdoc/>
    public override Complex MomentTransformDerivative(Complex z) =>
        Complex.Abs(base.MomentTransform(z)) < SmallMoment && FarOut(z) is { } far ? far.Derivative : base.MomentTransformDerivative(z);

    /// <summary>h and h' without cancellation; null where one of the reciprocals is infinite.</summary>
    private (Complex Value, Complex Derivative)? FarOut(Complex z)
    {
        (Complex second, Complex slope) = Reciprocal(Second, z);
        Complex point = monotone ? Above(z, second) : z;
        (Complex first, Complex outer) = Reciprocal(First, point);
        (Complex own, Complex inner) = (First.MomentTransform(point), Second.MomentTransform(z));
        Complex turn = monotone ? slope : Complex.One;
        Complex f = monotone ? first : first + second - z;
        Complex rise = turn * ((outer * own) + (first * First.MomentTransformDerivative(point))) + (slope * inner) + (second * Second.MomentTransformDerivative(z));
        Complex h = ((first * own) + (second * inner)) / f;
        Complex derivative = (rise - (h * (monotone ? outer * slope : outer + slope - 1.0))) / f;
        return Complex.IsFinite(h) && Complex.IsFinite(derivative) ? (h, derivative) : null;
    }

    /// <summary>Inside a band of ν the value has Im > 0; elsewhere it is real, and then the limit from above is wanted.</summary>
    private static Complex Above(Complex z, Complex second) => z.Imaginary == 0.0 && second.Imaginary <= 0.0 ? new Complex(second.Real, 0.0) : second;

    /// <inheritdoc/>
    /// <remarks>
    /// With M(x) = Σ mₖxᵏ, Boolean: 1/M = 1/M_μ + 1/M_ν − 1. Monotone: M(x) = Σ mₖ(μ)xᵏM_ν(x)^{k+1}.
    /// </remarks>
    public override double Moment(int order)
    {
        RequireMoment(order);
        double[] first = [.. Enumerable.Range(0, order + 1).Select(First.Moment)];
        double[] second = [.. Enumerable.Range(0, order + 1).Select(Second.Moment)];
        if (!monotone)
        {
            double[] sum = [.. Inverse(first).Zip(Inverse(second), (a, b) => a + b)];
            sum[0] = 1.0;
            return Inverse(sum)[order];
        }

        double[] power = [.. second];
        double total = 0.0;
        for (int k = 0; k <= order; k++)
        {
            total += first[k] * power[order - k];
            power = Product(power, second);
        }

        return total;
    }

    /// <inheritdoc/>
    public bool Equals(ReciprocalLaw? other) =>
        other is not null && monotone == other.monotone && First.Equals(other.First) && Second.Equals(other.Second);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(monotone, First, Second);

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append(First).Append(monotone ? " ▷ " : " ⊎ ").Append(Second);
        return true;
    }

    /// <summary>F of one law at a real place, and what it may be off.</summary>
    private static (Complex Value, double Error) WithError(SpectralMeasure law, double x)
    {
        Complex value = Reciprocal(law, x).Value;
        double size = Complex.Abs(value);
        double transform = (Math.PI * law.DensityEstimate(x).Error) + EndRounding.OfCauchy(law, x);
        return (value, size * ((8.0 * Unit) + (double.IsFinite(size) ? transform * size : 0.0)));
    }

    internal static (Complex Value, Complex Derivative) Reciprocal(SpectralMeasure law, Complex z)
    {
        if (z.Imaginary == 0.0)
        {
            double mass = law.MassAt(z.Real);
            if (mass > 0.0)
            {
                return (Complex.Zero, 1.0 / mass);
            }
        }

        if (!Complex.IsFinite(z))
        {
            // F(z) ~ z: a pole of the inner function.
            return (Complex.Infinity, Complex.One);
        }

        Complex g = law.Cauchy(z);
        if (g == Complex.Zero)
        {
            return (Complex.Infinity, Complex.Infinity);
        }

        if (!Complex.IsFinite(g))
        {
            // At an atom, or at the end of a band where the density does not vanish.
            return (Complex.Zero, AtomRules.WeightBeside(law, z.Real) is > 0.0 and var mass ? 1.0 / mass : Complex.Infinity);
        }

        Complex f = 1.0 / g;
        return (f, -law.CauchyDerivative(z) * f * f);
    }

    internal (Complex Value, Complex Derivative) Reciprocal(Complex z)
    {
        (Complex second, Complex slope) = Reciprocal(Second, z);
        if (!monotone)
        {
            (Complex first, Complex other) = Reciprocal(First, z);
            return (first + second - z, other + slope - 1.0);
        }

        (Complex value, Complex outer) = Reciprocal(First, Above(z, second));
        return (value, Complex.IsFinite(outer) ? outer * slope : outer);
    }

    /// <summary>The power series 1/a, a₀ = 1.</summary>
    private static double[] Inverse(double[] a)
    {
        double[] inverse = new double[a.Length];
        inverse[0] = 1.0;
        for (int n = 1; n < a.Length; n++)
        {
            for (int k = 1; k <= n; k++)
            {
                inverse[n] -= a[k] * inverse[n - k];
            }
        }

        return inverse;
    }

    private static double[] Product(double[] a, double[] b)
    {
        double[] product = new double[a.Length];
        for (int n = 0; n < a.Length; n++)
        {
            for (int k = 0; k <= n; k++)
            {
                product[n] += a[k] * b[n - k];
            }
        }

        return product;
    }

    private ImmutableArray<Piece> FindPieces()
    {
        double size = LawScale.Of(First) + LawScale.Of(Second);
        ImmutableArray<ReciprocalStretch> stretches = ReciprocalStretch.All(this, size);
        ReciprocalEnd[] ends = [.. stretches.SelectMany(t => new[] { t.Left, t.Right }).DistinctBy(end => end.Place).OrderBy(end => end.Place)];
        var found = ImmutableArray.CreateBuilder<Piece>();
        for (int i = 0; i + 1 < ends.Length; i++)
        {
            (double left, double right) = (ends[i].Place, ends[i + 1].Place);
            double middle = 0.5 * (left + right);
            if (right - left < 1e-13 * Math.Max(Math.Abs(left), Math.Abs(right))
                || !stretches.Any(t => t.Left.Place < middle && middle < t.Right.Place))
            {
                continue;
            }

            ReciprocalEnd start = ReciprocalStretch.Meeting(stretches, left, IntervalEnd.Left);
            ReciprocalEnd end = ReciprocalStretch.Meeting(stretches, right, IntervalEnd.Right);
            double mass = MassBetween(start, end);
            if (mass > 1e-14)
            {
                ReciprocalExponent first = ReciprocalExponent.Of(this, start, IntervalEnd.Left, size), last = ReciprocalExponent.Of(this, end, IntervalEnd.Right, size);
                Band band = new(left, right, MassBalance.OfBand(this, mass), first.Power, last.Power);
                found.Add(new Piece(band, start, end, LimitAt(first, start, IntervalEnd.Left, band), LimitAt(last, end, IntervalEnd.Right, band)));
                JoinLast(found);
            }
        }

        return found.ToImmutable();
    }

    private double LimitAt(ReciprocalExponent exponent, ReciprocalEnd end, IntervalEnd side, Band band) =>
        exponent.Limit ?? DensityNear(end, side, BesideAnEnd * band.Width);

    /// <summary>Joins the last two bands if the density is smooth where they meet: two arcsine laws make one, though the band of ν ends inside it.</summary>
    private void JoinLast(ImmutableArray<Piece>.Builder found)
    {
        if (found.Count < 2 || found[^2].Band.Right != found[^1].Band.Left)
        {
            return;
        }

        (Piece before, Piece after) = (found[^2], found[^1]);
        double limit = before.RightLimit;
        double step = Math.Min(before.Band.Width, after.Band.Width) / 64.0;
        if (before.Band.RightExponent != 0.0 || after.Band.LeftExponent != 0.0 || !(Math.Abs(limit - after.LeftLimit) <= Smooth * limit))
        {
            return;
        }

        // A polynomial of degree 7 through four points on either side foretells an analytic density in between, and not one with a root or a kink.
        foreach (double part in new[] { -0.5, -1e-3, -1e-9, 0.0, 1e-9, 1e-3, 0.5 })
        {
            double foretold = 0.0;
            foreach (int node in Nodes)
            {
                double weight = Nodes.Where(other => other != node).Aggregate(1.0, (product, other) => product * (part - other) / (node - other));
                foretold += weight * Around(node);
            }

            if (!(Math.Abs(foretold - (part == 0.0 ? limit : Around(part))) <= Smooth * limit))
            {
                return;
            }
        }

        double Around(double part) => part < 0.0
            ? DensityNear(before.AtRight, IntervalEnd.Right, -part * step)
            : DensityNear(after.AtLeft, IntervalEnd.Left, part * step);
        Band joined = new(
            before.Band.Left, after.Band.Right, MassBalance.OfBand(this, before.Band.Mass + after.Band.Mass), before.Band.LeftExponent, after.Band.RightExponent);
        found.RemoveAt(found.Count - 1);
        found[^1] = new Piece(joined, Within(before.AtLeft, before), Within(after.AtRight, after), before.LeftLimit, after.RightLimit);

        static ReciprocalEnd Within(ReciprocalEnd end, Piece piece) => end with { Reach = Math.Min(end.Reach, piece.Band.Width) };
    }

    private double MassBetween(ReciprocalEnd start, ReciprocalEnd end) => DoubleExponential.Adaptive(
        (fromLeft, fromRight) => fromLeft <= fromRight
            ? DensityNear(start, IntervalEnd.Left, fromLeft)
            : DensityNear(end, IntervalEnd.Right, fromRight),
        end.Place - start.Place,
        Tolerance.Standard).Value.Real;

    /// <summary>G(x + i0) beside an end of a band: explicit, as F is, with the distance from the end as the argument.</summary>
    internal Complex CauchyFromEdge(int band, IntervalEnd end, double offset)
    {
        Piece piece = pieces.Value[band];
        ReciprocalEnd place = end == IntervalEnd.Left ? piece.AtLeft : piece.AtRight;
        if (place.Source >= 0 && offset < place.Reach)
        {
            double x = end == IntervalEnd.Left ? place.Place + offset : place.Place - offset;
            double depth = Rise(place.Place, x, offset);
            if (depth < 0.5 * First.Bands[place.Source].Width)
            {
                return EdgeTransform.Cauchy(First, place.Source, end, depth);
            }
        }

        return 1.0 / ReciprocalNear(place, end, offset);
    }

    private double DensityNear(ReciprocalEnd place, IntervalEnd end, double offset)
    {
        double x = end == IntervalEnd.Left ? place.Place + offset : place.Place - offset;
        if (place.Source >= 0 && offset < place.Reach)
        {
            // ρ = ρ_μ(F_ν(x)), with the distance of F_ν(x) from the end of the band of μ as the argument.
            double depth = Rise(place.Place, x, offset);
            if (depth < 0.5 * First.Bands[place.Source].Width)
            {
                return First.DensityFromEdge(place.Source, end, depth);
            }
        }

        return DensityOf(ReciprocalNear(place, end, offset));
    }

    /// <summary>F beside an end of a band.</summary>
    private Complex ReciprocalNear(ReciprocalEnd place, IntervalEnd end, double offset)
    {
        Complex f = BesideEnd(Second, place.Place, end, offset);
        return monotone
            ? Reciprocal(First, f.Imaginary <= 0.0 ? new Complex(f.Real, 0.0) : f).Value
            : f + BesideEnd(First, place.Place, end, offset) - (end == IntervalEnd.Left ? place.Place + offset : place.Place - offset);
    }

    /// <summary>F of one law at a distance from an end of a band of this law, which may be one of its own.</summary>
    internal static Complex BesideEnd(SpectralMeasure law, double place, IntervalEnd end, double offset)
    {
        for (int i = 0; i < law.Bands.Length; i++)
        {
            if ((end == IntervalEnd.Left ? law.Bands[i].Left : law.Bands[i].Right) == place)
            {
                return 1.0 / EdgeTransform.Cauchy(law, i, end, offset);
            }
        }

        double sign = end == IntervalEnd.Left ? 1.0 : -1.0;
        double resolved = 8.0 * Unit * Math.Abs(place);
        if (offset >= resolved || !law.Bands.Any(band => (end == IntervalEnd.Left ? band.Right : band.Left) == place))
        {
            return Reciprocal(law, place + (sign * offset)).Value;
        }

        // A band ends there on the other side: nearer than rounding F starts with its power.
        ReciprocalStart start = ReciprocalStart.Of(law, place, end);
        Complex beside = Reciprocal(law, place + (sign * resolved)).Value;
        return Complex.IsFinite(start.Value) ? start.Value + ((beside - start.Value) * Math.Pow(offset / resolved, start.Power)) : beside;
    }

    /// <summary>Im F/(π|F|²), with no square that could leave the range of numbers.</summary>
    internal static double DensityOf(Complex f)
    {
        double size = Complex.Abs(f);
        return f.Imaginary <= 0.0 || !double.IsFinite(size) ? 0.0 : f.Imaginary / size / size / Math.PI;
    }

    /// <summary>|F_ν(x) − F_ν(place)|, from F_ν' by Simpson's rule where the difference would cancel.</summary>
    private double Rise(double place, double x, double offset)
    {
        (Complex value, Complex slope) = Reciprocal(Second, place);
        double reach = Second.Bands.Select(band => Math.Min(Math.Abs(place - band.Left), Math.Abs(place - band.Right))).DefaultIfEmpty(LawScale.Of(Second)).Min();
        if (offset < 1e-3 * reach && offset * slope.Real < 1e-3 * LawScale.Of(First))
        {
            double middle = Reciprocal(Second, 0.5 * (place + x)).Derivative.Real;
            return offset * (slope.Real + (4.0 * middle) + Reciprocal(Second, x).Derivative.Real) / 6.0;
        }

        return Math.Abs(Reciprocal(Second, x).Value.Real - value.Real);
    }

    private readonly record struct Piece(Band Band, ReciprocalEnd AtLeft, ReciprocalEnd AtRight, double LeftLimit, double RightLimit);
}
