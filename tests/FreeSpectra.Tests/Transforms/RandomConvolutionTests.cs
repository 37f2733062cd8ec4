using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms;

/// <summary>
/// Random sums, products and powers of random laws: the density, integrated by quadrature, must carry the masses that the
/// real structure gives without any quadrature. A wrong branch, a missed gap or a wrong edge breaks the agreement.
/// </summary>
public sealed class RandomConvolutionTests
{
    [Fact]
    public void The_density_carries_the_masses_of_the_real_structure() => Run(seed: 1, problems: 60, depth: 1);

    [Fact]
    public void The_density_carries_the_masses_of_the_real_structure_in_the_long_suite()
    {
        LongSuite.Require();
        Run(seed: 2, problems: 20_000, depth: 2);
    }

    private static void Run(int seed, int problems, int depth)
    {
        var random = new Random(seed);
        int refused = 0;
        for (int k = 0; k < problems; k++)
        {
            SpectralMeasure law = Make(random, 1 + random.Next(depth), random.Next(2) == 0);
            try
            {
                Close.To(1.0, law.TotalMass, 1e-8, $"mass of {law}");
                for (int i = 0; i < law.Bands.Length; i++)
                {
                    double mass = law.IntegrateBand(i, _ => 1.0, new Tolerance(1e-9, 1e-9)).Value.Real;
                    Close.To(law.Bands[i].Mass, mass, 1e-7, $"band {i} of {law}");
                }
            }
            catch (NonConvergenceException)
            {
                // A refusal is counted, not forgiven: see the last line.
                refused++;
            }
        }

        Assert.True(refused <= problems / 20, $"{refused} of {problems} problems were refused");
    }

    private static double Real(Random random, double min, double max) => Math.Round(min + ((max - min) * random.NextDouble()), 3);

    private static SpectralMeasure Make(Random random, int depth, bool positive)
    {
        if (depth == 0)
        {
            return Leaf(random, positive);
        }

        return random.Next(3) switch
        {
            0 => Make(random, depth - 1, positive).FreeSum(Make(random, random.Next(depth), positive)),
            1 => Make(random, depth - 1, true).FreeProduct(Make(random, random.Next(depth), true)),
            _ => positive
                ? Make(random, depth - 1, true).MultiplicativePower(Real(random, 1.0, 3.0))
                : Make(random, depth - 1, false).FreePower(Real(random, 1.0, 3.0)),
        };
    }

    private static SpectralMeasure Leaf(Random random, bool positive)
    {
        switch (random.Next(positive ? 3 : 5))
        {
            case 0:
                return new FreePoisson(1.0 / Real(random, 0.1, 2.0), Real(random, 0.2, 1.5));
            case 1:
                double weight = Real(random, 0.05, 0.95);
                return new Atomic(new Atom(0.0, 1.0 - weight), new Atom(Real(random, 0.5, 2.0), weight));
            case 2:
                double start = Real(random, 0.05, 1.0);
                return new Uniform(start, start + Real(random, 0.2, 2.0));
            case 3:
                return new Semicircle(Real(random, -1.0, 1.0), Real(random, 0.05, 2.0));
            default:
                return new Arcsine(Real(random, 0.5, 2.0));
        }
    }
}
