using FsCheck;

namespace FreeSpectra.Testing;

/// <summary>The default generators by type, for <c>[Property(Arbitrary = [typeof(Arbitraries)])]</c> or <c>Config.WithArbitrary</c>.</summary>
public static class Arbitraries
{
    /// <summary>Laws.</summary>
    public static Arbitrary<LawCase> Laws() => Generate.Laws();

    /// <summary>Random matrices.</summary>
    public static Arbitrary<EnsembleCase> Ensembles() => Generate.Ensembles();

    /// <summary>Networks.</summary>
    public static Arbitrary<NetworkCase> Networks() => Generate.Networks();
}
