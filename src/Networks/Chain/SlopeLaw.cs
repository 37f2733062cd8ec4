using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>The law ν_ℓ of a squared slope φ'(√p Z)², Z ∼ N(0, 1): the limit spectrum of D_ℓ².</summary>
/// <remarks>
/// <para>h_ν(v) = E[f/(v − f)] with f = φ'(√p Z)² maps the upper half-plane to the lower one.</para>
/// <para>Source: [HK21] eq. (16).</para>
/// </remarks>
public abstract record SlopeLaw
{
    private protected SlopeLaw()
    {
    }

    /// <summary>The atoms of ν, in increasing order of location; their weights sum to 1 if there is no continuous part.</summary>
    public abstract ImmutableArray<Atom> Atoms { get; }

    /// <summary>m₁ = E φ'².</summary>
    public abstract double Mean { get; }

    /// <summary>Var φ'² = E φ'⁴ − (E φ'²)².</summary>
    public abstract double Variance { get; }

    /// <summary>The smallest point of the support of ν.</summary>
    public abstract double Bottom { get; }

    /// <summary>The largest point of the support of ν; of an unbounded slope, what it reaches for |Z| ≤ 9.5.</summary>
    public abstract double Top { get; }

    /// <summary>The smallest and the largest point of ν with |Z| ≤ 9.5: between them lies all but a mass below <see cref="FarMass"/>.</summary>
    public virtual (double Bottom, double Top) Reached => (Bottom, Top);

    /// <summary>
    /// Whether φ' is bounded; if not, as of x² or eˣ, the support of ν and of every spectrum made of it has no top, and
    /// <see cref="Top"/> is what is reached but for a mass below <see cref="FarMass"/>.
    /// </summary>
    public virtual bool IsBounded => true;

    /// <summary>P(|Z| &gt; 9.5), rounded upwards: what lies beyond the deviations that are looked at.</summary>
    public const double FarMass = 2.1e-21;

    /// <summary>
    /// Whether slopes arbitrarily near 0, but for an atom there, are counted in the exponent of a spectrum at 0. A zero of φ' more than 9.5
    /// standard deviations out is not: it would show only below offsets of mass <see cref="FarMass"/>.
    /// </summary>
    public bool HasZeros => AtZero.Order is not 1;

    /// <summary>The gaps inside the support, atoms being part of it: empty if the support is one interval or one point.</summary>
    public abstract ImmutableArray<Interval> Gaps { get; }

    /// <summary>The law with finitely many atoms.</summary>
    /// <param name="atoms">Locations ≥ 0 at distinct places; the weights sum to 1 within 1e-12.</param>
    /// <exception cref="ArgumentException">A location is negative or the weights do not sum to 1.</exception>
    public static SlopeLaw FromAtoms(params ReadOnlySpan<Atom> atoms) => AtomicSlopeLaw.Create(atoms);

    /// <summary>(1 − α)δ₀ + αδ_γ.</summary>
    /// <param name="alpha">α in [0, 1], the fraction of unsaturated units.</param>
    /// <param name="gamma">γ &gt; 0, the square of their slope.</param>
    public static SlopeLaw TwoPoint(double alpha, double gamma) => AtomicSlopeLaw.CreateTwoPoint(alpha, gamma);

    /// <summary>The law of φ'(√p Z)².</summary>
    /// <param name="activation">φ.</param>
    /// <param name="preActivationVariance">p ≥ 0.</param>
    public static SlopeLaw Of(Activation activation, double preActivationVariance)
    {
        ArgumentNullException.ThrowIfNull(activation);
        Require.NonNegative(preActivationVariance);
        if (preActivationVariance == 0.0)
        {
            double slope = activation.Derivative(0.0);
            return AtomicSlopeLaw.Create([new Atom(slope * slope, 1.0)]);
        }

        for (int piece = 0; piece <= activation.Kinks.Length; piece++)
        {
            if (activation.SlopeOnPiece(piece) is null)
            {
                return new SmoothSlopeLaw(activation, preActivationVariance);
            }
        }

        return AtomicSlopeLaw.OfPieces(activation, preActivationVariance);
    }

    /// <summary>How ν begins at 0.</summary>
    internal abstract HardEdge AtZero { get; }

    /// <summary>Whether the continuous part of ν ends at an atom of ν, so that a logarithm comes with it.</summary>
    internal virtual bool ContinuesAtAtom => false;

    /// <summary>E arg(v − f), for v in the closed upper half-plane.</summary>
    internal abstract double ArgumentMean(Complex v);

    /// <summary>h_ν(v) = E[f/(v − f)], 1 + h_ν(v) = E[v/(v − f)] without cancellation, and their derivative −E[f/(v − f)²].</summary>
    internal abstract Complex MomentTransform(Complex v, out Complex shifted, out Complex derivative);

    /// <summary>The part of the atoms in <see cref="MomentTransform"/>.</summary>
    private protected static Complex AtomicPart(ImmutableArray<Atom> atoms, Complex v, out Complex shifted, out Complex derivative)
    {
        Complex sum = Complex.Zero;
        shifted = Complex.Zero;
        derivative = Complex.Zero;
        foreach (Atom atom in atoms)
        {
            Complex inverse = 1.0 / (v - atom.Location);
            Complex term = atom.Weight * atom.Location * inverse;
            sum += term;
            shifted += atom.Weight * v * inverse;
            derivative -= term * inverse;
        }

        return sum;
    }
}
