using System.Collections.Immutable;
using System.Numerics;

namespace FreeSpectra.Networks.CentredFisher;

/// <summary>The equations of the law as the stationary points of one function of O(L) complex numbers.</summary>
/// <remarks>
/// <para>
/// With ζ = z − c₀ and f_l the average of <see cref="UnitAverage"/>,
/// 𝓕 = −ζτ − log τ + R₀ log(1 + Θ_h⁰ q₀ τ) + Σ_{l=1}^{L−1} R_l f_l(τ, Θ_h^l, Θ_δ^l, t_u^l, t_v^l)
/// − Σ_{l=1}^{L−1} (R_{l−1}/σ_l²)(Θ_h^{l−1} − q̃_st^l) t_u^l − Σ_{l=2}^{L−2} (R_l/σ_{l+1}²)(Θ_δ^{l+1} − η_{l+1}) t_v^l.
/// τ = lim (1/T) tr (G F* G − z)⁻¹ = −G(z). Fixed are Θ_h^{L−1} = 1, Θ_δ¹ = 0, Θ_δ² = η_2 and t_v^{L−1} = 0.
/// </para>
/// <para>
/// The wanted stationary point is the only one with τ, t_u, t_v in the upper and Θ_h, Θ_δ in the lower half-plane. The Hessian is
/// complex symmetric. For L = 2 and 3 the equations are those of the scalar fixed point with Θ_1 = Θ_h¹, τ_1 = t_u², τ_1' = t_u¹;
/// in general the 8 × 8 blocks of the linear pencil reduce to them once its linear constraints are eliminated.
/// </para>
/// </remarks>
internal sealed class CentredSystem
{
    private readonly CentredNetwork network;
    private readonly ImmutableArray<UnitAverage> averages;

    // Where the five variables of a layer stand among the unknowns; −1 for a fixed one.
    private readonly int[][] positions;
    private readonly Complex[][] fixedValues;

    /// <summary>Creates the system of a network.</summary>
    public CentredSystem(CentredNetwork network)
    {
        this.network = network;
        int depth = network.Depth;
        averages =
        [
            .. Enumerable.Range(1, depth - 1).Select(l =>
                new UnitAverage(network.Hidden[l - 1], network.CommonSignal(l), network.SampleSignal(l))),
        ];
        positions = [.. Enumerable.Range(0, depth).Select(_ => new[] { 0, -1, -1, -1, -1 })];
        fixedValues = [.. Enumerable.Range(0, depth).Select(_ => new Complex[UnitAverage.Variables])];
        int next = 1;
        var signs = new List<int> { 1 };
        int Take(int sign)
        {
            signs.Add(sign);
            return next++;
        }

        for (int l = 0; l < depth; l++)
        {
            if (l < depth - 1)
            {
                positions[l][UnitAverage.Forward] = Take(-1);
            }
            else
            {
                fixedValues[l][UnitAverage.Forward] = network.Backward[depth];
            }

            if (l >= 1)
            {
                positions[l][UnitAverage.ForwardSignal] = Take(1);
            }

            if (l >= 3)
            {
                positions[l][UnitAverage.Backward] = Take(-1);
            }
            else if (l == 2)
            {
                fixedValues[l][UnitAverage.Backward] = network.BackwardWeight(2);
            }

            if (l >= 2 && l <= depth - 2)
            {
                positions[l][UnitAverage.BackwardSignal] = Take(1);
            }
        }

        Size = next;
        HalfPlanes = [.. signs];
    }

    /// <summary>The number of unknowns; the first one is τ.</summary>
    public int Size { get; }

    /// <summary>The sign of the imaginary part that each unknown must have.</summary>
    public ImmutableArray<int> HalfPlanes { get; }

    /// <summary>The network.</summary>
    public CentredNetwork Network => network;

