using System.Collections.Immutable;

namespace FreeSpectra.Networks.Statistics;

/// <summary>The statistics of the Fisher information matrix's eigenvalues that a theorem predicts.</summary>
/// <remarks>F = (1/T) Σ_{k,t} ∇f_k(t) ∇f_k(t)ᵀ, eigenvalues λ₁, …, λ_P; quantities the theorem is silent on are null.</remarks>
public sealed record FisherStatistics
{
    /// <summary>Collects a theorem's predictions.</summary>
    /// <param name="theorem">The theorem and its source, in words.</param>
    /// <param name="largest">λ_max.</param>
    /// <param name="meanEigenvalue">m_λ = Σ λᵢ/P.</param>
    /// <param name="secondMoment">s_λ = Σ λᵢ²/P.</param>
    /// <param name="layerTerms">f₁, …, f_L.</param>
    /// <param name="details">Further numbers of the theorem, by name.</param>
    public FisherStatistics(
        string theorem,
        EigenvalueRange largest,
        double? meanEigenvalue = null,
        double? secondMoment = null,
        ImmutableArray<double> layerTerms = default,
        ImmutableArray<KeyValuePair<string, double>> details = default)
    {
        Theorem = theorem;
        Largest = largest;
        MeanEigenvalue = meanEigenvalue;
        SecondMoment = secondMoment;
        LayerTerms = layerTerms.IsDefault ? [] : layerTerms;
        Details = details.IsDefault ? [] : details;
    }

    /// <summary>The theorem and its source, in words.</summary>
    public string Theorem { get; }

    /// <summary>λ_max.</summary>
    public EigenvalueRange Largest { get; }

    /// <summary>m_λ = Σ λᵢ/P.</summary>
    public double? MeanEigenvalue { get; }

    /// <summary>s_λ = Σ λᵢ²/P.</summary>
    public double? SecondMoment { get; }

    /// <summary>f₁, …, f_L: what each layer adds to λ_max or to its bound. Empty where the theorem has no such sum.</summary>
    public ImmutableArray<double> LayerTerms { get; }

    /// <summary>Further numbers of the theorem, by name, in a fixed order.</summary>
    public ImmutableArray<KeyValuePair<string, double>> Details { get; }

    /// <summary>Estimates of the numerical errors of these numbers, laid out like them; null where they were not asked for.</summary>
    /// <remarks>What a finite width adds is another matter: each theorem states it.</remarks>
    public FisherStatistics? Errors { get; init; }

    /// <summary>The number of that name among <see cref="Details"/>.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public double Detail(string name)
    {
        foreach (KeyValuePair<string, double> detail in Details)
        {
            if (detail.Key == name)
            {
                return detail.Value;
            }
        }

        throw new ArgumentException($"name must be one of {string.Join(", ", Details.Select(d => d.Key))}, but is '{name}'.", nameof(name));
    }

    /// <summary>Whether all predictions are equal.</summary>
    public bool Equals(FisherStatistics? other) =>
        other is not null
        && Theorem == other.Theorem
        && Largest == other.Largest
        && MeanEigenvalue == other.MeanEigenvalue
        && SecondMoment == other.SecondMoment
        && LayerTerms.AsSpan().SequenceEqual(other.LayerTerms.AsSpan())
        && Details.AsSpan().SequenceEqual(other.Details.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Theorem, Largest, MeanEigenvalue, SecondMoment);
}
