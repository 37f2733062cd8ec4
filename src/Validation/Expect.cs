using FreeSpectra.Measures;
using FreeSpectra.Validation.Expectations;

namespace FreeSpectra.Validation;

/// <summary>Expectations for tests, whatever the test framework: a failed one throws and explains itself.</summary>
/// <example><code>Expect.Spectrum(eigenvalues).Follows(law);</code></example>
public static class Expect
{
    /// <summary>The eigenvalues of one matrix.</summary>
    /// <remarks>
    /// One matrix decides only where its spectrum is rigid: see <see cref="FiniteWidth"/>. Several replicates decide always.
    /// </remarks>
    /// <param name="eigenvalues">At least one finite number, in any order.</param>
    /// <exception cref="ArgumentException">There are none, or one is not finite.</exception>
    public static SpectrumExpectation Spectrum(params IEnumerable<double> eigenvalues) =>
        new([EmpiricalSpectrum.FromEigenvalues([.. eigenvalues])]);

    /// <summary>The spectra of independent replicates.</summary>
    /// <param name="replicates">At least one, all of the same order.</param>
    /// <exception cref="ArgumentException">There are none, or their orders differ.</exception>
    public static SpectrumExpectation Spectra(IEnumerable<EmpiricalSpectrum> replicates) => new([.. replicates]);

    /// <summary>The eigenvalues of independent replicates, one list for each.</summary>
    /// <param name="replicates">At least one, all of the same length.</param>
    /// <exception cref="ArgumentException">There are none, their lengths differ, or a number is not finite.</exception>
    public static SpectrumExpectation Spectra(IEnumerable<IReadOnlyList<double>> replicates) =>
        new([.. replicates.Select(values => EmpiricalSpectrum.FromEigenvalues([.. values]))]);

    /// <summary>A law that is to be the same as another one.</summary>
    public static LawExpectation Law(SpectralMeasure law) => new(law);
}
