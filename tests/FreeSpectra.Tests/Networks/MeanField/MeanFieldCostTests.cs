using System.Globalization;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.MeanField;

/// <summary>
/// What an answer costs, in values of φ and φ': more is slower than was promised, and a rule that suddenly asks for much less does not look
/// where it did.
/// </summary>
public sealed class MeanFieldCostTests
{
    private static readonly Dictionary<string, Action<Activation>> Works = new()
    {
        ["mean 1"] = a => GaussianMoments.Mean(a, 1.0),
        ["second 1e-4"] = a => GaussianMoments.SecondMoment(a, 1e-4),
        ["second 1"] = a => GaussianMoments.SecondMoment(a, 1.0),
        ["second 40"] = a => GaussianMoments.SecondMoment(a, 40.0),
        ["second 1e5"] = a => GaussianMoments.SecondMoment(a, 1e5),
        ["second 1e8"] = a => GaussianMoments.SecondMoment(a, 1e8),
        ["variance slope 3"] = a => GaussianMoments.VarianceSlope(a, 3.0),
        ["critical excess 3"] = a => GaussianMoments.CriticalExcess(a, 3.0),
        ["dual 1 1 0.3"] = a => DualActivation.Of(a, 1.0, 1.0, Correlation.Of(0.3)),
        ["dual 1 5 -0.6"] = a => DualActivation.Of(a, 1.0, 5.0, Correlation.Of(-0.6)),
        ["dual 1 1 1"] = a => DualActivation.Of(a, 1.0, 1.0, Correlation.Of(1.0)),
        ["dual 30 2 0.99"] = a => DualActivation.Of(a, 30.0, 2.0, Correlation.Of(0.99)),
        ["dual 2 2 -0.995"] = a => DualActivation.Of(a, 2.0, 2.0, Correlation.Of(-0.995)),
        ["dual 1 1 0.97"] = a => DualActivation.Of(a, 1.0, 1.0, Correlation.Of(0.97)),
        ["dual 1 1 0.9701"] = a => DualActivation.Of(a, 1.0, 1.0, Correlation.Of(0.9701)),
        ["dual 1e6 1e6 -0.99"] = a => DualActivation.Of(a, 1e6, 1e6, Correlation.Of(-0.99)),
        ["dual 1e4 1e4 0.5"] = a => DualActivation.Of(a, 1e4, 1e4, Correlation.Of(0.5)),
        ["plane 1 1 0.3"] = a => DualActivation.ByQuadrature(a, 1.0, 1.0, Correlation.Of(0.3)),
        ["plane 0.5 6 -0.9"] = a => DualActivation.ByQuadrature(a, 0.5, 6.0, Correlation.Of(-0.9)),
        ["plane 2 2 0.9999"] = a => DualActivation.ByQuadrature(a, 2.0, 2.0, Correlation.Of(0.9999)),
        ["function 1 1"] = a => Both(DualFunction.Of(a, 1.0, 1.0)),
        ["function 30 2"] = a => Both(DualFunction.Of(a, 30.0, 2.0)),
        ["function 1e5 1e5"] = a => Both(DualFunction.Of(a, 1e5, 1e5)),
        ["deficit 1 0.9999"] = a => DualActivation.Deficit(a, 1.0, Correlation.Of(0.9999)),
        ["deficit 1 0.5"] = a => DualActivation.Deficit(a, 1.0, Correlation.Of(0.5)),
        ["fixed points 1.5 0.1"] = a => new VarianceMap(a, 1.5, 0.1).FixedPoints(),
        ["fixed points 1.5 0"] = a => new VarianceMap(a, 1.5, 0.0).FixedPoints(),
        ["attractor 1.5 0.1"] = a => new VarianceMap(a, 1.5, 0.1).Attractor(2.0, [1.0]),
        ["stability"] = a => new VarianceMap(a, 1.5, 0.1).StabilityAt(2.0),
        ["phase 0.8 0.1"] = a => PhasePoint.Of(a, 0.8, 0.1),
        ["phase 3 0.1"] = a => PhasePoint.Of(a, 3.0, 0.1),
        ["errors 3 0.1"] = a => PhaseErrors.Of(PhasePoint.Of(a, 3.0, 0.1)),
        ["diagram"] = a => PhaseDiagram.Of(a, [.. Enumerable.Range(0, 12).Select(i => 0.9 + (0.1 * i))], [0.0, 0.2]),
        ["critical 0.05"] = a => CriticalLine.AtBias(a, 0.05),
        ["critical 0"] = a => CriticalLine.AtBias(a, 0.0),
        ["half-stable"] = a => CriticalLine.HalfStable(a),
        ["kernels"] = a => TangentKernel.Of(a, 1.5, 0.1, 1.0, 1.0, 0.3, 4),
        ["kernels of two lengths"] = a => TangentKernel.Of(a, 1.5, 0.1, 1.0, 2.0, 0.3, 4),
    };

