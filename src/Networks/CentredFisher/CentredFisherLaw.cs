using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Networks.CentredFisher;

/// <summary>
/// The limit law of the mean-subtracted Fisher matrix G F* G, G = I − 11ᵀ/T, of a fully connected network with Gaussian weights, one
/// output and T samples, as widths and T grow with M/T fixed.
/// </summary>
/// <remarks>
/// <para>
/// [KAA19] bounds the largest eigenvalue of this matrix by ρα(κ₁ − κ₂) + c₁ ≤ λ_max ≤ O(√M), ρ = M/T. Here the law itself is computed for any
/// depth, widths and activation: c₀ plus a fixed point of O(L) complex numbers whose averages over the common parts of
/// pre-activations and backward signals are spectrally accurate.
/// </para>
/// <para>
/// Edges of the bulk are folds of the real curve. From L = 3 on the common backward signal of a hidden unit is Gaussian over units,
/// hence unbounded, and the density does not end at the upper fold: it continues as a tail of tiny mass, given as a last band that
/// reaches to infinity. <see cref="TopOfBulk"/> is the fold; <see cref="TailMass"/> says how little lies above it.
/// </para>
/// <para>Domain: continuous activations with finite Gaussian moments. Level of rigour: gradient independence and Gaussian equivalence.</para>
/// <para>Error: every density carries an estimate; the total mass is computed, and a deviation from 1 above 1e-8 is an error.</para>
/// <para>Source: [KAA19] theorem 3.3 for the matrix and the bounds; the law is derived in <c>docs/centred-fisher.md</c>.</para>
/// </remarks>
public sealed record CentredFisherLaw : SpectralMeasure
{
    private const int MaxRefinement = 16;

    // Two steps of the outer rules agree to this when the finer one is right to rounding: its error is the square.
    private const double Agreement = 3e-8;

    // The error of the outer rules that is accepted in the lower part of the bulk, in units of mass.
    private const double Share = 1e-11;

    private readonly CentredSpectrum spectrum;
    private readonly double floor;

    /// <summary>Computes the law.</summary>
    /// <param name="specification">The network. Its weights count as Gaussian with their variances, its read-out as one output.</param>
    /// <param name="samplesPerWidth">T/M = 1/ρ &gt; 0, M the width that the relative widths refer to.</param>
    /// <exception cref="ArgumentException">
    /// φ jumps, is constant or has no finite Gaussian moments, a weight variance is 0, or samplesPerWidth is not positive.
    /// </exception>
    /// <exception cref="NonConvergenceException">An edge, a density or the total mass could not be certified.</exception>
    public CentredFisherLaw(NetworkSpecification specification, double samplesPerWidth)
    {
        ArgumentNullException.ThrowIfNull(specification);
        Specification = specification;
        SamplesPerWidth = Require.Positive(samplesPerWidth);
        (CentredNetwork network, spectrum) = Resolve(specification, samplesPerWidth);
        floor = network.Floor;
        double atom = Math.Max(0.0, 1.0 - network.Rank);
        Atoms = atom > 0.0 ? [new Atom(floor, atom)] : [];
        Bands = [.. spectrum.Pieces.Select(ToBand)];
    }

    /// <summary>The network.</summary>
    public NetworkSpecification Specification { get; }

    /// <summary>T/M.</summary>
    public double SamplesPerWidth { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms { get; }

    /// <summary>The bulk, and above it the tail where it has mass: the tail begins where the bulk ends.</summary>
    public override ImmutableArray<Band> Bands { get; }

    /// <summary>c₀ = Σ_l (M_{l−1}/T)(q̃_t^l − q̃_st^l)(q̂_t^{l−1} − q̂_st^{l−1}): no eigenvalue of the limit lies below.</summary>
    public double Floor => floor;

    /// <summary>The upper edge of the bulk: where λ_max settles at every width that leaves the tail without an eigenvalue.</summary>
    public double TopOfBulk => floor + spectrum.Right;

    /// <summary>What a finite number of samples adds to λ_max on average: E λ_max ≃ TopOfBulk + this.</summary>
    /// <remarks>
    /// <para>
    /// (A T)^{−2/3} · E TW₁, with ρ(x) ≃ (A/π) √(TopOfBulk − x) at the edge and E TW₁ = −1.2065335745820 the mean of the Tracy–Widom law of
    /// real symmetric matrices. It is the leading term; order-parameter fluctuations add O(1/M) and a scatter of O(M^{−1/2}).
    /// </para>
    /// <para>Source: [TW96] section 1 for the law of the largest eigenvalue.</para>
    /// </remarks>
    /// <param name="samples">T ≥ 2.</param>
    public double ExpectedTopShift(int samples)
    {
        const double MeanOfTracyWidom = -1.2065335745820;
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 2);
        return MeanOfTracyWidom * Math.Pow(spectrum.UpperEdgeSlope * samples, -2.0 / 3.0);
    }

    /// <summary>The mass above <see cref="TopOfBulk"/>; T times it is the expected number of eigenvalues there.</summary>
    public double TailMass => spectrum.Pieces[^1].IsTail ? spectrum.Pieces[^1].Mass : 0.0;

    /// <summary>Whether a band of this law is a tail: density beside the bulk that the unbounded backward signals leave.</summary>
    public bool IsTail(Band band) => spectrum.Pieces.Any(piece => piece.IsTail && floor + piece.Left == band.Left);

