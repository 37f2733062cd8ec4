namespace FreeSpectra.Numerics.Exact;

/// <summary>Linear algebra over the rational functions.</summary>
internal static class FunctionVectors
{
    /// <summary>Coefficients, not all 0, of a vanishing combination of the vectors; null if they are independent.</summary>
    /// <remarks>
    /// Of all vanishing combinations it is one that uses as few of the last vectors as possible. Where the work is spent the
    /// answer says nothing.
    /// </remarks>
    public static RationalFunction[]? Dependency(IReadOnlyList<RationalFunction[]> vectors, WorkBudget work)
    {
        // Each row is kept with the combination of the original vectors that it is.
        var rows = new List<(RationalFunction[] Row, RationalFunction[] Combination, int Pivot)>();
        for (int index = 0; index < vectors.Count; index++)
        {
            RationalFunction[] row = [.. vectors[index]];
            var combination = new RationalFunction[vectors.Count];
            Array.Fill(combination, (RationalFunction)0);
            combination[index] = 1;
            foreach ((RationalFunction[] earlier, RationalFunction[] earlierCombination, int pivot) in rows)
            {
                if (row[pivot].IsZero)
                {
                    continue;
                }

                if (!work.Allows(row[pivot], earlier[pivot]))
                {
                    return null;
                }

                RationalFunction factor = row[pivot] / earlier[pivot];
                Subtract(row, earlier, factor, work);
                Subtract(combination, earlierCombination, factor, work);
                if (work.IsSpent)
                {
                    return null;
                }
            }

            int found = Array.FindIndex(row, c => !c.IsZero);
            if (found < 0)
            {
                return combination;
            }

            rows.Add((row, combination, found));
        }

        return null;
    }

    private static void Subtract(RationalFunction[] from, RationalFunction[] row, RationalFunction factor, WorkBudget work)
    {
        for (int j = 0; j < from.Length; j++)
        {
            if (row[j].IsZero)
            {
                continue;
            }

            if (!work.Allows(factor, row[j]))
            {
                return;
            }

            RationalFunction product = factor * row[j];
            if (!work.Allows(from[j], product))
            {
                return;
            }

            from[j] -= product;
        }
    }
}
