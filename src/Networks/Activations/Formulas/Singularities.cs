using System.Collections.Immutable;
using static FreeSpectra.Networks.Activations.Formulas.Algebra;

namespace FreeSpectra.Networks.Activations.Formulas;

/// <summary>The points where a formula is not analytic, and those where it is not defined.</summary>
/// <remarks>
/// <para>
/// abs, relu, sign, step break at the sign changes of their argument, max and min where their arguments cross; roots,
/// logarithms, broken powers and quotients at the zeros of theirs. The zeros are bracketed on a grid (step 1/32 for |x| ≤ 40,
/// then geometric out to 1e6), with the minima of |u| refined in between, and bisected down to neighbouring numbers.
/// </para>
/// </remarks>
internal static class Singularities
{
    private static readonly ImmutableArray<double> Probes = MakeProbes();

    /// <summary>All kinks and singular points, increasing.</summary>
    internal static ImmutableArray<double> Find(Formula formula)
    {
        SortedSet<double> points = [];
        foreach (Formula critical in Critical(formula).Distinct())
        {
            points.UnionWith(Roots(critical.Evaluate));
        }

        return [.. points];
    }

    /// <summary>A point where the formula has no value because an argument leaves a function's domain, or null.</summary>
    internal static double? UndefinedAt(Formula formula)
    {
        double? worst = null;
        foreach (double x in Probes)
        {
            if (!IsDefined(formula, x) && (worst is null || Math.Abs(x) < Math.Abs(worst.Value)))
            {
                worst = x;
            }
        }

        return worst;
    }

    private static bool IsDefined(Formula formula, double x) => formula switch
    {
        Formula.Sum sum => IsDefined(sum.Left, x) && IsDefined(sum.Right, x),
        Formula.Product product => IsDefined(product.Left, x) && IsDefined(product.Right, x),
        Formula.Quotient quotient => IsDefined(quotient.Left, x) && IsDefined(quotient.Right, x),
        Formula.Extreme extreme => IsDefined(extreme.Left, x) && IsDefined(extreme.Right, x),
        Formula.Power power => IsDefined(power.Base, x) && (power.IsWhole || power.Base.Evaluate(x) >= 0.0),
        Formula.Call call => IsDefined(call.Argument, x) && call.Argument.Evaluate(x) is var u && call.Function switch
        {
            FormulaFunction.Sqrt or FormulaFunction.Log => u >= 0.0,
            FormulaFunction.Log1p => u >= -1.0,
            FormulaFunction.Asin or FormulaFunction.Acos => Math.Abs(u) <= 1.0,
            _ => true,
        },
        Formula.Number number => double.IsFinite(number.Value),
        _ => true,
    };

    private static IEnumerable<Formula> Critical(Formula formula)
    {
        switch (formula)
        {
            case Formula.Sum sum:
                return Critical(sum.Left).Concat(Critical(sum.Right));
            case Formula.Product product:
                return Critical(product.Left).Concat(Critical(product.Right));
            case Formula.Quotient quotient:
                return Critical(quotient.Left).Concat(Critical(quotient.Right)).Append(quotient.Right);
            case Formula.Power power:
                return power.IsWhole && power.Exponent >= 0.0 ? Critical(power.Base) : Critical(power.Base).Append(power.Base);
            case Formula.Extreme extreme:
                return Critical(extreme.Left).Concat(Critical(extreme.Right)).Append(Subtract(extreme.Left, extreme.Right));
            case Formula.Call call:
                Formula u = call.Argument;
                return call.Function switch
                {
                    FormulaFunction.Tan => Critical(u).Append(Apply(FormulaFunction.Cos, u)),
                    FormulaFunction.Asin or FormulaFunction.Acos => Critical(u).Append(Subtract(Formula.One, Raise(u, 2.0))),
                    FormulaFunction.Log1p => Critical(u).Append(Add(Formula.One, u)),
                    FormulaFunction.Log or FormulaFunction.Sqrt => Critical(u).Append(u),
                    _ when FunctionTable.BreaksAtZero(call.Function) => Critical(u).Append(u),
                    _ => Critical(u),
                };
            default:
                return [];
        }
    }

    private static IEnumerable<double> Roots(Func<double, double> u)
    {
        double[] values = [.. Probes.Select(u)];
        for (int i = 0; i + 1 < values.Length; i++)
        {
            if (SignOf(values[i]) != SignOf(values[i + 1]))
            {
                yield return Bisect(u, Probes[i], Probes[i + 1]);
            }
            else if (i > 0 && SignOf(values[i]) == SignOf(values[i - 1])
                && Math.Abs(values[i]) < Math.Abs(values[i - 1]) && Math.Abs(values[i]) < Math.Abs(values[i + 1]))
            {
                int sign = SignOf(values[i]);
                double low = Minimum(x => sign * u(x), Probes[i - 1], Probes[i + 1]);
                if (SignOf(u(low)) != sign)
                {
                    yield return Bisect(u, Probes[i - 1], low);
                    yield return Bisect(u, low, Probes[i + 1]);
                }
            }
        }
    }

    private static double Bisect(Func<double, double> u, double left, double right)
    {
        int sign = SignOf(u(left));
        while (true)
        {
            double middle = left + (0.5 * (right - left));
            if (middle <= left || middle >= right)
            {
                return Math.Abs(u(left)) < Math.Abs(u(right)) ? left : right;
            }

            if (SignOf(u(middle)) == sign)
            {
                left = middle;
            }
            else
            {
                right = middle;
            }
        }
    }

    private static double Minimum(Func<double, double> u, double left, double right)
    {
        // Trisection: the square root of rounding is enough to see whether the sign changes there.
        for (int i = 0; i < 90; i++)
        {
            double a = left + ((right - left) / 3.0);
            double b = right - ((right - left) / 3.0);
            (left, right) = u(a) < u(b) ? (left, b) : (a, right);
        }

        return 0.5 * (left + right);
    }

    private static int SignOf(double value) => double.IsNaN(value) ? 2 : Math.Sign(value);

    private static ImmutableArray<double> MakeProbes()
    {
        List<double> positive = [];
        for (int i = 1; i <= 1280; i++)
        {
            positive.Add(i / 32.0);
        }

        for (double x = 41.0; x < 1e6; x *= 1.05)
        {
            positive.Add(x);
        }

        return [.. positive.AsEnumerable().Reverse().Select(x => -x), 0.0, .. positive];
    }
}
