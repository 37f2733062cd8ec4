using static System.FormattableString;

namespace FreeSpectra.Numerics;

/// <summary>Eigenvalues of a symmetric tridiagonal matrix by the implicit QL iteration with Wilkinson's shift.</summary>
/// <remarks>
/// <para>Of the eigenvectors at most the first components are carried along, which is what Gauss quadrature needs.</para>
/// <para>Error: a few units of rounding of the largest eigenvalue.</para>
/// <para>Source: [GW69].</para>
/// </remarks>
public static class Tridiagonal
{
    private const int MaxSweeps = 60;

    /// <summary>Overwrites the diagonal by the eigenvalues, in no particular order.</summary>
    /// <param name="d">The n entries of the diagonal.</param>
    /// <param name="e">The n − 1 entries beside it, then one that is ignored; overwritten.</param>
    /// <param name="first">
    /// The first unit vector, n entries, to be overwritten by the first components of the eigenvectors; empty if these are not
    /// wanted.
    /// </param>
    /// <exception cref="NonConvergenceException">An entry is not finite, or an eigenvalue needed more than 60 sweeps.</exception>
    public static void Diagonalize(double[] d, double[] e, double[] first)
    {
        ArgumentNullException.ThrowIfNull(d);
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(first);
        int n = d.Length;
        double norm = n > 1 ? e.Take(n - 1).Max(Math.Abs) : 0.0;
        e[n - 1] = 0.0;
        if (!double.IsFinite(norm + d.Sum(Math.Abs)))
        {
            throw Fails(n, 0, null);
        }

        for (int l = 0; l < n; l++)
        {
            for (int sweep = 0; ; sweep++)
            {
                int m = l;
                while (m < n - 1 && Math.Abs(e[m]) > Math.Max(1e-17 * norm, 1e-16 * (Math.Abs(d[m]) + Math.Abs(d[m + 1]))))
                {
                    m++;
                }

                if (m == l)
                {
                    break;
                }

                if (sweep == MaxSweeps)
                {
                    throw Fails(n, sweep, Math.Abs(e[l]));
                }

                Sweep(d, e, first, l, m);
            }
        }
    }

    private static NonConvergenceException Fails(int n, int sweeps, double? residual) => new(
        "The eigenvalues of a tridiagonal matrix", Invariant($"order {n}"), sweeps, residual, "Check that its entries are finite.");

    private static void Sweep(double[] d, double[] e, double[] first, int l, int m)
    {
        double g = (d[l + 1] - d[l]) / (2.0 * e[l]);
        double r = Math.Sqrt((g * g) + 1.0);
        g = d[m] - d[l] + (e[l] / (g + Math.CopySign(r, g)));
        double s = 1.0, c = 1.0, p = 0.0;
        for (int i = m - 1; i >= l; i--)
        {
            double f = s * e[i], b = c * e[i];
            r = Math.Sqrt((f * f) + (g * g));
            e[i + 1] = r;
            if (r == 0.0)
            {
                d[i + 1] -= p;
                e[m] = 0.0;
                return;
            }

            s = f / r;
            c = g / r;
            g = d[i + 1] - p;
            r = ((d[i] - g) * s) + (2.0 * c * b);
            p = s * r;
            d[i + 1] = g + p;
            g = (c * r) - b;
            if (first.Length > 0)
            {
                (first[i], first[i + 1]) = ((c * first[i]) - (s * first[i + 1]), (s * first[i]) + (c * first[i + 1]));
            }
        }

        d[l] -= p;
        e[l] = g;
        e[m] = 0.0;
    }
}
