using System.Collections.Immutable;
using System.Numerics;

namespace FreeSpectra.Networks.CentredFisher;

/// <summary>The contribution of one hidden layer to the free energy, with its gradient and Hessian.</summary>
/// <remarks>
/// <para>
/// For a unit with common part a and common backward signal v̄ ~ N(0, ν) the average of the resolvent leaves
/// f = log det(1 + diag(Θ_h, Θ_δ) C), C the covariance of (h, δ):
/// C₁₁ = t_u b² + τ s², C₁₂ = v̄ (t_u b d + τ k), C₂₂ = v̄² (t_u d² + τ r²) + t_v c² + τ κ, κ = (E φ'² − c²) · sample signal.
/// </para>
/// <para>
/// The determinant is Q + v̄² X with Q = (1 + Θ_h C₁₁)(1 + Θ_δ (t_v c² + τ κ)) and
/// X = Θ_δ (t_u d² + τ r² + Θ_h (t_u τ e₁ + τ² e₂)), e₁ = b²r² + s²d² − 2bdk, e₂ = s²r² − k², so that the average over v̄ is
/// a <see cref="GaussianResolvent"/>; the average over a is the table's rule.
/// </para>
/// </remarks>
internal sealed class UnitAverage
{
    /// <summary>The order of the five variables in gradient and Hessian.</summary>
    public const int Trace = 0, Forward = 1, Backward = 2, ForwardSignal = 3, BackwardSignal = 4, Variables = 5;

    private readonly HiddenLayer layer;
    private readonly double commonSignal;
    private readonly double sampleSignal;

    /// <summary>Creates the average for one layer.</summary>
    /// <param name="layer">Its table.</param>
    /// <param name="commonSignal">ν.</param>
    /// <param name="sampleSignal">The factor of E φ'² − c² in κ.</param>
    public UnitAverage(HiddenLayer layer, double commonSignal, double sampleSignal)
    {
        this.layer = layer;
        this.commonSignal = commonSignal;
        this.sampleSignal = sampleSignal;
    }

    /// <summary>Adds the gradient and Hessian of E f.</summary>
    /// <param name="x">(τ, Θ_h, Θ_δ, t_u, t_v).</param>
    /// <param name="principalValue">Real variables: principal values instead of boundary values.</param>
    /// <param name="coarse">Use the rule of twice the step.</param>
    /// <param name="gradient">Five entries, overwritten.</param>
    /// <param name="hessian">Twenty-five entries, row by row, overwritten; empty when only the gradient is wanted.</param>
    public void Evaluate(
        ReadOnlySpan<Complex> x, bool principalValue, bool coarse, Span<Complex> gradient, Span<Complex> hessian)
    {
        gradient.Clear();
        hessian.Clear();
        if (x[Backward] == Complex.Zero)
        {
            AddForwardOnly(x, coarse, gradient, hessian);
            return;
        }

        Span<Complex> q = stackalloc Complex[Variables];
        Span<Complex> n = stackalloc Complex[Variables];
        Span<Complex> qq = stackalloc Complex[Variables * Variables];
        Span<Complex> nn = stackalloc Complex[Variables * Variables];
        Span<Complex> f = stackalloc Complex[Variables];
        ImmutableArray<ConditionalNode> nodes = coarse ? layer.CoarseRule : layer.Rule;
        for (int at = 0; at < nodes.Length; at++)
        {
            ref readonly ConditionalNode node = ref nodes.ItemRef(at);
            double weight = node.Weight;
            Complex denominator = Denominator(node, x, q, qq);
            Complex numerator = Numerator(node, x, n, nn);
            Complex inverse = 1.0 / denominator;
            Complex w = numerator * inverse;
            GaussianResolvent average = GaussianResolvent.At(w, principalValue);
            for (int i = 0; i < Variables; i++)
            {
                f[i] = ((average.J * q[i]) + (average.K * n[i])) * inverse;
                gradient[i] += weight * f[i];
            }

            if (hessian.IsEmpty)
            {
                continue;
            }

            Complex jSlope = -(average.K + (w * average.KSlope));

            for (int j = 0; j < Variables; j++)
            {
                Complex wj = (n[j] - (w * q[j])) * inverse;
                Complex jj = jSlope * wj;
                Complex kj = average.KSlope * wj;
                for (int i = 0; i <= j; i++)
                {
                    int cell = (i * Variables) + j;
                    hessian[cell] += weight * inverse
                        * ((average.J * qq[cell]) + (average.K * nn[cell]) + (jj * q[i]) + (kj * n[i]) - (f[i] * q[j]));
                }
            }
        }

        Symmetrize(hessian);
    }

    private static void Symmetrize(Span<Complex> hessian)
    {
        if (hessian.IsEmpty)
        {
            return;
        }

        for (int i = 0; i < Variables; i++)
        {
            for (int j = 0; j < i; j++)
            {
                hessian[(i * Variables) + j] = hessian[(j * Variables) + i];
            }
        }
    }

