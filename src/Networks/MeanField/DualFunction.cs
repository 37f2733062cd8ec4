using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.MeanField;

/// <summary>The dual activation at fixed variances as a function of the correlation: prepared once, then quick at every c.</summary>
/// <remarks>
/// <para>
/// The same values as <see cref="DualActivation.Of"/>, which prepares nothing. Closed forms and the Hermite series of analytic
/// activations as there; else, and with kinks, the inner integral over u + v at fixed u − v, tabulated by its Chebyshev coefficients:
/// see <c>docs/decisions/prepared-duals.md</c>. Each sign of c is prepared when it is first asked for.
/// </para>
/// <para>Error: as <see cref="DualValue.Error"/> says. Source: [KAA19] eq. (6); [TW14] for the Chebyshev coefficients.</para>
/// </remarks>
public sealed class DualFunction
{
    private const double SeriesWork = 2e7;

    private readonly bool hasClosedForm;

    // At the larger variance and at the smaller one.
    private readonly (HermiteSeries Wide, HermiteSeries Narrow)? series;
    private readonly Lazy<CorrelationTable?> positive;
    private readonly Lazy<CorrelationTable?> negative;

    private DualFunction(Activation activation, double varianceU, double varianceV)
    {
        Activation = activation;
        VarianceU = varianceU;
        VarianceV = varianceV;
        hasClosedForm = ClosedDual.Of(activation, varianceU, varianceV, Correlation.Of(0.0)) is not null;
        series = hasClosedForm || !activation.Kinks.IsEmpty ? null : HermiteSeries.Pair(activation, varianceU, varianceV, reach: 1.0, SeriesWork);

        positive = new Lazy<CorrelationTable?>(() => CorrelationTable.Of(activation, varianceU, varianceV, reflected: false));
        negative = new Lazy<CorrelationTable?>(() => CorrelationTable.Of(activation, varianceU, varianceV, reflected: true));
    }

    /// <summary>φ.</summary>
    public Activation Activation { get; }

    /// <summary>Var u.</summary>
    public double VarianceU { get; }

    /// <summary>Var v.</summary>
    public double VarianceV { get; }

    /// <summary>The dual at the variances given.</summary>
    /// <param name="activation">φ.</param>
    /// <param name="varianceU">Var u &gt; 0.</param>
    /// <param name="varianceV">Var v &gt; 0.</param>
    /// <exception cref="ArgumentException">A variance is not positive, or the integral diverges.</exception>
    public static DualFunction Of(Activation activation, double varianceU, double varianceV)
    {
        ArgumentNullException.ThrowIfNull(activation);
        Require.Positive(varianceU, "variance");
        Require.Positive(varianceV, "variance");

        DualActivation.RequireMoments(activation, Math.Max(varianceU, varianceV));
        return new DualFunction(activation, varianceU, varianceV);
    }

    /// <summary>I_φ and I_φ' at a correlation.</summary>
    /// <param name="correlation">c = Cov(u, v)/√(Var u · Var v).</param>
    /// <exception cref="ArgumentException">The integral diverges.</exception>
    /// <exception cref="NonConvergenceException">No route could certify its answer.</exception>
    public DualValue At(Correlation correlation)
    {
        if (hasClosedForm)
        {
            return ClosedDual.Of(Activation, VarianceU, VarianceV, correlation)!.Value;
        }

        if (series is { } pair)
        {
            return pair.Wide.Against(pair.Narrow, correlation);
        }

        if ((correlation.Value < 0.0 ? negative : positive).Value is not { } table)
        {
            return DualActivation.Of(Activation, VarianceU, VarianceV, correlation);
        }

        return DualActivation.WithJumps(
            table.At(correlation),
            JumpSlope.Of(Activation, VarianceU, VarianceV, correlation, (isV, point) => table.SlopeMean(isV, point, correlation)));
    }

    /// <summary>E φ(u)² − E φ(u)φ(v) at equal variances, to full relative accuracy as c → 1.</summary>
    /// <remarks>
    /// <para>
    /// = q ∫₀^ε I_φ'(1 − e) de with ε = 1 − c for a continuous φ: the integrand is smooth in √e and of one sign near e = 0,
    /// so nothing cancels.
    /// </para>
    /// </remarks>
    /// <param name="correlation">c; make it by <see cref="Correlation.FromComplement"/> where 1 − c is small.</param>
    /// <exception cref="InvalidOperationException">The variances differ.</exception>
    public Estimate<double> Deficit(Correlation correlation)
    {
        if (VarianceU != VarianceV)
        {
            throw new InvalidOperationException("E phi(u)^2 - E phi(u)phi(v) is meant at equal variances.");
        }

        if (series is { } pair)
        {
            return pair.Wide.Deficit(correlation);
        }

        if (!DualActivation.IsNearlyAlike(Activation, correlation))
        {
            return DualActivation.Difference(At(Correlation.Of(1.0)), At(correlation));
        }

        // e = ε t², so that a term √e of the integrand becomes a polynomial.
        double epsilon = correlation.OneMinus;
        double error = 0.0;
        double Integrand(double t)
        {
            DualValue dual = At(Correlation.FromComplement(epsilon * t * t));
            error = Math.Max(error, dual.SlopeError);
            return 2.0 * t * dual.Slope;
        }

        double fine = GaussLegendre.Eight.Integrate(Integrand, 0.0, 1.0);
        double coarse = GaussLegendre.Four.Integrate(Integrand, 0.0, 1.0);
        return new Estimate<double>(VarianceU * epsilon * fine, VarianceU * epsilon * (Math.Abs(fine - coarse) + error), 12);
    }
}
