using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Measures.Laws;

/// <summary>The empirical law of measured values, such as the eigenvalues of a matrix: mass 1/n at each.</summary>
/// <remarks>
/// <para>G(z) = (1/n) Σ 1/(z − λᵢ). Equal values make one atom with their joint mass.</para>
/// <para>Error: rounding of the sum, at most n units in the last place.</para>
/// <para>Source: [MS17] §1.1 (the empirical eigenvalue distribution).</para>
/// </remarks>
public sealed record EmpiricalLaw : SpectralMeasure
{
    private readonly ImmutableArray<double> sorted;

    /// <summary>Creates the law of the given values.</summary>
    /// <param name="values">At least one finite value, in any order.</param>
    /// <exception cref="ArgumentException">There is no value, or one is not finite.</exception>
    public EmpiricalLaw(IEnumerable<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        sorted = [.. values.Select(value => Require.Finite(value, nameof(values))).Order()];
        if (sorted.IsEmpty)
        {
            throw new ArgumentException("values must hold at least one number, but is empty.", nameof(values));
        }

        ImmutableArray<Atom>.Builder atoms = ImmutableArray.CreateBuilder<Atom>();
        for (int i = 0; i < sorted.Length;)
        {
            int next = i + 1;
            while (next < sorted.Length && sorted[next] == sorted[i])
            {
                next++;
            }

            atoms.Add(new Atom(sorted[i], (next - i) / (double)sorted.Length));
            i = next;
        }

        Atoms = atoms.ToImmutable();
        Mean = sorted.Average();
        Variance = sorted.Average(value => (value - Mean) * (value - Mean));
    }

    /// <summary>The number of values n.</summary>
    public int Count => sorted.Length;

    /// <summary>The values in increasing order.</summary>
    public ReadOnlySpan<double> Values => sorted.AsSpan();

    /// <inheritdoc/>
    public override double Mean { get; }

    /// <inheritdoc/>
    public override double Variance { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands => [];

    /// <inheritdoc/>
    public override double Density(double x) => 0.0;

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z) => Sum(z, location => 1.0);

    /// <inheritdoc/>
    public override Complex MomentTransform(Complex z) => Sum(z, location => location);

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z) => SumOfSquares(z, location => 1.0);

    /// <inheritdoc/>
    public override Complex MomentTransformDerivative(Complex z) => SumOfSquares(z, location => location);

    /// <inheritdoc/>
    public override double Moment(int order)
    {
        RequireMoment(order);
        return order == 0 ? 1.0 : sorted.Average(value => Math.Pow(value, order));
    }

    /// <inheritdoc/>
    public override double CumulativeDistribution(double x)
    {
        int low = 0;
        int high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= x)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low / (double)sorted.Length;
    }

    /// <inheritdoc/>
    public override double Quantile(double probability)
    {
        Require.InRange(probability, 0.0, 1.0);
        int index = (int)Math.Ceiling(probability * sorted.Length) - 1;
        return sorted[Math.Clamp(index, 0, sorted.Length - 1)];
    }

    /// <inheritdoc/>
    public bool Equals(EmpiricalLaw? other) => other is not null && sorted.AsSpan().SequenceEqual(other.sorted.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(sorted.Length, Mean);

    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append(Invariant($"{Count} values"));
        return true;
    }

    private Complex Sum(Complex z, Func<double, double> factor)
    {
        Complex sum = Complex.Zero;
        foreach (Atom atom in Atoms)
        {
            sum += atom.Weight * factor(atom.Location) / (z - atom.Location);
        }

        return sum;
    }

    private Complex SumOfSquares(Complex z, Func<double, double> factor)
    {
        Complex sum = Complex.Zero;
        foreach (Atom atom in Atoms)
        {
            Complex pole = 1.0 / (z - atom.Location);
            sum -= atom.Weight * factor(atom.Location) * pole * pole;
        }

        return sum;
    }
}
