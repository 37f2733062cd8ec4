using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;

namespace FreeSpectra.Transforms;

/// <summary>A free sum or product of laws with explicit inverses: one explicit equation for one unknown.</summary>
/// <remarks>
/// <para>Sums: x = Σ tᵢKᵢ(g) − (T − 1)/g in g = G(x). Products: x = Π χᵢ(u)^tᵢ · (u/(1 + u))^(T−1) in u = h(x), T = Σ tᵢ.</para>
/// <para>
/// Certificate: the points ωᵢ = Kᵢ(g) or χᵢ(u) of a solution satisfy the subordination equations, and such a solution with all
/// ωᵢ in the upper half-plane is the only one. So the branch is proved when every Im ωᵢ exceeds its error, from
/// wherever Newton's method started.
/// </para>
/// <para>Source: [BB07] thm. 4.1; [MS17] §2.4 (K = R + 1/w), §2.7.</para>
/// </remarks>
internal sealed class ExplicitCurve
{
    private const double Unit = 2.220446049250313e-16;
    private const int MaxSteps = 24;
    private const double NearZero = 1e-3;

    private readonly bool product;
    private readonly ExplicitInverse[] inverses;
    private readonly double[] exponents;
    private readonly double[] sizes;
    private readonly double excess;

    private ExplicitCurve(bool product, ExplicitInverse[] inverses, double[] exponents, double[] sizes, double excess)
    {
        this.product = product;
        this.inverses = inverses;
        this.exponents = exponents;
        this.sizes = sizes;
        this.excess = excess;
    }

    /// <summary>The equation of a convolution; null unless all its leaves have explicit inverses.</summary>
    public static ExplicitCurve? Of(FreeConvolution law)
    {
        List<ExplicitInverse> inverses = [];
        List<double> exponents = [];
        List<double> sizes = [];
        return TryAdd(law, 1.0, law.IsProduct, inverses, exponents, sizes)
            ? new ExplicitCurve(law.IsProduct, [.. inverses], [.. exponents], [.. sizes], law.ExcessOf(exponents))
            : null;
    }

    /// <summary>The unknown at a solution of the subordination equations, moved by a tangent to a neighbouring coordinate.</summary>
    public Complex Start(BandSeeds.Seed seed, Complex zeta)
    {
        Complex move = (zeta - seed.At) / seed.Jacobian;
        if (!product)
        {
            return (1.0 - (move / seed.Pick)) / seed.Pick;
        }

        Complex w = Complex.Exp(seed.Pick);
        Complex u = 1.0 / (w - 1.0);
        return u - (w * u * u * move);
    }

    /// <summary>Solves at a real point inside a band.</summary>
    /// <param name="x">The point.</param>
    /// <param name="start">Where Newton's method starts, in the lower half-plane.</param>
    /// <param name="solution">g or u, with Im &lt; 0.</param>
    /// <param name="error">An estimate of its error.</param>
    /// <param name="steps">How many steps were made.</param>
    public bool TrySolve(double x, Complex start, out Complex solution, out double error, out int steps)
    {
        Complex target = product ? Math.Log(x) : x;
        Complex w = start;
        solution = w;
        error = double.PositiveInfinity;
        double previous = double.PositiveInfinity;
        for (steps = 1; steps <= MaxSteps; steps++)
        {
            if (!(w.Imaginary < 0.0))
            {
                return false;
            }

            Complex sum = product ? -excess * Complex.Log((1.0 + w) / w) : -excess / w;
            Complex slope = product ? excess / (w * (1.0 + w)) : excess / (w * w);
            double rounding = Complex.Abs(target) + Complex.Abs(sum);
            double margin = double.PositiveInfinity;
            for (int i = 0; i < inverses.Length; i++)
            {
                Complex omega = inverses[i].Value(w);
                Complex derivative = inverses[i].Derivative(w);
                double sensitivity = Complex.Abs(derivative);

                // How far Im ω is from 0 in units of w, less what rounding of ω does to it.
                double height = omega.Imaginary - (8.0 * Unit * Complex.Abs(omega));
                margin = Math.Min(margin, inverses[i].Covers(w) ? height / sensitivity : -1.0);
                if (product)
                {
                    derivative /= omega;
                    omega = Complex.Log(omega);
                    rounding += exponents[i];
                }

                else if (Complex.Abs(omega) < NearZero * sizes[i])
                {
                    // K is a sum of larger terms there, while F is good to its last digits.
                    return false;
                }

                sum += exponents[i] * omega;
                slope += exponents[i] * derivative;
                rounding += exponents[i] * (Complex.Abs(omega) + (Complex.Abs(derivative) * Complex.Abs(w)));
            }

            Complex step = (sum - target) / slope;
            double size = Complex.Abs(step);
            double noise = 4.0 * Unit * rounding / Complex.Abs(slope);
            if (!double.IsFinite(size))
            {
                return false;
            }

            // The size of the last step bounds the error of the point before it; both keep the half-plane conditions.
            if (size <= 4.0 * noise || (size < 1e-9 * Complex.Abs(w) && size >= 0.25 * previous))
            {
                solution = w - step;
                error = noise + Math.Min(size, noise);
                double moved = size + error;
                return solution.Imaginary < -4.0 * error && margin > 4.0 * moved;
            }

            double shrink = w.Imaginary - step.Imaginary < 0.0 ? 1.0 : 0.8 * w.Imaginary / step.Imaginary;
            w -= shrink * step;
            previous = shrink == 1.0 ? size : double.PositiveInfinity;
        }

        return false;
    }

    private static bool TryAdd(FreeConvolution law, double power, bool product, List<ExplicitInverse> inverses, List<double> exponents, List<double> sizes)
    {
        for (int i = 0; i < law.Factors.Length; i++)
        {
            SpectralMeasure factor = law.Factors[i];
            double exponent = power * law.Exponents[i];
            if (factor is FreeConvolution inner && inner.IsProduct == product)
            {
                if (!TryAdd(inner, exponent, product, inverses, exponents, sizes))
                {
                    return false;
                }
            }
            else if ((product ? factor.InverseMoment : factor.InverseCauchy) is { } inverse)
            {
                inverses.Add(inverse);
                exponents.Add(exponent);
                sizes.Add(LawScale.Of(factor));
            }
            else
            {
                return false;
            }
        }

        return true;
    }
}
