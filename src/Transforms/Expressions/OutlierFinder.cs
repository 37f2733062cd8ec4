using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms.Expressions;

/// <summary>The outliers of a free sum or product of which one factor has finitely many eigenvalues outside its law (BBP).</summary>
/// <remarks>
/// <para>
/// As <see cref="FreeConvolution.Outliers"/>, for expressions. A spike θ beside a point mass a is the classical case of a perturbation of finite rank: for sums with
/// ν it appears at x = a + y with G_ν(y) = 1/(θ − a) and has the squared overlap −G_ν²/G_ν'; for products at x = ay with h_ν(y) = a/(θ − a) and
/// −θh_ν²/(a·y·h_ν'). Beside the other factor being a point mass the spike is only moved.
/// </para>
/// <para>Derivation: with A = δ_a the subordination function is ω = a + 1/G, or a + a/h; insert it into 1/ω' and θ/(xω').</para>
/// <para>Error: as each outlier says. A squared overlap that is not above its error belongs to no outlier.</para>
/// <para>Source: [BBCF17] thm. 2.1, 2.3, 2.5.</para>
/// </remarks>
public static class OutlierFinder
{
    private const double Unit = 2.220446049250313e-16;

    /// <summary>The outliers of one factor's spikes.</summary>
    /// <param name="expression">A free sum or product.</param>
    /// <param name="factor">0 for the left factor, 1 for the right one.</param>
    /// <param name="spikes">The eigenvalues θ, each off the support of that factor.</param>
    /// <param name="readSamples">As for <see cref="LawEvaluator.Evaluate"/>.</param>
    /// <returns>One entry for each outlier, in the order of the spikes; a spike that stays in the bulk gives none.</returns>
    /// <exception cref="ArgumentException">The expression is no free sum or product, or a spike lies in the support of the factor.</exception>
    public static ImmutableArray<Outlier> Find(
        LawExpression expression, int factor, ImmutableArray<double> spikes, Func<string, IReadOnlyList<double>>? readSamples = null)
    {
        ArgumentNullException.ThrowIfNull(expression);
        bool product = expression.Operation == LawOperation.FreeProduct;
        if (!product && expression.Operation != LawOperation.FreeSum)
        {
            throw new ArgumentException("outliers need a free sum or a free product: EXPR [+] EXPR or EXPR [x] EXPR.", nameof(expression));
        }

        SpectralMeasure perturbed = LawEvaluator.Evaluate(expression.Operands[factor], readSamples);
        SpectralMeasure other = LawEvaluator.Evaluate(expression.Operands[1 - factor], readSamples);
        foreach (double spike in spikes)
        {
            bool inside = perturbed.MassAt(Require.Finite(spike)) > 0.0 || perturbed.Bands.Any(band => band.Contains(spike));
            if (inside || (product && spike < 0.0))
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"a spike must lie off the support of its factor{(product ? " and be >= 0" : "")}, but is {spike:R}."), nameof(spikes));
            }
        }

        if (IsPoint(other))
        {
            double a = other.Atoms[0].Location;
            return [.. spikes.Select(spike => new Outlier(spike, product ? a * spike : a + spike, 1.0))];
        }

        if (product && IsPoint(perturbed) && other.BottomOfSupport < 0.0)
        {
            RequirePositivePoint(perturbed);
            return [.. spikes.SelectMany(spike => BesidePoint(other, perturbed.Atoms[0].Location, spike))];
        }

        if (product)
        {
            RequirePositivePoint(perturbed);
            FreeOperations.RequirePositive(perturbed, nameof(perturbed), "outliers of a free product");
            FreeOperations.RequirePositive(other, nameof(other), "outliers of a free product");
        }

        OutlierMap map = new(product ? ConvolutionAlgebra.Multiplicative : ConvolutionAlgebra.Additive, perturbed, other, 1.0);
        return [.. spikes.SelectMany(map.Find)];
    }

    private static void RequirePositivePoint(SpectralMeasure law)
    {
        if (IsPoint(law) && !(law.Atoms[0].Location > 0.0))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"a point mass that is perturbed must be > 0 in a product, but is at {law.Atoms[0].Location:R}."), nameof(law));
        }
    }

    private static bool IsPoint(SpectralMeasure law) => law.Atoms is [{ Weight: 1.0 }] && law.Bands.IsEmpty;

    /// <summary>Beside a point mass a law of both signs may be a factor too; the outliers above 0 are found.</summary>
    private static IEnumerable<Outlier> BesidePoint(SpectralMeasure law, double a, double spike)
    {
        double target = a / (spike - a);
        foreach ((double left, double right) in GapsAboveZero(law))
        {
            if (Locate(law, target, left, right) is not { } y)
            {
                continue;
            }

            double value = law.MomentTransform(y).Real;
            double slope = law.MomentTransformDerivative(y).Real;
            double overlap = -spike * value * value / (a * y * slope);
            double error = 4.0 * Unit * Math.Abs(y);
            yield return new Outlier(spike, a * y, overlap)
            {
                LocationError = a * error,
                OverlapError = overlap * ((16.0 * Unit) + (error / Math.Min(y - left, right - y))),
            };
        }
    }

    private static IEnumerable<(double Left, double Right)> GapsAboveZero(SpectralMeasure law)
    {
        double left = 0.0;
        foreach ((double start, double end) in law.Bands.Select(band => (band.Left, band.Right))
            .Concat(law.Atoms.Select(atom => (atom.Location, atom.Location))).Order())
        {
            if (left < start)
            {
                yield return (left, start);
            }

            left = Math.Max(left, end);
        }

        yield return (left, double.PositiveInfinity);
    }

    private static double? Locate(SpectralMeasure law, double target, double left, double right)
    {
        double Transform(double y) => law.MomentTransform(y).Real;
        double width = Math.Max(Math.Abs(law.TopOfSupport - law.BottomOfSupport), 1e-300);
        double low = left + (1e-12 * width);
        double high = double.IsInfinity(right) ? left + width : right - (1e-12 * width);
        for (int i = 0; double.IsInfinity(right) && Transform(high) >= target && i < 60; i++)
        {
            high = left + ((high - left) * 16.0);
        }

        if (!(low < high && Transform(low) > target && target > Transform(high)))
        {
            return null;
        }

        while (true)
        {
            double middle = low + (0.5 * (high - low));
            if (middle <= low || middle >= high)
            {
                return middle;
            }

            (low, high) = Transform(middle) > target ? (middle, high) : (low, middle);
        }
    }
}
