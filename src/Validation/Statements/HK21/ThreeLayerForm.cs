namespace FreeSpectra.Validation.Statements.HK21;

/// <summary>The parts of [HK21] theorem 3.2, each one replaceable, so that a check can be given a wrong one.</summary>
internal sealed record ThreeLayerForm
{
    /// <summary>(20).</summary>
    public Func<ThreeLayerCase, double> Minimum { get; init; } = c => c.Q2;

    /// <summary>(21).</summary>
    public Func<ThreeLayerCase, double> Middle { get; init; } = c => c.Q2 + (c.S3 * c.Gamma2 * c.Q1);

    /// <summary>(23).</summary>
    public Func<ThreeLayerCase, double> Maximum { get; init; } = c => c.Q2 + (c.S3 * c.Gamma2 * (c.Q1 + (c.S2 * c.Gamma1 * c.Q0)));

    /// <summary>(22): the edge with the sign given.</summary>
    public Func<ThreeLayerCase, int, double> Edge { get; init; } = (c, sign) =>
    {
        double root = Math.Sqrt(c.Alpha1 * (1.0 - c.Alpha2)) + (sign * Math.Sqrt(c.Alpha2 * (1.0 - c.Alpha1)));
        return c.Q2 + (c.S3 * c.Gamma2 * (c.Q1 + (c.S2 * c.Gamma1 * c.Q0 * root * root)));
    };

    /// <summary>(18): the weights at the minimum, in the middle and at the maximum.</summary>
    public Func<ThreeLayerCase, (double Minimum, double Middle, double Maximum)> Weights { get; init; } = c =>
        (1.0 - c.Alpha2, Math.Max(0.0, c.Alpha2 - c.Alpha1), Math.Max(0.0, c.Alpha1 + c.Alpha2 - 1.0));

    /// <summary>(19): the density from x and the places of the edges, the middle and the maximum.</summary>
    public Func<double, double, double, double, double, double> Density { get; init; } = (x, minus, plus, middle, maximum) =>
        Math.Sqrt((plus - x) * (x - minus)) / (2.0 * Math.PI * (x - middle) * (maximum - x));
}
