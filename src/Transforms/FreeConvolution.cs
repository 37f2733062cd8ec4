using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Transforms;

/// <summary>A law computed by subordination: a free sum, a free product, or a power of either kind.</summary>
/// <remarks>
/// <para>
/// μ = μ₁^{⊞t₁} ⊞ μ₂^{⊞t₂} or μ₁^{⊠t₁} ⊠ μ₂^{⊠t₂} with tᵢ ≥ 1. Atoms follow the rule of Bercovici and Voiculescu exactly; the
/// bands are the complement of the real gaps, whose ends are critical values of the real inverse; masses of bands are
/// differences of the factors' distribution functions at the subordination points, and need no quadrature.
/// </para>
/// <para>
/// Inside a band the subordination equations are solved on the axis itself; every value carries its certificate (see
/// <see cref="DensityEstimate"/>) or a <see cref="NonConvergenceException"/> names the place.
/// </para>
/// <para>Source: [BB07] thm. 3.2, 3.3, 4.1; [BV98] thm. 7.4 (atoms).</para>
/// </remarks>
public sealed record FreeConvolution : SpectralMeasure
{
    // Where zG − 1 has lost three bits.
    private const double SmallMoment = 0.1;

    private readonly Lazy<RealStructure> structure;
    private readonly Lazy<ImmutableArray<BandSolver>> bands;
    private readonly Lazy<ImmutableArray<(double Place, double Below, Atom[] Atoms)>> justNoAtoms;
    private readonly double scale;

    internal FreeConvolution(ConvolutionAlgebra algebra, ImmutableArray<SpectralMeasure> factors, ImmutableArray<double> exponents, double? excess = null)
    {
        Excess = excess ?? (exponents.Sum() - 1.0);
        Algebra = algebra;
        Factors = factors;
        Exponents = exponents;
        double[] sizes = [.. factors.Select(LawScale.Of)];
        scale = 0.0;
        double logScale = 0.0;
        for (int i = 0; i < sizes.Length; i++)
        {
            scale += exponents[i] * sizes[i];
            logScale += exponents[i] * Math.Log(sizes[i]);
        }

        scale = algebra == ConvolutionAlgebra.Additive ? scale : Math.Exp(Math.Min(logScale, 600.0));
        Atoms = AtomRules.Of(algebra, factors, exponents);
        structure = new Lazy<RealStructure>(() => RealStructure.Find(
            algebra, [.. factors.Select(law => RealBranch.Of(law, algebra))], [.. exponents], scale, () => LeastBottom, (p, x) => HardEdge.Settled(this, p, x), Excess));
        bands = new Lazy<ImmutableArray<BandSolver>>(() => MassBalance.Require(this, BandPartition.Of(this), solver => solver.Band.Mass));
        justNoAtoms = new Lazy<ImmutableArray<(double Place, double Below, Atom[] Atoms)>>(() => [.. HardEdge.JustNoAtoms(this).OrderBy(meeting => meeting.Place)]);
        Anchors = new AnchorGrid(this);
        Transform = new ConvolutionTransform(this);
    }

    /// <summary>The laws that are convolved.</summary>
    public ImmutableArray<SpectralMeasure> Factors { get; }

    /// <summary>The power tᵢ of each factor.</summary>
    public ImmutableArray<double> Exponents { get; }

    /// <summary>Whether this is a free product; otherwise it is a free sum.</summary>
    public bool IsProduct => Algebra == ConvolutionAlgebra.Multiplicative;

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands => [.. bands.Value.Select(band => band.Band)];

