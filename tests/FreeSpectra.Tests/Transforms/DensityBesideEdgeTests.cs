using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Numerics;
using FreeSpectra.Numerics.Exact;
using FreeSpectra.Tests.Transforms.Problems;
using FreeSpectra.Transforms.Exact;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms;

/// <summary>
/// A density at x carries the rounding of the place of the nearest end: its claim holds at every distance from an end, against the roots of the
/// polynomial equation of G at just that x, with 32 digits.
/// </summary>
public sealed class DensityBesideEdgeTests
{
    /// <summary>Offsets from 1e-12 to a third of the width, at both ends of every band; beyond an end too the claim covers the difference.</summary>
    [Theory]
    [InlineData("semicircle(1)")]
    [InlineData("0.3*semicircle(0.3) - 1.5")]
    [InlineData("mp(0.5)")]
    [InlineData("mp(0.99)")]
    [InlineData("free-poisson(0.4, 2)")]
    [InlineData("kesten-mckay(3)")]
    [InlineData("kesten-mckay(2.000001)")]
    [InlineData("free-meixner(0.3, -0.4)")]
    [InlineData("free-meixner(1.9, 0)")]
    [InlineData("free-binomial(0.3, 1.5)")]
    [InlineData("two-projections(0.7, 0.4)")]
    [InlineData("jacobi(2.5, 1.3)")]
    [InlineData("free-f(0.5, 0.3)")]
    [InlineData("fuss-catalan(2)")]
    [InlineData("fuss-catalan(5)")]
    [InlineData("raney(3, 1/2)")]
    [InlineData("compound-poisson(0.6, atoms(1:1/2, 8:1/2))")]
    [InlineData("2*mp(0.5) - 1")]
    [InlineData("inverse(mp(0.5))")]
    [InlineData("square(1/3 + semicircle(1/64))")]
    [InlineData("sqrt-sym(mp(0.5))")]
    [InlineData("bernoulli(0.5)^[+]3")]
    [InlineData("bernoulli(0.5)^[x]3")]
    [InlineData("mp(0.5) [+] semicircle")]
    [InlineData("mp(1/2) [x] mp(1/4)")]
    [InlineData("atoms(-1:1/2, 1:1/2) [+] semicircle(0.5)")]
    [InlineData("atoms(-1:1/2, 1:1/2) [+] mp(1/2)")]
    [InlineData("atoms(1:1/3, 2:2/3) [x] mp(1/3)")]
    [InlineData("bernoulli(0.5) [x] mp(0.5)")]
    [InlineData("mp(1) [+] atoms(-1:1/2, 1:1/2)")]
    [InlineData("free-meixner(1, 0) [+] atoms(-1:1/2, 1:1/2)")]
    [InlineData("mp(1/2)^[+]1.5")]
    [InlineData("mp(1/2)^[x]2")]
    public void The_claimed_error_covers_the_rounding_of_the_end(string text)
    {
        LawExpression expression = LawExpression.Parse(text);
        SpectralMeasure law = LawEvaluator.Evaluate(expression);
        BivariatePolynomial equation = ExactEvaluator.Evaluate(expression)!.Equation!;
        foreach (Band band in law.Bands)
        {
            foreach (double offset in (ReadOnlySpan<double>)[-1e-12, 1e-15, 1e-14, 1e-13, 1e-12, 3e-11, 1e-9, 2e-7, 1e-5, 1e-3, 1e-2, 0.1, 0.2, 0.31])
            {
                foreach (double x in (ReadOnlySpan<double>)[band.Left + (offset * band.Width), band.Right - (offset * band.Width)])
                {
                    if (law.Bands.Any(other => other.DivergesAt(x)) || law.MassAt(x) > 0.0)
                    {
                        continue;
                    }

                    Estimate<double> density = law.DensityEstimate(x);
                    double truth = Truth(equation, x, density.Value);
                    Assert.True(
                        Math.Abs(density.Value - truth) <= density.Error,
                        FormattableString.Invariant($"{text} at {x:R}, {offset} of the width: {density.Value:R} ± {density.Error:E2}, but {truth:R}: off {density.Value - truth:E2}"));
                    Assert.True(offset < 1e-9 || density.Error <= 1e-5 * density.Value, FormattableString.Invariant($"{text} at {x:R}: only {density.Value:R} ± {density.Error:E2}"));
                }
            }
        }
    }

