using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms.Rectangular;

/// <summary>One band of the law of squares of a rectangular free sum.</summary>
/// <remarks>
/// <para>Near an end the variable is M, which is monotone on every gap: y(M) has a critical point there, and ρ = −Im M/(πy).</para>
/// <para>Source: [BG09]; [TW14] §2 (the expansion).</para>
/// </remarks>
internal sealed class RectangularBand
{
    // In parts of the size of a factor.
    private const double Far = 100.0;

    private readonly RectangularSystem system;
    private readonly double reach;
    private readonly Lazy<EdgeExpansion?> left;
    private readonly Lazy<EdgeExpansion?> right;
    private readonly Lazy<HardEndSeries?> leftSeries;
    private readonly Lazy<HardEndSeries?> rightSeries;
    private readonly double hard;

    private RectangularBand(
        RectangularSystem system, double reach, RectangularEdge? leftEdge, RectangularEdge rightEdge, double mass)
    {
        this.system = system;
        this.reach = reach;
        double start = leftEdge?.Y ?? 0.0;
        left = new Lazy<EdgeExpansion?>(() => Expand(leftEdge, 1.0));
        right = new Lazy<EdgeExpansion?>(() => Expand(rightEdge, -1.0));
        leftSeries = new Lazy<HardEndSeries?>(() => Series(IntervalEnd.Left));
        rightSeries = new Lazy<HardEndSeries?>(() => Series(IntervalEnd.Right));
        hard = 1e-8 * rightEdge.Y;
        Band = new Band(start, rightEdge.Y, mass);
        double leftExponent = leftEdge is null ? RectangularBottom.Exponent(system.Laws[0], system.Laws[1])!.Value : left.Value?.Exponent ?? PowerAt(IntervalEnd.Left);
        Band = new Band(start, rightEdge.Y, mass, leftExponent, right.Value?.Exponent ?? PowerAt(IntervalEnd.Right));
    }

    /// <summary>The band.</summary>
    public Band Band { get; }

    /// <summary>The bands between the gaps.</summary>
    public static ImmutableArray<RectangularBand> All(
        RectangularSystem system, ImmutableArray<RectangularEdge> edges, ImmutableArray<Atom> atoms, double reach)
    {
        if (edges.IsEmpty || !edges[^1].StartsGap)
        {
            throw new NonConvergenceException(
                "The support of a rectangular free sum", double.PositiveInfinity, edges.Length, null, "No upper end of the support was found.");
        }

        if (edges[0].StartsGap && RectangularBottom.Exponent(system.Laws[0], system.Laws[1]) is null)
        {
            throw new NonConvergenceException(
                "The support of a rectangular free sum", 0.0, edges.Length, null, "The end of the gap about 0 was not found; move the ratio away from 1.");
        }

        var bands = ImmutableArray.CreateBuilder<RectangularBand>();
        for (int i = 0; i < edges.Length; i++)
        {
            if (!edges[i].StartsGap)
            {
                continue;
            }

            RectangularEdge? start = i > 0 ? edges[i - 1] : null;
            double from = start?.Y ?? 0.0;
            double inside = atoms.Where(atom => atom.Location >= from && atom.Location <= edges[i].Y).Sum(atom => atom.Weight);
            double mass = (start?.MassAbove ?? 1.0) - edges[i].MassAbove - inside;
            if (mass > 1e-14)
            {
                bands.Add(new RectangularBand(system, reach, start, edges[i], mass));
            }
        }

        return bands.ToImmutable();
    }

    /// <summary>The density at a point of the band.</summary>
    public Estimate<double> Density(double y)
    {
        if (y == Band.Left || y == Band.Right)
        {
            double exponent = y == Band.Left ? Band.LeftExponent : Band.RightExponent;
            return new Estimate<double>(exponent < 0.0 ? double.PositiveInfinity : 0.0, 0.0, 0);
        }

        return y - Band.Left <= Band.Right - y
            ? FromEdge(IntervalEnd.Left, y - Band.Left)
            : FromEdge(IntervalEnd.Right, Band.Right - y);
    }

    /// <summary>The density at a distance from an end.</summary>
    public Estimate<double> FromEdge(IntervalEnd end, double offset)
    {
        Require.Positive(offset);
        double y = end == IntervalEnd.Left ? Band.Left + offset : Band.Right - offset;
        EdgeExpansion? expansion = end == IntervalEnd.Left ? left.Value : right.Value;
        if (expansion is not null && offset <= expansion.Reach && expansion.TrySolve(offset, out Complex difference))
        {
            double density = difference.Imaginary / (Math.PI * y);
            return new Estimate<double>(density, 1e-13 * density, 1);
        }

        if (expansion is null && (end == IntervalEnd.Left ? leftSeries : rightSeries).Value is { } series)
        {
            return offset < series.Reach ? series.Density(offset) : Solve(y);
        }

        return expansion is null && offset < hard ? Asymptotic(end, offset) : Solve(y);
    }

    private HardEndSeries? Series(IntervalEnd end) => HardEndSeries.Find(
        t => Solve(end == IntervalEnd.Left ? Band.Left + t : Band.Right - t),
        Band.Width,
        end == IntervalEnd.Left ? Band.Left : Band.Right,
        end == IntervalEnd.Left ? Band.LeftExponent : Band.RightExponent);

