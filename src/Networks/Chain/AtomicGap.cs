using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>Where a gap of an atomic chain's law ends.</summary>
internal enum GapEnd
{
    /// <summary>At a regular edge of a band, where z is stationary.</summary>
    Regular,

    /// <summary>At an atom, or at a place whose atom has just vanished.</summary>
    Atom,

    /// <summary>At an atom at 0, where u is finite.</summary>
    Zero,

    /// <summary>At 0, next to a density that diverges there.</summary>
    Hard,
}

/// <summary>One end of a gap.</summary>
/// <param name="Kind">What is there.</param>
/// <param name="T">The parameter.</param>
/// <param name="Z">The place in the law.</param>
/// <param name="Weight">The weight of the atom there; 0 if it has just vanished.</param>
internal readonly record struct GapLimit(GapEnd Kind, double T, double Z, DoubleDouble Weight);

/// <summary>A gap in the support of an atomic chain's law, as an interval of t = −u₁.</summary>
/// <param name="Choices">The gap of every slope law over it: 0 the outer one.</param>
/// <param name="Left">The end at the lesser t, to the right of which the gap lies.</param>
/// <param name="Right">The end at the greater t.</param>
/// <param name="MassBelow">The mass of the law below the gap; of the outer gap, which passes through z = ∞ at t = 0, below its part t &gt; 0.</param>
internal sealed record AtomicGap(int[] Choices, GapLimit Left, GapLimit Right, DoubleDouble MassBelow)
{
    /// <summary>Whether this is the outer gap.</summary>
    public bool IsOuter => Array.TrueForAll(Choices, choice => choice == 0);
}
