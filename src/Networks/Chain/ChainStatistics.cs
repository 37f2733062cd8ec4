using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>What a chain's law has in closed form at any depth: mean, variance and atoms.</summary>
/// <remarks>
/// <para>Haar: m ← q + σ² m₁(ν) m and V ← σ⁴[Var(ν) m² + m₁(ν)² V]; the atoms follow the rule of ⊠.</para>
/// <para>Gaussian, r = M_{ℓ+1}/M_ℓ: the same m, and V ← σ⁴ r [Var(ν) m² + m₁(ν)² V + m₁(ν)² m²]; the only atom is at q.</para>
/// <para>Source: [HK21] eqs. (15), (18), (29).</para>
/// </remarks>
public sealed record ChainStatistics
{
    private const double VanishingWeight = 1e-15;

    private ChainStatistics(double mean, double variance, ImmutableArray<Atom> atoms, ImmutableArray<double> vanished)
    {
        Mean = mean;
        Variance = variance;
        Atoms = atoms;
        Vanished = vanished;
    }

    /// <summary>m₁ of μ_L.</summary>
    public double Mean { get; }

    /// <summary>The variance of μ_L.</summary>
    public double Variance { get; }

    /// <summary>The atoms of μ_L, in increasing order, with weights &gt; 0.</summary>
    public ImmutableArray<Atom> Atoms { get; }

    /// <summary>Places where an atom has weight exactly 0: the density may diverge there.</summary>
    internal ImmutableArray<double> Vanished { get; }

    /// <summary>Runs the recursions.</summary>
    /// <remarks>
    /// For free factors Var(ν ⊠ μ) = Var(ν) m² + m₁(ν)² V. For W with entries of variance 1/M, rM × M, the second moment of
    /// W A Wᵀ is r·tr A² + (tr A)².
    /// </remarks>
    public static ChainStatistics Of(SpectralChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        double mean = chain.InputMoment;
        double variance = 0.0;
        List<WeightedPoint> atoms = [new WeightedPoint(chain.InputMoment, 1.0)];
        foreach (ChainLayer layer in chain.Layers)
        {
            double m1 = layer.Slope.Mean;
            double sigma2 = layer.WeightVariance;
            double productMean = m1 * mean;
            double productVariance = (layer.Slope.Variance * mean * mean) + (m1 * m1 * variance);
            atoms = Multiply(atoms, layer.Slope);
            if (chain.Weights == WeightEnsemble.Gaussian)
            {
                // W A Wᵀ, W of size rM × M with variance 1/M: moments of the rM × rM matrix.
                double r = layer.WidthRatio;
                double second = productVariance + (productMean * productMean);
                double zero = atoms.Where(atom => atom.Location.High == 0.0).Sum(atom => atom.Weight.High);
                double newZero = 1.0 - ((1.0 - zero) / r);
                atoms = newZero > VanishingWeight ? [new WeightedPoint(0.0, newZero)] : [];
                productVariance = second * r;
                mean = productMean;
                variance = productVariance;
            }
            else
            {
                mean = productMean;
                variance = productVariance;
            }

            mean = layer.SecondMoment + (sigma2 * mean);
            variance *= sigma2 * sigma2;
            for (int i = 0; i < atoms.Count; i++)
            {
                atoms[i] = atoms[i] with { Location = layer.SecondMoment + ((DoubleDouble)sigma2 * atoms[i].Location) };
            }
        }

        atoms.Sort((a, b) => a.Location.High.CompareTo(b.Location.High));
        return new ChainStatistics(
            mean,
            variance,
            [.. atoms.Where(atom => atom.Weight.High > VanishingWeight).Select(atom => new Atom(atom.Location.High, Math.Min(1.0, atom.Weight.High)))],
            [.. atoms.Where(atom => atom.Weight.High <= VanishingWeight).Select(atom => atom.Location.High)]);
    }

    /// <summary>μ ⊠ ν{ab} = (μ{a} + ν{b} − 1)⁺ for ab ≠ 0 and μ ⊠ ν{0} = max(μ{0}, ν{0}).</summary>
    private static List<WeightedPoint> Multiply(List<WeightedPoint> atoms, SlopeLaw slope)
    {
        List<WeightedPoint> product = [];
        DoubleDouble zeroLeft = 0.0;
        DoubleDouble zeroRight = 0.0;
        foreach (WeightedPoint atom in atoms)
        {
            if (atom.Location.High == 0.0)
            {
                zeroLeft = atom.Weight;
            }
        }

        foreach (Atom other in slope.Atoms)
        {
            // 1 − α without rounding where the law is given by α.
            DoubleDouble weight = other.Weight;
            if (other.Location == 0.0)
            {
                zeroRight = slope is AtomicSlopeLaw atomic ? (DoubleDouble)1.0 - atomic.Alpha : weight;
                continue;
            }

            foreach (WeightedPoint atom in atoms)
            {
                DoubleDouble sum = atom.Weight + weight - 1.0;
                if (atom.Location.High != 0.0 && sum.High > -VanishingWeight)
                {
                    product.Add(new WeightedPoint(atom.Location * other.Location, sum));
                }
            }
        }

        DoubleDouble zero = zeroLeft.High >= zeroRight.High ? zeroLeft : zeroRight;
        if (zero.High > 0.0)
        {
            product.Add(new WeightedPoint(0.0, zero));
        }

        return product;
    }

    private readonly record struct WeightedPoint(DoubleDouble Location, DoubleDouble Weight);
}
