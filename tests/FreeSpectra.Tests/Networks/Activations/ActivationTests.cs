using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.Activations;

public sealed class ActivationTests
{
    private static readonly double[] Probes = [-30.0, -5.3, -1.9, -0.7, -0.013, 0.021, 0.4, 1.2, 3.7, 22.0];

    public static TheoryData<string> Texts =>
    [
        "linear", "relu", "leaky-relu:slope=0.1", "shifted-relu:slope=1.5,threshold=-0.4", "hard-tanh:s=0.5,g=1.2", "abs", "step",
        "sign", "tanh", "erf", "sin", "cos", "sigmoid", "gelu", "silu", "softplus", "elu:alpha=0.7", "selu", "arctan", "exp",
        "gaussian", "isru", "softsign", "mish", "power:n=3", "rectified-power:n=2", "x*sigmoid(1.7*x)", "erf(x/sqrt(2))",
        "max(x,0)-0.2*min(x,1)", "x/(1+abs(x))", "abs(sin(x))", "2^(-x^2)", "x^3-2*x", "log(1+exp(x))", "tanh(x)^2*cos(3*x)",
        "x*tanh(softplus(x))", "sqrt(1+x^2)", "clip(x,-1,2)",
    ];

    [Theory, MemberData(nameof(Texts))]
    public void Derivatives_are_the_slopes_of_the_values(string text)
    {
        Activation activation = ActivationParser.Parse(text);
        foreach (double x in Probes)
        {
            const double h = 1e-3;
            double value = Richardson(activation.Value, x, h);
            double slope = Richardson(activation.Derivative, x, h);
            double scale = 1.0 + Math.Abs(activation.Value(x)) + Math.Abs(activation.Derivative(x));
            Close.To(value, activation.Derivative(x), 1e-9 * scale, $"{text}: derivative at {x}");
            Close.To(slope, activation.SecondDerivative(x), 1e-9 * scale, $"{text}: second derivative at {x}");
        }
    }

    [Theory, MemberData(nameof(Texts))]
    public void Name_reads_back_as_the_same_activation(string text)
    {
        Activation activation = ActivationParser.Parse(text);
        Assert.Equal(activation, ActivationParser.Parse(activation.Name));
    }

    [Theory]
    [InlineData("tanh(x)", "tanh")]
    [InlineData("x*(1+erf(x/sqrt(2)))/2", "gelu")]
    [InlineData("x/(1+exp(-x))", "silu")]
    [InlineData("log(1+exp(x))", "softplus")]
    [InlineData("1/(1+exp(-x))", "sigmoid")]
    [InlineData("exp(x)/(1+exp(x))", "sigmoid")]
    [InlineData("elu(x)", "elu")]
    [InlineData("selu(x)", "selu")]
    [InlineData("max(x,0)+exp(min(x,0))-1", "elu")]
    [InlineData("x/(1+abs(x))", "softsign")]
    [InlineData("mish(x)", "mish")]
    [InlineData("x*relu(x)", "rectified-power:n=2")]
    public void Formula_agrees_with_the_named_activation_also_in_the_tails(string formula, string name)
    {
        Activation mine = ActivationParser.Parse(formula);
        Activation named = ActivationParser.Parse(name);
        foreach (double x in Probes)
        {
            Close.To(named.Value(x), mine.Value(x), 1e-12 * Math.Abs(named.Value(x)), $"value at {x}");
            Close.To(named.Derivative(x), mine.Derivative(x), 1e-12 * Math.Abs(named.Derivative(x)), $"derivative at {x}");
            Close.To(
                named.SecondDerivative(x), mine.SecondDerivative(x), 1e-12 * Math.Abs(named.SecondDerivative(x)), $"second derivative at {x}");
        }
    }

    [Theory]
    [InlineData("max(x,0)", "relu")]
    [InlineData("relu(x)", "relu")]
    [InlineData("0.5*(x+abs(x))", "relu")]
    [InlineData("min(max(x,-1),1)", "hard-tanh")]
    [InlineData("max(x,0.1*x)", "leaky-relu:slope=0.1")]
    [InlineData("relu(x+1)-relu(x-1)-1", "hard-tanh")]
    public void Piecewise_linear_formulas_are_recognised(string formula, string name)
    {
        var mine = Assert.IsType<PiecewiseLinear>(ActivationParser.Parse(formula));
        Activation named = ActivationParser.Parse(name);
        Assert.Equal(named.Kinks, mine.Kinks);
        Assert.All(Enumerable.Range(0, named.Kinks.Length + 1), piece => Assert.Equal(named.SlopeOnPiece(piece), mine.SlopeOnPiece(piece)));
        Assert.All(Probes, x => Assert.Equal(named.Value(x), mine.Value(x), 1e-15));
    }

