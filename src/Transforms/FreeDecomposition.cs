using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using static System.FormattableString;

namespace FreeSpectra.Transforms;

/// <summary>A law written as a shift (or a scale) and a list of free summands (or factors) with real powers: what deconvolution subtracts from.</summary>
/// <remarks>
/// <para>
/// Semicircles add their variances, free Poisson laws of one jump their rates; these powers may be any number ≥ 0, because
/// the laws are freely infinitely divisible. A power of any other law must be 0 or ≥ 1 to be a law for certain.
/// </para>
/// <para>Source: [BV93] §5 (infinite divisibility); [BB04], [BB05] (powers ≥ 1).</para>
/// </remarks>
internal sealed class FreeDecomposition
{
    private const double Rounding = 1e-13;

    // Variances may be numerical, with that error.
    private const double Negligible = 1e-9;

    private readonly bool product;

    // The power of each part, and the largest that was added to it or taken off.
    private readonly Dictionary<SpectralMeasure, (double Power, double Largest)> powers = [];
    private double constant;

    private FreeDecomposition(bool product)
    {
        this.product = product;
        constant = product ? 1.0 : 0.0;
    }

    /// <summary>μ without ν, or an <see cref="ArgumentException"/> that says why there is none.</summary>
    public static SpectralMeasure Remove(SpectralMeasure mu, SpectralMeasure nu, bool product)
    {
        RequireVariance(mu, nu, product);
        var parts = new FreeDecomposition(product);
        parts.Add(mu, 1.0);
        parts.Add(nu, -1.0);
        return parts.Build();
    }

    /// <summary>Variances add in free sums, squared relative deviations in free products: no law has less than none.</summary>
    private static void RequireVariance(SpectralMeasure mu, SpectralMeasure nu, bool product)
    {
        if (!mu.HasMoment(2) || !nu.HasMoment(2) || (product && !(mu.Mean > 0.0 && nu.Mean > 0.0)))
        {
            return;
        }

        double Spread(SpectralMeasure law) => law.Variance / (product ? law.Mean * law.Mean : 1.0);
        double left = Spread(mu) - Spread(nu);
        if (left < -Negligible * Spread(nu))
        {
            throw new ArgumentException(product
                ? Invariant($"The free quotient is no law: its variance over the square of its mean would be {left:G6}.")
                : Invariant($"The free difference is no law: its variance would be {left:G6}."));
        }
    }

    private void Add(SpectralMeasure law, double power)
    {
        switch (law)
        {
            case FreeConvolution convolution when convolution.IsProduct == product:
                for (int i = 0; i < convolution.Factors.Length; i++)
                {
                    Add(convolution.Factors[i], power * convolution.Exponents[i]);
                }

                break;
            case TwoPointPower two when product:
                Add(two.Source, power * two.Power);
                break;
            case AffineImage { Map.Scale: 1.0 } image when !product:
                Shift(image.Map.Shift, power);
                Add(image.Source, power);
                break;
            case AffineImage { Map: { Shift: 0.0, Scale: > 0.0 } } image when product:
                Shift(image.Map.Scale, power);
                Add(image.Source, power);
                break;
            case Semicircle semicircle when !product:
                Shift(semicircle.Mean, power);
                Count(new Semicircle(0.0, 1.0), power * semicircle.Variance);
                break;
            case FreePoisson poisson when !product:
                Count(new FreePoisson(1.0, poisson.Jump), power * poisson.Rate);
                break;
            case FreePoisson poisson when product && poisson.Jump != 1.0:
                Shift(poisson.Jump, power);
                Count(new FreePoisson(poisson.Rate, 1.0), power);
                break;
            default:
                if (FreeOperations.IsPoint(law))
                {
                    Shift(law.Atoms[0].Location, power);
                }
                else
                {
                    Count(law, power);
                }

                break;
        }
    }

    private void Shift(double amount, double power) =>
        constant = product ? constant * Math.Pow(amount, power) : constant + (power * amount);

    private void Count(SpectralMeasure law, double power)
    {
        (double before, double largest) = powers.GetValueOrDefault(law);
        powers[law] = (before + power, Math.Max(largest, Math.Abs(power)));
    }

    private SpectralMeasure Build()
    {
        SpectralMeasure? result = null;
        foreach ((SpectralMeasure law, (double power, double largest)) in powers)
        {
            if (Math.Abs(power) <= Rounding * largest)
            {
                continue;
            }

            SpectralMeasure part = Power(law, power);
            result = result is null ? part : product ? result.FreeProduct(part) : result.FreeSum(part);
        }

        if (result is null)
        {
            return new Atomic(new Atom(constant, 1.0));
        }

        return product ? FreeOperations.Affine(result, 0.0, constant) : FreeOperations.Affine(result, constant, 1.0);
    }

    private SpectralMeasure Power(SpectralMeasure law, double power)
    {
        switch (law)
        {
            case Semicircle when !product && power > 0.0:
                return new Semicircle(0.0, power);
            case FreePoisson poisson when !product && power > 0.0:
                return new FreePoisson(power, poisson.Jump);
            default:
                double rounded = Math.Abs(power - 1.0) <= Rounding ? 1.0 : power;
                if (rounded >= 1.0)
                {
                    return product ? law.MultiplicativePower(rounded) : law.FreePower(rounded);
                }

                string operation = product ? "free quotient" : "free difference";
                throw new ArgumentException(Invariant(
                    $"The {operation} is not known to be a law: it would leave the power {power:R} of one of its factors, and a power must be 0 or >= 1."));
        }
    }
}
