using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Validation;

namespace FreeSpectra.Tests.Validation.Models;

/// <summary>
/// Boolean and monotone sums have matrices in a vector state: with P the projection on ξ, A⊗P and P⊗B are Boolean independent
/// and A⊗P and I⊗B monotone independent in the state of ξ⊗ξ, for any matrices A and B.
/// </summary>
public sealed class VectorStateTests
{
    private const int Order = 60;
    private const int Replicates = 64;

    /// <summary>Diagonal A, B and ξ with the weights as squares: the moments are exact, with no limit and no sampling.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Moments_in_the_vector_state_are_those_of_the_law(bool monotone)
    {
        Atomic first = new(new Atom(-1.0, 0.2), new Atom(0.5, 0.5), new Atom(2.0, 0.3));
        Atomic second = new(new Atom(-0.7, 0.6), new Atom(1.1, 0.4));
        SpectralMeasure law = monotone ? first.MonotoneSum(second) : first.BooleanSum(second);
        double[] moments = Moments(Diagonal(first), Root(first), Diagonal(second), Root(second), monotone, 7);
        for (int k = 1; k <= 7; k++)
        {
            Close.To(law.Moment(k), moments[k], 1e-11 * (1.0 + Math.Abs(moments[k])), $"moment {k}");
        }

        Assert.True(Math.Abs(moments[4] - first.FreeSum(second).Moment(4)) > 0.01, "the free sum is another law");
    }

    /// <summary>Gaussian A and B: the state of a fixed vector tends to the semicircle; 64 replicates, 6 standard errors, a bias of 20/n.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gaussian_matrices_follow_the_law_and_not_a_neighbour(bool monotone)
    {
        RandomSource random = new(77);
        double[][] samples = new double[Replicates][];
        double[] vector = new double[Order];
        vector[0] = 1.0;
        for (int r = 0; r < Replicates; r++)
        {
            RandomSource stream = random.Substream(r);
            samples[r] = Moments(Gaussian(stream.Substream(0)), vector, Gaussian(stream.Substream(1)), vector, monotone, 4);
        }


        // 2 + 2 from A⁴ and B⁴; AABB and BBAA in each case, ABBA too for monotone, and BAAB as well for free independence.
        double law = monotone ? 7.0 : 6.0;
        const double neighbour = 8.0;
        double mean = samples.Average(m => m[4]);
        double error = Math.Sqrt(samples.Average(m => (m[4] - mean) * (m[4] - mean)) / (Replicates - 1));
        double bias = 20.0 / Order;
        Assert.True(Math.Abs(mean - law) <= (6.0 * error) + bias, $"{mean} for {law}, standard error {error}");
        Assert.True(Math.Abs(mean - neighbour) > (2.0 * error) + bias, $"{mean} does not tell the law from {neighbour}");
    }

    private static double[,] Diagonal(Atomic law)
    {
        double[,] matrix = new double[law.Atoms.Length, law.Atoms.Length];
        for (int i = 0; i < law.Atoms.Length; i++)
        {
            matrix[i, i] = law.Atoms[i].Location;
        }

        return matrix;
    }

    private static double[] Root(Atomic law) => [.. law.Atoms.Select(atom => Math.Sqrt(atom.Weight))];

    private static double[,] Gaussian(RandomSource random)
    {
        double[] entries = new double[Order * Order];
        random.FillNormal(entries);
        double[,] matrix = new double[Order, Order];
        for (int i = 0; i < Order; i++)
        {
            for (int j = 0; j < Order; j++)
            {
                matrix[i, j] = (entries[i + (j * Order)] + entries[j + (i * Order)]) / Math.Sqrt(2.0 * Order);
            }
        }

        return matrix;
    }

    /// <summary>⟨ξ⊗η, Xᵏ ξ⊗η⟩ for X = A⊗P_η + (I or P_ξ)⊗B, with a vector of the product space as a matrix.</summary>
    private static double[] Moments(double[,] a, double[] xi, double[,] b, double[] eta, bool monotone, int count)
    {
        int n = xi.Length;
        int m = eta.Length;
        double[,] v = new double[n, m];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < m; j++)
            {
                v[i, j] = xi[i] * eta[j];
            }
        }

        double[,] start = v;
        double[] moments = new double[count + 1];
        for (int k = 0; k <= count; k++)
        {
            double[,] next = new double[n, m];
            double[] onEta = new double[n];
            double[] onXi = new double[m];
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < m; j++)
                {
                    moments[k] += start[i, j] * v[i, j];
                    onEta[i] += v[i, j] * eta[j];
                    onXi[j] += v[i, j] * xi[i];
                }
            }

            for (int i = 0; i < n; i++)
            {
                double left = 0.0;
                for (int l = 0; l < n; l++)
                {
                    left += a[i, l] * onEta[l];
                }

                for (int j = 0; j < m; j++)
                {
                    double right = 0.0;
                    for (int l = 0; l < m; l++)
                    {
                        right += b[j, l] * (monotone ? v[i, l] : xi[i] * onXi[l]);
                    }

                    next[i, j] = (left * eta[j]) + right;
                }
            }

            v = next;
        }

        return moments;
    }
}
