using FreeSpectra.Networks.Statistics;

namespace FreeSpectra.Validation.Statements.WSS19;

/// <summary>One drawn convolutional rectifier network with a fully connected head of one output, and its back-propagation.</summary>
/// <remarks>
/// With normalisation, mean and deviation are those of each channel and site over the batch, and are held fixed in the derivative, as
/// the claims have it. The head is a convolution whose only window is the whole map.
/// </remarks>
internal sealed class ConvolutionalNetwork
{
    private readonly ConvolutionGeometry geometry;
    private readonly int samples;
    private readonly double[][] weights;
    private readonly double[][] biases;
    private readonly int[][][] windows;
    private readonly double[][][] signals;
    private readonly double[][][] slopes;
    private readonly double[][][] gradients;

    public ConvolutionalNetwork(
        ConvolutionGeometry geometry, double weightVariance, double biasVariance, double? gain, int samples, RandomSource random)
    {
        this.geometry = geometry;
        this.samples = samples;
        int depth = geometry.Depth;
        windows = [.. Enumerable.Range(1, depth).Select(Windows)];
        weights = [.. Enumerable.Range(1, depth).Select(l => Normal(random, Outputs(l) * geometry.FanIn(l - 1), weightVariance / geometry.FanIn(l - 1)))];
        biases = [.. Enumerable.Range(1, depth).Select(l => Normal(random, Outputs(l), biasVariance))];
        signals = new double[depth][][];
        slopes = new double[depth][][];
        gradients = new double[depth + 1][][];
        signals[0] = [.. Enumerable.Range(0, samples).Select(_ => Normal(random, geometry.Channels[0] * geometry.Sites(0), 1.0))];
        for (int l = 1; l < depth; l++)
        {
            Activate(l, [.. signals[l - 1].Select(h => PreActivation(l, h))], gain);
        }

        gradients[depth] = [.. Enumerable.Repeat((double[])[1.0], samples)];
        for (int l = depth - 1; l >= 1; l--)
        {
            gradients[l] = [.. Enumerable.Range(0, samples).Select(t => Back(l, gradients[l + 1][t], slopes[l][t]))];
        }
    }

    /// <summary>q̂, q̂_xy and q̂_αβ,xy of layer ℓ = 0, …, L − 1: means over units and sites.</summary>
    public (double Moment, double Cross, double Apart) Activation(int layer) => Overlaps(signals[layer], geometry.Channels[layer], 1.0 / geometry.Channels[layer]);

    /// <summary>q̃, q̃_xy and q̃_αβ,xy of layer ℓ = 1, …, L − 1: sums over units, means over sites.</summary>
    public (double Moment, double Cross, double Apart) Gradient(int layer) => Overlaps(gradients[layer], geometry.Channels[layer], 1.0);

    /// <summary>λ_max of the Fisher matrix of weights and biases, by the Gram matrix of the gradients.</summary>
    public double LargestEigenvalue()
    {
        var gram = new double[samples, samples];
        for (int l = 1; l <= geometry.Depth; l++)
        {
            double[][] g = [.. Enumerable.Range(0, samples).Select(t => ParameterGradient(l, gradients[l][t], signals[l - 1][t]))];
            for (int s = 0; s < samples; s++)
            {
                for (int t = 0; t <= s; t++)
                {
                    double dot = Dot(g[s], g[t]) / samples;
                    gram[s, t] += dot;
                    gram[t, s] = gram[s, t];
                }
            }
        }

        return SmallMatrix.Eigenvalues(gram)[^1];
    }

    private int Outputs(int layer) => layer == geometry.Depth ? 1 : geometry.Channels[layer];

    private int[][] Windows(int layer)
    {
        if (layer == geometry.Depth)
        {
            return [[.. Enumerable.Range(0, geometry.Sites(layer - 1))]];
        }

        (int height, int width) = geometry.Sides[layer];
        return
        [
            .. from row in Enumerable.Range(0, height)
               from column in Enumerable.Range(0, width)
               select (
                   from i in Enumerable.Range(0, geometry.Kernel)
                   from j in Enumerable.Range(0, geometry.Kernel)
                   select (((row * geometry.Stride) + i) * geometry.Sides[layer - 1].Width) + (column * geometry.Stride) + j).ToArray(),
        ];
    }

