using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Complex = System.Numerics.Complex;

namespace FreeSpectra.Transforms.Deconvolution;

/// <summary>Weights on a grid whose Cauchy transform is nearest to given values at given points: a convex problem.</summary>
/// <remarks>
/// <para>
/// At every z of the upper half-plane the noise fixes a point w(z) with G_ρ(w) known from the samples. The weights minimise the
/// squared differences there, subject to being ≥ 0 with sum 1, by the active-set method of Lawson and Hanson. Neighbours on the grid
/// stand for an atom between them and are joined.
/// </para>
/// <para>The points lie at heights of n^(−½) and 4n^(−½) of the range: nearer to the axis the samples are only noise.</para>
/// <para>Source: [EK08] §3; [LH74] ch. 23.</para>
/// </remarks>
internal sealed class PopulationSearch
{
    private const int Nodes = 161;
    private const int Points = 80;
    private const double SumWeight = 1e3;
    private const double Negligible = 1e-6;

    private readonly EmpiricalLaw measured;
    private readonly double[] grid;
    private readonly List<double[]> rows = [];
    private readonly List<double> targets = [];

    /// <summary>Creates the grid.</summary>
    public PopulationSearch(EmpiricalLaw measured, double low, double high)
    {
        this.measured = measured;
        double width = Math.Max(high - low, 1e-9 * Math.Max(Math.Abs(low), Math.Abs(high)) + 1e-300);
        grid = [.. Enumerable.Range(0, Nodes).Select(j => low + (width * j / (Nodes - 1.0)))];
        rows.Add([.. Enumerable.Repeat(SumWeight, Nodes)]);
        targets.Add(SumWeight);
    }

    /// <summary>Asks for G(w(z)) = value(z) at points z over the samples.</summary>
    public void AddRows(Func<Complex, Complex> point, Func<Complex, Complex> value)
    {
        double range = Math.Max(measured.TopOfSupport - measured.BottomOfSupport, 1e-300);
        foreach (double factor in new[] { 1.0, 4.0 })
        {
            double height = factor * range / Math.Sqrt(measured.Count);
            for (int k = 0; k < Points; k++)
            {
                Complex z = new(measured.BottomOfSupport - height + ((range + (2.0 * height)) * k / (Points - 1.0)), height);
                Complex w = point(z);
                Complex g = value(z);
                double weight = range * factor;
                rows.Add([.. grid.Select(t => weight * (1.0 / (w - t)).Real)]);
                targets.Add(weight * g.Real);
                rows.Add([.. grid.Select(t => weight * (1.0 / (w - t)).Imaginary)]);
                targets.Add(weight * g.Imaginary);
            }
        }
    }

    /// <summary>The best law.</summary>
    public Atomic Solve()
    {
        double[] weights = NonNegative(Matrix<double>.Build.DenseOfRowArrays(rows), Vector<double>.Build.DenseOfEnumerable(targets));
        List<(double Place, double Weight)> atoms = [];
        int last = int.MinValue;
        for (int j = 0; j < weights.Length; j++)
        {
            if (weights[j] <= Negligible)
            {
                continue;
            }

            if (last == j - 1)
            {
                (double place, double weight) = atoms[^1];
                double sum = weight + weights[j];
                atoms[^1] = (((place * weight) + (grid[j] * weights[j])) / sum, sum);
            }
            else
            {
                atoms.Add((grid[j], weights[j]));
            }

            last = j;
        }

        double total = atoms.Sum(atom => atom.Weight);
        return new Atomic(atoms.Select(atom => new Atom(atom.Place, Math.Min(1.0, atom.Weight / total))));
    }

    /// <summary>min ‖Ap − b‖ over p ≥ 0.</summary>
    private static double[] NonNegative(Matrix<double> a, Vector<double> b)
    {
        const int maxRounds = 1_000;
        int n = a.ColumnCount;
        double[] p = new double[n];
        List<int> passive = [];
        for (int round = 0; round < maxRounds; round++)
        {
            Vector<double> gradient = a.TransposeThisAndMultiply(b - (a * Vector<double>.Build.Dense(p)));
            int best = -1;
            double most = 1e-9 * b.L2Norm();
            for (int j = 0; j < n; j++)
            {
                if (!passive.Contains(j) && gradient[j] > most)
                {
                    (best, most) = (j, gradient[j]);
                }
            }

            if (best < 0)
            {
                return p;
            }

            passive.Add(best);
            if (!Descend(a, b, p, passive, best))
            {
                return p;
            }
        }

        throw new NonConvergenceException("The fit of a population", n, maxRounds, null, "Use fewer or rounder eigenvalues.");
    }

    /// <summary>Moves to the least-squares solution on the passive set, dropping weights that would fall below 0.</summary>
    private static bool Descend(Matrix<double> a, Vector<double> b, double[] p, List<int> passive, int entered)
    {
        while (true)
        {
            Vector<double> solution = Matrix<double>.Build.DenseOfColumnVectors(passive.Select(a.Column)).QR().Solve(b);
            int entry = passive.IndexOf(entered);
            if (entry >= 0 && !(solution[entry] > 0.0) && p[entered] == 0.0)
            {
                // Rounding: the gradient promised a descent that there is not.
                passive.Remove(entered);
                return false;
            }

            double step = 1.0;
            for (int i = 0; i < passive.Count; i++)
            {
                if (!(solution[i] > 0.0))
                {
                    step = Math.Min(step, p[passive[i]] / (p[passive[i]] - solution[i]));
                }
            }

            for (int i = 0; i < passive.Count; i++)
            {
                p[passive[i]] += step * (solution[i] - p[passive[i]]);
            }

            if (step == 1.0)
            {
                return true;
            }

            for (int i = passive.Count - 1; i >= 0; i--)
            {
                if (p[passive[i]] <= 1e-15)
                {
                    p[passive[i]] = 0.0;
                    passive.RemoveAt(i);
                }
            }
        }
    }
}
