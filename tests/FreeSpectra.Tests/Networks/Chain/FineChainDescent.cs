using FreeSpectra.Numerics;

namespace FreeSpectra.Tests.Networks.Chain;

/// <summary>
/// The density of a chain of equal layers, q = σ² = 1, by another route: y = z χ(u) u/(1 + u), u' = u + q(1 + u)/(σ² y) in
/// double-double arithmetic, down from far above the support in small steps at fixed real part.
/// </summary>
internal static class FineChainDescent
{
    public static double Density(int depth, double alpha, double gamma, double x, double top)
    {
        double slope = Math.Pow(alpha * gamma, depth - 1);
        double height = 8.0 * (top + x);
        Point phi = new(x / slope, height / slope);
        while (true)
        {
            for (int i = 0; i < 60; i++)
            {
                (Point z, Point z1, _, bool physical) = Evaluate(depth, alpha, gamma, phi);
                Point step = new Point(x - z.Re, height - z.Im) / z1;
                phi += step;
                Assert.True(physical && phi.Im.High > 0.0, $"the descent to {x} left the half-plane at height {height}");
                if (Math.Abs(step.Re.High) + Math.Abs(step.Im.High) < 1e-20 * phi.Im.High)
                {
                    break;
                }
            }

            if (height == 0.0)
            {
                Point f = Evaluate(depth, alpha, gamma, phi).F;
                return (f.Im / ((f.Re * f.Re) + (f.Im * f.Im))).High / Math.PI;
            }

            height = height < 1e-7 ? 0.0 : 0.6 * height;
        }
    }

    /// <summary>z_L, its derivative and F_L = z_L/(1 + u_L), with φ = z₁ − q₀ and F, K = uF as the variables.</summary>
    private static (Point Z, Point Z1, Point F, bool Physical) Evaluate(int depth, DoubleDouble alpha, double gamma, Point phi)
    {
        Point f = phi, f1 = new(1.0, 0.0), k = new(1.0, 0.0), k1 = new(0.0, 0.0);
        bool physical = true;
        for (int i = 1; i < depth; i++)
        {
            Point z = f + k, z1 = f1 + k1;
            physical &= z.Im.High > 0.0 && f.Im.High > 0.0;
            Point ratio = ((alpha * f) + k) / z;
            Point ratio1 = ((alpha * f1) + k1 - (ratio * z1)) / z;
            Point m = (DoubleDouble)gamma * ratio, m1 = (DoubleDouble)gamma * ratio1;
            f1 = (f1 * m) + (f * m1);
            k1 = (k1 * m) + (k * m1);
            f *= m;
            k = (k * m) + new Point(1.0, 0.0);
        }

        return (f + k, f1 + k1, f, physical);
    }

    private readonly record struct Point(DoubleDouble Re, DoubleDouble Im)
    {
        public static Point operator +(Point a, Point b) => new(a.Re + b.Re, a.Im + b.Im);

        public static Point operator -(Point a, Point b) => new(a.Re - b.Re, a.Im - b.Im);

        public static Point operator *(Point a, Point b) =>
            new((a.Re * b.Re) - (a.Im * b.Im), (a.Re * b.Im) + (a.Im * b.Re));

        public static Point operator *(DoubleDouble a, Point b) => new(a * b.Re, a * b.Im);

        public static Point operator /(Point a, Point b)
        {
            DoubleDouble norm = (b.Re * b.Re) + (b.Im * b.Im);
            return new(((a.Re * b.Re) + (a.Im * b.Im)) / norm, ((a.Im * b.Re) - (a.Re * b.Im)) / norm);
        }
    }
}
