using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;

namespace FreeSpectra.Tests.Measures;

public sealed class AffineImageTests
{
    /// <summary>The inverse of the map, rounded, may fall on the wrong side of an atom.</summary>
    [Fact]
    public void The_distribution_function_counts_each_atom_at_its_own_place()
    {
        for (int k = -30; k <= 30; k++)
        {
            for (int shift = -20; shift <= 20; shift++)
            {
                if (k == 0)
                {
                    continue;
                }

                AffineImage law = new(new Atomic(new Atom(-0.3, 0.5), new Atom(1.5, 0.4), new Atom(2.7, 0.1)), new AffineMap(shift / 10.0, k / 10.0));
                double sum = 0.0;
                foreach (Atom atom in law.Atoms)
                {
                    sum += atom.Weight;
                    Assert.Equal(sum, law.CumulativeDistribution(atom.Location), 1e-14);
                }
            }
        }
    }
}