    /// <summary>ρα(κ₁ − κ₂) from the order parameters: what the mean must be.</summary>
    public double MeanFromOrderParameters => spectrum.System.Network.Mean;

    /// <summary>Always: the tail is thinner than every power.</summary>
    /// <inheritdoc/>
    public override bool HasMoment(int order) => true;

    /// <inheritdoc/>
    public override double Mean => Moment(1);

    /// <inheritdoc/>
    public override double Variance
    {
        get
        {
            double mean = Mean;
            return Sum(t => (t - mean) * (t - mean)).Real;
        }
    }

    /// <inheritdoc/>
    public override double Density(double x) => spectrum.At(x - floor).Density;

    /// <inheritdoc/>
    public override Estimate<double> DensityEstimate(double x)
    {
        PieceValue value = spectrum.At(x - floor);
        return new Estimate<double>(value.Density, value.Error, value.Solution?.Evaluations ?? 1);
    }

    /// <inheritdoc/>
    public override double DensityFromEdge(int band, IntervalEnd end, double offset) =>
        spectrum.FromEnd(spectrum.Pieces[band], end, offset).Density;

    /// <summary>G(z): off the axis from the equations themselves, on it from the density.</summary>
    /// <inheritdoc/>
    public override Complex Cauchy(Complex z)
    {
        if (z.Imaginary == 0.0)
        {
            return Sum(t => 1.0 / (z - t));
        }

        Complex zeta = z - floor;
        return z.Imaginary > 0.0
            ? -spectrum.Solve(zeta).Trace
            : -Complex.Conjugate(spectrum.Solve(Complex.Conjugate(zeta)).Trace);
    }

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z)
    {
        if (z.Imaginary == 0.0)
        {
            return Sum(t => -1.0 / ((z - t) * (z - t)));
        }

        Complex zeta = z - floor;
        return z.Imaginary > 0.0
            ? -spectrum.Solve(zeta).Slope
            : -Complex.Conjugate(spectrum.Solve(Complex.Conjugate(zeta)).Slope);
    }

    /// <inheritdoc/>
    public override double Moment(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        return Sum(t => Math.Pow(t, order)).Real;
    }

    /// <summary>Whether two laws have the same network and the same number of samples.</summary>
    public bool Equals(CentredFisherLaw? other) =>
        other is not null && SamplesPerWidth == other.SamplesPerWidth && Specification.Equals(other.Specification);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Specification, SamplesPerWidth);

    /// <summary>The coarsest tables on which the edges no longer move and the pieces carry the whole mass.</summary>
    private static (CentredNetwork Network, CentredSpectrum Spectrum) Resolve(
        NetworkSpecification specification, double samplesPerWidth)
    {
        double[]? previous = null;
        double change = double.PositiveInfinity, previousShare = double.PositiveInfinity;
        for (int refinement = 1; refinement <= MaxRefinement; refinement *= 2)
        {
            CentredNetwork network = CentredNetwork.Create(specification, samplesPerWidth, refinement);
            var system = new CentredSystem(network);
            var curve = new RealCurve(system);
            double lower = network.Rank > 1.0 ? curve.OuterFold(1)?.Zeta ?? 0.0 : 0.0;
            double[] figures = [network.Mean, network.Floor, lower, curve.OuterFold(-1)?.Zeta ?? 0.0];
            change = previous is null
                ? double.PositiveInfinity
                : figures.Zip(previous, (a, b) => Math.Abs(a - b) / network.Mean).Max();
            if (change <= Agreement)
            {
                // An error that a finer rule does not reduce is rounding.
                double share = LowerShare(system, lower, figures[3]);
                if ((share <= Share || share > 0.5 * previousShare) && CentredSpectrum.TryFind(system) is { } found)
                {
                    return (network, found);
                }

                previousShare = share;
            }

            previous = figures;
        }

        throw new NonConvergenceException(
            "The law of the mean-subtracted Fisher matrix",
            Invariant($"T/M = {samplesPerWidth:R}"),
            MaxRefinement,
            change,
            "Part of the mass was not found: the lower end may not be a fold. Take fewer samples, or other widths.");
    }

    /// <summary>In units of mass, what the errors of τ make in the lower part of the bulk, where τ is large.</summary>
    private static double LowerShare(CentredSystem system, double left, double right)
    {
        var solver = new CentredSolver(system);
        CentredSolution? at = solver.TryDescend(0.5 * (left + right));
        double share = 0.0;
        for (double fraction = 0.1; at is not null && fraction > 1e-5; fraction *= 0.1)
        {
            double offset = fraction * (right - left);
            at = solver.TryFrom(at, left + offset, halvings: 4);
            share = Math.Max(share, (at?.Error ?? 0.0) * offset);
        }

        return share;
    }

    private Band ToBand(SpectrumPiece piece) => piece.IsTail
        ? new Band(floor + piece.Left, floor + piece.Right, piece.Mass, 0.5, double.IsFinite(piece.Right) ? 0.5 : double.NegativeInfinity)
        : new Band(floor + piece.Left, floor + piece.Right, piece.Mass, spectrum.LeftExponent(piece));

    private Complex Sum(Func<double, Complex> f)
    {
        Complex sum = Complex.Zero;
        foreach (Atom atom in Atoms)
        {
            sum += atom.Weight * f(atom.Location);
        }

        foreach (SpectrumPiece piece in spectrum.Pieces)
        {
            sum += piece.Integrate(zeta => f(floor + zeta));
        }

        return sum;
    }
}
