using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Networks.Chain;

/// <summary>
/// The law μ_L of a chain whose slope laws have no explicit inverse (smooth activations), or with Gaussian weights.
/// </summary>
/// <remarks>
/// <para>Each value comes from a certified solution of the equations of <see cref="ImplicitChain"/>.</para>
/// <para>
/// All quantities are kept relative to q_{L−1}, the lower end of the support, so that offsets from a hard edge there keep
/// their relative accuracy.
/// </para>
/// <para>Source: [HK21] eqs. (10)–(15); [BB07].</para>
/// </remarks>
internal sealed record ImplicitChainLaw : SpectralMeasure
{
    private const double Rounding = 2.220446049250313e-16;

    private const double RegularResolution = 1e-7;

    private readonly SpectralChain chain;
    private readonly ChainStatistics statistics;
    private readonly ImplicitSolver solver;
    private readonly double shift;
    private readonly Lazy<ImmutableArray<ImplicitBand>> bands;
    private readonly Lazy<ImmutableArray<Band>> publicBands;

    public ImplicitChainLaw(SpectralChain chain, ChainStatistics statistics)
    {
        this.chain = chain;
        this.statistics = statistics;
        shift = chain.Layers[^1].SecondMoment;
        ChainLayer last = chain.Layers[^1];
        ImplicitChain equations = new(
            chain.InputMoment,
            chain.Layers.SetItem(chain.Layers.Length - 1, new ChainLayer(last.Slope, 0.0, last.WeightVariance, last.WidthRatio)),
            chain.Weights);
        double scale = Math.Abs(statistics.Mean) + Math.Sqrt(statistics.Variance);
        solver = new ImplicitSolver(equations, scale, shift);
        bands = new Lazy<ImmutableArray<ImplicitBand>>(() => ImplicitBands.Find(chain, statistics, equations, solver, shift));
        publicBands = new Lazy<ImmutableArray<Band>>(() => [.. bands.Value.Select(band => new Band(
            Math.Max(0.0, shift + band.Left),
            shift + band.Right,
            band.Mass,
            band.LeftEdge.Exponent ?? double.PositiveInfinity,
            band.RightEdge.Exponent ?? double.PositiveInfinity))]);
    }

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms => statistics.Atoms;

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands => publicBands.Value;

    /// <inheritdoc/>
    public override double Mean => statistics.Mean;

    /// <inheritdoc/>
    public override double Variance => statistics.Variance;

    /// <inheritdoc/>
    public override double Density(double x) => DensityEstimate(x).Value;

    /// <inheritdoc/>
    public override Estimate<double> DensityEstimate(double x)
    {
        Require.Finite(x);
        double y = x - shift;
        foreach (ImplicitBand band in bands.Value)
        {
            if (y >= band.Left && y <= band.Right)
            {
                return y - band.Left <= band.Right - y
                    ? DensityInBand(band, IntervalEnd.Left, y - band.Left)
                    : DensityInBand(band, IntervalEnd.Right, band.Right - y);
            }
        }

        return new Estimate<double>(0.0, 0.0, 0);
    }

    /// <inheritdoc/>
    public override double DensityFromEdge(int band, IntervalEnd end, double offset) =>
        DensityInBand(bands.Value[band], end, offset).Value;

