using FreeSpectra.Cli;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Validation;
using FreeSpectra.Validation.Simulation;

namespace FreeSpectra.Tests.Validation.Simulation;

/// <summary>Θ on several inputs without its matrix, against the dense one of the same network.</summary>
public sealed class StochasticSpectrumTests
{
    private static readonly IDenseKernels Kernels = DenseKernels.Select();

    private static NetworkSpecification Network(string activation) => NetworkSpecification.Uniform(ActivationParser.Parse(activation), 4, 1.2);

    /// <summary>Every column of a small Θ: the sum of squares and the trace are those of the eigenvalues.</summary>
    [Theory]
    [InlineData("relu", 5, 0.3)]
    [InlineData("tanh", 3, 0.0)]
    [InlineData("hard-tanh:s=1,g=1", 1, 0.0)]
    public void The_operator_is_the_dense_matrix(string activation, int inputs, double correlation)
    {
        const int width = 12;
        SeveralInputs dense = SeveralInputs.Draw(Network(activation), width, inputs, correlation, new RandomSource(5), Kernels);
        SeveralInputsOperator free = SeveralInputsOperator.Draw(Network(activation), width, inputs, correlation, new RandomSource(5), Kernels);
        int size = free.Size;
        double[] matrix = new double[size * size], column = new double[size], unit = new double[size], values = new double[size];
        for (int j = 0; j < size; j++)
        {
            Array.Clear(unit);
            unit[j] = 1.0;
            free.Apply(unit, column);
            column.CopyTo(matrix, j * size);
        }

        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Assert.Equal(matrix[(j * size) + i], matrix[(i * size) + j], 1e-13);
            }
        }

        Kernels.SymmetricEigenvalues(size, matrix, values);
        Assert.All(values.Zip(dense.Whole.Eigenvalues), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        Assert.Equal(dense.Gram.Eigenvalues[^1], free.Gram.Eigenvalues[^1], 1e-14);
    }

    /// <summary>The moments and shares within 5 standard errors (6e-7 false alarms) and the resolution; the ends within their own error.</summary>
    [Fact]
    public void Extreme_eigenvalues_and_shares_are_those_of_the_dense_matrix()
    {
        SeveralInputs dense = SeveralInputs.Draw(Network("relu"), 60, 8, 0.2, new RandomSource(7), Kernels);
        SeveralInputsOperator free = SeveralInputsOperator.Draw(Network("relu"), 60, 8, 0.2, new RandomSource(7), Kernels);
        StochasticSpectrum spectrum = StochasticSpectrum.Of(free.Apply, free.Size, 24, 60, new RandomSource(8), TestContext.Current.CancellationToken);
        Assert.Equal(dense.Whole.Eigenvalues[^1], spectrum.Largest.Value, Math.Max(spectrum.Largest.Error, 1e-11));
        Assert.True(spectrum.Largest.Error < 1e-8 * spectrum.Largest.Value, $"{spectrum.Largest}");
        Assert.InRange(spectrum.Smallest.Value - dense.Whole.Eigenvalues[0], -1e-11, 0.05);
        foreach (int power in (int[])[1, 2, 3])
        {
            (double value, double error) = spectrum.Average(x => Math.Pow(x, power));
            Assert.InRange(value - dense.Whole.Eigenvalues.Average(x => Math.Pow(x, power)), -5.0 * error, 5.0 * error);
        }

        foreach (double level in (double[])[0.1, 0.3, 0.5, 0.7, 0.9])
        {
            double x = dense.Whole.Quantile(level);
            SpectralShare share = spectrum.ShareAtMost(x);
            Assert.True(
                Math.Abs(share.Value - dense.Whole.FractionAtMost(x)) <= (5.0 * share.StandardError) + share.Resolution, $"share up to {x}: {share}, dense {level}");
            Assert.True(share.Resolution < 0.1, $"{share}");
        }

        Assert.Equal(1.0, spectrum.Density(15).Sum(bin => bin.Share.Value), 1e-12);
    }

    /// <summary>A quadrature of k steps is exact for polynomials below degree 2k, and for everything once the space is exhausted.</summary>
    [Fact]
    public void Lanczos_finds_the_spectral_measure_of_a_vector()
    {
        double[] eigenvalues = [-2.0, 0.5, 1.0, 3.0, 3.5, 7.0], start = [1.0, 2.0, 0.5, 1.0, 1.0, 0.1];
        double norm = start.Sum(x => x * x);
        void Apply(double[] x, double[] y)
        {
            for (int i = 0; i < x.Length; i++)
            {
                y[i] = eigenvalues[i] * x[i];
            }
        }

        Lanczos three = Lanczos.Run(Apply, start, 3), all = Lanczos.Run(Apply, start, 20);
        for (int power = 0; power < 6; power++)
        {
            double expected = eigenvalues.Zip(start, (x, v) => Math.Pow(x, power) * v * v / norm).Sum();
            Assert.Equal(expected, three.Nodes.Zip(three.Weights, (x, w) => w * Math.Pow(x, power)).Sum(), 1e-10);
        }

        Assert.All(three.Nodes.Zip(three.Residuals), node => Assert.True(eigenvalues.Min(x => Math.Abs(x - node.First)) <= node.Second + 1e-12));
        Assert.Equal(6, all.Nodes.Length);
        Assert.All(all.Nodes.Zip(eigenvalues), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        Assert.Throws<ArgumentOutOfRangeException>(() => Lanczos.Run(Apply, new double[6], 3));
    }

    [Fact]
    public void The_command_gives_the_same_largest_eigenvalue_dense_and_free()
    {
        string[] what = ["sample", "inputs", "--activation", "relu", "--depth", "3", "--weight-variance", "2", "--width", "40", "--inputs", "6", "--seed", "3", "--json"];
        double Largest(params string[] more)
        {
            StringWriter output = new(), error = new();
            Assert.Equal(0, Application.Run([.. what, .. more], output, error));
            using var json = System.Text.Json.JsonDocument.Parse(output.ToString());
            return json.RootElement.GetProperty("largest").GetDouble();
        }

        double dense = Largest("--dense");
        Assert.Equal(dense, Largest(), 1e-9 * dense);
        StringWriter refused = new();
        Assert.Equal(2, Application.Run([.. what, "--dense", "--inputs", "100000"], new StringWriter(), refused));
        Assert.Equal(2, Application.Run([.. what, "--bias-variance", "1"], new StringWriter(), refused));
    }
}
