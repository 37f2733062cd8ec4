using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>A band of a chain's law with its edges and the critical points of the curve in double-double precision.</summary>
internal sealed class ChainBand
{
    private Complex2<double>[]? table;

    public required DoubleDouble Left { get; init; }

    public required DoubleDouble Right { get; init; }

    public required DoubleDouble LeftParameter { get; init; }

    public required DoubleDouble RightParameter { get; init; }

    public required double LeftExponent { get; init; }

    public required double RightExponent { get; init; }

    /// <summary>d²z/dφ² at the left edge.</summary>
    public required double LeftCurvature { get; init; }

    /// <summary>d²z/dφ² at the right edge.</summary>
    public required double RightCurvature { get; init; }

    /// <summary>The mass of the law to the left of the band.</summary>
    public required double MassBelow { get; init; }

    public required double Mass { get; init; }

    public double Width => (Right - Left).High;

    /// <summary>A height from which the descent to the axis starts.</summary>
    public double Scale => Math.Max(Math.Abs(Left.High), Math.Abs(Right.High));

    public Band ToBand() => new(Left.High, Right.High, Mass, LeftExponent, RightExponent);

    /// <summary>x at the angle θ of the band: Left + Width·sin²(θ/2).</summary>
    public double PointAt(double angle)
    {
        double sine = Math.Sin(0.5 * angle);
        double cosine = Math.Cos(0.5 * angle);
        return angle < 0.5 * Math.PI
            ? (Left + (Width * sine * sine)).High
            : (Right - (Width * cosine * cosine)).High;
    }

    /// <summary>φ near an edge, from z − z_e = ½ z''(φ_e)(φ − φ_e)².</summary>
    public Complex2<DoubleDouble> NearEdge(IntervalEnd end, DoubleDouble offset)
    {
        double curvature = end == IntervalEnd.Left ? LeftCurvature : RightCurvature;
        return new(
            end == IntervalEnd.Left ? LeftParameter : RightParameter,
            DoubleDouble.Sqrt(2.0 * offset / Math.Abs(curvature)));
    }

    public Complex2<double>[] Table(Func<Complex2<double>[]> build) => table ??= build();

    /// <summary>Interpolates φ(θ), whose real part is even and whose imaginary part is odd about both ends.</summary>
    public static Complex2<double> Guess(Complex2<double>[] nodes, double angle)
    {
        int count = nodes.Length - 1;
        double position = angle / Math.PI * count;
        int cell = Math.Clamp((int)position, 0, count - 1);
        double t = position - cell;
        Span<double> weights = [
            -t * (t - 1.0) * (t - 2.0) / 6.0,
            (t + 1.0) * (t - 1.0) * (t - 2.0) / 2.0,
            -(t + 1.0) * t * (t - 2.0) / 2.0,
            (t + 1.0) * t * (t - 1.0) / 6.0,
        ];
        double re = 0.0;
        double im = 0.0;
        for (int k = 0; k < 4; k++)
        {
            int index = cell - 1 + k;
            bool mirrored = index < 0 || index > count;
            Complex2<double> node = nodes[index < 0 ? -index : index > count ? (2 * count) - index : index];
            re += weights[k] * node.Re;
            im += weights[k] * (mirrored ? -node.Im : node.Im);
        }

        return new Complex2<double>(re, Math.Max(im, 1e-300));
    }
}
