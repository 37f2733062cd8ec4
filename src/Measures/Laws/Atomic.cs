using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Measures.Laws;

/// <summary>A law made of finitely many atoms.</summary>
/// <remarks>
/// <para>G(z) = Σ wᵢ/(z − xᵢ). Atoms at equal locations are merged; the weights must sum to 1 within 1e-12.</para>
/// <para>(1 − α)δ₀ + αδ_γ with γ &gt; 0 has χ(u) = γ(u + α)/u, hence S(u) = (1 + u)/(γ(u + α)).</para>
/// <para>Matrix model: a diagonal matrix with the atoms in proportion to their weights.</para>
/// <para>Source: [HK21] eq. (10); [MS17] §2.2.</para>
/// </remarks>
public sealed record Atomic : SpectralMeasure
{
    // In units of the size: from there on the first terms of h and h' are added up by themselves, as they may cancel.
    private const double Far = 10.0;

    private const double MassTolerance = 1e-12;

    /// <summary>Creates the law Σ wᵢ δ_{xᵢ}.</summary>
    /// <param name="atoms">At least one atom, in any order.</param>
    /// <exception cref="ArgumentException">The weights do not sum to 1.</exception>
    public Atomic(params IEnumerable<Atom> atoms)
    {
        ArgumentNullException.ThrowIfNull(atoms);
        Atoms = [.. atoms
            .GroupBy(atom => atom.Location)
            .OrderBy(group => group.Key)
            .Select(group => new Atom(group.Key, Math.Min(1.0, group.Sum(atom => atom.Weight))))];
        double mass = Atoms.Sum(atom => atom.Weight);
        if (Math.Abs(mass - 1.0) > MassTolerance)
        {
            throw new ArgumentException(
                Invariant($"The weights of a law must sum to 1, but {Atoms.Length} atoms sum to {mass:R}."),
                nameof(atoms));
        }
    }

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands => [];

    /// <inheritdoc/>
    public override double Mean => Atoms.Sum(atom => atom.Weight * atom.Location);

    /// <inheritdoc/>
    public override double Variance
    {
        get
        {
            double mean = Mean;
            return Atoms.Sum(atom => atom.Weight * (atom.Location - mean) * (atom.Location - mean));
        }
    }

    /// <inheritdoc/>
    /// <remarks>Offered by a point mass: K(w) = x + 1/w. With two atoms G is of degree 2 and not univalent.</remarks>
    public override ExplicitInverse? InverseCauchy
    {
        get
        {
            if (Atoms.Length != 1)
            {
                return null;
            }

            double location = Atoms[0].Location;
            return new InverseFormula(w => location + (1.0 / w), w => -1.0 / (w * w), w => 2.0 / (w * w * w));
        }
    }

    /// <inheritdoc/>
    /// <remarks>Offered when exactly one atom is off 0 and it is positive: χ(u) = γ(u + α)/u.</remarks>
    public override ExplicitInverse? InverseMoment
    {
        get
        {
            Atom top = Atoms[^1];
            bool twoPoint = top.Location > 0.0 && (Atoms.Length == 1 || (Atoms.Length == 2 && Atoms[0].Location == 0.0));
            return twoPoint
                ? new InverseFormula(
                    u => top.Location * (u + top.Weight) / u,
                    u => -top.Location * top.Weight / (u * u),
                    u => 2.0 * top.Location * top.Weight / (u * u * u))
                : null;
        }
    }

    /// <summary>δ_x.</summary>
    /// <param name="location">x, any finite real.</param>
    public static Atomic Point(double location) => new(new Atom(location, weight: 1.0));

    /// <summary>(1 − p)δ₀ + pδ_γ.</summary>
    /// <param name="probability">p in [0, 1].</param>
    /// <param name="at">γ ≠ 0, the place of the atom of weight p.</param>
    public static Atomic Bernoulli(double probability, double at = 1.0)
    {
        Require.InRange(probability, 0.0, 1.0);
        Require.Finite(at);
        return probability switch
        {
            0.0 => Point(0.0),
            1.0 => Point(at),
            _ => new Atomic(new Atom(0.0, 1.0 - probability), new Atom(at, probability)),
        };
    }

    /// <summary>(1 − <paramref name="weight"/>)·δ₀ + <paramref name="weight"/>·δ_{<paramref name="location"/>}.</summary>
    /// <param name="location">γ &gt; 0, the place of the upper atom.</param>
    /// <param name="weight">α in (0, 1), the weight of the upper atom.</param>
    public static Atomic ZeroOr(double location, double weight) =>
        new(new Atom(0.0, 1.0 - weight), new Atom(Require.Positive(location), weight));

