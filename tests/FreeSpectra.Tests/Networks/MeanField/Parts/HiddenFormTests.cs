using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.MeanField.Parts;

/// <summary>The same activation under a name that no closed form knows: quadrature has to find what the closed forms say, at every variance.</summary>
public sealed class HiddenFormTests
{
    private static readonly double[] Variances = [1e-8, 0.02, 0.2, 0.999, 1.001, 5.0, 80.0, 3e3, 1e6];

    public static TheoryData<string> Closed =>
        ["relu", "hard-tanh:s=1,g=1", "shifted-relu:slope=0.8,threshold=0.7", "erf", "gelu", "elu:alpha=0.3", "selu", "abs", "power:n=3", "gaussian", "rectified-power:n=2"];

    [Theory, MemberData(nameof(Closed))]
    public void Moments_do_not_depend_on_the_route(string text)
    {
        Activation known = ActivationParser.Parse(text), hidden = new CountingActivation(known);
        foreach (double q in Variances)
        {
            string what = FormattableString.Invariant($"of {text} at {q}");
            Agree(GaussianMoments.SecondMoment(known, q), GaussianMoments.SecondMoment(hidden, q), $"E phi^2 {what}");
            Agree(GaussianMoments.SlopeSecondMoment(known, q), GaussianMoments.SlopeSecondMoment(hidden, q), $"E phi'^2 {what}");
        }

        static void Agree(Estimate<double> known, Estimate<double> hidden, string what)
        {
            Close.To(known.Value, hidden.Value, known.Error + hidden.Error, what);
            Assert.InRange(hidden.Error, 1e-17 * hidden.Value, 3e-14 * hidden.Value);
        }
    }

    [Theory, MemberData(nameof(Closed))]
    public void Duals_do_not_depend_on_the_route(string text)
    {
        Activation known = ActivationParser.Parse(text), hidden = new CountingActivation(known);
        foreach ((double u, double v) in new[] { (1e-6, 1e-6), (0.3, 2e-4), (2.0, 2.0), (40.0, 0.5), (900.0, 900.0) })
        {
            double size = Math.Sqrt(GaussianMoments.SecondMoment(known, u).Value * GaussianMoments.SecondMoment(known, v).Value);
            double slopeSize = Math.Sqrt(GaussianMoments.SlopeSecondMoment(known, u).Value * GaussianMoments.SlopeSecondMoment(known, v).Value);
            DualFunction prepared = DualFunction.Of(hidden, u, v);
            foreach (Correlation c in new[] { Correlation.Of(0.2), Correlation.Of(-0.85), Correlation.Of(0.985), Correlation.Of(-1.0), Correlation.FromComplement(1e-8) })
            {
                DualValue expected = DualActivation.Of(known, u, v, c);
                foreach ((string route, DualValue found) in new[] { ("single", DualActivation.Of(hidden, u, v, c)), ("prepared", prepared.At(c)) })
                {
                    string what = FormattableString.Invariant($"{route} dual of {text} at {u}, {v}, {c}");
                    Close.To(expected.Value, found.Value, expected.ValueError + found.ValueError, what);
                    Close.To(expected.Slope, found.Slope, expected.SlopeError + found.SlopeError, "slope of " + what);
                    Assert.InRange(found.ValueError, 0.0, 5e-14 * size);
                    Assert.InRange(found.SlopeError, 0.0, 5e-14 * slopeSize);
                }
            }

            if (u == v)
            {
                foreach (double gap in new[] { 1.5, 0.1, 1e-3, 1e-7, 1e-12 })
                {
                    Correlation c = Correlation.FromComplement(gap);
                    Estimate<double> one = DualActivation.Deficit(known, u, c), other = DualActivation.Deficit(hidden, u, c), again = prepared.Deficit(c);
                    Close.To(one.Value, other.Value, one.Error + other.Error, $"deficit of {text} at {u}, {c}");
                    Close.To(one.Value, again.Value, one.Error + again.Error, $"prepared deficit of {text} at {u}, {c}");
                }
            }
        }
    }

    [Theory]
    [InlineData("erf"), InlineData("hard-tanh:s=1,g=1"), InlineData("gelu"), InlineData("selu"), InlineData("cos"), InlineData("gaussian")]
    public void Phases_do_not_depend_on_the_route(string text)
    {
        Activation known = ActivationParser.Parse(text), hidden = new CountingActivation(known);
        foreach ((double weight, double bias, double input) in new[] { (0.6, 0.1, 1.0), (1.4, 0.02, 0.1), (3.0, 0.3, 5.0), (2.0, 0.0, 1.0) })
        {
            PhasePoint one = PhasePoint.Of(known, weight, bias, input), other = PhasePoint.Of(hidden, weight, bias, input);
            string what = FormattableString.Invariant($"of {text} at {weight}, {bias}");
            Assert.Equal((one.Phase, one.FixedPoints.Length), (other.Phase, other.FixedPoints.Length));
            Near(one.QStar, other.QStar, $"q* {what}");
            Near(one.VarianceSlope, other.VarianceSlope, $"slope {what}");
            if (one.QStar is null)
            {
                continue;
            }

            Near(one.Chi1, other.Chi1, $"chi_1 {what}");
            Near(one.CStarComplement, other.CStarComplement, $"1 - c* {what}");
            Near(one.ChiC, other.ChiC, $"chi_c {what}");
            Near(one.XiC, other.XiC, $"xi_c {what}");
            Near(one.XiQ, other.XiQ, $"xi_q {what}");
        }

        GainRow row = GainTable.RowOf(known), again = GainTable.RowOf(hidden);
        Near(row.ForwardGain, again.ForwardGain, "forward gain");
        Near(row.BackwardGain, again.BackwardGain, "backward gain");
        Close.Relative(1.0 / Math.Sqrt(GaussianMoments.SecondMoment(known, 1.0).Value), row.ForwardGain, 1e-15, "forward gain by definition");
        Close.Relative(1.0 / Math.Sqrt(GaussianMoments.SlopeSecondMoment(known, 1.0).Value), row.BackwardGain, 1e-15, "backward gain by definition");
        foreach ((CriticalPoint? one, CriticalPoint? other) in new[] { (row.NoBias, again.NoBias), (row.SomeBias, again.SomeBias), (row.HalfStable, again.HalfStable) })
        {
            Near(one?.WeightVariance, other?.WeightVariance, "weight variance");
            Near(one?.BiasVariance, other?.BiasVariance, "bias variance");
            Near(one?.QStar, other?.QStar, "q*");
            Near(one?.VarianceSlope, other?.VarianceSlope, "slope");
        }

        void Near(double? one, double? other, string what)
        {
            Assert.Equal(one is null, other is null);
            if (one is { } value)
            {
                Close.To(value, other!.Value, 1e-11 * Math.Max(Math.Abs(value), 1e-2), $"{what}, {text}");
            }
        }
    }
}
