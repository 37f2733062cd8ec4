using System.Numerics;

namespace FreeSpectra.Networks.CentredFisher;

/// <summary>An end of the bulk: a fold of the real curve with what is needed to start beside it.</summary>
/// <remarks>
/// At a fold ζ ≃ ζ_e + ½ ζ'' (τ − τ_e)², so that inside the bulk Im τ ≃ √(2 · offset/|ζ''|) and outside τ moves along the curve.
/// </remarks>
internal sealed class BulkEdge
{
    private const double Difference = 1e-3;

    private readonly Complex[] tangent;

    /// <summary>Creates the edge from the fold.</summary>
    /// <param name="curve">The curve that folds.</param>
    /// <param name="fold">Its fold.</param>
    public BulkEdge(RealCurve curve, RealPoint fold)
    {
        Fold = fold;
        double step = Difference * fold.Trace;
        RealPoint? ahead = curve.At(fold.Trace + step, fold.Unknowns), behind = curve.At(fold.Trace - step, fold.Unknowns);
        RealPoint? farAhead = curve.At(fold.Trace + (2.0 * step), fold.Unknowns);
        RealPoint? farBehind = curve.At(fold.Trace - (2.0 * step), fold.Unknowns);
        tangent = new Complex[fold.Unknowns.Length];
        if (ahead is null || behind is null || farAhead is null || farBehind is null)
        {
            Curvature = double.NaN;
            return;
        }

        // The five-point difference of dζ/dτ.
        Curvature = ((8.0 * (ahead.ZetaSlope - behind.ZetaSlope)) - (farAhead.ZetaSlope - farBehind.ZetaSlope)) / (12.0 * step);
        for (int i = 0; i < tangent.Length; i++)
        {
            tangent[i] = (ahead.Unknowns[i] - behind.Unknowns[i]) / (2.0 * step);
        }
    }

    /// <summary>The fold.</summary>
    public RealPoint Fold { get; }

    /// <summary>ζ at the edge.</summary>
    public double Zeta => Fold.Zeta;

    /// <summary>ζ'' = d²ζ/dτ²: positive at a right end, negative at a left end.</summary>
    public double Curvature { get; }

    /// <summary>The leading term of the density at a distance inside.</summary>
    public double LeadingDensity(double offset) => Math.Sqrt(2.0 * offset / Math.Abs(Curvature)) / Math.PI;

    /// <summary>Where Newton's method starts at a distance inside (or outside) the bulk.</summary>
    public Complex[] Start(double offset, bool inside)
    {
        double size = Math.Sqrt(2.0 * offset / Math.Abs(Curvature));

        // Outside τ moves towards 0 at a right end (τ < 0, ζ'' > 0) and at a left end likewise.
        Complex move = inside ? new Complex(0.0, size) : new Complex(Curvature > 0.0 ? size : -size, 1e-9 * size);
        var x = new Complex[tangent.Length];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = Fold.Unknowns[i] + (move * tangent[i]);
        }

        return x;
    }
}
