namespace FreeSpectra.Networks.Chain;

/// <summary>Steps on the real line of ζ, whose gaps and edges may lie at any scale next to 0.</summary>
internal static class ParameterLine
{
    private const double Tiny = 1e-290;

    /// <summary>The geometric mean where the two numbers differ much in size, otherwise the arithmetic one.</summary>
    public static double Middle(double a, double b)
    {
        if (a == 0.0 || b == 0.0)
        {
            double other = a == 0.0 ? b : a;
            return Math.Abs(other) <= Tiny ? other : Math.CopySign(Math.Sqrt(Math.Abs(other)) * Math.Sqrt(Tiny), other);
        }

        double ratio = a / b;
        return ratio is > 4.0 or (> 0.0 and < 0.25)
            ? Math.CopySign(Math.Sqrt(Math.Abs(a)) * Math.Sqrt(Math.Abs(b)), a)
            : a + (0.5 * (b - a));
    }
}
