using System.Text.RegularExpressions;
using FreeSpectra.Measures;

namespace FreeSpectra.Transforms;

/// <summary>A law in words for messages: <c>(free-poisson(rate=2, jump=0.5) ⊞ semicircle(variance=1, mean=0))</c>.</summary>
/// <remarks>Source: [MS17] ch. 2 (the names of laws and operations).</remarks>
internal static partial class LawName
{
    // What is written with a sign of its own needs no name.
    private static readonly string[] Signs = [nameof(FreeConvolution), nameof(ReciprocalLaw), nameof(AffineImage), nameof(InverseLaw), nameof(ZeroMixture)];

    /// <summary>The name.</summary>
    public static string Of(SpectralMeasure law)
    {
        string text = Type().Replace(law.ToString(), match =>
            (Signs.Contains(match.Groups[1].Value) ? "" : Inner().Replace(match.Groups[1].Value, "-$0").ToLowerInvariant()) + "(");
        return text.Replace(" }", ")", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\b([A-Z]\w*) \{ ")]
    private static partial Regex Type();

    [GeneratedRegex(@"(?<=\w)[A-Z]")]
    private static partial Regex Inner();
}
