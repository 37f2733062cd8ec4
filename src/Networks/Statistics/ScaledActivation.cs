using System.Collections.Immutable;
using FreeSpectra.Networks.Activations;

namespace FreeSpectra.Networks.Statistics;

/// <summary>f(x) = φ(γx + β), with its kinks and, when f is positively homogeneous, its two slopes.</summary>
internal sealed class ScaledActivation
{
    private readonly Activation activation;
    private readonly double scale;
    private readonly double shift;

    public ScaledActivation(Activation activation, double scale, double shift)
    {
        this.activation = activation;
        this.scale = scale;
        this.shift = shift;
        Kinks = [.. activation.Kinks.Select(kink => (kink - shift) / scale)];
        HomogeneousSlopes = FindSlopes();
    }

    public ImmutableArray<double> Kinks { get; }

    public (double Left, double Right)? HomogeneousSlopes { get; }

    public double Value(double x)
    {
        double value = activation.Value((scale * x) + shift);
        return double.IsFinite(value)
            ? value
            : throw new ArgumentException(
                FormattableString.Invariant($"activation {activation.Name} is not finite at {(scale * x) + shift:R}."));
    }

    public double Derivative(double x) => activation.Derivative((scale * x) + shift);

    private (double Left, double Right)? FindSlopes()
    {
        if (shift != 0.0 || Kinks.Any(kink => kink != 0.0) || activation.Value(0.0) != 0.0)
        {
            return null;
        }

        int last = Kinks.Length;
        return activation.SlopeOnPiece(0) is { } left && activation.SlopeOnPiece(last) is { } right
            && (last == 0 || activation.JumpAt(0) == 0.0)
            ? (scale * left, scale * right)
            : null;
    }
}
