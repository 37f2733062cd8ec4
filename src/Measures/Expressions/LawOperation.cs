namespace FreeSpectra.Measures.Expressions;

/// <summary>What a node of an expression does with its operands.</summary>
public enum LawOperation
{
    /// <summary>A named law or function: <c>mp(1/2)</c>, <c>compress(…, t)</c>.</summary>
    Named,

    /// <summary>μ ⊞ ν, written <c>[+]</c>.</summary>
    FreeSum,

    /// <summary>The law that gives the left operand when added to the right one, written <c>[-]</c>.</summary>
    FreeDifference,

    /// <summary>μ ⊠ ν, written <c>[x]</c>.</summary>
    FreeProduct,

    /// <summary>The law that gives the left operand when multiplied by the right one, written <c>[/]</c>.</summary>
    FreeQuotient,

    /// <summary>μ^{⊞t}, written <c>^[+]t</c>.</summary>
    FreeSumPower,

    /// <summary>μ^{⊠t}, written <c>^[x]t</c>.</summary>
    FreeProductPower,

    /// <summary>The law of a·X + b.</summary>
    Affine,
}