    private double[] PreActivation(int layer, double[] h)
    {
        int[][] places = windows[layer - 1];
        int sites = places.Length, below = geometry.Sites(layer - 1), window = places[0].Length, fanIn = geometry.FanIn(layer - 1);
        var z = new double[Outputs(layer) * sites];
        var patch = new double[fanIn];
        for (int a = 0; a < sites; a++)
        {
            for (int k = 0; k < fanIn; k++)
            {
                patch[k] = h[(k / window * below) + places[a][k % window]];
            }

            for (int i = 0; i < Outputs(layer); i++)
            {
                z[(i * sites) + a] = biases[layer - 1][i]
                    + Dot(weights[layer - 1].AsSpan(i * fanIn, fanIn), patch);
            }
        }

        return z;
    }

    private void Activate(int layer, double[][] z, double? gain)
    {
        int size = z[0].Length;
        signals[layer] = [.. Enumerable.Range(0, samples).Select(_ => new double[size])];
        slopes[layer] = [.. Enumerable.Range(0, samples).Select(_ => new double[size])];
        for (int i = 0; i < size; i++)
        {
            double mean = gain is null ? 0.0 : z.Average(row => row[i]);
            double scale = gain is { } g ? g / Math.Sqrt(z.Average(row => (row[i] - mean) * (row[i] - mean))) : 1.0;
            for (int t = 0; t < samples; t++)
            {
                double u = scale * (z[t][i] - mean);
                (signals[layer][t][i], slopes[layer][t][i]) = u > 0.0 ? (u, scale) : (0.0, 0.0);
            }
        }
    }

    private double[] Back(int layer, double[] above, double[] slope)
    {
        int[][] places = windows[layer];
        int sites = geometry.Sites(layer), window = places[0].Length, fanIn = geometry.FanIn(layer);
        var delta = new double[geometry.Channels[layer] * sites];
        var patch = new double[fanIn];
        for (int a = 0; a < places.Length; a++)
        {
            Array.Clear(patch);
            for (int i = 0; i < Outputs(layer + 1); i++)
            {
                double factor = above[(i * places.Length) + a];
                ReadOnlySpan<double> row = weights[layer].AsSpan(i * fanIn, fanIn);
                for (int k = 0; k < fanIn; k++)
                {
                    patch[k] += factor * row[k];
                }
            }

            for (int k = 0; k < fanIn; k++)
            {
                delta[(k / window * sites) + places[a][k % window]] += patch[k];
            }
        }

        return [.. delta.Zip(slope, (d, s) => d * s)];
    }

    private double[] ParameterGradient(int layer, double[] delta, double[] h)
    {
        int[][] places = windows[layer - 1];
        int below = geometry.Sites(layer - 1), window = places[0].Length, fanIn = geometry.FanIn(layer - 1), outputs = Outputs(layer);
        var gradient = new double[outputs * (fanIn + 1)];
        for (int a = 0; a < places.Length; a++)
        {
            for (int i = 0; i < outputs; i++)
            {
                double d = delta[(i * places.Length) + a];
                int row = i * (fanIn + 1);
                for (int k = 0; k < fanIn && d != 0.0; k++)
                {
                    gradient[row + k] += d * h[(k / window * below) + places[a][k % window]];
                }

                gradient[row + fanIn] += d;
            }
        }

        return gradient;
    }

    private (double Moment, double Cross, double Apart) Overlaps(double[][] values, int channels, double scale)
    {
        int sites = values[0].Length / channels;
        double moment = 0.0, cross = 0.0, apart = 0.0;
        for (int i = 0; i < channels; i++)
        {
            double[] siteSums = new double[sites], squares = new double[sites];
            double total = 0.0, ownSquares = 0.0;
            foreach (double[] row in values)
            {
                double own = 0.0;
                for (int a = 0; a < sites; a++)
                {
                    double value = row[(i * sites) + a];
                    siteSums[a] += value;
                    squares[a] += value * value;
                    own += value;
                }

                total += own;
                ownSquares += own * own;
            }

            // Sums over pairs of different samples: the square of the sum less the same sample's share.
            double sameSite = siteSums.Sum(x => x * x) - squares.Sum();
            moment += squares.Sum();
            cross += sameSite;
            apart += (total * total) - ownSquares - sameSite;
        }

        double pairs = samples * (samples - 1.0);
        return (scale * moment / (samples * sites), scale * cross / (pairs * sites), sites > 1 ? scale * apart / (pairs * sites * (sites - 1.0)) : 0.0);
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0.0;
        for (int k = 0; k < x.Length; k++)
        {
            sum += x[k] * y[k];
        }

        return sum;
    }

    private static double[] Normal(RandomSource random, int count, double variance)
    {
        var values = new double[count];
        random.FillNormal(values);
        double deviation = Math.Sqrt(variance);
        return [.. values.Select(x => deviation * x)];
    }
}
