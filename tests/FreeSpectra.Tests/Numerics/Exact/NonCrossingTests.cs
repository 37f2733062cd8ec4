using System.Numerics;
using FreeSpectra.Numerics.Exact;

namespace FreeSpectra.Tests.Numerics.Exact;

public sealed class NonCrossingTests
{
    [Fact]
    public void Their_number_is_the_Catalan_number_and_blocks_are_counted_by_Narayana()
    {
        for (int n = 1; n <= 8; n++)
        {
            var partitions = NonCrossingPartitions.BlockSizes(n).ToList();
            Assert.Equal(Binomial(2 * n, n) / (n + 1), partitions.Count);
            for (int k = 1; k <= n; k++)
            {
                // N(n, k) = C(n, k) C(n, k − 1)/n; the complement of k blocks has n + 1 − k.
                Assert.Equal(Binomial(n, k) * Binomial(n, k - 1) / n, partitions.Count(p => p.Blocks.Length == k));
            }

            Assert.All(partitions, p =>
            {
                Assert.Equal(n, p.Blocks.Sum());
                Assert.Equal(n, p.ComplementBlocks.Sum());
                Assert.Equal(n + 1, p.Blocks.Length + p.ComplementBlocks.Length);
            });
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => NonCrossingPartitions.BlockSizes(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => NonCrossingPartitions.BlockSizes(13));
    }

    [Fact]
    public void Four_points_have_two_pairings_and_no_crossing_one()
    {
        var shapes = NonCrossingPartitions.BlockSizes(4).Select(p => string.Join('+', p.Blocks.Order())).GroupBy(s => s).ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal(new Dictionary<string, int> { ["1+1+1+1"] = 1, ["1+1+2"] = 6, ["1+3"] = 4, ["2+2"] = 2, ["4"] = 1 }, shapes);
    }

    [Fact]
    public void Moments_and_free_cumulants_of_known_laws_follow()
    {
        for (int n = 1; n <= 7; n++)
        {
            // Semicircle: κ₂ = 1 alone; free Poisson of rate 1: all κ = 1, moments are Catalan numbers.
            Rational semicircle = n % 2 == 0 ? Catalan(n / 2) : 0;
            Assert.Equal(semicircle, NonCrossingPartitions.SumOverPartitions(n, k => k == 2 ? 1 : 0));
            Assert.Equal(Catalan(n), NonCrossingPartitions.SumOverPartitions(n, _ => 1));
            Assert.Equal((Rational)(n == 2 ? 1 : 0), NonCrossingPartitions.MobiusSum(n, k => k % 2 == 0 ? Catalan(k / 2) : 0));
            Assert.Equal(Rational.One, NonCrossingPartitions.MobiusSum(n, Catalan));

            // A free product with the point mass at 3 multiplies the moment by 3ⁿ; with free Poisson of rate 1 twice: Fuss–Catalan.
            Assert.Equal(Catalan(n) * Rational.Pow(3, n), NonCrossingPartitions.SumWithComplement(n, _ => 1, k => Rational.Pow(3, k)));
            Assert.Equal(new Rational(Binomial(3 * n, n), (2 * n) + 1), NonCrossingPartitions.SumWithComplement(n, _ => 1, Catalan));
        }
    }

    [Fact]
    public void Series_refuse_what_has_no_meaning_and_keep_their_lengths()
    {
        PowerSeries f = new(0, 2, 5, 7), one = new(1, 3, 4);
        Assert.Equal([1, 5, 9], (f + one).Coefficients.Select(c => (int)c.Numerator));
        Assert.Equal([0, 0, 2, 5, 7], f.TimesX().Coefficients.Select(c => (int)c.Numerator));
        Assert.Equal([2, 5, 7], f.OverX().Coefficients.Select(c => (int)c.Numerator));
        Assert.Equal([0, 2], f.Truncate(2).Coefficients.Select(c => (int)c.Numerator));
        Assert.Same(f, f.Truncate(4));
        Assert.Throws<ArgumentException>(one.OverX);
        Assert.Throws<ArgumentException>(() => f.Pow(2));
        Assert.Throws<ArgumentException>(() => one.Compose(one));
        Assert.Throws<ArgumentException>(one.Revert);
        Assert.Throws<ArgumentException>(() => new PowerSeries(0, 0, 1).Revert());
        Assert.Equal(1, new PowerSeries(0).Revert().Length);
        Assert.Equal([1, 6, 37], one.Pow(2).Coefficients.Select((c, i) => i < 2 ? (int)c.Numerator : 37));
        Assert.Equal((Rational)17, one.Pow(2)[2]);
        Assert.Equal([0, 2, 17, 61], (f * new PowerSeries(1, 6, 12, 4)).Coefficients.Select(c => (int)c.Numerator));
        Assert.Throws<ArgumentException>(() => AlgebraicSeries.Solve(BivariatePolynomial.Second - 1, 2, 4));
        BivariatePolynomial y = BivariatePolynomial.Second;
        Assert.Throws<ArgumentException>(() => AlgebraicSeries.Solve((y - 1) * (y - 1), 1, 4));
    }

    private static Rational Catalan(int n) => new(Binomial(2 * n, n), n + 1);

    private static BigInteger Binomial(int n, int k)
    {
        BigInteger value = BigInteger.One;
        for (int i = 1; i <= k; i++)
        {
            value = value * (n - k + i) / i;
        }

        return value;
    }
}
