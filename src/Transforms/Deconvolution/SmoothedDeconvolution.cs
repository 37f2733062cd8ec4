using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Transforms.Deconvolution;

/// <summary>What measured eigenvalues say for certain about the law under noise: that law smoothed by a Cauchy law of scale η.</summary>
/// <remarks>
/// <para>
/// Where the measured law is exactly ρ ⊞ semicircle or ρ ⊠ MP(c), this is ρ ⊞ Cauchy(0, η), whose density at x is
/// −Im G_ρ(x + iη)/π. On the line Im w = η the subordination point of w is the only fixed point of a contraction, for any measured law,
/// so the value exists and is certain: see <see cref="DeconvolutionMap"/>. Below that height a deconvolution need not
/// exist: a sample is never exactly a convolution.
/// </para>
/// <para>Error: the a-posteriori bound of the contraction, |Φ(z) − z|/(1 − q).</para>
/// <para>Source: [ATV20] (subordination for deconvolution at a height).</para>
/// </remarks>
public sealed record SmoothedDeconvolution : SpectralMeasure
{
    private readonly DeconvolutionMap map;

    internal SmoothedDeconvolution(DeconvolutionMap map) => this.map = map;

    /// <summary>The measured eigenvalues.</summary>
    public EmpiricalLaw Measured => map.Measured;

    /// <summary>η, the scale of the Cauchy law by which the result is smoothed.</summary>
    public double Height => map.Height;

    /// <summary>q &lt; 1, the contraction factor that proves the solution unique.</summary>
    public static double Contraction => DeconvolutionMap.Contraction;

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms => [];

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands =>
        [new Band(double.NegativeInfinity, double.PositiveInfinity, mass: 1.0, leftExponent: -2.0, rightExponent: -2.0)];

    /// <inheritdoc/>
    public override bool HasMoment(int order) => order == 0;

    /// <inheritdoc/>
    public override double Density(double x) => DensityEstimate(x).Value;

    /// <inheritdoc/>
    public override Estimate<double> DensityEstimate(double x)
    {
        Estimate<Complex> g = map.Cauchy(new Complex(Require.Finite(x), Height)).Value;
        return g.Value.Imaginary < g.Error
            ? new Estimate<double>(Math.Max(0.0, -g.Value.Imaginary / Math.PI), g.Error / Math.PI, g.Evaluations)
            : throw new NonConvergenceException(
                "The deconvolution of samples", x, g.Evaluations, g.Value.Imaginary,
                "The density is negative there: the samples are not those of a law under this noise.");
    }

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z) => z.Imaginary < 0.0
        ? Complex.Conjugate(Cauchy(Complex.Conjugate(z)))
        : map.Cauchy(z + new Complex(0.0, Height)).Value.Value;

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z) => z.Imaginary < 0.0
        ? Complex.Conjugate(CauchyDerivative(Complex.Conjugate(z)))
        : map.Cauchy(z + new Complex(0.0, Height)).Derivative;

    /// <inheritdoc/>
    /// <remarks>1 − Im ∫ log(x + iη − t)/π, in closed form at the subordination point.</remarks>
    public override double CumulativeDistribution(double x) =>
        Math.Clamp(1.0 - (map.Logarithm(new Complex(Require.Finite(x), Height)).Imaginary / Math.PI), 0.0, 1.0);

    /// <inheritdoc/>
    /// <remarks>In closed form while it is known to its own digits, and else by the density.</remarks>
    public override double MassBeyond(int band, IntervalEnd end, double x)
    {
        const double known = 1e-4;
        double below = CumulativeDistribution(x);
        double mass = end == IntervalEnd.Left ? below : 1.0 - below;
        return mass > known ? mass : base.MassBeyond(band, end, x);
    }

    /// <inheritdoc/>
    public bool Equals(SmoothedDeconvolution? other) => other is not null && map.Equals(other.map);

    /// <inheritdoc/>
    public override int GetHashCode() => map.GetHashCode();

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append(Invariant($"{map.Name}, smoothed by Cauchy(0, {Height:R})"));
        return true;
    }
}
