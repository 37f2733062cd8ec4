using System.Collections.Immutable;
using System.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>
/// The equations of a chain whose slope laws have no explicit inverse, as one system in the nodes of every law and v₁ … v_{L−1},
/// with a Newton step in O(L).
/// </summary>
/// <remarks>
/// <para>
/// With K = z − F: F₁ free, K₁ = q₀; h_ν(v) = u = K/F; y = vK; Haar: F' = σ² v K F/(F + K), K' = q + σ² v K²/(F + K).
/// Gaussian weights, r = M_{ℓ+1}/M_ℓ: z' = q + σ² y(u + r), F' = σ² r y, so K' = q + σ² y u.
/// </para>
/// <para>
/// The Newton step eliminates on the way: the increments of a node are affine in that of its F, with which the next layer starts anew;
/// the last equation z_L = z determines the last one, and from it the others follow backwards. Subordination contracts in that
/// direction, so that rounding does not grow with the depth.
/// </para>
/// <para>Source: [HK21] eqs. (10)–(15); [BB07].</para>
/// </remarks>
internal sealed class ImplicitChain
{
    private readonly double q0;
    private readonly SlopeLaw[] slopes;
    private readonly double[] sigma2;
    private readonly double[] q;
    private readonly double[] ratio;
    private readonly bool gaussian;
    private readonly RealInverse[] inverses;

    // A Newton step of log v may be this long; it counts as one of the lesser size.
    private const double LongestLogarithmicStep = 200.0;
    private const double LongStep = 0.6;

    // Below this |1 + h(v)| the increments of a layer go with that of log v: F₁ hardly depends on it.
    private const double Pivot = 1e-3;

    // A Newton step keeps z = F + K in every node, but would mend it one layer at a time.
    private const double Unbalanced = 1e-9;

    public ImplicitChain(double inputMoment, ImmutableArray<ChainLayer> layers, WeightEnsemble weights)
    {
        q0 = inputMoment;
        slopes = [.. layers.Select(layer => layer.Slope)];
        sigma2 = [.. layers.Select(layer => layer.WeightVariance)];
        q = [.. layers.Select(layer => layer.SecondMoment)];
        ratio = [.. layers.Select(layer => layer.WidthRatio)];
        gaussian = weights == WeightEnsemble.Gaussian;
        Dictionary<SlopeLaw, RealInverse> known = new(ReferenceEqualityComparer.Instance);
        foreach (SlopeLaw slope in slopes)
        {
            if (!known.ContainsKey(slope))
            {
                known[slope] = new RealInverse(slope);
            }
        }

        inverses = [.. slopes.Select(slope => known[slope])];
    }

    /// <summary>q₀.</summary>
    public double InputMoment => q0;

    /// <summary>L − 1.</summary>
    public int Steps => slopes.Length;

    public SlopeLaw Slope(int layer) => slopes[layer];

