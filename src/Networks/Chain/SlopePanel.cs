using System.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>One panel of the average E[f/(v − f)]: f as a polynomial of degree 19, and the correction for poles near it.</summary>
/// <remarks>
/// Near a pole x_j, f(x_j) = v, the integrand is Res_j/(x − x_j) with Res_j = −w(x_j) v/f'(x_j); the rule's sum of that term is
/// replaced by Res_j·log((b − x_j)/(a − x_j)), on the side on which the pole lies for Im v &gt; 0.
/// </remarks>
internal sealed class SlopePanel
{
    private const int Order = GaussianPanels.Order;
    private const int EllipsePoints = 48;

    // Poles outside the Bernstein ellipse with this parameter change the sum by less than 2.6^-40 = 2e-17.
    private const double EllipseParameter = 2.6;
    private static readonly double[] Nodes = GaussianPanels.LegendreRule(Order).Nodes;
    private static readonly double[] LegendreWeights = GaussianPanels.LegendreRule(Order).Weights;

    private readonly double center;
    private readonly double half;
    private readonly double[] legendre = new double[Order];
    private readonly double[] nodeValues = new double[Order];
    private readonly double[] nodeWeights = new double[Order];
    private readonly Complex[] ellipse = new Complex[EllipsePoints];
    private readonly double radius;
    private readonly double middle;

    public SlopePanel(GaussianPanels rule, int panel, Func<double, double> square)
    {
        Left = rule.Ends[panel];
        Right = rule.Ends[panel + 1];
        half = 0.5 * (Right - Left);
        center = Left + half;
        for (int i = 0; i < Order; i++)
        {
            int index = (panel * Order) + i;
            nodeValues[i] = square(rule.Nodes[index]);
            nodeWeights[i] = rule.Weights[index];
        }

        // Legendre coefficients by the rule itself, exact for the interpolating polynomial.
        double[] p = new double[Order];
        for (int i = 0; i < Order; i++)
        {
            Legendre(Nodes[i], p);
            for (int n = 0; n < Order; n++)
            {
                legendre[n] += 0.5 * ((2 * n) + 1) * LegendreWeights[i] * nodeValues[i] * p[n];
            }
        }

        middle = nodeValues[Order / 2];
        for (int k = 0; k < EllipsePoints; k++)
        {
            double angle = 2.0 * Math.PI * (k + 0.5) / EllipsePoints;
            Complex t = new(
                0.5 * (EllipseParameter + (1.0 / EllipseParameter)) * Math.Cos(angle),
                0.5 * (EllipseParameter - (1.0 / EllipseParameter)) * Math.Sin(angle));
            ellipse[k] = Polynomial(t, out _, out _);
            radius = Math.Max(radius, Complex.Abs(ellipse[k] - middle));
        }
    }

    public double Left { get; }

    public double Right { get; }

    public ReadOnlySpan<double> Values => nodeValues;

    public ReadOnlySpan<double> Weights => nodeWeights;

    public void AddMomentTransform(Complex v, ref Complex sum, ref Complex slope)
    {
        double re = 0.0, im = 0.0, re1 = 0.0, im1 = 0.0;
        double x = v.Real, y = v.Imaginary;
        for (int i = 0; i < Order; i++)
        {
            double f = nodeValues[i];
            double d = x - f;
            double scale = 1.0 / ((d * d) + (y * y));
            double ir = d * scale;
            double ii = -y * scale;
            double w = nodeWeights[i] * f;
            re += w * ir;
            im += w * ii;
            re1 -= w * ((ir * ir) - (ii * ii));
            im1 -= w * 2.0 * ir * ii;
        }

        double dx = x - middle;
        if ((dx * dx) + (y * y) < radius * radius)
        {
            Span<Complex> poles = stackalloc Complex[Order];
            int count = FindPoles(v, poles);
            for (int k = 0; k < count; k++)
            {
                Correct(v, poles[k], ref re, ref im, ref re1, ref im1);
            }
        }

        if (double.IsNaN(re) || double.IsNaN(im))
        {
            // A node hit v exactly; move by less than a rounding error.
            AddMomentTransform(v * new Complex(1.0, 1e-16), ref sum, ref slope);
            return;
        }

        sum += new Complex(re, im);
        slope += new Complex(re1, im1);
    }

