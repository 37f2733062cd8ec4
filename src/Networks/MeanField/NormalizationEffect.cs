using FreeSpectra.Networks.Statistics;

namespace FreeSpectra.Networks.MeanField;

/// <summary>What a normalisation would make of the largest eigenvalue of the Fisher matrix.</summary>
/// <param name="Normalization">The normalisation.</param>
/// <param name="Largest">λ_max, or bounds on it.</param>
/// <param name="Error">Estimates of the numerical errors of these.</param>
public readonly record struct NormalizationEffect(Normalization Normalization, EigenvalueRange Largest, EigenvalueRange Error);
