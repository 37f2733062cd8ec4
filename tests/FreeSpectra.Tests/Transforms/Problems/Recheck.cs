using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Tests.Transforms.Problems;

/// <summary>The certificates of one problem, verified again with 32 digits: G at points above the support and the density at points inside bands.</summary>
internal static class Recheck
{
    /// <summary>What is wrong; null if nothing is.</summary>
    /// <param name="law">The law.</param>
    /// <param name="uniform">Random numbers in (0, 1).</param>
    /// <param name="supported">Whether equations are stated for all parts of the law.</param>
    public static string? Run(SpectralMeasure law, Func<double> uniform, out bool supported) => Run(law, law, uniform, out supported);

    /// <summary>The values of one law against the equations of another, which are the same but in tests of this check.</summary>
    public static string? Run(SpectralMeasure law, SpectralMeasure truth, Func<double> uniform, out bool supported)
    {
        supported = true;
        double bottom = double.IsFinite(law.BottomOfSupport) ? law.BottomOfSupport : -3.0;
        double top = double.IsFinite(law.TopOfSupport) ? law.TopOfSupport : Math.Max(3.0, bottom + 3.0);
        double size = Math.Max(Math.Max(Math.Abs(bottom), Math.Abs(top)), 1e-3);
        try
        {
            for (int k = 0; k < 2; k++)
            {
                Complex z = new(bottom + ((top - bottom) * uniform()), size * Math.Pow(10.0, -3.0 * uniform()));
                Complex precise = new PreciseLaw().Cauchy(truth, z).Rounded();
                Complex value = law.Cauchy(z);
                if (!(Complex.Abs(value - precise) <= 1e-11 * Complex.Abs(precise)))
                {
                    return FormattableString.Invariant($"G({z}) = {value}, with 32 digits {precise}");
                }
            }

            foreach (Band band in law.Bands.Where(band => double.IsFinite(band.Width)))
            {
                double x = band.Left + (band.Width * (0.05 + (0.9 * uniform())));
                double precise = -new PreciseLaw().Cauchy(truth, new Complex(x, Math.Max(Math.Abs(x), 1e-3 * band.Width) * Lift)).Imaginary.High / Math.PI;
                Estimate<double> density = law.DensityEstimate(x);
                if (!(Math.Abs(density.Value - precise) <= (3.0 * density.Error) + (1e-9 * precise)))
                {
                    return FormattableString.Invariant($"density {density.Value:R} ± {density.Error:E1} at {x:R}, with 32 digits {precise:R}");
                }
            }

            return null;
        }
        catch (NotSupportedException)
        {
            supported = false;
            return null;
        }
        catch (BranchException refuted)
        {
            return refuted.Message;
        }
    }

    // The density is read this far above the axis, relative to x: the half-plane conditions are strict there for every part of the law.
    private const double Lift = 1e-14;
}
