using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Transforms.Problems;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Rectangular;

namespace FreeSpectra.Tests.Transforms.Answers;

/// <summary>The questions to one law. Places are in units of its bands, rounded to four digits.</summary>
internal sealed class AnswerSheet
{
    private static readonly double[] Parts = [0.04, 0.5, 0.93];
    private static readonly double[] Offsets = [1e-3, 1e-8, 1e-14];
    private static readonly double[] Shares = [1e-7, 0.2, 0.4995, 0.5005, 0.8];
    private static readonly Complex[] Arguments = [-0.2, new(0.1, 0.2)];

    private readonly SpectralMeasure law;
    private readonly double size;
    private readonly List<Question> questions = [];

    private AnswerSheet(SpectralMeasure law)
    {
        this.law = law;
        size = LawScale.Of(law);
    }

    public static IReadOnlyList<Question> Of(SpectralMeasure law)
    {
        AnswerSheet sheet = new(law);
        sheet.Places();
        foreach (int band in Enumerable.Range(0, law.Bands.Length).Where(i => i < 2 || i == law.Bands.Length - 1))
        {
            sheet.Densities(band);
        }

        sheet.Transforms();
        sheet.Inverses();
        sheet.Moments();
        if (law is SymmetricRootLaw or InverseLaw)
        {
            sheet.Masses();
        }

        if (law is FreeConvolution convolution)
        {
            sheet.Subordination(convolution);
        }

        return [.. sheet.questions, .. PartSheet.Of(law)];
    }

