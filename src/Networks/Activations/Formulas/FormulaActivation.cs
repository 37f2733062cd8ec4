using System.Collections.Immutable;
using System.Globalization;
using static System.FormattableString;

namespace FreeSpectra.Networks.Activations.Formulas;

/// <summary>Makes an activation of a user's formula: differentiated twice, with its kinks found or declared.</summary>
public static class FormulaActivation
{
    private const int MaxKinks = 2000;

    /// <summary>Parses <c>formula</c> or <c>formula; kinks=a,b,…</c>.</summary>
    /// <remarks>
    /// <para>
    /// Between two kinks abs, relu, sign, step, max and min are replaced by what they are there, so that every piece is an
    /// analytic formula; a formula all of whose pieces are lines becomes a <see cref="PiecewiseLinear"/>.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentException">A syntax error; or φ or φ' is undefined or unbounded somewhere.</exception>
    public static Activation Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        string[] parts = text.Split(';', 2);
        Formula formula = FormulaParser.Parse(parts[0]);
        if (Singularities.UndefinedAt(formula) is { } undefined)
        {
            throw new ArgumentException(Invariant($"activation formula '{text}' is not defined at x = {undefined:R}."));
        }

        ImmutableArray<double> kinks = Singularities.Find(formula);
        if (parts.Length > 1)
        {
            kinks = [.. kinks.Concat(Declared(parts[1])).Distinct().Order()];
        }

        if (kinks.Length > MaxKinks)
        {
            throw new ArgumentException(Invariant($"activation formula '{text}' has more than {MaxKinks} kinks."));
        }

        var pieces = Enumerable.Range(0, kinks.Length + 1).Select(i => Derivation.OnPiece(formula, ProbeOf(kinks, i))).ToArray();
        for (int i = 0; i < kinks.Length; i++)
        {
            RequireBounded(text, "", pieces[i], pieces[i + 1], kinks[i]);
            RequireBounded(
                text,
                "the derivative of ",
                Derivation.Differentiate(pieces[i]),
                Derivation.Differentiate(pieces[i + 1]),
                kinks[i]);
        }

        for (int i = pieces.Length - 1; i > 0 && parts.Length == 1; i--)
        {
            // A zero that is no kink, such as that of the denominator's factor in a formula that is the same on both sides.
            if (pieces[i] == pieces[i - 1] && double.IsFinite(pieces[i].Evaluate(kinks[i - 1])))
            {
                pieces = [.. pieces[..(i - 1)], .. pieces[i..]];
                kinks = kinks.RemoveAt(i - 1);
            }
        }

        return Build(text, kinks, pieces);
    }

    private static Activation Build(string text, ImmutableArray<double> kinks, Formula[] formulas)
    {
        Formula[] slopes = [.. formulas.Select(Derivation.Differentiate)];
        if (slopes.All(slope => slope is Formula.Number))
        {
            return new PiecewiseLinear(
                text, kinks, [.. slopes.Select(slope => slope.Evaluate(0.0))], [.. formulas.Select(piece => piece.Evaluate(0.0))]);
        }

        return new PiecewiseAnalytic(text, kinks, [.. formulas.Select((piece, i) => new AnalyticPiece(
            piece.Evaluate,
            slopes[i].Evaluate,
            Derivation.Differentiate(slopes[i]).Evaluate,
            slopes[i] is Formula.Number number ? number.Value : null))]);
    }

    private static double ProbeOf(ImmutableArray<double> kinks, int piece)
    {
        if (kinks.Length == 0)
        {
            return 0.3;
        }

        return piece == 0 ? kinks[0] - 0.7 - Math.Abs(kinks[0])
            : piece == kinks.Length ? kinks[^1] + 0.7 + Math.Abs(kinks[^1])
            : 0.5 * (kinks[piece - 1] + kinks[piece]);
    }

    private static void RequireBounded(string text, string what, Formula left, Formula right, double kink)
    {
        foreach ((Formula side, int direction) in new[] { (left, -1), (right, 1) })
        {
            double Size(double distance) => Math.Abs(side.Evaluate(kink + (direction * distance)));
            double far = Size(1e-3);
            double middle = Size(1e-5);
            double near = Size(1e-7);
            // A pole grows by factors and a logarithm by steps; what has a limit changes less and less.
            if (!double.IsFinite(near) || (near - middle > 0.5 * (middle - far) && near - middle > 0.1 && middle > far))
            {
                throw new ArgumentException(Invariant($"{what}activation formula '{text}' is not bounded at x = {kink:R}."));
            }
        }
    }

    private static IEnumerable<double> Declared(string text)
    {
        string[] sides = text.Split('=', 2);
        if (sides.Length != 2 || sides[0].Trim() != "kinks")
        {
            throw new ArgumentException($"activation formula: expected 'kinks=a,b,…' after ';', but found '{text.Trim()}'.");
        }

        return sides[1].Split(',').Select(part =>
            double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double kink) && double.IsFinite(kink)
                ? kink
                : throw new ArgumentException($"activation formula: kink must be a finite number, but is '{part.Trim()}'."));
    }
}