    /// <summary>Columns as in <see cref="Activations"/>; a dash where the answer takes long.</summary>
    private const string Counts = """
        mean 1                  |    385    177    385    177    928    864    864    864
        second 1e-4             |    177    177    177    177    864    864   1440    864
        second 1                |    329    177    329    177    864    864    864    864
        second 40               |   2369    625    329    177    864   1184   1120    864
        second 1e5              |   3049   6009   1265    177   1248   1760   1888    864
        second 1e8              |   1440   1568      -   1568   1440   1616   1488   1440
        variance slope 3        |   1250    658    658    354   1856   1984   1984   1728
        critical excess 3       |   1252    660    660    356   1730   1858   1986   1730
        dual 1 1 0.3            |    472    214    628    226   4992   5088   5184   5376
        dual 1 5 -0.6           |   1522    842   2058    452   9984  10656  10752  10560
        dual 1 1 1              |    472    628    628    226   3264   3312   3314   3168
        dual 30 2 0.99          |   5584   2872   5340    452   7104   8864  11392   7200
        dual 2 2 -0.995         |   1050    628    628    226   6528   7264   8864   6912
        dual 1 1 0.97           |    472    628    628    226   4992  11232  11424   5376
        dual 1 1 0.9701         |    472    628    628    226   3264   3312   5040   3168
        dual 1e6 1e6 -0.99      |  12214  21438    206    226   9216  11616  64832   9984
        dual 1e4 1e4 0.5        |  11638  13366    210    226   6336   6912   7296   6336
        plane 1 1 0.3           |  60978  24970 127514  30218 141184 476544 477536 180096
        plane 0.5 6 -0.9        |  67026  26512      -  16218 296128      -      - 404224
        plane 2 2 0.9999        |  17334   9666  68854   8614 156352 549568 548704 189056
        function 1 1            |   1130    982   1286    580  11520  11664  10800  11232
        function 30 2           |  11008   6316   8078    806  16128  20032      -  16128
        function 1e5 1e5        |      -  50854   2744    580      -      -      -  14976
        deficit 1 0.9999        |    472    628    628    226   4992   5040   8354   4896
        deficit 1 0.5           |    472    628    628    226   8256   8400   8498   8544
        fixed points 1.5 0.1    |  44865  54197      -  12727  36994  43697  44593  36065
        fixed points 1.5 0      |  54181  63150      -  20990  84834  87713  96881  88577
        attractor 1.5 0.1       |   6580   4223    987   1986  54560  20864   9216  14080
        stability               |    658    658    658    354   1728   1792   1728   1728
        phase 0.8 0.1           |  47568  57560      -  15114  59586  57777  66477  55809
        phase 3 0.1             |  55352 201736      -  13081  86786  71649  70763  58401
        errors 3 0.1            |  63374 201736      -  13081  86786  93825  91569  81121
        diagram                 | 395244      -      - 415864      - 274290 236226      -
        critical 0.05           | 252099 213911 249827  57965 533162 450726      0 246674
        critical 0              | 232992 201488 239536  46608 483028 458411      0 186033
        half-stable             |  85762  61402  88906  16644  63104  68608      0  57664
        kernels                 |   5984   3484   5816   9134  25344  26048  21824  26304
        kernels of two lengths  |   8298   5562   7684   9876  40320  41920  38656  42240
        """;

    private static readonly string[] Activations =
    [
        "tanh", "silu", "sin(5*x)", "x^3-3*x", "elu", "tanh(x)+0.2*abs(x-0.4)", "step(x-0.3)+tanh(x)", "hard-tanh:s=1,g=1",
    ];

    public static TheoryData<string, string, int> Rows
    {
        get
        {
            TheoryData<string, string, int> rows = [];
            foreach (string[] line in Counts.Split('\n').Select(line => line.Split('|', StringSplitOptions.TrimEntries)))
            {
                string[] cells = line[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                Assert.Equal(Activations.Length, cells.Length);
                foreach ((string text, string cell) in Activations.Zip(cells).Where(pair => pair.Second != "-"))
                {
                    rows.Add(text, line[0], int.Parse(cell, CultureInfo.InvariantCulture));
                }
            }

            return rows;
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public void Answers_cost_what_they_did(string text, string work, int count)
    {
        CountingActivation activation = new(ActivationParser.Parse(text));
        Works[work](activation);
        Assert.True(
            activation.Asked <= 1.02 * count && activation.Asked >= 0.97 * count, $"{text}, {work}: {activation.Asked} values, and not about {count}");
    }

    private static void Both(DualFunction function)
    {
        function.At(Correlation.Of(0.4));
        function.At(Correlation.Of(-0.4));
    }
}