    /// <summary>Edges where P has a pole, or W a zero, are sums and products of known numbers: right to two units in the last place.</summary>
    [Theory]
    [InlineData("bernoulli(0.5) [x] mp(0.5)", 0, false, 0.25)]
    [InlineData("2*bernoulli(0.5) [x] mp(0.5)", 0, false, 0.5)]
    [InlineData("mp(1) [+] atoms(-1:1/2, 1:1/2)", 0, true, 1.0)]
    [InlineData("free-meixner(1, 0) [+] atoms(-1:1/2, 1:1/2)", 0, true, 0.0)]
    [InlineData("mp(1) [+] (atoms(-1:1/2, 1:1/2) + 1/4)", 0, true, 1.25)]
    [InlineData("atoms(-1:1/2, 1:1/2) [+] (bernoulli(1/2) [x] mp(1))", 1, false, 1.0)]
    [InlineData("atoms(-1:1/2, 1:1/2) [+] semicircle(1)", 0, true, 0.0)]
    [InlineData("(atoms(-1:1/2, 1:1/2) + 3) [+] semicircle(1)", 1, false, 3.0)]
    public void Edges_at_poles_are_right_to_rounding(string text, int band, bool right, double place)
    {
        SpectralMeasure law = LawEvaluator.Evaluate(LawExpression.Parse(text));
        double actual = right ? law.Bands[band].Right : law.Bands[band].Left;
        Assert.True(Math.Abs(actual - place) <= 2.0 * 2.220446049250313e-16 * Math.Abs(place), FormattableString.Invariant($"{text}: {actual:R} instead of {place:R}"));
    }

    /// <summary>Laws without a polynomial equation: G·z = 1 + u with ln((1 + u)/u) + t(u + ½) = ln z, and the claims against a table with 40 digits.</summary>
    [Theory]
    [InlineData("free-log-normal(2)", 21.09442324772589, 8.0984256925253629117e-9)]
    [InlineData("free-log-normal(2)", 0.04740589437783198, 0.000076015394325608298682)]
    [InlineData("free-log-normal(2)", 21.094423037276762, 8.0983886875485345069e-7)]
    [InlineData("free-log-normal(2)", 0.0474061048269585, 0.0076014946363560725094)]
    [InlineData("free-log-normal(2)", 21.073376230393546, 0.00025639002193378591401)]
    [InlineData("free-log-normal(2)", 0.06845291171017512, 1.4634193014200193408)]
    [InlineData("free-log-normal(2)", 19.58, 0.0023679120626057670389)]
    [InlineData("uniform(0, 1) [+] uniform(0, 1)", 1.7714509263768914, 2.5252744912794298208e-6)]
    [InlineData("uniform(0, 1) [+] uniform(0, 1)", 0.22854907362310872, 2.5253653513861794623e-6)]
    [InlineData("uniform(0, 1) [+] uniform(0, 1)", 1.7714509109494156, 0.00025253631442422577898)]
    [InlineData("uniform(0, 1) [+] uniform(0, 1)", 0.22854908905058435, 0.00025253631442422577898)]
    [InlineData("uniform(0, 1) [+] uniform(0, 1)", 1.7699080245256773, 0.079510780992433559919)]
    [InlineData("uniform(0, 1) [+] uniform(0, 1)", 0.2300919754743227, 0.079510780992433559919)]
    public void Claims_hold_without_an_equation_too(string text, double x, double expected)
    {
        Estimate<double> density = LawEvaluator.Evaluate(LawExpression.Parse(text)).DensityEstimate(x);
        Assert.True(
            Math.Abs(density.Value - expected) <= density.Error, FormattableString.Invariant($"{text} at {x:R}: {density.Value:R} ± {density.Error:E2}, but {expected:R}"));
        Assert.True(density.Error <= 1e-2 * expected, FormattableString.Invariant($"only ± {density.Error:E2} of {expected:R}"));
    }

