using FreeSpectra.Numerics;

namespace FreeSpectra.Measures;

/// <summary>The map x ↦ <see cref="Shift"/> + <see cref="Scale"/>·x with Scale &gt; 0.</summary>
public readonly record struct AffineMap
{
    /// <summary>Creates the map x ↦ shift + scale·x.</summary>
    public AffineMap(double shift, double scale)
    {
        Shift = Require.Finite(shift);
        Scale = Require.Positive(scale);
    }

    /// <summary>The constant term.</summary>
    public double Shift { get; }

    /// <summary>The slope.</summary>
    public double Scale { get; }

    /// <summary>The image of <paramref name="x"/>.</summary>
    public double Apply(double x) => Shift + (Scale * x);

    /// <summary>The preimage of <paramref name="y"/>.</summary>
    public double Invert(double y) => (y - Shift) / Scale;
}
