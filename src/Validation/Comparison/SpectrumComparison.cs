using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Validation.Simulation;
using static System.FormattableString;

namespace FreeSpectra.Validation.Comparison;

/// <summary>Holds the predicted spectrum of a network against sampled ones.</summary>
/// <remarks>
/// <para>Four kinds of checks, each with the replicate as unit:</para>
/// <list type="number">
/// <item>facts that are exact at finite width, in every draw (Haar weights, slopes 0 or √γ);</item>
/// <item>mean and variance, and for two-point slopes the distribution function inside the bands, conditional on each draw's q̂ and counts;</item>
/// <item>each layer's q̂ and slope mean against the mean-field ones;</item>
/// <item>mean, variance, quantiles and atoms against the limit law.</item>
/// </list>
/// <para>
/// Allowance for finite width, a heuristic constant with the right order: the displacement of L/2 eigenvalues, that is L/(2Mρ) in a
/// quantile, L/(2M) of the top of the support in the mean (of the range, given the layers) and of the range squared in the variance; of L + 1 eigenvalues in the largest gap of distribution
/// functions over all draws; and M^(−2/3) of the range at an edge. The deviations seen are a tenth to a half of these.
/// </para>
/// </remarks>
public static class SpectrumComparison
{
    private const double EigenvaluesPerLayer = 0.5;
    private const double Rounding = 1e-9; // of the top: the eigenvalues' own accuracy, with room
    private const int PointsPerBand = 5;
    private const int MostBands = 4;

    /// <summary>Compares draws with the prediction for a network.</summary>
    /// <param name="network">What the theory claims; need not be what was sampled.</param>
    /// <param name="draws">The sample.</param>
    /// <param name="kind">Which matrix was diagonalised.</param>
    /// <exception cref="ArgumentException">The draws are of another depth.</exception>
    public static ComparisonVerdict Compare(NetworkSpecification network, ImmutableArray<SampledSpectrum> draws, SpectrumKind kind)
    {
        ArgumentNullException.ThrowIfNull(network);
        SpectralChain chain = SpectralChain.FromNetwork(network);
        SpectralMeasure law = Law(chain, kind);
        int width = draws[0].Spectrum.Eigenvalues.Length;
        double bias = EigenvaluesPerLayer * network.Depth / width;
        EmpiricalSpectrum pooled = EmpiricalSpectrum.FromEigenvalues([.. draws.SelectMany(draw => draw.Spectrum.Eigenvalues)]);
        Dictionary<SampledSpectrum, SpectralMeasure> laws = new(ReferenceEqualityComparer.Instance);
        SpectralMeasure LawOf(SampledSpectrum draw)
        {
            if (!laws.TryGetValue(draw, out SpectralMeasure? own))
            {
                own = laws[draw] = Law(ConditionalChain.Of(network, draw), kind);
            }

            return own;
        }

        return new ComparisonVerdict(law, pooled, [
            .. ExactFacts.Check(network, draws, kind, law, LawOf),
            .. Conditional(network, draws, kind, bias, LawOf),
            .. Layers(chain, draws),
            .. Limit(law, [.. draws.Select(draw => draw.Spectrum)], bias),
        ]);
    }

    /// <summary>Compares lists of eigenvalues with a law: what can be said where only the eigenvalues are known.</summary>
    /// <param name="law">What the theory claims.</param>
    /// <param name="replicates">One list for each independent matrix.</param>
    /// <param name="depth">L, for the allowance; 1 for a single random matrix.</param>
    public static ComparisonVerdict Compare(SpectralMeasure law, ImmutableArray<EmpiricalSpectrum> replicates, int depth)
    {
        ArgumentNullException.ThrowIfNull(law);
        if (replicates.IsDefaultOrEmpty)
        {
            throw new ArgumentException("replicates must hold at least one spectrum, but is empty.", nameof(replicates));
        }

        double bias = EigenvaluesPerLayer * depth / replicates.Min(replicate => replicate.Eigenvalues.Length);
        return new ComparisonVerdict(
            law,
            EmpiricalSpectrum.FromEigenvalues([.. replicates.SelectMany(replicate => replicate.Eigenvalues)]),
            [
                .. AtomChecks.Check(law, replicates, depth, bias),
                .. SupportChecks.Check(law, replicates, depth, bias),
                .. Limit(law, replicates, bias),
            ]);
    }

