namespace FreeSpectra.Validation.Fisher;

/// <summary>What is done to the pre-activations of the hidden layers of a sampled network.</summary>
public enum HiddenNormalization
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Layer normalisation over units, in the output layer too.</summary>
    Layer = 1,

    /// <summary>Batch normalisation, its mean and deviation differentiated through.</summary>
    Batch = 2,

    /// <summary>Batch normalisation with mean and deviation held fixed in the derivative, as [WSS19] does.</summary>
    FrozenBatch = 3,
}