    /// <inheritdoc/>
    public override double Mean
    {
        get
        {
            double mean = IsProduct ? 1.0 : 0.0;
            for (int i = 0; i < Factors.Length; i++)
            {
                mean = IsProduct ? mean * Math.Pow(Factors[i].Mean, Exponents[i]) : mean + (Exponents[i] * Factors[i].Mean);
            }

            return mean;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Sums: Σ tᵢ vᵢ. Products: m² Σ tᵢ vᵢ/mᵢ², since S(u) = 1/m − (v/m³)u + ….</remarks>
    public override double Variance
    {
        get
        {
            double variance = 0.0;
            for (int i = 0; i < Factors.Length; i++)
            {
                double part = Exponents[i] * Factors[i].Variance;
                variance += IsProduct ? part / (Factors[i].Mean * Factors[i].Mean) : part;
            }

            return IsProduct ? variance * Mean * Mean : variance;
        }
    }

    /// <summary>Sums or products.</summary>
    internal ConvolutionAlgebra Algebra { get; }

    /// <summary>Σ tᵢ − 1, which of a power near 1 may be known to more digits than the power.</summary>
    internal double Excess { get; }

    /// <summary>Solutions to start from.</summary>
    internal AnchorGrid Anchors { get; }

    /// <summary>The gaps.</summary>
    internal RealStructure Structure => structure.Value;

    /// <summary>The places where atoms of all factors leave just no atom, the mass below and the atoms: see <see cref="HardEdge.JustNoAtoms"/>.</summary>
    internal ImmutableArray<(double Place, double Below, Atom[] Atoms)> JustNoAtoms => justNoAtoms.Value;

    /// <summary>A length: the size of the support or, if it is unbounded, where its tails begin.</summary>
    internal double Scale => scale;

    /// <summary>G and G'.</summary>
    internal ConvolutionTransform Transform { get; }

    /// <summary>The solved bands.</summary>
    internal ImmutableArray<BandSolver> SolvedBands => bands.Value;

    /// <summary>Σ tᵢ·bottomᵢ, or Π bottomᵢ^tᵢ: nothing of the law lies below.</summary>
    internal double LeastBottom
    {
        get
        {
            double least = IsProduct ? 1.0 : 0.0;
            for (int i = 0; i < Factors.Length; i++)
            {
                (double part, double power) = (Factors[i].BottomOfSupport, Exponents[i]);
                least = IsProduct ? least * Math.Pow(part, power) : least + (power * part);
            }

            return least;
        }
    }

    /// <inheritdoc/>
    public override double Density(double x) => FromBands(x).Value;

    /// <inheritdoc/>
    /// <remarks>
    /// <para>
    /// The value comes with proof of branch: the subordination functions lie strictly inside the upper half-plane by more
    /// than their error, and such a solution is unique. Near an edge the expansion in the distance from it is used.
    /// </para>
    /// <para>Error: the rounding of the residuals, carried through the Jacobian, and beside an edge that of its place.</para>
    /// </remarks>
    public override Estimate<double> DensityEstimate(double x) => WithEdgeError(x, FromBands(x));

    /// <inheritdoc/>
    /// <remarks>The rounding of the terms of x(P) at its critical point.</remarks>
    public override double EdgeError(int band, IntervalEnd end) => bands.Value[band].EdgeError(end);

    private Estimate<double> FromBands(double x)
    {
        Require.Finite(x);
        foreach (BandSolver band in bands.Value)
        {
            if (x >= band.Band.Left && x <= band.Band.Right)
            {
                return band.Density(x);
            }
        }

        return new Estimate<double>(0.0, 0.0, 0);
    }

    /// <inheritdoc/>
    public override double DensityFromEdge(int band, IntervalEnd end, double offset) => bands.Value[band].FromEdge(end, offset).Value;

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z) => Transform.At(z).Value;

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z) => Transform.At(z).Derivative;

    /// <inheritdoc/>
    /// <remarks>Far out Σ tᵢhᵢ(ωᵢ) for sums and 1/(W − 1) for products, where zG has lost digits against 1.</remarks>
    public override Complex MomentTransform(Complex z)
    {
        // So far out F itself may not be told from z.
        if (Complex.Abs(z) > FarMoment.Begins(this) && Transform.MomentFarOut(z) is { } outside)
        {
            return outside.Value;
        }

        Complex h = base.MomentTransform(z);
        return Complex.Abs(h) < SmallMoment && Transform.MomentFarOut(z) is { } far ? far.Value : h;
    }

    /// <inheritdoc/>
    public override Complex MomentTransformDerivative(Complex z) =>
        (Complex.Abs(z) > FarMoment.Begins(this) || Complex.Abs(base.MomentTransform(z)) < SmallMoment) && Transform.MomentFarOut(z) is { } far
            ? far.Derivative
            : base.MomentTransformDerivative(z);

    /// <inheritdoc/>
    public override bool HasMoment(int order) => Factors.All(factor => factor.HasMoment(order));

