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

            int best = Math.Min(Position(x), states.Count - 1);
            if (best > 0 && Math.Abs(states.Keys[best - 1] - x) < Math.Abs(states.Keys[best] - x))
            {
                best--;
            }

            return states.Values[best];
        }
    }

    /// <summary>The two remembered states, if there are two, between which x lies or which are nearest on its one side; the nearer in ratio first.</summary>
    /// <param name="x">A point to the right of a left end at 0.</param>
    public (double NearPoint, ChainState Near, double FarPoint, ChainState Far)? Neighbours(double x)
    {
        lock (gate)
        {
            if (states.Count < 2)
            {
                return null;
            }

            int right = Math.Clamp(Position(x), 1, states.Count - 1), left = right - 1;
            bool first = Math.Abs(Math.Log(x / states.Keys[left])) < Math.Abs(Math.Log(x / states.Keys[right]));
            (int near, int far) = first ? (left, right) : (right, left);
            return (states.Keys[near], states.Values[near], states.Keys[far], states.Values[far]);
        }
    }

    /// <summary>The first index whose point is not below x.</summary>
    private int Position(double x)
    {
        int low = 0, high = states.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = states.Keys[middle] < x ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
