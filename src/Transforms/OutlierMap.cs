using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>Where the spikes of one factor of a free sum or product appear, and how well their eigenvectors are kept.</summary>
/// <remarks>
/// <para>
/// For sums, with g = G_A(θ): x = θ + t·R_B(g), and the squared overlap is dx/dθ = 1 + t·R_B'(g)G_A'(θ). For products, with u = h_A(θ): x = θ·S_B(u)^(−t), and the
/// squared overlap is dln x/dln θ = 1 − t·(ln S_B)'(u)·θh_A'(θ). R_B and S_B are those of any real branch of the other factor's inverse; x is off the bands
/// exactly where the overlap is positive.
/// </para>
/// <para>
/// Where G_A vanishes, or h_A is 0 or −1, θ lies inside a gap and ω_B is infinite, or 0, while R_B and S_B are analytic: <see cref="FlatTransform"/> has them
/// there. If the other factor is unbounded, or reaches 0, its bulk covers such places, and nothing is seen.
/// </para>
/// <para>Derivation: insert ω_B = R_B + 1/g, or ω_B = (1 + u)/(uS_B), into x(P) of the convolution; P_A(ω) increases, so that dx/dθ and dx/dP have one sign.</para>
/// <para>Error: rounding, carried through G_A' or h_A'.</para>
/// <para>Source: [BBCF17] thm. 2.1, 2.3, 2.5; [BV93] §5.</para>
/// </remarks>
internal sealed class OutlierMap(ConvolutionAlgebra algebra, SpectralMeasure perturbed, SpectralMeasure other, double exponent)
{
    private const double Unit = 2.220446049250313e-16;
    private const double Rounding = 16.0 * Unit;

    private const double SoftEdgeError = 1e-3;

    // A squared overlap that is worse tells nothing.
    private const double WorstError = 1e-3;

    private readonly Lazy<IReadOnlyList<RealBranch>> branches = new(() => RealBranch.Of(other, algebra));

    /// <summary>The outliers of a spike off the support of the perturbed factor.</summary>
    /// <exception cref="NonConvergenceException">The squared overlap has no digits.</exception>
    public IReadOnlyList<Outlier> Find(double spike)
    {
        List<Outlier> found = [];

        // Beside an end of a band of the perturbed factor its G' and h' are steep.
        double steepness = 4.0 * Unit * Math.Abs(spike) / FromBands(perturbed, spike);
        foreach ((double x, double loss, double xError, double lossError) in algebra == ConvolutionAlgebra.Additive ? Sums(spike) : Products(spike))
        {
            // ω_B' ≤ 1: an overlap above 1 is rounding.
            double error = lossError + (Math.Abs(loss) * steepness);
            double overlap = 1.0 - (loss < 0.0 && loss >= -error ? 0.0 : loss);
            if (double.IsNegativeInfinity(overlap) || overlap + error <= 0.0)
            {
                continue;
            }

            if (!(error < WorstError) || !(overlap <= 1.0))
            {
                throw new NonConvergenceException(
                    "The squared overlap of an outlier", spike, 1, error, "The other factor is unbounded, and the transform of the perturbed one too near to 0 there.");
            }

            if (overlap > error)
            {
                found.Add(new Outlier(spike, x, overlap) { LocationError = xError, OverlapError = error + (Unit * overlap) });
            }
        }

        return found;
    }

    private IEnumerable<(double X, double Loss, double XError, double LossError)> Sums(double spike)
    {
        double g = algebra.Reciprocal(perturbed, spike);
        double fall = -perturbed.CauchyDerivative(spike).Real;

        // E 1/|θ − X| ≤ √E 1/(θ − X)², which is −G'.
        double noise = Unit * Math.Sqrt(fall);
        FlatTransform.Jet? flat = FlatTransform.R(other, g);
        if (flat is { } jet)
        {
            yield return (
                spike + (exponent * jet.Value),
                exponent * jet.Slope * fall,
                (4.0 * Unit * Math.Abs(spike)) + (exponent * (jet.Error + (4.0 * noise * Math.Abs(jet.Slope)))),
                exponent * fall * (jet.SlopeError + (Rounding * Math.Abs(jet.Slope))));
        }

        (double p, double rise) = PickAt(spike);
        foreach (RealBranch branch in Holding(p))
        {
            (double y, double slope) = branch.Invert(p);
            if (flat is not null && IsOutside(y))
            {
                continue;
            }

            double size = Math.Abs(spike) + (exponent * (Math.Abs(y) + Math.Abs(p)));
            yield return (
                spike + (exponent * (y - p)),
                exponent * (1.0 - slope) * rise,
                (8.0 * Unit * size) + (4.0 * noise * p * p * exponent),
                (1.0 + exponent) * rise * ((Rounding * (1.0 + slope)) + (slope * SlopeError(y, slope))));
        }
    }

