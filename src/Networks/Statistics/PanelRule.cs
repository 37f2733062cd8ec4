using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Statistics;

/// <summary>Composite Gauss–Legendre quadrature: panels no wider than asked, none across a break point.</summary>
/// <remarks>Source: [TW14] for the rate on each panel.</remarks>
internal static class PanelRule
{
    private static readonly GaussLegendre Legendre = GaussLegendre.Create(20);

    /// <summary>The nodes and weights of the rule on [left, right].</summary>
    public static (double[] Nodes, double[] Weights) On(
        double left, double right, double maxWidth, IEnumerable<double> breaks)
    {
        double[] ends = [left, .. breaks.Where(x => x > left && x < right).Distinct().Order(), right];
        List<double> nodes = [], weights = [];
        for (int i = 0; i + 1 < ends.Length; i++)
        {
            double a = ends[i], width = ends[i + 1] - a;
            int panels = Math.Max(1, (int)Math.Ceiling(width / maxWidth));
            for (int p = 0; p < panels; p++)
            {
                double panelWidth = width / panels, centre = a + ((p + 0.5) * panelWidth);
                for (int j = 0; j < Legendre.Nodes.Length; j++)
                {
                    nodes.Add(centre + (0.5 * panelWidth * Legendre.Nodes[j]));
                    weights.Add(0.5 * panelWidth * Legendre.Weights[j]);
                }
            }
        }

        return ([.. nodes], [.. weights]);
    }
}