    /// <inheritdoc/>
    /// <remarks>Sums: Σ tᵢ κₙ(μᵢ).</remarks>
    public override double FreeCumulant(int order)
    {
        if (IsProduct)
        {
            return base.FreeCumulant(order);
        }

        double sum = 0.0;
        for (int i = 0; i < Factors.Length; i++)
        {
            sum += Exponents[i] * Factors[i].FreeCumulant(order);
        }

        return sum;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Sums: from the free cumulants. Products of bounded laws: (1/2πi) ∮ zᵏ G(z) dz on an ellipse about the support, by the
    /// trapezoidal rule, which converges geometrically.
    /// </remarks>
    public override double Moment(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        if (order == 0)
        {
            return 1.0;
        }

        if (!HasMoment(order) || !double.IsFinite(TopOfSupport) || !double.IsFinite(BottomOfSupport))
        {
            return base.Moment(order);
        }

        return IsProduct ? ContourMoment(order) : FreeCumulants.ToMoments([0.0, .. Enumerable.Range(1, order).Select(FreeCumulant)])[order];
    }

    /// <summary>The subordination functions ωᵢ(z), with G_{μ}(z) = G_{μᵢ}(ωᵢ(z)) for sums and h_μ(z) = h_{μᵢ}(ωᵢ(z)) for products.</summary>
    /// <remarks>
    /// <para>Sums: Σ tᵢωᵢ = z + (T − 1)F(z). At a real z inside a band the limit from above is returned.</para>
    /// <para>Source: [BB07] thm. 3.2, 4.1.</para>
    /// </remarks>
    /// <param name="z">A point of the closed upper half-plane, off the ends of the bands.</param>
    /// <exception cref="NonConvergenceException">The values could not be certified.</exception>
    public ImmutableArray<Complex> Subordination(Complex z)
    {
        Require.NonNegative(z.Imaginary);
        if (z.Imaginary == 0.0 && Transform.FindPiece(z.Real) is { } piece)
        {
            _ = piece.Evaluate(piece.Solve(z.Real), out double[] omega);
            return [.. omega.Select(value => new Complex(value, 0.0))];
        }

        if (Transform.SubordinationBesideAxis(z) is { } beside)
        {
            return beside;
        }

        SubordinationSolver solver = SolveAt(z);
        var result = ImmutableArray.CreateBuilder<Complex>();
        int next = 0;
        for (int i = 0; i < Factors.Length; i++)
        {
            // The point of a factor that was taken apart: c = p + Σ tⱼ(cⱼ − p) over its leaves.
            Complex c = solver.Pick;
            for (int leaf = Leaves(Factors[i]); leaf > 0; leaf--, next++)
            {
                c += solver.Exponents[next] / Exponents[i] * (solver.Omega[next] - solver.Pick);
            }

            result.Add(Algebra.FromCoordinate(c));
        }

        return result.ToImmutable();
    }

    /// <inheritdoc/>
    public bool Equals(FreeConvolution? other) => other is not null && Algebra == other.Algebra && Excess == other.Excess
        && Factors.SequenceEqual(other.Factors) && Exponents.SequenceEqual(other.Exponents);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(IsProduct);
        foreach (SpectralMeasure factor in Factors)
        {
            hash.Add(factor);
        }

        return hash.ToHashCode();
    }

    /// <summary>
    /// The outliers that appear when finitely many eigenvalues are added to one factor: an isolated eigenvalue θ of the factor,
    /// off its support, is seen at the x with ω(x) = θ, if there is such an x off the support of the convolution.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The squared overlap of the outlier's eigenvector with the factor's is 1/ω'(x) for sums and θ/(x ω'(x)) for products. A
    /// spike that is too weak (the transition of Baik, Ben Arous and Péché) gives none. A spike where the factor's G vanishes is seen at θ + the other's mean;
    /// one at 0 in a product stays at 0 with the overlap 1 if the other factor begins above 0.
    /// </para>
    /// <para>Error: as each outlier says.</para>
    /// <para>Source: [BBCF17] thm. 2.1, 2.3, 2.5.</para>
    /// </remarks>
    /// <param name="factor">The index of the perturbed factor; its exponent must be 1.</param>
    /// <param name="spike">θ, off the support of the factor.</param>
    public ImmutableArray<Outlier> Outliers(int factor, double spike)
    {
        if (factor < 0 || factor >= Factors.Length || Exponents[factor] != 1.0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(factor), factor, Invariant($"factor must be the index of a factor with exponent 1, but is {factor}."));
        }

        SpectralMeasure law = Factors[factor];
        if (law.MassAt(Require.Finite(spike)) > 0.0 || law.Bands.Any(band => band.Contains(spike)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(spike), spike, Invariant($"spike must be off the support of the factor, but is {spike:R}."));
        }

