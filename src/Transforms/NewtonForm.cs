namespace FreeSpectra.Transforms;

/// <summary>Newton's form of the polynomial through given values.</summary>
/// <remarks>Source: [DLMF] §3.3(iii).</remarks>
internal static class NewtonForm
{
    /// <summary>The divided differences.</summary>
    public static double[] Differences(double[] nodes, double[] values)
    {
        double[] table = [.. values];
        for (int order = 1; order < table.Length; order++)
        {
            for (int i = table.Length - 1; i >= order; i--)
            {
                table[i] = (table[i] - table[i - 1]) / (nodes[i] - nodes[i - order]);
            }
        }

        return table;
    }

    /// <summary>The polynomial and its derivative.</summary>
    public static (double Value, double Slope) At(double[] nodes, double[] differences, double u)
    {
        double sum = 0.0;
        double slope = 0.0;
        for (int i = nodes.Length - 1; i >= 0; i--)
        {
            slope = sum + (slope * (u - nodes[i]));
            sum = differences[i] + (sum * (u - nodes[i]));
        }

        return (sum, slope);
    }
}
