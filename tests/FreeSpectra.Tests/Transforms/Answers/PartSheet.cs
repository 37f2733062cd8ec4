using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Rectangular;
using static FreeSpectra.Tests.Transforms.Answers.AnswerSheet;

namespace FreeSpectra.Tests.Transforms.Answers;

/// <summary>The questions to what a law is computed from: Pick functions and their real branches, those of its factors, solvers and gaps.</summary>
internal sealed class PartSheet
{
    // Deeper, beside a split, a quotient loses its digits: see RangeMap.
    private static readonly double[] Depths = [-8.0, -4.0, 0.4, 4.0, 8.0];

    private static readonly double[] Sides = [1e-5, 0.1, 0.9, 0.9999];
    private static readonly double[] Offsets = [1e-2, 1e-4, 1e-6, 1e-10];

    private readonly SpectralMeasure law;
    private readonly double size;
    private readonly List<Question> questions = [];

    private PartSheet(SpectralMeasure law)
    {
        this.law = law;
        size = LawScale.Of(law);
    }

    public static IReadOnlyList<Question> Of(SpectralMeasure law)
    {
        PartSheet sheet = new(law);
        bool positive = law.BottomOfSupport >= 0.0;
        sheet.Branches("sum", law, ConvolutionAlgebra.Additive);
        sheet.Picks("F", ConvolutionAlgebra.Additive);
        if (positive)
        {
            sheet.Branches("product", law, ConvolutionAlgebra.Multiplicative);
            sheet.Picks("W", ConvolutionAlgebra.Multiplicative);
        }

        sheet.Trackers();
        if (law is FreeConvolution convolution)
        {
            for (int i = 0; i < convolution.Factors.Length; i++)
            {
                sheet.Branches($"factor {i}", convolution.Factors[i], convolution.Algebra);
            }

            sheet.Structure(convolution);
            sheet.Solvers(convolution);
        }

        if (law is SymmetricRootLaw { Source: RectangularSquareLaw rectangular })
        {
            foreach (Complex y in new Complex[] { new(0.3, 0.2), 2.0, 0.5 }.Select(y => y * sheet.size * sheet.size))
            {
                RectangularSolver solver = rectangular.NewSolver();
                if (solver.TrySolve(Round(y)))
                {
                    sheet.Claim($"error at {Text(Round(y))}", t => Solved(rectangular, Round(y) * t).Error);
                    sheet.Claim($"steps at {Text(Round(y))}", t => 10.0 + Solved(rectangular, Round(y) * t).Steps);
                }
            }
        }

        return sheet.questions;

        static RectangularSolver Solved(RectangularSquareLaw rectangular, Complex y)
        {
            RectangularSolver solver = rectangular.NewSolver();
            Assert.True(solver.TrySolve(y));
            return solver;
        }
    }

    private void Add(string name, Func<double, Complex> ask, Func<Complex, double, string?>? objection = null) => questions.Add(new Question(name, t => (ask(t), null), objection));

    private void AddClaimed(string name, Func<double, (Complex, double?)> ask, Func<Complex, double, string?> objection) => questions.Add(new Question(name, ask, objection));

    private void Claim(string name, Func<double, double> claim) => questions.Add(new Question(name, t => (0.0, claim(t))));

    /// <summary>F or W and its derivative on the axis off the support, with the atoms and 0.</summary>
    private void Picks(string name, ConvolutionAlgebra algebra)
    {
        double top = double.IsFinite(law.TopOfSupport) ? law.TopOfSupport : 0.0, bottom = double.IsFinite(law.BottomOfSupport) ? law.BottomOfSupport : 0.0;
        List<double> places = [.. law.Atoms.Select(atom => atom.Location).Take(3), 0.0, Round(top + (0.1 * size)), Round(bottom - (1e-3 * size)), Round(bottom - (40.0 * size)), Round(1e-3 * size)];
        foreach (double z in places.Distinct().Where(z => !law.Bands.Any(band => band.Contains(z))))
        {
            Add($"{name}({Text(z)})", t => algebra.RealPick(law, z * t).Value, (value, slack) =>
            {
                double room = 1e-4 * AnswerProof.Room(law, z), step = room > 0.0 && double.IsFinite(room) ? room : 1e-6 * size;
                if (law.Bands.Any(band => band.Contains(z - (2.0 * step)) || band.Contains(z + (2.0 * step))) || law.MassAt(z) > 0.0)
                {
                    return null;
                }

                double around = 0.5 * (algebra.RealPick(law, z - step).Value + algebra.RealPick(law, z + step).Value);
                double unit = algebra == ConvolutionAlgebra.Additive ? size : 1.0;
                return Math.Abs(around - value.Real) <= slack + (1e-6 * (Math.Abs(value.Real) + unit)) || Math.Abs(value.Real) > 10.0 * unit ? null : $"{around} around it";
            });
            Add($"{name}'({Text(z)})", t => algebra.RealPick(law, z * t).Derivative);
        }
    }

