namespace FreeSpectra.Numerics.Exact;

/// <summary>The work that an exact computation may do, in products of two machine words.</summary>
/// <remarks>
/// Exact numbers grow as they are used, so that the number of operations alone says little. Work is charged in the loops,
/// before it is done, by the lengths that the numbers have there: the same computation stops at the same place everywhere.
/// </remarks>
internal sealed class WorkBudget(double limit)
{
    // A product of two numbers of n words of 32 bits takes about n^1.6 products of words.
    private const double ProductExponent = 1.6;

    private double spent;

    /// <summary>Whether the work that was charged is more than the limit.</summary>
    public bool IsSpent => !(spent <= limit);

    /// <summary>Charges products of words.</summary>
    public void Charge(double products) => spent += products;

    /// <summary>Charges a reversion of a series of n terms: 2√n products of series with n²/2 products of coefficients each.</summary>
    public void ChargeReversion(int length, double bits) => Charge(Math.Pow(length, 2.5) * Product(bits));

    /// <summary>
    /// Charges an operation on two fractions of polynomials, and says whether it may be done: with n coefficients the common
    /// factor takes n² products of numbers that become n times as long.
    /// </summary>
    public bool Allows(RationalFunction f, RationalFunction g)
    {
        (int Length, double Bits) first = Size(f);
        (int Length, double Bits) second = Size(g);
        int length = first.Length + second.Length;
        double words = 1.0 + (length * (first.Bits + second.Bits) / 64.0);
        Charge((double)length * length * words * words);
        return !IsSpent;
    }

    private static double Product(double bits) => Math.Pow(1.0 + (bits / 32.0), ProductExponent);

    private static (int Length, double Bits) Size(RationalFunction f) =>
        (f.Numerator.Degree + f.Denominator.Degree + 2, Math.Max(Bits(f.Numerator), Bits(f.Denominator)));

    private static double Bits(RationalPolynomial p)
    {
        double bits = 1.0;
        foreach (Rational c in p.Coefficients)
        {
            bits = Math.Max(bits, c.Length);
        }

        return bits;
    }
}