    /// <summary>
    /// One Newton step towards z_L = z; writes the new state. Returns the relative size of the step, +∞ if it failed.
    /// </summary>
    /// <remarks>
    /// Where 1 + h(v) is small, next to a hard edge, F is known to all digits from the layers before while v is not: there every
    /// increment goes with that of log v, of which log z is nearly a linear function.
    /// </remarks>
    /// <param name="z">The target.</param>
    /// <param name="state">Changed in place.</param>
    public double Step(Complex z, ChainState state)
    {
        int n = slopes.Length;
        Span<ChainStep> steps = n <= 32 ? stackalloc ChainStep[n] : new ChainStep[n];
        ChainPoint p = Start(state.Nodes[0]);
        bool pivoted = false;
        for (int i = 0; i < n; i++)
        {
            Complex v = state.V[i];
            Transform h = TransformAt(i, v);
            Complex inverseF = 1.0 / p.F;
            Complex u = p.K * inverseF;

            // h + h'δv = u + δu, the residual taken from h or from 1 + h, whichever does not cancel.
            Complex residual = Complex.Abs(u) < 0.5 ? u - h.Value : (p.Z * inverseF) - h.Shifted;
            Complex ua = (p.Ka - (u * p.Fa)) * inverseF;
            Complex ub = (p.Kb - (u * p.Fb)) * inverseF;
            if (Complex.Abs(u) > 2.0)
            {
                // Near an atom both sides have a pole; Newton on 1/h = 1/u is then the linear problem.
                Complex scale = h.Value / u;
                residual *= scale;
                ua *= scale * scale;
                ub *= scale * scale;
            }

            ref ChainStep step = ref steps[i];
            (step.F, step.K, step.Z) = (p.IncrementOfF, p.IncrementOfK, p.IncrementOfZ);
            pivoted = Complex.Abs(h.Shifted) < Pivot;
            if (pivoted)
            {
                step.Parameter = new ChainIncrement(-(residual + ua) / ub, v * h.Derivative / ub);
                p.Reparametrise(step.Parameter);
                step.V = new ChainIncrement(0.0, v);
            }
            else
            {
                Complex inverseH = 1.0 / h.Derivative;
                step.Parameter = new ChainIncrement(0.0, 1.0);
                step.V = new ChainIncrement((residual + ua) * inverseH, ub * inverseH);
            }

            Advance(i, v, h, step.V.Constant, step.V.Linear, ref p);
            if (i < n - 1)
            {
                step.Next = p.Restart(state.Nodes[i + 1]);
            }
        }

        Complex miss = pivoted && p.Z != Complex.Zero && z != Complex.Zero ? p.Z * Complex.Log(z / p.Z) : z - p.Z;
        Complex t = (miss - p.Za) / p.Zb;
        double size = 0.0;
        for (int i = n - 1; i >= 0; i--)
        {
            ref ChainStep step = ref steps[i];
            t = i < n - 1 ? step.Next.At(t) : t;
            Complex relative = step.V.At(t) / state.V[i];
            double change = Complex.Abs(relative);
            if (pivoted && i == n - 1)
            {
                // log z is nearly linear in log v, so that long steps are good ones.
                state.V[i] *= Complex.Exp(relative);
                change = Math.Max(change, Complex.Abs(miss / p.Z));
                size = change < LongestLogarithmicStep ? Math.Min(change, LongStep) : double.PositiveInfinity;
            }
            else
            {
                state.V[i] *= 1.0 + relative;
                size = Math.Max(size, change);
            }

            t = step.Parameter.At(t);
            ref ChainNode node = ref state.Nodes[i];
            Complex df = step.F.At(t);
            size = Math.Max(size, Complex.Abs(df) / Complex.Abs(node.F));
            node.F += df;
            node.K += step.K.At(t);
            node.Z += step.Z.At(t);
        }

        // The first node has no layer that makes it: z = F + q₀ is kept by the larger of the two.
        ref ChainNode first = ref state.Nodes[0];
        (first.Z, first.F) = Complex.Abs(first.Z) < Complex.Abs(first.F) ? (first.Z, first.Z - q0) : (first.F + q0, first.F);

        // The last node is what its layer makes of the new values before it.
        state.Nodes[n] = After(n - 1, state);
        return double.IsFinite(size) ? size : double.PositiveInfinity;
    }

    /// <summary>F_L for a converged state, with dF_L/dz_L; false if a half-plane condition or z = F + K fails in some layer.</summary>
    /// <param name="state">A converged state.</param>
    /// <param name="final">F_L.</param>
    /// <param name="slope">dF_L/dz_L along the curve.</param>
    /// <param name="slack">How far below the axis rounding may have moved a point, relative to its size.</param>
    public bool Certify(ChainState state, out Complex final, out Complex slope, double slack)
    {
        bool Above(Complex w) => w.Imaginary > -slack * Complex.Abs(w);
        ChainPoint p = Start(state.Nodes[0]);
        bool physical = Above(p.F) && state.Nodes.All(node => node.IsBalanced(Unbalanced));
        for (int i = 0; i < slopes.Length; i++)
        {
            Complex v = state.V[i];
            Transform h = TransformAt(i, v);

            // z = F(1 + u) is lost in rounding next to 0, where 1 + h(v) still stands for 1 + u.
            Complex z = Complex.Abs(h.Shifted) < Pivot ? p.F * h.Shifted : p.Z;
            physical &= Above(p.F) && Above(z) && Above(v);
            Complex inverseF = 1.0 / p.F;
            Complex vb = (p.Kb - (p.K * inverseF * p.Fb)) * inverseF / h.Derivative;
            Advance(i, v, h, 0.0, vb, ref p);
            if (i < slopes.Length - 1)
            {
                p.Restart(state.Nodes[i + 1]);
            }
        }

        final = p.F;
        slope = p.Fb / p.Zb;
        return physical && Above(final);
    }

