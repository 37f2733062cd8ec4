using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Networks.Statistics;

/// <summary>The order parameters q̂_t, q̂_st of a layer that is normalised over a batch of T samples.</summary>
/// <remarks>
/// <para>
/// ū_t = (u_t − mean)/(biased standard deviation). The pre-activations of a wide network are exchangeable over samples,
/// so ū is uniform on the sphere of radius √T in 1^⊥ ≅ ℝⁿ, n = T − 1, whatever σ_w, σ_b and the layer: with z_s, z_t two
/// unit vectors' coordinates at cosine c = −1/(T − 1), ū_t = √(T−1) z_t and
/// </para>
/// <para>q̂_t = E f(√n z)², q̂_st = Σ_k b_k² P_k(c), b_k² the weight of f(√n ·) on Gegenbauer degree k (Funk–Hecke),
/// for f(x) = φ(γx + β).</para>
/// <para>
/// Four routes. f positively homogeneous: exact, the Gaussian value at correlation c. f analytic: Gauss–Gegenbauer nodes,
/// doubled until the series stands still. f with kinks and T ≥ 22: coefficients by panels that end at the kinks; the
/// remainder is at most (q̂_t − Σ_{k≤K} b_k²)·sup_{k&gt;K}|P_k(c)|. f with kinks and T ≤ 21: the two-dimensional integral,
/// both variables split at the kinks and at the tangents. T = 2: ū = ±(1, −1). T = ∞: independent Gaussians.
/// </para>
/// <para>
/// Erratum: [KAA19] (S.68) and (S.69) divide by the variance; eqs. (20)–(21) and the check (S.70) need the standard
/// deviation, as here.
/// </para>
/// <para>Source: [KAA19] eqs. (20)–(22), (S.68)–(S.70); [Mue66] lemma 8 for the bound on P_k.</para>
/// </remarks>
public static class BatchSphere
{
    private const int MaxNodes = 2048;
    private const double Accuracy = 4e-15;

