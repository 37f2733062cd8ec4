using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>The law of φ'(√p Z)² for an activation whose slope varies; pieces of constant slope are atoms.</summary>
/// <remarks>
/// <para>
/// h(v) = E[f/(v − f)] by Gauss–Legendre panels on which f is a polynomial to rounding; near the axis the poles f(x) = v
/// close to a panel are found and their part of the sum is replaced by its exact integral, so that h is right up to and on
/// the axis.
/// </para>
/// <para>Source: [HK21] eq. (16).</para>
/// </remarks>
internal sealed record SmoothSlopeLaw : SlopeLaw
{
    // Where a convergent E φ'⁴ has all but this share behind it.
    private const double FarOut = 8.0;
    private const double FarShare = 1e-2;
    private const double Rounding = 2.220446049250313e-16;

    // The step of the difference that tells how f' bends.
    private const double Probe = 1e-6;

    private readonly string name;
    private readonly double variance;
    private readonly SlopePanel[] panels;
    private readonly SlopeShape[] shapes;
    private readonly Activation activation;
    private readonly double root;

    public SmoothSlopeLaw(Activation activation, double preActivationVariance)
    {
        name = activation.Name;
        variance = preActivationVariance;
        this.activation = activation;
        root = Math.Sqrt(preActivationVariance);
        double SlopeAt(double t) => activation.Derivative(root * t);
        GaussianPanels rule = GaussianPanels.ForSlope(activation, root, SlopeAt);
        List<SlopePanel> continuous = [];
        SortedDictionary<double, double> atoms = [];
        for (int piece = 0; piece <= activation.Kinks.Length; piece++)
        {
            double low = piece == 0 ? double.NegativeInfinity : activation.Kinks[piece - 1] / root;
            double high = piece == activation.Kinks.Length ? double.PositiveInfinity : activation.Kinks[piece] / root;
            if (activation.SlopeOnPiece(piece) is { } slope)
            {
                double weight = AtomicSlopeLaw.NormalMass(low, high);
                if (weight > 0.0)
                {
                    atoms[slope * slope] = atoms.GetValueOrDefault(slope * slope) + weight;
                }

                continue;
            }

            for (int panel = 0; panel + 1 < rule.Ends.Length; panel++)
            {
                double middle = 0.5 * (rule.Ends[panel] + rule.Ends[panel + 1]);
                if (middle > low && middle < high)
                {
                    continuous.Add(new SlopePanel(rule.Ends[panel], rule.Ends[panel + 1], SlopeAt));
                }
            }
        }

        panels = [.. continuous];
        foreach (SlopePanel panel in panels)
        {
            foreach (double value in panel.Values)
            {
                if (!double.IsFinite(value))
                {
                    throw new ArgumentException(
                        FormattableString.Invariant($"activation {name} must have a finite slope, but has none near {root * panel.Left:G6}."));
                }
            }
        }

        Atoms = [.. atoms.Select(pair => new Atom(pair.Key, Math.Min(1.0, pair.Value)))];
        double mean = Atoms.Sum(atom => atom.Weight * atom.Location);
        double second = Atoms.Sum(atom => atom.Weight * atom.Location * atom.Location);
        foreach (SlopePanel panel in panels)
        {
            for (int i = 0; i < GaussianPanels.Order; i++)
            {
                mean += panel.Weights[i] * panel.Values[i];
            }

            second += SecondMomentOf(panel);
        }

        double far = panels.Where(panel => Math.Abs(panel.Left + panel.Right) > 2.0 * FarOut).Sum(SecondMomentOf);
        if (!double.IsFinite(second) || far > FarShare * second)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"activation {name} must have E phi'^4 within {FarOut} standard deviations at variance {variance:R}, but more than a hundredth of it lies farther out, or it is infinite."));
        }

        Mean = mean;
        Variance = second - (mean * mean);
        shapes = [.. panels.Select(panel => new SlopeShape(panel, SlopeAt))];
        double[] places = [.. Atoms.Select(atom => atom.Location)];
        Reached = (places.Concat(shapes.Select(shape => shape.Bottom)).Min(), places.Concat(shapes.Select(shape => shape.Top)).Max());

        // Beyond the panels a slope may still creep towards its limit, or have its largest value there if p is small.
        ImmutableArray<SlopeTail> tails = [.. Tails()];
        IsBounded = tails.All(tail => tail.IsBounded);
        Top = tails.Select(tail => tail.Top).Append(Reached.Top).Max();
        Bottom = tails.Select(tail => tail.Bottom).Append(Reached.Bottom).Min() is var least && least < 1e-14 * Top ? 0.0 : least;
        Gaps = FindGaps();
        AtZero = new HardEdge(
            Atoms.Where(atom => atom.Location == 0.0).Sum(atom => atom.Weight),
            SlopeZeros.Order(panels, SlopeAt, activation, root));
        ContinuesAtAtom = activation.Kinks.Any(kink => Atoms.Any(atom => IsClose(SlopeAt(Math.BitDecrement(kink / root)), atom)
            && IsClose(SlopeAt(kink / root), atom)));

        IEnumerable<SlopeTail> Tails()
        {
            if (activation.SlopeOnPiece(0) is null)
            {
                yield return SlopeTail.Of(activation, root, -1.0);
            }

            if (activation.SlopeOnPiece(activation.Kinks.Length) is null)
            {
                yield return SlopeTail.Of(activation, root, 1.0);
            }
        }

        static bool IsClose(double slope, Atom atom) => Math.Abs((slope * slope) - atom.Location) <= 1e-12 * atom.Location;
    }

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms { get; }

    /// <inheritdoc/>
    public override double Mean { get; }

    /// <inheritdoc/>
    public override double Variance { get; }

    /// <inheritdoc/>
    public override double Bottom { get; }

    /// <inheritdoc/>
    public override bool IsBounded { get; }

    /// <inheritdoc/>
    public override double Top { get; }

    /// <inheritdoc/>
    public override (double Bottom, double Top) Reached { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Interval> Gaps { get; }

    /// <summary>Whether two laws come from the same activation and variance.</summary>
    public bool Equals(SmoothSlopeLaw? other) => other is not null && name == other.name && variance == other.variance;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(name, variance);

    /// <inheritdoc/>
    internal override HardEdge AtZero { get; }

    /// <inheritdoc/>
    internal override bool ContinuesAtAtom { get; }

    /// <inheritdoc/>
    internal override double ArgumentMean(Complex v)
    {
        double sum = Atoms.Sum(atom => atom.Weight * (v - atom.Location).Phase);
        foreach (SlopePanel panel in panels)
        {
            sum += panel.ArgumentIntegral(v);
        }

        return sum;
    }

    /// <inheritdoc/>
    internal override Complex MomentTransform(Complex v, out Complex shifted, out Complex derivative)
    {
        Complex sum = AtomicPart(Atoms, v, out shifted, out derivative);
        Complex a = Complex.Sqrt(v);
        bool offSupport = v.Imaginary == 0.0 && (v.Real > Top || v.Real < Bottom);
        MomentSums sums = default;
        Complex correction = Complex.Zero;
        Complex correctionSlope = Complex.Zero;
        foreach (SlopePanel panel in panels)
        {
            panel.AddMomentTransform(v, a, offSupport, ref sums, ref correction, ref correctionSlope);
        }

        Complex plainSlope = sums.Derivative;
        if (double.IsFinite(plainSlope.Real) && double.IsFinite(plainSlope.Imaginary))
        {
            shifted += sums.Shifted + correction;
            derivative += plainSlope + correctionSlope;
            return sum + sums.Sum + correction;
        }

        // A node hit v, or v is so small that its square underflows.
        foreach (SlopePanel panel in panels)
        {
            panel.AddPlain(v, ref sum, ref shifted, ref derivative);
        }

        return sum;
    }

    /// <summary>The density of ν at f, Σ w(x)/|f'(x)| over the preimages x of f.</summary>
    /// <remarks>
    /// The panels give the preimages to some 12 digits; Newton's method on the slope itself gives the rest. Error: that of x, the rounding of
    /// the slope over its derivative, through the weight and through f'.
    /// </remarks>
    internal Estimate<double> Density(double f)
    {
        double sum = 0.0;
        double error = 0.0;
        int count = 0;
        foreach ((double near, double target) in shapes.SelectMany(shape => shape.Preimages(f)))
        {
            double x = near;
            double change = double.PositiveInfinity;
            for (int step = 0; step < 4 && change > 0.0; step++)
            {
                double move = (activation.Derivative(root * x) - target) / (root * activation.SecondDerivative(root * x));
                if (!(Math.Abs(move) < Math.Min(1e-6, change)))
                {
                    break;
                }

                x -= move;
                change = Math.Abs(move);
            }

            double slope = root * activation.SecondDerivative(root * x);
            double term = Math.Exp(-0.5 * x * x) / (Math.Sqrt(2.0 * Math.PI) * Math.Abs(2.0 * target * slope));
            double place = (Rounding * ((Math.Abs(target / slope)) + Math.Abs(x))) + (double.IsFinite(change) ? change * change : 1e-10);
            double bend = Math.Abs(((root * activation.SecondDerivative(root * (x + Probe))) - slope) / (Probe * slope));
            sum += term;
            error += term * ((4.0 * Rounding) + (place * (Math.Abs(x) + bend)));
            count++;
        }

        return new Estimate<double>(sum, error, count);
    }

    /// <summary>E g(f) over the continuous part.</summary>
    internal Complex Average(Func<double, Complex> g)
    {
        Complex sum = Complex.Zero;
        foreach (SlopePanel panel in panels)
        {
            for (int i = 0; i < GaussianPanels.Order; i++)
            {
                sum += panel.Weights[i] * g(panel.Values[i]);
            }
        }

        return sum;
    }

    /// <summary>What the ranges of f on the panels and the atoms leave open between bottom and top.</summary>
    private ImmutableArray<Interval> FindGaps()
    {
        List<(double Low, double High)> ranges =
        [
            .. Atoms.Select(atom => (atom.Location, atom.Location)),
            .. shapes.Select(shape => (shape.Bottom, shape.Top)),
        ];

        ranges.Sort();
        ImmutableArray<Interval>.Builder gaps = ImmutableArray.CreateBuilder<Interval>();
        double reach = ranges[0].High;
        foreach ((double low, double high) in ranges)
        {
            if (low > reach + (1e-9 * Top))
            {
                gaps.Add(new Interval(reach, low));
            }

            reach = Math.Max(reach, high);
        }

        return gaps.ToImmutable();
    }

    private static double SecondMomentOf(SlopePanel panel)
    {
        double sum = 0.0;
        for (int i = 0; i < GaussianPanels.Order; i++)
        {
            sum += panel.Weights[i] * panel.Values[i] * panel.Values[i];
        }

        return sum;
    }
}
