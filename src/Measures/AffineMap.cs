using FreeSpectra.Numerics;

namespace FreeSpectra.Measures;

/// <summary>The map x ↦ <see cref="Shift"/> + <see cref="Scale"/>·x with Scale ≠ 0.</summary>
public readonly record struct AffineMap
{
    /// <summary>Creates the map x ↦ shift + scale·x.</summary>
    /// <param name="shift">Any finite real.</param>
    /// <param name="scale">Any finite real but 0; a negative one reflects.</param>
    public AffineMap(double shift, double scale)
    {
        Shift = Require.Finite(shift);
        Scale = Require.Finite(scale);
        if (scale == 0.0)
        {
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "scale must not be 0, but is 0.");
        }
    }

    /// <summary>The map x ↦ −x.</summary>
    public static AffineMap Reflection => new(0.0, -1.0);

    /// <summary>The constant term.</summary>
    public double Shift { get; }

    /// <summary>The slope.</summary>
    public double Scale { get; }

    /// <summary>The image of <paramref name="x"/>.</summary>
    public double Apply(double x) => Shift + (Scale * x);

    /// <summary>The preimage of <paramref name="y"/>.</summary>
    public double Invert(double y) => (y - Shift) / Scale;
}
