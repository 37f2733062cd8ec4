using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Transforms;

/// <summary>The operations of free probability on laws: each gives a law, so expressions nest.</summary>
/// <remarks>
/// <para>Point masses are neutral up to shift or scale and are taken out at once.</para>
/// <para>Source: [MS17] ch. 2, 3; [BB07].</para>
/// </remarks>
public static class FreeOperations
{
    // In sizes of a law: beyond, three digits of every place tell nothing of it.
    private const double Far = 1e3;

    private const double LargeSize = 1e12;

    /// <summary>The free sum μ ⊞ ν: the law of X + Y for free X ∼ μ, Y ∼ ν.</summary>
    /// <remarks><para>R_{μ⊞ν} = R_μ + R_ν.</para><para>Source: [BB07] thm. 4.1.</para></remarks>
    /// <param name="mu">μ.</param>
    /// <param name="nu">ν.</param>
    public static SpectralMeasure FreeSum(this SpectralMeasure mu, SpectralMeasure nu)
    {
        ArgumentNullException.ThrowIfNull(mu);
        ArgumentNullException.ThrowIfNull(nu);
        if (IsPoint(mu))
        {
            return Affine(nu, mu.Atoms[0].Location, 1.0);
        }

        return IsPoint(nu)
            ? Affine(mu, nu.Atoms[0].Location, 1.0)
            : FarOut(mu, nu) ?? FarOut(nu, mu) ?? new FreeConvolution(ConvolutionAlgebra.Additive, [mu, nu], [1.0, 1.0]);
    }

    /// <summary>
    /// A sum with atoms far from 0 against its size, as one with the first of them at 0 that is moved: out there the rounding of a place hides what the bands
    /// do, such as whether they meet. The differences of such atoms are exact. Null for any other sum.
    /// </summary>
    private static SpectralMeasure? FarOut(SpectralMeasure atoms, SpectralMeasure other)
    {
        if (!atoms.Bands.IsEmpty)
        {
            return null;
        }

        double place = atoms.Atoms[0].Location;
        double spread = atoms.Atoms[^1].Location - place;
        return Math.Abs(place) > Far * (spread + LawScale.Of(other))
            ? Affine(new Atomic([.. atoms.Atoms.Select(atom => new Atom(atom.Location - place, atom.Weight))]).FreeSum(other), place, 1.0)
            : null;
    }

    /// <summary>The free product μ ⊠ ν: the law of X^½ Y X^½ for free X ∼ μ ≥ 0, Y ∼ ν ≥ 0.</summary>
    /// <remarks><para>S_{μ⊠ν} = S_μ S_ν. A factor that is a projection compresses without rescaling.</para><para>Source: [BB07] thm. 3.2, 3.3.</para></remarks>
    /// <param name="mu">μ, on [0, ∞). A point mass of either sign is allowed.</param>
    /// <param name="nu">ν, on [0, ∞), or any law if μ is a point mass.</param>
    /// <exception cref="ArgumentException">A law has mass below 0.</exception>
    public static SpectralMeasure FreeProduct(this SpectralMeasure mu, SpectralMeasure nu)
    {
        ArgumentNullException.ThrowIfNull(mu);
        ArgumentNullException.ThrowIfNull(nu);
        if (IsPoint(mu))
        {
            return Scaled(mu, nu);
        }

        if (IsPoint(nu))
        {
            return Scaled(nu, mu);
        }

        RequirePositive(mu, nameof(mu), "a free product");
        RequirePositive(nu, nameof(nu), "a free product");
        (double first, double second) = (UnitOf(mu), UnitOf(nu));
        return Affine(new FreeConvolution(ConvolutionAlgebra.Multiplicative, [Affine(mu, 0.0, 1.0 / first), Affine(nu, 0.0, 1.0 / second)], [1.0, 1.0]), 0.0, first * second);
    }