    /// <summary>The state with this F₁ and these v_ℓ, each node made by the layers before it.</summary>
    public ChainState From(Complex f1, Complex[] v)
    {
        ChainState state = new(new ChainNode[v.Length + 1], v);
        state.Nodes[0] = First(f1);
        for (int i = 0; i < v.Length; i++)
        {
            state.Nodes[i + 1] = After(i, state);
        }

        return state;
    }

    /// <summary>A state far above the support: u_ℓ ≈ m₁(μ_ℓ)/z_ℓ is small, and v ≈ m₁(ν)/u + m₂(ν)/m₁(ν).</summary>
    public ChainState Far(Complex z)
    {
        double slope = 1.0;
        for (int i = 0; i < slopes.Length; i++)
        {
            slope *= sigma2[i] * slopes[i].Mean * (gaussian ? ratio[i] : 1.0);
        }

        Complex[] v = new Complex[slopes.Length];
        ChainNode[] nodes = new ChainNode[v.Length + 1];
        nodes[0] = First(z / slope);
        ChainPoint p = Start(nodes[0]);
        for (int i = 0; i < v.Length; i++)
        {
            double m1 = slopes[i].Mean;
            double m2 = slopes[i].Variance + (m1 * m1);
            v[i] = (m1 * p.F / p.K) + (m2 / m1);
            Advance(i, v[i], new Transform(p.K / p.F, p.Z / p.F, 0.0), 0.0, 0.0, ref p);
            nodes[i + 1] = p.Node;
        }

        return new ChainState(nodes, v);
    }

    /// <summary>
    /// Follows the first layers at a real F₁ with a chosen gap of each slope law: 0 the outer one on the right, 1 on the left,
    /// 2, 3, … the inner ones.
    /// </summary>
    /// <param name="f1">F₁, with z₁ = F₁ + q₀.</param>
    /// <param name="gaps">One choice for each layer followed.</param>
    /// <param name="v">The points v_ℓ.</param>
    public RealPoint FollowReal(double f1, ReadOnlySpan<int> gaps, Span<double> v)
    {
        ChainPoint p = Start(First(f1));
        double slack = double.PositiveInfinity;
        for (int i = 0; i < gaps.Length; i++)
        {
            double u = p.K.Real / p.F.Real;
            RealPreimage? solved = gaps[i] switch
            {
                0 => inverses[i].Above(u),
                1 => inverses[i].Below(u, p.Z.Real / p.F.Real),
                int gap => inverses[i].Inside(u, gap - 2),
            };
            if (solved is not { } point)
            {
                return RealPoint.None;
            }

            v[i] = point.V;
            Complex vb = (p.Kb - (u * p.Fb)) / (p.F * point.Derivative);
            double before = p.Zb.Real;
            double product = ((vb * p.K) + (point.V * p.Kb)).Real;
            if (gaussian)
            {
                // The free product with ν comes first; its own derivative must be positive as well.
                slack = Math.Min(slack, product / before);
            }

            Advance(i, point.V, new Transform(p.K / p.F, p.Z / p.F, point.Derivative), 0.0, vb, ref p);
            slack = Math.Min(slack, p.Zb.Real / before);
            if (!(slack > 0.0))
            {
                return new RealPoint(RealSheet.PastStationary, p.Z.Real, slack, 0.0);
            }
        }

        return new RealPoint(RealSheet.Physical, p.Z.Real, slack, Math.Abs(f1 / p.Z.Real * p.Zb.Real));
    }

    /// <summary>r of a layer for Gaussian weights, null for Haar weights.</summary>
    public double? WidthRatio(int layer) => gaussian ? ratio[layer] : null;

    private ChainNode First(Complex f) => new() { Z = f + q0, F = f, K = q0 };