    private static SpectralMeasure Law(SpectralChain chain, SpectrumKind kind) =>
        kind == SpectrumKind.Fisher ? chain.Fisher() : chain.Jacobian();

    private static IEnumerable<ComparisonCheck> Conditional(
        NetworkSpecification network, ImmutableArray<SampledSpectrum> draws, SpectrumKind kind, double bias,
        Func<SampledSpectrum, SpectralMeasure> lawOf)
    {
        (double Mean, double Variance)[] moments = [.. draws.Select(draw => ConditionalMoments.Of(network, draw, kind))];
        double top = draws.Average(draw => draw.Spectrum.Eigenvalues[^1]);
        double allowed = bias * Math.Max(draws.Average(draw => draw.Spectrum.Eigenvalues[^1] - draw.Spectrum.Eigenvalues[0]), Rounding * top);
        yield return Replicates.Check(
            "mean, given each draw's layers", [.. draws.Select((draw, r) => (moments[r].Mean, Mean(draw.Spectrum)))], allowed, allowed);
        yield return Replicates.Check(
            "variance, given each draw's layers",
            [.. draws.Select((draw, r) => (moments[r].Variance, Variance(draw.Spectrum)))],
            allowed * allowed / bias, allowed * allowed / bias);
        if (network.Weights == WeightEnsemble.Haar
            && network.Layers.AsSpan()[..^1].ToArray().All(layer => ConditionalChain.PiecewiseSlopes(layer.Activation!) is { Length: <= 2 } squares && (squares.Length == 1 || squares[0] == 0.0)))
        {
            foreach (ComparisonCheck check in InsideBands(network.Depth, draws, lawOf))
            {
                yield return check;
            }
        }
        else
        {
            SpectralMeasure law = Law(ConditionalChain.Of(network, draws), kind);
            foreach (ComparisonCheck check in Quantiles("given the mean layers: ", law, [.. draws.Select(draw => draw.Spectrum)], bias))
            {
                yield return check;
            }
        }
    }

    /// <summary>The largest gap of the distribution functions inside the bands, in each draw against the law of that draw.</summary>
    private static IEnumerable<ComparisonCheck> InsideBands(
        int depth, ImmutableArray<SampledSpectrum> draws, Func<SampledSpectrum, SpectralMeasure> lawOf)
    {
        List<(double, double)> gaps = [], tops = [];
        double range = 0.0;
        foreach (SampledSpectrum draw in draws)
        {
            SpectralMeasure law = lawOf(draw);
            double worst = 0.0;
            foreach (Band band in law.Bands)
            {
                for (int i = 1; i <= PointsPerBand; i++)
                {
                    double x = band.Left + (0.5 * band.Width * (1.0 - Math.Cos(Math.PI * i / (PointsPerBand + 1))));
                    double gap = draw.Spectrum.FractionAtMost(x) - law.CumulativeDistribution(x);
                    worst = Math.Abs(gap) > Math.Abs(worst) ? gap : worst;
                }
            }

            gaps.Add((0.0, Math.Abs(worst)));
            tops.Add((law.TopOfSupport, draw.Spectrum.Eigenvalues[^1]));
            range = Math.Max(range, law.TopOfSupport - law.BottomOfSupport);
        }

        yield return Replicates.Exact("largest gap of the distribution functions inside the bands, given each draw's layers: the worst draw", gaps, (depth + 1.0) / draws[0].Spectrum.Eigenvalues.Length);
        double edge = Math.Max(range * Math.Pow(draws[0].Spectrum.Eigenvalues.Length, -2.0 / 3.0), Rounding * draws.Max(draw => draw.Spectrum.Eigenvalues[^1]));
        yield return Replicates.Check("largest eigenvalue, given each draw's layers", tops, 2.0 * edge, edge);
    }

