using System.Numerics;

namespace FreeSpectra.Numerics.Exact;

/// <summary>Polynomial relations Q(x, s(x)) = O(xⁿ) of given degrees, by linear algebra modulo primes.</summary>
internal static class ModularRelations
{
    private const int MaxPrimes = 400;

    /// <summary>The dimension of the space of relations of degree at most (x, y), modulo one prime.</summary>
    public static int Nullity(PowerSeries s, int degreeX, int degreeY)
    {
        foreach (ulong prime in Primes())
        {
            if (Matrix(s, degreeX, degreeY, prime) is { } matrix)
            {
                return matrix.GetLength(1) - Eliminate(matrix, prime).Count;
            }
        }

        return 0;
    }

    /// <summary>The work of one elimination modulo a prime, for as many terms of the series.</summary>
    public static double Work(int length, int degreeX, int degreeY) => (double)length * Math.Pow((degreeX + 1) * (degreeY + 1), 2);

    /// <summary>The only relation of the given degrees, primitive; null if there is none or more than one, or it is too long for the work.</summary>
    public static BivariatePolynomial? Rebuild(PowerSeries s, int degreeX, int degreeY, WorkBudget work)
    {
        BigInteger[]? residues = null;
        BigInteger modulus = BigInteger.One;
        Rational[]? previous = null;
        int used = 0;
        foreach (ulong prime in Primes())
        {
            work.Charge(Work(s.Length, degreeX, degreeY));
            if (used++ > MaxPrimes || work.IsSpent)
            {
                break;
            }

            if (Relation(s, degreeX, degreeY, prime) is not { } relation)
            {
                if (used > 6 && residues is null)
                {
                    break;
                }

                continue;
            }

            residues = Combine(residues, modulus, relation, prime);
            modulus *= prime;
            Rational[]? rational = Reconstruct(residues, modulus);
            if (rational is not null && previous is not null && rational.AsSpan().SequenceEqual(previous))
            {
                return Polynomial(rational, degreeX, degreeY);
            }

            previous = rational;
        }

        return null;
    }

    private static BivariatePolynomial Polynomial(Rational[] unknowns, int degreeX, int degreeY)
    {
        var rows = new RationalPolynomial[degreeY + 1];
        for (int j = 0; j <= degreeY; j++)
        {
            rows[j] = new RationalPolynomial(unknowns.AsSpan(j * (degreeX + 1), degreeX + 1));
        }

        return new BivariatePolynomial(rows).WithoutContent();
    }

    /// <summary>The null vector with its last nonzero entry made 1; null unless the null space is a line.</summary>
    private static ulong[]? Relation(PowerSeries s, int degreeX, int degreeY, ulong prime)
    {
        if (Matrix(s, degreeX, degreeY, prime) is not { } matrix)
        {
            return null;
        }

        List<int> pivots = Eliminate(matrix, prime);
        int columns = matrix.GetLength(1);
        if (pivots.Count != columns - 1)
        {
            return null;
        }

        int free = Enumerable.Range(0, columns).First(c => !pivots.Contains(c));
        var vector = new ulong[columns];
        vector[free] = 1;
        for (int row = 0; row < pivots.Count; row++)
        {
            vector[pivots[row]] = (prime - matrix[row, free]) % prime;
        }

        return vector;
    }

    /// <summary>One column for each monomial xⁱ yʲ: the coefficients of xⁱ s(x)ʲ. Null if the prime divides a denominator.</summary>
    private static ulong[,]? Matrix(PowerSeries s, int degreeX, int degreeY, ulong prime)
    {
        int length = s.Length;
        var series = new ulong[length];
        for (int k = 0; k < length; k++)
        {
            ulong denominator = (ulong)(s[k].Denominator % prime);
            if (denominator == 0)
            {
                return null;
            }

            BigInteger numerator = s[k].Numerator % prime;
            series[k] = (ulong)(numerator.Sign < 0 ? numerator + prime : numerator) * Inverse(denominator, prime) % prime;
        }

        var matrix = new ulong[length, (degreeX + 1) * (degreeY + 1)];
        var power = new ulong[length];
        power[0] = 1;
        for (int j = 0; j <= degreeY; j++)
        {
            for (int i = 0; i <= degreeX; i++)
            {
                for (int k = i; k < length; k++)
                {
                    matrix[k, (j * (degreeX + 1)) + i] = power[k - i];
                }
            }

            power = Multiply(power, series, prime);
        }

        return matrix;
    }

