using System.Numerics;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Networks.Statistics;

/// <summary>The batch-normalised order parameters of an activation with kinks, for small batches.</summary>
/// <remarks>
/// <para>
/// With x = √n cos θ, y = √n (c cos θ + √(1 − c²) sin θ cos ψ), weights ∝ sinⁿ⁻²θ and sinⁿ⁻³ψ, n = T − 1 ≥ 3. The inner
/// integral is split where y crosses a kink. As a function of θ it is singular at the kinks of x and where the circle
/// ψ ∈ [0, π] touches a kink, cos(θ ∓ arccos c) = kink/√n: double-exponential quadrature between those points.
/// </para>
/// <para>Source: [KAA19] eqs. (20)–(22); [TM74] for the outer quadrature.</para>
/// </remarks>
internal static class BatchSphereSplit
{
    public static BatchOverlaps Of(ScaledActivation f, int n)
    {
        double root = Math.Sqrt(n), c = -1.0 / n, sine = Math.Sqrt((1.0 - c) * (1.0 + c)), turn = Math.Acos(c);
        SortedSet<double> ends = [0.0, Math.PI];
        foreach (double kink in f.Kinks.Where(x => Math.Abs(x) < root))
        {
            double angle = Math.Acos(kink / root);
            foreach (double at in new[] { angle, angle + turn, Math.Abs(angle - turn) })
            {
                double folded = at > Math.PI ? (2.0 * Math.PI) - at : at;
                if (folded > 1e-12 && folded < Math.PI - 1e-12 && ends.All(end => Math.Abs(end - folded) > 1e-12))
                {
                    ends.Add(folded);
                }
            }
        }

        double outerMass = SinePower(n - 2), innerMass = SinePower(n - 3);
        var tolerance = new Tolerance(absolute: 1e-15, relative: 1e-14);
        double moment = 0.0, overlap = 0.0, error = 0.0;
        double left = 0.0;
        foreach (double right in ends.Skip(1))
        {
            double start = left, end = right;
            Estimate<Complex> piece = DoubleExponential.Finite(
                (near, far) =>
                {
                    double theta = near < far ? start + near : end - far;
                    (double sin, double cos) = Math.SinCos(theta);
                    double here = f.Value(root * cos) * Math.Pow(sin, n - 2);
                    // The real part carries the overlap, the imaginary part the moment: one pass gives both.
                    return new Complex(
                        here * Inner(f, n, root, c * cos, sine * sin), here * f.Value(root * cos) * innerMass);
                },
                end - start,
                tolerance);
            overlap += piece.Value.Real;
            moment += piece.Value.Imaginary;
            error += piece.Error;
            left = right;
        }

        double mass = outerMass * innerMass;
        moment /= mass;
        return new BatchOverlaps(moment, overlap / mass, Math.Max(error / mass, 2e-15 * moment));
    }

    private static double Inner(ScaledActivation f, int n, double root, double offset, double radius)
    {
        IEnumerable<double> breaks = f.Kinks
            .Select(kink => ((kink / root) - offset) / radius)
            .Where(x => Math.Abs(x) < 1.0)
            .Select(Math.Acos);
        (double[] psi, double[] weights) = PanelRule.On(0.0, Math.PI, 0.5, breaks);
        double sum = 0.0;
        for (int i = 0; i < psi.Length; i++)
        {
            (double sin, double cos) = Math.SinCos(psi[i]);
            sum += weights[i] * Math.Pow(sin, n - 3) * f.Value(root * (offset + (radius * cos)));
        }

        return sum;
    }

    /// <summary>∫₀^π sinᵐθ dθ, by m(m − 2)… from π or 2.</summary>
    private static double SinePower(int m)
    {
        double value = m % 2 == 0 ? Math.PI : 2.0;
        for (int k = m % 2 == 0 ? 2 : 3; k <= m; k += 2)
        {
            value *= (k - 1.0) / k;
        }

        return value;
    }
}