    /// <summary>Whether unknown i belongs to the backward signals and these carry no weight, so that it is real.</summary>
    public bool IsIdle(int unknown)
    {
        for (int l = 1; l < network.Depth; l++)
        {
            if (positions[l][UnitAverage.Backward] == unknown || positions[l][UnitAverage.BackwardSignal] == unknown)
            {
                return Enumerable.Range(2, network.Depth - 2).All(layer => network.BackwardWeight(layer) == 0.0);
            }
        }

        return false;
    }

    /// <summary>The unknowns to lowest order in τ: where every path starts.</summary>
    public Complex[] Start(Complex trace)
    {
        var x = new Complex[Size];
        x[0] = trace;
        for (int l = 0; l < network.Depth; l++)
        {
            Assign(x, l, UnitAverage.Forward, network.Backward[l + 1]);
            if (l >= 1)
            {
                Assign(x, l, UnitAverage.ForwardSignal, trace * network.WeightVariance[l] * network.OverlapGap[l - 1]);
                Assign(x, l, UnitAverage.Backward, network.BackwardWeight(l));
                Assign(x, l, UnitAverage.BackwardSignal, trace * network.SampleSignal(l));
            }
        }

        return x;
    }

    /// <summary>Gradient and Hessian of 𝓕.</summary>
    /// <param name="x">The unknowns.</param>
    /// <param name="zeta">z − c₀.</param>
    /// <param name="principalValue">On the real axis off the bulk: principal values instead of boundary values.</param>
    /// <param name="coarse">Use the outer rules of twice the step.</param>
    /// <param name="gradient">Overwritten.</param>
    /// <param name="hessian">Overwritten, row by row; empty when only the gradient is wanted.</param>
    public void Evaluate(
        ReadOnlySpan<Complex> x, Complex zeta, bool principalValue, bool coarse, Span<Complex> gradient, Span<Complex> hessian)
    {
        int n = Size;
        gradient.Clear();
        hessian.Clear();
        Complex trace = x[0];
        gradient[0] = -zeta - (1.0 / trace);
        bool curved = !hessian.IsEmpty;
        if (curved)
        {
            hessian[0] = 1.0 / (trace * trace);
        }

        AddInput(x, gradient, hessian);
        Span<Complex> variables = stackalloc Complex[UnitAverage.Variables];
        Span<Complex> slope = stackalloc Complex[UnitAverage.Variables];
        Span<Complex> curvature = curved ? stackalloc Complex[UnitAverage.Variables * UnitAverage.Variables] : [];
        for (int l = 1; l < network.Depth; l++)
        {
            int[] position = positions[l];
            for (int i = 0; i < UnitAverage.Variables; i++)
            {
                variables[i] = position[i] >= 0 ? x[position[i]] : fixedValues[l][i];
            }

            averages[l - 1].Evaluate(variables, principalValue, coarse, slope, curvature);
            double ratio = network.Ratio[l];
            for (int i = 0; i < UnitAverage.Variables; i++)
            {
                if (position[i] < 0)
                {
                    continue;
                }

                gradient[position[i]] += ratio * slope[i];
                for (int j = 0; curved && j < UnitAverage.Variables; j++)
                {
                    if (position[j] >= 0)
                    {
                        hessian[(position[i] * n) + position[j]] += ratio * curvature[(i * UnitAverage.Variables) + j];
                    }
                }
            }
        }

        for (int l = 1; l < network.Depth; l++)
        {
            double stiffness = network.Ratio[l - 1] / network.WeightVariance[l];
            Couple(x, gradient, hessian, positions[l - 1][UnitAverage.Forward], positions[l][UnitAverage.ForwardSignal],
                stiffness, network.Backward[l]);
        }

        for (int l = 2; l <= network.Depth - 2; l++)
        {
            double stiffness = network.Ratio[l] / network.WeightVariance[l + 1];
            Couple(x, gradient, hessian, positions[l + 1][UnitAverage.Backward], positions[l][UnitAverage.BackwardSignal],
                stiffness, network.BackwardWeight(l + 1));
        }
    }

