using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>
/// The rational curve of a chain in double-double precision: values for the last digit of an edge and of a density beside it.
/// Derivatives for Newton's method come from the curve in doubles.
/// </summary>
/// <remarks><para>Source: [HK21] eqs. (10)–(15), in the form of <see cref="RationalCurve"/>.</para></remarks>
internal sealed class FineCurve(CurveLayers layers)
{
    private readonly DoubleDouble[] gain = layers.FineGain;
    private readonly DoubleDouble[] leak = layers.FineLeak;
    private readonly double[] moment = layers.Moment;

    /// <summary>z_L, |ζ|·dz_L/dζ and F_L at a real ζ.</summary>
    public (DoubleDouble Z, DoubleDouble Z1, DoubleDouble F) Evaluate(DoubleDouble zeta)
    {
        DoubleDouble z = zeta;
        DoubleDouble z1 = zeta.High < 0.0 ? -zeta : zeta;
        DoubleDouble k = layers.InputMoment;
        DoubleDouble k1 = 0.0;
        DoubleDouble f = zeta - k;
        for (int i = 0; i < gain.Length; i++)
        {
            DoubleDouble w = k / z;
            DoubleDouble w1 = (k1 - (w * z1)) / z;
            DoubleDouble m = gain[i] + (leak[i] * w);
            z = (gain[i] * z) + (leak[i] * k) + moment[i];
            z1 = (gain[i] * z1) + (leak[i] * k1);
            k1 = (k1 * m) + (k * (leak[i] * w1));
            k = (k * m) + moment[i];
            f *= m;
        }

        return (z, z1, f);
    }

    /// <summary>Whether a real ζ lies in the gap with the given number of leading negative split layers.</summary>
    public bool IsInside(DoubleDouble zeta, ReadOnlySpan<bool> splits, int negatives)
    {
        DoubleDouble z = zeta;
        DoubleDouble z1 = zeta.High < 0.0 ? -zeta : zeta;
        DoubleDouble k = layers.InputMoment;
        DoubleDouble k1 = 0.0;
        int split = 0;
        for (int i = 0; i < gain.Length; i++)
        {
            if (splits[i] && (z.High < 0.0) != (split++ < negatives))
            {
                return false;
            }

            DoubleDouble w = k / z;
            DoubleDouble w1 = (k1 - (w * z1)) / z;
            DoubleDouble m = gain[i] + (leak[i] * w);
            z = (gain[i] * z) + (leak[i] * k) + moment[i];
            z1 = (gain[i] * z1) + (leak[i] * k1);
            k1 = (k1 * m) + (k * (leak[i] * w1));
            k = (k * m) + moment[i];
            if (!(z1.High > 0.0))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>z_L and F_L at a complex ζ.</summary>
    public (FineComplex Z, FineComplex F) Evaluate(FineComplex zeta)
    {
        FineComplex z = zeta;
        FineComplex k = new(layers.InputMoment, 0.0);
        FineComplex f = new(zeta.Re - layers.InputMoment, zeta.Im);
        for (int i = 0; i < gain.Length; i++)
        {
            FineComplex m = leak[i] * (k * FineComplex.Inverse(z));
            m = new FineComplex(m.Re + gain[i], m.Im);
            z = (gain[i] * z) + (leak[i] * k);
            z = new FineComplex(z.Re + moment[i], z.Im);
            k *= m;
            k = new FineComplex(k.Re + moment[i], k.Im);
            f *= m;
        }

        return (z, f);
    }
}
