using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Transforms.Rectangular;

/// <summary>The rectangular free sum: how singular values of rectangular matrices in general position add.</summary>
/// <remarks>Source: [BG09].</remarks>
public static class RectangularOperations
{
    private static readonly double[] Probes = [0.17, 0.42, 0.83];

    /// <summary>μ ⊞_λ ν: the symmetrised law of the singular values of X + Y, X and Y of size n × p with n/p → λ.</summary>
    /// <remarks>
    /// <para>λ = 1 is the free sum of the symmetrised laws; λ = 0 the free sum of the laws of the squares.</para>
    /// <para>The rectangular R-transforms add: see <see cref="RectangularSquareLaw"/>.</para>
    /// <para>Source: [BG09].</para>
    /// </remarks>
    /// <param name="mu">μ: symmetric about 0, or on [0, ∞) as the law of the n singular values of X.</param>
    /// <param name="nu">ν, likewise.</param>
    /// <param name="ratio">λ in [0, 1].</param>
    /// <exception cref="ArgumentException">A law is neither symmetric nor on [0, ∞).</exception>
    public static SpectralMeasure RectangularSum(this SpectralMeasure mu, SpectralMeasure nu, double ratio)
    {
        ArgumentNullException.ThrowIfNull(mu);
        ArgumentNullException.ThrowIfNull(nu);
        Require.InRange(ratio, 0.0, 1.0);
        SpectralMeasure first = Squares(mu, nameof(mu));
        SpectralMeasure second = Squares(nu, nameof(nu));
        if (first.TopOfSupport == 0.0)
        {
            return second.SymmetricSquareRoot();
        }

        return second.TopOfSupport == 0.0 ? first.SymmetricSquareRoot()
            : ratio == 0.0 ? first.FreeSum(second).SymmetricSquareRoot()
            : ratio == 1.0 ? Symmetrized(mu, first).FreeSum(Symmetrized(nu, second))
            : new RectangularSquareLaw(first, second, ratio).SymmetricSquareRoot();
    }

    private static SpectralMeasure Symmetrized(SpectralMeasure law, SpectralMeasure squares) =>
        law.BottomOfSupport < 0.0 ? law : Plain(squares.SymmetricSquareRoot());

    /// <summary>The law of the squares.</summary>
    private static SpectralMeasure Squares(SpectralMeasure law, string name) => law.BottomOfSupport >= 0.0 || IsSymmetric(law)
        ? Plain(law.Square())
        : throw new ArgumentException(Invariant(
            $"{name} must be symmetric about 0 or a law on [0, ∞) for a rectangular free sum, but reaches from {law.BottomOfSupport:R} to {law.TopOfSupport:R}."),
            name);

    /// <summary>A law of atoms alone as such a law.</summary>
    private static SpectralMeasure Plain(SpectralMeasure law) => law.Bands.IsEmpty ? new Atomic(law.Atoms) : law;

    private static bool IsSymmetric(SpectralMeasure law)
    {
        double size = LawScale.Of(law);
        bool Near(double a, double b) => a == b || Math.Abs(a - b) <= 1e-13 * size;
        bool ends = law.Bands.Zip(law.Bands.Reverse()).All(pair => Near(pair.First.Left, -pair.Second.Right))
            && law.Atoms.Zip(law.Atoms.Reverse()).All(pair =>
                Near(pair.First.Location, -pair.Second.Location) && Math.Abs(pair.First.Weight - pair.Second.Weight) <= 1e-13);
        return ends && law.Bands.All(band => Probes.All(t =>
        {
            double x = double.IsFinite(band.Width) ? band.Left + (t * band.Width) : (t - 0.5) * size;
            double density = law.Density(x);
            return Math.Abs(density - law.Density(-x)) <= 1e-9 * (1.0 / size + density);
        }));
    }
}
