using System.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>
/// The rational parametrisation ζ ↦ (z_L(ζ), F_L(ζ)) of the law of a chain with two-point slope laws and Haar weights, where
/// ζ = z₁ and F = 1/G is the reciprocal Cauchy transform.
/// </summary>
/// <remarks>
/// <para>
/// With K = z − F, w = K/z, c_ℓ = σ²_{ℓ+1}γ_ℓ and m_ℓ = c_ℓ(α_ℓ + (1 − α_ℓ)w): K₁ = q₀, F₁ = ζ − q₀ and K_{ℓ+1} = q_ℓ + m_ℓK_ℓ,
/// z_{ℓ+1} = q_ℓ + m_ℓz_ℓ, F_{ℓ+1} = m_ℓF_ℓ. This is the map y = z χ_ν(u) u/(1 + u), u' = u + q(1 + u)/(σ² y) with u = K/F. The
/// convex combination αz + (1 − α)K cancels neither near an atom (F → 0), nor far from the support (K ≪ F), nor near the origin
/// (z ≪ K).
/// </para>
/// <para>
/// Error: where m is near 1 each layer subtracts the small (1 − m)K and (1 − m)z from a compensated sum, so that a chain that
/// nearly keeps its mean loses Σ|1 − m| roundings instead of one in every layer.
/// </para>
/// <para>
/// Certificate: a point ζ of the upper half-plane with Im z_ℓ &gt; 0 for every ℓ &lt; L lies on the physical sheet, because the
/// pair of subordination points of each layer is the only one in the upper half-plane.
/// </para>
/// <para>Derivatives are |ζ|·d/dζ, so that no scale of ζ overflows.</para>
/// <para>Source: [HK21] eqs. (10)–(15); [BB07] (uniqueness of the subordination functions).</para>
/// </remarks>
internal sealed class RationalCurve(CurveLayers layers)
{
    /// <summary>How many numbers <see cref="Evaluate"/> leaves behind for each layer.</summary>
    public const int RecordStride = 4;

    // Beyond this |1 − m| a product is as good as a compensated difference.
    private const double NearOne = 0.5;

    private readonly double q0 = layers.InputMoment;
    private readonly double[] gain = layers.Gain;
    private readonly double[] leak = layers.Leak;
    private readonly double[] loss = layers.Loss;
    private readonly double[] moment = layers.Moment;
    private readonly int lastLoss = layers.LastLoss;

    /// <summary>L − 1, the number of steps.</summary>
    public int Steps => gain.Length;

    /// <summary>lim dz_L/dζ at infinity, Π σ²γα.</summary>
    public double SlopeAtInfinity()
    {
        double slope = 1.0;
        foreach (double factor in gain)
        {
            slope *= factor;
        }

        return slope;
    }