    /// <summary>The free power μ^{⊞t}.</summary>
    /// <remarks><para>R_{μ^{⊞t}} = t·R_μ. It exists for every t ≥ 1.</para><para>Source: [BB04] thm. 2.5.</para></remarks>
    /// <param name="mu">μ.</param>
    /// <param name="power">t ≥ 1.</param>
    public static SpectralMeasure FreePower(this SpectralMeasure mu, double power)
    {
        ArgumentNullException.ThrowIfNull(mu);
        RequirePower(power, nameof(power));
        return power == 1.0 ? mu : Power(mu, power, power - 1.0);
    }

    /// <summary>The multiplicative power μ^{⊠t}.</summary>
    /// <remarks><para>S_{μ^{⊠t}} = S_μ^t. It exists for every t ≥ 1.</para><para>Source: [BB05] thm. 2.6.</para></remarks>
    /// <param name="mu">μ, on [0, ∞).</param>
    /// <param name="power">t ≥ 1.</param>
    public static SpectralMeasure MultiplicativePower(this SpectralMeasure mu, double power)
    {
        ArgumentNullException.ThrowIfNull(mu);
        RequirePower(power, nameof(power));
        if (power == 1.0)
        {
            return mu;
        }

        RequirePositive(mu, nameof(mu), "a multiplicative power");
        if (IsPoint(mu))
        {
            double location = mu.Atoms[0].Location;
            return location == 0.0 ? mu : Affine(mu, 0.0, Math.Pow(location, power - 1.0));
        }

        return TwoPointPower.Fits(mu)
            ? new TwoPointPower(mu, power)
            : new FreeConvolution(ConvolutionAlgebra.Multiplicative, [mu], [power]);
    }

    /// <summary>The compression of μ by a free projection of trace t: the law of pXp in the algebra cut down by p.</summary>
    /// <remarks><para>The law of t·Y with Y ∼ μ^{⊞1/t}.</para><para>Source: [NS06] cor. 14.13.</para></remarks>
    /// <param name="mu">μ.</param>
    /// <param name="trace">t in (0, 1].</param>
    public static SpectralMeasure Compression(this SpectralMeasure mu, double trace)
    {
        ArgumentNullException.ThrowIfNull(mu);
        Require.PositiveAtMost(trace, 1.0);
        return trace == 1.0 ? mu : Affine(Power(mu, 1.0 / trace, (1.0 - trace) / trace), 0.0, trace);
    }

    /// <summary>The free difference: the law ρ with ρ ⊞ ν = μ, where it is known to exist.</summary>
    /// <remarks>
    /// <para>
    /// R_ρ = R_μ − R_ν. ν must be found among the free summands of μ: semicircles and free Poisson laws of equal jump subtract
    /// by variance and rate, any other law by its power, which must leave 0 or at least 1. In general R_μ − R_ν belongs to no law.
    /// </para>
    /// <para>Source: [BV93] §5; [BB04] thm. 2.5.</para>
    /// </remarks>
    /// <param name="mu">μ.</param>
    /// <param name="nu">ν.</param>
    /// <exception cref="ArgumentException">The difference is not known to be a law.</exception>
    public static SpectralMeasure FreeDifference(this SpectralMeasure mu, SpectralMeasure nu)
    {
        ArgumentNullException.ThrowIfNull(mu);
        ArgumentNullException.ThrowIfNull(nu);
        return FreeDecomposition.Remove(mu, nu, product: false);
    }