        return Factors.Length == 1
            ? [new Outlier(spike, spike, 1.0)]
            : [.. new OutlierMap(Algebra, law, Factors[1 - factor], Exponents[1 - factor]).Find(spike)];
    }

    /// <summary>A tracker of the transforms of this law.</summary>
    internal TransformTracker NewTracker() => new ConvolutionTracker(this);

    /// <summary>A solver without a solution yet.</summary>
    /// <remarks>Factors of the same kind are taken apart: one system of all the leaves instead of a nest of systems.</remarks>
    internal SubordinationSolver NewSolver()
    {
        IReadOnlyList<(SpectralMeasure Law, double Exponent)> leaves = AllLeaves();

        // A power of a law above 1 is far larger than what its source is asked for.
        double size = IsProduct ? Math.Min(scale, leaves.Max(leaf => LawScale.Of(leaf.Law))) : scale;
        return new SubordinationSolver(
            Algebra, [.. leaves.Select(leaf => TransformTracker.Of(leaf.Law))], [.. leaves.Select(leaf => leaf.Exponent)], Math.Max(4.0 * size, 1e-300),
            ExcessOf([.. leaves.Select(leaf => leaf.Exponent)]));
    }

    /// <summary>The factors with their powers, those of the same operation taken apart.</summary>
    internal IReadOnlyList<(SpectralMeasure Law, double Exponent)> AllLeaves()
    {
        List<(SpectralMeasure, double)> leaves = [];
        AddLeaves(leaves, 1.0);
        return leaves;
    }

    /// <summary>Σ tᵢ − 1 of the leaves.</summary>
    internal double ExcessOf(IReadOnlyList<double> leaves) => leaves.Count == 1 && leaves[0] == Exponents[0] ? Excess : leaves.Sum() - 1.0;

    /// <summary>G and G' at a real point off the bands, by one solve.</summary>
    internal (double Value, double Derivative) RealPair(double x)
    {
        (Complex value, Complex derivative) = Transform.At(x);
        return (value.Real, derivative.Real);
    }

    /// <summary>The solution at z, or an exception.</summary>
    internal SubordinationSolver SolveAt(Complex z)
    {
        SubordinationSolver solver = Anchors.Near(z);
        return solver.TrySolve(Algebra.ToCoordinate(z)) ? solver : throw Transform.Lost(z, solver);
    }

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        for (int i = 0; i < Factors.Length; i++)
        {
            string sign = IsProduct ? "⊠" : "⊞";
            builder.Append(i > 0 ? " " + sign + " " : "").Append(Factors[i]);
            builder.Append(Exponents[i] == 1.0 ? "" : Invariant($"^{sign}{Exponents[i]:R}"));
        }

        return true;
    }

    private void AddLeaves(List<(SpectralMeasure Law, double Exponent)> leaves, double power)
    {
        for (int i = 0; i < Factors.Length; i++)
        {
            if (Factors[i] is FreeConvolution inner && inner.Algebra == Algebra)
            {
                inner.AddLeaves(leaves, power * Exponents[i]);
            }
            else
            {
                leaves.Add((Factors[i], power * Exponents[i]));
            }
        }
    }

    /// <summary>How many leaves a factor contributes to the system.</summary>
    private int Leaves(SpectralMeasure factor) =>
        factor is FreeConvolution inner && inner.Algebra == Algebra ? inner.Factors.Sum(inner.Leaves) : 1;

    private double ContourMoment(int order)
    {
        const int nodes = 96;
        double center = 0.5 * (TopOfSupport + BottomOfSupport);
        double half = 0.5 * (TopOfSupport - BottomOfSupport);
        TransformTracker tracker = NewTracker();
        double sum = 0.0;
        for (int j = 0; j < nodes; j++)
        {
            // The Joukowski ellipse with ratio 2: conjugate symmetry leaves the upper half.
            Complex e = Complex.FromPolarCoordinates(2.0, Math.PI * (j + 0.5) / nodes);
            Complex z = center + (0.5 * half * (e + (1.0 / e)));
            if (!tracker.TryCauchy(z, out Complex g, out _))
            {
                throw new NonConvergenceException("The moment of a free product", z, nodes, null, "The branch could not be certified there.");
            }

            sum += (Complex.Pow(z, order) * g * (0.5 * half * (e - (1.0 / e)))).Real;
        }

        return sum / nodes;
    }
}