    /// <inheritdoc/>
    /// <remarks>At a real point inside a band this is the limit from the upper half-plane.</remarks>
    public override Complex Cauchy(Complex z)
    {
        if (z.Imaginary < 0.0)
        {
            return Complex.Conjugate(Cauchy(Complex.Conjugate(z)));
        }

        Solve(z - shift, out Complex f, out _);
        return 1.0 / f;
    }

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z)
    {
        if (z.Imaginary < 0.0)
        {
            return Complex.Conjugate(CauchyDerivative(Complex.Conjugate(z)));
        }

        Solve(z - shift, out Complex f, out Complex slope);
        return -slope / (f * f);
    }

    /// <inheritdoc/>
    /// <remarks>Inside a band a sum of arguments, without quadrature over the band.</remarks>
    public override double CumulativeDistribution(double x)
    {
        Require.Finite(x);
        double y = x - shift;
        double below = Atoms.Where(atom => atom.Location <= x).Sum(atom => atom.Weight);
        foreach (ImplicitBand band in bands.Value)
        {
            if (y >= band.Right)
            {
                below += band.Mass;
            }
            else if (y > band.Left)
            {
                return solver.MassBelow(solver.InBand(y, band, out _, out _));
            }
        }

        return below;
    }

    /// <inheritdoc/>
    public override double MassFromEdge(int band, IntervalEnd end, double offset) => MassFromEdgeByDistribution(band, end, offset);

    /// <inheritdoc/>
    /// <remarks>
    /// The mass next to a vanished atom or a hard edge, where the density is known less well than its integral, is counted at the end.
    /// </remarks>
    public override Estimate<Complex> IntegrateBand(int band, Func<double, Complex> f, Tolerance tolerance)
    {
        ArgumentNullException.ThrowIfNull(f);
        ImplicitBand b = bands.Value[band];
        double left = b.LeftEdge.Kind is EdgeKind.Vanished or EdgeKind.Hard ? b.LeftEdge.Reach : 0.0;
        double right = b.RightEdge.Kind == EdgeKind.Vanished ? b.RightEdge.Reach : 0.0;
        Complex sum = Complex.Zero;
        double error = 0.0;
        int evaluations = 2;
        double start = left;
        foreach (double stop in Cuts(b.Width).Append(b.Width - right).Where(cut => cut > left && cut <= b.Width - right))
        {
            double before = start, after = b.Width - stop;
            Estimate<Complex> part = DoubleExponential.Adaptive(
                (fromLeft, fromRight) => before + fromLeft <= after + fromRight
                    ? DensityFromEdge(band, IntervalEnd.Left, before + fromLeft) * f(shift + b.Left + before + fromLeft)
                    : DensityFromEdge(band, IntervalEnd.Right, after + fromRight) * f(shift + b.Right - after - fromRight),
                stop - before,
                tolerance);
            sum += part.Value;
            error += part.Error;
            evaluations += part.Evaluations;
            start = stop;
        }

        Complex ends = Complex.Zero;
        if (left > 0.0)
        {
            ends += b.LeftEdge.Mass * f(shift + b.Left);
        }

        if (right > 0.0)
        {
            ends += b.RightEdge.Mass * f(shift + b.Right);
        }

        return new Estimate<Complex>(sum + ends, error + (1e-9 * Complex.Abs(ends)), evaluations);
    }

    /// <summary>Where a band far wider than the bulk of its mass is cut, as the laws of unbounded slopes are: a rule over the whole would see nothing.</summary>
    private IEnumerable<double> Cuts(double width)
    {
        for (double cut = 4.0 * solver.Scale; cut < 0.1 * width; cut *= 16.0)
        {
            yield return cut;
        }
    }

    /// <summary>Whether two laws come from the same chain.</summary>
    public bool Equals(ImplicitChainLaw? other) => other is not null && chain.Equals(other.chain);

    /// <inheritdoc/>
    public override int GetHashCode() => chain.GetHashCode();

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append(Invariant($"depth {chain.Depth}, {chain.Weights} weights"));
        return true;
    }

    private Estimate<double> DensityInBand(ImplicitBand band, IntervalEnd end, double offset)
    {
        ChainEdge edge = band.Edge(end);
        if (offset <= 0.0)
        {
            bool diverges = edge.Kind is EdgeKind.Hard or EdgeKind.Vanished;
            return new Estimate<double>(diverges ? double.PositiveInfinity : 0.0, 0.0, 0);
        }

        switch (edge.Kind)
        {
            case EdgeKind.Flat when offset < edge.Reach:
                return new Estimate<double>(0.0, Math.Max(1e-13 / band.Width, 1e-15 / solver.Scale), 0);
            case EdgeKind.Vanished when offset < edge.Reach:
                double value = edge.Near(offset);
                double bend = edge.Shape * Math.Log(edge.Reach / offset);
                return new Estimate<double>(value, value * ((bend * bend) + 1e-5), 1);
            case EdgeKind.Hard when offset < edge.Reach:
                return Continue(band, end, offset, edge);
            case EdgeKind.Regular when offset < RegularResolution * band.Width:
                return Extrapolate(band, end, offset, RegularResolution * band.Width);
        }

        double y = band.At(end, offset);
        solver.InBand(y, band, out Complex f, out Complex slope);
        Complex g = 1.0 / f;
        double density = Math.Max(0.0, -g.Imaginary / Math.PI);

        // A relative error of a few units in each layer, and the rounding of x, moved through dF/dz.
        double error = Rounding * 16.0 * chain.Depth * Complex.Abs(g) * (1.0 + Complex.Abs(slope * g * y)) / Math.PI;
        return new Estimate<double>(density, error, 1);
    }

    /// <summary>The density so near a hard edge that 1 + u is below rounding in an earlier layer: the power goes on.</summary>
    private Estimate<double> Continue(ImplicitBand band, IntervalEnd end, double offset, ChainEdge edge)
    {
        double first = DensityInBand(band, end, edge.Reach).Value;
        double power = edge.Exponent ?? (Math.Log(DensityInBand(band, end, 4.0 * edge.Reach).Value / first) / Math.Log(4.0));
        double value = first * Math.Pow(offset / edge.Reach, power);
        return new Estimate<double>(value, value * (edge.Exponent is null ? 0.1 : 1e-9), 1);
    }

    /// <summary>The density very near a regular edge, √δ (A + Bδ), from two certified values.</summary>
    private Estimate<double> Extrapolate(ImplicitBand band, IntervalEnd end, double offset, double anchor)
    {
        double first = DensityInBand(band, end, anchor).Value / Math.Sqrt(anchor);
        double second = DensityInBand(band, end, 2.0 * anchor).Value / Math.Sqrt(2.0 * anchor);
        double b = (second - first) / anchor;
        double value = Math.Sqrt(offset) * (first - (b * anchor) + (b * offset));
        double curvature = Math.Abs(second - first) / Math.Abs(first);
        return new Estimate<double>(value, value * ((4.0 * curvature * curvature) + 1e-9), 2);
    }

    /// <summary>The certified state over y = z − q_{L−1} in the closed upper half-plane.</summary>
    private void Solve(Complex y, out Complex f, out Complex slope)
    {
        if (y.Imaginary != 0.0)
        {
            solver.Descend(y, out f, out slope);
            return;
        }

        ImmutableArray<ImplicitBand> all = bands.Value;
        foreach (ImplicitBand band in all)
        {
            if (y.Real > band.Left && y.Real < band.Right)
            {
                solver.InBand(y.Real, band, out f, out slope);
                return;
            }
        }

        bool right = all.IsEmpty ? y.Real > statistics.Mean - shift : y.Real >= all[^1].Right;
        if (right || y.Real <= (all.IsEmpty ? 0.0 : all[0].Left))
        {
            solver.OffSupport(y.Real, right, out f, out slope);
            return;
        }

        solver.Descend(y, out f, out slope);
    }
}