    /// <summary>The free quotient: the law ρ with ρ ⊠ ν = μ, where it is known to exist.</summary>
    /// <remarks>
    /// <para>S_ρ = S_μ/S_ν. ν must be found among the free factors of μ, with a power that leaves 0 or at least 1.</para>
    /// <para>Source: [BB05] thm. 2.6.</para>
    /// </remarks>
    /// <param name="mu">μ, on [0, ∞).</param>
    /// <param name="nu">ν, on [0, ∞) and not δ₀.</param>
    /// <exception cref="ArgumentException">The quotient is not known to be a law.</exception>
    public static SpectralMeasure FreeQuotient(this SpectralMeasure mu, SpectralMeasure nu)
    {
        ArgumentNullException.ThrowIfNull(mu);
        ArgumentNullException.ThrowIfNull(nu);
        if (IsPoint(nu))
        {
            double scale = nu.Atoms[0].Location;
            return scale != 0.0
                ? Affine(mu, 0.0, 1.0 / scale)
                : throw new ArgumentException("nu must not be the point mass at 0 for a free quotient.", nameof(nu));
        }

        RequirePositive(mu, nameof(mu), "a free quotient");
        RequirePositive(nu, nameof(nu), "a free quotient");
        return FreeDecomposition.Remove(mu, nu, product: true);
    }

    /// <summary>The compound free Poisson law of the given rate and jumps: κₙ = λ·m_n.</summary>
    /// <remarks>
    /// <para>
    /// Jumps with a density on [0, ∞) go through free products, where a density may end in any way: MP(1) ⊠ ((1 − λ)δ₀ + λμ) for
    /// λ ≤ 1, and D_{1/λ}(μ^{⊞λ} ⊠ MP(1)^{⊞λ}) for λ &gt; 1. All others are <see cref="Measures.Laws.CompoundPoisson"/>.
    /// </para>
    /// <para>Source: [NS06] lect. 12 and 14</para>
    /// </remarks>
    /// <param name="jumps">μ, a law of bounded support other than δ₀.</param>
    /// <param name="rate">λ &gt; 0.</param>
    public static SpectralMeasure CompoundPoisson(this SpectralMeasure jumps, double rate)
    {
        ArgumentNullException.ThrowIfNull(jumps);
        Require.Positive(rate);
        if (jumps is not Measures.Laws.Atomic && jumps.TopOfSupport == 0.0 && jumps.Bands.Any(band => band.Right == 0.0))
        {
            return Affine(Affine(jumps, 0.0, -1.0).CompoundPoisson(rate), 0.0, -1.0);
        }

        if (jumps.Bands.IsEmpty || !(jumps.BottomOfSupport >= 0.0) || double.IsInfinity(jumps.TopOfSupport))
        {
            return new Measures.Laws.CompoundPoisson(rate, jumps);
        }

        var poisson = new Measures.Laws.FreePoisson(Math.Max(1.0, rate), 1.0);
        return rate > 1.0
            ? Affine(poisson.FreeProduct(jumps.FreePower(rate)), 0.0, 1.0 / rate)
            : poisson.FreeProduct(rate == 1.0 ? jumps : new ZeroMixture(rate, jumps));
    }

    /// <summary>The law of 1/X.</summary>
    /// <remarks><para>S_{1/X}(u) = 1/S_X(−1 − u).</para><para>Source: [HM13] prop. 3.13.</para></remarks>
    /// <param name="mu">The law of X, without an atom at 0.</param>
    /// <exception cref="ArgumentException">X = 0 has positive probability.</exception>
    public static SpectralMeasure Inverse(this SpectralMeasure mu)
    {
        ArgumentNullException.ThrowIfNull(mu);
        return mu is InverseLaw inverse ? inverse.Source : new InverseLaw(mu);
    }

    /// <summary>The law of X².</summary>
    /// <remarks>Source: [NS06] lecture 11.</remarks>
    /// <param name="mu">The law of X.</param>
    public static SpectralMeasure Square(this SpectralMeasure mu)
    {
        ArgumentNullException.ThrowIfNull(mu);
        return mu is SymmetricRootLaw root ? root.Source
            : mu.Bands.IsEmpty ? new Measures.Laws.Atomic([.. new SquareLaw(mu).Atoms])
            : new SquareLaw(mu);
    }

