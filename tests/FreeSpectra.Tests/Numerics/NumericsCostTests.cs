using System.Globalization;
using System.Numerics;
using FreeSpectra.Numerics;
using FreeSpectra.Numerics.LinearAlgebra;

namespace FreeSpectra.Tests.Numerics;

/// <summary>
/// What integrals and roots cost, in values of the function: more is slower than was promised, and a rule that suddenly asks for much less
/// does not look where it did. And the errors that they claim, to a third.
/// </summary>
public sealed class NumericsCostTests
{
    private static readonly Dictionary<string, Func<Counter, double>> Works = new()
    {
        ["both ends"] = c => Finite(c, (a, b) => 1.0 / Math.Sqrt(a * b), 2.0, Tolerance.Standard),
        ["logarithm"] = c => Finite(c, (a, _) => -Math.Log(a), 2.0, Tolerance.Standard),
        ["logarithm, tight"] = c => Finite(c, (a, _) => -Math.Log(a), 2.0, Tolerance.Tight),
        ["bump"] = c => Finite(c, (a, _) => 1.0 / (((a - 0.3) * (a - 0.3)) + 0.01), 1.0, Tolerance.Standard),
        ["wave"] = c => Finite(c, (a, _) => Complex.FromPolarCoordinates(1.0, 20.0 * a), 1.0, Tolerance.Standard),
        ["power -0.9"] = c => Finite(c, (a, _) => Math.Pow(a, -0.9), 1e3, Tolerance.Standard),
        ["panels, both ends"] = c => Adaptive(c, (a, b) => 1.0 / Math.Sqrt(a * b), 2.0, Tolerance.Tight),
        ["panels, one"] = c => Adaptive(c, (_, _) => 1.0, 2.0, Tolerance.Tight),
        ["panels, peak"] = c => Adaptive(c, (a, _) => 1e-4 / (((a - 0.37) * (a - 0.37)) + 1e-8), 1.0, Tolerance.Standard),
        ["panels, narrow peak"] = c => Adaptive(c, (a, _) => 1e-7 / (((a - 0.37) * (a - 0.37)) + 1e-14), 1.0, Tolerance.Standard),
        ["panels, kink"] = c => Adaptive(c, (a, _) => Math.Abs(a - (1.0 / Math.E)), 1.0, Tolerance.Standard),
        ["panels, power -0.99"] = c => Adaptive(c, (a, _) => Math.Pow(a, -0.99), 1.0, Tolerance.Standard),
        ["panels, power -0.999 right"] = c => Adaptive(c, (_, b) => Math.Pow(b, -0.999), 3.0, new Tolerance(1e-8, 1e-8)),
        ["panels, no room"] = c => Adaptive(c, (_, _) => 1e299, 1e-301, new Tolerance(100.0, 0.5)),
        ["half line, square"] = c => Half(c, x => 1.0 / ((1.0 + x) * (1.0 + x)), 0.05),
        ["half line, root"] = c => Half(c, x => 1.0 / (Math.Sqrt(x) * (1.0 + x)), 1.0),
        ["half line, exponential"] = c => Half(c, x => Math.Exp(-x), 1.0),
        ["half line panels, square"] = c => AdaptiveHalf(c, x => 1.0 / ((1.0 + x) * (1.0 + x)), 30.0),
        ["half line panels, root"] = c => AdaptiveHalf(c, x => 1.0 / (Math.Sqrt(x) * (1.0 + x)), 1.0),
        ["half line panels, slow"] = c => AdaptiveHalf(c, x => 0.05 * Math.Pow(1.0 + x, -1.05), 1.0),
        ["half line panels, bump"] = c => AdaptiveHalf(c, x => Math.Exp(-(x - 40.0) * (x - 40.0)), 1.0),
        ["mean of one"] = c => Gauss(c, _ => 1.0),
        ["mean of a power"] = c => Gauss(c, z => Math.Pow(z, 6)),
        ["mean of an exponential"] = c => Gauss(c, z => Math.Exp(3.0 * z)),
        ["mean of a growing one"] = c => Gauss(c, z => Math.Exp(0.4 * z * z)),
        ["mean of a wave"] = c => Gauss(c, z => Math.Cos(4.0 * z)),
        ["mean of a quick wave"] = c => Gauss(c, z => Math.Cos(30.0 * z)),
        ["mean of a peak"] = c => Gauss(c, z => Math.Exp(-0.5e4 * z * z)),
        ["mean of a narrow peak"] = c => Gauss(c, z => Math.Exp(-0.5e14 * z * z)),
        ["mean of a steep step"] = c => Gauss(c, z => Math.Tanh(1e3 * z) + 1.0),
        ["mean of a noisy one"] = c => Gauss(c, z => 1.0 + (1e-9 * Math.Sin(1e6 * z))),
        ["mean of a size"] = c => Gauss(c, Math.Abs, 0.0),
        ["mean of a step"] = c => Gauss(c, z => z > 0.7 ? 1.0 : 0.0, 0.7),
        ["mean of a far step"] = c => Gauss(c, z => z > 13.0 ? 1.0 : 0.0, 13.0),
        ["mean of a root"] = c => Gauss(c, z => Math.Sqrt(Math.Abs(z - 0.2)), 0.2),
        ["mean of pieces"] = c => Gauss(c, z => Math.Abs(z + 1.0) + Math.Max(0.0, z - 2.5), -1.0, 2.5),
        ["root of a cubic"] = c => Bracket(c, x => (x * x * x) - 2.0, 0.1, 3.0),
        ["root of a cubic, far"] = c => Bracket(c, x => (x * x * x) - 2.0, -1.0, 2000.0),
        ["root of a flat one"] = c => Bracket(c, x => Math.Pow(x - 0.3, 5), 0.0, 1.0),
        ["root of a jump"] = c => Bracket(c, x => x < 0.3 ? -1.0 : 2.0, 0.0, 1.0),
        ["root of a small one"] = c => Bracket(c, x => x - 1e-9, 0.0, 1.0),
        ["monotone root"] = c => Monotone(c, x => ((x * x) - 2.0, 2.0 * x), 0.0, 2.0, true, double.NaN),
        ["monotone root, guessed"] = c => Monotone(c, x => ((x * x) - 2.0, 2.0 * x), 0.0, 2.0, true, 1.4),
        ["monotone root, falling"] = c => Monotone(c, x => ((1.0 / x) - 3.0, -1.0 / (x * x)), 0.0, 2.0, false, 1.9),
        ["monotone root, logarithm"] = c => Monotone(c, x => (Math.Exp(x) - 1e-9, Math.Exp(x)), -800.0, 10.0, true, double.NaN),
        ["monotone root, steep"] = c => Monotone(c, x => (x - 0.7, 1e18), 0.0, 1.0, true, double.NaN),
        ["monotone root, steep, beside"] = c => Monotone(c, x => (x - 0.7, 5e3), 0.0, 1.0, true, 0.7 + 1e-12),
        ["monotone root, no slope"] = c => Monotone(c, x => (x - 0.7, 0.0), 0.0, 1.0, true, double.NaN),
        ["monotone root, flat"] = c => Monotone(c, x => (Math.Pow(x - 0.7, 3), 3.0 * Math.Pow(x - 0.7, 2)), 0.0, 1.0, true, double.NaN),
        ["monotone root, arctangent"] = c => Monotone(c, x => (Math.Atan(x - 5.0), 1.0 / (1.0 + ((x - 5.0) * (x - 5.0)))), -1000.0, 1000.0, true, double.NaN),
        ["followed root, round"] = c => Followed(c, tau => Complex.FromPolarCoordinates(1.0, 1.5 * Math.PI * tau), 1.0),
        ["followed root, beside 0"] = c => Followed(c, tau => ContinuedRoot.Segment(1.0, new Complex(-1.0, 0.05), tau), 1.0),
        ["followed root, to 0"] = c => Followed(c, tau => ContinuedRoot.Segment(4.0, 1e-8, tau), 2.1),
        ["only root"] = c => Unique(c, new Complex(3.0, 4.0), 1.0),
        ["only root, from afar"] = c => Unique(c, new Complex(1e-6, 1e-6), 50.0),
        ["Lanczos, exhausted"] = c => Krylov(c, [1.0, 1.0, 2.0, 3.0], 4),
        ["Lanczos, cut"] = c => Krylov(c, [1.0, 1.5, 2.0, 3.0, 5.0], 3),
    };

