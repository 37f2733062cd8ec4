using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Measures;

/// <summary>
/// A probability measure on ℝ, μ = Σᵢ wᵢ δ_{xᵢ} + ρ(x) dx: finitely many atoms and a density that lives on finitely many
/// disjoint bands.
/// </summary>
/// <remarks>
/// <para>
/// A law gives its atoms, its bands and its density; everything else here follows from those three by quadrature.
/// A law overrides a default only with a closed form or a certified algorithm, and the conformance tests compare the two.
/// </para>
/// <para>Conventions: <c>docs/conventions.md</c>. All members are pure; instances are immutable and thread-safe.</para>
/// </remarks>
public abstract partial record SpectralMeasure
{
    private const double ClosedFormRounding = 8.0 * 2.220446049250313e-16;
    private const double EdgeRounding = 4.0 * 2.220446049250313e-16;

    // Of the distance to the support: its square is below rounding.
    private const double BesideAxis = 1e-8;

    /// <summary>The atoms, in increasing order of location, at distinct locations.</summary>
    public abstract ImmutableArray<Atom> Atoms { get; }

    /// <summary>The support of the absolutely continuous part: disjoint, in increasing order.</summary>
    public abstract ImmutableArray<Band> Bands { get; }

    /// <summary>The sum of the atoms' weights and the bands' masses: 1 up to the error of the masses. Never renormalised.</summary>
    public double TotalMass => Atoms.Sum(atom => atom.Weight) + Bands.Sum(band => band.Mass);

    /// <summary>m₁ = ∫ t μ(dt).</summary>
    public virtual double Mean => Moment(1);

    /// <summary>m₂ − m₁².</summary>
    public virtual double Variance
    {
        get
        {
            double mean = Mean;
            return Integrate(t => (t - mean) * (t - mean), Tolerance.Tight).Value.Real;
        }
    }

    /// <summary>The largest point of the support: an atom or the right end of a band; +∞ if the support is unbounded.</summary>
    public double TopOfSupport => Math.Max(
        Atoms.IsEmpty ? double.NegativeInfinity : Atoms[^1].Location,
        Bands.IsEmpty ? double.NegativeInfinity : Bands[^1].Right);

    /// <summary>The smallest point of the support; −∞ if the support is unbounded.</summary>
    public double BottomOfSupport => Math.Min(
        Atoms.IsEmpty ? double.PositiveInfinity : Atoms[0].Location,
        Bands.IsEmpty ? double.PositiveInfinity : Bands[0].Left);

    /// <summary>Whether the top of the support is an atom (which may sit on the end of a band).</summary>
    public bool TopIsAtom => !Atoms.IsEmpty && Atoms[^1].Location >= TopOfSupport;

    /// <summary>The density ρ(x) of the absolutely continuous part. Atoms do not enter.</summary>
    /// <returns>ρ(x) ≥ 0, and 0 outside the bands. May be +∞ at the end of a band.</returns>
    public abstract double Density(double x);

    /// <summary>The density together with an estimate of its true error.</summary>
    /// <remarks>
    /// <para>The default is for closed forms: a few units in the last place.</para>
    /// <para>Beside an end of a band the error is that of the distance from the end, whose place is known up to <see cref="EdgeError"/>.</para>
    /// </remarks>
    /// <exception cref="NonConvergenceException">The value could not be certified.</exception>
    public virtual Estimate<double> DensityEstimate(double x)
    {
        double density = Density(x);
        return WithEdgeError(x, new Estimate<double>(density, double.IsFinite(density) ? DensityRounding * density : 0.0, 1));
    }

    /// <summary>How far the end of a band may be from its true place.</summary>
    /// <remarks>The default is for closed forms: a few units in the last place, and 0 for an end at 0 or at infinity.</remarks>
    /// <param name="band">The index of the band in <see cref="Bands"/>.</param>
    /// <param name="end">The end.</param>
    public virtual double EdgeError(int band, IntervalEnd end)
    {
        double place = end == IntervalEnd.Left ? Bands[band].Left : Bands[band].Right;
        return double.IsFinite(place) ? EdgeRounding * Math.Abs(place) : 0.0;
    }

    /// <summary>The relative rounding error of a closed form of the density, with the distances from the ends as its arguments.</summary>
    private protected virtual double DensityRounding => ClosedFormRounding;

