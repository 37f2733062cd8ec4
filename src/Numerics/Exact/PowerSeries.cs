using System.Collections.Immutable;
using System.Numerics;

namespace FreeSpectra.Numerics.Exact;

/// <summary>A power series with rational coefficients, known up to a stated number of terms: Σ_{k &lt; n} cₖ xᵏ + O(xⁿ).</summary>
/// <remarks>An operation on two series keeps as many terms as both determine.</remarks>
public sealed class PowerSeries
{
    private readonly Rational[] coefficients;

    /// <summary>Creates Σ cₖ xᵏ + O(xⁿ) from its n coefficients.</summary>
    public PowerSeries(params ReadOnlySpan<Rational> coefficients) => this.coefficients = coefficients.ToArray();

    /// <summary>n, the number of known coefficients.</summary>
    public int Length => coefficients.Length;

    /// <summary>The known coefficients c₀, …, c_{n−1}.</summary>
    public ImmutableArray<Rational> Coefficients => [.. coefficients];

    /// <summary>The coefficient of xᵏ.</summary>
    public Rational this[int power] => coefficients[power];

    /// <summary>f + g.</summary>
    public static PowerSeries operator +(PowerSeries f, PowerSeries g)
    {
        var sum = new Rational[Math.Min(f.Length, g.Length)];
        for (int k = 0; k < sum.Length; k++)
        {
            sum[k] = f[k] + g[k];
        }

        return new PowerSeries(sum);
    }

    /// <summary>f − g.</summary>
    public static PowerSeries operator -(PowerSeries f, PowerSeries g) => f + (g * -Rational.One);

    /// <summary>c·f for a number c.</summary>
    public static PowerSeries operator *(PowerSeries f, Rational c) => new(Array.ConvertAll(f.coefficients, a => a * c));

    /// <summary>f·g.</summary>
    public static PowerSeries operator *(PowerSeries f, PowerSeries g) =>
        new(Convolution.Multiply(f.coefficients, g.coefficients, Math.Min(f.Length, g.Length)));

    /// <summary>f/g, with g(0) ≠ 0.</summary>
    /// <exception cref="DivideByZeroException">g(0) = 0.</exception>
    public static PowerSeries operator /(PowerSeries f, PowerSeries g)
    {
        var quotient = new Rational[Math.Min(f.Length, g.Length)];
        Rational inverse = quotient.Length == 0 ? Rational.One : Rational.One / g[0];
        for (int n = 0; n < quotient.Length; n++)
        {
            Rational sum = f[n];
            for (int k = 1; k <= n; k++)
            {
                if (!g[k].IsZero && !quotient[n - k].IsZero)
                {
                    sum -= g[k] * quotient[n - k];
                }
            }

            quotient[n] = sum * inverse;
        }

        return new PowerSeries(quotient);
    }

    /// <summary>The constant c to n terms.</summary>
    public static PowerSeries Constant(Rational value, int length)
    {
        var c = new Rational[length];
        if (length > 0)
        {
            c[0] = value;
        }

        return new PowerSeries(c);
    }

    /// <summary>The first n terms.</summary>
    public PowerSeries Truncate(int length) => length >= Length ? this : new PowerSeries(coefficients.AsSpan(0, length));

    /// <summary>x·f, one term longer.</summary>
    public PowerSeries TimesX() => new([Rational.Zero, .. coefficients]);

    /// <summary>f/x, one term shorter; f(0) must be 0.</summary>
    /// <exception cref="ArgumentException">f(0) is not 0.</exception>
    public PowerSeries OverX() => Length == 0 || coefficients[0].IsZero
        ? new PowerSeries(coefficients.AsSpan(Math.Min(1, Length)))
        : throw new ArgumentException($"The constant term must be 0, but is {coefficients[0]}.");

    /// <summary>f raised to a rational power, for f(0) = 1.</summary>
    /// <remarks>n·bₙ = Σ_{k=1}^{n} (k(t + 1) − n) aₖ b_{n−k}, from f·b' = t·f'·b. Source: [Knu97] section 4.7.</remarks>
    /// <exception cref="ArgumentException">f(0) is not 1.</exception>
    public PowerSeries Pow(Rational exponent)
    {
        if (Length > 0 && !coefficients[0].IsOne)
        {
            throw new ArgumentException($"The constant term must be 1, but is {coefficients[0]}.");
        }

        var b = new Rational[Length];
        for (int n = 0; n < Length; n++)
        {
            Rational sum = Rational.Zero;
            for (int k = 1; k <= n; k++)
            {
                if (!coefficients[k].IsZero)
                {
                    sum += ((k * (exponent + Rational.One)) - n) * coefficients[k] * b[n - k];
                }
            }

            b[n] = n == 0 ? Rational.One : sum / n;
        }

        return new PowerSeries(b);
    }

