using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Sums of a law with a hard end and of atoms: x(P) turns just beside P = 0, and its turning point is the end of the support.</summary>
public sealed class HardEndBesideAtomsTests
{
    /// <summary>
    /// Of the Fuss–Catalan law of order s with z = v^{s + 1}/(v − 1), F = v^s/(v − 1), 0 &lt; v &lt; 1 below its support, and of (1 − p)δ₀ + pδ_b with ω² − ω(b + F) + (1 − p)bF = 0: the bottom
    /// of the sum is the largest value of z + ω − F.
    /// </summary>
    [Theory]
    [InlineData(1.0, 0.7)]
    [InlineData(1.0, 0.05)]
    [InlineData(1.0, 1e-4)]
    [InlineData(2.0, 0.3)]
    [InlineData(2.0, 1e-3)]
    [InlineData(4.0, 0.5)]
    [InlineData(6.0, 0.2)]
    [InlineData(6.0, 0.01)]
    [InlineData(12.0, 0.5)]
    [InlineData(1.0, 1e-9)]
    [InlineData(9.0, 1e-5)]
    public void The_end_is_where_the_inverse_turns(double order, double weight)
    {
        foreach (double b in new[] { 2.0, 30.0 })
        {
            double X(double logarithm)
            {
                double v = Math.Exp(logarithm), f = Math.Exp(order * logarithm) / (v - 1.0), sum = b + f;
                double root = Math.Sqrt((sum * sum) - (4.0 * (1.0 - weight) * b * f));

                // ω − F has the equation d² − (b − F)d − pbF = 0: without the cancellation.
                double rest = -2.0 * weight * b * f / (b - f + root), omega = f < -b ? 0.5 * (sum - root) : 2.0 * (1.0 - weight) * b * f / (sum + root);
                Assert.True(Math.Abs(omega - f - rest) <= (1e-12 * Math.Abs(f)) + 1e-300, $"{omega - f} and {rest}");
                return (v * f) + rest;
            }

            (double low, double high) = (-80.0, -1e-3);
            double least = Enumerable.Range(0, 4000).Select(k => low + ((high - low) * k / 4000.0)).MaxBy(X);
            (low, high) = (least - 0.05, Math.Min(-1e-4, least + 0.05));
            for (int k = 0; k < 100; k++)
            {
                double one = low + (0.382 * (high - low)), two = high - (0.382 * (high - low));
                (low, high) = X(one) > X(two) ? (low, two) : (one, high);
            }

            double bottom = X(0.5 * (low + high));
            foreach (double s in new[] { 1.0, -1.0, 1048576.0, -1.0 / 1048576.0 })
            {
                SpectralMeasure law = new AffineImage(Raney.FussCatalan(order), new AffineMap(0.0, s));
                Atomic atoms = new([.. new Atom[] { new(0.0, 1.0 - weight), new(b * s, weight) }.OrderBy(atom => atom.Location)]);
                SpectralMeasure sum = new FreeConvolution(ConvolutionAlgebra.Additive, [law, atoms], [1.0, 1.0]);
                double end = s > 0.0 ? sum.BottomOfSupport : sum.TopOfSupport;
                Close.To(bottom, end / s, (1e-9 + (4e-16 / weight)) * Math.Abs(bottom), $"order {order}, weight {weight} at {b}, unit {s}");
                Assert.Empty(sum.Atoms);
            }
        }
    }

    /// <summary>
    /// The same beside the atom at 0 of a product of two projections, whose branch is only divided there: (α + u)(β + u) = Fu(1 + u)² with z = (1 + u)F, so that the sum has
    /// F·(v + u).
    /// </summary>
    [Theory]
    [InlineData(1.0, 0.3)]
    [InlineData(1.0, 1e-3)]
    [InlineData(2.0, 1e-2)]
    [InlineData(4.0, 0.2)]
    [InlineData(4.0, 1e-4)]
    [InlineData(6.0, 0.01)]
    [InlineData(9.0, 0.4)]
    [InlineData(9.0, 1e-3)]
    public void The_end_is_where_the_inverse_turns_beside_an_atom_in_a_gap(double order, double alpha)
    {
        const double beta = 0.7;
        double X(double logarithm)
        {
            double v = Math.Exp(logarithm), f = Math.Exp(order * logarithm) / (v - 1.0);

            // u = −α + αe^{−t}: the left side of the equation falls with t.
            (double near, double far) = (0.0, 600.0);
            for (int k = 0; k < 200; k++)
            {
                double t = 0.5 * (near + far), part = alpha * Math.Exp(-t), u = part - alpha;
                (near, far) = part * (beta + u) > f * u * (1.0 + u) * (1.0 + u) ? (t, far) : (near, t);
            }

            return f * (v - alpha + (alpha * Math.Exp(-near)));
        }

        (double low, double high) = (-25.0, -1e-3);
        double most = Enumerable.Range(0, 500).Select(k => low + ((high - low) * k / 500.0)).MaxBy(X);
        (low, high) = (most - 0.1, Math.Min(-1e-4, most + 0.1));
        for (int k = 0; k < 80; k++)
        {
            double one = low + (0.382 * (high - low)), two = high - (0.382 * (high - low));
            (low, high) = X(one) > X(two) ? (low, two) : (one, high);
        }

        double bottom = X(0.5 * (low + high));
        foreach (double s in new[] { 1.0, -1.0, 1048576.0, -1.0 / 1048576.0 })
        {
            SpectralMeasure law = new AffineImage(Raney.FussCatalan(order), new AffineMap(0.0, s));
            SpectralMeasure product = new FreeConvolution(ConvolutionAlgebra.Multiplicative, [Atomic.ZeroOr(1.0, alpha), Atomic.ZeroOr(1.0, beta)], [1.0, 1.0]);
            SpectralMeasure sum = new FreeConvolution(ConvolutionAlgebra.Additive, [law, new AffineImage(product, new AffineMap(0.0, s))], [1.0, 1.0]);
            double end = s > 0.0 ? sum.BottomOfSupport : sum.TopOfSupport;
            Close.To(bottom, end / s, (1e-8 + (1e-15 / alpha)) * Math.Abs(bottom), $"order {order}, weight {alpha}, unit {s}");
        }
    }