    /// <summary>An estimate of ρ(x) with what the errors of the ends of the bands do to it.</summary>
    /// <remarks>
    /// ρ ∼ C|x − e|^β at an end known up to δ: the relative error |β|δ/|x − e| where the distance is larger than δ, with |β| at least ½ because a
    /// neighbouring singularity may change the power; nearer, and beyond the end, the value at a distance δ.
    /// </remarks>
    /// <param name="x">The place.</param>
    /// <param name="density">ρ(x) with the error that it has for exact ends.</param>
    protected Estimate<double> WithEdgeError(double x, Estimate<double> density)
    {
        if (!double.IsFinite(density.Value))
        {
            return density;
        }

        double error = density.Error;
        ImmutableArray<Band> bands = Bands;
        for (int i = 0; i < bands.Length; i++)
        {
            bool inside = bands[i].Contains(x);
            foreach (IntervalEnd end in (ReadOnlySpan<IntervalEnd>)[IntervalEnd.Left, IntervalEnd.Right])
            {
                (double place, double exponent) = end == IntervalEnd.Left ? (bands[i].Left, bands[i].LeftExponent) : (bands[i].Right, bands[i].RightExponent);
                double distance = Math.Abs(x - place);
                if (!double.IsFinite(distance) || (!inside && distance > bands[i].Width) || EdgeError(i, end) is not (> 0.0 and var delta))
                {
                    continue;
                }

                if (distance >= 2.0 * delta)
                {
                    double power = exponent == 0.0 ? 0.0 : double.IsFinite(exponent) ? Math.Max(0.5, Math.Abs(exponent)) : 1.0;
                    error += power * density.Value * delta / (distance - delta);
                }
                else if (inside ? exponent != 0.0 : distance <= delta)
                {
                    error += exponent < 0.0 && inside ? density.Value : DensityFromEdge(i, end, Math.Min(inside ? distance + delta : delta, 0.5 * bands[i].Width));
                }
            }
        }

        return new Estimate<double>(density.Value, error, density.Evaluations);
    }

    /// <summary>The density at a distance from the end of a band, with the distance as the argument.</summary>
    /// <remarks>Keeps full relative accuracy however small the offset; x = end ± offset would round it away.</remarks>
    /// <param name="band">The index of the band in <see cref="Bands"/>.</param>
    /// <param name="end">The end from which the offset is measured, into the band.</param>
    /// <param name="offset">The distance, in (0, width of the band).</param>
    public virtual double DensityFromEdge(int band, IntervalEnd end, double offset)
    {
        Band b = Bands[band];
        return Density(end == IntervalEnd.Left ? b.Left + offset : b.Right - offset);
    }

    /// <summary>The Cauchy transform G(z) = ∫ μ(dt) / (z − t).</summary>
    /// <param name="z">A point off the support. G maps the upper half-plane to the lower one.</param>
    public virtual Complex Cauchy(Complex z) => Integrate(t => 1.0 / (z - t), Tolerance.Tight).Value;

    /// <summary>The derivative G'(z) = −∫ μ(dt) / (z − t)².</summary>
    /// <param name="z">A point off the support.</param>
    public virtual Complex CauchyDerivative(Complex z) =>
        Integrate(t => -1.0 / ((z - t) * (z - t)), Tolerance.Tight).Value;

    /// <summary>G beside the real axis and off the support: G(x) + iyG'(x), where Im G would be lost to the rounding of G.</summary>
    /// <remarks>Error: the square of the height relative to the distance to the support, below rounding.</remarks>
    /// <param name="z">A point.</param>
    /// <param name="cauchy">G(z).</param>
    /// <returns>Whether z lies there.</returns>
    private protected bool TryBesideAxis(Complex z, out Complex cauchy)
    {
        bool beside = IsBesideAxis(z);
        cauchy = beside ? new Complex(Cauchy(z.Real).Real, z.Imaginary * CauchyDerivative(z.Real).Real) : Complex.Zero;
        return beside;
    }

    /// <summary>Whether a point lies so near to the axis off the support that the square of its height, relative to its distance, is rounding.</summary>
    private protected bool IsBesideAxis(Complex z)
    {
        double nearest = double.PositiveInfinity;
        foreach (Band band in Bands)
        {
            nearest = Math.Min(nearest, Math.Max(0.0, Math.Max(band.Left - z.Real, z.Real - band.Right)));
        }

        foreach (Atom atom in Atoms)
        {
            nearest = Math.Min(nearest, Math.Abs(z.Real - atom.Location));
        }

        return z.Imaginary != 0.0 && Math.Abs(z.Imaginary) <= BesideAxis * nearest;
    }

    /// <summary>The moment transform h(z) = z·G(z) − 1 = ∫ t μ(dt) / (z − t) (also called ψ(1/z)).</summary>
    /// <remarks>Closed forms avoid the cancellation of z·G(z) against 1 at large |z|.</remarks>
    /// <param name="z">A point off the support.</param>
    public virtual Complex MomentTransform(Complex z) => (z * Cauchy(z)) - 1.0;

    /// <summary>The derivative h'(z) = G(z) + z·G'(z) = −∫ t μ(dt) / (z − t)².</summary>
    /// <param name="z">A point off the support.</param>
    public virtual Complex MomentTransformDerivative(Complex z) => Cauchy(z) + (z * CauchyDerivative(z));

    /// <summary>K = G⁻¹ in closed form, K(w) = R(w) + 1/w; null if the law offers none.</summary>
    /// <remarks>See <see cref="ExplicitInverse"/> for what is promised about the branch.</remarks>
    public virtual ExplicitInverse? InverseCauchy => null;

    /// <summary>χ = h⁻¹ in closed form, χ(u) = (1 + u)/(u S(u)); null if the law offers none.</summary>
    /// <remarks>Offered by laws on [0, ∞) other than δ₀. See <see cref="ExplicitInverse"/> for what is promised about the branch.</remarks>
    public virtual ExplicitInverse? InverseMoment => null;

