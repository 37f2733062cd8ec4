using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms.Rectangular;

/// <summary>The density beside a hard end of a band of a rectangular sum, nearer than the equations keep its digits.</summary>
/// <remarks>
/// <para>
/// With ρ ∼ C·t^β, −1 &lt; β &lt; 0, at the distance t the factor t^{−β}ρ is analytic in u = t^{1+β}: the polynomial through values at u, 2u, 4u, …. Farther out the
/// values are better known and the polynomial worse, so of several first nodes the one that claims least is taken.
/// </para>
/// <para>
/// Error: what the outermost value changes, the errors of the values times their weights, and by how much more than it may the series from ten times as near
/// tells another value at the end: with λ near 1 the density follows another power farther out, over many decades.
/// </para>
/// <para>Source: [BG09] (the equations); [BB07] thm. 3.2, 4.1 (analytic in the real inverse).</para>
/// </remarks>
internal sealed class HardEndSeries
{
    private const int Nodes = 7;
    private const double Farthest = 0.2;
    private const double Unit = 2.220446049250313e-16;
    private const double Useful = 1e-3;
    private const double Enough = 1e-6;

    // The decades of first nodes; at 0 the distance has no rounding, and the power may begin at (1 − λ)³.
    private const int FirstDecade = 4;
    private const int LastDecade = 10;
    private const int LastDecadeAtZero = 36;

    private readonly double exponent;
    private readonly double[] u;
    private readonly double[] factors;
    private readonly double[] errors;

    private readonly double drift;

    private HardEndSeries(double exponent, double reach, double[] u, double[] factors, double[] errors, double drift)
    {
        this.drift = drift;
        this.exponent = exponent;
        this.u = u;
        this.factors = factors;
        this.errors = errors;
        Reach = reach;
    }

    /// <summary>The distance of the innermost node.</summary>
    public double Reach { get; }

    /// <summary>The series at an end; null where the density does not rise to it without bound, or no polynomial tells three digits.</summary>
    /// <param name="density">The density at a distance.</param>
    /// <param name="width">The width of the band.</param>
    /// <param name="place">The end, whose rounding every distance has.</param>
    /// <param name="exponent">β.</param>
    public static HardEndSeries? Find(Func<double, Estimate<double>> density, double width, double place, double exponent)
    {
        if (!(exponent is > -1.0 and < 0.0))
        {
            return null;
        }

        HardEndSeries? best = null, outer = null;
        double least = Useful;
        double step = Math.Pow(2.0, 1.0 / (1.0 + exponent));
        int last = place == 0.0 ? LastDecadeAtZero : LastDecade;
        for (int decade = FirstDecade; decade <= last; decade++)
        {
            double start = Math.Pow(10.0, -decade) * width;
            if (!(start * Math.Pow(step, Nodes - 1) < Farthest * width))
            {
                continue;
            }

            HardEndSeries? inner = TryAt(density, start, step, place, exponent);
            if (outer is not null && inner is not null)
            {
                HardEndSeries series = outer.Against(inner);
                (double value, double error) = series.At(0.0);
                if (error < least * value)
                {
                    (best, least) = (series, error / value);
                }
                else if (least < Enough && !(error < 10.0 * least * value))
                {
                    break;
                }
            }

            outer = inner;
        }

        return best;
    }

    /// <summary>The density at a distance below <see cref="Reach"/>.</summary>
    public Estimate<double> Density(double offset)
    {
        (double value, double error) = At(Math.Pow(offset, 1.0 + exponent));
        double power = Math.Pow(offset, exponent);
        return new Estimate<double>(power * value, power * error, 1);
    }

    private static HardEndSeries? TryAt(Func<double, Estimate<double>> density, double start, double step, double place, double exponent)
    {
        double[] u = new double[Nodes];
        double[] factors = new double[Nodes];
        double[] errors = new double[Nodes];
        for (int k = 0; k < Nodes; k++)
        {
            double t = start * Math.Pow(step, k);
            double power = Math.Pow(t, -exponent);
            try
            {
                Estimate<double> value = density(t);
                (u[k], factors[k]) = (Math.Pow(t, 1.0 + exponent), power * value.Value);
                errors[k] = power * (value.Error + (Unit * (2.0 + (Math.Abs(place) / t)) * value.Value));
            }
            catch (NonConvergenceException)
            {
                return null;
            }
        }

        return new HardEndSeries(exponent, start, u, factors, errors, 0.0);
    }

    /// <summary>This series with what another one, from nearer to the end, says against it.</summary>
    private HardEndSeries Against(HardEndSeries inner)
    {
        (double value, double error) = inner.At(0.0);
        return new HardEndSeries(exponent, Reach, u, factors, errors, Math.Max(0.0, Math.Abs(At(0.0).Value - value) - error));
    }

    private (double Value, double Error) At(double point)
    {
        double value = 0.0, fewer = 0.0, error = 0.0;
        for (int k = 0; k < Nodes; k++)
        {
            double weight = 1.0, without = k < Nodes - 1 ? 1.0 : 0.0;
            for (int j = 0; j < Nodes; j++)
            {
                double ratio = j == k ? 1.0 : (point - u[j]) / (u[k] - u[j]);
                weight *= ratio;
                without *= j < Nodes - 1 ? ratio : 1.0;
            }

            value += weight * factors[k];
            fewer += without * factors[k];
            error += Math.Abs(weight) * errors[k];
        }

        return (value, error + Math.Abs(value - fewer) + drift);
    }
}