    /// <summary>q̂_t and q̂_st.</summary>
    /// <param name="activation">φ.</param>
    /// <param name="samples">T ≥ 2; null for T = ∞.</param>
    /// <param name="scale">γ &gt; 0.</param>
    /// <param name="shift">β.</param>
    /// <exception cref="NonConvergenceException">The accuracy was not reached.</exception>
    public static BatchOverlaps Of(Activation activation, int? samples, double scale = 1.0, double shift = 0.0)
    {
        ArgumentNullException.ThrowIfNull(activation);
        Require.Positive(scale);
        Require.Finite(shift);
        if (samples is { } count)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 2, nameof(samples));
        }

        var f = new ScaledActivation(activation, scale, shift);
        if (samples == 2)
        {
            double up = f.Value(1.0), down = f.Value(-1.0);
            return new BatchOverlaps(0.5 * ((up * up) + (down * down)), up * down, 2e-16 * ((up * up) + (down * down)));
        }

        double c = samples is { } t ? -1.0 / (t - 1.0) : 0.0;
        if (f.HomogeneousSlopes is { } slopes)
        {
            return Homogeneous(slopes.Left, slopes.Right, c);
        }

        if (samples is not { } finite)
        {
            return InfiniteBatch(f);
        }

        return f.Kinks.Length == 0 ? Analytic(f, finite - 1, c)
            : finite == 3 ? OnCircle(f)
            : finite >= 22 ? SplitSeries(f, finite - 1, c)
            : BatchSphereSplit.Of(f, finite - 1);
    }

    /// <summary>f(x) = s₊x for x &gt; 0 and s₋x for x &lt; 0: the unit-variance Gaussian value at correlation c.</summary>
    private static BatchOverlaps Homogeneous(double left, double right, double c)
    {
        double even = 0.5 * (right + left), odd = 0.5 * (right - left);
        double arch = Math.Sqrt((1.0 - c) * (1.0 + c)) + (c * Math.Asin(c));
        double moment = (even * even) + (odd * odd);
        return new BatchOverlaps(
            moment, (even * even * c) + (odd * odd * (2.0 / Math.PI) * arch), 4e-16 * moment);
    }

    private static BatchOverlaps InfiniteBatch(ScaledActivation f)
    {
        (double mean, double square, double error) = PanelMoments.Of(f.Value, f.Kinks);
        return new BatchOverlaps(square, mean * mean, error);
    }

    private static BatchOverlaps Analytic(ScaledActivation f, int n, double c)
    {
        double previous = double.NaN, previousMoment = double.NaN, change = double.PositiveInfinity;
        for (int nodes = 48; nodes <= MaxNodes; nodes *= 2)
        {
            GaussRule rule = GaussRule.Sphere(nodes, n);
            double root = Math.Sqrt(n);
            double[] values = [.. rule.Nodes.Select(z => f.Value(root * z))];
            (double moment, double overlap, _) = Series([.. rule.Nodes], [.. rule.Weights], values, n, c, nodes);
            change = Math.Max(Math.Abs(overlap - previous), Math.Abs(moment - previousMoment));
            if (change <= Accuracy * moment)
            {
                return new BatchOverlaps(moment, overlap, Math.Max(change, 1e-15 * moment));
            }

            (previous, previousMoment) = (overlap, moment);
        }

        throw Failed(n, MaxNodes, change);
    }

    private static BatchOverlaps SplitSeries(ScaledActivation f, int n, double c)
    {
        double root = Math.Sqrt(n);
        // sinⁿ⁻²θ is below 1e-40 of its peak beyond 13.6/√n from π/2.
        double reach = Math.Min(0.5 * Math.PI, 14.0 / root);
        double[] breaks = [.. f.Kinks.Where(x => Math.Abs(x) < root).Select(x => Math.Acos(x / root))];
        double error = double.PositiveInfinity;
        for (int degree = 128; degree <= 4096; degree *= 2)
        {
            (double[] theta, double[] weights) = PanelRule.On(
                (0.5 * Math.PI) - reach, (0.5 * Math.PI) + reach, Math.Min(1.0 / root, 10.0 / degree), breaks);
            double[] z = [.. theta.Select(Math.Cos)];
            double sum = 0.0;
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] *= Math.Pow(Math.Sin(theta[i]), n - 2);
                sum += weights[i];
            }

            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] /= sum;
            }

            double[] values = [.. z.Select(x => f.Value(root * x))];
            (double moment, double overlap, double remainder) = Series(z, weights, values, n, c, degree);
            error = (Math.Abs(remainder) + (1e-15 * moment)) * LegendreBound(degree, n, c);
            if (error <= Accuracy * moment)
            {
                return new BatchOverlaps(moment, overlap, Math.Max(error, 2e-15 * moment));
            }
        }

        throw Failed(n, 4096, error);
    }

    /// <summary>T = 3: ū on a circle, cosine −1/2, so ∫ f(√2 cos θ) f(√2 cos(θ + 2π/3)) dθ/2π.</summary>
    private static BatchOverlaps OnCircle(ScaledActivation f)
    {
        double root = Math.Sqrt(2.0), turn = 2.0 * Math.PI / 3.0;
        List<double> breaks = [];
        foreach (double kink in f.Kinks.Where(x => Math.Abs(x) < root))
        {
            double angle = Math.Acos(kink / root);
            foreach (double at in new[] { angle, -angle, angle - turn, -angle - turn })
            {
                breaks.Add(at - (2.0 * Math.PI * Math.Floor(at / (2.0 * Math.PI))));
            }
        }

        (double Moment, double Overlap) Integrate(double width)
        {
            (double[] theta, double[] weights) = PanelRule.On(0.0, 2.0 * Math.PI, width, breaks);
            double moment = 0.0, overlap = 0.0;
            for (int i = 0; i < theta.Length; i++)
            {
                double here = f.Value(root * Math.Cos(theta[i]));
                moment += weights[i] * here * here;
                overlap += weights[i] * here * f.Value(root * Math.Cos(theta[i] + turn));
            }

            return (moment / (2.0 * Math.PI), overlap / (2.0 * Math.PI));
        }

        (double coarseMoment, double coarse) = Integrate(0.4);
        (double moment, double overlap) = Integrate(0.2);
        double error = Math.Max(Math.Abs(overlap - coarse), Math.Abs(moment - coarseMoment));
        return error <= 1e-12 * moment
            ? new BatchOverlaps(moment, overlap, Math.Max(error, 1e-15 * moment))
            : throw Failed(2, 0, error);
    }

    /// <summary>Σ w f², Σ_{k&lt;K} b_k² P_k(c) and the part of Σ w f² beyond degree K.</summary>
    private static (double Moment, double Overlap, double Remainder) Series(
        double[] z, double[] weights, double[] values, int n, double c, int degrees)
    {
        double moment = 0.0, overlap = 0.0, captured = 0.0;
        double[] before = new double[z.Length], current = new double[z.Length];
        for (int i = 0; i < z.Length; i++)
        {
            moment += weights[i] * values[i] * values[i];
            current[i] = 1.0;
        }

        double legendreBefore = 0.0, legendre = 1.0, rootBefore = 0.0;
        for (int k = 0; k < degrees; k++)
        {
            double coefficient = 0.0;
            for (int i = 0; i < z.Length; i++)
            {
                coefficient += weights[i] * values[i] * current[i];
            }

            captured += coefficient * coefficient;
            overlap += coefficient * coefficient * legendre;
            double next = k == 0
                ? c
                : ((((2.0 * k) + n - 2.0) * c * legendre) - (k * legendreBefore)) / (k + n - 2.0);
            (legendreBefore, legendre) = (legendre, next);
            double root = Math.Sqrt(GaussRule.SphereBeta(k + 1, n));
            for (int i = 0; i < z.Length; i++)
            {
                double polynomial = ((z[i] * current[i]) - (rootBefore * before[i])) / root;
                before[i] = current[i];
                current[i] = polynomial;
            }

            rootBefore = root;
        }

        return (moment, overlap, moment - captured);
    }

    // |P_k(c)| < Γ((n−1)/2)/√π · (4/(k(1 − c²)))^{(n−2)/2}; decreasing in k, so it bounds all later degrees.
    private static double LegendreBound(int k, int n, double c)
    {
        double logGamma = 0.0;
        for (double x = (n - 1) % 2 == 0 ? 1.0 : 0.5; x < 0.5 * (n - 1) - 0.25; x += 1.0)
        {
            logGamma += Math.Log(x);
        }

        // Γ(1)/√π or Γ(1/2)/√π starts the product.
        double start = (n - 1) % 2 == 0 ? -0.5 * Math.Log(Math.PI) : 0.0;
        double bound = start + logGamma + (0.5 * (n - 2.0) * Math.Log(4.0 / (k * (1.0 - (c * c)))));
        return Math.Min(1.0, Math.Exp(bound));
    }

    private static NonConvergenceException Failed(int n, int count, double error) => new(
        "The batch-normalised order parameter", Invariant($"T = {n + 1}"), count, error,
        "The activation varies too fast on the scale of the batch; declare its kinks.");
}
