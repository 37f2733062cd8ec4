using FreeSpectra.Measures;

namespace FreeSpectra.Networks.Chain;

/// <summary>A real point v off the atoms of a slope law, over a given u = h(v).</summary>
/// <param name="V">v.</param>
/// <param name="Spread">Var f/(v − f), f ∼ ν: with u it gives −v h'(v) = u(1 + u) + Var.</param>
internal readonly record struct AtomicPreimage(double V, double Spread);

/// <summary>The real inverse of h_ν for finitely many atoms, good to rounding in the distance of v from its nearest atom.</summary>
/// <remarks>
/// Gap 0 is the outer one, which passes through v = ∞ at u = 0: above the top for u &gt; 0, below the bottom for u &lt; 0. Gap j lies between
/// the atoms j − 1 and j. In each of them h decreases.
/// </remarks>
internal sealed class AtomicInverse
{
    private const int MaxSteps = 200;
    private const double Settled = 3e-16;

    private readonly double[] places;
    private readonly double[] weights;

    public AtomicInverse(AtomicSlopeLaw law)
    {
        places = [.. law.Atoms.Select(atom => atom.Location)];
        weights = [.. law.Atoms.Select(atom => atom.Weight)];
        WeightAtZero = places[0] == 0.0 ? 1.0 - law.Alpha : 0.0;
    }

    /// <summary>ν{0}.</summary>
    public double WeightAtZero { get; }

    /// <summary>The number of gaps, the outer one included.</summary>
    public int Gaps => places.Length;

    /// <summary>The atom at the left end of a gap, where h = +∞; for the outer gap the top.</summary>
    public Atom LeftOf(int gap) => AtomAt(gap == 0 ? places.Length - 1 : gap - 1);

    /// <summary>The atom at the right end of a gap, where h = −∞; for the outer gap the bottom.</summary>
    public Atom RightOf(int gap) => AtomAt(gap);

    /// <summary>v in a gap with h(v) = u, or null where u is not attained there: next to an atom at 0 h is finite.</summary>
    /// <param name="gap">The gap.</param>
    /// <param name="u">u.</param>
    /// <param name="shifted">1 + u, formed without cancellation.</param>
    public AtomicPreimage? At(int gap, double u, double shifted)
    {
        if (gap > 0)
        {
            return Inner(gap, u, shifted);
        }

        return u > 0.0 ? Outer(places.Length - 1, 1.0, u)
            : places[0] > 0.0 ? Outer(0, -1.0, u)
            : shifted > WeightAtZero ? BelowZero(u, shifted)
            : null;
    }

    private Atom AtomAt(int i) => new(places[i], weights[i]);

    /// <summary>Σ wf/(δ + |f − f₀|) = |u| for the distance δ from the outermost atom f₀: 1/h is concave and nearly linear in δ.</summary>
    private AtomicPreimage? Outer(int anchor, double side, double u)
    {
        double size = Math.Abs(u);
        double mean = 0.0;
        for (int i = 0; i < places.Length; i++)
        {
            mean += weights[i] * places[i];
        }

        double distance = Solve(
            weights[anchor] * places[anchor] / size * 0.999,
            mean / size * 1.001,
            d =>
            {
                (double sum, double slope) = (0.0, 0.0);
                for (int i = 0; i < places.Length; i++)
                {
                    double inverse = 1.0 / (d + Math.Abs(places[i] - places[anchor]));
                    sum += weights[i] * places[i] * inverse;
                    slope += weights[i] * places[i] * inverse * inverse;
                }

                return ((1.0 / sum) - (1.0 / size), slope / (sum * sum));
            });
        return Found(anchor, side * distance, u);
    }

