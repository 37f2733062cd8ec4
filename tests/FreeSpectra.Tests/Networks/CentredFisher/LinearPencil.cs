using System.Numerics;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;

namespace FreeSpectra.Tests.Networks.CentredFisher;

/// <summary>The plain form of the law: 8 × 8 blocks of the linear pencil, averaged over (a, v̄), by damped iteration.</summary>
/// <remarks>
/// Nothing is shared with the code under test: conditional expectations by a trapezoidal rule in ũ (smooth activations only), averages
/// by trapezoidal rules in a and v̄, blocks inverted by elimination. Slow; for points well above the axis.
/// </remarks>
internal static class LinearPencil
{
    private const double Step = 0.35;
    private const double Reach = 8.5;

    /// <summary>τ₀(z) = lim (1/T) tr (G F* G − z)⁻¹.</summary>
    public static Complex Trace(NetworkSpecification network, double samplesPerWidth, Complex z)
    {
        int depth = network.Depth;
        double[] ratio = [.. Enumerable.Range(0, depth).Select(l =>
            (l == 0 ? network.InputRelativeWidth : network.Layers[l - 1].RelativeWidth) / samplesPerWidth)];
        double Sigma(int l) => network.Layers[l - 1].WeightVariance;
        double[] hat = new double[depth], hatGap = new double[depth], tilde = new double[depth + 1], tildeGap = new double[depth + 1];
        hatGap[0] = network.InputMoment;
        Unit[][] units = new Unit[depth][];
        for (int l = 1; l < depth; l++)
        {
            double common = (Sigma(l) * hat[l - 1]) + network.Layers[l - 1].BiasVariance;
            units[l] = Units(network.Layers[l - 1].Activation!, common, Sigma(l) * hatGap[l - 1]);
            hat[l] = units[l].Sum(u => u.Weight * u.Mean * u.Mean);
            hatGap[l] = units[l].Sum(u => u.Weight * u.Variance);
        }

        tilde[depth] = 1.0;
        for (int l = depth - 1; l >= 1; l--)
        {
            double square = units[l].Sum(u => u.Weight * u.SlopeSquare), mean = units[l].Sum(u => u.Weight * u.Slope * u.Slope);
            tilde[l] = Sigma(l + 1) * tilde[l + 1] * mean;
            tildeGap[l] = (Sigma(l + 1) * (tilde[l + 1] + tildeGap[l + 1]) * square) - tilde[l];
        }

        double floor = Enumerable.Range(1, depth).Sum(l => ratio[l - 1] * tildeGap[l] * hatGap[l - 1]);
        Complex trace = -1.0 / z;
        var average = new Complex[depth][,];
        for (int l = 0; l < depth; l++)
        {
            average[l] = new Complex[8, 8];
        }

        for (int iteration = 0; iteration < 2000; iteration++)
        {
            var next = new Complex[depth][,];
            Complex hh = tilde[1] - (depth > 1 ? Sigma(1) * ratio[1] / ratio[0] * average[1][4, 4] : 0.0);
            Complex p0 = -network.InputMoment * trace;
            Complex determinant = (hh * p0) - 1.0;
            next[0] = new Complex[8, 8];
            next[0][1, 1] = p0 / determinant;
            next[0][5, 5] = hh / determinant;
            Complex sum = ratio[0] * network.InputMoment * next[0][5, 5];
            for (int l = 1; l < depth; l++)
            {
                next[l] = new Complex[8, 8];
                Complex energyH = tilde[l + 1] - (l + 1 < depth ? Sigma(l + 1) * ratio[l + 1] / ratio[l] * average[l + 1][4, 4] : 0.0);
                Complex energyD = (ratio[l - 1] * hat[l - 1]) - (l >= 2 ? Sigma(l) * average[l - 1][7, 7] : 0.0);
                Complex alpha = -Sigma(l) * average[l - 1][1, 1];
                Complex beta = l + 1 < depth ? -Sigma(l + 1) * ratio[l + 1] / ratio[l] * average[l + 1][2, 2] : 0.0;
                double signal = Sigma(l + 1) * tilde[l + 1] / ratio[l], sample = Sigma(l + 1) * tildeGap[l + 1] / ratio[l];
                foreach (Unit unit in units[l])
                {
                    foreach ((double g, double weight) in Normal())
                    {
                        double v = Math.Sqrt(signal) * g, w = weight * unit.Weight;
                        double cross = v * unit.CrossNoise;
                        double noise = (v * v * unit.SlopeNoise) + ((unit.SlopeSquare - (unit.Slope * unit.Slope)) * sample);
                        Complex[,] block = Block(unit, v, energyH, energyD, alpha, beta, trace, cross, noise);
                        Complex[,] inverse = Inverse(block);
                        for (int i = 0; i < 8; i++)
                        {
                            for (int j = 0; j < 8; j++)
                            {
                                next[l][i, j] += w * inverse[i, j];
                            }
                        }

                        sum += ratio[l] * w * ((unit.Noise * inverse[5, 5]) + (2.0 * cross * inverse[5, 6]) + (noise * inverse[6, 6]));
                    }
                }
            }

            Complex updated = 1.0 / (floor - z - sum);
            double change = Complex.Abs(updated - trace) / Complex.Abs(trace);
            trace = 0.5 * (trace + updated);
            for (int l = 0; l < depth; l++)
            {
                for (int i = 0; i < 8; i++)
                {
                    for (int j = 0; j < 8; j++)
                    {
                        Complex value = 0.5 * (average[l][i, j] + next[l][i, j]);
                        change = i == j ? Math.Max(change, Complex.Abs(value - average[l][i, j])) : change;
                        average[l][i, j] = value;
                    }
                }
            }

            if (change < 1e-12)
            {
                return trace;
            }
        }

        throw new InvalidOperationException("The pencil's iteration did not settle.");
    }

