using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms.Expressions;

/// <summary>The outliers of a free sum or product of which one factor has finitely many eigenvalues outside its law (BBP).</summary>
/// <remarks>
/// <para>
/// Two factors with bands or several atoms: <see cref="FreeConvolution.Outliers"/>. A spike θ beside a point mass a, the classical
/// case of a perturbation of finite rank: for sums with ν it appears at x = a + y with G_ν(y) = 1/(θ − a) and has the squared
/// overlap −G_ν²/G_ν'; for products at x = ay with h_ν(y) = a/(θ − a) and −θh_ν²/(a·y·h_ν'). Beside the other factor being a
/// point mass the spike is only moved.
/// </para>
/// <para>Derivation: with A = δ_a the subordination function is ω = a + 1/G, or a + a/h; insert it into 1/ω' and θ/(xω').</para>
/// <para>Error: the location to rounding, but within about 1e-12 of the width from an edge it is not found.</para>
/// <para>Source: [BBCF17] thm. 2.1, 2.3, 2.5.</para>
/// </remarks>
public static class OutlierFinder
{
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

        if (IsPoint(perturbed))
        {
            return [.. spikes.SelectMany(spike => BesidePoint(other, perturbed.Atoms[0].Location, spike, product))];
        }

        var law = (FreeConvolution)(product ? perturbed.FreeProduct(other) : perturbed.FreeSum(other));
        return [.. spikes.SelectMany(spike => law.Outliers(0, spike))];
    }

    private static bool IsPoint(SpectralMeasure law) => law.Atoms is [{ Weight: 1.0 }] && law.Bands.IsEmpty;

    private static IEnumerable<Outlier> BesidePoint(SpectralMeasure law, double a, double spike, bool product)
    {
        if (product && !(a > 0.0))
        {
            throw new ArgumentException(FormattableString.Invariant($"a point mass that is perturbed must be > 0 in a product, but is at {a:R}."));
        }

        double target = (product ? a : 1.0) / (spike - a);
        foreach ((double left, double right) in Gaps(law, product))
        {
            if (Locate(law, target, left, right, product) is not { } y)
            {
                continue;
            }

            double value = Transform(law, y, product);
            double slope = product ? law.MomentTransformDerivative(y).Real : law.CauchyDerivative(y).Real;
            yield return product
                ? new Outlier(spike, a * y, -spike * value * value / (a * y * slope))
                : new Outlier(spike, a + y, -value * value / slope);
        }
    }

    private static double Transform(SpectralMeasure law, double y, bool product) =>
        (product ? law.MomentTransform(new Complex(y, 0.0)) : law.Cauchy(new Complex(y, 0.0))).Real;

    /// <summary>The intervals between the pieces of the support, on which G and h decrease.</summary>
    private static IEnumerable<(double Left, double Right)> Gaps(SpectralMeasure law, bool positive)
    {
        double left = positive ? 0.0 : double.NegativeInfinity;
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

    private static double? Locate(SpectralMeasure law, double target, double left, double right, bool product)
    {
        double width = Math.Max(Math.Abs(law.TopOfSupport - law.BottomOfSupport), 1e-300);
        double low = double.IsInfinity(left) ? right - width : left + (1e-12 * width);
        double high = double.IsInfinity(right) ? left + width : right - (1e-12 * width);
        for (int i = 0; double.IsInfinity(left) && Transform(law, low, product) <= target && i < 60; i++)
        {
            low = right - ((right - low) * 16.0);
        }

        for (int i = 0; double.IsInfinity(right) && Transform(law, high, product) >= target && i < 60; i++)
        {
            high = left + ((high - left) * 16.0);
        }

        if (!(low < high && Transform(law, low, product) > target && target > Transform(law, high, product)))
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

            if (Transform(law, middle, product) > target)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
    }
}
