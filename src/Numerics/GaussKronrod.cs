using System.Collections.Immutable;
using System.Numerics;

namespace FreeSpectra.Numerics;

/// <summary>The Gauss–Kronrod pair with 10 and 21 nodes on one panel: an integral and an estimate of its error.</summary>
/// <remarks>
/// <para>
/// Error: the difference of the two rules, which overestimates that of the 21-point rule, and no less than rounding. [PDKU83]
/// takes s (200 d/s)^{3/2}, s = ∫ |f − mean f|, but for small d that is below the error where a faint feature is narrower than
/// the distance of the nodes. Neither rule sees what happens between its last node and the end of the panel; there the value at
/// the end is held against the polynomial through the nodes.
/// </para>
/// <para>Source: [PDKU83] the nodes of the routine QK21.</para>
/// </remarks>
internal static class GaussKronrod
{
    /// <summary>Evaluations for a panel: 21 nodes and two ends.</summary>
    public const int Evaluations = 23;

    private const double Rounding = 2.220446049250313e-16;

    // From the middle outwards; the Gauss nodes are those with an odd index.
    private static readonly ImmutableArray<double> Abscissae =
    [
        0.0,
        0.148874338981631210884826001129720,
        0.294392862701460198131126603103866,
        0.433395394129247190799265943165784,
        0.562757134668604683339000099272694,
        0.679409568299024406234327365114874,
        0.780817726586416897063717578345042,
        0.865063366688984510732096688423493,
        0.930157491355708226001207180059508,
        0.973906528517171720077964012084452,
        0.995657163025808080735527280689003,
    ];

    private static readonly ImmutableArray<double> KronrodWeights =
    [
        0.149445554002916905664936468389821,
        0.147739104901338491374841515972068,
        0.142775938577060080797094273138717,
        0.134709217311473325928054001771707,
        0.123491976262065851077958109585166,
        0.109387158802297641899210590325805,
        0.093125454583697605535065465083366,
        0.075039674810919952767043140916190,
        0.054755896574351996031381300244580,
        0.032558162307964727478818972459390,
        0.011694638867371874278064396062192,
    ];

    private static readonly ImmutableArray<double> GaussWeights =
    [
        0.295524224714752870173815619188769,
        0.269266719309996355091226921569469,
        0.219086362515982043995534934228163,
        0.149451349150580593145863396957658,
        0.066671344308688137593568809893332,
    ];

    // The polynomial through the nodes, at the end: weights of the nodes on the near side and on the far side.
    private static readonly ImmutableArray<double> NearEnd = [.. Enumerable.Range(0, Abscissae.Length).Select(i => AtEnd(Abscissae[i]))];
    private static readonly ImmutableArray<double> FarEnd = [.. Enumerable.Range(0, Abscissae.Length).Select(i => AtEnd(-Abscissae[i]))];

    /// <summary>∫ g over [low, high], its error, and ∫ |g|.</summary>
    public static (Complex Value, double Error, double Size) Integrate(Func<double, Complex> g, double low, double high)
    {
        double half = 0.5 * (high - low);
        double center = low + half;
        Span<Complex> above = stackalloc Complex[Abscissae.Length];
        Span<Complex> below = stackalloc Complex[Abscissae.Length];
        above[0] = g(center);
        Complex kronrod = KronrodWeights[0] * above[0];
        Complex gauss = Complex.Zero;
        double size = KronrodWeights[0] * Complex.Abs(above[0]);
        for (int i = 1; i < Abscissae.Length; i++)
        {
            above[i] = g(center + (half * Abscissae[i]));
            below[i] = g(center - (half * Abscissae[i]));
            Complex sum = above[i] + below[i];
            kronrod += KronrodWeights[i] * sum;
            size += KronrodWeights[i] * (Complex.Abs(above[i]) + Complex.Abs(below[i]));
            if (i % 2 == 1)
            {
                gauss += GaussWeights[i / 2] * sum;
            }
        }

        double gap = 1.0 - Abscissae[^1];
        double ends = gap * (Complex.Abs(g(high) - End(above, below)) + Complex.Abs(g(low) - End(below, above)));
        return (half * kronrod, half * Math.Max(Complex.Abs(kronrod - gauss) + ends, Rounding * size), half * size);
    }

    private static Complex End(ReadOnlySpan<Complex> near, ReadOnlySpan<Complex> far)
    {
        Complex value = NearEnd[0] * (near[0] + far[0]);
        for (int i = 1; i < Abscissae.Length; i++)
        {
            value += (NearEnd[i] * near[i]) + (FarEnd[i] * far[i]);
        }

        return value;
    }

    /// <summary>The Lagrange polynomial of a node at 1.</summary>
    private static double AtEnd(double node)
    {
        double product = 1.0;
        foreach (double size in Abscissae)
        {
            foreach (double other in size == 0.0 ? (ReadOnlySpan<double>)[0.0] : [size, -size])
            {
                product *= other == node ? 1.0 : (1.0 - other) / (node - other);
            }
        }

        return product;
    }
}