    /// <summary>The node that a layer makes of the node before it and its v.</summary>
    private ChainNode After(int layer, ChainState state)
    {
        ChainPoint p = Start(state.Nodes[layer]);
        Advance(layer, state.V[layer], TransformAt(layer, state.V[layer]), 0.0, 0.0, ref p);
        return p.Node;
    }

    /// <summary>A node with its increments in terms of that of F; K₁ = q₀ is fixed.</summary>
    private static ChainPoint Start(ChainNode node) => new()
    {
        Z = node.Z,
        F = node.F,
        K = node.K,
        Zb = 1.0,
        Fb = 1.0,
    };

    /// <summary>One layer, with its increments.</summary>
    /// <remarks>
    /// 1 + u = z/F cancels near z = 0, which is next to a hard edge of the next layer; there u and
    /// 1 + u are taken from the slope law instead, so that z' = F' + K' still holds for every v.
    /// </remarks>
    /// <param name="i">The layer.</param>
    /// <param name="v">v_ℓ.</param>
    /// <param name="h">h(v), 1 + h(v) and h'(v).</param>
    /// <param name="va">The constant part of the increment of v.</param>
    /// <param name="vb">The part of it that goes with the increment of F₁.</param>
    /// <param name="p">The point, moved on.</param>
    private void Advance(int i, Complex v, in Transform h, Complex va, Complex vb, ref ChainPoint p)
    {
        Complex y = sigma2[i] * v * p.K;
        Complex ya = sigma2[i] * ((va * p.K) + (v * p.Ka));
        Complex yb = sigma2[i] * ((vb * p.K) + (v * p.Kb));
        Complex inverseF = 1.0 / p.F;
        bool cancels = Complex.Abs(p.Z) < 0.5 * Complex.Abs(p.F);
        if (gaussian)
        {
            double r = ratio[i];
            bool exact = cancels && r == 1.0;
            Complex u = exact ? h.Value : p.K * inverseF;
            Complex ua = exact ? h.Derivative * va : (p.Ka - (u * p.Fa)) * inverseF;
            Complex ub = exact ? h.Derivative * vb : (p.Kb - (u * p.Fb)) * inverseF;
            Complex shifted = exact ? h.Shifted : r == 1.0 ? p.Z * inverseF : u + r;
            (p.Za, p.Zb) = ((ya * shifted) + (y * ua), (yb * shifted) + (y * ub));
            (p.Fa, p.Fb) = (r * ya, r * yb);
            (p.Ka, p.Kb) = ((ya * u) + (y * ua), (yb * u) + (y * ub));
            p.Z = q[i] + (y * shifted);
            p.F = r * y;
            p.K = q[i] + (y * u);
            return;
        }

        if (cancels)
        {
            Complex inverseShifted = 1.0 / h.Shifted;
            Complex f = y * inverseShifted;
            Complex fa = (ya - (f * h.Derivative * va)) * inverseShifted;
            Complex fb = (yb - (f * h.Derivative * vb)) * inverseShifted;
            (p.Fa, p.Fb) = (fa, fb);
            (p.Ka, p.Kb) = ((fa * h.Value) + (f * h.Derivative * va), (fb * h.Value) + (f * h.Derivative * vb));
            p.F = f;
            p.K = q[i] + (f * h.Value);
        }
        else
        {
            Complex inverse = 1.0 / p.Z;
            Complex w = y * inverse;
            Complex wa = (ya - (w * p.Za)) * inverse;
            Complex wb = (yb - (w * p.Zb)) * inverse;
            (p.Fa, p.Fb) = ((wa * p.F) + (w * p.Fa), (wb * p.F) + (w * p.Fb));
            (p.Ka, p.Kb) = ((wa * p.K) + (w * p.Ka), (wb * p.K) + (w * p.Kb));
            p.F = w * p.F;
            p.K = q[i] + (w * p.K);
        }

        (p.Za, p.Zb) = (ya, yb);
        p.Z = q[i] + y;
    }

    private Transform TransformAt(int layer, Complex v)
    {
        Complex value = slopes[layer].MomentTransform(v, out Complex shifted, out Complex derivative);
        return new Transform(value, shifted, derivative);
    }

    /// <summary>h(v), 1 + h(v) and h'(v).</summary>
    private readonly record struct Transform(Complex Value, Complex Shifted, Complex Derivative);
}
