using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>A band of an implicit chain's law, with converged states to start Newton's method from.</summary>
internal sealed class ImplicitBand(double left, double right, int capacity)
{
    private readonly SortedList<double, ChainState> states = new(capacity);
    private readonly Lock gate = new();

    public double Left { get; } = left;

    public double Right { get; } = right;

    public double Width => Right - Left;

    public double Mass { get; private init; }

    public ChainEdge LeftEdge { get; private init; } = ChainEdge.Regular;

    public ChainEdge RightEdge { get; private init; } = ChainEdge.Regular;

    public ChainEdge Edge(IntervalEnd end) => end == IntervalEnd.Left ? LeftEdge : RightEdge;

    /// <summary>The point at a distance from an end.</summary>
    public double At(IntervalEnd end, double offset) => end == IntervalEnd.Left ? Left + offset : Right - offset;

    public ImplicitBand With(double mass, ChainEdge leftEdge, ChainEdge rightEdge)
    {
        ImplicitBand copy = new(Left, Right, states.Count)
        {
            Mass = mass,
            LeftEdge = leftEdge,
            RightEdge = rightEdge,
        };
        foreach ((double x, ChainState state) in states)
        {
            copy.states.Add(x, state);
        }

        return copy;
    }

    public void Remember(double x, ChainState state)
    {
        lock (gate)
        {
            if (states.Count < 2000)
            {
                states[x] = state;
            }
        }
    }

    /// <summary>The remembered state nearest to x, or null.</summary>
    public ChainState? Nearest(double x)
    {
        lock (gate)
        {
            if (states.Count == 0)
            {
                return null;
            }

            int low = 0;
            int high = states.Count;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (states.Keys[middle] < x)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            int best = Math.Min(low, states.Count - 1);
            if (best > 0 && Math.Abs(states.Keys[best - 1] - x) < Math.Abs(states.Keys[best] - x))
            {
                best--;
            }

            return states.Values[best];
        }
    }
}