    /// <summary>Each work, its number of values, and what it claims: the error of an estimate, or nothing.</summary>
    private const string Counts = """
        both ends                  |     91  4.4e-16
        logarithm                  |    144  1.1e-16
        logarithm, tight           |    144  1.1e-16
        bump                       |    483  6.8e-12
        wave                       |    261  1.1e-16
        power -0.9                 |     88  7.1e-15
        panels, both ends          |    322  7.0e-16
        panels, one                |    276  4.5e-16
        panels, peak               |   1104  2.7e-10
        panels, narrow peak        |   1794  2.3e-10
        panels, kink               |    874  3.4e-12
        panels, power -0.99        |    348  2.2e-14
        panels, power -0.999 right |    348  4.7e-12
        panels, no room            |      1      1.0
        half line, square          |    165  1.4e-15
        half line, root            |     95  1.8e-15
        half line, exponential     |    238  1.1e-16
        half line panels, square   |    555  6.4e-11
        half line panels, root     |    601  8.0e-16
        half line panels, slow     |    586  2.5e-16
        half line panels, bump     |    693  2.7e-12
        mean of one                |    177  4.5e-16
        mean of a power            |    177  6.8e-15
        mean of an exponential     |    179  4.1e-14
        mean of a growing one      |    284  1.2e-15
        mean of a wave             |    177  2.9e-16
        mean of a quick wave       |    681  2.9e-16
        mean of a peak             |   3049  7.6e-18
        mean of a narrow peak      |   3049  1.5e-18
        mean of a steep step       |  15961  6.4e-16
        mean of a noisy one        |    177  4.5e-16
        mean of a size             |    864  5.5e-16
        mean of a step             |    864  1.9e-16
        mean of a far step         |   1008  4.1e-54
        mean of a root             |   3808  7.6e-16
        mean of pieces             |    864  6.8e-16
        root of a cubic            |     12        0
        root of a cubic, far       |     32        0
        root of a flat one         |     74        0
        root of a jump             |     62        0
        root of a small one        |      8        0
        monotone root              |      7        0
        monotone root, guessed     |      5        0
        monotone root, falling     |      9        0
        monotone root, logarithm   |     15        0
        monotone root, steep       |    253        0
        monotone root, steep, beside | 21 0
        monotone root, no slope    |     51        0
        monotone root, flat        |     84        0
        monotone root, arctangent  |      9        0
        followed root, round       |     50  1.4e-15
        followed root, beside 0    |     71  1.4e-15
        followed root, to 0        |    198  2.3e-19
        only root                  |      7        0
        only root, from afar       |     21        0
        Lanczos, exhausted         |      3        0
        Lanczos, cut               |      3  5.9e-01
        """;

