using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Measures.Laws;

/// <summary>Z(y) = y(1 + λh_H(y)) and its derivatives, and the stretches of the real line that the jumps leave free.</summary>
/// <remarks>Source: [SC95] eq. (1.4).</remarks>
internal sealed class CompoundPoissonMap
{
    private const int ContourPoints = 32;
    private const double ContourFraction = 0.3;
    private readonly double rate;
    private readonly SpectralMeasure jumps;
    private readonly bool atZero;

    /// <summary>Creates the map.</summary>
    public CompoundPoissonMap(double rate, SpectralMeasure jumps)
    {
        double none = jumps.MassAt(0.0);
        if (none > 0.0 && jumps.Bands.IsEmpty)
        {
            // Jumps at 0 do nothing, but would hide what cancels at y = 0.
            (rate, jumps) = (rate * (1.0 - none), new Atomic([.. jumps.Atoms.Where(atom => atom.Location != 0.0).Select(atom => new Atom(atom.Location, Math.Min(1.0, atom.Weight / (1.0 - none))))]));
        }

        this.rate = rate;
        this.jumps = jumps;
        atZero = jumps.MassAt(0.0) > 0.0;
        List<(double Left, double Right)> pieces =
        [
            .. jumps.Atoms.Where(atom => atom.Location != 0.0).Select(atom => (atom.Location, atom.Location)),
            .. jumps.Bands.Select(band => (band.Left, band.Right)),
        ];
        List<(double Left, double Right)> merged = [];
        foreach ((double left, double right) in pieces.OrderBy(piece => piece.Left))
        {
            if (merged.Count > 0 && left <= merged[^1].Right)
            {
                merged[^1] = (merged[^1].Left, Math.Max(right, merged[^1].Right));
            }
            else
            {
                merged.Add((left, right));
            }
        }

        Pieces = [.. merged];
    }

    /// <summary>The support of H without the point 0, as disjoint intervals (points for atoms), in order.</summary>
    public ImmutableArray<(double Left, double Right)> Pieces { get; }

    /// <summary>How far 0 lies inside a piece: the distance to its nearer end, 0 if it lies in none.</summary>
    public double DepthOfZero => Pieces.Max(piece => Math.Max(0.0, Math.Min(-piece.Left, piece.Right)));

    /// <summary>The root of Z(y) = z beside y = 0 with G_H as at one point near 0: (1 − λ)y + λg·y² = z.</summary>
    /// <remarks>With Im g &lt; 0 the root √((1 − λ)² + 4λgz) is continuous on ℂ⁺, and y ~ z/(1 − λ), √(z/g) or (λ − 1)/(λg) at 0.</remarks>
    public Complex RootBesideZero(Complex z)
    {
        Complex g = jumps.Cauchy(new Complex(0.0, Math.Max(Complex.Abs(z), 1e-12 * DepthOfZero)));
        double rest = 1.0 - rate;
        Complex root = Complex.Sqrt((rest * rest) + (4.0 * rate * g * z));
        return rest < 0.0 ? (root - rest) / (2.0 * rate * g) : 2.0 * z / (rest + root);
    }

    /// <summary>G without the atom 1 − λ at 0: λG_H/(1 − λ + λyG_H) = λ(y/z)G_H(y).</summary>
    public Complex CauchyOfDensity(Complex z, Complex y) => rate * (y / z) * jumps.Cauchy(y);

    /// <summary>The density at 0 beside an atom 1 − λ there, and so near to 0 that y is z/(1 − λ) to rounding.</summary>
    public double DensityBesideZero(double x) => rate / (1.0 - rate) * jumps.Density(x / (1.0 - rate));

    /// <summary>Whether λzG_H is nothing against (1 − λ)², by which y differs from z/(1 − λ).</summary>
    public bool IsBesideZero(double x) =>
        rate * (x == 0.0 ? 0.0 : Math.Abs(x) * Complex.Abs(jumps.Cauchy(new Complex(0.0, Math.Abs(x))))) < 1e-18 * (1.0 - rate) * (1.0 - rate);

