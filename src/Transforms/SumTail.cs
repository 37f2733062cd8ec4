using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>The density of a free sum so far out in a heavy tail that Im ω is lost in the rounding of Re ω.</summary>
/// <remarks>
/// <para>
/// There the subordination equations are linear in the imaginary parts. With G(x) = g − iπρ and ω_j = x_j + iy_j, G_j(ω_j) = G gives Re G_j(x_j) = g and
/// y_j = π(ρ_j(x_j) − ρ)/g_j′(x_j), and the imaginary part of Σ t_j ω_j = x + (T − 1)/G, T = Σ t_j,
/// </para>
/// <para>ρ = Σ t_j ρ_j(x_j)/g_j′(x_j) / [(T − 1)/g² + Σ t_j/g_j′(x_j)],</para>
/// <para>
/// at the real solution of Σ t_j x_j = x + (T − 1)/g. Far out this is ρ ≈ Σ t_j ρ_j. Error: what is of second order, and rounding. With ε = πρ/g
/// every y_j is εx_j(1 − ρ_j/ρ), so that the squares in Σ t_j ω_j and in (T − 1)/G cancel but for a few ε²x.
/// </para>
/// <para>Source: [BB07] thm. 4.1, linearised.</para>
/// </remarks>
internal static class SumTail
{
    // The equations themselves tell more where the second order exceeds this.
    private const double Largest = 1e-6;

    private const int Iterations = 40;

    /// <summary>The density at x; null where the law is no sum, or the linear equations do not hold to six digits.</summary>
    /// <param name="law">The convolution.</param>
    /// <param name="x">A point inside an infinite band.</param>
    public static Estimate<double>? Density(FreeConvolution law, double x) => Solve(law, x)?.Density;

    /// <summary>G and G′ at x; null where <see cref="Density"/> is.</summary>
    /// <remarks>G′ = g′ − iπρ′ with 1/g′ = (T − 1)/g² + Σ t_j/g_j′; ρ′ is the slope of the quartic through five densities at steps of x/1000, to nine digits.</remarks>
    /// <param name="law">The convolution.</param>
    /// <param name="x">A point inside an infinite band.</param>
    public static (Complex Value, Complex Derivative)? Cauchy(FreeConvolution law, double x)
    {
        if (Solve(law, x) is not { } center)
        {
            return null;
        }

        double step = 1e-3 * x;
        double?[] beside = [.. new[] { -2.0, -1.0, 1.0, 2.0 }.Select(k => Density(law, x + (k * step))?.Value)];
        double? slope = ((8.0 * (beside[2] - beside[1])) - (beside[3] - beside[0])) / (12.0 * step);
        return slope is { } change
            ? (new Complex(center.Real, -Math.PI * center.Density.Value), new Complex(center.RealSlope, -Math.PI * change))
            : null;
    }

    /// <summary>The linear equations at x; null also where a summand, such as a product, has no G of its own so far out.</summary>
    private static (double Real, double RealSlope, Estimate<double> Density)? Solve(FreeConvolution law, double x)
    {
        try
        {
            return law.IsProduct ? null : Equations(law, x);
        }
        catch (NonConvergenceException)
        {
            return null;
        }
    }

    private static (double Real, double RealSlope, Estimate<double> Density)? Equations(FreeConvolution law, double x)
    {
        // Sums of sums are one sum: each summand would ask its own summands five times over.
        IReadOnlyList<(SpectralMeasure Law, double Exponent)> leaves = law.AllLeaves();
        double total = leaves.Sum(leaf => leaf.Exponent);
        double[] omega = new double[leaves.Count];
        double[] gaps = new double[omega.Length];
        double[] slopes = new double[omega.Length];
        Array.Fill(omega, x);
        double g = 1.0 / x;
        for (int k = 1; k <= Iterations; k++)
        {
            // One Newton step for all: x_j + (g + δ − g_j)/g_j′ in the equation of the sum.
            double defect = -x - ((total - 1.0) / g);
            double rise = (total - 1.0) / (g * g);
            for (int j = 0; j < omega.Length; j++)
            {
                gaps[j] = g - leaves[j].Law.Cauchy(omega[j]).Real;
                slopes[j] = leaves[j].Law.CauchyDerivative(omega[j]).Real;
                defect += leaves[j].Exponent * (omega[j] + (gaps[j] / slopes[j]));
                rise += leaves[j].Exponent / slopes[j];
            }

            double step = -defect / rise;
            bool settled = Math.Abs(step) <= 1e-14 * total * Math.Abs(g);
            g += step;
            for (int j = 0; j < omega.Length; j++)
            {
                double shift = (gaps[j] + step) / slopes[j];
                settled &= Math.Abs(shift) <= 1e-13 * total * Math.Abs(x);
                omega[j] += shift;
            }

            if (!(g * x > 0.0) || !omega.All(point => point * x > 0.0 && double.IsFinite(point)))
            {
                return null;
            }

            if (settled)
            {
                return Read(leaves, omega, slopes, rise, g, k) is { } density ? (g, 1.0 / rise, density) : null;
            }
        }

        return null;
    }

    private static Estimate<double>? Read(
        IReadOnlyList<(SpectralMeasure Law, double Exponent)> leaves, double[] omega, double[] slopes, double rise, double g, int iterations)
    {
        double above = 0.0;
        for (int j = 0; j < omega.Length; j++)
        {
            above += leaves[j].Exponent * leaves[j].Law.Density(omega[j]) / slopes[j];
        }

        double density = above / rise;
        double small = Math.PI * density / g;
        double relative = (2.0 * small * small) + (1e-13 * leaves.Sum(leaf => leaf.Exponent));
        return density > 0.0 && relative <= Largest ? new Estimate<double>(density, relative * density, iterations) : null;
    }
}