    /// <summary>G' and h, 1 + h and h' of trackers, from nothing and from a point nearby.</summary>
    private void Trackers()
    {
        foreach (Complex z in new Complex[] { new(0.4 * size, 0.2 * size), new(-0.7 * size, 1e-3 * size), new(30.0 * size, 10.0 * size) }.Select(Round))
        {
            Complex Value(double t, Func<TransformTracker, Complex, Complex> read)
            {
                TransformTracker tracker = TransformTracker.Of(law);
                Assert.True(tracker.TryCauchy(z * 1.1, out _, out _));
                return read(tracker, z * t);
            }

            Complex Slope(TransformTracker tracker, Complex point) => tracker.TryCauchy(point, out _, out Complex slope) ? slope : double.NaN;
            Complex Moment(TransformTracker tracker, Complex point) => tracker.TryMoment(point, out Complex h, out _, out _) ? h : double.NaN;
            Complex Above(TransformTracker tracker, Complex point) => tracker.TryMoment(point, out _, out Complex above, out _) ? above : double.NaN;
            Complex Rise(TransformTracker tracker, Complex point) => tracker.TryMoment(point, out _, out _, out Complex rise) ? rise : double.NaN;
            Add($"tracked G'({Text(z)})", t => Value(t, Slope), (value, slack) => AnswerProof.Slope(law, law.Cauchy, z, value, slack));
            Add($"tracked h({Text(z)})", t => Value(t, Moment), (value, slack) => AnswerProof.Moment(law, z, value, slack));
            Add($"tracked 1 + h({Text(z)})", t => Value(t, Above), (value, slack) => AnswerProof.Moment(law, z, value - 1.0, slack));
            Add($"tracked h'({Text(z)})", t => Value(t, Rise), (value, slack) => AnswerProof.Slope(law, law.MomentTransform, z, value, slack));
        }
    }

    private void Structure(FreeConvolution convolution)
    {
        ImmutableArray<RealGap> gaps = convolution.Structure.Gaps;
        Add("gaps", _ => gaps.Length);
        Add("pieces", _ => gaps.Sum(gap => gap.Pieces.Length));
        int number = 0;
        foreach (RealPiece piece in gaps.Where(gap => gap.Left < gap.Right).SelectMany(gap => gap.Pieces).Take(4))
        {
            string here = $"piece {number++}";
            Add($"{here} kind", _ => new Complex((piece.LeftIsCritical ? 1.0 : 0.0) + (piece.IsCusp ? 2.0 : 0.0), (piece.RightIsCritical ? 1.0 : 0.0) + (piece.LowIsSplit ? 2.0 : 0.0) + (piece.HighIsSplit ? 4.0 : 0.0)));
            double low = double.IsFinite(piece.Left) ? piece.Left : piece.Right - size, high = double.IsFinite(piece.Right) ? piece.Right : piece.Left + size;
            foreach (double x in Sides.Select(part => Round(low + (part * (high - low)))).Where(x => x > piece.Left && x < piece.Right).Distinct())
            {
                Add($"{here} P({Text(x)})", t => piece.Solve(x * t), (p, slack) => convolution.IsProduct
                    ? AnswerProof.Gap(1.0 / (p - 1.0), law.MomentTransform(x), 1e-9 + (slack / Complex.Abs(p)))
                    : AnswerProof.Gap(1.0 / p, law.Cauchy(x), 1e-9 + (slack / Complex.Abs(p))));
            }
        }

        for (int i = 0; i < convolution.Factors.Length; i++)
        {
            if (convolution.Exponents[i] == 1.0)
            {
                foreach (double spike in Spikes(convolution.Factors[i], convolution.IsProduct))
                {
                    Outliers(convolution, i, spike);
                }
            }
        }
    }

