namespace FreeSpectra.Numerics.Exact;

/// <summary>The factor of a polynomial in two variables on which a given branch lies, found from the branch's power series.</summary>
/// <remarks>
/// <para>
/// An elimination gives F(x, y) with F(x, s(x)) = 0 and, as a rule, spurious components. The irreducible factor on which s
/// lies is the polynomial of least degree in y, and then in x, that vanishes on s. It is sought by linear algebra modulo
/// primes, rebuilt over the rationals, and accepted only with a proof: it divides F exactly, and the cofactor does not
/// vanish on s to the order computed.
/// </para>
/// <para>Source: [GG13] sections 5.10 and 15.6 (rational reconstruction, modular linear algebra).</para>
/// </remarks>
public static class BranchFactor
{
    private const int SpareTerms = 12;

    /// <summary>The irreducible factor of <paramref name="product"/> that vanishes on the series.</summary>
    /// <param name="product">F(x, y), not 0, which vanishes on the series.</param>
    /// <param name="series">The first n terms of s(x), for any n.</param>
    /// <param name="maxWork">The work that may be done, in products of machine words.</param>
    /// <returns>The factor; null where the search would take more work.</returns>
    /// <exception cref="ArgumentException">The polynomial does not vanish on the series.</exception>
    public static BivariatePolynomial? Find(
        BivariatePolynomial product, Func<int, PowerSeries> series, double maxWork = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(product);
        ArgumentNullException.ThrowIfNull(series);
        BivariatePolynomial whole = product.WithoutContent();
        int maxX = whole.DegreeInFirst;
        WorkBudget work = new(maxWork);

        // The coefficients grow with their index as powers do: a few terms tell how long the others will be.
        double growth = series(SpareTerms).Coefficients.Max(c => c.Length) / (double)SpareTerms;
        for (int y = 1; y < whole.DegreeInSecond; y++)
        {
            for (int spare = SpareTerms; spare <= 16 * SpareTerms; spare *= 4)
            {
                int length = ((maxX + 1) * (y + 1)) + spare;
                work.ChargeReversion(length, growth * length);
                work.Charge(ModularRelations.Work(length, maxX, y));
                if (work.IsSpent)
                {
                    return null;
                }

                PowerSeries s = series(length);
                growth = s.Coefficients.Max(c => c.Length) / (double)length;
                int nullity = ModularRelations.Nullity(s, maxX, y);
                if (nullity == 0)
                {
                    break;
                }

                // A relation of least degree in x, multiplied by 1, x, …, x^(nullity − 1), spans the relations found.
                int leastX = Math.Max(0, maxX - nullity + 1);
                if (ModularRelations.Rebuild(s, leastX, y, work) is { } candidate && IsFactor(whole, candidate, s))
                {
                    return candidate;
                }
            }
        }

        int all = ((maxX + 1) * (whole.DegreeInSecond + 1)) + SpareTerms;
        work.ChargeReversion(all, growth * all);
        if (work.IsSpent)
        {
            return null;
        }

        return Vanishes(whole, series(all))
            ? whole
            : throw new ArgumentException("The polynomial does not vanish on the series.", nameof(product));
    }

    /// <summary>Whether the whole is a power of the factor times what does not vanish on the series.</summary>
    private static bool IsFactor(BivariatePolynomial whole, BivariatePolynomial factor, PowerSeries s)
    {
        BivariatePolynomial? rest = BivariatePolynomial.Quotient(whole, factor);
        while (rest is not null && Vanishes(rest, s))
        {
            rest = BivariatePolynomial.Quotient(rest, factor);
        }

        return rest is not null;
    }

    private static bool Vanishes(BivariatePolynomial p, PowerSeries s) =>
        AlgebraicSeries.Evaluate(p, s).Coefficients.All(c => c.IsZero);
}
