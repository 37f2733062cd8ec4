using System.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>
/// One panel of the averages E[f/(v − f)] and E[v/(v − f)], f = s²: the slope s = φ'(√p x) as a polynomial of degree 19, and the
/// correction for poles near the panel.
/// </summary>
/// <remarks>
/// With a = √v the poles are s(x_j) = ±a with residues ∓(a/2) w(x_j)/s'(x_j); the rule's sum of each Res_j/(x − x_j) is replaced by
/// Res_j·log((b − x_j)/(a − x_j)), on the side on which the pole lies for Im v &gt; 0. Working in s and not in s² keeps relative
/// accuracy where the slope vanishes.
/// </remarks>
internal sealed class SlopePanel
{
    private const int Order = GaussianPanels.Order;
    private const int EllipsePoints = 48;

    // Poles outside the Bernstein ellipse with this parameter change the sum by less than 2.6^-40 = 2e-17.
    private const double EllipseParameter = 2.6;
    private static readonly double[] Nodes = [.. GaussianPanels.Rule.Nodes];
    private static readonly double[] LegendreWeights = [.. GaussianPanels.Rule.Weights];

    private readonly double center;
    private readonly double half;
    private readonly double[] legendre = new double[Order];
    private readonly double[] nodeValues = new double[Order];
    private readonly double[] nodeWeights = new double[Order];
    private readonly Complex[] ellipse = new Complex[EllipsePoints];
    private readonly double radius;
    private readonly double middle;

