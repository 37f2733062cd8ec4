namespace FreeSpectra.Measures;

/// <summary>The passage between moments and free cumulants in double precision.</summary>
/// <remarks>
/// <para>m_n = Σ_{s=1}^{n} κ_s [x^{n−s}] M(x)^s, with M(x) = Σ m_k xᵏ.</para>
/// <para>Error: a few units in the last place for each order when all terms are positive; otherwise the cancellation shows.</para>
/// <para>Source: [MS17] §2.4, the functional equation C(x M(x)) = M(x).</para>
/// </remarks>
public static class FreeCumulants
{
    /// <summary>κ_0 = 0, κ_1, …, κ_n from m_0 = 1, m_1, …, m_n.</summary>
    /// <param name="moments">The moments, the first of which is 1.</param>
    public static double[] FromMoments(ReadOnlySpan<double> moments)
    {
        int n = moments.Length - 1;
        double[] cumulants = new double[n + 1];

        // powers[s][j] = [x^j] M(x)^s for j ≤ n − s: [x^{k−s}] M^s is needed only for s < k when κ_k is found.
        double[][] powers = Powers(moments);
        for (int k = 1; k <= n; k++)
        {
            double sum = moments[k];
            for (int s = 1; s < k; s++)
            {
                sum -= cumulants[s] * powers[s][k - s];
            }

            cumulants[k] = sum;
        }

        return cumulants;
    }

    /// <summary>m_0 = 1, m_1, …, m_n from κ_0 (not used), κ_1, …, κ_n.</summary>
    /// <remarks>m_n = Σ_s κ_s Σ over s ordered gaps: the recursion keeps the powers of M truncated at the known order.</remarks>
    /// <param name="cumulants">The free cumulants, from index 1.</param>
    public static double[] ToMoments(ReadOnlySpan<double> cumulants)
    {
        int n = cumulants.Length - 1;
        double[] moments = new double[n + 1];
        moments[0] = 1.0;

        // powers[s, j] = [x^j] M^s, filled column by column as the moments become known.
        double[,] powers = new double[n + 1, n + 1];
        powers[0, 0] = 1.0;
        for (int s = 1; s <= n; s++)
        {
            powers[s, 0] = 1.0;
        }

        for (int k = 1; k <= n; k++)
        {
            double sum = 0.0;
            for (int s = 1; s <= k; s++)
            {
                sum += cumulants[s] * powers[s, k - s];
            }

            moments[k] = sum;
            for (int s = 1; s <= n; s++)
            {
                double coefficient = 0.0;
                for (int i = 0; i <= k; i++)
                {
                    coefficient += moments[i] * powers[s - 1, k - i];
                }

                powers[s, k] = coefficient;
            }
        }

        return moments;
    }

    private static double[][] Powers(ReadOnlySpan<double> moments)
    {
        int n = moments.Length - 1;
        double[][] powers = new double[n + 1][];
        powers[0] = new double[n + 1];
        powers[0][0] = 1.0;
        for (int s = 1; s <= n; s++)
        {
            powers[s] = new double[n + 1];
            for (int j = 0; j <= n - s; j++)
            {
                double sum = 0.0;
                for (int i = 0; i <= j; i++)
                {
                    sum += moments[i] * powers[s - 1][j - i];
                }

                powers[s][j] = sum;
            }
        }

        return powers;
    }
}
