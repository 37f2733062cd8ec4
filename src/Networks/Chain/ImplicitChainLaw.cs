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
/// <para>
/// Each value solves the equations of <see cref="ImplicitChain"/> by Newton's method, reached by descent from far above the
/// support, and is returned only if every subordination point lies in the upper half-plane: then it is the right one.
/// </para>
/// <para>
/// All quantities are kept relative to q_{L−1}, the lower end of the support, so that offsets from a hard edge there keep
/// their relative accuracy.
/// </para>
/// <para>Source: [HK21] eqs. (10)–(15); [BB07].</para>
/// </remarks>
internal sealed record ImplicitChainLaw : SpectralMeasure
{
    private const double Rounding = 2.220446049250313e-16;
    private const int TableSize = 24;

    // On the axis a point of the closed half-plane may fall below it by rounding.
    private const double Slack = 1e-11;
    private const double RoundingSlack = 1e-14;
    private const double Noise = 1e-7;

    private readonly SpectralChain chain;
    private readonly ChainStatistics statistics;
    private readonly ImplicitChain equations;
    private readonly double shift;
    private readonly Lazy<ImmutableArray<ImplicitBand>> bands;
    private readonly Lazy<ImmutableArray<Band>> publicBands;

    public ImplicitChainLaw(SpectralChain chain, ChainStatistics statistics)
    {
        this.chain = chain;
        this.statistics = statistics;
        shift = chain.Layers[^1].SecondMoment;
        ChainLayer last = chain.Layers[^1];
        equations = new ImplicitChain(
            chain.InputMoment,
            chain.Layers.SetItem(chain.Layers.Length - 1, new ChainLayer(last.Slope, 0.0, last.WeightVariance, last.WidthRatio)),
            chain.Weights);
        bands = new Lazy<ImmutableArray<ImplicitBand>>(FindBands);
        publicBands = new Lazy<ImmutableArray<Band>>(() => [.. bands.Value.Select(band => new Band(
            shift + band.Left, shift + band.Right, band.Mass, Named(band.LeftExponent), Named(band.RightExponent)))]);
    }

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms => statistics.Atoms;

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands => publicBands.Value;

    /// <inheritdoc/>
    public override double Mean => statistics.Mean;

    /// <inheritdoc/>
    public override double Variance => statistics.Variance;

    private double Scale => Math.Abs(statistics.Mean) + Math.Sqrt(statistics.Variance);

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