    /// <summary>One sweep x → the right sides of the fixed-point equations, at half weight.</summary>
    public void Relax(Span<Complex> x, Complex zeta, ReadOnlySpan<Complex> gradient)
    {
        const double Damping = 0.5;
        var next = new Complex[Size];
        x.CopyTo(next);
        next[0] = 1.0 / (gradient[0] + (1.0 / x[0]));
        for (int l = 1; l < network.Depth; l++)
        {
            double scale = network.WeightVariance[l] / network.Ratio[l - 1];
            int theta = positions[l - 1][UnitAverage.Forward], signal = positions[l][UnitAverage.ForwardSignal];
            next[theta] += scale * gradient[signal];
            next[signal] += scale * gradient[theta];
        }

        for (int l = 2; l <= network.Depth - 2; l++)
        {
            double scale = network.WeightVariance[l + 1] / network.Ratio[l];
            int theta = positions[l + 1][UnitAverage.Backward], signal = positions[l][UnitAverage.BackwardSignal];
            next[theta] += scale * gradient[signal];
            next[signal] += scale * gradient[theta];
        }

        for (int i = 0; i < Size; i++)
        {
            x[i] += Damping * (next[i] - x[i]);
        }
    }

    /// <summary>Bounds on the size of the terms whose sum is each entry of the gradient: what its rounding error scales with.</summary>
    public double[] TermSizes(ReadOnlySpan<Complex> x, Complex zeta)
    {
        double[] sizes = new double[Size];
        sizes[0] = Complex.Abs(zeta) + Complex.Abs(1.0 / x[0]);
        for (int l = 1; l < network.Depth; l++)
        {
            AddSizes(x, sizes, positions[l - 1][UnitAverage.Forward], positions[l][UnitAverage.ForwardSignal],
                network.Ratio[l - 1] / network.WeightVariance[l]);
        }

        for (int l = 2; l <= network.Depth - 2; l++)
        {
            AddSizes(x, sizes, positions[l + 1][UnitAverage.Backward], positions[l][UnitAverage.BackwardSignal],
                network.Ratio[l] / network.WeightVariance[l + 1]);
        }

        return sizes;
    }

    private static void AddSizes(ReadOnlySpan<Complex> x, double[] sizes, int theta, int signal, double stiffness)
    {
        sizes[theta] += stiffness * Complex.Abs(x[signal]);
        sizes[signal] += stiffness * Complex.Abs(x[theta]);
    }

    private void Assign(Complex[] x, int layer, int variable, Complex value)
    {
        if (positions[layer][variable] >= 0)
        {
            x[positions[layer][variable]] = value;
        }
    }

    private void AddInput(ReadOnlySpan<Complex> x, Span<Complex> gradient, Span<Complex> hessian)
    {
        int n = Size;
        int at = positions[0][UnitAverage.Forward];
        Complex theta = at >= 0 ? x[at] : fixedValues[0][UnitAverage.Forward];
        double ratio = network.Ratio[0], q0 = network.InputMoment;
        Complex inverse = 1.0 / (1.0 + (theta * q0 * x[0]));
        gradient[0] += ratio * q0 * theta * inverse;
        if (at >= 0)
        {
            gradient[at] += ratio * q0 * x[0] * inverse;
        }

        if (hessian.IsEmpty)
        {
            return;
        }

        hessian[0] -= ratio * q0 * q0 * theta * theta * inverse * inverse;
        if (at >= 0)
        {
            hessian[(at * n) + at] -= ratio * q0 * q0 * x[0] * x[0] * inverse * inverse;
            hessian[at] += ratio * q0 * inverse * inverse;
            hessian[at * n] += ratio * q0 * inverse * inverse;
        }
    }

    private void Couple(
        ReadOnlySpan<Complex> x, Span<Complex> gradient, Span<Complex> hessian, int theta, int signal, double stiffness, double bare)
    {
        gradient[theta] -= stiffness * x[signal];
        gradient[signal] -= stiffness * (x[theta] - bare);
        if (hessian.IsEmpty)
        {
            return;
        }

        hessian[(theta * Size) + signal] -= stiffness;
        hessian[(signal * Size) + theta] -= stiffness;
    }
}