    /// <summary>
    /// Two atoms and a semicircle whose bands touch at variance v_c, or nearly do: the claims cover the difference to the true density, which starts like a
    /// cube root, stays at √(v/v_c − 1), or is 0 in a gap of width (1 − v/v_c)^{3/2}.
    /// </summary>
    [Theory]
    [InlineData("atoms(-1:1/2, 1:1/2)", 1.0, 0.0)]
    [InlineData("atoms(0:1/4, 2:3/4)", 1.0983730213638534, 0.45675137911674357)]
    public void Densities_beside_a_cusp_claim_what_they_are_worth(string atoms, double critical, double place)
    {
        foreach (double apart in (ReadOnlySpan<double>)[0.0, 1e-14, -1e-14, 1e-12, -1e-12, 1e-10, -1e-10, 1e-8, -1e-8, 1e-7, -1e-7, 1e-6, -1e-6, 1e-5, -1e-5, 1e-4, -1e-4, 1e-2])
        {
            double variance = critical * (1.0 + apart);
            LawExpression expression = LawExpression.Parse(FormattableString.Invariant($"{atoms} [+] semicircle({(decimal)variance})"));
            variance = (double)(decimal)variance;
            SpectralMeasure law = LawEvaluator.Evaluate(expression);
            BivariatePolynomial equation = ExactEvaluator.Evaluate(expression)!.Equation!;
            foreach (double offset in (ReadOnlySpan<double>)[0.0, 1e-14, 1e-12, -1e-12, 1e-10, 1e-9, -1e-8, 1e-8, 1e-6, 1e-5, 1e-4, -1e-4, 1e-3, 1e-2, 0.1])
            {
                double x = place + offset;
                Estimate<double> density;
                try
                {
                    density = law.DensityEstimate(x);
                }
                catch (NonConvergenceException)
                {
                    continue;
                }

                double truth = Truth(equation, x, density.Value);
                Assert.True(
                    Math.Abs(density.Value - truth) <= density.Error,
                    FormattableString.Invariant($"v_c(1 + {apart}), {offset} from the place: {density.Value:R} ± {density.Error:E2}, but {truth:R}: off {density.Value - truth:E2}"));
                Assert.True(density.Error <= 2e-4 + (1e-2 * truth), FormattableString.Invariant($"v_c(1 + {apart}), {offset} from the place: only {density.Value:R} ± {density.Error:E2}"));
            }
        }
    }

    /// <summary>The number −Im g/π ≥ 0 over the roots of the equation at x that is nearest to a value.</summary>
    private static double Truth(BivariatePolynomial equation, double x, double near) =>
        Roots(equation.AtFirst(Rational.FromDouble(x))).Select(g => -g.Imaginary.High / Math.PI).Select(rho => Math.Abs(rho) < 1e-20 ? 0.0 : rho).Where(rho => rho >= 0.0)
            .MinBy(rho => Math.Abs(rho - near));

    /// <summary>All roots at once, by the iteration of Durand and Kerner with 32 digits.</summary>
    private static PreciseComplex[] Roots(RationalPolynomial polynomial)
    {
        int degree = polynomial.Degree;
        DoubleDouble[] c = new DoubleDouble[degree];
        double size = 0.0;
        for (int k = 0; k < degree; k++)
        {
            Rational ratio = polynomial[k] / polynomial[degree];
            double high = ratio.ToDouble();
            c[k] = new DoubleDouble(high, (ratio - Rational.FromDouble(high)).ToDouble());
            size = Math.Max(size, Math.Pow(Math.Abs(high), 1.0 / (degree - k)));
        }

        PreciseComplex[] roots = new PreciseComplex[degree];
        for (int k = 0; k < degree; k++)
        {
            roots[k] = Complex.FromPolarCoordinates(size * (0.5 + (0.1 * k)), 0.4 + (2.0 * Math.PI * k / degree));
        }

        double step = double.PositiveInfinity;
        for (int i = 0; i < 400 && step > 1e-31; i++)
        {
            step = 0.0;
            for (int k = 0; k < degree; k++)
            {
                PreciseComplex value = 1.0;
                PreciseComplex others = 1.0;
                for (int j = degree - 1; j >= 0; j--)
                {
                    value = (value * roots[k]) + new PreciseComplex(c[j], 0.0);
                }

                for (int j = 0; j < degree; j++)
                {
                    others = j == k ? others : others * (roots[k] - roots[j]);
                }

                if (value.Rounded() != Complex.Zero)
                {
                    PreciseComplex move = value / others;
                    roots[k] -= move;
                    step = Math.Max(step, Complex.Abs(move.Rounded()) / size);
                }
            }
        }

        return roots;
    }
}
