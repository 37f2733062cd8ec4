using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Rectangular;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Random rectangular sums: the integrated density must carry the masses that the real solutions give without quadrature.</summary>
public sealed class RandomRectangularTests
{
    [Fact]
    public void The_density_carries_the_masses_of_the_real_solutions() => Run(seed: 3, problems: 40, refusals: 0);

    [Fact]
    public void The_density_carries_the_masses_in_the_long_suite()
    {
        LongSuite.Require();
        Run(seed: 4, problems: 1_000, refusals: 15);
    }

    private static void Run(int seed, int problems, int refusals)
    {
        Random random = new(seed);
        List<string> refused = [];
        for (int k = 0; k < problems; k++)
        {
            (SpectralMeasure a, SpectralMeasure b) = (Law(random), Law(random));
            double ratio = Real(random, 0.02, 0.98);
            try
            {
                SpectralMeasure law = a.RectangularSum(b, ratio).Square();
                string what = FormattableString.Invariant($"{a} and {b} with ratio {ratio}");
                Close.To(1.0, law.TotalMass, 1e-10, $"mass of {what}");
                Close.To(a.Moment(2) + b.Moment(2), law.Integrate(x => x, new Tolerance(1e-8, 1e-8)).Value, 1e-6, $"mean square of {what}");
                for (int i = 0; i < law.Bands.Length; i++)
                {
                    double mass = law.IntegrateBand(i, _ => 1.0, new Tolerance(1e-8, 1e-8)).Value.Real;
                    Close.To(law.Bands[i].Mass, mass, 1e-6, $"band {i} of {what}");
                }
            }
            catch (NonConvergenceException problem)
            {
                // A refusal is counted, not forgiven: see the last line.
                refused.Add(FormattableString.Invariant($"{a} and {b} with ratio {ratio}: {problem.Message}"));
            }
        }

        Assert.True(refused.Count <= refusals, $"{refused.Count} of {problems} were refused: {string.Join("; ", refused.Take(5))}");
    }

    private static SpectralMeasure Law(Random random)
    {
        switch (random.Next(6))
        {
            case 0:
                return new Semicircle(0.0, Real(random, 0.1, 2.0));
            case 1:
                return new FreePoisson(Real(random, 0.4, 4.0), Real(random, 0.2, 1.5)).SymmetricSquareRoot();
            case 2:
                double weight = Real(random, 0.05, 0.95);
                return new Atomic(new Atom(0.0, 1.0 - weight), new Atom(Real(random, 0.3, 3.0), weight));
            case 3:
                double share = Real(random, 0.05, 0.95);
                return new Atomic(new Atom(Real(random, 0.2, 1.0), 1.0 - share), new Atom(Real(random, 1.1, 4.0), share));
            case 4:
                return new Uniform(Real(random, 0.0, 0.5), Real(random, 0.6, 2.0));
            default:
                return new Arcsine(Real(random, 0.3, 2.0));
        }
    }

    private static double Real(Random random, double min, double max) => Math.Round(min + ((max - min) * random.NextDouble()), 3);
}