    /// <summary>z_L, F_L and their first derivatives at a complex ζ.</summary>
    /// <param name="zeta">ζ, in the closed upper half-plane.</param>
    /// <param name="record">Empty, or room for the K_ℓ and 1/z_ℓ that <see cref="RoundingOfDensity"/> needs.</param>
    public PlanePoint Evaluate(Complex zeta, Span<double> record)
    {
        double zr = zeta.Real, zi = zeta.Imaginary, zrRest = 0.0, ziRest = 0.0;
        double kr = q0, ki = 0.0, krRest = 0.0, kiRest = 0.0;
        double fr = zr - q0, fi = zi;
        double z1r = Complex.Abs(zeta), z1i = 0.0, k1r = 0.0, k1i = 0.0;
        bool physical = zi > 0.0;
        for (int i = 0; i < gain.Length; i++)
        {
            // Im F = Im z − Im K. After the last loss the layers are affine, and z is real on the axis.
            physical &= i > lastLoss || (zi > 0.0 && zi - ki > 0.0);
            double g = gain[i], b = leak[i], a = loss[i], q = moment[i];
            double scale = 1.0 / ((zr * zr) + (zi * zi));
            double ir = zr * scale, ii = -(zi * scale);
            double wr = (kr * ir) - (ki * ii), wi = (kr * ii) + (ki * ir);
            if (!record.IsEmpty)
            {
                Span<double> entry = record.Slice(RecordStride * i, RecordStride);
                entry[0] = kr;
                entry[1] = ki;
                entry[2] = ir;
                entry[3] = ii;
            }

            double tr = k1r - ((wr * z1r) - (wi * z1i)), ti = k1i - ((wr * z1i) + (wi * z1r));
            double m1r = b * ((tr * ir) - (ti * ii)), m1i = b * ((tr * ii) + (ti * ir));
            double dr = a - (b * wr), di = -(b * wi);
            double mr, mi;
            double z1rNew = (g * z1r) + (b * k1r), z1iNew = (g * z1i) + (b * k1i);
            if (Math.Abs(dr) + Math.Abs(di) < NearOne)
            {
                mr = 1.0 - dr;
                mi = -di;
                double k1rNew = (m1r * kr) - (m1i * ki) + ((mr * k1r) - (mi * k1i));
                k1i = (m1r * ki) + (m1i * kr) + ((mr * k1i) + (mi * k1r));
                k1r = k1rNew;

                double lossOfZr = (a * zr) - (b * kr), lossOfZi = (a * zi) - (b * ki);
                double lossOfKr = (kr * dr) - (ki * di), lossOfKi = (kr * di) + (ki * dr);
                double zRest = zrRest - ((a * zrRest) - (b * krRest));
                double kRest = krRest - ((krRest * dr) - (kiRest * di));
                ziRest -= (a * ziRest) - (b * kiRest);
                kiRest -= (krRest * di) + (kiRest * dr);
                Add(ref zr, q, ref zRest);
                Add(ref zr, -lossOfZr, ref zRest);
                Add(ref zi, -lossOfZi, ref ziRest);
                Add(ref kr, q, ref kRest);
                Add(ref kr, -lossOfKr, ref kRest);
                Add(ref ki, -lossOfKi, ref kiRest);
                zrRest = zRest;
                krRest = kRest;
            }
            else
            {
                mr = g + (b * wr);
                mi = b * wi;
                double k1rNew = (m1r * kr) - (m1i * ki) + ((mr * k1r) - (mi * k1i));
                k1i = (m1r * ki) + (m1i * kr) + ((mr * k1i) + (mi * k1r));
                k1r = k1rNew;

                double zRest = (g * zrRest) + (b * krRest);
                ziRest = (g * ziRest) + (b * kiRest);
                double kRest = (mr * krRest) - (mi * kiRest);
                kiRest = (mr * kiRest) + (mi * krRest);
                zr = (g * zr) + (b * kr);
                zi = (g * zi) + (b * ki);
                double product = (mr * kr) - (mi * ki);
                ki = (mr * ki) + (mi * kr);
                kr = product;
                Add(ref zr, q, ref zRest);
                Add(ref kr, q, ref kRest);
                zrRest = zRest;
                krRest = kRest;
            }

            Normalise(ref zr, ref zrRest);
            Normalise(ref zi, ref ziRest);
            Normalise(ref kr, ref krRest);
            Normalise(ref ki, ref kiRest);
            double frNew = (fr * mr) - (fi * mi);
            fi = (fr * mi) + (fi * mr);
            fr = frNew;
            z1r = z1rNew;
            z1i = z1iNew;
        }

        Complex slope = new(z1r, z1i);
        return new PlanePoint(
            zeta, new Complex(zr, zi), new Complex(zrRest, ziRest), slope, new Complex(fr, fi), slope - new Complex(k1r, k1i), double.NaN, physical);
    }

    /// <summary>The mass to the left of the point of a band over which ζ lies.</summary>
    /// <remarks>
    /// 1 − arg(F₁)/π − Σ (1 − α_ℓ) arg(u_ℓ + α_ℓ)/π with u + α = (αz + (1 − α)K)/F; every argument lies strictly inside a
    /// half-plane.
    /// </remarks>
    public double MassBelow(Complex zeta)
    {
        Complex z = zeta;
        Complex k = q0;
        Complex f = zeta - q0;
        double sum = 1.0 - (Math.Atan2(f.Imaginary, f.Real) / Math.PI);
        for (int i = 0; i < gain.Length; i++)
        {
            double lost = 1.0 - layers.Alpha[i];
            Complex numerator = (layers.Alpha[i] * z) + (lost * k);
            if (lost > 0.0)
            {
                Complex quotient = numerator * Complex.Conjugate(f);
                sum -= lost * Math.Atan2(quotient.Imaginary, quotient.Real) / Math.PI;
            }

            Complex w = k * Complex.Conjugate(z) / ((z.Real * z.Real) + (z.Imaginary * z.Imaginary));
            Complex m = gain[i] + (leak[i] * w);
            z = (gain[i] * z) + (leak[i] * k) + moment[i];
            k = (m * k) + moment[i];
            f *= m;
        }

        return sum;
    }