    private IEnumerable<(double X, double Loss, double XError, double LossError)> Products(double spike)
    {
        if (spike == 0.0)
        {
            // The kernel stays; it is seen if 0 is not in the support of the other factor.
            if (other.BottomOfSupport > 0.0)
            {
                yield return (0.0, 0.0, 0.0, 0.0);
            }

            yield break;
        }

        double h = algebra.Reciprocal(perturbed, spike);
        double above = spike * perturbed.Cauchy(spike).Real;
        double fall = -spike * perturbed.MomentTransformDerivative(spike).Real;
        FlatTransform.Jet? flat = FlatTransform.InverseS(other, h) ?? FlatTransform.InverseSBesideMinusOne(other, above);
        if (flat is { } jet)
        {
            double x = spike * Power(jet.Value);
            yield return (
                x,
                exponent * jet.Slope * fall,
                Math.Abs(x) * ((4.0 * Unit) + (exponent * ((jet.Error / jet.Value) + (4.0 * Unit * Math.Abs(jet.Slope) * (1.0 + Math.Abs(fall)))))),
                exponent * Math.Abs(fall) * (jet.SlopeError + (Rounding * Math.Abs(jet.Slope))));
        }

        (double p, double derivative) = PickAt(spike);
        double rise = spike * derivative / p;
        foreach (RealBranch branch in Holding(p))
        {
            (double y, double slope) = branch.Invert(p);
            if ((flat is not null && IsOutside(y)) || !(y / p > 0.0))
            {
                continue;
            }

            double x = spike * Power(y / p);
            double turn = slope * p / y;
            yield return (
                x,
                exponent * (1.0 - turn) * rise,
                Rounding * (1.0 + exponent) * Math.Abs(x),
                (1.0 + exponent) * Math.Abs(rise) * ((Rounding * (1.0 + Math.Abs(turn))) + (Math.Abs(turn) * SlopeError(y, slope))));
        }
    }

    /// <summary>
    /// The relative error of dω/dP at ω = y: beside an end of a band P is steep, and its inverse an expansion (see <see cref="SoftEdge"/>) that is accepted if it
    /// holds to a thousandth.
    /// </summary>
    private double SlopeError(double y, double slope)
    {
        double rounding = 4.0 * Unit * Math.Abs(y) / FromBands(other, y);
        double error = rounding < SoftEdgeError ? rounding + Math.Abs((slope * algebra.RealPick(other, y).Derivative) - 1.0) : SoftEdgeError;
        return error < SoftEdgeError ? error : SoftEdgeError;
    }

    private static double FromBands(SpectralMeasure law, double z) =>
        law.Bands.Select(band => Math.Min(Math.Abs(z - band.Left), Math.Abs(z - band.Right))).DefaultIfEmpty(double.PositiveInfinity).Min();

    private (double Value, double Derivative) PickAt(double spike)
    {
        (double Value, double Derivative) pick = algebra.RealPick(perturbed, spike);
        return double.IsNaN(pick.Value)
            ? throw new NonConvergenceException("An outlier", spike, 1, null, "The transform of the perturbed factor has no value there.")
            : pick;
    }

    private double Power(double ratio) => exponent == 1.0 ? ratio : Math.Pow(ratio, exponent);

    /// <summary>On the branch that goes through infinity, or through 0 below the support, which the flat transform has answered.</summary>
    private bool IsOutside(double y) => y < other.BottomOfSupport || y > other.TopOfSupport;

    private IEnumerable<RealBranch> Holding(double p) => branches.Value.Where(branch => p > branch.Low && p < branch.High);
}