    public static TheoryData<string, int, double> Rows
    {
        get
        {
            TheoryData<string, int, double> rows = [];
            foreach (string[] line in Counts.Split('\n').Select(line => line.Split('|', StringSplitOptions.TrimEntries)))
            {
                string[] cells = line[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                rows.Add(line[0], int.Parse(cells[0], CultureInfo.InvariantCulture), double.Parse(cells[1], CultureInfo.InvariantCulture));
            }

            return rows;
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public void Integrals_and_roots_cost_and_claim_what_they_did(string work, int count, double error)
    {
        Counter counter = new();
        double claimed = Works[work](counter);
        Assert.True(
            counter.Asked <= 1.001 * count && counter.Asked >= 0.97 * count, $"{work}: {counter.Asked} values, and not about {count}");
        Assert.True(claimed >= error / 1.3 && claimed <= 1.3 * error, $"{work}: error {claimed:E1}, and not about {error:E1}");
    }

    private static double Finite(Counter c, Func<double, double, Complex> f, double width, Tolerance tolerance) =>
        Told(c, DoubleExponential.Finite((a, b) => c.Ask(f(a, b)), width, tolerance));

    private static double Adaptive(Counter c, Func<double, double, Complex> f, double width, Tolerance tolerance)
    {
        // A term beyond the smallest doubles is not asked for, but is counted.
        Estimate<Complex> found = DoubleExponential.Adaptive((a, b) => c.Ask(f(a, b)), width, tolerance);
        Assert.InRange(found.Evaluations, c.Asked - 6, 1.2 * c.Asked);
        return found.Error;
    }

    private static double Half(Counter c, Func<double, Complex> f, double scale)
    {
        Estimate<Complex> found = DoubleExponential.HalfLine(x => c.Ask(f(x)), scale, Tolerance.Standard);
        Assert.InRange(found.Evaluations, c.Asked, 1.3 * c.Asked);
        return found.Error;
    }

    private static double AdaptiveHalf(Counter c, Func<double, Complex> f, double scale) =>
        DoubleExponential.AdaptiveHalfLine(x => c.Ask(f(x)), scale, Tolerance.Standard).Error;

    private static double Gauss(Counter c, Func<double, double> f, params double[] breaks)
    {
        Estimate<double> found = GaussianExpectation.Of(z => c.Ask(f(z)), breaks, "integral");
        Assert.Equal(c.Asked, found.Evaluations);
        return found.Error;
    }

    private static double Bracket(Counter c, Func<double, double> f, double left, double right)
    {
        Bracketed.Root(x => c.Ask(f(x)), left, f(left), right, f(right));
        return 0.0;
    }

    private static double Monotone(Counter c, Func<double, (double, double)> f, double low, double high, bool increasing, double guess)
    {
        MonotoneRoot.Find(x => c.Ask(f(x)), low, high, increasing, guess);
        return 0.0;
    }

    private static double Followed(Counter c, Func<double, Complex> target, Complex start) =>
        Told(c, ContinuedRoot.Follow(z => c.Ask((z * z, 2.0 * z)), target, start, _ => true, "square root"));

    private static double Unique(Counter c, Complex target, Complex start)
    {
        Assert.True(ContinuedRoot.TryUnique(z => c.Ask((z * z, 2.0 * z)), target, start, z => z.Real > 0.0, out _));
        return 0.0;
    }

    private static double Krylov(Counter c, double[] eigenvalues, int steps)
    {
        Lanczos run = Lanczos.Run(
            (x, y) =>
            {
                c.Ask(0.0);
                for (int i = 0; i < x.Length; i++)
                {
                    y[i] = eigenvalues[i] * x[i];
                }
            },
            [.. Enumerable.Repeat(1.0, eigenvalues.Length)],
            steps);
        return run.Residuals.Max() < 1e-12 ? 0.0 : run.Residuals.Max();
    }

    private static double Told(Counter c, Estimate<Complex> found)
    {
        Assert.Equal(c.Asked, found.Evaluations);
        return found.Error;
    }

    private sealed class Counter
    {
        internal int Asked { get; private set; }

        internal T Ask<T>(T value)
        {
            Asked++;
            return value;
        }
    }
}
