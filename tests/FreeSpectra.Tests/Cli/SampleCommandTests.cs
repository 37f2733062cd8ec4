using System.Text.Json;
using FreeSpectra.Cli;

namespace FreeSpectra.Tests.Cli;

public sealed class SampleCommandTests : IDisposable
{
    private static readonly string[] Small = ["--activation", "hard-tanh:s=0.5,g=1.1", "--width", "40", "--draws", "6", "--seed", "3"];

    private readonly string folder = Directory.CreateTempSubdirectory("freespectra-test").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_sample_reports_the_fields_of_the_contract_and_nothing_else_on_standard_output()
    {
        (int code, string output, string error) = Run(["sample", "fisher", .. Small, "--json"]);
        Assert.Equal(0, code);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal(
            ["width", "draws", "seed", "kernels", "mean", "secondMoment", "largest", "quantiles", "layers"],
            json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(2, json.RootElement.GetProperty("layers").GetArrayLength());
        Assert.Contains("MiB", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_formats_hold_the_same_numbers_and_any_number_of_threads_the_same_bytes()
    {
        string csv = Path.Combine(folder, "a.csv"), npy = Path.Combine(folder, "a.npy"), again = Path.Combine(folder, "b.npy");
        Assert.Equal(0, Run(["sample", "fisher", .. Small, "--out", csv]).Code);
        Assert.Equal(0, Run(["sample", "fisher", .. Small, "--out", npy, "--threads", "1"]).Code);
        Assert.Equal(0, Run(["sample", "fisher", .. Small, "--out", again, "--threads", "5"]).Code);
        Assert.Equal(File.ReadAllBytes(npy), File.ReadAllBytes(again));
        Assert.Equal(
            FreeSpectra.Numerics.EigenvalueFile.Read(csv).SelectMany(list => list), FreeSpectra.Numerics.EigenvalueFile.Read(npy).SelectMany(list => list));
    }

    [Fact]
    public void Theory_and_sample_agree_and_a_file_is_compared_like_a_sample()
    {
        string file = Path.Combine(folder, "a.npy");
        (int code, string output, string error) = Run(["compare", .. Small, "--json"]);
        Assert.True(code == 0, output + error);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.True(json.RootElement.GetProperty("agrees").GetBoolean());
        Assert.All(
            json.RootElement.GetProperty("checks").EnumerateArray(),
            check => Assert.All(
                (string[])["name", "theory", "sample", "standardError", "deviation", "bias", "agrees"], name => Assert.True(check.TryGetProperty(name, out _))));
        Run(["sample", "fisher", .. Small, "--out", file]);
        Assert.Equal(0, Run(["compare", "--activation", "hard-tanh:s=0.5,g=1.1", "--eigenvalues", file]).Code);
        Assert.Equal(3, Run(["compare", "--constant", "alpha=0.3,gamma=1,q=1", "--eigenvalues", file]).Code);
        Assert.Equal(3, Run(["compare", "--activation", "hard-tanh:s=0.5,g=1.9", "--eigenvalues", file]).Code);
    }

    [Theory]
    [InlineData("--draws", "7", "--draws must be the number of matrices")]
    [InlineData("--width", "39", "--width must be the number of eigenvalues of a matrix")]
    [InlineData("--seed", "3", "--seed says how to sample")]
    [InlineData("--threads", "1", "--threads says how to sample")]
    public void Options_that_contradict_a_file_are_refused(string option, string value, string message)
    {
        string file = Path.Combine(folder, "a.npy");
        Run(["sample", "fisher", .. Small, "--out", file]);
        (int code, string output, string error) = Run(["compare", "--activation", "hard-tanh:s=0.5,g=1.1", "--eigenvalues", file, option, value]);
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Eigenvalues_below_zero_are_no_spectrum_of_a_Fisher_matrix()
    {
        string file = Path.Combine(folder, "a.csv");
        FreeSpectra.Numerics.EigenvalueFile.Write(file, [[-0.5, 1.0, 2.0]]);
        (int code, _, string error) = Run(["compare", "--activation", "relu", "--eigenvalues", file]);
        Assert.Equal(2, code);
        Assert.Contains("must hold eigenvalues >= 0", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_comparison_with_few_draws_says_that_it_is_one()
    {
        string file = Path.Combine(folder, "a.npy");
        Run(["sample", "fisher", .. Small, "--out", file]);
        Assert.Contains(
            "Only 6 draws", Run(["compare", "--activation", "hard-tanh:s=0.5,g=1.1", "--eigenvalues", file, "--width", "40", "--draws", "6"]).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sample", "fisher", "--activation", "tanh", "--width", "8", "--out")]
    [InlineData("network", "fisher", "--activation", "tanh", "--plot")]
    [InlineData("network", "phase", "--activation", "tanh", "--diagram")]
    [InlineData("law", "mp(0.5)", "--plot")]
    public void A_file_in_a_folder_that_does_not_exist_is_refused_and_no_folder_is_made(params string[] arguments)
    {
        string missing = Path.Combine(folder, "missing"), ending = arguments[^1] == "--out" ? ".npy" : ".svg";
        (int code, string output, string error) = Run([.. arguments, Path.Combine(missing, "a" + ending)]);
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains("its folder does not exist", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(missing));
    }

    [Fact]
    public void An_interrupted_sample_leaves_no_file_behind()
    {
        string file = Path.Combine(folder, "a.csv");
        using CancellationTokenSource source = new();
        source.CancelAfter(TimeSpan.FromMilliseconds(300.0));
        using StringWriter output = new(), error = new();
        FreeSpectra.Validation.Simulation.SamplingPlan plan = new(
            FreeSpectra.Networks.NetworkSpecification.Uniform(FreeSpectra.Networks.Activations.ActivationParser.Parse("relu"), 3),
            FreeSpectra.Validation.Simulation.SpectrumKind.Fisher, 200, 100_000, 1);
        ExitCode code = SampleCommand.Run(
            () => plan, () => FreeSpectra.Numerics.LinearAlgebra.DenseKernels.Select(), () => 2, file, json: false, output, error, source.Token);
        Assert.Equal(ExitCode.Interrupted, code);
        Assert.Empty(output.ToString());
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData("--width", "1", "--width must be an integer from 2 to 46000, but is '1'.")]
    [InlineData("--width", "-5", "--width must be an integer from 2 to 46000, but is '-5'.")]
    [InlineData("--draws", "0", "--draws must be an integer from 1 to 1000000, but is '0'.")]
    [InlineData("--seed", "x", "--seed must be an integer from 0 to 18446744073709551615, but is 'x'.")]
    [InlineData("--kernels", "cuda", "--kernels must be auto, openblas or managed, but is 'cuda'.")]
    [InlineData("--out", "eigenvalues.txt", "a file of eigenvalues must end in .csv or .npy, but is 'eigenvalues.txt'.")]
    [InlineData("--norm", "layer", "norm must be none to sample H_L, but is layer.")]
    [InlineData("--widths", "1,2,1", "widths must be equal for haar weights, but layer 0 has 40 units and layer 1 has 80.")]
    public void Bad_input_gives_one_line_and_exit_code_two(string option, string value, string message)
    {
        string[] rest = option is "--width" or "--draws" or "--seed"
            ? [.. Small.Take(Array.IndexOf(Small, option)), .. Small.Skip(Array.IndexOf(Small, option) + 2)]
            : Small;
        (int code, string output, string error) = Run(["sample", "fisher", .. rest, option, value]);
        Assert.Equal((2, "", $"freespectra sample: {message}\n"), (code, output, error));
    }

    [Theory]
    [InlineData("1.5\nNaN\n", "line 2 is 'NaN'")]
    [InlineData("1.5\nx\n", "line 2 is 'x'")]
    [InlineData("", "but is empty")]
    public void An_unusable_eigenvalue_file_is_refused_in_one_line(string content, string message)
    {
        string file = Path.Combine(folder, "bad.csv");
        File.WriteAllText(file, content);
        (int code, _, string error) = Run(["compare", "--activation", "relu", "--eigenvalues", file]);
        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void An_NPY_file_that_is_cut_off_or_not_finite_is_refused()
    {
        string file = Path.Combine(folder, "a.npy");
        Run(["sample", "fisher", .. Small, "--out", file]);
        byte[] bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..^8]);
        Assert.Equal(2, Run(["compare", "--activation", "relu", "--eigenvalues", file]).Code);
        BitConverter.GetBytes(double.NaN).CopyTo(bytes, bytes.Length - 8);
        File.WriteAllBytes(file, bytes);
        Assert.Equal(2, Run(["compare", "--activation", "relu", "--eigenvalues", file]).Code);
        Assert.Equal(2, Run(["compare", "--activation", "relu", "--eigenvalues", Path.Combine(folder, "absent.npy")]).Code);
    }

    private static (int Code, string Output, string Error) Run(string[] arguments)
    {
        using StringWriter output = new(), error = new();
        output.NewLine = error.NewLine = "\n";
        return (Application.Run(arguments, output, error), output.ToString(), error.ToString());
    }
}