    /// <summary>Beyond the ends of a factor, far and near, in its widest gap and at 0.</summary>
    private static IEnumerable<double> Spikes(SpectralMeasure factor, bool product)
    {
        double scale = LawScale.Of(factor);
        List<double> spikes = [Round(factor.TopOfSupport + (2.0 * scale)), Round(factor.TopOfSupport + (0.07 * scale)), Round(factor.BottomOfSupport - (1.5 * scale))];
        double[] nodes = [.. factor.Bands.SelectMany(band => new[] { band.Left, band.Right }).Concat(factor.Atoms.Select(atom => atom.Location)).Order()];
        spikes.AddRange(nodes.Zip(nodes.Skip(1), (left, right) => (Middle: Round((0.4 * left) + (0.6 * right)), Width: right - left)).OrderByDescending(gap => gap.Width).Select(gap => gap.Middle).Take(1));
        spikes.Add(0.0);
        return spikes.Where(spike => double.IsFinite(spike) && (!product || spike >= 0.0) && AnswerProof.Room(factor, spike) > 1e-6 * scale).Distinct();
    }

    private void Outliers(FreeConvolution convolution, int factor, double spike)
    {
        ImmutableArray<Outlier> outliers;
        try
        {
            outliers = convolution.Outliers(factor, spike);
        }
        catch (NonConvergenceException)
        {
            Add($"outliers of {Text(spike)} in factor {factor}", t => convolution.Outliers(factor, spike * t).Length);
            return;
        }

        Add($"outliers of {Text(spike)} in factor {factor}", _ => outliers.Length);
        for (int k = 0; k < Math.Min(outliers.Length, 3); k++)
        {
            int number = k;
            double place = outliers[k].Location, room = AnswerProof.Room(law, place);
            Outlier Of(double t) => convolution.Outliers(factor, spike * t)[number];
            AddClaimed($"place {k} of {Text(spike)} in factor {factor}", t => (Of(t).Location, Of(t).LocationError), (x, slack) =>
                convolution.IsProduct && x == 0.0 ? null
                : Complex.Abs(convolution.Subordination(x)[factor] - spike) is var gap && gap > ((1e-9 + (20.0 * slack / room)) * Math.Abs(spike)) + (1e-12 * size) ? $"its ω is {gap:E1} off" : null);

            // 1/ω'(x) for sums, θ/(xω'(x)) for products.
            AddClaimed($"overlap {k} of {Text(spike)} in factor {factor}", t => (Of(t).Overlap, Of(t).OverlapError), (overlap, slack) =>
            {
                double step = 1e-3 * Math.Min(room, Math.Abs(place));
                double Omega(double x) => convolution.Subordination(x)[factor].Real;
                double slope = ((8.0 * (Omega(place + step) - Omega(place - step))) - (Omega(place + (2.0 * step)) - Omega(place - (2.0 * step)))) / (12.0 * step);
                return !(step > 1e-7 * Math.Abs(place)) ? null : AnswerProof.Gap(overlap, (convolution.IsProduct ? spike / place : 1.0) / slope, 1e-6 + (slack / overlap.Real) + (1e-15 * size / step));
            });
        }
    }

    private void Solvers(FreeConvolution convolution)
    {
        double bottom = Math.Max(law.BottomOfSupport, -2.0 * size), top = Math.Min(law.TopOfSupport, 2.0 * size);
        foreach (Complex z in new Complex[] { new(bottom + (0.3 * (top - bottom)), 0.5 * (top - bottom)), new(bottom + (0.6 * (top - bottom)), 1e-3 * (top - bottom)), new(top + size, 1e-2 * size) }.Select(Round))
        {
            SubordinationSolver Solved(double t)
            {
                SubordinationSolver solver = convolution.NewSolver();
                Complex zeta = convolution.Algebra.ToCoordinate(z * t);
                return solver.TrySolve(zeta) ? solver : throw new NonConvergenceException("solver", z, 0, 0.0, "none");
            }

            Claim($"error of P({Text(z)})", t => Solved(t).Error);
            Claim($"steps to P({Text(z)})", t => 10.0 + Solved(t).Steps);
            Add($"Jacobian({Text(z)})", t => Solved(t).Jacobian);
        }

        for (int i = 0; i < Math.Min(2, law.Bands.Length); i++)
        {
            BandSolver band = convolution.SolvedBands[i];
            foreach (IntervalEnd end in new[] { IntervalEnd.Left, IntervalEnd.Right })
            {
                if (double.IsInfinity(end == IntervalEnd.Left ? band.Band.Left : band.Band.Right))
                {
                    continue;
                }

                double width = double.IsFinite(band.Band.Width) ? band.Band.Width : size;
                foreach (double offset in Offsets.Select(part => Round(part * width)))
                {
                    Claim($"claim {end} {i} {Text(offset)}", t => band.FromEdge(end, offset * t).Error);
                    Claim($"steps {end} {i} {Text(offset)}", t => 10.0 + band.FromEdge(end, offset * t).Evaluations);
                    Add($"G' {end} {i} {Text(offset)}", t => band.CauchyFromEdge(end, offset * t)?.Derivative ?? double.NaN);
                }
            }
        }
    }

