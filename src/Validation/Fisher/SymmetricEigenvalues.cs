namespace FreeSpectra.Validation.Fisher;

/// <summary>All eigenvalues of a symmetric matrix: Householder's tridiagonal form, then Sturm bisection-free QL.</summary>
internal static class SymmetricEigenvalues
{
    public static double[] Of(Dense symmetric)
    {
        Dense a = symmetric.Copy();
        int n = a.Rows;
        double[] d = new double[n], e = new double[n], w = new double[n];
        for (int k = 0; k < n - 1; k++)
        {
            Span<double> v = a.Row(k)[(k + 1)..];
            d[k] = a[k, k];
            double norm = Math.Sqrt(Dense.Dot(v, v));
            if (norm == 0.0)
            {
                continue;
            }

            double alpha = v[0] > 0.0 ? -norm : norm;
            e[k] = alpha;
            v[0] -= alpha;
            double scale = 2.0 / Dense.Dot(v, v);
            int m = v.Length;
            Span<double> p = w.AsSpan(0, m);
            for (int i = 0; i < m; i++)
            {
                p[i] = scale * Dense.Dot(a.Row(k + 1 + i)[(k + 1)..], v);
            }

            double half = 0.5 * scale * Dense.Dot(p, v);
            for (int i = 0; i < m; i++)
            {
                p[i] -= half * v[i];
            }

            for (int i = 0; i < m; i++)
            {
                Dense.AddTwoMultiples(-v[i], p, -p[i], v, a.Row(k + 1 + i)[(k + 1)..]);
            }
        }

        d[n - 1] = a[n - 1, n - 1];
        Numerics.Tridiagonal.Diagonalize(d, e, []);
        Array.Sort(d);
        return d;
    }
}