    /// <summary>The rounding error of Im G_L = Im 1/F_L at fixed z_L, from one backward sweep over the layers.</summary>
    /// <remarks>
    /// In every layer the real and imaginary parts of z, K and F are taken to carry independent errors of a few units in the last
    /// place of what is rounded there; the result is the root of the sum of squares of their effects. Near an edge, where F is
    /// almost real, it is the imaginary parts that count, and they are small.
    /// </remarks>
    /// <param name="point">A point of the curve.</param>
    /// <param name="record">What <see cref="Evaluate"/> left behind there.</param>
    /// <param name="unit">The relative rounding error of one operation.</param>
    public double RoundingOfDensity(in PlanePoint point, ReadOnlySpan<double> record, double unit)
    {
        Complex g = 1.0 / point.F;
        Complex seed = g * g * point.FSlope / point.Slope;
        double azr = seed.Real, azi = seed.Imaginary, akr = 0.0, aki = 0.0;
        double gr = Math.Abs(g.Real), gi = Math.Abs(g.Imaginary);
        double fr = point.F.Real, fi = point.F.Imaginary;
        double squares = 0.0;
        for (int i = gain.Length - 1; i >= 0; i--)
        {
            ReadOnlySpan<double> entry = record.Slice(RecordStride * i, RecordStride);
            double kr = entry[0], ki = entry[1], ir = entry[2], ii = entry[3];
            double a = loss[i], b = leak[i], c = gain[i];
            double wr = (kr * ir) - (ki * ii), wi = (kr * ii) + (ki * ir);
            double mr = c + (b * wr), mi = b * wi;
            double msq = (mr * mr) + (mi * mi);

            // What is rounded: the factor that is applied and its product with z and with K.
            double scale = 1.0 / ((ir * ir) + (ii * ii));
            double absZr = Math.Abs(ir) * scale, absZi = Math.Abs(ii) * scale;
            double absKr = Math.Abs(kr), absKi = Math.Abs(ki);
            bool compensated = Math.Abs(a - (b * wr)) + Math.Abs(mi) < NearOne;
            double rate = compensated ? Math.Abs(a) : c;
            double factorR = rate + (b * ((absKr * Math.Abs(ir)) + (absKi * Math.Abs(ii))));
            double factorI = b * ((absKr * Math.Abs(ii)) + (absKi * Math.Abs(ir)));
            double ezr = (rate * absZr) + (b * absKr), ezi = (rate * absZi) + (b * absKi);
            double ekr = (absKr * factorR) + (absKi * factorI), eki = (absKr * factorI) + (absKi * factorR);
            squares += Square(azi * ezr) + Square(azr * ezi) + Square(aki * ekr) + Square(akr * eki);

            // F' = mF: relative errors of the modulus and of the argument.
            double before = 1.0 / msq;
            double frOld = ((fr * mr) + (fi * mi)) * before, fiOld = ((fi * mr) - (fr * mi)) * before;
            double absFr = Math.Abs(frOld), absFi = Math.Abs(fiOld), absMr = Math.Abs(mr), absMi = Math.Abs(mi);
            double argument = ((((absFr * absMi) + (absFi * absMr)) * Math.Abs(fr)) + (((absFr * absMr) + (absFi * absMi)) * Math.Abs(fi)))
                / ((fr * fr) + (fi * fi));
            squares += Square(gi) + Square(gr * argument);
            fr = frOld;
            fi = fiOld;

            // z' = cαz + bK + q, K' = (cα + bw)K + q, d log F' = d log F + (b/m)·dw, w = K/z; T = bG/(m z).
            double sr = ((ir * mr) + (ii * mi)) * before * b, si = ((ii * mr) - (ir * mi)) * before * b;
            double tr = (sr * g.Real) - (si * g.Imaginary), ti = (sr * g.Imaginary) + (si * g.Real);
            double w2r = (wr * wr) - (wi * wi), w2i = 2.0 * wr * wi;
            double pr = c + (2.0 * b * wr), pi = 2.0 * b * wi;
            double azrNew = (c * azr) - (b * ((w2r * akr) - (w2i * aki))) + ((wr * tr) - (wi * ti));
            double aziNew = (c * azi) - (b * ((w2r * aki) + (w2i * akr))) + ((wr * ti) + (wi * tr));
            double akrNew = (b * azr) + ((pr * akr) - (pi * aki)) - tr;
            aki = (b * azi) + ((pr * aki) + (pi * akr)) - ti;
            akr = akrNew;
            azr = azrNew;
            azi = aziNew;
        }

        return 2.0 * unit * Math.Sqrt(squares);
    }

    private static double Square(double x) => x * x;

    /// <summary>sum ← fl(sum + term), the rounding error added to the rest.</summary>
    private static void Add(ref double sum, double term, ref double rest)
    {
        double s = sum + term;
        double back = s - sum;
        rest += (sum - (s - back)) + (term - back);
        sum = s;
    }

    private static void Normalise(ref double sum, ref double rest)
    {
        double s = sum + rest;
        rest -= s - sum;
        sum = s;
    }
}