    /// <summary>∫ w(x) arg(v − f(x)) dx over the panel, halved towards the singular points.</summary>
    public double ArgumentIntegral(Complex v)
    {
        double dx = v.Real - middle;
        if ((dx * dx) + (v.Imaginary * v.Imaginary) >= radius * radius)
        {
            double plain = 0.0;
            for (int i = 0; i < Order; i++)
            {
                plain += nodeWeights[i] * (v - nodeValues[i]).Phase;
            }

            return plain;
        }

        Span<Complex> poles = stackalloc Complex[Order];
        int count = FindPoles(v, poles);
        return Refine(v, -1.0, 1.0, poles[..count], 0);
    }

    /// <summary>Widens the range by the values of f on the panel, stationary points included.</summary>
    public void Extremes(Func<double, double> square, ref double bottom, ref double top)
    {
        double[] points = [-1.0, .. Nodes, 1.0];
        double previousSlope = 0.0;
        for (int i = 0; i < points.Length; i++)
        {
            double edge = points[i] < -0.9999999 ? Left + (1e-15 * half) : points[i] > 0.9999999 ? Right - (1e-15 * half) : center + (half * points[i]);
            double value = Math.Abs(points[i]) == 1.0 ? Polynomial(points[i], out _, out _).Real : square(edge);
            bottom = Math.Min(bottom, Math.Max(0.0, value));
            top = Math.Max(top, value);
            Polynomial(points[i], out Complex slope, out _);
            if (i > 0 && slope.Real * previousSlope < 0.0)
            {
                double a = points[i - 1];
                double b = points[i];
                for (int k = 0; k < 60; k++)
                {
                    double t = 0.5 * (a + b);
                    Polynomial(t, out Complex d, out _);
                    if (d.Real * previousSlope > 0.0)
                    {
                        a = t;
                    }
                    else
                    {
                        b = t;
                    }
                }

                double stationary = square(center + (half * 0.5 * (a + b)));
                bottom = Math.Min(bottom, stationary);
                top = Math.Max(top, stationary);
            }

            previousSlope = slope.Real;
        }
    }

    private static void Legendre(double t, double[] p)
    {
        p[0] = 1.0;
        p[1] = t;
        for (int n = 1; n + 1 < p.Length; n++)
        {
            p[n + 1] = ((((2.0 * n) + 1.0) * t * p[n]) - (n * p[n - 1])) / (n + 1.0);
        }
    }

    private static double LogParameter(Complex t)
    {
        Complex root = Complex.Sqrt(t - 1.0) * Complex.Sqrt(t + 1.0);
        return Complex.Abs(t + root);
    }

    /// <summary>f and two derivatives in the local variable t in [−1, 1].</summary>
    private Complex Polynomial(Complex t, out Complex first, out Complex second)
    {
        Complex p0 = 1.0, p1 = t, d0 = 0.0, d1 = 1.0, e0 = 0.0, e1 = 0.0;
        Complex value = legendre[0] + (legendre[1] * t);
        first = legendre[1];
        second = 0.0;
        for (int n = 1; n + 1 < Order; n++)
        {
            double a = ((2.0 * n) + 1.0) / (n + 1.0);
            double b = n / (n + 1.0);
            Complex p2 = (a * t * p1) - (b * p0);
            Complex d2 = (a * (p1 + (t * d1))) - (b * d0);
            Complex e2 = (a * ((2.0 * d1) + (t * e1))) - (b * e0);
            (p0, p1, d0, d1, e0, e1) = (p1, p2, d1, d2, e1, e2);
            value += legendre[n + 1] * p1;
            first += legendre[n + 1] * d1;
            second += legendre[n + 1] * e1;
        }

        return value;
    }

    /// <summary>The points t inside the ellipse with f(t) = v, counted by the argument principle.</summary>
    private int FindPoles(Complex v, Span<Complex> poles)
    {
        double turns = 0.0;
        for (int k = 0; k < EllipsePoints; k++)
        {
            Complex next = ellipse[(k + 1) % EllipsePoints] - v;
            turns += (next / (ellipse[k] - v)).Phase;
        }

        int expected = (int)Math.Round(turns / (2.0 * Math.PI));
        int count = 0;
        if (expected <= 0)
        {
            return 0;
        }

        // Starts on a grid over the ellipse, the axis first; deflation keeps Newton from a pole already found.
        for (int ring = 0; ring < 5 && count < expected; ring++)
        {
            double scale = ring == 0 ? 0.0 : 0.25 * ring;
            int starts = ring == 0 ? 9 : 12;
            for (int k = 0; k < starts && count < expected; k++)
            {
                Complex t = ring == 0
                    ? new Complex(-1.2 + (0.3 * k), 0.1)
                    : new Complex(1.45 * scale * Math.Cos(0.3 + (Math.PI * k / 6.0)), 1.1 * scale * Math.Sin(0.3 + (Math.PI * k / 6.0)));
                if (Newton(v, ref t, poles[..count]) && LogParameter(t) < EllipseParameter)
                {
                    poles[count++] = t;
                }
            }
        }

        return count;
    }

