using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>The limit of the density of a convolution at an end of a band where it follows no power of the distance.</summary>
/// <remarks>
/// <para>
/// Beside an atom it is known where densities of the factors start with a jump beside theirs. Where atoms aᵢ of weights wᵢ meet with
/// W = Σ tᵢwᵢ − (T − 1) &gt; 0, ωᵢ − aᵢ = wᵢF + wᵢF²gᵢ, gᵢ the rest of Gᵢ: so ρ = Σ tᵢwᵢρᵢ/W for sums, and Σ tᵢwᵢaᵢρᵢ/(We) at e = Π aᵢ^{tᵢ} for
/// products.
/// </para>
/// <para>
/// At 0 the factor with the largest mass w there has ω → 0, and the others stay at 1 + h(ω) = w: x = cω with |c| = Π |ωᵢ|^{tᵢ}((1 − w)/w)^{T − 1} over
/// them, and ρ = ρ₁/|c|.
/// </para>
/// <para>Source: [BV98] thm. 7.4; [BB07] thm. 3.2, 4.1 (the equations from which this follows).</para>
/// </remarks>
internal static class EndLimit
{
    private const double Near = 1e-11; // of the size of the law

    /// <summary>The limit beside an atom, else that of the densities ever nearer to the end: infinite or 0 where a logarithm comes with it.</summary>
    /// <param name="law">The convolution.</param>
    /// <param name="place">The end of a band.</param>
    /// <param name="left">Whether it is the left one.</param>
    /// <param name="size">The size of the band.</param>
    /// <param name="beside">The density at a distance from the end.</param>
    /// <exception cref="NonConvergenceException">The densities settle to no limit, nor rise or fall like a logarithm.</exception>
    public static Estimate<double> At(FreeConvolution law, double place, bool left, double size, Func<double, Estimate<double>> beside)
    {
        if (BesideAtom(law, place, left) is { } limit)
        {
            return new Estimate<double>(limit, 1e-13 * limit, 1);
        }

        // A limit is settled to rounding this near an end, while a power of a logarithm still doubles with each square of the distance.
        (Estimate<double> first, Estimate<double> second, Estimate<double> last) = (beside(1e-20 * size), beside(1e-40 * size), beside(1e-80 * size));
        double step = Math.Abs(last.Value - second.Value);
        int evaluations = first.Evaluations + second.Evaluations + last.Evaluations;
        if (step <= 1e-10 * last.Value)
        {
            return new Estimate<double>(last.Value, last.Error + step, evaluations);
        }

        double drift = Math.Abs(second.Value - first.Value);
        bool rises = last.Value > second.Value && second.Value > first.Value, falls = last.Value < second.Value && second.Value < first.Value;
        return (rises && step > drift) || falls
            ? new Estimate<double>(rises ? double.PositiveInfinity : 0.0, 0.0, evaluations)
            : throw new NonConvergenceException(
                "The " + law.Algebra.Name, place, evaluations, step, "The limit of the density at that end of a band could not be found.");
    }

    /// <summary>The limit; null where no atom is left or the density has another power.</summary>
    /// <param name="law">The convolution.</param>
    /// <param name="place">The end of a band.</param>
    /// <param name="left">Whether it is the left one.</param>
    public static double? BesideAtom(FreeConvolution law, double place, bool left)
    {
        if (law.IsProduct && place == 0.0)
        {
            return law.MassAt(0.0) > 0.0 ? AtZero(law, left) : null;
        }

        double total = law.Exponents.Sum();
        (double weight, double sum) = Meetings(law, 0, left)
            .Where(meeting => Math.Abs(meeting.At - place) <= Near * law.Scale)
            .Select(meeting => (meeting.Weight - (total - 1.0), meeting.Sum))
            .DefaultIfEmpty((0.0, 0.0)).Max();
        return weight > Near ? sum / weight / (law.IsProduct ? place : 1.0) : null;
    }

    private static double? AtZero(FreeConvolution law, bool left)
    {
        double mass = law.Factors.Max(factor => factor.MassAt(0.0));
        double scale = Math.Pow((1.0 - mass) / mass, law.Exponents.Sum() - 1.0);
        double? start = null;
        for (int i = 0; i < law.Factors.Length; i++)
        {
            SpectralMeasure factor = law.Factors[i];
            if (factor.MassAt(0.0) == mass)
            {
                if (start is not null || law.Exponents[i] != 1.0)
                {
                    return null;
                }

                start = JumpAt(factor, 0.0, left);
                continue;
            }

            // 1 + h = ωG rises from 1 at −∞ and falls to the mass at 0, as a function of ln|ω|.
            double logarithm = MonotoneRoot.Find(
                t =>
                {
                    double omega = -Math.Exp(t);
                    return ((omega * factor.Cauchy(omega).Real) - mass, omega * factor.MomentTransformDerivative(omega).Real);
                },
                -600.0,
                600.0,
                increasing: true);
            scale *= Math.Exp(law.Exponents[i] * logarithm);
        }

        return start / scale;
    }

    /// <summary>Choices of one atom per factor: the place, Σ tᵢwᵢ, and Σ tᵢwᵢρᵢ or Σ tᵢwᵢaᵢρᵢ.</summary>
    private static IEnumerable<(double At, double Weight, double Sum)> Meetings(FreeConvolution law, int factor, bool left)
    {
        if (factor == law.Factors.Length)
        {
            yield return (law.IsProduct ? 1.0 : 0.0, 0.0, 0.0);
            yield break;
        }

        double t = law.Exponents[factor];
        foreach ((double at, double weight, double sum) in Meetings(law, factor + 1, left))
        {
            foreach (Atom atom in law.Factors[factor].Atoms)
            {
                double own = t * atom.Weight * JumpAt(law.Factors[factor], atom.Location, left);
                yield return law.IsProduct
                    ? (at * Math.Pow(atom.Location, t), weight + (t * atom.Weight), sum + (own * atom.Location))
                    : (at + (t * atom.Location), weight + (t * atom.Weight), sum + own);
            }
        }
    }

    /// <summary>The density with which a band that starts at a place jumps there, or 0.</summary>
    private static double JumpAt(SpectralMeasure law, double place, bool left)
    {
        for (int i = 0; i < law.Bands.Length; i++)
        {
            Band band = law.Bands[i];
            if ((left ? band.Left : band.Right) == place && (left ? band.LeftExponent : band.RightExponent) == 0.0)
            {
                bool touched = law.Bands.Any(other => (left ? other.Right : other.Left) == place);
                return touched ? law.DensityFromEdge(i, left ? IntervalEnd.Left : IntervalEnd.Right, 1e-20 * band.Width) : law.Density(place);
            }
        }

        return 0.0;
    }
}
