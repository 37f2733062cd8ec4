namespace FreeSpectra.Networks.Statistics;

/// <summary>E f(Z) and E f(Z)² for a standard Gaussian Z, by panels that end at the kinks of f.</summary>
/// <remarks>
/// <para>Panels of 20 Gauss–Legendre nodes on [−13, 13]; the width is halved until both moments stand still.</para>
/// <para>Source: [KAA19] eq. (22) at T = ∞.</para>
/// </remarks>
internal static class PanelMoments
{
    private const double Reach = 13.0;

    public static (double Mean, double Square, double Error) Of(Func<double, double> f, IEnumerable<double> kinks)
    {
        double[] breaks = [.. kinks];
        (double Mean, double Square) coarse = Integrate(f, breaks, 1.0);
        double error = double.PositiveInfinity;
        for (double width = 0.5; width > 0.01; width *= 0.5)
        {
            (double Mean, double Square) fine = Integrate(f, breaks, width);
            error = Math.Abs(fine.Mean - coarse.Mean) + Math.Abs(fine.Square - coarse.Square);
            if (error <= 4e-15 * Math.Max(fine.Square, Math.Abs(fine.Mean)))
            {
                return (fine.Mean, fine.Square, Math.Max(error, 1e-15 * fine.Square));
            }

            coarse = fine;
        }

        throw new Numerics.NonConvergenceException(
            "The Gaussian moment of an activation", "variance 1", 0, error, "Declare the activation's kinks.");
    }

    private static (double Mean, double Square) Integrate(Func<double, double> f, double[] breaks, double width)
    {
        (double[] x, double[] weights) = PanelRule.On(-Reach, Reach, width, breaks);
        double mean = 0.0, square = 0.0, mass = 0.0;
        for (int i = 0; i < x.Length; i++)
        {
            double w = weights[i] * Math.Exp(-0.5 * x[i] * x[i]);
            double value = f(x[i]);
            mass += w;
            mean += w * value;
            square += w * value * value;
        }

        return (mean / mass, square / mass);
    }
}
