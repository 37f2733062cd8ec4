using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.MeanField;

/// <summary>
/// Random activations, variances and correlations, c up to ±(1 − 1e-12), each by two routes: the way it is computed against
/// quadrature in the plane, and the change of the value against the integral of the slope.
/// </summary>
public sealed class RandomDualTests
{
    private const int Seed = 20_26;
    private const int Slice = 240;
    private const int All = 10_000;

    private static readonly GaussLegendre Forty = GaussLegendre.Create(40);

    /// <summary>The activations, each with the number of times it is put into the urn: those without kinks are quicker.</summary>
    private static readonly (string Text, int Share)[] Urn =
    [
        ("linear", 1), ("relu", 3), ("leaky-relu:slope=0.1", 2), ("leaky-relu:slope=-0.4", 1), ("shifted-relu:slope=1.5,threshold=-0.4", 2),
        ("shifted-relu:slope=0.8,threshold=0.7", 2), ("hard-tanh:s=1,g=1", 3), ("hard-tanh:s=0.5,g=1.2", 2), ("abs", 2), ("step", 1), ("sign", 1),
        ("erf", 3), ("sin", 3), ("cos", 3), ("exp", 2), ("gaussian", 2), ("gelu", 4), ("power:n=2", 1), ("power:n=5", 1), ("tanh", 6), ("sigmoid", 4),
        ("silu", 4), ("softplus", 4), ("arctan", 4), ("isru", 3), ("mish", 3), ("elu", 3), ("elu:alpha=0.3", 2), ("selu", 3),
        ("rectified-power:n=2", 2), ("rectified-power:n=3", 2), ("rectified-power:n=7", 1), ("x*sigmoid(1.7*x)", 3), ("tanh(x)+0.3*x^2", 2),
        ("x^3-3*x", 2), ("sin(x)+0.2*x", 2), ("softsign", 1), ("max(x,0.1*x)+tanh(x)", 1), ("tanh(x)+0.2*abs(x-0.4)", 1), ("step(x-0.3)+tanh(x)", 1),
        ("abs(x)*sigmoid(x)", 1), ("x*min(max(x+3,0),6)/6", 1), ("max(x,0)*tanh(x)", 1),
    ];

    [Fact]
    public void Two_routes_agree_on_random_cases() => Check(0, Slice);

    [Fact]
    public void Two_routes_agree_on_ten_thousand_random_cases()
    {
        LongSuite.Require();
        Check(0, All);
    }

    private static void Check(int first, int count)
    {
        Dictionary<string, Activation> activations = Urn.ToDictionary(item => item.Text, item => ActivationParser.Parse(item.Text));
        string[] urn = [.. Urn.SelectMany(item => Enumerable.Repeat(item.Text, item.Share))];
        Random random = new(Seed);
        List<string> failures = [];
        for (int i = first; i < first + count; i++)
        {
            Activation activation = activations[urn[random.Next(urn.Length)]];
            double variance = Math.Pow(10.0, (5.5 * random.NextDouble()) - 4.0);
            double other = random.Next(2) == 0 ? variance : variance * Math.Pow(10.0, random.NextDouble() - 0.5);
            Correlation c = Draw(random);
            string what = FormattableString.Invariant($"case {i}: {activation.Name} at {variance:R}, {other:R}, c = {c.Value:R}, 1 - c = {c.OneMinus:R}, 1 + c = {c.OnePlus:R}");
            failures.AddRange(Failures(activation, variance, other, c).Select(text => $"{what}: {text}"));
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {count} cases:\n{string.Join('\n', failures.Take(40))}");
    }

    private static Correlation Draw(Random random)
    {
        double exponent = -12.0 * random.NextDouble();
        return random.Next(4) switch
        {
            0 => Correlation.FromComplement(Math.Pow(10.0, exponent)),
            1 => Correlation.FromComplement(Math.Pow(10.0, exponent)).Negated,
            _ => Correlation.Of((2.0 * random.NextDouble()) - 1.0),
        };
    }

    private static IEnumerable<string> Failures(Activation activation, double variance, double other, Correlation c)
    {
        DualValue dual = DualActivation.Of(activation, variance, other, c);
        DualValue plane = DualActivation.ByQuadrature(activation, variance, other, c);
        bool jumps = Enumerable.Range(0, activation.Kinks.Length).Any(kink => activation.JumpAt(kink) != 0.0);
        double size = Math.Sqrt(GaussianMoments.SecondMoment(activation, variance).Value * GaussianMoments.SecondMoment(activation, other).Value);
        double slopeSize = jumps
            ? Math.Abs(dual.Slope)
            : Math.Sqrt(GaussianMoments.SlopeSecondMoment(activation, variance).Value * GaussianMoments.SlopeSecondMoment(activation, other).Value);
        double within = 3.0 * (dual.ValueError + plane.ValueError);
        double slopeWithin = 3.0 * (dual.SlopeError + plane.SlopeError);
        if (!(dual.Error <= 1e-12 * Math.Max(size, slopeSize)) || !(dual.Error > 0.0))
        {
            yield return FormattableString.Invariant($"error {dual.Error:E1} against sizes {size:E1} and {slopeSize:E1}");
        }

        if (!(Math.Abs(dual.Value - plane.Value) <= within))
        {
            yield return FormattableString.Invariant($"value {dual.Value:R} against {plane.Value:R}: gap {Math.Abs(dual.Value - plane.Value):E2} > {within:E1}");
        }

        if (!(Math.Abs(dual.Slope - plane.Slope) <= slopeWithin))
        {
            yield return FormattableString.Invariant($"slope {dual.Slope:R} against {plane.Slope:R}: gap {Math.Abs(dual.Slope - plane.Slope):E2} > {slopeWithin:E1}");
        }

        // From c = cos θ to a neighbour: the change of the value is √(aa') times the integral of the slope.
        double angle = 2.0 * Math.Atan2(Math.Sqrt(c.OneMinus), Math.Sqrt(c.OnePlus));
        double length = angle < 1.5 ? 0.3 : -0.3;
        DualValue there = Of(angle + length);
        double error = dual.Error + there.Error;
        double Slope(double t)
        {
            DualValue at = Of(angle + (t * length));
            error = Math.Max(error, at.Error);
            return -length * Math.Sin(angle + (t * length)) * at.Slope;
        }

        double scale = Math.Sqrt(variance * other);
        double fine = scale * Forty.Integrate(Slope, 0.0, 1.0);
        double rough = scale * GaussLegendre.TwentyFour.Integrate(Slope, 0.0, 1.0);
        double change = there.Value - dual.Value;
        double slack = (3.0 * error * (1.0 + scale)) + (3.0 * Math.Abs(fine - rough)) + (1e-14 * size);
        if (!(Math.Abs(change - fine) <= slack))
        {
            yield return FormattableString.Invariant($"change of the value {change:R} against the slope's integral {fine:R}: gap {Math.Abs(change - fine):E2} > {slack:E1}");
        }

        DualValue Of(double theta)
        {
            double half = 0.5 * theta;
            Correlation near = half < 0.8
                ? Correlation.FromComplement(2.0 * Math.Sin(half) * Math.Sin(half))
                : Correlation.FromComplement(2.0 * Math.Cos(half) * Math.Cos(half)).Negated;
            return DualActivation.Of(activation, variance, other, near);
        }
    }
}
