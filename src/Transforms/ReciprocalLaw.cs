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
/// preimages of the bands of μ. A band is split where another one begins inside it (exponent 0 there).
/// </para>
/// <para>Source: [SW97] (Boolean); [Mur01] (monotone).</para>
/// </remarks>
public sealed record ReciprocalLaw : SpectralMeasure
{
    private readonly bool monotone;
    private readonly Lazy<ImmutableArray<Band>> bands;
    private readonly Lazy<ImmutableArray<Atom>> atoms;

    internal ReciprocalLaw(SpectralMeasure first, SpectralMeasure second, bool monotone)
    {
        First = first;
        Second = second;
        this.monotone = monotone;
        atoms = new Lazy<ImmutableArray<Atom>>(FindAtoms);
        bands = new Lazy<ImmutableArray<Band>>(FindBands);
    }

    /// <summary>μ.</summary>
    public SpectralMeasure First { get; }

    /// <summary>ν.</summary>
    public SpectralMeasure Second { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms => atoms.Value;

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands => bands.Value;

    /// <inheritdoc/>
    public override double Mean => First.Mean + Second.Mean;

    /// <inheritdoc/>
    public override double Variance => First.Variance + Second.Variance;

    /// <inheritdoc/>
    public override double Density(double x)
    {
        Require.Finite(x);
        foreach (Band band in Bands)
        {
            if (x > band.Left && x < band.Right)
            {
                Complex f = Reciprocal(new Complex(x, 0.0)).Value;
                return f.Imaginary <= 0.0 ? 0.0 : f.Imaginary / (Math.PI * ((f.Real * f.Real) + (f.Imaginary * f.Imaginary)));
            }
        }

        return 0.0;
    }

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z) => 1.0 / Reciprocal(z).Value;

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z)
    {
        (Complex value, Complex derivative) = Reciprocal(z);
        return -derivative / (value * value);
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

    private static (Complex Value, Complex Derivative) Reciprocal(SpectralMeasure law, Complex z)
    {
        if (z.Imaginary == 0.0)
        {
            double mass = law.MassAt(z.Real);
            if (mass > 0.0)
            {
                return (Complex.Zero, 1.0 / mass);
            }
        }

        Complex g = law.Cauchy(z);
        if (!Complex.IsFinite(g))
        {
            // At the end of a band where the density does not vanish.
            return (Complex.Zero, Complex.Infinity);
        }

        Complex f = 1.0 / g;
        return (f, -law.CauchyDerivative(z) * f * f);
    }

    private (Complex Value, Complex Derivative) Reciprocal(Complex z)
    {
        (Complex second, Complex slope) = Reciprocal(Second, z);
        if (!monotone)
        {
            (Complex first, Complex other) = Reciprocal(First, z);
            return (first + second - z, other + slope - 1.0);
        }

        // Inside a band of ν the value has Im > 0; elsewhere it is real, and then the limit from above is wanted.
        Complex point = z.Imaginary == 0.0 && second.Imaginary <= 0.0 ? new Complex(second.Real, 0.0) : second;
        (Complex value, Complex outer) = Reciprocal(First, point);
        return (value, outer * slope);
    }

    private ImmutableArray<Atom> FindAtoms()
    {
        List<Atom> found = [];
        if (monotone)
        {
            foreach (RealBranch branch in RealBranch.Of(Second, ConvolutionAlgebra.Additive))
            {
                foreach (Atom atom in First.Atoms.Where(atom => atom.Location > branch.Low && atom.Location < branch.High))
                {
                    (double place, double slope) = branch.Invert(atom.Location);
                    found.Add(new Atom(place, Math.Min(1.0, atom.Weight * slope)));
                }
            }
        }
        else
        {
            AddBooleanAtoms(found);
        }

        return [.. found.OrderBy(atom => atom.Location)];
    }

    private void AddBooleanAtoms(List<Atom> found)
    {
        // F' >= 1 between the poles of F and the bands: at most one zero on each such interval.
        double size = 4.0 * (LawScale.Of(First) + LawScale.Of(Second));
        List<double> cuts = [-size, size];
        foreach (SpectralMeasure law in new[] { First, Second })
        {
            cuts.AddRange(law.Bands.SelectMany(band => new[] { band.Left, band.Right }).Where(double.IsFinite));
            cuts.AddRange(LawBranch.Poles(law, ConvolutionAlgebra.Additive));
        }

        cuts.Sort();
        for (int i = 0; i + 1 < cuts.Count; i++)
        {
            double middle = 0.5 * (cuts[i] + cuts[i + 1]);
            if (!(cuts[i] < middle && middle < cuts[i + 1]) || Covers(First, middle) || Covers(Second, middle))
            {
                continue;
            }

            double inset = 1e-13 * (cuts[i + 1] - cuts[i]);
            double F(double x) => Reciprocal(new Complex(x, 0.0)).Value.Real;
            (double a, double b) = (cuts[i] + inset, cuts[i + 1] - inset);
            (double atA, double atB) = (F(a), F(b));
            if (atA < 0.0 && atB > 0.0)
            {
                double place = ScalarSearch.Root(x => Math.Tanh(F(x)), a, b, Math.Tanh(atA), Math.Tanh(atB));
                found.Add(new Atom(place, 1.0 / Reciprocal(new Complex(place, 0.0)).Derivative.Real));
            }
        }
    }

    private static bool Covers(SpectralMeasure law, double x) => law.Bands.Any(band => band.Left < x && x < band.Right);

    private ImmutableArray<Band> FindBands()
    {
        List<(double Left, double Right, double LeftExponent, double RightExponent)> intervals =
            [.. Second.Bands.Select(Interval)];
        if (monotone)
        {
            foreach (RealBranch branch in RealBranch.Of(Second, ConvolutionAlgebra.Additive))
            {
                foreach (Band band in First.Bands.Where(band => band.Left < branch.High && band.Right > branch.Low))
                {
                    double left = band.Left > branch.Low ? branch.Invert(band.Left).Z : branch.Invert(Inside(branch, false)).Z;
                    double right = band.Right < branch.High ? branch.Invert(band.Right).Z : branch.Invert(Inside(branch, true)).Z;
                    intervals.Add((left, right, band.LeftExponent, band.RightExponent));
                }
            }
        }
        else
        {
            intervals.AddRange(First.Bands.Select(Interval));
        }

        double[] ends = [.. intervals.SelectMany(t => new[] { t.Left, t.Right }).Distinct().Order()];
        var found = ImmutableArray.CreateBuilder<Band>();
        for (int i = 0; i + 1 < ends.Length; i++)
        {
            double middle = 0.5 * (ends[i] + ends[i + 1]);
            if (ends[i + 1] - ends[i] < 1e-13 * Math.Max(Math.Abs(ends[i]), Math.Abs(ends[i + 1]))
                || !intervals.Any(t => t.Left < middle && middle < t.Right))
            {
                continue;
            }

            double mass = MassBetween(ends[i], ends[i + 1]);
            if (mass > 1e-14)
            {
                found.Add(new Band(ends[i], ends[i + 1], mass, EndExponent(intervals, ends[i], true), EndExponent(intervals, ends[i + 1], false)));
            }
        }

        return found.ToImmutable();
    }

    private static (double Left, double Right, double LeftExponent, double RightExponent) Interval(Band band) =>
        (band.Left, band.Right, band.LeftExponent, band.RightExponent);

    private static double Inside(RealBranch branch, bool upper)
    {
        RangeMap map = new(branch.Low, branch.High, 1.0);
        return map.At(upper ? map.End : map.Start);
    }

    /// <summary>The density has the exponent |β| at an end where F stays finite, and none where another band covers the end.</summary>
    private static double EndExponent(
        List<(double Left, double Right, double LeftExponent, double RightExponent)> intervals, double place, bool left)
    {
        foreach ((double start, double end, double startExponent, double endExponent) in intervals)
        {
            if (place > start && place < end)
            {
                return 0.0;
            }

            if (left ? start == place : end == place)
            {
                double exponent = left ? startExponent : endExponent;
                return Math.Abs(exponent);
            }
        }

        return 0.5;
    }

    private double MassBetween(double left, double right) => DoubleExponential.Adaptive(
        (fromLeft, fromRight) =>
        {
            Complex f = Reciprocal(new Complex(fromLeft <= fromRight ? left + fromLeft : right - fromRight, 0.0)).Value;
            return f.Imaginary <= 0.0 || !Complex.IsFinite(f) ? 0.0 : -(1.0 / f).Imaginary / Math.PI;
        },
        right - left,
        Tolerance.Standard).Value.Real;
}
