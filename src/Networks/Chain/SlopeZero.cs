using System.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>A real zero of the slope on a panel, s = δᵏ R(δ) with δ = t − t₀: roots of s = target near it, by δ.</summary>
/// <remarks>
/// At a multiple zero the polynomial itself is lost in rounding once s is below 1e-16 of its size; with the k coefficients left out
/// that are 0, δ is good to rounding however small the target.
/// </remarks>
internal sealed class SlopeZero
{
    private const double WidestReach = 0.1;
    private readonly double[] rest;

    private SlopeZero(double point, int order, double[] rest, double reach)
    {
        Point = point;
        Order = order;
        this.rest = rest;
        Limit = 0.5 * Math.Abs(rest[0]) * Math.Pow(reach, order);
    }

    /// <summary>t₀.</summary>
    public double Point { get; }

    /// <summary>k.</summary>
    public int Order { get; }

    /// <summary>The largest |target| for which the roots are taken from here.</summary>
    public double Limit { get; }

    /// <summary>The zero of this order at this point, from the powers of δ in s.</summary>
    public static SlopeZero Create(double point, int order, ReadOnlySpan<double> powers)
    {
        double[] rest = powers[order..].ToArray();
        double reach = WidestReach;
        while (Others(rest, reach) > 0.3 * Math.Abs(rest[0]))
        {
            reach *= 0.5;
        }

        return new SlopeZero(point, order, rest, reach);

        static double Others(double[] rest, double reach)
        {
            double sum = 0.0;
            for (int j = rest.Length - 1; j >= 1; j--)
            {
                sum = (sum + Math.Abs(rest[j])) * reach;
            }

            return sum;
        }
    }

    /// <summary>The k roots of s = target, 0 &lt; |target| ≤ <see cref="Limit"/>.</summary>
    public void Roots(Complex target, Span<SlopeRoot> roots)
    {
        Complex first = Complex.Pow(target / rest[0], 1.0 / Order);
        for (int m = 0; m < Order; m++)
        {
            Complex delta = Order == 1 ? target / rest[0] : first * Complex.FromPolarCoordinates(1.0, 2.0 * Math.PI * m / Order);
            Complex r = Evaluate(delta, out Complex r1, out Complex r2);
            for (int i = 0; i < 12; i++)
            {
                // Newton on log(δᵏ R/target), nearly a linear function of log δ.
                Complex step = Complex.Log(Power(delta) * r / target) / (Order + (delta * r1 / r));
                delta *= Complex.Exp(-step);
                r = Evaluate(delta, out r1, out r2);
                if (Complex.Abs(step) < 1e-15)
                {
                    break;
                }
            }

            Complex a = delta * r1 / r;
            Complex b = delta * delta * r2 / r;
            Complex slope = target / delta * (Order + a);
            Complex curvature = target / delta / delta * ((Order * (Order - 1)) + (2.0 * Order * a) + b);
            roots[m] = new SlopeRoot(Point + delta, slope, curvature, Point, delta);
        }
    }

    private Complex Power(Complex delta)
    {
        Complex power = delta;
        for (int i = 1; i < Order; i++)
        {
            power *= delta;
        }

        return power;
    }

    private Complex Evaluate(Complex delta, out Complex first, out Complex second)
    {
        Complex value = Complex.Zero;
        first = Complex.Zero;
        second = Complex.Zero;
        for (int j = rest.Length - 1; j >= 0; j--)
        {
            second = (second * delta) + (2.0 * first);
            first = (first * delta) + value;
            value = (value * delta) + rest[j];
        }

        return value;
    }
}
