using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.MeanField;

/// <summary>Duals prepared for all correlations: by closed forms, quadrature in the plane, and the value's slope.</summary>
public sealed class DualFunctionTests
{
    private static readonly GaussLegendre Forty = GaussLegendre.Create(40);

    /// <summary>Formulas with kinks and without a closed form.</summary>
    public static TheoryData<string> Kinked =>
    [
        "abs(x)*sigmoid(x)", "max(x,0)*tanh(x)", "x*min(max(x+3,0),6)/6", "max(x,expm1(min(x,0)))", "tanh(x)+0.2*abs(x-0.4)", "step(x-0.3)+tanh(x)",
        "max(x,0.1*x)+tanh(x)", "softsign",
    ];

    /// <summary>Correlations out to both ends.</summary>
    private static Correlation[] Correlations =>
    [
        Correlation.Of(0.0), Correlation.Of(0.3), Correlation.Of(-0.6), Correlation.Of(0.98), Correlation.FromComplement(1e-5), Correlation.FromComplement(1e-12),
        Correlation.FromComplement(1e-7).Negated,
    ];

    [Theory, MemberData(nameof(Kinked))]
    public void Prepared_duals_agree_with_quadrature_in_the_plane(string text)
    {
        Activation activation = ActivationParser.Parse(text);
        foreach ((double variance, double other) in new[] { (1.0, 1.0), (0.05, 0.4), (12.0, 12.0) })
        {
            DualFunction dual = DualFunction.Of(activation, variance, other);
            foreach (Correlation c in Correlations)
            {
                DualValue prepared = dual.At(c);
                DualValue plane = DualActivation.ByQuadrature(activation, variance, other, c);
                DualValue single = DualActivation.Of(activation, variance, other, c);
                string what = FormattableString.Invariant($"{text} at {variance}, {other}, 1 - c = {c.OneMinus:R}");
                Close.To(plane.Value, prepared.Value, plane.Error + prepared.Error, what);
                Close.To(plane.Slope, prepared.Slope, plane.Error + prepared.Error, what + ", slope");
                Close.To(single.Value, prepared.Value, single.Error + prepared.Error, what + ", single");
                double size = Math.Max(dual.At(Correlation.Of(1.0)).Value, Math.Abs(prepared.Slope));
                Assert.True(prepared.Error > 0.0 && prepared.Error <= 1e-12 * Math.Max(size, 0.1), $"{what}: error {prepared.Error:E1} against {size:E1}");
            }
        }
    }

    [Theory]
    [InlineData("max(x,expm1(min(x,0)))", "elu")]
    [InlineData("max(x,0)+0.2*exp(min(x,0))-0.2", "elu:alpha=0.2")]
    public void A_formula_agrees_with_the_activation_that_it_is(string text, string name)
    {
        Activation formula = ActivationParser.Parse(text), known = ActivationParser.Parse(name);
        foreach ((double variance, double other) in new[] { (1.0, 1.0), (0.3, 40.0) })
        {
            DualFunction prepared = DualFunction.Of(formula, variance, other);
            foreach (Correlation c in Correlations.Append(Correlation.Of(1.0)).Append(Correlation.Of(-1.0)))
            {
                DualValue expected = DualActivation.Of(known, variance, other, c);
                DualValue actual = prepared.At(c);
                Close.To(expected.Value, actual.Value, expected.Error + actual.Error, $"{text}, c = {c.Value}");
                Close.To(expected.Slope, actual.Slope, expected.Error + actual.Error, $"slope of {text}, c = {c.Value}");
            }
        }
    }

    /// <summary>Twenty-five digits by nested quadrature, split where u or v meets a kink.</summary>
    [Theory]
    [InlineData("abs(x)*sigmoid(x)", 1.0, 1.0, 0.999, 0.355400852798036706, 0.372225066017408121)]
    [InlineData("max(0,x)^1.5*exp(-x)", 1.0, 1.0, -0.95, 0.000230856711639553105, 0.00780466225633560835)]
    public void Prepared_duals_agree_with_twenty_digits(string text, double variance, double other, double c, double value, double slope)
    {
        DualValue dual = DualFunction.Of(ActivationParser.Parse(text), variance, other).At(Correlation.Of(c));
        Close.To(value, dual.Value, dual.Error, text);
        Close.To(slope, dual.Slope, dual.Error, "slope of " + text);
    }

    /// <summary>From one end to the other, by 40 nodes on each of eight panels in arccos c.</summary>
    [Theory, MemberData(nameof(Kinked))]
    public void The_values_change_by_the_integral_of_the_slopes(string text)
    {
        Activation activation = ActivationParser.Parse(text);
        bool jumps = Enumerable.Range(0, activation.Kinks.Length).Any(kink => activation.JumpAt(kink) != 0.0);
        DualFunction dual = DualFunction.Of(activation, 1.7, 0.6);
        const int Panels = 8;
        for (int panel = 0; panel < Panels; panel++)
        {
            double from = Math.PI * panel / Panels, to = Math.PI * (panel + 1) / Panels;
            double integral = Math.Sqrt(1.7 * 0.6) * Forty.Integrate(angle => -Math.Sin(angle) * dual.At(At(angle)).Slope, from, to);
            double change = dual.At(At(to)).Value - dual.At(At(from)).Value;
            Close.To(change, integral, jumps ? 1e-10 : 1e-13, $"{text} from {from} to {to}");
        }

        static Correlation At(double angle) => angle < 1.6
            ? Correlation.FromComplement(2.0 * Math.Pow(Math.Sin(0.5 * angle), 2.0))
            : Correlation.FromComplement(2.0 * Math.Pow(Math.Cos(0.5 * angle), 2.0)).Negated;
    }

    [Theory]
    [InlineData("x*min(max(x+3,0),6)/6")]
    [InlineData("min(max(x+0.3,0),1.1)*1.7")]
    [InlineData("max(x,expm1(min(x,0)))")]
    public void Rounding_of_a_kink_is_no_jump(string text)
    {
        Activation activation = ActivationParser.Parse(text);
        Assert.All(Enumerable.Range(0, activation.Kinks.Length), kink => Assert.Equal(0.0, activation.JumpAt(kink)));
        DualValue same = DualFunction.Of(activation, 1.0, 1.0).At(Correlation.Of(1.0));
        Close.To(GaussianMoments.SlopeSecondMoment(activation, 1.0).Value, same.Slope, same.Error + 1e-14, text);
    }

    [Fact]
    public void The_deficit_keeps_its_relative_accuracy()
    {
        // elu: closed forms on one side, the table on the other.
        DualFunction formula = DualFunction.Of(ActivationParser.Parse("max(x,expm1(min(x,0)))"), 1.3, 1.3);
        DualFunction elu = DualFunction.Of(ActivationParser.Parse("elu"), 1.3, 1.3);
        foreach (double gap in new[] { 1e-3, 1e-6, 1e-9, 1e-12 })
        {
            var c = Correlation.FromComplement(gap);
            Close.Relative(elu.Deficit(c).Value, formula.Deficit(c).Value, 1e-12, $"1 - c = {gap}");
        }

        Assert.Throws<InvalidOperationException>(() => DualFunction.Of(ActivationParser.Parse("tanh"), 1.0, 2.0).Deficit(Correlation.Of(0.5)));
    }

    [Fact]
    public void Diverging_moments_are_refused_by_name()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => DualFunction.Of(ActivationParser.Parse("exp(0.3*x^2)+abs(x)"), 1.0, 1.0));
        Assert.Contains("diverges", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => DualFunction.Of(ActivationParser.Parse("tanh"), 0.0, 1.0));
    }
}