    /// <summary>Sums whose bottoms are known (see <see cref="HardPlaceTests"/>) have the mirrored tops when all their summands are mirrored, with the same power and mass.</summary>
    [Theory]
    [InlineData("raney(1.106, 0.197) [+] compound-poisson(2.73, two-projections(0.0936, 0.00234))")]
    [InlineData("compound-poisson(1.37, free-binomial(0.0459, 1.794)) [x] (free-f(0.153, 0.349) [x] free-f(1.2, 0.998)) [+] mp(1, scale=0.5) [x] free-binomial(0.995, 1.864)")]
    [InlineData("compound-poisson(0.351, compound-poisson(1, free-poisson(1.29, 1.97)))^[x]3^[+]3")]
    public void The_mirrored_sum_ends_at_the_mirrored_place(string expression)
    {
        FreeConvolution sum = Assert.IsType<FreeConvolution>(LawEvaluator.Evaluate(LawExpression.Parse(expression)));
        Assert.False(sum.IsProduct);
        foreach (double s in new[] { -1.0, -1048576.0, 1.0 / 1048576.0 })
        {
            FreeConvolution image = new(ConvolutionAlgebra.Additive, [.. sum.Factors.Select(law => (SpectralMeasure)new AffineImage(law, new AffineMap(0.0, s)))], sum.Exponents);
            Assert.Equal(sum.Bands.Length, image.Bands.Length);
            (double end, double exponent) = s > 0.0 ? (image.Bands[0].Left, image.Bands[0].LeftExponent) : (image.Bands[^1].Right, image.Bands[^1].RightExponent);
            Close.Relative(s * sum.Bands[0].Left, end, 1e-9, $"times {s}");
            Assert.Equal(sum.Bands[0].LeftExponent, exponent);
            Assert.Equal(sum.Bands[0].Mass, s > 0.0 ? image.Bands[0].Mass : image.Bands[^1].Mass, 1e-9);
        }
    }

    /// <summary>½δ₋₁ + ½δ₁ has F = z − 1/z, and its branches z = ½(P ± √(P² + 4)): to all digits however near to the pole of F at 0.</summary>
    [Fact]
    public void A_branch_beside_its_pole_keeps_its_digits()
    {
        foreach (double s in new[] { 1.0, 1048576.0, 1.0 / 1048576.0 })
        {
            Atomic signs = new(new Atom(-s, 0.5), new Atom(s, 0.5));
            RealBranch[] branches = [.. RealBranch.Of(signs, ConvolutionAlgebra.Additive)];
            Assert.Equal([(double.NegativeInfinity, double.PositiveInfinity), (double.NegativeInfinity, double.PositiveInfinity)], branches.Select(branch => (branch.Low, branch.High)));
            foreach (double size in new[] { 1e-9, 0.3, 1.0, 3.9, 4.1, 30.0, 1e4, 1e9, 1e20, 1e60, 1e100 })
            {
                foreach (double p in new[] { size, -size })
                {
                    double far = 0.5 * (p + Math.CopySign(Math.Sqrt((p * p) + 4.0), p)), near = -1.0 / far;
                    foreach ((RealBranch branch, double z) in new[] { (branches[0], Math.Min(far, near)), (branches[1], Math.Max(far, near)) })
                    {
                        (double found, double slope) = branch.Invert(p * s);
                        Close.Relative(z, found / s, 1e-13, $"z of {p} in the unit {s}");
                        Close.Relative(1.0 / (1.0 + (1.0 / z / z)), slope, 1e-12, $"slope at {p} in the unit {s}");
                    }
                }
            }
        }
    }
}