    private static ulong[] Multiply(ulong[] a, ulong[] b, ulong prime)
    {
        var product = new ulong[a.Length];
        for (int n = 0; n < a.Length; n++)
        {
            ulong sum = 0;
            for (int i = 0; i <= n; i++)
            {
                sum = (sum + (a[i] * b[n - i])) % prime;
            }

            product[n] = sum;
        }

        return product;
    }

    /// <summary>Reduced row echelon form in place; returns the pivot columns, one for each leading row.</summary>
    private static List<int> Eliminate(ulong[,] matrix, ulong prime)
    {
        int rows = matrix.GetLength(0);
        int columns = matrix.GetLength(1);
        var pivots = new List<int>();
        for (int column = 0; column < columns && pivots.Count < rows; column++)
        {
            int top = pivots.Count;
            int found = top;
            while (found < rows && matrix[found, column] == 0)
            {
                found++;
            }

            if (found == rows)
            {
                continue;
            }

            ulong inverse = Inverse(matrix[found, column], prime);
            for (int c = 0; c < columns; c++)
            {
                ulong scaled = matrix[found, c] * inverse % prime;
                matrix[found, c] = matrix[top, c];
                matrix[top, c] = scaled;
            }

            for (int r = 0; r < rows; r++)
            {
                ulong factor = matrix[r, column];
                if (r == top || factor == 0)
                {
                    continue;
                }

                for (int c = column; c < columns; c++)
                {
                    matrix[r, c] = (matrix[r, c] + ((prime - factor) * matrix[top, c])) % prime;
                }
            }

            pivots.Add(column);
        }

        return pivots;
    }

    private static BigInteger[] Combine(BigInteger[]? residues, BigInteger modulus, ulong[] next, ulong prime)
    {
        if (residues is null)
        {
            return Array.ConvertAll(next, r => (BigInteger)r);
        }

        ulong inverse = Inverse((ulong)(modulus % prime), prime);
        for (int k = 0; k < residues.Length; k++)
        {
            ulong have = (ulong)(residues[k] % prime);
            residues[k] += modulus * ((next[k] + prime - have) % prime * inverse % prime);
        }

        return residues;
    }

    /// <summary>The fractions p/q ≡ r with |p|, q ≤ √(modulus/2); null if some residue has none.</summary>
    private static Rational[]? Reconstruct(BigInteger[] residues, BigInteger modulus)
    {
        var result = new Rational[residues.Length];
        for (int k = 0; k < residues.Length; k++)
        {
            BigInteger r0 = modulus;
            BigInteger r1 = residues[k];
            BigInteger t0 = BigInteger.Zero;
            BigInteger t1 = BigInteger.One;
            while (2 * r1 * r1 > modulus)
            {
                BigInteger quotient = r0 / r1;
                (r0, r1) = (r1, r0 - (quotient * r1));
                (t0, t1) = (t1, t0 - (quotient * t1));
            }

            if (t1.IsZero || 2 * t1 * t1 > modulus)
            {
                return null;
            }

            result[k] = new Rational(r1, t1);
        }

        return result;
    }

    private static ulong Inverse(ulong value, ulong prime)
    {
        ulong result = 1;
        for (ulong exponent = prime - 2; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) == 1)
            {
                result = result * value % prime;
            }

            value = value * value % prime;
        }

        return result;
    }

    /// <summary>The primes below 2³¹, from the largest down.</summary>
    private static IEnumerable<ulong> Primes()
    {
        for (ulong candidate = int.MaxValue; candidate > 3; candidate -= 2)
        {
            bool prime = true;
            for (ulong d = 3; prime && d * d <= candidate; d += 2)
            {
                prime = candidate % d != 0;
            }

            if (prime)
            {
                yield return candidate;
            }
        }
    }
}
