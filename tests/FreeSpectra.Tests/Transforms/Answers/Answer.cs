using System.Globalization;
using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Tests.Transforms.Answers;

/// <summary>An answer as the book holds it.</summary>
/// <param name="Value">The value; null if the question is refused.</param>
/// <param name="Within">How far, relative to the value, it may be off on another machine.</param>
/// <param name="Error">The claimed error.</param>
/// <param name="Factor">How much larger or smaller the claim may be there.</param>
internal sealed record Answer(Complex? Value, double Within, double? Error, double Factor)
{
    private const double Usual = 1e-12;
    private const double UsualFactor = 1.5;

    /// <summary>Asks three times, at places that differ by rounding: what moves with them would move on another machine too.</summary>
    public static Answer To(Question question)
    {
        const double unit = 4.440892098500626e-16;
        try
        {
            (Complex value, double? error) = question.Ask(1.0);
            double moved = 0.0, changed = 1.0;
            foreach (double factor in new[] { 1.0 - unit, 1.0 + unit })
            {
                (Complex beside, double? claim) = question.Ask(factor);
                moved = Math.Max(moved, Gap(value, beside) is 0.0 ? 0.0 : Gap(value, beside) / Size(value));
                changed = Math.Max(changed, claim == error ? 1.0 : Math.Max(claim!.Value / error!.Value, error.Value / claim.Value));
            }

            return new Answer(
                value,
                moved <= 0.1 * Usual ? Usual : Math.Pow(10.0, Math.Ceiling(Math.Log10(10.0 * moved))),
                error,
                changed <= 1.2 ? UsualFactor : changed <= 3.0 ? 5.0 : 100.0);
        }
        catch (Exception refusal) when (refusal is NonConvergenceException or ArgumentException)
        {
            return new Answer(null, 0.0, null, 0.0);
        }
    }

    /// <summary>What is wrong with an answer given now; null if nothing is.</summary>
    public string? Objection(Question question)
    {
        (Complex value, double? error) now;
        try
        {
            now = question.Ask(1.0);
        }
        catch (Exception refusal) when (refusal is NonConvergenceException or ArgumentException)
        {
            return Value is null ? null : $"is refused: {refusal.Message}";
        }

        return Value is not { } value ? $"is {now.value}, and was refused"
            : !Same(value, now.value) ? $"is {now.value}, not {value}"
            : Error is { } error && !SameClaim(error, now.error!.Value) ? $"claims {now.error.Value:E2}, not {error:E2}"
            : null;
    }

    public override string ToString()
    {
        if (Value is not { } value)
        {
            return "refused";
        }

        string text = Digits(value.Real) + (value.Imaginary == 0.0 ? "" : $", {Digits(value.Imaginary)}") + (Within == Usual ? "" : string.Create(CultureInfo.InvariantCulture, $" ~ {Within:E0}"));
        return Error is { } error ? text + string.Create(CultureInfo.InvariantCulture, $" ± {error:E1}") + (Factor == UsualFactor ? "" : string.Create(CultureInfo.InvariantCulture, $" * {Factor:R}")) : text;
    }

    public static Answer Parse(string text)
    {
        if (text == "refused")
        {
            return new Answer(null, 0.0, null, 0.0);
        }

        string[] claim = text.Split(" ± ");
        string[] value = claim[0].Split(" ~ ");
        double[] parts = [.. value[0].Split(", ").Select(Number)];
        string[] error = claim.Length > 1 ? claim[1].Split(" * ") : [];
        return new Answer(
            new Complex(parts[0], parts.Length > 1 ? parts[1] : 0.0), value.Length > 1 ? Number(value[1]) : Usual,
            error.Length > 0 ? Number(error[0]) : null, error.Length > 1 ? Number(error[1]) : UsualFactor);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Digits(double value) => value.ToString("G15", CultureInfo.InvariantCulture);

    private bool Same(Complex expected, Complex actual)
    {
        double gap = Gap(expected, actual);
        return gap <= Within * Size(expected) || gap <= (Error ?? 0.0) * 0.5;
    }

    private static double Gap(Complex expected, Complex actual) => double.Hypot(Gap(expected.Real, actual.Real), Gap(expected.Imaginary, actual.Imaginary));

    private static double Gap(double expected, double actual) => expected.Equals(actual) ? 0.0 : double.IsFinite(expected) && double.IsFinite(actual) ? expected - actual : double.PositiveInfinity;

    private static double Size(Complex value) => double.Hypot(double.IsFinite(value.Real) ? value.Real : 0.0, double.IsFinite(value.Imaginary) ? value.Imaginary : 0.0);

    private bool SameClaim(double expected, double actual) =>
        expected == actual || (actual <= 1.06 * Factor * expected && expected <= 1.06 * Factor * actual);
}
