using System.Collections.Immutable;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.CentredFisher;

/// <summary>The conditional expectations of one hidden layer on a grid of the common part a ~ N(0, q_st).</summary>
/// <remarks>
/// <para>
/// The outer average is a trapezoidal rule of step h in a: every conditional expectation is a convolution with a Gaussian, hence
/// entire in a whatever the kinks of φ, and the rule converges geometrically. Its nodes of even index are the rule of step 2h.
/// The inner averages are Gauss–Legendre rules of sixteen points on panels that end at the kinks; panels are halved until nothing
/// changes. The noises are integrated as squares, not as differences of moments.
/// </para>
/// <para>Source: [KAA19] eqs. (5)–(7) for the order parameters; [TW14] for the rule.</para>
/// </remarks>
internal sealed class HiddenLayer
{
    /// <summary>How many standard deviations count: beyond, the weight is below 1e-18 of the total.</summary>
    private const double Reach = 9.0;

    private const int MaxHalvings = 6;
    private const int MaxNodes = 20_000;

    private HiddenLayer(double commonVariance, double residualVariance, int center, ImmutableArray<ConditionalNode> nodes)
    {
        CommonVariance = commonVariance;
        ResidualVariance = residualVariance;
        Nodes = nodes;
        Rule = Merge(nodes, center, stride: 1);
        CoarseRule = nodes.Length == 1 ? Rule : Merge(nodes, center, stride: 2);
    }

    /// <summary>q_st: the variance of a.</summary>
    public double CommonVariance { get; }

    /// <summary>v = q_t − q_st: the variance of ũ.</summary>
    public double ResidualVariance { get; }

    /// <summary>The nodes, in increasing order of a.</summary>
    public ImmutableArray<ConditionalNode> Nodes { get; }

    /// <summary>The same rule for the equations, in which only b², d², s², r², c² and b d k enter: a and −a are one where these agree.</summary>
    public ImmutableArray<ConditionalNode> Rule { get; }

    /// <summary>The rule of twice the step, from every second node.</summary>
    public ImmutableArray<ConditionalNode> CoarseRule { get; }

    /// <summary>q̂_st = E (E φ)².</summary>
    public double Overlap => Average(node => node.Mean * node.Mean);

    /// <summary>q̂_t − q̂_st = E Var φ.</summary>
    public double OverlapGap => Average(node => Variance(node));

    /// <summary>E c² = I_φ'[q_t, q_st].</summary>
    public double SlopeOverlap => Average(node => node.MeanSlope * node.MeanSlope);

    /// <summary>E φ'² − E c² = E Var φ'.</summary>
    public double SlopeOverlapGap => Average(node => SlopeVariance(node));

    /// <summary>Var φ given a.</summary>
    public double Variance(in ConditionalNode node) => node.Noise + (node.Gain * node.Gain * ResidualVariance);

    /// <summary>Var φ' given a.</summary>
    public double SlopeVariance(in ConditionalNode node) =>
        node.SlopeNoise + (node.SlopeGain * node.SlopeGain * ResidualVariance);

    /// <summary>Cov(φ, φ') given a.</summary>
    public double CrossCovariance(in ConditionalNode node) =>
        node.CrossNoise + (node.Gain * node.SlopeGain * ResidualVariance);

    /// <summary>The average over a.</summary>
    public double Average(Func<ConditionalNode, double> f) => Nodes.Sum(node => node.Weight * f(node));

