using FreeSpectra.Networks.Statistics;

namespace FreeSpectra.Validation.Statements.WSS19;

/// <summary>The recursions of the claims for the rectifier, written out again so that they do not rest on the library's.</summary>
internal static class ReluLayer
{
    /// <summary>E φ(X)φ(Y) for variances 1 and correlation c is J(c)/2.</summary>
    public static double J(double c) => (Math.Sqrt(1.0 - (c * c)) + (((0.5 * Math.PI) + Math.Asin(c)) * c)) / Math.PI;

    /// <summary>E φ'(X)φ'(Y) is J'(c)/2.</summary>
    public static double JPrime(double c) => (0.5 * Math.PI + Math.Asin(c)) / Math.PI;

    /// <summary>q̂ and q̂_xy of layers 0, …, depth − 1 without normalisation.</summary>
    public static Overlap[] Plain(int depth, double weight, double bias, Func<double, double> dual)
    {
        var q = new Overlap[depth];
        q[0] = Overlap.Of(1.0, 0.0);
        for (int l = 1; l < depth; l++)
        {
            double variance = bias + (weight * q[l - 1].Moment), cross = bias + (weight * q[l - 1].Cross);
            q[l] = Overlap.Of(0.5 * variance, 0.5 * variance * dual(cross / variance));
        }

        return q;
    }

    /// <summary>q̃ and q̃_xy of layers 1, …, L without normalisation; the site factors are those of a fully connected network.</summary>
    public static Overlap[] PlainBackward(Overlap[] forward, double weight, double bias, Func<int, double> sites)
    {
        int depth = forward.Length;
        var q = new Overlap[depth];
        q[depth - 1] = Overlap.Of(1.0, 1.0);
        for (int l = depth - 1; l >= 1; l--)
        {
            double c = (bias + (weight * forward[l - 1].Cross)) / (bias + (weight * forward[l - 1].Moment)), factor = 0.5 * weight * sites(l);
            q[l - 1] = Overlap.Of(factor * q[l].Moment, factor * JPrime(c) * q[l].Cross);
        }

        return q;
    }

    /// <summary>q̂ = γ²/2 and q̂_xy = (γ²/2) J(−1/(n − 1)) above the input: γ²/2π for an infinite batch.</summary>
    public static Overlap[] Normalised(int depth, double gain, double samples) =>
        [Overlap.Of(1.0, 0.0), .. Enumerable.Repeat(Overlap.Of(0.5 * gain * gain, 0.5 * gain * gain * J(-1.0 / (samples - 1.0))), depth - 1)];

    /// <summary>q̃ and q̃_xy with batch normalisation held fixed in the derivative.</summary>
    /// <remarks>
    /// For a batch of n: E 1/s² is n/(n − 3) over the variance, since ns² is χ² with n − 1 degrees of freedom times it, and two slopes of a unit
    /// meet at correlation −1/(n − 1). Both go to the claim's 1 and ¼.
    /// </remarks>
    public static Overlap[] NormalisedBackward(
        Overlap[] forward, double gain, double weight, double samples, Func<Overlap, double> variance, Func<int, double> sites)
    {
        int depth = forward.Length;
        var q = new Overlap[depth];
        q[depth - 1] = Overlap.Of(1.0, 1.0);
        double inverse = 1.0 / (1.0 - (3.0 / samples)), slopes = JPrime(-1.0 / (samples - 1.0));
        for (int l = depth - 1; l >= 1; l--)
        {
            double factor = 0.5 * gain * gain * weight * sites(l) * inverse / variance(forward[l - 1]);
            q[l - 1] = Overlap.Of(factor * q[l].Moment, factor * slopes * q[l].Cross);
        }

        return q;
    }
}
