using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>
/// The limit law of μ_L/L as L → ∞ with L(1 − α) → ε₁ and −L log σ²γ → ε₂ fixed: a network near dynamical isometry.
/// </summary>
/// <remarks>
/// <para>
/// For Z in the upper half-plane find g₀ with ∫₁^v dt/(q g₀ + ε₂(t − 1) + ε₁ ln t) = 1; then G = g₀ + (ε₂(v − 1) + ε₁ ln v)/q and
/// Z = v/G. The chain's map becomes a differential equation in the depth, and this is its integral.
/// </para>
/// <para>Atom: weight (1 − ε₁)⁺ at q(1 − e^{−ε₂})/ε₂ (q for ε₂ = 0). The depth-L law differs by O(1/L).</para>
/// <para>Source: [HK21] theorem 4.3, proposition 4.4 (top atom and mean); the law itself is new.</para>
/// </remarks>
public sealed record DeepLimitLaw
{
    private static readonly GaussLegendre Rule = GaussLegendre.Create(64);

    /// <summary>Creates the limit law.</summary>
    /// <param name="q">The second moment of every layer, &gt; 0.</param>
    /// <param name="epsilon1">ε₁ = lim L(1 − α) ≥ 0.</param>
    /// <param name="epsilon2">ε₂ = −lim L log σ²γ, any finite real.</param>
    public DeepLimitLaw(double q, double epsilon1, double epsilon2)
    {
        Q = Require.Positive(q);
        Epsilon1 = Require.NonNegative(epsilon1);
        Epsilon2 = Require.Finite(epsilon2);
    }

    /// <summary>q.</summary>
    public double Q { get; }

    /// <summary>ε₁.</summary>
    public double Epsilon1 { get; }

    /// <summary>ε₂.</summary>
    public double Epsilon2 { get; }

    /// <summary>lim m₁(μ_L)/L = q(1 − e^{−(ε₁+ε₂)})/(ε₁ + ε₂).</summary>
    /// <remarks><para>Source: [HK21] proposition 4.4.</para></remarks>
    public double Mean => Q * Growth(Epsilon1 + Epsilon2);

    /// <summary>q(1 − e^{−ε₂})/ε₂, where the top atom sits.</summary>
    /// <remarks><para>Source: [HK21] theorem 4.3, eq. (31).</para></remarks>
    public double TopAtomLocation => Q * Growth(Epsilon2);

    /// <summary>(1 − ε₁)⁺.</summary>
    /// <remarks><para>Source: [HK21] theorem 4.3.</para></remarks>
    public double TopAtomWeight => Math.Max(0.0, 1.0 - Epsilon1);

    /// <summary>The deep limit that a chain of equal two-point layers with Haar weights is near to, if it is one.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="limit">ε₁ = L(1 − α), ε₂ = −L log σ²γ.</param>
    public static bool TryOf(SpectralChain chain, [NotNullWhen(true)] out DeepLimitLaw? limit)
    {
        ArgumentNullException.ThrowIfNull(chain);
        limit = null;
        if (chain.Layers.IsEmpty || chain.Weights != WeightEnsemble.Haar)
        {
            return false;
        }

        ChainLayer first = chain.Layers[0];
        if (first.Slope is not AtomicSlopeLaw { IsTwoPoint: true } slope || !(first.SecondMoment > 0.0)
            || chain.InputMoment != first.SecondMoment || chain.Layers.Any(layer => !layer.Equals(first)))
        {
            return false;
        }

        limit = new DeepLimitLaw(
            first.SecondMoment,
            chain.Depth * (1.0 - slope.Alpha),
            -chain.Depth * Math.Log(first.WeightVariance * slope.Top));
        return true;
    }

