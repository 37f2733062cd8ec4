using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Tests.Transforms.Problems;

/// <summary>A complex number with about 32 digits, for checks of what was computed with 16.</summary>
internal readonly record struct PreciseComplex(DoubleDouble Real, DoubleDouble Imaginary)
{
    private static readonly PreciseComplex HalfTurn = new(0.0, new DoubleDouble(Math.PI, 1.2246467991473532e-16));

    public static implicit operator PreciseComplex(double value) => new(value, 0.0);

    public static implicit operator PreciseComplex(Complex value) => new(value.Real, value.Imaginary);

    public static PreciseComplex operator +(PreciseComplex a, PreciseComplex b) => new(a.Real + b.Real, a.Imaginary + b.Imaginary);

    public static PreciseComplex operator -(PreciseComplex a, PreciseComplex b) => new(a.Real - b.Real, a.Imaginary - b.Imaginary);

    public static PreciseComplex operator -(PreciseComplex a) => new(-a.Real, -a.Imaginary);

    public static PreciseComplex operator *(PreciseComplex a, PreciseComplex b) =>
        new((a.Real * b.Real) - (a.Imaginary * b.Imaginary), (a.Real * b.Imaginary) + (a.Imaginary * b.Real));

    public static PreciseComplex operator /(PreciseComplex a, PreciseComplex b)
    {
        // Scaled by the larger part, so that squares neither overflow nor underflow.
        double scale = Math.ScaleB(1.0, -Math.ILogB(Math.Max(Math.Abs(b.Real.High), Math.Abs(b.Imaginary.High))));
        PreciseComplex d = new(scale * b.Real, scale * b.Imaginary);
        DoubleDouble norm = (d.Real * d.Real) + (d.Imaginary * d.Imaginary);
        PreciseComplex product = a * d.Conjugate();
        return new(scale * product.Real / norm, scale * product.Imaginary / norm);
    }

    public PreciseComplex Conjugate() => new(Real, -Imaginary);

    public Complex Rounded() => new(Real.High, Imaginary.High);

    /// <summary>The square root with a real part ≥ 0: a double root and two steps of Newton's method.</summary>
    public static PreciseComplex Sqrt(PreciseComplex value)
    {
        PreciseComplex root = Complex.Sqrt(value.Rounded());
        for (int i = 0; i < 2 && root.Rounded() != Complex.Zero; i++)
        {
            root = 0.5 * (root + (value / root));
        }

        return root;
    }

    /// <summary>e^value by its power series at value/2¹⁰, squared ten times.</summary>
    public static PreciseComplex Exp(PreciseComplex value)
    {
        const int squarings = 10;
        PreciseComplex x = new(Math.ScaleB(1.0, -squarings) * value.Real, Math.ScaleB(1.0, -squarings) * value.Imaginary);

        // e^x − 1, so that the squarings lose nothing: (1 + d)² − 1 = d(2 + d).
        PreciseComplex term = x;
        PreciseComplex excess = x;
        for (int k = 2; k < 40; k++)
        {
            term = term * x / k;
            excess += term;
        }

        for (int i = 0; i < squarings; i++)
        {
            excess *= 2.0 + excess;
        }

        return 1.0 + excess;
    }

    /// <summary>The principal logarithm: a double one and two steps of Newton's method.</summary>
    public static PreciseComplex Log(PreciseComplex value)
    {
        PreciseComplex log = Complex.Log(value.Rounded());
        for (int i = 0; i < 2; i++)
        {
            log += (value * Exp(-log)) - 1.0;
        }

        return log;
    }

    /// <summary>This number without whole turns 2πi.</summary>
    public PreciseComplex WithoutTurns()
    {
        double turns = Math.Round(Imaginary.High / (2.0 * Math.PI));
        return this - (2.0 * turns * HalfTurn);
    }

    public static PreciseComplex ImaginaryPi => HalfTurn;
}
