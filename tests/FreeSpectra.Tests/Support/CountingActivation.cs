using System.Collections.Immutable;
using FreeSpectra.Networks.Activations;

namespace FreeSpectra.Tests.Support;

/// <summary>An activation that counts how often it is asked, under a name of its own: closed forms do not know it.</summary>
public sealed record CountingActivation(Activation Counted) : Activation
{
    private int asked;

    /// <summary>How often φ, φ' or φ'' was asked for.</summary>
    public int Asked => asked;

    public override string Name => $"counted {Counted.Name}";

    public override ImmutableArray<double> Kinks => Counted.Kinks;

    public override double Value(double x)
    {
        Interlocked.Increment(ref asked);
        return Counted.Value(x);
    }

    public override double Derivative(double x)
    {
        Interlocked.Increment(ref asked);
        return Counted.Derivative(x);
    }

    public override double SecondDerivative(double x)
    {
        Interlocked.Increment(ref asked);
        return Counted.SecondDerivative(x);
    }

    public override double? SlopeOnPiece(int piece) => Counted.SlopeOnPiece(piece);

    public override double JumpAt(int kink) => Counted.JumpAt(kink);
}
