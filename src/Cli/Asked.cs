using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Cli;

/// <summary>Values at the places that a user listed: a refusal says which of them could not be had.</summary>
internal static class Asked
{
    /// <summary>The value at a place.</summary>
    /// <param name="option">The option that listed it, such as <c>--cdf</c>.</param>
    /// <param name="place">The place.</param>
    /// <param name="function">What is asked there.</param>
    /// <exception cref="ArithmeticException">The value could not be certified.</exception>
    public static T At<T>(string option, double place, Func<double, T> function)
    {
        try
        {
            return function(place);
        }
        catch (NonConvergenceException refused)
        {
            throw new ArithmeticException(Invariant($"{option} {place:R}: {refused.Message}"), refused);
        }
    }
}
