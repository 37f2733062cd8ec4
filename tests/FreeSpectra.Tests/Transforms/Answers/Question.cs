using System.Numerics;

namespace FreeSpectra.Tests.Transforms.Answers;

/// <summary>A question to a law.</summary>
/// <param name="Name">What is asked, with the place.</param>
/// <param name="Ask">The value and the claimed error, or null where nothing is claimed, with the place multiplied by a factor next to 1.</param>
/// <param name="Objection">What is wrong with a value, with what it may be off, found without the code that gave it; null where nothing is.</param>
internal sealed record Question(string Name, Func<double, (Complex Value, double? Error)> Ask, Func<Complex, double, string?>? Objection = null);