    /// <inheritdoc/>
    public override double Density(double x) => 0.0;

    /// <inheritdoc/>
    /// <remarks>At real points, where the terms cancel beside a zero of G, the rounding of each is added too.</remarks>
    public override Complex Cauchy(Complex z)
    {
        if (z.Imaginary == 0.0 && Atoms.Length > 1)
        {
            return RealSum(z.Real, moment: false);
        }

        Complex sum = Complex.Zero;
        foreach (Atom atom in Atoms)
        {
            sum += atom.Weight / (z - atom.Location);
        }

        return sum;
    }

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z)
    {
        Complex sum = Complex.Zero;
        foreach (Atom atom in Atoms)
        {
            Complex pole = 1.0 / (z - atom.Location);
            sum -= atom.Weight * pole * pole;
        }

        return sum;
    }

    /// <inheritdoc/>
    /// <remarks>An atom at 0 does not enter, so z = 0 is an ordinary point.</remarks>
    public override Complex MomentTransform(Complex z)
    {
        if (z.Imaginary == 0.0 && Atoms.Length - (MassAt(0.0) > 0.0 ? 1 : 0) > 1)
        {
            return RealSum(z.Real, moment: true);
        }

        if (IsFar(z))
        {
            // 1/(z − a) = 1/z + a/(z(z − a)).
            return Atoms.Aggregate((Complex)Mean, (rest, atom) => rest + (atom.Weight * atom.Location * atom.Location / (z - atom.Location))) / z;
        }

        Complex sum = Complex.Zero;
        foreach (Atom atom in Atoms)
        {
            sum += atom.Location == 0.0 ? Complex.Zero : atom.Weight * atom.Location / (z - atom.Location);
        }

        return sum;
    }

    /// <inheritdoc/>
    public override Complex MomentTransformDerivative(Complex z)
    {
        if (IsFar(z))
        {
            // 1/(z − a)² = 1/z² + a(2z − a)/(z(z − a))².
            Complex rest = Mean;
            foreach (Atom atom in Atoms)
            {
                Complex part = atom.Location / (z - atom.Location);
                rest += atom.Weight * ((2.0 * z) - atom.Location) * part * part;
            }

            return -rest / z / z;
        }

        Complex sum = Complex.Zero;
        foreach (Atom atom in Atoms)
        {
            Complex pole = atom.Location == 0.0 ? Complex.Zero : 1.0 / (z - atom.Location);
            sum -= atom.Weight * atom.Location * pole * pole;
        }

        return sum;
    }

    /// <inheritdoc/>
    public override double Moment(int order)
    {
        RequireMoment(order);
        return order == 0 ? 1.0 : Atoms.Sum(atom => atom.Weight * Math.Pow(atom.Location, order));
    }

    private bool IsFar(Complex z) => Complex.Abs(z) > Far * Math.Max(Math.Abs(Atoms[0].Location), Math.Abs(Atoms[^1].Location));

    /// <summary>Σ wᵢ/(x − xᵢ), or Σ wᵢxᵢ/(x − xᵢ), with the remainders of products, differences, quotients and sums; a single term does not cancel and needs none.</summary>
    private double RealSum(double x, bool moment)
    {
        double sum = 0.0;
        double rest = 0.0;
        foreach (Atom atom in Atoms)
        {
            if (moment && atom.Location == 0.0)
            {
                continue;
            }

            double numerator = moment ? atom.Weight * atom.Location : atom.Weight;
            double numeratorRest = moment ? Math.FusedMultiplyAdd(atom.Weight, atom.Location, -numerator) : 0.0;
            double distance = x - atom.Location;
            double back = x - distance;
            double distanceRest = (x - (distance + back)) + (back - atom.Location);
            double quotient = numerator / distance;
            double left = Math.FusedMultiplyAdd(-quotient, distance, numerator) + numeratorRest - (quotient * distanceRest);
            double next = sum + quotient;
            double part = next - sum;
            double correction = (sum - (next - part)) + (quotient - part) + (left / distance);
            rest = double.IsFinite(correction) ? rest + correction : rest;
            sum = next;
        }

        return sum + rest;
    }

    /// <inheritdoc/>
    public bool Equals(Atomic? other) => other is not null && Atoms.AsSpan().SequenceEqual(other.Atoms.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Atoms.Aggregate(0, HashCode.Combine);

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AppendJoin(" + ", Atoms.Select(atom => Invariant($"{atom.Weight:R}·δ({atom.Location:R})")));
        return true;
    }
}