    /// <summary>f(g(x)), with g(0) = 0, by Horner's rule.</summary>
    /// <exception cref="ArgumentException">g(0) is not 0.</exception>
    public PowerSeries Compose(PowerSeries inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        int length = Math.Min(Length, inner.Length);
        if (length > 0 && !inner[0].IsZero)
        {
            throw new ArgumentException($"The constant term must be 0, but is {inner[0]}.", nameof(inner));
        }

        PowerSeries g = inner.Truncate(length);
        PowerSeries sum = Constant(Rational.Zero, length);
        for (int k = length - 1; k >= 0; k--)
        {
            sum = (sum * g) + Constant(coefficients[k], length);
        }

        return sum;
    }

    /// <summary>The series g with f(g(x)) = x, for f(0) = 0 and f'(0) ≠ 0.</summary>
    /// <remarks>
    /// Lagrange inversion, n·[xⁿ] g = [x^(n−1)] (x/f)ⁿ, with the powers φⁿ, φ = x/f, taken as a product of one of ⌈√N⌉ baby
    /// steps and one of ⌈√N⌉ giant steps: only 2√N products of series are formed, and each coefficient is one inner product.
    /// Source: [Joh15] algorithm 1.
    /// </remarks>
    /// <exception cref="ArgumentException">f(0) is not 0, or f'(0) is.</exception>
    public PowerSeries Revert()
    {
        if (Length < 2)
        {
            return this;
        }

        if (!coefficients[0].IsZero || coefficients[1].IsZero)
        {
            throw new ArgumentException("A series can be reverted only if it starts with c·x, c not 0.");
        }

        // f = c·x·(1 + a₁x + …): with y = x/c and then by grading the work is done on integers where that is possible.
        Rational lead = coefficients[1];
        Rational[] tail = [.. coefficients.Skip(2).Select(a => a / lead)];
        BigInteger dilation = Grading.Dilation(tail);
        PowerSeries reverse = RevertUnit(new PowerSeries([Rational.One, .. Grading.Dilate(tail, dilation)]));
        Rational[] graded = Grading.Dilate([.. reverse.Coefficients.Skip(1)], 1 / (dilation * lead));
        return new PowerSeries([Rational.Zero, .. graded.Select(a => a * dilation)]);
    }

    /// <summary>The reversion of x·f for f(0) = 1.</summary>
    private static PowerSeries RevertUnit(PowerSeries f)
    {
        int length = f.Length;
        PowerSeries phi = Constant(Rational.One, length) / f;
        int step = Math.Max(1, (int)Math.Ceiling(Math.Sqrt(length)));
        var baby = new PowerSeries[step + 1];
        baby[0] = Constant(Rational.One, length);
        for (int i = 1; i <= step; i++)
        {
            baby[i] = baby[i - 1] * phi;
        }

        (BigInteger[] Numerators, BigInteger Denominator)[] babies = Array.ConvertAll(baby, s => Convolution.Integers(s.coefficients));
        var reverse = new Rational[length + 1];
        PowerSeries giant = baby[0];
        for (int start = 0; start < length; start += step)
        {
            (BigInteger[] giantNumerators, BigInteger giantDenominator) = Convolution.Integers(giant.coefficients);
            for (int i = 1; i <= step && start + i <= length; i++)
            {
                int n = start + i;
                BigInteger[] numerators = babies[i].Numerators;
                BigInteger sum = BigInteger.Zero;
                for (int k = 0; k < n; k++)
                {
                    if (!numerators[k].IsZero && !giantNumerators[n - 1 - k].IsZero)
                    {
                        sum += numerators[k] * giantNumerators[n - 1 - k];
                    }
                }

                reverse[n] = new Rational(sum, babies[i].Denominator * giantDenominator * n);
            }

            giant *= baby[step];
        }

        return new PowerSeries(reverse);
    }
}
