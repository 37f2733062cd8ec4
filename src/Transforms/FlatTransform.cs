using System.Numerics;
using FreeSpectra.Measures;

namespace FreeSpectra.Transforms;

/// <summary>R of a law beside w = 0, and 1/S beside u = 0 and u = −1, where z is far from the support or, for u = −1, beside 0.</summary>
/// <remarks>
/// <para>
/// There K(w) − 1/w and zu/(1 + u) are differences and quotients of infinite or vanishing numbers, of which R and S are the analytic values. They are read from
/// averages on a circle in t that encloses the solution: with t = 1/(z − m) and the mean m, R(w) = m + I(w), where
/// I(w) = (1/2πi)∮ ln((G − w)/t) t⁻² dt; with t = 1/z and ψ = h, 1/S(u) = (m + uI(u))/(1 + u), where I is the same integral of ψ/m. For u = −1 the law is
/// that of 1/X: t = z, ψ(t) = −tG(t), and 1/S(u) = S_{1/X}(−1 − u).
/// </para>
/// <para>
/// The circle lies four times as far out as the support: G(z)(z − m) differs there from 1 by at most 1/12, and h(z)z from m by at most a third, so that the
/// logarithm has one branch, and the trapezoidal rule converges like 0.45ⁿ.
/// </para>
/// <para>Derivation: the residue of (1/t) dln(G − w) at the solution t(w) and at 0 is 1/t(w) − 1/w; integrate by parts.</para>
/// <para>Error: the rounding of the terms.</para>
/// <para>Source: [MS17] §2.4 (R), §2.7 (S); [HM13] prop. 3.13 (1/X).</para>
/// </remarks>
internal static class FlatTransform
{
    private const int Nodes = 64;
    private const double Farther = 4.0;
    private const double Reach = 0.1;
    private const double Unit = 2.220446049250313e-16;

    /// <summary>A value, its derivative, and their errors.</summary>
    /// <remarks>Source: [MS17] §2.4.</remarks>
    internal readonly record struct Jet(double Value, double Slope, double Error, double SlopeError);

    /// <summary>R(w) and R'(w), if w is small enough for the circle: |w| ≤ 0.1/size about the mean.</summary>
    public static Jet? R(SpectralMeasure law, double w)
    {
        (double bottom, double top) = (law.BottomOfSupport, law.TopOfSupport);
        if (!double.IsFinite(bottom) || !double.IsFinite(top))
        {
            return null;
        }

        double mean = law.Mean;
        double size = Math.Max(top - mean, mean - bottom);
        if (!(size > 0.0))
        {
            return new Jet(mean, 0.0, Unit * Math.Abs(mean), 0.0);
        }

        return Math.Abs(w) * size > Reach ? null : Average(
            Farther * size,
            1.0 + (Math.Abs(mean) / size),
            offset => ((offset * law.Cauchy(mean + offset)) - (offset * w), 1.0 / offset),
            (value, slope, error, slopeError) => new Jet(mean + value, slope, error + (Unit * Math.Abs(mean)), slopeError));
    }

    /// <summary>1/S and the derivative of its logarithm at u for a law on [0, ∞), if u is small enough: |u| ≤ 0.1·mean/top.</summary>
    public static Jet? InverseS(SpectralMeasure law, double u)
    {
        double top = law.TopOfSupport;
        if (!double.IsFinite(top) || !(top > 0.0) || law.BottomOfSupport < 0.0)
        {
            return null;
        }

        double mean = law.Mean;
        return Math.Abs(u) * top > Reach * mean ? null : Average(
            Farther * top,
            1.0,
            z => ((z * law.MomentTransform(z) / mean) - (z * u / mean), 1.0 / z),
            (value, slope, error, slopeError) => Finish(mean, u, value, slope, error, slopeError));
    }

    /// <summary>1/S and the derivative of its logarithm at u = −1 + <paramref name="above"/>, for a law that begins above 0.</summary>
    public static Jet? InverseSBesideMinusOne(SpectralMeasure law, double above)
    {
        double bottom = law.BottomOfSupport;
        if (!(bottom > 0.0))
        {
            return null;
        }

        // E(1/X); 1/S(u) is S of 1/X at −1 − u, and the derivatives of the logarithms agree.
        double mean = -law.Cauchy(0.0).Real;
        return Math.Abs(above) > Reach * mean * bottom ? null : Average(
            bottom / Farther,
            1.0,
            t => ((-law.Cauchy(t) + (above / t)) / mean, t),
            (value, slope, error, slopeError) =>
            {
                Jet reciprocal = Finish(mean, -above, value, slope, error, slopeError);
                return reciprocal with { Value = 1.0 / reciprocal.Value, Error = reciprocal.Error / reciprocal.Value / reciprocal.Value };
            });
    }

    /// <summary>(m + uI)/(1 + u), and the derivative of its logarithm; the slope is m·I'.</summary>
    private static Jet Finish(double mean, double u, double value, double slope, double error, double slopeError)
    {
        double above = mean + (u * value), inverse = above / (1.0 + u);
        double rate = ((value + (u * slope / mean)) / above) - (1.0 / (1.0 + u));
        double rounding = (error + Math.Abs(u * slopeError / mean)) / mean;
        return new Jet(
            inverse,
            rate,
            inverse * ((Math.Abs(u) * error / mean) + (4.0 * Unit)),
            (2.0 * rounding) + (4.0 * Unit * (1.0 + Math.Abs(value / above))));
    }

    /// <summary>I and the mean of −1/(t²·q), where q = (ψ − w)/t, over the circle; the points in the upper half-plane stand for all.</summary>
    private static Jet Average(
        double radius, double noise, Func<Complex, (Complex Quotient, Complex T)> at, Func<double, double, double, double, Jet> finish)
    {
        double value = 0.0, slope = 0.0, sum = 0.0, slopes = 0.0;
        for (int k = 0; k < Nodes / 2; k++)
        {
            (Complex quotient, Complex t) = at(Complex.FromPolarCoordinates(radius, 2.0 * Math.PI * (k + 0.5) / Nodes));
            Complex term = Complex.Log(quotient) / t;
            Complex rate = -1.0 / (t * t * quotient);
            value += term.Real;
            slope += rate.Real;
            sum += (1.0 + Complex.Abs(Complex.Log(quotient))) / Complex.Abs(t);
            slopes += Complex.Abs(rate);
        }

        const double weight = 2.0 / Nodes;
        return finish(weight * value, weight * slope, 4.0 * Unit * noise * weight * sum, 4.0 * Unit * noise * weight * slopes);
    }
}