    private static IEnumerable<ComparisonCheck> Layers(SpectralChain chain, ImmutableArray<SampledSpectrum> draws)
    {
        for (int i = 0; i < chain.Layers.Length; i++)
        {
            ChainLayer layer = chain.Layers[i];
            int index = i;
            double root = Math.Sqrt(draws[0].Layers[i].Width);
            double bias = EigenvaluesPerLayer * (i + 1) / draws[0].Layers[i].Width;
            double moment = Math.Max(layer.SecondMoment, chain.InputMoment), slope = layer.Slope.Top;
            yield return Replicates.Check(
                Invariant($"layer {i + 1}: second moment"), [.. draws.Select(draw => (layer.SecondMoment, draw.Layers[index].SecondMoment))],
                bias * moment, 2.0 * moment / root);
            yield return Replicates.Check(
                Invariant($"layer {i + 1}: slope mean"), [.. draws.Select(draw => (layer.Slope.Mean, draw.Layers[index].SlopeMean))],
                bias * slope, slope / root, slope / draws[0].Layers[i].Width);
        }
    }

    private static IEnumerable<ComparisonCheck> Limit(SpectralMeasure law, ImmutableArray<EmpiricalSpectrum> replicates, double bias)
    {
        double root = Math.Sqrt(replicates.Min(replicate => replicate.Eigenvalues.Length));
        double top = Math.Max(Math.Abs(law.TopOfSupport), Math.Abs(law.BottomOfSupport));
        double range = Math.Max(law.TopOfSupport - law.BottomOfSupport, Rounding * top);
        double mean = law.Mean, variance = law.Variance;
        yield return Replicates.Check("mean", [.. replicates.Select(s => (mean, Mean(s)))], bias * top, top / root);
        yield return Replicates.Check("variance", [.. replicates.Select(s => (variance, Variance(s)))], bias * range * range, range * range / root);
        foreach (ComparisonCheck check in Quantiles("", law, replicates, bias))
        {
            yield return check;
        }
    }

    private static IEnumerable<ComparisonCheck> Quantiles(
        string prefix, SpectralMeasure law, ImmutableArray<EmpiricalSpectrum> replicates, double bias)
    {
        double root = Math.Sqrt(replicates.Min(replicate => replicate.Eigenvalues.Length));
        foreach (Band band in law.Bands.OrderByDescending(band => band.Mass).Take(MostBands).OrderBy(band => band.Left))
        {
            if (law.Atoms.Any(atom => atom.Location > band.Left && atom.Location < band.Right))
            {
                continue;
            }

            double below = law.Atoms.Where(atom => atom.Location <= band.Left).Sum(atom => atom.Weight)
                + law.Bands.Where(other => other.Left < band.Left).Sum(other => other.Mass);
            foreach (double part in (double[])[0.25, 0.5, 0.75])
            {
                double p = below + (part * band.Mass);

                // A level this near to an end of the band falls into the neighbouring atom or band in some draws.
                if (Math.Min(part, 1.0 - part) * band.Mass > 3.0 / root)
                {
                    double x = law.Quantile(p), spread = 1.0 / law.Density(x);
                    yield return Replicates.Check(
                        Invariant($"{prefix}quantile {p:0.####}"), [.. replicates.Select(s => (x, s.Quantile(p)))], bias * spread, spread / root);
                }
            }
        }
    }

    private static double Mean(EmpiricalSpectrum spectrum) => spectrum.Eigenvalues.Average();

    private static double Variance(EmpiricalSpectrum spectrum)
    {
        double mean = Mean(spectrum);
        return spectrum.Eigenvalues.Average(value => (value - mean) * (value - mean));
    }
}
