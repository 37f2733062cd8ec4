namespace FreeSpectra.Networks.Chain;

/// <summary>Where a real point first leaves the physical sheet: in which layer, and how dF/dz behaves there.</summary>
/// <param name="Layer">The layer, or −1 if the sign of a z_ℓ was wrong.</param>
/// <param name="Z">z_ℓ.</param>
/// <param name="Derivative">dF_ℓ/dz_ℓ, too large here.</param>
/// <param name="Slope">d²F_ℓ/dz_ℓ².</param>
/// <param name="Limit">1/(1 − α_ℓ), which the derivative must stay below; 0 if nothing is known.</param>
internal readonly record struct ProbeMiss(int Layer, double Z, double Derivative, double Slope, double Limit)
{
    /// <summary>
    /// Where the tangents of two misses in the same layer, one on each side, meet: dF/dz is convex in z, so it lies above both,
    /// and if they meet above the limit no point between the two is admissible.
    /// </summary>
    /// <param name="left">The miss to the left.</param>
    /// <param name="right">The miss to the right.</param>
    /// <param name="fraction">The place in z between the two, from 0 to 1.</param>
    /// <param name="excluded">Whether every point between the two is ruled out.</param>
    /// <returns>False if the two are not of that kind.</returns>
    public static bool Meet(ProbeMiss left, ProbeMiss right, out double fraction, out bool excluded)
    {
        fraction = 0.5;
        excluded = false;
        if (left.Limit == 0.0 || right.Limit == 0.0 || left.Layer < 0 || left.Layer != right.Layer
            || !(left.Slope < 0.0 && right.Slope > 0.0 && left.Z < right.Z))
        {
            return false;
        }

        double width = right.Z - left.Z;
        double step = (right.Derivative - left.Derivative - (right.Slope * width)) / (left.Slope - right.Slope);
        fraction = step / width;
        excluded = left.Derivative + (left.Slope * step) > left.Limit * (1.0 + 1e-9);
        return double.IsFinite(fraction);
    }
}
