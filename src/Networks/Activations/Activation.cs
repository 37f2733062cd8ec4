using System.Collections.Immutable;

namespace FreeSpectra.Networks.Activations;

/// <summary>An activation function φ: ℝ → ℝ with its first two derivatives and the points where they jump.</summary>
/// <remarks>
/// <para>
/// φ is analytic between consecutive <see cref="Kinks"/>. On a piece where φ' is constant, <see cref="SlopeOnPiece"/> says
/// so, and the law of φ'(Z)² has an atom there.
/// </para>
/// </remarks>
public abstract record Activation
{
    /// <summary>The canonical text, with parameters; <see cref="ActivationParser"/> reads it back.</summary>
    public abstract string Name { get; }

    /// <summary>The points, increasing, where φ, φ' or φ'' is not analytic. Empty for a smooth activation.</summary>
    public virtual ImmutableArray<double> Kinks => [];

    /// <summary>φ(x).</summary>
    public abstract double Value(double x);

    /// <summary>φ'(x); at a kink the limit from the right.</summary>
    public abstract double Derivative(double x);

    /// <summary>φ''(x) between kinks; point masses of the distributional derivative do not enter.</summary>
    public abstract double SecondDerivative(double x);

    /// <summary>The constant value of φ' on the piece between kinks piece − 1 and piece, or null if φ' varies there.</summary>
    /// <param name="piece">0 for (−∞, first kink), up to <c>Kinks.Length</c> for (last kink, ∞).</param>
    public virtual double? SlopeOnPiece(int piece) => null;

    /// <summary>The jump φ(x⁺) − φ(x⁻) at a kink: 0 for a continuous activation.</summary>
    /// <param name="kink">The index of the kink in <see cref="Kinks"/>.</param>
    public virtual double JumpAt(int kink) => 0.0;

    /// <inheritdoc/>
    public sealed override string ToString() => Name;
}