    private static Complex[,] Block(
        Unit unit, double v, Complex energyH, Complex energyD, Complex alpha, Complex beta, Complex trace, double cross, double noise)
    {
        // (ũ, h, δ, ṽ, α, p, r, β)
        var m = new Complex[8, 8];
        void Set(int i, int j, Complex value) => m[i, j] = m[j, i] = value;
        Set(1, 1, energyH);
        Set(2, 2, energyD);
        Set(4, 4, alpha);
        Set(7, 7, beta);
        Set(5, 5, -trace * unit.Noise);
        Set(5, 6, -trace * cross);
        Set(6, 6, -trace * noise);
        Set(0, 4, 1.0);
        Set(1, 5, 1.0);
        Set(2, 6, 1.0);
        Set(3, 7, 1.0);
        Set(0, 5, -unit.Gain);
        Set(0, 6, -v * unit.SlopeGain);
        Set(3, 6, -unit.Slope);
        return m;
    }

    private static Complex[,] Inverse(Complex[,] matrix)
    {
        const int N = 8;
        var a = (Complex[,])matrix.Clone();
        var inverse = new Complex[N, N];
        for (int i = 0; i < N; i++)
        {
            inverse[i, i] = 1.0;
        }

        for (int k = 0; k < N; k++)
        {
            int pivot = Enumerable.Range(k, N - k).MaxBy(i => Complex.Abs(a[i, k]));
            for (int j = 0; j < N; j++)
            {
                (a[k, j], a[pivot, j]) = (a[pivot, j], a[k, j]);
                (inverse[k, j], inverse[pivot, j]) = (inverse[pivot, j], inverse[k, j]);
            }

            Complex scale = 1.0 / a[k, k];
            for (int j = 0; j < N; j++)
            {
                a[k, j] *= scale;
                inverse[k, j] *= scale;
            }

            for (int i = 0; i < N; i++)
            {
                Complex factor = a[i, k];
                if (i == k || factor == Complex.Zero)
                {
                    continue;
                }

                for (int j = 0; j < N; j++)
                {
                    a[i, j] -= factor * a[k, j];
                    inverse[i, j] -= factor * inverse[k, j];
                }
            }
        }

        return inverse;
    }

    private static IEnumerable<(double Node, double Weight)> Normal(double step = Step)
    {
        int half = (int)Math.Ceiling(Reach / step);
        for (int k = -half; k <= half; k++)
        {
            double x = k * step;
            yield return (x, step * Math.Exp(-0.5 * x * x) / Math.Sqrt(2.0 * Math.PI));
        }
    }

    private static Unit[] Units(Activation phi, double common, double residual) =>
    [
        .. (common > 0.0 ? Normal() : [(0.0, 1.0)]).Select(node =>
        {
            double a = Math.Sqrt(common) * node.Item1, root = Math.Sqrt(residual);
            double E(Func<double, double> f) => Normal(0.1).Sum(x => x.Weight * f(root * x.Node));
            double mean = E(u => phi.Value(a + u)), slope = E(u => phi.Derivative(a + u));
            double gain = E(u => phi.Value(a + u) * u) / residual, slopeGain = E(u => phi.Derivative(a + u) * u) / residual;
            double variance = E(u => phi.Value(a + u) * phi.Value(a + u)) - (mean * mean);
            double square = E(u => phi.Derivative(a + u) * phi.Derivative(a + u));
            double cross = E(u => phi.Value(a + u) * phi.Derivative(a + u)) - (mean * slope);
            return new Unit(
                node.Item2, mean, slope, square, variance, gain, slopeGain,
                variance - (gain * gain * residual),
                square - (slope * slope) - (slopeGain * slopeGain * residual),
                cross - (gain * slopeGain * residual));
        }),
    ];

    private sealed record Unit(
        double Weight, double Mean, double Slope, double SlopeSquare, double Variance, double Gain, double SlopeGain, double Noise,
        double SlopeNoise, double CrossNoise);
}