    /// <summary>Tabulates a layer.</summary>
    /// <param name="activation">φ, continuous.</param>
    /// <param name="commonVariance">q_st ≥ 0.</param>
    /// <param name="residualVariance">q_t − q_st &gt; 0.</param>
    /// <param name="refinement">The step of the outer rule is √q_st/2 divided by this.</param>
    /// <exception cref="ArgumentException">φ jumps, or its Gaussian integrals diverge.</exception>
    /// <exception cref="NonConvergenceException">The inner panels did not converge.</exception>
    public static HiddenLayer Create(Activation activation, double commonVariance, double residualVariance, int refinement)
    {
        double spread = Math.Sqrt(residualVariance);
        double common = Math.Sqrt(commonVariance);
        double step = 0.5 * common / refinement;
        int half = common > 0.0 ? (int)Math.Ceiling(Reach * common / step) : 0;
        if (2 * half >= MaxNodes)
        {
            throw new NonConvergenceException(
                "The average over the common part", activation.Name, 2 * half, residualVariance / commonVariance,
                "The correlation of two samples is too near 1; reduce the depth.");
        }

        ConditionalNode[]? coarse = null;
        double change = double.PositiveInfinity;
        double width = Math.Min(spread, 1.0);
        for (int halving = 0; halving <= MaxHalvings; halving++, width *= 0.5)
        {
            var fine = new ConditionalNode[(2 * half) + 1];
            for (int j = -half; j <= half; j++)
            {
                double a = j * step;
                double weight = common > 0.0
                    ? step / common / Math.Sqrt(2.0 * Math.PI) * Math.Exp(-0.5 * a * a / commonVariance)
                    : 1.0;
                fine[j + half] = ConditionalRule.Evaluate(activation, a, spread, width, Reach) with { Weight = weight };
            }

            change = coarse is null ? double.PositiveInfinity : Change(coarse, fine);
            if (change <= 1e-13)
            {
                return new HiddenLayer(commonVariance, residualVariance, half, [.. fine]);
            }

            coarse = fine;
        }

        throw new NonConvergenceException(
            "Gaussian quadrature", activation.Name, MaxHalvings, change, "Declare the activation's kinks, or smooth it.");
    }

    private static ImmutableArray<ConditionalNode> Merge(ImmutableArray<ConditionalNode> nodes, int center, int stride)
    {
        const double Negligible = 1e-18;
        var merged = ImmutableArray.CreateBuilder<ConditionalNode>();
        for (int j = 0; j <= center; j += stride)
        {
            ConditionalNode right = nodes[center + j], left = nodes[center - j];
            right = right with { Weight = stride * right.Weight };
            left = left with { Weight = stride * left.Weight };
            if (right.Weight < Negligible)
            {
                break;
            }

            if (j == 0)
            {
                merged.Add(right);
            }
            else if (Mirrors(left, right))
            {
                merged.Add(right with { Weight = 2.0 * right.Weight });
            }
            else
            {
                merged.Add(left);
                merged.Add(right);
            }
        }

        return merged.ToImmutable();
    }

    private static bool Mirrors(in ConditionalNode p, in ConditionalNode q)
    {
        const double Rounding = 1e-13;
        return Same(p.Gain * p.Gain, q.Gain * q.Gain) && Same(p.SlopeGain * p.SlopeGain, q.SlopeGain * q.SlopeGain)
            && Same(p.Noise, q.Noise) && Same(p.SlopeNoise, q.SlopeNoise) && Same(p.MeanSlope * p.MeanSlope, q.MeanSlope * q.MeanSlope)
            && Same(p.Gain * p.SlopeGain * p.CrossNoise, q.Gain * q.SlopeGain * q.CrossNoise);

        static bool Same(double a, double b) => Math.Abs(a - b) <= Rounding * Math.Max(Math.Abs(a), 1e-3);
    }

    private static double Change(ConditionalNode[] coarse, ConditionalNode[] fine)
    {
        double change = 0.0, size = 0.0;
        for (int j = 0; j < fine.Length; j++)
        {
            ConditionalNode p = coarse[j], q = fine[j];
            double gap = Math.Abs(p.Mean - q.Mean) + Math.Abs(p.MeanSlope - q.MeanSlope) + Math.Abs(p.Gain - q.Gain)
                + Math.Abs(p.SlopeGain - q.SlopeGain) + Math.Abs(p.Noise - q.Noise) + Math.Abs(p.SlopeNoise - q.SlopeNoise)
                + Math.Abs(p.CrossNoise - q.CrossNoise);
            double total = Math.Abs(q.Mean) + Math.Abs(q.MeanSlope) + Math.Abs(q.Gain) + Math.Abs(q.SlopeGain) + q.Noise
                + q.SlopeNoise;
            change += q.Weight * gap;
            size += q.Weight * total;
        }

        return change / size;
    }
}