        Solve(z - shift, null, out Complex f, out _);
        return 1.0 / f;
    }

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z)
    {
        if (z.Imaginary < 0.0)
        {
            return Complex.Conjugate(CauchyDerivative(Complex.Conjugate(z)));
        }

        Solve(z - shift, null, out Complex f, out Complex slope);
        return -slope / (f * f);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Inside a band a sum of arguments: 1 − arg(F₁)/π − Σ [E arg(v_ℓ − f) + arg u_ℓ]/π, since
    /// G' dz' = G dz + G_ν(v) dv + d log u.
    /// </remarks>
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
                return MassBelow(Solve(new Complex(y, 0.0), band, out _, out _));
            }
        }

        return below;
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
        double exponent = end == IntervalEnd.Left ? band.LeftExponent : band.RightExponent;
        if (offset <= 0.0)
        {
            return new Estimate<double>(exponent < 0.0 ? double.PositiveInfinity : 0.0, 0.0, 0);
        }

        double width = band.Right - band.Left;
        if (double.IsInfinity(exponent) && offset < (end == IntervalEnd.Left ? band.FlatLeft : band.FlatRight))
        {
            // Flatter than any power: below rounding from here to the end.
            return new Estimate<double>(0.0, 1e-13 / width, 0);
        }

        bool half = exponent is 0.5 or -0.5;
        bool vanished = exponent == -0.5 && HasVanished(end == IntervalEnd.Left ? band.Left : band.Right);
        double smallest = (exponent == 0.5 ? 1e-7 : vanished ? 1e-9 : half ? 1e-11 : 1e-18) * width;
        if (vanished && offset < smallest)
        {
            // Logarithms may correct the power where the continuous part reaches the atom: the local power is measured.
            double near = DensityInBand(band, end, smallest).Value;
            double local = Math.Log(DensityInBand(band, end, 4.0 * smallest).Value / near) / Math.Log(4.0);
            double value = near * Math.Pow(offset / smallest, local);
            return new Estimate<double>(value, 0.02 * value, 2);
        }

        if (double.IsFinite(exponent) && offset < smallest)
        {
            return Extrapolate(band, end, offset, smallest, exponent, half);
        }

        double y = end == IntervalEnd.Left ? band.Left + offset : band.Right - offset;
        Solve(new Complex(y, 0.0), band, out Complex f, out Complex slope);
        double square = (f.Real * f.Real) + (f.Imaginary * f.Imaginary);
        double density = Math.Max(0.0, f.Imaginary / (Math.PI * square));

        // A relative error of a few units in each layer, and the rounding of x, moved through dF/dz.
        double error = Rounding * 16.0 * chain.Depth * ((Complex.Abs(f) + (Complex.Abs(slope) * Math.Abs(y))) / (Math.PI * square));
        return new Estimate<double>(density, error, 1);
    }

    /// <summary>
    /// The density very near an edge, δ^β(A + B δ^κ) with κ = 1 at a regular edge and ½ at a diverging one, from two certified
    /// values; at other exponents the leading power alone.
    /// </summary>
    private Estimate<double> Extrapolate(
        ImplicitBand band, IntervalEnd end, double offset, double anchor, double exponent, bool half)
    {
        double first = DensityInBand(band, end, anchor).Value / Math.Pow(anchor, exponent);
        if (!half)
        {
            return new Estimate<double>(first * Math.Pow(offset, exponent), 0.05 * first * Math.Pow(offset, exponent), 1);
        }

        double second = DensityInBand(band, end, 2.0 * anchor).Value / Math.Pow(2.0 * anchor, exponent);
        double kappa = exponent > 0.0 ? 1.0 : 0.5;
        double b = (second - first) / (Math.Pow(2.0 * anchor, kappa) - Math.Pow(anchor, kappa));
        double a = first - (b * Math.Pow(anchor, kappa));
        double value = Math.Pow(offset, exponent) * (a + (b * Math.Pow(offset, kappa)));
        double curvature = Math.Abs(second - first) / Math.Abs(first);
        return new Estimate<double>(value, value * ((4.0 * curvature * curvature) + 1e-9), 2);
    }

    /// <summary>The certified state over y = z − q_{L−1}.</summary>
    private ChainState Solve(Complex y, ImplicitBand? band, out Complex f, out Complex slope)
    {
        bool onAxis = y.Imaginary == 0.0;
        if (onAxis && band is null)
        {
            foreach (ImplicitBand candidate in bands.Value)
            {
                if (y.Real > candidate.Left && y.Real < candidate.Right)
                {
                    band = candidate;
                }
            }

            if (band is null)
            {
                return SolveReal(y.Real, out f, out slope);
            }
        }

        if (band is not null && onAxis)
        {
            ChainState? start = band.Nearest(y.Real);
            if (start is not null)
            {
                ChainState trial = start.Copy();
                if (Converge(y, trial, out f, out slope))
                {
                    return trial;
                }
            }
        }

        ChainState state = Descend(y, out f, out slope);
        band?.Remember(y.Real, state);
        return state;
    }

    private ChainState SolveReal(double y, out Complex f, out Complex slope)
    {
        // Off the support the chain is real; bisect on F₁, along which z increases.
        bool right = bands.Value.IsEmpty ? y > statistics.Mean - shift : y >= bands.Value[^1].Right;
        if (!right && y > (bands.Value.IsEmpty ? 0.0 : bands.Value[0].Left))
        {
            return Descend(new Complex(y, 0.0), out f, out slope);
        }

        double[] v = new double[equations.Steps];
        double size = Scale;
        double low = right ? 0.0 : -size;
        double high = right ? size : 0.0;
        int[] gaps = [.. Enumerable.Repeat(right ? 0 : 1, equations.Steps)];
        while (right && equations.FollowReal(high, gaps, v) is var outer && !(outer.IsPhysical && outer.Z >= y))
        {
            high *= 2.0;
        }

        while (!right && equations.FollowReal(low, gaps, v) is var outer && !(outer.IsPhysical && outer.Z <= y))
        {
            low *= 2.0;
        }

        for (int i = 0; i < 200; i++)
        {
            double middle = 0.5 * (low + high);
            RealPoint point = equations.FollowReal(middle, gaps, v);
            if (right ? !point.IsPhysical || point.Z < y : point.IsPhysical && point.Z < y)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        double found = right ? high : low;
        equations.FollowReal(found, gaps, v);
        ChainState state = new(found, [.. v.Select(point => (Complex)point)]);
        equations.Step(new Complex(y, 0.0), state, 1.0);
        equations.Certify(state, out f, out slope, Slack);
        return state;
    }

    private bool Converge(Complex y, ChainState state, out Complex f, out Complex slope)
    {
        double previous = double.PositiveInfinity;
        for (int i = 0; i < 30; i++)
        {
            double size = equations.Step(y, state, 1.0);
            if (!(size < 0.7) || (i > 1 && size > 0.9 * previous && size > Noise))
            {
                break;
            }

            // Near a stationary point the steps stall at the root of the rounding error; the error estimate allows for it.
            if (size < 3e-15 || (size > 0.3 * previous && size < Noise))
            {
                return equations.Certify(state, out f, out slope, y.Imaginary == 0.0 ? Slack : RoundingSlack);
            }

            previous = size;
        }

        f = slope = default;
        return false;
    }

    private ChainState Descend(Complex target, out Complex f, out Complex slope)
    {
        double scale = Scale;
        double height = 30.0 * (scale + Complex.Abs(target));
        ChainState state = equations.Far(target + new Complex(0.0, height));
        for (int i = 0; !Converge(target + new Complex(0.0, height), state, out f, out slope); i++)
        {
            if (i > 30)
            {
                throw Failure(target, height);
            }

            height *= 6.0;
            state = equations.Far(target + new Complex(0.0, height));
        }

        double factor = 0.3;
        for (int i = 0; i < 3000; i++)
        {
            if (height < 0.05 * scale && factor < 0.75)
            {
                ChainState last = state.Copy();
                if (Converge(target, last, out f, out slope))
                {
                    return last;
                }
            }

            double lower = height * factor;
            ChainState trial = state.Copy();
            if (Converge(target + new Complex(0.0, lower), trial, out f, out slope))
            {
                state = trial;
                height = lower;
                factor = Math.Max(0.1, factor * factor);
                if (height < 1e-15 * Math.Max(Complex.Abs(target), 1e-12 * scale))
                {
                    ChainState last = state.Copy();
                    return Converge(target, last, out f, out slope) ? last : throw Failure(target, height);
                }
            }
            else
            {
                factor = Math.Sqrt(factor);
                if (factor > 1.0 - 1e-5)
                {
                    break;
                }
            }
        }

        throw Failure(target, height);
    }

    private NonConvergenceException Failure(Complex target, double height) => new(
        "The certified Cauchy transform of a chain", target + shift, 3000, height, "Ask at a point farther from an edge of the support.");

    private double MassBelow(ChainState state)
    {
        int n = equations.Steps;
        Complex[] fs = new Complex[n];
        Complex[] ks = new Complex[n];
        equations.Trace(state, fs, ks);
        double mass = 1.0 - (state.F.Phase / Math.PI);
        for (int i = 0; i < n; i++)
        {
            Complex u = ks[i] / fs[i];
            mass -= (equations.Slope(i).ArgumentMean(state.V[i]) + u.Phase) / Math.PI;
            if (equations.WidthRatio(i) is { } r)
            {
                Complex y = state.V[i] * ks[i];
                mass = (mass / r) + ((1.0 - (1.0 / r)) * (1.0 - (y.Phase / Math.PI))) - (u.Imaginary / (Math.PI * r));
            }
        }

        return mass;
    }

    private ImmutableArray<ImplicitBand> FindBands()
    {
        ImplicitSupport support = ImplicitSupport.Find(chain, equations, statistics, shift, Scale);
        ImmutableArray<ImplicitBand>.Builder found = ImmutableArray.CreateBuilder<ImplicitBand>();
        foreach ((double left, double right, bool leftRegular, bool rightRegular) in support.Intervals)
        {
            ImplicitBand band = new(left, right, TableSize);
            double width = right - left;
            for (int i = 1; i < TableSize; i++)
            {
                double point = left + (width * Math.Pow(Math.Sin(0.5 * Math.PI * i / TableSize), 2.0));
                try
                {
                    band.Remember(point, Descend(new Complex(point, 0.0), out _, out _));
                }
                catch (NonConvergenceException)
                {
                    // A starting value less; the point itself will be tried again when it is asked for.
                }
            }

            double leftExponent = HasVanished(left) ? -0.5 : leftRegular ? 0.5 : MeasureExponent(band, IntervalEnd.Left);
            double rightExponent = HasVanished(right) ? -0.5 : rightRegular ? 0.5 : MeasureExponent(band, IntervalEnd.Right);
            double flatLeft = double.IsInfinity(leftExponent) ? FlatReach(band, IntervalEnd.Left) : 0.0;
            double flatRight = double.IsInfinity(rightExponent) ? FlatReach(band, IntervalEnd.Right) : 0.0;
            ImplicitBand complete = band.With(0.0, leftExponent, rightExponent, flatLeft, flatRight);
            double mass = support.Intervals.Length == 1 ? MassOf(left, right)
                : HasVanished(left) || HasVanished(right) ? MassBetween(band)
                : MassByQuadrature(complete);
            found.Add(band.With(mass, leftExponent, rightExponent, flatLeft, flatRight));
        }

        return found.ToImmutable();
    }

    /// <summary>Whether an atom has just vanished at a place, so that the density diverges there.</summary>
    private bool HasVanished(double y) =>
        statistics.Vanished.Any(location => Math.Abs(location - shift - y) <= 1e-9 * (Math.Abs(location) + Scale));

    /// <summary>How far from a flat end the density is below 1e-13 of its typical size, or cannot be told from 0.</summary>
    private double FlatReach(ImplicitBand band, IntervalEnd end)
    {
        double width = band.Right - band.Left;
        double reach = 0.25 * width;
        while (reach > 1e-300)
        {
            double y = end == IntervalEnd.Left ? band.Left + reach : band.Right - reach;
            try
            {
                Solve(new Complex(y, 0.0), band, out Complex f, out _);
                if (!(-(1.0 / f).Imaginary * width > 1e-13))
                {
                    return reach;
                }
            }
            catch (NonConvergenceException)
            {
                return reach;
            }

            reach *= 0.7;
        }

        return reach;
    }

    /// <summary>
    /// A measured exponent as the simple fraction −1 + 1/n or ½ that it is; +∞ where the density follows no such power, because
    /// it is flatter than any or carries logarithms.
    /// </summary>
    private static double Named(double measured)
    {
        if (measured == 0.5)
        {
            return measured;
        }

        for (int n = 2; n <= 12; n++)
        {
            double power = -1.0 + (1.0 / n);
            if (Math.Abs(measured - power) < 0.004)
            {
                return power;
            }
        }

        return double.PositiveInfinity;
    }

    /// <summary>The slope of log ρ against log offset near an end that is not a stationary value.</summary>
    private double MeasureExponent(ImplicitBand band, IntervalEnd end)
    {
        double width = band.Right - band.Left;
        double At(double fraction)
        {
            double y = end == IntervalEnd.Left ? band.Left + (fraction * width) : band.Right - (fraction * width);
            Solve(new Complex(y, 0.0), band, out Complex f, out _);
            return -(1.0 / f).Imaginary;
        }

        try
        {
            // A power shows the same slope at two distances; a lognormal or Gaussian end grows flatter without limit.
            double outer = Math.Log(At(1e-5) / At(1e-6)) / Math.Log(10.0);
            double inner = Math.Log(At(1e-9) / At(1e-10)) / Math.Log(10.0);
            if (!double.IsFinite(inner) || inner < -0.999 || (Math.Abs(inner - outer) > 0.03 && inner > 0.2))
            {
                return double.PositiveInfinity;
            }

            double half = Math.Round(2.0 * inner) / 2.0;
            return Math.Abs(inner - half) < 0.002 ? half : Math.Round(inner * 1e3) / 1e3;
        }
        catch (NonConvergenceException)
        {
            return double.PositiveInfinity;
        }
    }

    /// <summary>The mass of one of several bands, by integrating its density.</summary>
    private double MassByQuadrature(ImplicitBand band) => DoubleExponential.Adaptive(
        (fromLeft, fromRight) => fromLeft <= fromRight
            ? DensityInBand(band, IntervalEnd.Left, fromLeft).Value
            : DensityInBand(band, IntervalEnd.Right, fromRight).Value,
        band.Right - band.Left,
        new Tolerance(1e-12, 1e-12)).Value.Real;

    /// <summary>The mass of one of several bands, from the distribution function at both ends.</summary>
    private double MassBetween(ImplicitBand band)
    {
        double width = band.Right - band.Left;
        double At(double y) => MassBelow(Solve(new Complex(y, 0.0), band, out _, out _));
        double low = Regularised(fraction => At(band.Left + (fraction * width)));
        double high = Regularised(fraction => At(band.Right - (fraction * width)));
        return high - low;

        // Near a diverging end N = N₀ + c₁√δ + c₂δ + …; three values at ratios 1 : 4 : 16 remove both terms.
        static double Regularised(Func<double, double> at)
        {
            double a = at(1e-8);
            double b = at(4e-8);
            double c = at(16e-8);
            double ab = (2.0 * a) - b;
            double bc = (2.0 * b) - c;
            return ((4.0 * ab) - bc) / 3.0;
        }
    }

    /// <summary>The mass of a band: a contour integral of G around it, less the atoms inside.</summary>
    private double MassOf(double left, double right)
    {
        double mass = ContourMass.Around(y => { Solve(y, null, out Complex f, out _); return 1.0 / f; }, left, right);
        foreach (Atom atom in Atoms)
        {
            double y = atom.Location - shift;
            double reach = 0.25 * (right - left);
            mass -= y >= left - reach && y <= right + reach ? atom.Weight : 0.0;
        }

        return mass;
    }
}