    private void Branches(string name, SpectralMeasure of, ConvolutionAlgebra algebra)
    {
        ImmutableArray<RealBranch> branches;
        try
        {
            branches = RealBranch.Of(of, algebra);
        }
        catch (NonConvergenceException)
        {
            return;
        }

        double unit = algebra == ConvolutionAlgebra.Additive ? LawScale.Of(of) : 1.0;
        Add($"{name} branches", _ => branches.Length);
        for (int i = 0; i < Math.Min(branches.Length, 5); i++)
        {
            RealBranch branch = branches[i];
            string here = $"{name} branch {i}";

            // What rounding of z, and of ω and P that z is a sum or product of, does to P.
            double Rounding(double z, double p, double slope) => 1.0 + Math.Abs(z / slope / p) + (algebra == ConvolutionAlgebra.Additive ? 1.0 / slope : Math.Abs(1.0 / p));
            Complex Kind(bool split, double? tangent) => new(split ? 1.0 : 0.0, tangent is null ? 0.0 : 1.0);
            Add($"{here} low", _ => branch.Low);
            Add($"{here} high", _ => branch.High);
            Add($"{here} low place", _ => branch.LowPlace ?? double.NaN);
            Add($"{here} high place", _ => branch.HighPlace ?? double.NaN);
            Add($"{here} low kind", _ => Kind(branch.LowIsSplit, branch.Tangent(false)));
            Add($"{here} high kind", _ => Kind(branch.HighIsSplit, branch.Tangent(true)));
            Add($"{here} tangents", _ => new Complex(branch.Tangent(false) ?? double.NaN, branch.Tangent(true) ?? double.NaN));
            Add($"{here} peak", _ => branch.Peak ?? double.NaN);
            Add($"{here} reach", _ => branch.ZeroReach);
            RangeMap map = new(branch.Low, branch.High, unit);
            double special = algebra == ConvolutionAlgebra.Additive ? 0.0 : 1.0;
            if (special > branch.Low && special < branch.High)
            {
                // G is infinite there: at an atom, or at infinity for products.
                double Weight(double z) => of.Atoms.Where(atom => Math.Abs(atom.Location - z) <= 1e-12 * Math.Abs(z)).Sum(atom => atom.Weight);
                Add($"{here} z({Text(special)})", _ => branch.Invert(special).Z, (z, _) => Weight(z.Real) > 0.0 ? null : $"{z} is no atom");
                Add($"{here} slope({Text(special)})", _ => branch.Invert(special).Slope, (slope, _) => branch.Invert(special).Z is var z
                    ? AnswerProof.Gap(slope, algebra == ConvolutionAlgebra.Additive ? Weight(z) : Weight(z) * z, 1e-11) : null);
            }

            foreach (double p in Depths.Select(y => Round(map.At(y))).Where(p => p > branch.Low && p < branch.High).Distinct())
            {
                Add(
                    $"{here} z({Text(p)})",
                    t => branch.Invert(p * t).Z,
                    (z, slack) => AnswerProof.Room(of, z.Real) is var room && room <= 1e-11 * Math.Abs(z.Real) ? room > 0.0 || of.Bands.Any(band => band.Left == z || band.Right == z) ? null : $"{z} is on the support"
                        : AnswerProof.Gap(algebra.RealPick(of, z.Real).Value, p, 1e-8 + (3.0 * slack / Math.Abs(branch.Invert(p).Slope * p)) + (1e-14 * Rounding(z.Real, p, branch.Invert(p).Slope))));
                Add($"{here} slope({Text(p)})", t => branch.Invert(p * t).Slope, (slope, slack) =>
                {
                    double step = 1e-4 * Math.Min(Math.Abs(p), Math.Min(p - branch.Low, branch.High - p));
                    return step < 1e-9 * Math.Abs(p) ? null : AnswerProof.Gap((branch.Invert(p + step).Z - branch.Invert(p - step).Z) / (2.0 * step), slope, 2e-4 + (3.0 * slack / slope.Real) + (1e-14 * Math.Abs(p) / step * Rounding(branch.Invert(p).Z, p, slope.Real)));
                });
            }
        }
    }
}