    private bool Newton(Complex v, ref Complex t, ReadOnlySpan<Complex> found)
    {
        for (int i = 0; i < 40; i++)
        {
            Complex miss = Polynomial(t, out Complex slope, out _) - v;
            Complex logarithmic = slope / miss;
            foreach (Complex other in found)
            {
                logarithmic -= 1.0 / (t - other);
            }

            Complex step = 1.0 / logarithmic;
            double size = Complex.Abs(step);
            if (!double.IsFinite(size))
            {
                return miss == Complex.Zero;
            }

            t -= size > 0.5 ? step * (0.5 / size) : step;
            if (Complex.Abs(t) > 4.0)
            {
                return false;
            }

            if (size < 1e-14)
            {
                // One step on f itself, free of the deflation's rounding.
                Complex last = (Polynomial(t, out slope, out _) - v) / slope;
                t -= Complex.Abs(last) < 1e-6 ? last : Complex.Zero;
                return true;
            }
        }

        return false;
    }

    private void Correct(Complex v, Complex t, ref double re, ref double im, ref double re1, ref double im1)
    {
        Polynomial(t, out Complex first, out Complex second);
        Complex x = center + (half * t);
        Complex weight = half * Complex.Exp(-0.5 * x * x) / Math.Sqrt(2.0 * Math.PI);
        Complex weightSlope = -x * half * weight;
        Complex residue = -weight * v / first;
        Complex residueSlope = (-weight / first) - (v * ((weightSlope / first) - (weight * second / (first * first))) / first);

        // Above the axis v moves t by dv/f', so a pole on the axis belongs to the side of Im 1/f'.
        double side = Math.Abs(t.Imaginary) > 1e-13 ? t.Imaginary : (1.0 / first).Imaginary;
        if (side == 0.0)
        {
            side = first.Real > 0.0 ? 1.0 : -1.0;
        }

        Complex integral = Complex.Log(1.0 - t) - Complex.Log(-1.0 - t);
        if (Math.Abs(t.Imaginary) <= 1e-13 && t.Real > -1.0 && t.Real < 1.0)
        {
            integral = new Complex(Math.Log((1.0 - t.Real) / (1.0 + t.Real)), side > 0.0 ? Math.PI : -Math.PI);
        }

        Complex integralSlope = (1.0 / (-1.0 - t)) - (1.0 / (1.0 - t));
        for (int i = 0; i < Order; i++)
        {
            Complex inverse = 1.0 / (Nodes[i] - t);
            integral -= LegendreWeights[i] * inverse;
            integralSlope -= LegendreWeights[i] * inverse * inverse;
        }

        Complex value = residue * integral;
        Complex slope = (residueSlope * integral) + (residue * integralSlope / first);
        re += value.Real;
        im += value.Imaginary;
        re1 += slope.Real;
        im1 += slope.Imaginary;
    }

    private double Refine(Complex v, double a, double b, ReadOnlySpan<Complex> poles, int depth)
    {
        double h = 0.5 * (b - a);
        double c = a + h;
        bool near = false;
        foreach (Complex pole in poles)
        {
            near |= LogParameter((pole - c) / h) < EllipseParameter;
        }

        if (near && depth < 48)
        {
            return Refine(v, a, c, poles, depth + 1) + Refine(v, c, b, poles, depth + 1);
        }

        double sum = 0.0;
        for (int i = 0; i < Order; i++)
        {
            double t = c + (h * Nodes[i]);
            double x = center + (half * t);
            double f = Polynomial(t, out _, out _).Real;
            sum += LegendreWeights[i] * Math.Exp(-0.5 * x * x) * (v - f).Phase;
        }

        return sum * h * half / Math.Sqrt(2.0 * Math.PI);
    }
}
