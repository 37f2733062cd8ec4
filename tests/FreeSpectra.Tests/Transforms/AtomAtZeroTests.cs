using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Transforms of products beside an atom at 0 at which a band begins, where ln W rounds to iπ.</summary>
public sealed class AtomAtZeroTests
{
    /// <summary>S(u) = (λ + u)^{−t} for the power t of MP with jump 1, so that (λ + h)^t = zh/(1 + h), and near 0 λ + h = (−zλ/(1 − λ))^{1/t}.</summary>
    [Theory]
    [InlineData(0.526, 1.5, 1e-22)]
    [InlineData(0.526, 1.5, 1e-23)]
    [InlineData(0.526, 1.5, 1e-28)]
    [InlineData(0.3, 2.0, 1e-29)]
    [InlineData(0.3, 2.0, 1e-140)]
    [InlineData(0.97, 3.0, 1e-52)]
    [InlineData(0.02, 1.2, 1e-40)]
    [InlineData(0.5, 1.25, 1e-25)]
    public void A_power_of_a_free_Poisson_law_starts_with_its_power(double rate, double t, double distance)
    {
        SpectralMeasure law = new FreePoisson(rate, 1.0).MultiplicativePower(t);
        TransformTracker tracker = TransformTracker.Of(law);
        foreach (double angle in new[] { 0.0, 1e-3, 0.3, 1.5, 2.9, Math.PI - 1e-6 })
        {
            Complex z = Complex.FromPolarCoordinates(distance, angle);
            Complex rest = Complex.Exp(Complex.Log(-z * rate / (1.0 - rate)) / t);
            string at = FormattableString.Invariant($"{rate}, {t} at {z}");
            Complex g = law.Cauchy(z);
            Close.Relative((1.0 - rate + rest) / z, g, 4e-15, at);
            Close.Relative((rest / z).Imaginary + ((1.0 - rate) * (1.0 / z).Imaginary), g.Imaginary, 1e-4, at);
            Close.Relative(((rest / t) - (1.0 - rate + rest)) / z / z, law.CauchyDerivative(z), 4e-15, at);
            if (angle > 0.0)
            {
                Assert.True(tracker.TryMoment(z, out Complex h, out Complex above, out Complex slope), at);
                Close.Relative(-rate + rest, h, 4e-15, at);
                Close.Relative(rest.Imaginary, above.Imaginary, 1e-4, at);
                Close.Relative(rest / t / z, slope, 1e-4, at);
            }
        }
    }

    /// <summary>The mass of a band that the power law at the end is not told for: no atom, or no band at 0.</summary>
    [Theory]
    [InlineData("mp(1)^[x]2")]
    [InlineData("bernoulli(0.5) [x] uniform(1, 2)")]
    [InlineData("mp(0.5)^[x]2")]
    public void Other_laws_have_no_such_atom(string expression) => Assert.Null(AtomAtZero.Of((FreeConvolution)Law(expression)));

    /// <summary>K(w) = y(1 + λh_J(y)) with y = 1/w, so that h(z) = λh_J(y) for y = 1/G(z), and beside an atom 1 − λ at 0 y = z/(1 − λ).</summary>
    [Theory]
    [InlineData(0.976)]
    [InlineData(0.3)]
    public void A_density_that_starts_with_a_positive_power_adds_a_linear_term(double rate)
    {
        var law = (FreeConvolution)Law(FormattableString.Invariant($"compound-poisson({rate}, raney(1.862, 1.862))"));
        var jumps = new Raney(1.862, 1.862);
        foreach (double distance in new[] { 1e-18, 1e-25, 1e-60 })
        {
            foreach (double angle in new[] { 1e-3, 0.4, 1.5, 3.0 })
            {
                Complex z = Complex.FromPolarCoordinates(distance, angle);
                Complex y = 1.0 / law.Cauchy(z);
                string at = FormattableString.Invariant($"{rate} at {z}");
                Close.Relative(rate * jumps.MomentTransform(y), law.MomentTransform(z), 4e-15, at);
                Close.Relative((1.0 - rate) / z, law.Cauchy(z), 4e-15, at);
                Assert.True(TransformTracker.Of(law).TryMoment(z, out _, out _, out Complex slope), at);
                Close.Relative(rate * jumps.MomentTransformDerivative(z / (1.0 - rate)) / (1.0 - rate), slope, 1e-3, at);
            }
        }
    }

    [Theory]
    [InlineData("monotone-sum(free-poisson(0.526, 1)^[x]1.5, -1*free-poisson(1, 0.553))")]
    [InlineData("monotone-sum(mp(4.22, scale=0.5)^[x]2, -1*mp(1))")]
    public void A_monotone_sum_that_meets_the_atom_has_mass_1_and_the_sum_of_the_means(string expression)
    {
        LawExpression read = LawExpression.Parse(expression);
        SpectralMeasure law = LawEvaluator.Evaluate(read);
        double means = read.Operands.Sum(operand => LawEvaluator.Evaluate(operand).Mean);
        Close.To(1.0, law.TotalMass, 1e-12, expression);
        Close.To(means, law.Mean, 1e-9, expression);
    }

    private static SpectralMeasure Law(string expression) => LawEvaluator.Evaluate(LawExpression.Parse(expression));
}