    /// <summary>Whether ∫ |t|ᵏ μ(dt) is finite.</summary>
    /// <param name="order">k ≥ 0.</param>
    public virtual bool HasMoment(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        return order == 0 || (double.IsFinite(BottomOfSupport) && double.IsFinite(TopOfSupport));
    }

    /// <summary>The free cumulant κₙ, the coefficient of wⁿ⁻¹ in R(w).</summary>
    /// <remarks>
    /// <para>The default goes through the moments: m_n = Σ_{s=1}^{n} κ_s [x^{n−s}] M(x)^s with M(x) = Σ m_k x^k.</para>
    /// <para>Error: rounding of the moments, amplified for large n; a law overrides it with a closed form.</para>
    /// <para>Source: [MS17] §2.4, the functional equation C(x M(x)) = M(x).</para>
    /// </remarks>
    /// <param name="order">n ≥ 1.</param>
    public virtual double FreeCumulant(int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        double[] moments = new double[order + 1];
        for (int k = 0; k <= order; k++)
        {
            moments[k] = Moment(k);
        }

        return FreeCumulants.FromMoments(moments)[order];
    }

    /// <summary>The raw moment m_k = ∫ tᵏ μ(dt).</summary>
    /// <param name="order">k ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The moment does not exist: see <see cref="HasMoment"/>.</exception>
    public virtual double Moment(int order)
    {
        RequireMoment(order);
        return Integrate(t => Math.Pow(t, order), Tolerance.Tight).Value.Real;
    }

    /// <summary>The mass of the single point <paramref name="x"/>: the weight of the atom there, or 0.</summary>
    public double MassAt(double x)
    {
        foreach (Atom atom in Atoms)
        {
            if (atom.Location == x)
            {
                return atom.Weight;
            }
        }

        return 0.0;
    }

    /// <summary>∫ f dμ over atoms and bands.</summary>
    /// <param name="f">A function that is smooth on each band.</param>
    /// <param name="tolerance">The accuracy asked for, band by band.</param>
    public Estimate<Complex> Integrate(Func<double, Complex> f, Tolerance tolerance)
    {
        ArgumentNullException.ThrowIfNull(f);
        Complex sum = Complex.Zero;
        double error = 0.0;
        int evaluations = Atoms.Length;
        foreach (Atom atom in Atoms)
        {
            sum += atom.Weight * f(atom.Location);
        }

        for (int i = 0; i < Bands.Length; i++)
        {
            Estimate<Complex> part = IntegrateBand(i, f, tolerance);
            sum += part.Value;
            error += part.Error;
            evaluations += part.Evaluations;
        }

        return new Estimate<Complex>(sum, error, evaluations);
    }

    /// <summary>∫ f ρ over one band, with the density taken from the nearer end.</summary>
    public virtual Estimate<Complex> IntegrateBand(int band, Func<double, Complex> f, Tolerance tolerance)
    {
        ArgumentNullException.ThrowIfNull(f);
        Band b = Bands[band];
        bool left = double.IsFinite(b.Left);
        bool right = double.IsFinite(b.Right);
        if (left && right)
        {
            return DoubleExponential.Adaptive(
                (fromLeft, fromRight) =>
                {
                    bool nearLeft = fromLeft <= fromRight;
                    double density = nearLeft ? DensityFromEdge(band, IntervalEnd.Left, fromLeft) : DensityFromEdge(band, IntervalEnd.Right, fromRight);
                    return (density * f(nearLeft ? b.Left + fromLeft : b.Right - fromRight), density);
                },
                b.Width,
                tolerance,
                b.LeftExponent,
                b.RightExponent);
        }

        if (left)
        {
            return DoubleExponential.AdaptiveHalfLine(
                offset => DensityFromEdge(band, IntervalEnd.Left, offset) * f(b.Left + offset), 1.0, tolerance);
        }

        if (right)
        {
            return DoubleExponential.AdaptiveHalfLine(
                offset => DensityFromEdge(band, IntervalEnd.Right, offset) * f(b.Right - offset), 1.0, tolerance);
        }

        Estimate<Complex> below = DoubleExponential.AdaptiveHalfLine(t => Density(-t) * f(-t), 1.0, tolerance);
        Estimate<Complex> above = DoubleExponential.AdaptiveHalfLine(t => Density(t) * f(t), 1.0, tolerance);
        return new Estimate<Complex>(
            below.Value + above.Value, below.Error + above.Error, below.Evaluations + above.Evaluations);
    }

    /// <summary>Prints the parameters of the law only, not what is derived from them.</summary>
    protected virtual bool PrintMembers(StringBuilder builder) => false;

    /// <summary>Throws unless the moment of this order exists.</summary>
    protected void RequireMoment(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        if (!HasMoment(order))
        {
            throw new ArgumentOutOfRangeException(
                nameof(order), order, Invariant($"order must be that of a moment that exists, but ∫|t|^{order} dμ is infinite for this law."));
        }
    }
}
