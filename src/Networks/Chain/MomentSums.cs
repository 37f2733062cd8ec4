using System.Numerics;
using System.Runtime.Intrinsics;

namespace FreeSpectra.Networks.Chain;

/// <summary>Σ w f/(v − f), Σ w v/(v − f) and −Σ w f/(v − f)² over many nodes, four at a time.</summary>
internal struct MomentSums
{
    private Vector256<double> re;
    private Vector256<double> im;
    private Vector256<double> shiftedRe;
    private Vector256<double> shiftedIm;
    private Vector256<double> slopeRe;
    private Vector256<double> slopeIm;

    /// <summary>Σ w f/(v − f).</summary>
    public readonly Complex Sum => new(Vector256.Sum(re), Vector256.Sum(im));

    /// <summary>Σ w v/(v − f).</summary>
    public readonly Complex Shifted => new(Vector256.Sum(shiftedRe), Vector256.Sum(shiftedIm));

    /// <summary>−Σ w f/(v − f)².</summary>
    public readonly Complex Derivative => new(Vector256.Sum(slopeRe), -2.0 * Vector256.Sum(slopeIm));

    /// <summary>Adds nodes; their number is a multiple of four.</summary>
    public void Add(Complex v, ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        Vector256<double> x = Vector256.Create(v.Real);
        Vector256<double> y = Vector256.Create(v.Imaginary);
        Vector256<double> y2 = y * y;
        for (int i = 0; i < values.Length; i += 4)
        {
            // 1/(v − f) = (d − iy)/(d² + y²), d = Re v − f.
            Vector256<double> f = Vector256.Create(values.Slice(i, 4));
            Vector256<double> weight = Vector256.Create(weights.Slice(i, 4));
            Vector256<double> d = x - f;
            Vector256<double> scale = Vector256<double>.One / ((d * d) + y2);
            Vector256<double> ir = d * scale;
            Vector256<double> ii = y * scale;
            Vector256<double> w = weight * f;
            re += w * ir;
            im -= w * ii;
            shiftedRe += weight * ((x * ir) + (y * ii));
            shiftedIm += weight * ((y * ir) - (x * ii));
            slopeRe -= w * ((ir * ir) - (ii * ii));
            slopeIm -= w * (ir * ii);
        }
    }
}
