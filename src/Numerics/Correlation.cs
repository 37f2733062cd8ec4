namespace FreeSpectra.Numerics;

/// <summary>A correlation c in [−1, 1] that keeps 1 − c and 1 + c to full relative accuracy.</summary>
/// <remarks>
/// <para>
/// What happens as two inputs become alike depends on 1 − c, which c itself no longer holds: 1 − 1e-12 has four digits of
/// it. Every function of a correlation takes this type and forms differences from <see cref="OneMinus"/>.
/// </para>
/// </remarks>
public readonly record struct Correlation
{
    private Correlation(double value, double oneMinus, double onePlus)
    {
        Value = value;
        OneMinus = oneMinus;
        OnePlus = onePlus;
    }

    /// <summary>c.</summary>
    public double Value { get; }

    /// <summary>1 − c ≥ 0.</summary>
    public double OneMinus { get; }

    /// <summary>1 + c ≥ 0.</summary>
    public double OnePlus { get; }

    /// <summary>√(1 − c²).</summary>
    public double Sine => Math.Sqrt(OneMinus * OnePlus);

    /// <summary>arcsin c, exact to rounding as c → ±1.</summary>
    public double ArcSine => Math.Atan2(Value, Sine);

    /// <summary>−c.</summary>
    public Correlation Negated => new(-Value, OnePlus, OneMinus);

    /// <summary>The correlation c.</summary>
    /// <param name="correlation">c in [−1, 1].</param>
    public static Correlation Of(double correlation)
    {
        Require.InRange(correlation, -1.0, 1.0);
        return new Correlation(correlation, 1.0 - correlation, 1.0 + correlation);
    }

    /// <summary>The correlation 1 − ε.</summary>
    /// <param name="complement">ε in [0, 2].</param>
    public static Correlation FromComplement(double complement)
    {
        Require.InRange(complement, 0.0, 2.0);
        return new Correlation(1.0 - complement, complement, 2.0 - complement);
    }

    /// <summary>c to all its digits, next to ±1 as what is missing there.</summary>
    public override string ToString() =>
        OneMinus is > 0.0 and < 1e-3 ? FormattableString.Invariant($"1 - {OneMinus:R}")
        : OnePlus is > 0.0 and < 1e-3 ? FormattableString.Invariant($"-1 + {OnePlus:R}")
        : FormattableString.Invariant($"{Value:R}");
}
