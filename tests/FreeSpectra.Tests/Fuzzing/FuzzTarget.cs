using System.Text;
using System.Text.Json;
using FreeSpectra.Cli;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Tests.Fuzzing;

/// <summary>Something that reads input from outside, and what it may do with a bad one: one line, of the right kind.</summary>
internal abstract class FuzzTarget
{
    private static readonly string[] Expressions =
    [
        "mp(1/2) [+] semicircle(1)", "bernoulli(0.7) [x] bernoulli(2/5, at=3)", "2*mp(1)^[+]3/2 + 1/3", "compress(uniform(-1, 1), 1/2)",
        "atoms(-1:1/3, 1:2/3)^[x]2", "rect-sum(mp(1), point(1), 1/2)", "samples(\"a.csv\") ⊞ raney(5/2, 1)", "sqrt-sym(square(arcsine(2)))",
    ];

    private static readonly string[] Activations =
    [
        "relu", "hard-tanh:s=1,g=0.5", "x*sigmoid(1.7*x)", "shifted-relu:slope=1,threshold=-0.5", "tanh(x) + 0.1*x^2", "max(0, x)", "erf(x/sqrt(2))",
        "leaky-relu:slope=0.2", "exp(-x^2/2)", "abs(x) - 1", "log(1 + exp(x))", "x/(1 + x^2)",
    ];

    private static readonly string[] Networks =
    [
        """{"inputMoment": 1, "weights": "haar", "layers": [{"activation": "tanh", "weightVariance": 1.5}, {"weightVariance": 1}]}""",
        """{"norm": "layer", "layers": [{"activation": "relu", "biasVariance": 0.1, "width": 2}, {"activation": "x*sigmoid(x)"}, {}]}""",
        """{"inputMoment": 1, "layers": [{"slope": [{"location": 1, "weight": 0.5}, {"location": 0, "weight": 0.5}], "secondMoment": 0.9}]}""",
    ];

    private static readonly string[] Tables = ["draw,eigenvalue\n0,1.5\n0,2\n1,0.25\n1,3\n", "1.5\n2\n-3e-5\n", "a,b\n1,2\n3,4\n", "1;2;3\n", "0.5 0.25\n"];

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new TextTarget("law expressions", 40, Expressions, text => LawExpression.Parse(text)),
        new TextTarget("activation formulas", 20, Activations, text => ActivationParser.Parse(text)),
        new FileTarget("eigenvalues as CSV", 12, ".csv", [.. Tables.Select(Encoding.UTF8.GetBytes)], path => EigenvalueInput.Read(path)),
        new FileTarget("eigenvalues as NPY", 12, ".npy", [Npy("<f8", "(2, 3)", 48), Npy("<f4", "(3,)", 12), Npy("<f8", "(1, 2)", 16)], path => EigenvalueInput.Read(path)),
        new FileTarget("eigenvalues as text", 4, ".txt", [.. Tables.Select(Encoding.UTF8.GetBytes)], path => EigenvalueInput.Read(path)),
        new FileTarget("network files", 10, ".json", [.. Networks.Select(Encoding.UTF8.GetBytes)], path => NetworkFile.Read(path, WeightEnsemble.Haar)),
        new CommandTarget(),
    ];

    /// <summary>A name for the report.</summary>
    public abstract string Name { get; }

    /// <summary>How many of a hundred inputs go here.</summary>
    public abstract int Share { get; }

    /// <summary>Runs one input: true for an answer, false for a refusal in one line; anything else throws.</summary>
    public abstract bool Run(FuzzRandom random, string folder, out string input);

    protected static bool Answers(string input, Action body)
    {
        try
        {
            body();
            return true;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or JsonException or IOException)
        {
            // The command line prints what stands before the name of the parameter.
            string line = error.Message.Split(" (Parameter '")[0];
            bool oneLine = line.Length > 0 && (line.IndexOfAny(['\n', '\r']) < 0 || input.IndexOfAny(['\n', '\r']) >= 0);
            return oneLine ? false : throw new InvalidOperationException($"not one line: {error.Message}");
        }
    }

    private static byte[] Npy(string type, string shape, int bytes)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. Enumerable.Range(0, bytes).Select(i => (byte)(i % 8 == 7 ? 0x3F : i))];
    }

    private sealed class TextTarget(string name, int share, string[] seeds, Action<string> read) : FuzzTarget
    {
        public override string Name => name;

        public override int Share => share;

        public override bool Run(FuzzRandom random, string folder, out string input)
        {
            string text = input = Mutation.Text(random, seeds);
            return Answers(text, () => read(text));
        }
    }

    private sealed class FileTarget(string name, int share, string extension, byte[][] seeds, Action<string> read) : FuzzTarget
    {
        public override string Name => name;

        public override int Share => share;

        public override bool Run(FuzzRandom random, string folder, out string input)
        {
            byte[] bytes = extension is ".npy" || random.Below(4) == 0
                ? Mutation.Bytes(random, seeds)
                : Encoding.UTF8.GetBytes(Mutation.Text(random, [.. seeds.Select(Encoding.UTF8.GetString)]));
            string path = Path.Combine(folder, "input" + extension);
            File.WriteAllBytes(path, bytes);
            input = Convert.ToBase64String(bytes);
            return Answers("\n", () => read(path));
        }
    }
}
