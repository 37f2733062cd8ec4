using System.Collections.Immutable;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>
/// The coefficients of the rational curve of a chain, layer by layer: c = σ²_{ℓ+1}γ_ℓ enters as cα, c(1 − α) and 1 − cα, each
/// formed once without cancellation.
/// </summary>
internal sealed class CurveLayers
{
    public CurveLayers(ImmutableArray<TwoPointLayer> layers, double inputMoment)
    {
        int count = layers.Length;
        InputMoment = inputMoment;
        Gain = new double[count];
        Leak = new double[count];
        Loss = new double[count];
        Alpha = new double[count];
        Moment = new double[count];
        FineGain = new DoubleDouble[count];
        FineLeak = new DoubleDouble[count];
        for (int i = 0; i < count; i++)
        {
            TwoPointLayer layer = layers[i];
            DoubleDouble c = (DoubleDouble)layer.WeightVariance * layer.Slope;
            FineGain[i] = c * layer.Alpha;
            FineLeak[i] = c * (1.0 - (DoubleDouble)layer.Alpha);
            Gain[i] = FineGain[i].High;
            Leak[i] = FineLeak[i].High;
            Loss[i] = (1.0 - FineGain[i]).High;
            Alpha[i] = layer.Alpha;
            Moment[i] = layer.SecondMoment;
        }

        LastLoss = count - 1;
        while (LastLoss > 0 && Alpha[LastLoss] == 1.0)
        {
            LastLoss--;
        }
    }

    /// <summary>L − 1.</summary>
    public int Count => Gain.Length;

    /// <summary>q₀.</summary>
    public double InputMoment { get; }

    /// <summary>c_ℓα_ℓ, the factor of the mean.</summary>
    public double[] Gain { get; }

    /// <summary>c_ℓ(1 − α_ℓ).</summary>
    public double[] Leak { get; }

    /// <summary>1 − c_ℓα_ℓ.</summary>
    public double[] Loss { get; }

    public double[] Alpha { get; }

    /// <summary>q_ℓ.</summary>
    public double[] Moment { get; }

    public DoubleDouble[] FineGain { get; }

    public DoubleDouble[] FineLeak { get; }

    /// <summary>The last layer with α_ℓ &lt; 1; after it every layer is affine.</summary>
    public int LastLoss { get; }
}