    /// <summary>The symmetric law of Y with Y² ∼ μ.</summary>
    /// <remarks>Source: [NS06] lecture 11.</remarks>
    /// <param name="mu">μ, on [0, ∞).</param>
    public static SpectralMeasure SymmetricSquareRoot(this SpectralMeasure mu)
    {
        ArgumentNullException.ThrowIfNull(mu);
        return new SymmetricRootLaw(mu);
    }

    /// <summary>The Boolean sum μ ⊎ ν: F = F_μ + F_ν − z.</summary>
    /// <remarks>Source: [SW97].</remarks>
    /// <param name="mu">μ, of bounded support.</param>
    /// <param name="nu">ν, of bounded support.</param>
    public static SpectralMeasure BooleanSum(this SpectralMeasure mu, SpectralMeasure nu)
    {
        RequireBounded(mu, nameof(mu));
        RequireBounded(nu, nameof(nu));
        return new ReciprocalLaw(mu, nu, monotone: false);
    }

    /// <summary>The monotone sum μ ▷ ν: F = F_μ ∘ F_ν.</summary>
    /// <remarks>Source: [Mur01].</remarks>
    /// <param name="mu">μ, of bounded support.</param>
    /// <param name="nu">ν, of bounded support.</param>
    public static SpectralMeasure MonotoneSum(this SpectralMeasure mu, SpectralMeasure nu)
    {
        RequireBounded(mu, nameof(mu));
        RequireBounded(nu, nameof(nu));
        return new ReciprocalLaw(mu, nu, monotone: true);
    }

    /// <summary>Whether a law is one point mass.</summary>
    internal static bool IsPoint(SpectralMeasure law) => law.Atoms.Length == 1 && law.Atoms[0].Weight == 1.0;

    /// <summary>b + aX, with nothing to do for the identity.</summary>
    internal static SpectralMeasure Affine(SpectralMeasure law, double shift, double scale) =>
        shift == 0.0 && scale == 1.0 ? law : new AffineImage(law, new AffineMap(shift, scale));

    internal static void RequirePositive(SpectralMeasure law, string name, string purpose)
    {
        if (!(law.BottomOfSupport >= 0.0))
        {
            throw new ArgumentException(Invariant(
                $"{name} must be a law on [0, ∞) for {purpose}, but its support starts at {law.BottomOfSupport:R}."), name);
        }
    }

    /// <summary>
    /// 1, or for a law of a size that is no ordinary number the power of 2 next to it, by which it is divided without rounding: products are solved for ln ω, which
    /// has the digits of a law's own places only while they are.
    /// </summary>
    private static double UnitOf(SpectralMeasure law) =>
        double.IsFinite(law.TopOfSupport) && LawScale.Of(law) is var size && (size > LargeSize || size < 1.0 / LargeSize) && size < 1e140 && size > 1e-140
            ? Math.ScaleB(1.0, Math.ILogB(size))
            : 1.0;

    private static void RequireBounded(SpectralMeasure law, string name)
    {
        ArgumentNullException.ThrowIfNull(law, name);
        if (!double.IsFinite(law.BottomOfSupport) || !double.IsFinite(law.TopOfSupport))
        {
            throw new ArgumentException(Invariant(
                $"{name} must have bounded support, but reaches from {law.BottomOfSupport:R} to {law.TopOfSupport:R}."), name);
        }
    }

    private static SpectralMeasure Power(SpectralMeasure mu, double power, double excess) => IsPoint(mu)
        ? Affine(mu, 0.0, power)
        : new FreeConvolution(ConvolutionAlgebra.Additive, [mu], [power], excess);

    private static SpectralMeasure Scaled(SpectralMeasure point, SpectralMeasure law)
    {
        double scale = point.Atoms[0].Location;
        return scale == 0.0 ? point : Affine(law, 0.0, scale);
    }

    private static void RequirePower(double power, string name)
    {
        if (!(power >= 1.0 && double.IsFinite(power)))
        {
            throw new ArgumentOutOfRangeException(name, power, Invariant($"{name} must be finite and >= 1, but is {power:R}."));
        }
    }
}