    /// <summary>Θ_δ = 0, as in layer 1: the backward signals carry no weight, and f = log(1 + Θ_h (t_u b² + τ s²)).</summary>
    private void AddForwardOnly(ReadOnlySpan<Complex> x, bool coarse, Span<Complex> gradient, Span<Complex> hessian)
    {
        Complex theta = x[Forward], signal = x[ForwardSignal], trace = x[Trace];
        ImmutableArray<ConditionalNode> nodes = coarse ? layer.CoarseRule : layer.Rule;
        for (int at = 0; at < nodes.Length; at++)
        {
            ref readonly ConditionalNode node = ref nodes.ItemRef(at);
            double weight = node.Weight;
            double b2 = node.Gain * node.Gain, s2 = node.Noise;
            Complex covariance = (signal * b2) + (trace * s2);
            Complex inverse = 1.0 / (1.0 + (theta * covariance));
            Complex square = weight * inverse * inverse;
            Complex byTheta = weight * inverse * covariance;
            Complex byCovariance = weight * inverse * theta;
            gradient[Forward] += byTheta;
            gradient[ForwardSignal] += byCovariance * b2;
            gradient[Trace] += byCovariance * s2;
            if (hessian.IsEmpty)
            {
                continue;
            }

            Complex curvature = -square * theta * theta;
            hessian[(Forward * Variables) + Forward] -= square * covariance * covariance;
            hessian[(Forward * Variables) + ForwardSignal] += square * b2;
            hessian[(Trace * Variables) + Forward] += square * s2;
            hessian[(ForwardSignal * Variables) + ForwardSignal] += curvature * b2 * b2;
            hessian[(Trace * Variables) + ForwardSignal] += curvature * b2 * s2;
            hessian[(Trace * Variables) + Trace] += curvature * s2 * s2;
        }

        Symmetrize(hessian);
    }

    /// <summary>Q with its derivatives (upper triangle of the Hessian).</summary>
    private Complex Denominator(in ConditionalNode node, ReadOnlySpan<Complex> x, Span<Complex> q, Span<Complex> qq)
    {
        double b2 = node.Gain * node.Gain, s2 = node.Noise, c2 = node.MeanSlope * node.MeanSlope;
        double kappa = sampleSignal * layer.SlopeVariance(node);
        Complex covariance = (x[ForwardSignal] * b2) + (x[Trace] * s2);
        Complex backward = (x[BackwardSignal] * c2) + (x[Trace] * kappa);
        Complex a = 1.0 + (x[Forward] * covariance);
        Complex d = 1.0 + (x[Backward] * backward);
        Complex at = x[Forward] * s2, au = x[Forward] * b2, dt = x[Backward] * kappa, dv = x[Backward] * c2;
        q[Trace] = (at * d) + (a * dt);
        q[Forward] = covariance * d;
        q[Backward] = a * backward;
        q[ForwardSignal] = au * d;
        q[BackwardSignal] = a * dv;
        qq.Clear();
        Set(qq, Trace, Trace, 2.0 * at * dt);
        Set(qq, Trace, Forward, (s2 * d) + (covariance * dt));
        Set(qq, Trace, Backward, (at * backward) + (a * kappa));
        Set(qq, Trace, ForwardSignal, au * dt);
        Set(qq, Trace, BackwardSignal, at * dv);
        Set(qq, Forward, Backward, covariance * backward);
        Set(qq, Forward, ForwardSignal, b2 * d);
        Set(qq, Forward, BackwardSignal, covariance * dv);
        Set(qq, Backward, ForwardSignal, au * backward);
        Set(qq, Backward, BackwardSignal, a * c2);
        Set(qq, ForwardSignal, BackwardSignal, au * dv);
        return a * d;
    }

    /// <summary>ν X with its derivatives (upper triangle of the Hessian).</summary>
    private Complex Numerator(in ConditionalNode node, ReadOnlySpan<Complex> x, Span<Complex> n, Span<Complex> nn)
    {
        double b = node.Gain, d = node.SlopeGain, s2 = node.Noise, r2 = node.SlopeNoise, k = node.CrossNoise;
        double d2 = commonSignal * d * d;
        double e1 = commonSignal * ((b * b * r2) + (s2 * d * d) - (2.0 * b * d * k));
        double e2 = commonSignal * ((s2 * r2) - (k * k));
        r2 *= commonSignal;
        Complex trace = x[Trace], signal = x[ForwardSignal], theta = x[Forward], scale = x[Backward];
        Complex pair = trace * ((signal * e1) + (trace * e2));
        Complex inner = (signal * d2) + (trace * r2) + (theta * pair);
        Complex byTrace = r2 + (theta * ((signal * e1) + (2.0 * trace * e2)));
        Complex bySignal = d2 + (theta * trace * e1);
        n[Trace] = scale * byTrace;
        n[Forward] = scale * pair;
        n[Backward] = inner;
        n[ForwardSignal] = scale * bySignal;
        n[BackwardSignal] = Complex.Zero;
        nn.Clear();
        Set(nn, Trace, Trace, scale * theta * (2.0 * e2));
        Set(nn, Trace, Forward, scale * ((signal * e1) + (2.0 * trace * e2)));
        Set(nn, Trace, Backward, byTrace);
        Set(nn, Trace, ForwardSignal, scale * theta * e1);
        Set(nn, Forward, Backward, pair);
        Set(nn, Forward, ForwardSignal, scale * trace * e1);
        Set(nn, Backward, ForwardSignal, bySignal);
        return scale * inner;
    }

    private static void Set(Span<Complex> matrix, int i, int j, Complex value) => matrix[(i * Variables) + j] = value;
}