    public SlopePanel(GaussianPanels rule, int panel, Func<double, double> slope)
    {
        Left = rule.Ends[panel];
        Right = rule.Ends[panel + 1];
        half = 0.5 * (Right - Left);
        center = Left + half;
        double[] slopes = new double[Order];
        for (int i = 0; i < Order; i++)
        {
            int index = (panel * Order) + i;
            slopes[i] = slope(rule.Nodes[index]);
            nodeValues[i] = slopes[i] * slopes[i];
            nodeWeights[i] = rule.Weights[index];
        }

        // Legendre coefficients by the rule itself, exact for the interpolating polynomial.
        double[] p = new double[Order];
        for (int i = 0; i < Order; i++)
        {
            Legendre(Nodes[i], p);
            for (int n = 0; n < Order; n++)
            {
                legendre[n] += 0.5 * ((2 * n) + 1) * LegendreWeights[i] * slopes[i] * p[n];
            }
        }

        middle = slopes[Order / 2];
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

    /// <summary>f at the nodes.</summary>
    public ReadOnlySpan<double> Values => nodeValues;

    /// <summary>The weights of the nodes, the Gaussian density included.</summary>
    public ReadOnlySpan<double> Weights => nodeWeights;

    /// <summary>Adds the panel's part of E[f/(v − f)], E[v/(v − f)] and of their common derivative −E[f/(v − f)²].</summary>
    public void AddMomentTransform(Complex v, ref Complex sum, ref Complex shifted, ref Complex derivative)
    {
        double re = 0.0, im = 0.0, re1 = 0.0, im1 = 0.0, reV = 0.0, imV = 0.0;
        double x = v.Real, y = v.Imaginary;
        for (int i = 0; i < Order; i++)
        {
            double f = nodeValues[i];
            double d = x - f;
            double scale = 1.0 / ((d * d) + (y * y));
            double ir = d * scale;
            double ii = -y * scale;
            double weight = nodeWeights[i];
            double w = weight * f;
            re += w * ir;
            im += w * ii;
            reV += weight * ((x * ir) - (y * ii));
            imV += weight * ((x * ii) + (y * ir));
            re1 -= w * ((ir * ir) - (ii * ii));
            im1 -= w * 2.0 * ir * ii;
        }

        if (!double.IsFinite(re1) || !double.IsFinite(im1))
        {
            // A node hit v, or v is so small that its square underflows; the plain formula with a relative nudge.
            AddNudged(v, ref sum, ref shifted, ref derivative);
            return;
        }

        sum += new Complex(re, im);
        shifted += new Complex(reV, imV);
        derivative += new Complex(re1, im1);
        Complex a = Complex.Sqrt(v);
        Span<Complex> poles = stackalloc Complex[Order];
        for (int sign = 1; sign >= -1; sign -= 2)
        {
            if (Complex.Abs((sign * a) - middle) < radius)
            {
                int count = FindPoles(sign * a, poles);
                for (int k = 0; k < count; k++)
                {
                    Correct(a, sign, poles[k], ref sum, ref shifted, ref derivative);
                }
            }
        }
    }

    /// <summary>∫ w(x) arg(v − f(x)) dx over the panel, halved towards the singular points.</summary>
    public double ArgumentIntegral(Complex v)
    {
        Complex a = Complex.Sqrt(v);
        Span<Complex> poles = stackalloc Complex[2 * Order];
        int count = 0;
        for (int sign = 1; sign >= -1; sign -= 2)
        {
            if (Complex.Abs((sign * a) - middle) < radius)
            {
                count += FindPoles(sign * a, poles[count..]);
            }
        }

        if (count > 0)
        {
            return Refine(v, -1.0, 1.0, poles[..count], 0);
        }

        double plain = 0.0;
        for (int i = 0; i < Order; i++)
        {
            plain += nodeWeights[i] * (v - nodeValues[i]).Phase;
        }

        return plain;
    }

    /// <summary>Widens the range by the values of f on the panel, stationary points and zeros of s included.</summary>
    public void Extremes(ref double bottom, ref double top)
    {
        double[] points = [-1.0, .. Nodes, 1.0];
        double previousSlope = 0.0;
        double previous = 0.0;
        for (int i = 0; i < points.Length; i++)
        {
            double s = Polynomial(points[i], out Complex slope, out _).Real;
            bottom = i > 0 && s * previous < 0.0 ? 0.0 : Math.Min(bottom, s * s);
            top = Math.Max(top, s * s);
            if (i > 0 && slope.Real * previousSlope < 0.0)
            {
                double t = Stationary(points[i - 1], points[i], previousSlope);
                double value = Polynomial(t, out _, out _).Real;
                bottom = Math.Min(bottom, value * value);
                top = Math.Max(top, value * value);
            }

            previousSlope = slope.Real;
            previous = s;
        }
    }

    /// <summary>The points x of the panel with f(x) = value, and |f'| there.</summary>
    public void Preimages(double value, List<(double X, double Slope)> found)
    {
        List<double> cuts = [-1.0];
        double[] points = [-1.0, .. Nodes, 1.0];
        double previousSlope = 0.0;
        for (int i = 0; i < points.Length; i++)
        {
            Polynomial(points[i], out Complex slope, out _);
            if (i > 0 && slope.Real * previousSlope < 0.0)
            {
                cuts.Add(Stationary(points[i - 1], points[i], previousSlope));
            }

            previousSlope = slope.Real;
        }

        cuts.Add(1.0);
        double root = Math.Sqrt(value);
        foreach (double target in root == 0.0 ? (double[])[0.0] : [root, -root])
        {
            for (int i = 0; i + 1 < cuts.Count; i++)
            {
                double a = cuts[i];
                double b = cuts[i + 1];
                double fa = Polynomial(a, out _, out _).Real - target;
                double fb = Polynomial(b, out _, out _).Real - target;
                if (fa * fb > 0.0 || fb == 0.0)
                {
                    continue;
                }

                for (int k = 0; k < 200 && b - a > 2e-16; k++)
                {
                    double t = 0.5 * (a + b);
                    double miss = Polynomial(t, out _, out _).Real - target;
                    if (miss * fa > 0.0)
                    {
                        a = t;
                    }
                    else
                    {
                        b = t;
                    }
                }

                double solution = 0.5 * (a + b);
                double s = Polynomial(solution, out Complex slope, out _).Real;
                found.Add((center + (half * solution), Math.Abs(2.0 * s * slope.Real / half)));
            }
        }
    }

    private double Stationary(double a, double b, double slopeAtA)
    {
        for (int k = 0; k < 60; k++)
        {
            double t = 0.5 * (a + b);
            Polynomial(t, out Complex slope, out _);
            if (slope.Real * slopeAtA > 0.0)
            {
                a = t;
            }
            else
            {
                b = t;
            }
        }

        return 0.5 * (a + b);
    }

    private void AddNudged(Complex v, ref Complex sum, ref Complex shifted, ref Complex derivative)
    {
        Complex moved = v == Complex.Zero ? new Complex(0.0, 1e-300) : v * new Complex(1.0, 1e-16);
        for (int i = 0; i < Order; i++)
        {
            Complex inverse = 1.0 / (moved - nodeValues[i]);
            Complex term = nodeWeights[i] * nodeValues[i] * inverse;
            sum += term;
            shifted += nodeWeights[i] * moved * inverse;
            derivative -= term * inverse;
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

    /// <summary>s and two derivatives in the local variable t in [−1, 1].</summary>
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

    /// <summary>The points t inside the ellipse with s(t) = v, counted by the argument principle.</summary>
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

    private void Correct(Complex a, int sign, Complex t, ref Complex sum, ref Complex shifted, ref Complex derivative)
    {
        Polynomial(t, out Complex first, out Complex second);
        Complex x = center + (half * t);
        Complex weight = half * Complex.Exp(-0.5 * x * x) / Math.Sqrt(2.0 * Math.PI);
        Complex weightSlope = -x * half * weight;

        // Res = ∓(a/2) w/s', and s(t) = ±a gives dt/da = ±1/s'.
        Complex residue = -sign * 0.5 * a * weight / first;
        Complex motion = sign / first;
        Complex residueSlope = (-sign * 0.5 * weight / first)
            - (sign * 0.5 * a * ((weightSlope / first) - (weight * second / (first * first))) * motion);

        // Above the axis a moves t by ±da/s', so a pole on the axis belongs to the side of Im ±1/s'.
        Complex integral = Complex.Log(1.0 - t) - Complex.Log(-1.0 - t);
        if (Math.Abs(t.Imaginary) <= 1e-13 && t.Real > -1.0 && t.Real < 1.0)
        {
            double side = motion.Real > 0.0 ? 1.0 : -1.0;
            integral = new Complex(Math.Log((1.0 - t.Real) / (1.0 + t.Real)), side * Math.PI);
        }

        Complex integralSlope = (1.0 / (-1.0 - t)) - (1.0 / (1.0 - t));
        for (int i = 0; i < Order; i++)
        {
            Complex inverse = 1.0 / (Nodes[i] - t);
            integral -= LegendreWeights[i] * inverse;
            integralSlope -= LegendreWeights[i] * inverse * inverse;
        }

        Complex value = residue * integral;
        sum += value;
        shifted += value;
        derivative += ((residueSlope * integral) + (residue * integralSlope * motion)) / (2.0 * a);
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
            double slope = Polynomial(t, out _, out _).Real;
            sum += LegendreWeights[i] * Math.Exp(-0.5 * x * x) * (v - (slope * slope)).Phase;
        }

        return sum * h * half / Math.Sqrt(2.0 * Math.PI);
    }
}
