using System.Collections.Immutable;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Activations;

/// <summary>A line to the right of 0 and an exponential to the left: ELU and SELU.</summary>
/// <remarks><para>φ(x) = slope·x for x ≥ 0, height·(eˣ − 1) for x &lt; 0.</para></remarks>
public sealed record ExponentialLinear : Activation
{
    private readonly string name;

    /// <summary>Creates the activation.</summary>
    /// <param name="name">The canonical text.</param>
    /// <param name="slope">The slope to the right of 0.</param>
    /// <param name="height">−φ(−∞).</param>
    public ExponentialLinear(string name, double slope, double height)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        this.name = name;
        Slope = Require.Finite(slope);
        Height = Require.Finite(height);
    }

    /// <inheritdoc/>
    public override string Name => name;

    /// <summary>The slope to the right of 0.</summary>
    public double Slope { get; }

    /// <summary>−φ(−∞).</summary>
    public double Height { get; }

    /// <inheritdoc/>
    public override ImmutableArray<double> Kinks { get; } = [0.0];

    /// <inheritdoc/>
    public override double Value(double x) => x >= 0.0 ? Slope * x : Height * Stable.ExpMinusOne(x);

    /// <inheritdoc/>
    public override double Derivative(double x) => x >= 0.0 ? Slope : Height * Math.Exp(x);

    /// <inheritdoc/>
    public override double SecondDerivative(double x) => x >= 0.0 ? 0.0 : Height * Math.Exp(x);

    /// <inheritdoc/>
    public override double? SlopeOnPiece(int piece) => piece == 1 ? Slope : null;

    /// <summary>Whether the names and parameters are the same.</summary>
    public bool Equals(ExponentialLinear? other) =>
        other is not null && name == other.name && Slope == other.Slope && Height == other.Height;

    /// <inheritdoc/>
    public override int GetHashCode() => name.GetHashCode(StringComparison.Ordinal);
}
