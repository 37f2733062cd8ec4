namespace FreeSpectra.Validation.Statements;

/// <summary>What is said about a <see cref="Statement"/>.</summary>
/// <param name="Id">The name on the command line.</param>
/// <param name="Text">The statement in words.</param>
/// <param name="Formula">The statement as a formula, in its right form.</param>
/// <param name="Source">Where it stands, with the key of docs/sources.md.</param>
/// <param name="Domain">When it holds.</param>
/// <param name="Method">What is computed to check it.</param>
/// <param name="Broken">How the formula is broken on purpose.</param>
/// <param name="Erratum">What the paper prints, where that is wrong.</param>
public sealed record StatementWords(
    string Id, string Text, string Formula, string Source, string Domain, string Method, string Broken, string? Erratum = null);
