using System.Numerics;

namespace FreeSpectra.Networks.CentredFisher;

/// <summary>P A = L U of a small dense complex matrix.</summary>
internal sealed class ComplexFactorization
{
    private readonly Complex[] lu;
    private readonly int[] pivots;
    private readonly int size;

    private ComplexFactorization(Complex[] lu, int[] pivots, int size)
    {
        this.lu = lu;
        this.pivots = pivots;
        this.size = size;
    }

    /// <summary>Factorizes, or returns null if a pivot vanishes or is not finite.</summary>
    /// <param name="matrix">n² entries, row by row; kept.</param>
    /// <param name="size">n.</param>
    public static ComplexFactorization? Of(ReadOnlySpan<Complex> matrix, int size)
    {
        Complex[] a = matrix[..(size * size)].ToArray();
        int[] pivots = new int[size];
        for (int k = 0; k < size; k++)
        {
            int pivot = k;
            double largest = 0.0;
            for (int i = k; i < size; i++)
            {
                double magnitude = Math.Abs(a[(i * size) + k].Real) + Math.Abs(a[(i * size) + k].Imaginary);
                if (magnitude > largest)
                {
                    (pivot, largest) = (i, magnitude);
                }
            }

            if (!(largest > 0.0) || !double.IsFinite(largest))
            {
                return null;
            }

            pivots[k] = pivot;
            if (pivot != k)
            {
                for (int j = 0; j < size; j++)
                {
                    (a[(k * size) + j], a[(pivot * size) + j]) = (a[(pivot * size) + j], a[(k * size) + j]);
                }
            }

            Complex inverse = 1.0 / a[(k * size) + k];
            for (int i = k + 1; i < size; i++)
            {
                Complex factor = a[(i * size) + k] * inverse;
                a[(i * size) + k] = factor;
                if (factor == Complex.Zero)
                {
                    continue;
                }

                for (int j = k + 1; j < size; j++)
                {
                    a[(i * size) + j] -= factor * a[(k * size) + j];
                }
            }
        }

        return new ComplexFactorization(a, pivots, size);
    }

    /// <summary>Overwrites <paramref name="vector"/> with A⁻¹ times it.</summary>
    public void Solve(Span<Complex> vector)
    {
        for (int k = 0; k < size; k++)
        {
            if (pivots[k] != k)
            {
                (vector[k], vector[pivots[k]]) = (vector[pivots[k]], vector[k]);
            }
        }

        for (int i = 1; i < size; i++)
        {
            for (int j = 0; j < i; j++)
            {
                vector[i] -= lu[(i * size) + j] * vector[j];
            }
        }

        for (int i = size - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < size; j++)
            {
                vector[i] -= lu[(i * size) + j] * vector[j];
            }

            vector[i] /= lu[(i * size) + i];
        }
    }
}
