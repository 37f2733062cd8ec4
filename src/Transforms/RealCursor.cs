namespace FreeSpectra.Transforms;

/// <summary>Evaluates one real branch at a moving point; each solve starts from the last one, which keeps nested laws cheap.</summary>
/// <remarks>Mutable and confined to one computation. Source: [BV93] §5 (inverses of F).</remarks>
internal abstract class RealCursor
{
    /// <summary>z with P(z) = <paramref name="p"/>, and dz/dP there.</summary>
    public abstract (double Z, double Slope) Invert(double p);
}
