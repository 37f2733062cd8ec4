using FreeSpectra.Measures;

namespace FreeSpectra.Networks.Chain;

/// <summary>The top of the support of a chain's law, without the rest of the law.</summary>
/// <remarks>
/// <para>
/// Above the support z_L is an increasing function of F₁ = z₁ − q₀, with every v_ℓ above its slope law's top; the top is its
/// value where that first ceases to hold, which is stationary at a regular edge. Atoms may lie there.
/// </para>
/// <para>Error: rounding at a regular edge. Source: [HK21] eqs. (10)–(15).</para>
/// </remarks>
internal static class ChainTop
{
    private const double Smallest = 1e-300;

    /// <summary>The top; +∞ where a slope law is unbounded.</summary>
    internal static double Of(SpectralChain chain)
    {
        // A layer with ν = δ₀ forgets everything before it.
        int start = chain.Layers.Length;
        while (start > 0 && chain.Layers[start - 1].Slope.Top > 0.0)
        {
            start--;
        }

        double input = start == 0 ? chain.InputMoment : chain.Layers[start - 1].SecondMoment;
        if (start == chain.Layers.Length)
        {
            return input;
        }

        if (chain.Layers.Skip(start).Any(layer => double.IsInfinity(layer.Slope.Top)))
        {
            return double.PositiveInfinity;
        }

        ImplicitChain equations = new(input, [.. chain.Layers.Skip(start)], chain.Weights);
        int[] outermost = new int[equations.Steps];
        double[] v = new double[equations.Steps];
        double good = input;
        while (!equations.FollowReal(good, outermost, v).IsPhysical)
        {
            good *= 16.0;
            if (!double.IsFinite(good))
            {
                throw new Numerics.NonConvergenceException("The top of a chain's support", input, 1, null, "Change a parameter slightly.");
            }
        }

        double bad = good;
        while (bad > Smallest && equations.FollowReal(bad, outermost, v).IsPhysical)
        {
            (good, bad) = (bad, bad / 16.0);
        }

        for (int step = 0; step < 100 && bad < good; step++)
        {
            double middle = good > 2.0 * bad ? Math.Sqrt(good) * Math.Sqrt(bad) : 0.5 * (good + bad);
            if (middle >= good || middle <= bad)
            {
                break;
            }

            if (equations.FollowReal(middle, outermost, v).IsPhysical)
            {
                good = middle;
            }
            else
            {
                bad = middle;
            }
        }

        double top = equations.FollowReal(good, outermost, v).Z;
        return ChainStatistics.Of(chain).Atoms.Select(atom => atom.Location).Append(top).Max();
    }
}
