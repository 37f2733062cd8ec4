namespace FreeSpectra.Validation.Statements;

/// <summary>Dense matrices of a few dozen rows, in the plainest form, so that a check does not rest on the fast kernels.</summary>
internal static class SmallMatrix
{
    public static double[,] Create(int rows, int columns, Func<int, int, double> entry)
    {
        var a = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                a[i, j] = entry(i, j);
            }
        }

        return a;
    }

    public static double[,] Product(double[,] a, double[,] b)
    {
        int n = a.GetLength(0), m = b.GetLength(1), inner = a.GetLength(1);
        var c = new double[n, m];
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < inner; k++)
            {
                double factor = a[i, k];
                for (int j = 0; j < m; j++)
                {
                    c[i, j] += factor * b[k, j];
                }
            }
        }

        return c;
    }

    public static double[,] Transpose(double[,] a) => Create(a.GetLength(1), a.GetLength(0), (i, j) => a[j, i]);

    public static double[] Apply(double[,] a, double[] x)
    {
        var y = new double[a.GetLength(0)];
        for (int i = 0; i < y.Length; i++)
        {
            for (int j = 0; j < x.Length; j++)
            {
                y[i] += a[i, j] * x[j];
            }
        }

        return y;
    }

    public static double Trace(double[,] a) => Enumerable.Range(0, a.GetLength(0)).Sum(i => a[i, i]);

    /// <summary>The largest entry of |a − b|.</summary>
    public static double Gap(double[,] a, double[,] b)
    {
        double worst = 0.0;
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < a.GetLength(1); j++)
            {
                worst = Math.Max(worst, Math.Abs(a[i, j] - b[i, j]));
            }
        }

        return worst;
    }

    public static double[,] Gaussian(RandomSource random, int rows, int columns, double deviation)
    {
        var numbers = new double[rows * columns];
        random.FillNormal(numbers);
        return Create(rows, columns, (i, j) => deviation * numbers[(i * columns) + j]);
    }

    /// <summary>A Haar orthogonal matrix: Gram–Schmidt, twice for rounding, on a Gaussian one; the diagonal of R is positive.</summary>
    public static double[,] Haar(RandomSource random, int size)
    {
        double[,] q = Gaussian(random, size, size, 1.0);
        for (int row = 0; row < size; row++)
        {
            for (int pass = 0; pass < 2; pass++)
            {
                for (int other = 0; other < row; other++)
                {
                    double dot = 0.0;
                    for (int j = 0; j < size; j++)
                    {
                        dot += q[row, j] * q[other, j];
                    }

                    for (int j = 0; j < size; j++)
                    {
                        q[row, j] -= dot * q[other, j];
                    }
                }
            }

            double norm = 0.0;
            for (int j = 0; j < size; j++)
            {
                norm += q[row, j] * q[row, j];
            }

            norm = Math.Sqrt(norm);
            for (int j = 0; j < size; j++)
            {
                q[row, j] /= norm;
            }
        }

        return q;
    }

    /// <summary>The eigenvalues of a symmetric matrix in increasing order, by Jacobi's rotations.</summary>
    public static double[] Eigenvalues(double[,] symmetric)
    {
        int n = symmetric.GetLength(0);
        var a = (double[,])symmetric.Clone();
        for (int sweep = 0; sweep < 60; sweep++)
        {
            double off = 0.0;
            double diagonal = 0.0;
            for (int i = 0; i < n; i++)
            {
                diagonal += a[i, i] * a[i, i];
                for (int j = 0; j < i; j++)
                {
                    off += a[i, j] * a[i, j];
                }
            }

            if (off <= 1e-32 * diagonal)
            {
                break;
            }

            for (int p = 0; p < n - 1; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    Rotate(a, p, q);
                }
            }
        }

        return [.. Enumerable.Range(0, n).Select(i => a[i, i]).Order()];
    }

    private static void Rotate(double[,] a, int p, int q)
    {
        if (a[p, q] == 0.0)
        {
            return;
        }

        double theta = (a[q, q] - a[p, p]) / (2.0 * a[p, q]);
        double t = Math.CopySign(1.0, theta) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1.0));
        double c = 1.0 / Math.Sqrt((t * t) + 1.0);
        double s = t * c;
        int n = a.GetLength(0);
        for (int k = 0; k < n; k++)
        {
            (double kp, double kq) = (a[k, p], a[k, q]);
            a[k, p] = (c * kp) - (s * kq);
            a[k, q] = (s * kp) + (c * kq);
        }

        for (int k = 0; k < n; k++)
        {
            (double pk, double qk) = (a[p, k], a[q, k]);
            a[p, k] = (c * pk) - (s * qk);
            a[q, k] = (s * pk) + (c * qk);
        }
    }
}
