namespace FreeSpectra.Networks.Chain;

/// <summary>Where a real point first leaves the physical sheet: in which layer, and how dF/dz behaves there.</summary>
/// <param name="Layer">The layer, or −1 if the sign of a z_ℓ was wrong.</param>
/// <param name="Z">z_ℓ.</param>
/// <param name="Derivative">dF_ℓ/dz_ℓ, too large here.</param>
/// <param name="Slope">d²F_ℓ/dz_ℓ².</param>
/// <param name="Limit">1/(1 − α_ℓ), which the derivative must stay below.</param>
internal readonly record struct ProbeMiss(int Layer, double Z, double Derivative, double Slope, double Limit)
{
    /// <summary>
    /// Whether two misses in the same layer, one on each side, rule out every point between them: dF/dz is convex in z, so it
    /// lies above both tangents, and they meet above the limit.
    /// </summary>
    public static bool Exclude(ProbeMiss left, ProbeMiss right)
    {
        if (left.Layer < 0 || left.Layer != right.Layer || !(left.Slope < 0.0 && right.Slope > 0.0 && left.Z < right.Z))
        {
            return false;
        }

        double z = (right.Derivative - left.Derivative + (left.Slope * left.Z) - (right.Slope * right.Z)) / (left.Slope - right.Slope);
        double lower = left.Derivative + (left.Slope * (z - left.Z));
        return lower > left.Limit * (1.0 + 1e-9);
    }
}
