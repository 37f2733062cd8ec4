using FreeSpectra.Numerics;

namespace FreeSpectra.Plots;

/// <summary>A point of a picture, in the numbers of the axes.</summary>
public readonly record struct PlotPoint
{
    /// <summary>Creates a point.</summary>
    /// <param name="x">Finite.</param>
    /// <param name="y">Finite.</param>
    public PlotPoint(double x, double y)
    {
        X = Require.Finite(x);
        Y = Require.Finite(y);
    }

    /// <summary>The number on the horizontal axis.</summary>
    public double X { get; }

    /// <summary>The number on the vertical axis.</summary>
    public double Y { get; }
}
