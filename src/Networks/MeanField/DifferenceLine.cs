using System.Numerics;
using System.Runtime.InteropServices;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.MeanField;

/// <summary>The inner integrals of the duals: over x = (u + v)/2 at a fixed δ = (u − v)/2, for standard u, v.</summary>
/// <remarks>
/// <para>
/// x and δ are independent normal variables with the variances (1 ± c)/2, so that F(δ) = E φ(x + δ)φ(x − δ) depends on c only by the
/// precision λ = 2/(1 + c) of x: one line of values of φ serves all λ.
/// </para>
/// </remarks>
/// <param name="first">φ(u).</param>
/// <param name="second">φ(v), or φ(−v).</param>
/// <param name="isEven">Whether the second is the first mirrored, so that x and −x give the same.</param>
internal sealed class DifferenceLine(ActivationPanels first, ActivationPanels second, bool isEven)
{
    private const double Negligible = 1e-20;

    private readonly double scale = Negligible * first.Norm * second.Norm;
    private readonly double slopeScale = Negligible * first.SlopeNorm * second.SlopeNorm;

    /// <summary>F(δ) of φ and of φ' at each λ, into places that hold 0.</summary>
    internal void Integrate(double delta, ReadOnlySpan<double> precisions, Span<double> values, Span<double> slopes)
    {
        IReadOnlyList<ActivationPanels.Panel> us = first.Panels, vs = second.Panels;

        // u's panels end at x = u − δ, v's at x = v + δ.
        double left = isEven ? 0.0 : Math.Max(us[0].Left - delta, vs[0].Left + delta);
        double end = Math.Min(us[^1].Right - delta, vs[^1].Right + delta);
        int i = 0, j = 0;
        while (left < end)
        {
            while (i < us.Count - 1 && us[i].Right - delta <= left)
            {
                i++;
            }

            while (j < vs.Count - 1 && vs[j].Right + delta <= left)
            {
                j++;
            }

            double right = Math.Min(end, Math.Min(us[i].Right - delta, vs[j].Right + delta));
            Add(us[i], vs[j], left, right, delta, precisions, values, slopes);
            left = right;
        }

        for (int k = 0; k < precisions.Length; k++)
        {
            double density = (isEven ? 2.0 : 1.0) * ErrorFunction.NormalDensity(0.0) * Math.Sqrt(precisions[k]);
            values[k] *= density;
            slopes[k] *= density;
        }
    }

    private void Add(
        ActivationPanels.Panel u, ActivationPanels.Panel v, double left, double right, double delta, ReadOnlySpan<double> precisions, Span<double> values, Span<double> slopes)
    {
        double half = 0.5 * (right - left);
        double center = 0.5 * (left + right);
        double nearest = Math.Clamp(0.0, left, right);
        double bound = half * Math.Exp((-0.5 * nearest * nearest) - (delta * delta));
        if (bound * u.Largest * v.Largest <= scale && bound * u.LargestSlope * v.LargestSlope <= slopeScale)
        {
            return;
        }

        const int Terms = ChebyshevPanel.Rule;
        Span<double> pointsU = stackalloc double[Terms], pointsV = stackalloc double[Terms], exponents = stackalloc double[Terms];
        Span<double> phiU = stackalloc double[Terms], phiV = stackalloc double[Terms], slopeU = stackalloc double[Terms], slopeV = stackalloc double[Terms];
        double middleU = 0.5 * (u.Left + u.Right), middleV = 0.5 * (v.Left + v.Right);
        double inverseU = 2.0 / (u.Right - u.Left), inverseV = 2.0 / (v.Right - v.Left);
        for (int i = 0; i < Terms; i++)
        {
            double x = center + (half * ChebyshevPanel.Nodes[i]);
            pointsU[i] = Math.Clamp((x + delta - middleU) * inverseU, -1.0, 1.0);
            pointsV[i] = Math.Clamp((x - delta - middleV) * inverseV, -1.0, 1.0);
            exponents[i] = -0.5 * x * x;
        }

        ChebyshevPanel.Evaluate(u.Value, pointsU, phiU);
        ChebyshevPanel.Evaluate(v.Value, pointsV, phiV);
        ChebyshevPanel.Evaluate(u.Slope, pointsU, slopeU);
        ChebyshevPanel.Evaluate(v.Slope, pointsV, slopeV);
        for (int i = 0; i < Terms; i++)
        {
            double weight = half * ChebyshevPanel.Weights[i];
            phiU[i] *= weight * phiV[i];
            slopeU[i] *= weight * slopeV[i];
        }

        ReadOnlySpan<Vector<double>> product = MemoryMarshal.Cast<double, Vector<double>>(phiU);
        ReadOnlySpan<Vector<double>> slopeProduct = MemoryMarshal.Cast<double, Vector<double>>(slopeU);
        ReadOnlySpan<Vector<double>> exponent = MemoryMarshal.Cast<double, Vector<double>>(exponents);
        for (int k = 0; k < precisions.Length; k++)
        {
            Vector<double> precision = new(precisions[k]);
            Vector<double> sum = Vector<double>.Zero, slopeSum = Vector<double>.Zero;
            for (int i = 0; i < product.Length; i++)
            {
                Vector<double> density = Vector.Exp(precision * exponent[i]);
                sum += product[i] * density;
                slopeSum += slopeProduct[i] * density;
            }

            values[k] += Vector.Sum(sum);
            slopes[k] += Vector.Sum(slopeSum);
        }
    }
}