    /// <summary>λH of the stretch below 0, from an end off the support of H.</summary>
    public double JumpRateBelowZero(double low) => (rate * jumps.CumulativeDistribution(0.0)) - JumpRate(double.NegativeInfinity, low);

    /// <summary>The power of the density of H at 0 on either side, and whether a band of H ends there.</summary>
    public (double Below, double Above, bool IsEnd) ExponentsAtZero()
    {
        double below = 0.0;
        double above = 0.0;
        bool isEnd = false;
        foreach (Band band in jumps.Bands.Where(band => band.Left == 0.0 || band.Right == 0.0))
        {
            isEnd = true;
            (below, above) = band.Right == 0.0 ? (band.RightExponent, above) : (below, band.LeftExponent);
        }

        return (below, above, isEnd);
    }

    /// <summary>Z(y).</summary>
    /// <remarks>1 + λh = (1 − λ) + λyG does not cancel near y = 0, where for λ = 1 it vanishes.</remarks>
    public Complex Value(Complex y)
    {
        if (y == Complex.Zero)
        {
            return Complex.Zero;
        }

        Complex factor = 1.0 + (rate * jumps.MomentTransform(y));
        return y * (Cancels(factor) ? 1.0 - rate + (rate * y * jumps.Cauchy(y)) : factor);
    }

    /// <summary>Z'(y).</summary>
    public Complex Slope(Complex y)
    {
        Complex slope = 1.0 + (rate * (jumps.MomentTransform(y) + (y * jumps.MomentTransformDerivative(y))));
        return Cancels(slope) ? 1.0 - rate + (rate * y * ((2.0 * jumps.Cauchy(y)) + (y * jumps.CauchyDerivative(y)))) : slope;
    }

    private bool Cancels(Complex value) => !atZero && Complex.Abs(value) < 0.1;

    /// <summary>Z''(y) = λ(2h' + yh'').</summary>
    public Complex Bend(Complex y) => rate * ((2.0 * jumps.MomentTransformDerivative(y)) + (y * SecondDerivative(y)));

    /// <summary>λH of an interval whose ends lie off the support of H; jumps at 0 do not count.</summary>
    public double JumpRate(double low, double high)
    {
        double mass = 0.0;
        foreach (Atom atom in jumps.Atoms)
        {
            mass += atom.Location != 0.0 && atom.Location > low && atom.Location < high ? atom.Weight : 0.0;
        }

        foreach (Band band in jumps.Bands)
        {
            mass += band.Center > low && band.Center < high ? band.Mass : 0.0;
        }

        return rate * mass;
    }

    /// <summary>The distance from y to the support of H without the point 0.</summary>
    public double Distance(Complex y)
    {
        double least = double.PositiveInfinity;
        foreach ((double left, double right) in Pieces)
        {
            double real = Math.Max(0.0, Math.Max(left - y.Real, y.Real - right));
            least = Math.Min(least, Math.Sqrt((real * real) + (y.Imaginary * y.Imaginary)));
        }

        return least;
    }

    private Complex SecondDerivative(Complex y)
    {
        if (jumps.Bands.IsEmpty)
        {
            Complex sum = Complex.Zero;
            foreach (Atom atom in jumps.Atoms.Where(atom => atom.Location != 0.0))
            {
                Complex pole = 1.0 / (y - atom.Location);
                sum += 2.0 * atom.Weight * atom.Location * pole * pole * pole;
            }

            return sum;
        }

        // Cauchy's formula for the derivative of h' on a circle well inside the domain; aliasing 0.3³² of the value.
        double radius = ContourFraction * Distance(y);
        Complex total = Complex.Zero;
        for (int k = 0; k < ContourPoints; k++)
        {
            Complex direction = Complex.FromPolarCoordinates(1.0, 2.0 * Math.PI * (k + 0.5) / ContourPoints);
            total += jumps.MomentTransformDerivative(y + (radius * direction)) * Complex.Conjugate(direction);
        }

        return total / (ContourPoints * radius);
    }
}
