namespace FreeSpectra.Numerics;

/// <summary>When a computed value is accurate enough: error ≤ max(Absolute, Relative · |value|).</summary>
/// <remarks>Both parts are stated by the caller; a value near zero needs a positive <see cref="Absolute"/>.</remarks>
public readonly record struct Tolerance
{
    /// <summary>Creates a tolerance.</summary>
    /// <param name="absolute">Accepted error in the value's own units, ≥ 0.</param>
    /// <param name="relative">Accepted error as a fraction of the value's magnitude, in [0, 1).</param>
    public Tolerance(double absolute, double relative)
    {
        Absolute = Require.NonNegative(absolute);
        Relative = Require.InRange(relative, 0.0, 1.0);
    }

    /// <summary>1e-12 absolute, 1e-10 relative: the default for everything that is not a simulation.</summary>
    public static Tolerance Standard { get; } = new(absolute: 1e-12, relative: 1e-10);

    /// <summary>1e-15 absolute, 1e-13 relative: for integrals of laws whose density is good to rounding.</summary>
    public static Tolerance Tight { get; } = new(absolute: 1e-15, relative: 1e-13);

    /// <summary>The accepted error in the value's own units.</summary>
    public double Absolute { get; }

    /// <summary>The accepted error as a fraction of the value's magnitude.</summary>
    public double Relative { get; }

    /// <summary>Whether an error is acceptable for a value of the given magnitude. NaN is never acceptable.</summary>
    public bool Accepts(double error, double magnitude) =>
        error <= Math.Max(Absolute, Relative * magnitude);
}
