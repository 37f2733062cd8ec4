using System.Numerics;

namespace FreeSpectra.Networks.CentredFisher;

/// <summary>The averages over g ~ N(0, 1) of rational functions of g² in which the equations of this law end.</summary>
/// <remarks>
/// <para>
/// J = E[1/(1 + w g²)], K = E[g²/(1 + w g²)] = (1 − J)/w and K' = dK/dw = −E[g⁴/(1 + w g²)²], for w in the upper half-plane and,
/// by continuation, across the negative axis. With t = g/√2 and y = 1/√(2w) the integrands have poles at t = ±iy. The trapezoidal
/// rule with the exact contribution of these poles errs by e^{−π²/h²} = 4e-17 at h² = π/12; of the rules with nodes kh and
/// (k + ½)h the one is taken whose nodes lie farther from the pole. J = √π y w(iy) with the Faddeeva function w.
/// </para>
/// <para>
/// For small |w| the three come from the continued fraction J = 1/(1 + w/(1 + 2w/(1 + 3w/…))), in which nothing cancels.
/// </para>
/// <para>
/// For w &lt; 0 the pole lies on the path at g = 1/√|w|. The value is then the limit from Im w &gt; 0, whose imaginary part is
/// of the size e^{−1/(2|w|)}; its real part is the principal value.
/// </para>
/// <para>Error: about 1e-15 relative in J and K.</para>
/// <para>Source: [AC21] eqs. (9)–(12), applied to both integrands.</para>
/// </remarks>
internal readonly struct GaussianResolvent
{
    // Below this the poles lie beyond 8.9 standard deviations and the fraction of 16 levels is exact to rounding.
    private const double SmallArgument = 1.0 / 80.0;
    private const int Levels = 16;
    private const int Terms = 14;

    // The exponent above which e^{2πy/h} drowns the pole's contribution.
    private const double Drowned = 600.0;

    private static readonly double Step = Math.Sqrt(Math.PI / 12.0);
    private static readonly (double Square, double Weight)[] IntegerNodes = Nodes(offset: 0.0);
    private static readonly (double Square, double Weight)[] HalfIntegerNodes = Nodes(offset: 0.5);

    private GaussianResolvent(Complex plain, Complex squared, Complex squaredSlope)
    {
        J = plain;
        K = squared;
        KSlope = squaredSlope;
    }

    /// <summary>E[1/(1 + w g²)].</summary>
    public Complex J { get; }

    /// <summary>E[g²/(1 + w g²)].</summary>
    public Complex K { get; }

    /// <summary>dK/dw.</summary>
    public Complex KSlope { get; }

    /// <summary>The three averages at <paramref name="w"/>.</summary>
    /// <param name="w">In the closed upper half-plane, or a little below its negative axis.</param>
    /// <param name="principalValue">For real w: drop the imaginary part that the pole leaves.</param>
    public static GaussianResolvent At(Complex w, bool principalValue)
    {
        if (Complex.Abs(w) < SmallArgument)
        {
            return BySmallArgument(w);
        }

        if (w.Imaginary < 0.0 && w.Real >= 0.0)
        {
            GaussianResolvent mirror = At(Complex.Conjugate(w), principalValue);
            return new GaussianResolvent(
                Complex.Conjugate(mirror.J), Complex.Conjugate(mirror.K), Complex.Conjugate(mirror.KSlope));
        }

        // Below the negative axis the root continues from above it.
        Complex root = Complex.Sqrt(2.0 * w);
        Complex y = 1.0 / (w.Imaginary < 0.0 ? -root : root);
        Complex z = new(-y.Imaginary, y.Real);
        Complex square = 0.5 / w;
        (Complex pole, bool integerNodes) = Pole(z);
        Complex plain = Complex.Zero, squared = Complex.Zero;
        (double Square, double Weight)[] nodes = integerNodes ? IntegerNodes : HalfIntegerNodes;
        for (int k = nodes.Length - 1; k >= 0; k--)
        {
            double a = square.Real + nodes[k].Square;
            double scale = nodes[k].Weight / ((a * a) + (square.Imaginary * square.Imaginary));
            Complex term = new(a * scale, -square.Imaginary * scale);
            plain += term;
            squared += 2.0 * nodes[k].Square * term;
        }

        Complex front = square * (Step / Math.Sqrt(Math.PI));
        Complex residue = Math.Sqrt(Math.PI) * y * pole;
        Complex j = (front * plain) + residue;
        Complex k2 = (front * squared) - (residue / w);
        if (principalValue)
        {
            (j, k2) = (j.Real, k2.Real);
        }

        return new GaussianResolvent(j, k2, -(k2 + ((k2 - j) / (2.0 * w))) / w);
    }

    private static GaussianResolvent BySmallArgument(Complex w)
    {
        Complex x3 = Complex.One;
        for (int level = Levels; level >= 4; level--)
        {
            x3 = 1.0 / (1.0 + (level * w * x3));
        }

        Complex x2 = 1.0 / (1.0 + (3.0 * w * x3));
        Complex x1 = 1.0 / (1.0 + (2.0 * w * x2));
        Complex j = 1.0 / (1.0 + (w * x1));
        return new GaussianResolvent(j, j * x1, -3.0 * j * x1 * x2 * x3);
    }

    /// <summary>What the pole adds to w(z), and which nodes go with it; Re z ≥ 0.</summary>
    private static (Complex Contribution, bool IntegerNodes) Pole(Complex z)
    {
        double x = z.Real / Step, y = z.Imaginary / Step;
        if (z.Imaginary >= Math.Max(z.Real, Math.PI / Step))
        {
            return (Complex.Zero, false);
        }

        double fraction = x - Math.Floor(x);
        bool integerNodes = y < x && fraction >= 0.25 && fraction <= 0.75;
        if (2.0 * Math.PI * y >= Drowned)
        {
            return (Complex.Zero, integerNodes);
        }

        Complex phase = Complex.Exp(new Complex(2.0 * Math.PI * y, -2.0 * Math.PI * x));
        return (2.0 * Complex.Exp(-z * z) / (integerNodes ? 1.0 - phase : 1.0 + phase), integerNodes);
    }

    /// <summary>t² and the weight of ±t together; t = 0 stands alone.</summary>
    private static (double Square, double Weight)[] Nodes(double offset) =>
    [
        .. Enumerable.Range(0, Terms + 1).Select(k =>
        {
            double t = (k + offset) * Step;
            return (t * t, (t == 0.0 ? 1.0 : 2.0) * Math.Exp(-t * t));
        }),
    ];
}
