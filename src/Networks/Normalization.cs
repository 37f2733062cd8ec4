namespace FreeSpectra.Networks;

/// <summary>Where and how activations are normalised.</summary>
public enum Normalization
{
    /// <summary>No normalisation.</summary>
    None = 0,

    /// <summary>The mean over the batch is subtracted from the outputs ([KAA19] section 3.2).</summary>
    MeanLast = 1,

    /// <summary>Batch normalisation of the outputs ([KAA19] eq. (13)).</summary>
    BatchLast = 2,

    /// <summary>Batch normalisation of the hidden layers, last layer not normalised ([KAA19] theorem 3.4).</summary>
    BatchMiddle = 3,

    /// <summary>Batch normalisation of the hidden layers in the setting of [WSS19].</summary>
    BatchHidden = 4,

    /// <summary>Layer normalisation ([KAA19] theorem 4.1).</summary>
    Layer = 5,
}
