namespace FreeSpectra.Transforms.Expressions;

/// <summary>A transform of a law, as a function of one complex number.</summary>
/// <remarks>Source: [MS17] §2.2 (G), §2.4 (R), §2.7 (S).</remarks>
public enum TransformKind
{
    /// <summary>G(z) = ∫ μ(dt)/(z − t).</summary>
    Cauchy,

    /// <summary>h(z) = zG(z) − 1.</summary>
    Moment,

    /// <summary>R(w) = K(w) − 1/w, with K = G⁻¹.</summary>
    R,

    /// <summary>S(u) = (1 + u)/(u χ(u)).</summary>
    S,

    /// <summary>χ(u) = h⁻¹(u).</summary>
    Chi,
}