    internal static double Round(double x) => x == 0.0 || !double.IsFinite(x) ? x : double.Parse(x.ToString("E3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    internal static Complex Round(Complex z) => new(Round(z.Real), Round(z.Imaginary));

    internal static string Text(double x) => x.ToString("R", CultureInfo.InvariantCulture);

    internal static string Text(Complex z) => z.Imaginary == 0.0 ? Text(z.Real) : $"{Text(z.Real)}, {Text(z.Imaginary)}";

    private void Add(string name, Func<double, Complex> ask, Func<Complex, double, string?>? objection = null) => questions.Add(new Question(name, t => (ask(t), null), objection));

    private void AddClaimed(string name, Func<double, (Complex, double?)> ask, Func<Complex, double, string?>? objection = null) => questions.Add(new Question(name, ask, objection));

    /// <summary>Whether moments are integrals over a density that is solved for at every node: they take long and are checked elsewhere.</summary>
    private static bool IsByQuadrature(SpectralMeasure law) => law switch
    {
        AffineImage image => IsByQuadrature(image.Source),
        SymmetricRootLaw root => IsByQuadrature(root.Source),
        SquareLaw square => IsByQuadrature(square.Source),
        _ => law is TwoPointPower or RectangularSquareLaw,
    };

    private void Places()
    {
        for (int i = 0; i < law.Atoms.Length; i++)
        {
            Atom atom = law.Atoms[i];
            Add($"atom {i}", _ => atom.Location);
            Add($"weight {i}", _ => atom.Weight, (weight, _) =>
            {
                double height = 1e-13 * Math.Max(Math.Abs(atom.Location), 1e-3 * size);
                return AnswerProof.Gap(weight, AnswerProof.Precise(law, new Complex(atom.Location, height)) * new Complex(0.0, height), 5e-3);
            });
        }

        ImmutableArray<Band> bands = law.Bands;
        for (int i = 0; i < bands.Length; i++)
        {
            (int index, Band band) = (i, bands[i]);
            AddClaimed($"left {i}", _ => (band.Left, law.EdgeError(index, IntervalEnd.Left)));
            AddClaimed($"right {i}", _ => (band.Right, law.EdgeError(index, IntervalEnd.Right)));
            Add($"mass {i}", _ => band.Mass);
            Add($"exponents {i}", _ => new Complex(band.LeftExponent, band.RightExponent), (_, _) => AnswerProof.Exponents(law, index));
        }
    }

    private void Densities(int index)
    {
        Band band = law.Bands[index];
        (double left, double right) = (Math.Max(band.Left, -50.0 * size), Math.Min(band.Right, 50.0 * size));
        foreach (double x in Parts.Select(t => Round(left + (t * (right - left)))).Where(x => x > band.Left && x < band.Right && law.MassAt(x) == 0.0).Distinct())
        {
            AddClaimed(
                $"density {Text(x)}",
                t => law.DensityEstimate(x * t) is var estimate ? (estimate.Value, estimate.Error) : default,
                (value, slack) => AnswerProof.Density(law, x, value.Real, slack));
            AddClaimed($"steps {Text(x)}", t => (0.0, 10.0 + law.DensityEstimate(x * t).Evaluations));
        }

        foreach (IntervalEnd end in new[] { IntervalEnd.Left, IntervalEnd.Right })
        {
            double place = end == IntervalEnd.Left ? band.Left : band.Right;
            if (double.IsInfinity(place))
            {
                continue;
            }

            double exponent = end == IntervalEnd.Left ? band.LeftExponent : band.RightExponent;
            foreach (double offset in Offsets.Select(t => Round(t * (right - left))))
            {
                double x = end == IntervalEnd.Left ? place + offset : place - offset;
                bool resolved = offset >= 1e-7 * Math.Abs(place) && law.MassAt(place) == 0.0;
                double blur = (Math.Max(0.5, Math.Abs(exponent)) * (law.EdgeError(index, end) + (2e-16 * Math.Abs(place))) / offset) + 1e-10;
                Add($"density {end} {index} {Text(offset)}", t => law.DensityFromEdge(index, end, offset * t), (value, _) => resolved ? AnswerProof.Density(law, x, value.Real, 3.0 * blur * value.Real) : null);
                Add(
                    $"G {end} {index} {Text(offset)}",
                    t => EdgeTransform.Cauchy(law, index, end, offset * t),
                    (value, _) => resolved ? AnswerProof.Gap(value, AnswerProof.Precise(law, new Complex(x, 1e-14 * offset)), 1e-6 + (3.0 * blur)) : null);
            }
        }
    }

    private void Transforms()
    {
        double bottom = Math.Max(law.BottomOfSupport, -2.0 * size), top = Math.Min(law.TopOfSupport, 2.0 * size);
        double width = top - bottom;
        List<Complex> points = [new(bottom + (0.3 * width), 0.9 * width), new(bottom + (0.7 * width), 0.01 * width), new(bottom + (0.45 * width), 1e-9 * width), new(bottom - (1e-4 * width), 1e-5 * width), new(-3e4 * size, 2e4 * size), new(0.0, 1e-4 * size)];
        if (double.IsFinite(law.BottomOfSupport))
        {
            points.AddRange([bottom - (0.3 * width), bottom - (1e-3 * width), bottom - (1e5 * size)]);
        }

        if (double.IsFinite(law.TopOfSupport))
        {
            points.AddRange([top + (0.2 * width), top + (1e-4 * width), top + (3e3 * size)]);
        }

        if (law.Bands.All(band => !band.Contains(0.0) || (band.Left >= 0.0 && band.Left > 1e-3 * band.Right)))
        {
            points.AddRange([new(1e-3 * size, 2e-3 * size), new(-1e-7 * size, 3e-8 * size), -2e-4 * size]);
        }

        points.AddRange(law.Bands.Skip(1).Select((band, i) => (Complex)((0.47 * law.Bands[i].Right) + (0.53 * band.Left))).Where(z => AnswerProof.Room(law, z.Real) > 1e-4 * size).Take(2));
        foreach (Complex z in points.Select(Round).Distinct())
        {
            Add($"G({Text(z)})", t => law.Cauchy(z * t), (g, _) => AnswerProof.Cauchy(law, z, g, 1e-11));
            Add($"G'({Text(z)})", t => law.CauchyDerivative(z * t), (slope, slack) => AnswerProof.Slope(law, law.Cauchy, z, slope, slack));
            Add($"h({Text(z)})", t => law.MomentTransform(z * t), (h, slack) => AnswerProof.Moment(law, z, h, slack));
            Add($"h'({Text(z)})", t => law.MomentTransformDerivative(z * t), (slope, slack) => AnswerProof.Slope(law, law.MomentTransform, z, slope, slack));
            if (z.Imaginary > 0.0)
            {
                // A fresh tracker: nothing was solved before.
                Add(
                    $"tracker({Text(z)})",
                    t => TransformTracker.Of(law).TryCauchy(z * t, out Complex value, out _) ? value : throw new NonConvergenceException("tracker", z, 0, 0.0, "none"),
                    (g, _) => AnswerProof.Cauchy(law, z, g, 1e-11));
            }
        }

        foreach (Complex z in points.Take(2).Concat(points.Skip(6).Take(1)).Select(Round))
        {
            AddEstimate($"F({Text(z)})", t => law.ReciprocalCauchy(z * t), (f, e) => AnswerProof.Gap(1.0 / f, law.Cauchy(z), 1e-11 + (e / Complex.Abs(f))));
            AddEstimate($"F'({Text(z)})", t => law.ReciprocalCauchyDerivative(z * t), (slope, slack) => AnswerProof.Slope(law, y => 1.0 / law.Cauchy(y), z, slope, slack));
            AddEstimate($"eta({Text(1.0 / z)})", t => law.Eta(1.0 / (z * t)), (eta, e) => law.MomentTransform(z) is var h ? AnswerProof.Gap(eta, h / (1.0 + h), 1e-11 + (e / Complex.Abs(eta))) : null);
            AddEstimate($"eta'({Text(1.0 / z)})", t => law.EtaDerivative(1.0 / (z * t)), (slope, slack) => AnswerProof.Slope(law, y => law.MomentTransform(y) is var h ? h / (1.0 + h) : default, z, -slope / z / z, slack / Complex.Abs(z * z)));
        }
    }

    private void AddEstimate(string name, Func<double, Estimate<Complex>> ask, Func<Complex, double, string?> objection) =>
        AddClaimed(name, t => ask(t) is var estimate ? (estimate.Value, estimate.Error) : default, objection);

    private void Inverses()
    {
        foreach (Complex u in Arguments)
        {
            Complex w = Round(u / size);
            AddEstimate($"R({Text(w)})", t => law.R(w * t), (r, e) => AnswerProof.Gap(law.Cauchy(r + (1.0 / w)), w, 1e-11 + (e * Complex.Abs(w))));
            AddEstimate($"R'({Text(w)})", t => law.RDerivative(w * t), (slope, e) => AnswerProof.Difference(y => law.R(y).Value, w, slope, e));
            if (double.IsFinite(size) && (law.HasMoment(1) ? law.HasMoment(2) && Math.Abs(law.Mean) > 1e-3 * size : law.BottomOfSupport >= 0.0 || law.TopOfSupport <= 0.0))
            {
                AddEstimate($"S({Text(u)})", t => law.S(u * t), (s, e) => AnswerProof.Gap(law.MomentTransform((1.0 + u) / (u * s)), u, 1e-10 + (e / Complex.Abs(s))));
                AddEstimate($"S'({Text(u)})", t => law.SDerivative(u * t), (slope, e) => AnswerProof.Difference(y => law.S(y).Value, u, slope, e));
                AddEstimate($"chi({Text(u)})", t => law.Chi(u * t), (chi, e) => AnswerProof.Gap(law.MomentTransform(chi), u, 1e-10 + (e / Complex.Abs(chi))));
                AddEstimate($"chi'({Text(u)})", t => law.ChiDerivative(u * t), (slope, e) => AnswerProof.Difference(y => law.Chi(y).Value, u, slope, e));
            }
        }
    }

    private void Moments()
    {
        if (!double.IsFinite(law.TopOfSupport) || !double.IsFinite(law.BottomOfSupport) || IsByQuadrature(law))
        {
            return;
        }

        Add("mean", _ => law.Mean, (mean, slack) => Math.Abs(mean.Real) < 1e-6 * size ? null : AnswerProof.Gap(law.MomentTransform(1e6 * size) * 1e6 * size, mean, 1e-5 * size / Math.Abs(mean.Real)));
        Add("variance", _ => law.Variance);
        Add("moment 2", _ => law.Moment(2));
        Add("moment 4", _ => law.Moment(4));
        Add("cumulant 2", _ => law.FreeCumulant(2), (value, _) => AnswerProof.Gap(value, law.Moment(2) - (law.Mean * law.Mean), 1e-9 * law.Moment(2) / value.Real));
        Add("cumulant 4", _ => law.FreeCumulant(4));
    }

    /// <summary>Masses from either end and up to a place: those of the source, where it is known.</summary>
    private void Masses()
    {
        foreach (int band in Enumerable.Range(0, Math.Min(law.Bands.Length, 2)))
        {
            Band whole = law.Bands[band];
            if (!double.IsFinite(whole.Width))
            {
                continue;
            }

            foreach (IntervalEnd end in new[] { IntervalEnd.Left, IntervalEnd.Right })
            {
                foreach (double offset in Shares.Select(part => Round(part * whole.Width)))
                {
                    Add($"mass from {end} {band} {Text(offset)}", t => law.MassFromEdge(band, end, offset * t), (mass, _) =>
                    {
                        double step = 1e-3 * Math.Min(offset, whole.Width - offset), density = law.DensityFromEdge(band, end, offset);
                        double slope = (law.MassFromEdge(band, end, offset + step) - law.MassFromEdge(band, end, offset - step)) / (2.0 * step);
                        return mass.Real > whole.Mass || Math.Abs(slope - density) > (1e-4 * density) + (1e-14 * mass.Real / step) ? $"its slope {slope} is not the density {density}" : null;
                    });
                }
            }

            double x = Round(whole.Left + (0.37 * whole.Width));
            Add($"mass up to {Text(x)}", t => law.CumulativeDistribution(x * t), (mass, _) => AnswerProof.Gap(mass, law.TotalMass - law.MassAbove(x), 1e-12));
        }
    }

    private void Subordination(FreeConvolution convolution)
    {
        double bottom = Math.Max(law.BottomOfSupport, -2.0 * size), top = Math.Min(law.TopOfSupport, 2.0 * size);
        List<Complex> points = [new(bottom + (0.3 * (top - bottom)), 0.01 * (top - bottom)), bottom + (0.37 * (top - bottom))];
        if (double.IsFinite(law.BottomOfSupport))
        {
            points.Add(bottom - (0.1 * (top - bottom)));
        }

        foreach (Complex z in points.Select(Round))
        {
            for (int i = 0; i < convolution.Factors.Length; i++)
            {
                int index = i;
                Add($"omega {i}({Text(z)})", t => convolution.Subordination(z * t)[index], (omega, _) =>
                    omega.Imaginary == 0.0 || z.Imaginary == 0.0 ? null
                    : convolution.IsProduct ? AnswerProof.Gap(convolution.Factors[index].MomentTransform(omega), law.MomentTransform(z), 1e-9)
                    : AnswerProof.Gap(convolution.Factors[index].Cauchy(omega), law.Cauchy(z), 1e-10));
            }
        }
    }
}
