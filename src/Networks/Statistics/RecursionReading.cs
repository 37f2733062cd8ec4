namespace FreeSpectra.Networks.Statistics;

/// <summary>Which form of [WSS19]'s recursions is computed.</summary>
public enum RecursionReading
{
    /// <summary>
    /// The form that simulation confirms: batch normalisation divides by s² = q − q_xy, and in a convolutional network an
    /// output site feeds all the sites of its window, so the backward recursion carries |K_{ℓ+1}|/|K_ℓ|.
    /// </summary>
    Corrected = 0,

    /// <summary>
    /// Eqs. (25), (37), (43) as printed (q for s², no site factor), with the fully connected head on the flattened maps
    /// taken exactly: q̃^{L−1} is divided by |K_{L−1}| and q̃_αβ = 0. The only reading that meets the ticks of figure 1.
    /// </summary>
    Printed = 1,

    /// <summary>As <see cref="Printed"/>, with the base case q̃^L = q̃_xy^L = q̃_αβ,xy^L = 1 in the head as well.</summary>
    Literal = 2,
}