    /// <summary>G(Z) for Im Z &gt; 0.</summary>
    /// <remarks>
    /// Newton's method in g₀ and v on the pair (integral = 1, Z G = v), followed from Z + i·R downwards. Error: about 1e-13
    /// relative, less near the axis.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">Im Z is not positive.</exception>
    /// <exception cref="NonConvergenceException">The continuation did not reach Z.</exception>
    public Complex Cauchy(Complex z)
    {
        if (!(z.Imaginary > 0.0))
        {
            throw new ArgumentOutOfRangeException(nameof(z), z, FormattableString.Invariant($"Im z must be > 0, but z is {z}."));
        }

        // Far out G = 1/Z + m₁/Z², v = ZG, and g₀ follows from G.
        double height = 50.0 * (Mean + Complex.Abs(z) + 1.0);
        Complex at = z + new Complex(0.0, height);
        Complex v = 1.0 + (Mean / at);
        Complex g0 = (v / at) - (((Epsilon2 * (v - 1.0)) + (Epsilon1 * Complex.Log(v))) / Q);
        double factor = 0.5;
        for (int i = 0; i < 4000; i++)
        {
            Complex g = g0;
            Complex w = v;
            if (Newton(at, ref g, ref w))
            {
                g0 = g;
                v = w;
                if (height == 0.0)
                {
                    return v / z;
                }

                factor = Math.Max(0.3, factor * factor);
            }
            else
            {
                height /= factor;
                factor = Math.Sqrt(factor);
                if (factor > 1.0 - 1e-7)
                {
                    break;
                }
            }

            height = height * factor < 1e-3 * z.Imaginary ? 0.0 : height * factor;
            at = z + new Complex(0.0, height);
        }

        throw new NonConvergenceException("The deep-limit law", z, 4000, height, "Ask at a point farther from the axis.");
    }

    private static double Growth(double epsilon) =>
        Math.Abs(epsilon) < 1e-300 ? 1.0 : -Elementary.ExpMinusOne(-epsilon) / epsilon;

    private bool Newton(Complex z, ref Complex g0, ref Complex v)
    {
        double previous = double.PositiveInfinity;
        for (int i = 0; i < 30; i++)
        {
            Integral(g0, v, out Complex integral, out Complex byG0, out Complex byV);
            Complex tail = ((Epsilon2 * (v - 1.0)) + (Epsilon1 * Complex.Log(v))) / Q;
            Complex r1 = integral - 1.0;
            Complex r2 = (z * (g0 + tail)) - v;
            Complex a21 = z;
            Complex a22 = (z * (Epsilon2 + (Epsilon1 / v)) / Q) - 1.0;
            Complex determinant = (byG0 * a22) - (byV * a21);
            Complex dg = ((r1 * a22) - (r2 * byV)) / determinant;
            Complex dv = ((byG0 * r2) - (a21 * r1)) / determinant;
            double size = (Complex.Abs(dg) / Complex.Abs(g0)) + (Complex.Abs(dv) / Complex.Abs(v - 1.0));
            if (!(size < 1.0) || (i > 2 && size > previous && size > 1e-10))
            {
                return false;
            }

            g0 -= dg;
            v -= dv;
            if (size < 1e-14 || (size >= 0.3 * previous && size < 1e-10))
            {
                // G in the lower half-plane, and the branch of the logarithm continuous from v = 1.
                return (v / z).Imaginary < 0.0;
            }

            previous = size;
        }

        return false;
    }

    /// <summary>∫₁^v dt/(q g₀ + ε₂(t − 1) + ε₁ ln t) along the logarithmic segment, with its derivatives.</summary>
    private void Integral(Complex g0, Complex v, out Complex value, out Complex byG0, out Complex byV)
    {
        Complex logV = Complex.Log(v);
        value = Complex.Zero;
        byG0 = Complex.Zero;
        for (int i = 0; i < Rule.Nodes.Length; i++)
        {
            double s = 0.5 * (1.0 + Rule.Nodes[i]);
            Complex t = Complex.Exp(s * logV);
            Complex denominator = (Q * g0) + (Epsilon2 * (t - 1.0)) + (Epsilon1 * s * logV);
            Complex term = 0.5 * Rule.Weights[i] * t * logV / denominator;
            value += term;
            byG0 -= Q * term / denominator;
        }

        byV = 1.0 / ((Q * g0) + (Epsilon2 * (v - 1.0)) + (Epsilon1 * logV));
    }
}