    [Fact]
    public void Kinks_are_the_roots_of_the_inner_functions()
    {
        Assert.Equal([-Math.Sqrt(0.5), 0.0, Math.Sqrt(0.5)], ActivationParser.Parse("abs(x^3-0.5*x)").Kinks, (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal([0.299, 0.301], ActivationParser.Parse("relu((x-0.3)^2-1e-6)").Kinks, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Contains(0.25, ActivationParser.Parse("tanh(x); kinks=0.25").Kinks);
        Assert.Equal(1.0, ActivationParser.Parse("elu").SlopeOnPiece(1));
        Assert.Equal(1.0, ActivationParser.Parse("elu(x)").SlopeOnPiece(1));
        Assert.Equal(2.0, ActivationParser.Parse("step(x-1)*2").JumpAt(0));
    }

    [Theory]
    [InlineData("sigmoid", -800.0)]
    [InlineData("softplus", -800.0)]
    [InlineData("silu", 900.0)]
    [InlineData("tanh", 900.0)]
    [InlineData("gelu", -40.0)]
    [InlineData("mish", 900.0)]
    [InlineData("elu", -800.0)]
    [InlineData("tanh(x)*sigmoid(x)", -800.0)]
    public void Far_out_nothing_overflows(string text, double x)
    {
        Activation activation = ActivationParser.Parse(text);
        Assert.True(double.IsFinite(activation.Value(x)) && double.IsFinite(activation.Derivative(x)) && double.IsFinite(activation.SecondDerivative(x)));
    }

    [Theory]
    [InlineData("foo", "activation must be one of linear, relu,")]
    [InlineData("foo + x", "unknown name 'foo' at column 1")]
    [InlineData("x*(2+", "column 6")]
    [InlineData("2*x*y", "column 5")]
    [InlineData("tanh x", "parentheses")]
    [InlineData("x)", "column 2")]
    [InlineData("1/x", "not bounded at x = 0")]
    [InlineData("log(x)", "not defined")]
    [InlineData("sqrt(x)", "not defined")]
    [InlineData("sqrt(abs(x))", "derivative")]
    [InlineData("tan(x)", "not bounded")]
    [InlineData("tanh(x,2)", "1 argument")]
    [InlineData("leaky-relu:slop=1", "slop")]
    [InlineData("leaky-relu:slope=a", "slope=a")]
    [InlineData("hard-tanh:s=-1", "s must be")]
    [InlineData("foo:slope=1", "must be one of")]
    [InlineData("", "empty")]
    [InlineData("1..2*x", "not a number")]
    [InlineData("power:n=0.5", "integer")]
    public void Wrong_text_is_refused_in_one_line(string text, string part)
    {
        ArgumentException problem = Assert.ThrowsAny<ArgumentException>(() => ActivationParser.Parse(text));
        Assert.Contains(part, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Error_function_agrees_with_fifty_digit_values()
    {
        // mpmath: erf(x), erfc(x).
        (double X, double Erf, double Erfc)[] table =
        [
            (0.1, 0.1124629160182848922, 0.88753708398171510780), (0.7, 0.67780119383741847297, 0.32219880616258152703),
            (1.0, 0.84270079294971486934, 0.15729920705028513066), (1.7, 0.98379045859077456363, 0.016209541409225436369),
            (3.0, 0.99997790950300141456, 2.209049699858544137e-5), (9.0, 1.0, 4.1370317465138102381e-37),
            (26.0, 1.0, 5.6631924088561428465e-296),
        ];
        foreach ((double x, double erf, double erfc) in table)
        {
            Close.To(erf, ErrorFunction.Erf(x), 4e-16 * erf, $"erf({x})");
            Close.To(-erf, ErrorFunction.Erf(-x), 4e-16 * erf, $"erf({-x})");
            Close.To(erfc, ErrorFunction.Erfc(x), 1e-15 * erfc, $"erfc({x})");
        }
    }

    private static double Richardson(Func<double, double> f, double x, double h)
    {
        double first = (f(x + h) - f(x - h)) / (2.0 * h);
        double second = (f(x + (2.0 * h)) - f(x - (2.0 * h))) / (4.0 * h);
        double third = (f(x + (4.0 * h)) - f(x - (4.0 * h))) / (8.0 * h);
        double a = ((4.0 * first) - second) / 3.0;
        double b = ((4.0 * second) - third) / 3.0;
        return ((16.0 * a) - b) / 15.0;
    }
}
