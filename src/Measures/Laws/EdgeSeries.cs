using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Measures.Laws;

/// <summary>The expansion of an explicit inverse at a critical point: offsets from an edge become points of the curve.</summary>
/// <remarks>
/// <para>Z(y_c + δ) = Z(y_c) + c_n δⁿ + …, n ≥ 2, with coefficients by the trapezoidal rule on a circle; solved for δ in ℂ⁺.</para>
/// <para>Error: a few units in the last place of δ, relative, however small the offset.</para>
/// <para>Source: [TW14] §2 (Taylor coefficients by the trapezoidal rule).</para>
/// </remarks>
internal sealed class EdgeSeries
{
    private const int Points = 64;
    private const int Terms = 40;
    private const double CircleFraction = 0.5;
    private const double UsedFraction = 0.3;
    private readonly double[] coefficients = new double[Terms];
    private readonly double reach;

    /// <summary>Expands Z at a real critical point.</summary>
    /// <param name="map">Z, real on the real line.</param>
    /// <param name="center">y_c with Z'(y_c) = 0.</param>
    /// <param name="distance">How far Z is analytic around y_c.</param>
    public EdgeSeries(Func<Complex, Complex> map, double center, double distance)
    {
        Center = center;
        Value = map(center).Real;
        double radius = CircleFraction * distance;
        reach = UsedFraction * radius;
        Complex[] values = new Complex[Points];
        double largest = 0.0;
        for (int k = 0; k < Points; k++)
        {
            values[k] = map(center + Complex.FromPolarCoordinates(radius, 2.0 * Math.PI * (k + 0.5) / Points)) - Value;
            largest = Math.Max(largest, Complex.Abs(values[k]));
        }

        for (int n = 2; n < Terms; n++)
        {
            double sum = 0.0;
            for (int k = 0; k < Points; k++)
            {
                Complex factor = Complex.FromPolarCoordinates(1.0, -2.0 * Math.PI * n * (k + 0.5) / Points);
                sum += (values[k] * factor).Real;
            }

            // Coefficients in units of the radius: δ = radius·s.
            coefficients[n] = sum / Points;
        }

        Radius = radius;
        Order = 2;
        while (Order < Terms - 1 && Math.Abs(coefficients[Order]) < 1e-13 * largest)
        {
            Order++;
        }
    }

    /// <summary>The critical point y_c.</summary>
    public double Center { get; }

    /// <summary>Z(y_c), the edge.</summary>
    public double Value { get; }

    /// <summary>The order n of the first term.</summary>
    public int Order { get; }

    private double Radius { get; }

    /// <summary>Solves Z(y_c + δ) = Z(y_c) + offset for δ in ℂ⁺, if δ lies within the reach of the expansion.</summary>
    public bool TrySolve(double offset, out Complex step)
    {
        double ratio = offset / coefficients[Order];
        double size = Math.Pow(Math.Abs(ratio), 1.0 / Order);

        // The n-th root of ratio in the upper half-plane: for n = 2 of a negative number, for n = 3 of either sign.
        double angle = ratio < 0.0 ? Math.PI / Order : 2.0 * Math.PI / Order;
        Complex s = Complex.FromPolarCoordinates(size, angle);
        for (int i = 0; i < 60 && Complex.Abs(s) * Radius <= reach; i++)
        {
            Effort.Step();

            // s ↦ s·(ratio/(sⁿ·q(s)))^{1/n} as one Newton step in ln s, with q(s) = Σ c_k s^{k−n}/c_n.
            Complex q = Complex.Zero;
            Complex weighted = Complex.Zero;
            for (int k = Terms - 1; k >= Order; k--)
            {
                q = (q * s) + (coefficients[k] / coefficients[Order]);
                weighted = (weighted * s) + (k * coefficients[k] / coefficients[Order]);
            }

            // sⁿ/ratio with |ratio| = sizeⁿ taken out: offsets down to the smallest doubles.
            Complex power = ratio < 0.0 ? -q : q;
            for (int k = 0; k < Order; k++)
            {
                power *= s / size;
            }

            Complex correction = (power - 1.0) / power * q / weighted;
            s *= Complex.Exp(-correction);
            if (Complex.Abs(correction) < 3e-15)
            {
                step = Radius * s;
                return Complex.Abs(step) <= reach && step.Imaginary > 0.0;
            }
        }

        step = Complex.Zero;
        return false;
    }
}
