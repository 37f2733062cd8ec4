using System.Collections.Immutable;

namespace FreeSpectra.Numerics.Exact;

/// <summary>The non-crossing partitions of {1, …, n} and their Kreweras complements, by enumeration.</summary>
/// <remarks>
/// <para>Their number is the Catalan number C(2n, n)/(n + 1): 208 012 for n = 12, which is where enumeration stops being sensible.</para>
/// <para>Source: [NS06] lectures 9 and 10.</para>
/// </remarks>
public static class NonCrossingPartitions
{
    /// <summary>The largest n that is enumerated.</summary>
    public const int MaxSize = 12;

    /// <summary>For each non-crossing partition π of {1, …, n}: the sizes of its blocks and those of its Kreweras complement.</summary>
    /// <param name="size">n in [1, 12].</param>
    public static IEnumerable<(ImmutableArray<int> Blocks, ImmutableArray<int> ComplementBlocks)> BlockSizes(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MaxSize);
        return Enumerate(size);
    }

    /// <summary>Σ_π Π_{V ∈ π} f(|V|): moments from free cumulants.</summary>
    /// <remarks>Source: [NS06] lecture 11, eq. (11.8).</remarks>
    public static Rational SumOverPartitions(int size, Func<int, Rational> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return Sum(size, (blocks, _) => Product(blocks, f));
    }

    /// <summary>Σ_π μ(π, 1) Π_{V ∈ π} f(|V|): free cumulants from moments.</summary>
    /// <remarks>
    /// Möbius function: μ(π, 1) = Π_{W ∈ K(π)} (−1)^{|W|−1} C_{|W|−1} with the Kreweras complement K and Catalan numbers C.
    /// Source: [NS06] lecture 10, lecture 11 eq. (11.10).
    /// </remarks>
    public static Rational MobiusSum(int size, Func<int, Rational> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return Sum(size, (blocks, complement) => Product(complement, SignedCatalan) * Product(blocks, f));
    }

    /// <summary>Σ_π Π_{V ∈ π} f(|V|) Π_{W ∈ K(π)} g(|W|): moments of a free product from cumulants of one law and moments of the other.</summary>
    /// <remarks>Source: [NS06] lecture 14, theorem 14.4.</remarks>
    public static Rational SumWithComplement(int size, Func<int, Rational> f, Func<int, Rational> g)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(g);
        return Sum(size, (blocks, complement) => Product(blocks, f) * Product(complement, g));
    }

    private static Rational Sum(int size, Func<ImmutableArray<int>, ImmutableArray<int>, Rational> term)
    {
        Rational sum = Rational.Zero;
        foreach ((ImmutableArray<int> blocks, ImmutableArray<int> complement) in BlockSizes(size))
        {
            sum += term(blocks, complement);
        }

        return sum;
    }

    private static Rational Product(ImmutableArray<int> sizes, Func<int, Rational> f) =>
        sizes.Aggregate(Rational.One, (product, size) => product * f(size));

    private static Rational SignedCatalan(int size)
    {
        System.Numerics.BigInteger catalan = 1;
        for (int k = 1; k < size; k++)
        {
            catalan = catalan * 2 * ((2 * k) - 1) / (k + 1);
        }

        return size % 2 == 0 ? -catalan : catalan;
    }

    private static IEnumerable<(ImmutableArray<int> Blocks, ImmutableArray<int> ComplementBlocks)> Enumerate(int size)
    {
        // next[i] is the following element of the block of i (cyclically): a non-crossing partition as a permutation π; its
        // complement is the permutation π⁻¹ ∘ (1 2 … n).
        foreach (int[] next in Permutations(0, size))
        {
            var inverse = new int[size];
            for (int i = 0; i < size; i++)
            {
                inverse[next[i]] = i;
            }

            var complement = new int[size];
            for (int i = 0; i < size; i++)
            {
                complement[i] = inverse[(i + 1) % size];
            }

            yield return (CycleLengths(next), CycleLengths(complement));
        }
    }

    /// <summary>The non-crossing partitions of {from, …, to − 1}, as successor maps on the whole range (identity outside).</summary>
    private static IEnumerable<int[]> Permutations(int from, int to)
    {
        if (from >= to)
        {
            yield return [.. Enumerable.Range(0, to)];
            yield break;
        }

        foreach (int[] map in BlockFrom(from, from, to))
        {
            yield return map;
        }
    }

    /// <summary>Completes the block that began at <paramref name="first"/> and has reached <paramref name="last"/>.</summary>
    private static IEnumerable<int[]> BlockFrom(int first, int last, int to)
    {
        // The block ends here; what lies behind is partitioned freely.
        foreach (int[] rest in Permutations(last + 1, to))
        {
            int[] map = [.. rest];
            map[last] = first;
            yield return map;
        }

        for (int following = last + 1; following < to; following++)
        {
            // What lies between two neighbours of a block is partitioned by itself.
            foreach (int[] between in Permutations(last + 1, following))
            {
                foreach (int[] rest in BlockFrom(first, following, to))
                {
                    int[] map = [.. rest];
                    for (int i = last + 1; i < following; i++)
                    {
                        map[i] = between[i];
                    }

                    map[last] = following;
                    yield return map;
                }
            }
        }
    }

    private static ImmutableArray<int> CycleLengths(int[] map)
    {
        var lengths = ImmutableArray.CreateBuilder<int>();
        var seen = new bool[map.Length];
        for (int i = 0; i < map.Length; i++)
        {
            int length = 0;
            for (int j = i; !seen[j]; j = map[j])
            {
                seen[j] = true;
                length++;
            }

            if (length > 0)
            {
                lengths.Add(length);
            }
        }

        return lengths.ToImmutable();
    }
}
