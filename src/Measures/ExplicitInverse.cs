using System.Numerics;

namespace FreeSpectra.Measures;

/// <summary>
/// An analytic function in closed form that undoes a transform of a law: K = G⁻¹ for free sums, or χ = h⁻¹ for free products.
/// </summary>
/// <remarks>
/// <para>
/// With T the transform (G or h) the contract is two-sided. For every z in the upper half-plane, and for every real z off
/// the convex hull of the support, <see cref="Value"/>(T(z)) = z. And for every w in the lower half-plane with
/// Im Value(w) &gt; 0 and <see cref="Covers"/>, T(Value(w)) = w. So a solution found in the inverse is the right branch exactly when Im Value(w) &gt; 0:
/// that is the certificate. A law whose transform is not univalent on the upper half-plane offers no explicit inverse.
/// </para>
/// <para>
/// The function is conjugate-symmetric. At a point on the boundary of T(ℂ⁺) that comes from the open band it has the limit.
/// Its critical values on the real line are the edges of the bands.
/// </para>
/// <para>All members are pure; instances are immutable and thread-safe.</para>
/// <para>Source: [MS17] §2.4 (K = R + 1/w), §3.5 (domains).</para>
/// </remarks>
public abstract class ExplicitInverse
{
    /// <summary>Whether <paramref name="w"/> may be a value of T: to be checked together with Im Value(w) &gt; 0.</summary>
    /// <remarks>True everywhere unless the formula has further branches, such as the periods of the hyperbolic cotangent.</remarks>
    /// <param name="w">A candidate for a value of the transform.</param>
    public virtual bool Covers(Complex w) => true;

    /// <summary>The point z with T(z) = <paramref name="w"/>.</summary>
    /// <param name="w">A value of the transform; not 0, where the inverse has its pole.</param>
    public abstract Complex Value(Complex w);

    /// <summary>The first derivative of <see cref="Value"/>.</summary>
    /// <param name="w">As for <see cref="Value"/>.</param>
    public abstract Complex Derivative(Complex w);

    /// <summary>The second derivative of <see cref="Value"/>.</summary>
    /// <param name="w">As for <see cref="Value"/>.</param>
    public abstract Complex SecondDerivative(Complex w);
}
