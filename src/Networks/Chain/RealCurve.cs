namespace FreeSpectra.Networks.Chain;

/// <summary>The rational curve of a chain at real ζ: off the support, where gaps and edges are found.</summary>
/// <remarks>
/// <para>The recursion of <see cref="RationalCurve"/> with two derivatives, |ζ|·d/dζ and its square.</para>
/// <para>
/// A real ζ is on the physical sheet, over a point off the support, exactly when dz_{ℓ+1}/dζ &gt; 0 in every layer, that is
/// dF_ℓ/dz_ℓ &lt; 1/(1 − α_ℓ).
/// </para>
/// <para>Source: [HK21] eqs. (10)–(15); [BB07].</para>
/// </remarks>
internal sealed class RealCurve(CurveLayers layers)
{
    private readonly double q0 = layers.InputMoment;
    private readonly double[] gain = layers.Gain;
    private readonly double[] leak = layers.Leak;
    private readonly double[] moment = layers.Moment;

    /// <summary>z_L with two derivatives at a real ζ.</summary>
    public CurveJet Evaluate(double zeta)
    {
        State state = Start(zeta);
        for (int i = 0; i < gain.Length; i++)
        {
            Step(i, (gain[i] * state.Z1) + (leak[i] * state.K1), ref state);
        }

        return new CurveJet(state.Z, state.Z1, state.Z2);
    }

    /// <summary>
    /// Whether a real ζ lies on the physical sheet and maps off the support, in the gap with the given number of leading
    /// negative split layers; if not, on which side the gap can only lie.
    /// </summary>
    /// <remarks>
    /// dF/dz = 1 + ∫ τ(dt)/(z − t)² is convex in z on each interval of analyticity, so at the first layer that fails the gap
    /// lies where the derivative decreases.
    /// </remarks>
    /// <param name="zeta">The real parameter.</param>
    /// <param name="splits">Marks the layers whose zero z_ℓ = 0 separates two gaps.</param>
    /// <param name="negatives">How many of those layers have z_ℓ &lt; 0 in the gap.</param>
    /// <param name="miss">Where the condition first fails: the layer (−1 for a sign), z, dF/dz there and its derivative in z.</param>
    /// <returns>0 inside the gap; −1 if the gap can only lie to the left of ζ; +1 if only to the right.</returns>
    public int Probe(double zeta, ReadOnlySpan<bool> splits, int negatives, out ProbeMiss miss)
    {
        miss = new ProbeMiss(-1, 0.0, 0.0, 0.0, 0.0);
        State state = Start(zeta);
        int split = 0;
        for (int i = 0; i < gain.Length; i++)
        {
            if (splits[i])
            {
                if (split < negatives && !(state.Z < 0.0))
                {
                    return -1;
                }

                if (split == negatives && !(state.Z > 0.0))
                {
                    return 1;
                }

                split++;
            }

            double z1 = (gain[i] * state.Z1) + (leak[i] * state.K1);
            if (!(z1 > 0.0))
            {
                // dF/dz = 1 − K'/z', and its derivative along the curve has the sign of K'z'' − K''z'.
                double growth = ((state.K1 / state.Z1) * state.Z2) - state.K2;
                miss = new ProbeMiss(
                    i, state.Z, 1.0 - (state.K1 / state.Z1), growth / state.Z1 / state.Z1, 1.0 / (1.0 - layers.Alpha[i]));
                return growth > 0.0 ? -1 : 1;
            }

            Step(i, z1, ref state);
        }

        return 0;
    }

    /// <summary>
    /// The mass to the left of a real point off the support: 1[F₁ &gt; 0] + Σ_ℓ (1 − α_ℓ)·1[u_ℓ + α_ℓ &lt; 0].
    /// </summary>
    /// <remarks>
    /// G_{ℓ+1} dz_{ℓ+1} = G_ℓ dz_ℓ + (1 − α_ℓ) d log(u_ℓ + α_ℓ), so that each layer adds a winding number times 1 − α_ℓ, and
    /// −Im ∫ G dz/π over the upper half-plane from −∞ to the point is that sum.
    /// </remarks>
    /// <param name="zeta">The real parameter.</param>
    /// <param name="clearance">How far the point is from every atom, as the smallest |αz + (1 − α)K| relative to its terms.</param>
    public double MassBelow(double zeta, out double clearance)
    {
        double z = zeta;
        double k = q0;
        bool negative = z < k;
        clearance = Math.Abs(z - k) / (Math.Abs(z) + k);
        double sum = negative ? 0.0 : 1.0;
        double rest = 0.0;
        for (int i = 0; i < gain.Length; i++)
        {
            // u + α = (αz + (1 − α)K)/F; the sign of F changes with that of the numerator over z.
            double alpha = layers.Alpha[i];
            double lost = 1.0 - alpha;
            double numerator = (alpha * z) + (lost * k);
            clearance = Math.Min(clearance, Math.Abs(numerator) / ((alpha * Math.Abs(z)) + (lost * Math.Abs(k))));
            if (numerator < 0.0 != negative)
            {
                double next = sum + lost;
                rest += lost - (next - sum);
                sum = next;
            }

            negative ^= numerator / z < 0.0;
            double m = gain[i] + (leak[i] * (k / z));
            z = (gain[i] * z) + (leak[i] * k) + moment[i];
            k = (m * k) + moment[i];
        }

        return sum + rest;
    }

    private State Start(double zeta) => new() { Z = zeta, Z1 = Math.Abs(zeta), K = q0 };

    private void Step(int i, double z1, ref State s)
    {
        double g = gain[i], b = leak[i];
        double inverse = 1.0 / s.Z;
        double w = s.K * inverse;
        double w1 = (s.K1 - (w * s.Z1)) * inverse;
        double w2 = (s.K2 - (2.0 * w1 * s.Z1) - (w * s.Z2)) * inverse;
        double m = g + (b * w);
        double m1 = b * w1;
        s.Z = (g * s.Z) + (b * s.K) + moment[i];
        s.Z1 = z1;
        s.Z2 = (g * s.Z2) + (b * s.K2);
        s.K2 = (s.K2 * m) + (2.0 * s.K1 * m1) + (s.K * b * w2);
        s.K1 = (s.K1 * m) + (s.K * m1);
        s.K = (s.K * m) + moment[i];
    }

    private struct State
    {
        public double Z;
        public double Z1;
        public double Z2;
        public double K;
        public double K1;
        public double K2;
    }
}
