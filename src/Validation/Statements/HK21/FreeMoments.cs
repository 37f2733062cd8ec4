using FreeSpectra.Numerics.Exact;

namespace FreeSpectra.Validation.Statements.HK21;

/// <summary>The first three moments of laws and of their free products, exactly, from the definition of freeness.</summary>
/// <remarks>
/// m_n(ab) = Σ_π κ_π(a) m_{K(π)}(b) over non-crossing partitions π with complement K(π): five terms for n = 3. No
/// S-transform enters, so that what rests on it can be checked against this.
/// </remarks>
internal static class FreeMoments
{
    /// <summary>m₁, m₂, m₃ of Σ wᵢ δ_{xᵢ}.</summary>
    public static Rational[] OfAtoms(params (Rational Location, Rational Weight)[] atoms) =>
        [.. Enumerable.Range(1, 3).Select(k => atoms.Aggregate(
            Rational.Zero, (sum, atom) => sum + (atom.Weight * Rational.Pow(atom.Location, k))))];

    /// <summary>m₁, m₂, m₃ of (1 − α)δ₀ + αδ_γ.</summary>
    public static Rational[] OfTwoPoints(Rational alpha, Rational gamma) => OfAtoms((Rational.Zero, Rational.One - alpha), (gamma, alpha));

    /// <summary>The moments of the free product.</summary>
    public static Rational[] Product(Rational[] a, Rational[] b)
    {
        Rational kappa2 = a[1] - (a[0] * a[0]);
        Rational kappa3 = a[2] - ((Rational)3 * a[0] * a[1]) + ((Rational)2 * a[0] * a[0] * a[0]);
        return
        [
            a[0] * b[0],
            (kappa2 * b[0] * b[0]) + (a[0] * a[0] * b[1]),
            (kappa3 * b[0] * b[0] * b[0]) + ((Rational)3 * kappa2 * a[0] * b[0] * b[1]) + (a[0] * a[0] * a[0] * b[2]),
        ];
    }

    /// <summary>The moments of the image under x ↦ q + s·x.</summary>
    public static Rational[] Affine(Rational[] m, Rational q, Rational s) =>
    [
        q + (s * m[0]),
        (q * q) + ((Rational)2 * q * s * m[0]) + (s * s * m[1]),
        (q * q * q) + ((Rational)3 * q * q * s * m[0]) + ((Rational)3 * q * s * s * m[1]) + (s * s * s * m[2]),
    ];

    /// <summary>S(u) = c₀ + c₁u + c₂u² + … from the moments, by reversion of Σ m_k tᵏ.</summary>
    public static Rational[] STransform(Rational[] m)
    {
        Rational inverse = Rational.One / m[0];
        Rational t2 = -m[1] * Rational.Pow(inverse, 3);
        Rational t3 = (((Rational)2 * m[1] * m[1]) - (m[0] * m[2])) * Rational.Pow(inverse, 5);
        return [inverse, inverse + t2, t2 + t3];
    }

    /// <summary>The moments from the first three coefficients of S.</summary>
    public static Rational[] FromSTransform(Rational[] c)
    {
        Rational m1 = Rational.One / c[0];
        Rational t2 = c[1] - c[0];
        Rational m2 = -t2 * m1 * m1 * m1;
        Rational t3 = c[2] - t2;
        return [m1, m2, (((Rational)2 * m2 * m2) - (t3 * Rational.Pow(m1, 5))) / m1];
    }

    /// <summary>The largest difference.</summary>
    public static double Gap(IEnumerable<Rational> a, IEnumerable<Rational> b) =>
        a.Zip(b, (x, y) => Rational.Abs(x - y).ToDouble()).Max();
}