    /// <summary>Σ wδ/(δ + f) over Σ wf/(δ + f) is 1 + u − ν{0} over −u, the sums over the atoms f &gt; 0, for v = −δ below an atom at 0.</summary>
    private AtomicPreimage? BelowZero(double u, double shifted)
    {
        // Both sides of the ratio of the two sums are good to rounding, and it lies between δ over the top and δ over the least atom off 0.
        double target = (shifted - WeightAtZero) / -u;
        double distance = Solve(
            places[1] * target * 0.999,
            places[^1] * target * 1.001,
            d =>
            {
                (double lost, double kept, double slope) = (0.0, 0.0, 0.0);
                for (int i = 1; i < places.Length; i++)
                {
                    double inverse = 1.0 / (d + places[i]);
                    lost += weights[i] * d * inverse;
                    kept += weights[i] * places[i] * inverse;
                    slope += weights[i] * places[i] * inverse * inverse;
                }

                double ratio = lost / kept;
                return (ratio - target, slope * (1.0 + ratio) / kept);
            });
        return Found(0, -distance, u);
    }

    private AtomicPreimage? Inner(int gap, double u, double shifted)
    {
        bool zero = places[gap - 1] == 0.0;
        if (zero && shifted >= WeightAtZero)
        {
            return null;
        }

        double half = 0.5 * (places[gap] - places[gap - 1]);
        (double atMiddle, _) = Sum(gap - 1, half, -1);
        bool left = atMiddle < u;
        int anchor = left ? gap - 1 : gap;
        double side = left ? 1.0 : -1.0;
        if (left && zero)
        {
            // Next to an atom at 0, h is smooth: Σ wv/(v − f) = 1 + u − ν{0}.
            double target = shifted - WeightAtZero;
            double near = Solve(0.0, half * 1.001, d =>
            {
                (double sum, double slope) = (0.0, 0.0);
                for (int i = 1; i < places.Length; i++)
                {
                    double inverse = 1.0 / (places[i] - d);
                    sum += weights[i] * d * inverse;
                    slope += weights[i] * places[i] * inverse * inverse;
                }

                return (sum + target, slope);
            });
            return Found(anchor, near, u);
        }

        // δ(h − u), δ being the distance from the nearer atom, is smooth and nearly linear.
        double distance = Solve(0.0, half * 1.001, d =>
        {
            (double rest, double slope) = Sum(anchor, side * d, anchor);
            double off = rest - u;
            return (-side * ((side * weights[anchor] * places[anchor]) + (d * off)), -side * (off + (d * side * slope)));
        });
        return Found(anchor, side * distance, u);
    }

    /// <summary>Σ wf/(v − f) and its derivative at v = f₀ + offset, without one atom.</summary>
    private (double Value, double Derivative) Sum(int anchor, double offset, int without)
    {
        (double sum, double derivative) = (0.0, 0.0);
        for (int i = 0; i < places.Length; i++)
        {
            if (i != without)
            {
                double inverse = 1.0 / (places[anchor] - places[i] + offset);
                sum += weights[i] * places[i] * inverse;
                derivative -= weights[i] * places[i] * inverse * inverse;
            }
        }

        return (sum, derivative);
    }

    private AtomicPreimage? Found(int anchor, double offset, double u)
    {
        if (offset == 0.0)
        {
            return null;
        }

        double spread = 0.0;
        for (int i = 0; i < places.Length; i++)
        {
            double miss = (places[i] / (places[anchor] - places[i] + offset)) - u;
            spread += weights[i] * miss * miss;
        }

        return new AtomicPreimage(places[anchor] + offset, spread);
    }

    /// <summary>The zero of an increasing function between two distances: Newton's method inside a bracket.</summary>
    private static double Solve(double low, double high, Func<double, (double Value, double Slope)> function)
    {
        double distance = low > 0.0 ? Math.Sqrt(low) * Math.Sqrt(high) : 0.5 * high;
        for (int i = 0; i < MaxSteps; i++)
        {
            (double value, double slope) = function(distance);
            if (value == 0.0)
            {
                break;
            }

            (low, high) = value > 0.0 ? (low, distance) : (distance, high);
            double next = distance - (value / slope);
            if (!(next > low && next < high))
            {
                next = low > 0.0 && high > 4.0 * low ? Math.Sqrt(low) * Math.Sqrt(high) : low > 0.0 ? 0.5 * (low + high) : 0.05 * high;
            }

            double size = Math.Abs(next - distance);
            distance = next;
            if (size <= Settled * distance || distance == low || distance == high)
            {
                break;
            }
        }

        return distance;
    }
}
