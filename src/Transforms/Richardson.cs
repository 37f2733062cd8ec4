namespace FreeSpectra.Transforms;

/// <summary>Richardson's extrapolation of values at distances that are halved each time.</summary>
/// <remarks>Source: [RG27] (the deferred approach to the limit).</remarks>
internal static class Richardson
{
    /// <summary>The limit of values that are analytic in a distance, which each halves.</summary>
    public static double Limit(double[] values)
    {
        double power = 2.0;
        while (values.Length > 1)
        {
            double[] better = new double[values.Length - 1];
            for (int k = 0; k < better.Length; k++)
            {
                better[k] = ((power * values[k + 1]) - values[k]) / (power - 1.0);
            }

            (values, power) = (better, 2.0 * power);
        }

        return values[0];
    }
}