    private Estimate<double> Solve(double y)
    {
        RectangularSolver solver = new(system.Fresh(), reach);
        if (!solver.TrySolve(y))
        {
            throw new NonConvergenceException(
                "The rectangular free sum", Math.Sqrt(y), solver.Steps, null, "The branch could not be certified there; move away from the nearest edge.");
        }

        return new Estimate<double>(-solver.Point.Moment.Imaginary / (Math.PI * y), (solver.Error / (Math.PI * y)) + 1e-300, solver.Steps);
    }

    /// <summary>The power law at an end without an expansion, where rounding hides the distance.</summary>
    private Estimate<double> Asymptotic(IntervalEnd end, double offset)
    {
        double exponent = end == IntervalEnd.Left ? Band.LeftExponent : Band.RightExponent;
        double near = Beside(end, hard);
        double correction = Math.Abs((Beside(end, 100.0 * hard) / near * Math.Pow(100.0, -exponent)) - 1.0);
        if (!(correction < 1e-2))
        {
            throw new NonConvergenceException(
                "The rectangular free sum", Math.Sqrt(end == IntervalEnd.Left ? Band.Left : Band.Right), 2, correction,
                "The density near the end is not yet a power there.");
        }

        double density = near * Math.Pow(offset / hard, exponent);
        return new Estimate<double>(density, density * (correction + 1e-12), 2);
    }

    private double PowerAt(IntervalEnd end)
    {
        double slope = Math.Log10(Beside(end, 10.0 * hard) / Beside(end, hard));
        for (int n = 1; n <= 12; n++)
        {
            double rational = Math.Round(slope * n) / n;
            if (Math.Abs(rational - slope) < 2e-3 / n)
            {
                return rational;
            }
        }

        throw new NonConvergenceException(
            "The rectangular free sum", Math.Sqrt(end == IntervalEnd.Left ? Band.Left : Band.Right), 2, null, "The power of the density at the end could not be told.");
    }

    private double Beside(IntervalEnd end, double offset) => Solve(end == IntervalEnd.Left ? Band.Left + offset : Band.Right - offset).Value;

    private EdgeExpansion? Expand(RectangularEdge? edge, double sign)
    {
        if (edge?.Point is not { } point)
        {
            return null;
        }

        double center = point.Moment.Real;
        double share = (point.First.Slope * point.Second.Rate).Real;
        double other = (point.Second.Slope * point.First.Rate).Real;
        double total = share + other;
        double room = 1.0 + Math.Abs(center);
        RectangularSystem fresh = system.Fresh();
        (RectangularFactor first, RectangularFactor second) = (point.First, point.Second);
        return EdgeExpansion.Build(
            m => Evaluate(
                fresh,
                m,
                Moved(first.Y, (m - center) * share / total / first.Slope, IsFar(system, 0, first.Y)),
                Moved(second.Y, (m - center) * other / total / second.Slope, IsFar(system, 1, second.Y))),
            center,
            edge.Y,
            16.0 * 2.220446049250313e-16 * Math.Abs(edge.Y),
            room,
            sign,
            0.5);
    }

    /// <summary>Whether 1/y is the variable: where H nearly vanishes y is far out, and on a circle about an end it may pass infinity.</summary>
    private static bool IsFar(RectangularSystem system, int index, Complex y) => Complex.Abs(y) > Far * LawScale.Of(system.Laws[index]);

    /// <summary>y after a step, which is one of 1/y far out.</summary>
    private static Complex Moved(Complex y, Complex step, bool isFar) => isFar ? y / (1.0 - (step / y)) : y + step;

    /// <summary>The size of a step in parts of y, or of 1/y in parts of the size of 1/y at which it is far out.</summary>
    private static double Size(RectangularSystem system, int index, Complex y, Complex step, bool isFar) =>
        isFar ? Complex.Abs(step / y / y) * LawScale.Of(system.Laws[index]) : Complex.Abs(step / y);

    /// <summary>y at M = M₁ + M₂ with H₁ = H₂, by Newton's method from a start nearby.</summary>
    private static Complex? Evaluate(RectangularSystem system, Complex moment, Complex y1, Complex y2)
    {
        bool far1 = IsFar(system, 0, y1), far2 = IsFar(system, 1, y2);
        double previous = double.PositiveInfinity;
        for (int i = 0; i < 40; i++)
        {
            if (!Complex.IsFinite(y1) || !Complex.IsFinite(y2)
                || !system.TryFactor(0, y1, out RectangularFactor a) || !system.TryFactor(1, y2, out RectangularFactor b))
            {
                return null;
            }

            Complex sum = a.Moment + b.Moment - moment;
            Complex gap = a.Level - b.Level;
            Complex d = -(a.Slope * b.Rate) - (b.Slope * a.Rate);
            Complex s1 = ((b.Rate * sum) + (b.Slope * gap)) / d;
            Complex s2 = ((a.Rate * sum) - (a.Slope * gap)) / d;
            double relative = Math.Max(Size(system, 0, y1, s1, far1), Size(system, 1, y2, s2, far2));
            if (relative < 2e-15 || (relative < 1e-12 && relative >= 0.25 * previous))
            {
                return (1.0 + moment) * ((1.0 - system.Ratio) + (system.Ratio * (1.0 + moment))) / a.Level;
            }

            if (!(relative < 0.5))
            {
                return null;
            }

            y1 = Moved(y1, s1, far1);
            y2 = Moved(y2, s2, far2);
            previous = relative;
        }

        return null;
    }
}
