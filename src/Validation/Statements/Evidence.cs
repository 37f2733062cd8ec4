using System.Globalization;

namespace FreeSpectra.Validation.Statements;

/// <summary>One number that decides a statement, with the bound that it must keep.</summary>
/// <param name="Name">What the number is.</param>
/// <param name="Value">The number.</param>
/// <param name="Bound">The bound.</param>
/// <param name="AtLeast">
/// False: |value| ≤ bound, the gap of something that holds. True: value ≥ bound, the gap of something that must fail, such
/// as a formula as misprinted.
/// </param>
public sealed record Evidence(string Name, double Value, double Bound, bool AtLeast = false)
{
    /// <summary>Whether the bound is kept. A number that is not finite never keeps one.</summary>
    public bool Holds => double.IsFinite(Value) && (AtLeast ? Value >= Bound : Math.Abs(Value) <= Bound);

    /// <summary>The number and its bound in one line.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name} = {Value:G6} ({(AtLeast ? "at least" : "at most")} {Bound:G3})");
}
