namespace FreeSpectra.Transforms;

/// <summary>Evaluates one real branch at a moving point; each solve starts from the last one, which keeps nested laws cheap.</summary>
/// <remarks>Mutable and confined to one computation. Source: [BV93] §5 (inverses of F).</remarks>
internal abstract class RealCursor
{
    /// <summary>z with P(z) = <paramref name="p"/>, and dz/dP there.</summary>
    public abstract (double Z, double Slope) Invert(double p);

    /// <summary>z − P, its derivative and the size of the terms that it is formed from, at the point that <see cref="Invert"/> was last asked for, for sums.</summary>
    /// <remarks>Far out z and P agree in most of their digits; large powers multiply what is left, and a sum may be no larger than that.</remarks>
    /// <param name="p">P there.</param>
    /// <param name="z">z there.</param>
    /// <param name="slope">dz/dP there.</param>
    public virtual (double Value, double Slope, double Terms) Lift(double p, double z, double slope) => (z - p, slope - 1.0, Math.Abs(z) + Math.Abs(p));
}
