using System.Numerics;
using FreeSpectra.Numerics.Exact;

namespace FreeSpectra.Tests.Numerics.Exact;

public sealed class RationalTests
{
    [Fact]
    public void Lowest_terms_carry_the_sign_above()
    {
        Rational q = new(6, -4);
        Assert.Equal((-3, 2), (q.Numerator, q.Denominator));
        Assert.Equal("-3/2", q.ToString());
        Assert.Equal("7", new Rational(-14, -2).ToString());
        Assert.Equal(-1, q.Sign);
        Assert.False(q.IsInteger);
        Assert.True(new Rational(4, 2).IsInteger);
        Assert.True(new Rational(3, 3).IsOne);
        Assert.False(new Rational(1, 3).IsOne);
        Assert.True(default(Rational).IsZero);
        Assert.Equal(BigInteger.One, default(Rational).Denominator);
        Assert.Throws<DivideByZeroException>(() => new Rational(1, 0));
        Assert.Throws<DivideByZeroException>(() => Rational.One / Rational.Zero);
    }

    [Fact]
    public void Field_operations_are_those_of_fractions()
    {
        Rational a = new(2, 3), b = new(-5, 4);
        Assert.Equal(new Rational(-7, 12), a + b);
        Assert.Equal(new Rational(23, 12), a - b);
        Assert.Equal(new Rational(-5, 6), a * b);
        Assert.Equal(new Rational(-8, 15), a / b);
        Assert.Equal(new Rational(11, 3), 3 + a);
        Assert.Equal((Rational)6, (Rational)2 * 3);
        Assert.Equal((Rational)5, (Rational)2 + 3);
        Assert.Equal(new Rational(8, 27), Rational.Pow(a, 3));
        Assert.Equal(new Rational(16, 25), Rational.Pow(b, -2));
        Assert.Equal(Rational.One, Rational.Pow(b, 0));
        Assert.Equal(new Rational(5, 4), Rational.Abs(b));
        Assert.Equal(a, Rational.Abs(a));
    }

    [Fact]
    public void Order_is_that_of_the_line()
    {
        Rational[] ordered = [-2, new(-3, 2), new(-1, 3), 0, new(1, 3), new(2, 5), 1];
        for (int i = 0; i < ordered.Length; i++)
        {
            for (int j = 0; j < ordered.Length; j++)
            {
                Assert.Equal(i < j, ordered[i] < ordered[j]);
                Assert.Equal(i > j, ordered[i] > ordered[j]);
                Assert.Equal(i <= j, ordered[i] <= ordered[j]);
                Assert.Equal(i >= j, ordered[i] >= ordered[j]);
                Assert.Equal(i == j, ordered[i] == ordered[j]);
                Assert.Equal(i != j, ordered[i] != ordered[j]);
                Assert.Equal(i.CompareTo(j), ordered[i].CompareTo(ordered[j]));
            }
        }
    }

    [Fact]
    public void Equal_numbers_are_equal_objects_with_one_hash()
    {
        object a = new Rational(1, 2), b = new Rational(-2, -4);
        Assert.True(a.Equals(b));
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
        Assert.False(a.Equals(0.5));
        Assert.False(a.Equals((Rational)2));
    }

