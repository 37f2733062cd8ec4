using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>A place where two bands of a free convolution touch, or have just met: x(P) is nearly flat there, and a local cubic decides the density.</summary>
/// <remarks>Source: [BES20] (cusps); [BV93] (real inverses).</remarks>
/// <param name="Place">x.</param>
/// <param name="Series">The expansion of x(P) there.</param>
/// <param name="Law">The convolution.</param>
internal sealed record Meeting(double Place, EdgeExpansion Series, FreeConvolution Law)
{
    /// <summary>The expansion about the point of a piece that is one; null if it is not like a cusp.</summary>
    public static Meeting? At(FreeConvolution law, RealPiece piece)
    {
        double center = piece.Low;
        bool atPole = double.IsInfinity(center);
        if ((atPole && law.IsProduct) || HardEdge.IsJustNoAtom(law, piece.Left, left: true) || HardEdge.IsJustNoAtom(law, piece.Left, left: false))
        {
            return null;
        }

        double point = atPole ? 100.0 * law.Scale : center;
        RealPiece.Cursor cursor = piece.NewPoint();
        _ = cursor.Evaluate(point);
        var inverses = new ContinuedInverse(law, cursor.Omega, cursor.Slopes, point, atPole);
        double typical = law.IsProduct ? Math.Abs(center) : Math.Abs(center) + law.Scale;
        double room = atPole ? 1.0 / law.Scale : Math.Min(typical, Math.Min(center - piece.RangeLow, piece.RangeHigh - center));
        double size = law.IsProduct ? 0.0 : atPole ? law.Scale : Math.Abs(center) + law.Scale;
        EdgeExpansion? series = EdgeExpansion.BuildCusp(
            q => inverses.Evaluate(atPole ? -1.0 / q : q), center, piece.Left, size, room, 1.0);
        return series is null ? null : new Meeting(piece.Left, series, law);
    }

    /// <summary>The density at a distance from the place, to either side; null beyond the reach of the expansion.</summary>
    public Estimate<double>? Density(double offset) => Series.Beside(
        offset,
        step => double.IsInfinity(Series.Center)
            ? step.Imaginary / Math.PI
            : Law.Algebra.Density(Place + offset, Series.Center + step.Real, step.Imaginary));
}