    [Fact]
    public void Every_floating_point_number_is_a_dyadic_fraction()
    {
        Assert.Equal(new Rational(-13, 4), Rational.FromDouble(-3.25));
        Assert.Equal((Rational)(BigInteger.One << 70), Rational.FromDouble(Math.ScaleB(1.0, 70)));
        Assert.Equal(new Rational(1, BigInteger.One << 1074), Rational.FromDouble(double.Epsilon));
        Assert.Equal(Rational.Zero, Rational.FromDouble(-0.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rational.FromDouble(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rational.FromDouble(double.PositiveInfinity));
    }

    /// <summary>Random fractions of all sizes against the two neighbours of the double.</summary>
    [Fact]
    public void Rounding_leaves_no_nearer_floating_point_number()
    {
        ulong state = 7;
        for (int i = 0; i < 300; i++)
        {
            Rational q = new(Draw(ref state, 1 + (i % 200)), 1 + BigInteger.Abs(Draw(ref state, 1 + (i * 7 % 190))));
            double value = q.ToDouble();
            Rational gap = Rational.Abs(Rational.FromDouble(value) - q);
            Assert.True(gap <= Rational.Abs(Rational.FromDouble(Math.BitIncrement(value)) - q), $"{q} is nearer to the next number.");
            Assert.True(gap <= Rational.Abs(Rational.FromDouble(Math.BitDecrement(value)) - q), $"{q} is nearer to the number before.");
        }

        // Below the smallest number there is only zero, and half of it is a tie, to even.
        Rational smallest = Rational.FromDouble(double.Epsilon);
        Assert.Equal(0.0, (smallest / 2).ToDouble());
        Assert.Equal(double.Epsilon, (smallest * new Rational(51, 100)).ToDouble());
        Assert.Equal(-double.Epsilon, (smallest * new Rational(-149, 100)).ToDouble());
        Assert.Equal(2.0 * double.Epsilon, (smallest * new Rational(3, 2)).ToDouble());
        Assert.Equal(0.0, (smallest / 1000).ToDouble());
        Assert.Equal(0.0, Rational.Zero.ToDouble());
    }

    /// <summary>Below the normal range fewer digits are kept; half-way the even neighbour is the answer, beside it the nearer one.</summary>
    [Fact]
    public void Fractions_below_the_normal_range_are_rounded_to_the_grid_there()
    {
        Rational little = Rational.Pow(2, -1400);
        foreach (long bits in new[] { 1L, 2L, 3L, 7L, 12345L, 1L << 40, (1L << 51) + 5, (1L << 52) - 1, 1L << 52, (1L << 52) + 1, (3L << 51) + 7, (1L << 53) - 1, 1L << 53, (1L << 53) + 3 })
        {
            double low = BitConverter.Int64BitsToDouble(bits), high = BitConverter.Int64BitsToDouble(bits + 1);
            Rational middle = (Rational.FromDouble(low) + Rational.FromDouble(high)) / 2;
            Assert.Equal(low, Rational.FromDouble(low).ToDouble());
            Assert.Equal(bits % 2 == 0 ? low : high, middle.ToDouble());
            Assert.Equal(low, (middle - little).ToDouble());
            Assert.Equal(-high, (-middle - little).ToDouble());
            Assert.Equal(low, (Rational.FromDouble(low) + little).ToDouble());
        }
    }

    private static BigInteger Draw(ref ulong state, int bits)
    {
        BigInteger value = BigInteger.Zero;
        for (int i = 0; i < bits; i += 32)
        {
            state = (state * 6_364_136_223_846_793_005UL) + 1_442_695_040_888_963_407UL;
            value = (value << 32) + (state >> 32);
        }

        return (value & ((BigInteger.One << bits) - 1)) * ((state >> 20) % 2 == 0 ? 1 : -1);
    }

    /// <summary>Dⁿaₙ: primes that enter with every step are taken out, those that enter once are left.</summary>
    [Fact]
    public void A_dilation_makes_integers_of_coefficients_whose_primes_grow()
    {
        Assert.Equal(2, Grading.Dilation([new Rational(1, 2), new Rational(3, 4), new Rational(5, 8)]));
        Assert.Equal(6, Grading.Dilation([new Rational(1, 2), new Rational(1, 9), new Rational(7, 216)]));
        Assert.Equal(10, Grading.Dilation([1, new Rational(1, 100), new Rational(3, 1000)]));
        Assert.Equal(1, Grading.Dilation([1, 2, 3]));
        Assert.Equal(1, Grading.Dilation([1, 1, 1, new Rational(1, 5)]));
        Assert.Equal([new Rational(3, 2), 0, new Rational(27, 8)], Grading.Dilate([1, 0, 1], new Rational(3, 2)));
    }
}
