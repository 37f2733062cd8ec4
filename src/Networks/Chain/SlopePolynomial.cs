using System.Collections.Immutable;
using System.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>
/// The slope s = φ'(√p x) on one panel as a polynomial of degree 19 in t in [−1, 1], and the points t near the panel where s(t)
/// has a given value.
/// </summary>
/// <remarks>
/// A pole of a panel's integrand outside the Bernstein ellipse with parameter 2.6 changes the 20-point sum by less than
/// 2.6^-40 = 2e-17, so only the points inside matter; the argument principle says how many they are.
/// </remarks>
internal sealed class SlopePolynomial
{
    /// <summary>The degree is one less.</summary>
    public const int Order = GaussianPanels.Order;

    private const double EllipseParameter = 2.6;

    // A root that is found may lie a little outside; farther out the polynomial no longer stands for s.
    private const double Outermost = 3.0;
    private const int EllipsePoints = 48;

    // Values that are smaller than this, relative to the panel's largest, are told from 0 only next to a zero of s.
    private const double Tiny = 1e-13;

    // A zero this close to an end of the panel is at the end.
    private const double AtEnd = 1e-9;
    private static readonly double[] Ahead = [.. Enumerable.Range(0, Order + 2).Select(n => ((2.0 * n) + 1.0) / (n + 1.0))];
    private static readonly double[] Behind = [.. Enumerable.Range(0, Order + 2).Select(n => n / (n + 1.0))];

    private readonly double[] legendre;
    private readonly double[] ellipseRe = new double[EllipsePoints];
    private readonly double[] ellipseIm = new double[EllipsePoints];
    private readonly double center;
    private readonly double squaredRadius;
    private readonly double value;
    private readonly double slope;
    private readonly double halfCurvature;
    private readonly Complex[] zeros;
    private readonly Complex[] zeroSlopes;
    private readonly SlopeZero[] known;
    private readonly double knownLimit;

    /// <summary>The polynomial with these values at the nodes of <see cref="GaussianPanels.Rule"/>.</summary>
    public SlopePolynomial(ReadOnlySpan<double> slopes)
    {
        // Legendre coefficients by the rule itself, exact for the interpolating polynomial.
        double[] coefficients = new double[Order];
        double[] p = new double[Order];
        for (int i = 0; i < Order; i++)
        {
            double t = GaussianPanels.Rule.Nodes[i];
            p[0] = 1.0;
            p[1] = t;
            for (int n = 1; n + 1 < Order; n++)
            {
                p[n + 1] = (Ahead[n] * t * p[n]) - (Behind[n] * p[n - 1]);
            }

            for (int n = 0; n < Order; n++)
            {
                coefficients[n] += 0.5 * ((2 * n) + 1) * GaussianPanels.Rule.Weights[i] * slopes[i] * p[n];
            }

            Bound = Math.Max(Bound, Math.Abs(slopes[i]));
        }

        int degree = Order - 1;
        while (degree > 1 && Math.Abs(coefficients[degree]) < 1e-19 * Bound)
        {
            degree--;
        }

        legendre = coefficients[..(degree + 1)];
        value = Evaluate(0.0, out slope, out double curvature);
        halfCurvature = 0.5 * curvature;
        center = value;
        for (int k = 0; k < EllipsePoints; k++)
        {
            double angle = 2.0 * Math.PI * (k + 0.5) / EllipsePoints;
            Complex t = new(
                0.5 * (EllipseParameter + (1.0 / EllipseParameter)) * Math.Cos(angle),
                0.5 * (EllipseParameter - (1.0 / EllipseParameter)) * Math.Sin(angle));
            Complex s = Evaluate(t, out _);
            ellipseRe[k] = s.Real;
            ellipseIm[k] = s.Imaginary;
            double re = s.Real - center;
            squaredRadius = Math.Max(squaredRadius, (re * re) + (s.Imaginary * s.Imaginary));
        }

        // Zeros of order 2 and more, or at an end of the panel, need more care than simple ones inside.
        Span<Complex> roots = stackalloc Complex[Order];
        List<Complex> simple = [];
        List<Complex> close = [];
        List<SlopeZero> special = [];
        foreach (Complex zero in roots[..Search(Complex.Zero, roots)])
        {
            Evaluate(zero, out Complex first);
            bool atEnd = Math.Abs(Math.Abs(zero.Real) - 1.0) < AtEnd && Math.Abs(zero.Imaginary) < AtEnd;
            if (Complex.Abs(first) <= 1e-4 * Bound)
            {
                close.Add(zero);
            }
            else if (atEnd)
            {
                double end = Math.Sign(zero.Real);
                special.Add(SlopeZero.Create(end, 1, Powers(end)));
            }
            else
            {
                simple.Add(zero);
            }
        }

        bool complex = false;
        foreach ((Complex middle, int order) in Clusters(close))
        {
            if (Math.Abs(middle.Imaginary) < 1e-6)
            {
                double point = Math.Abs(Math.Abs(middle.Real) - 1.0) < AtEnd ? Math.Sign(middle.Real) : middle.Real;
                special.Add(SlopeZero.Create(point, order, Powers(point)));
            }
            else
            {
                complex |= Math.Abs(middle.Real) < 1.1 && Math.Abs(middle.Imaginary) < 0.1;
            }
        }

        known = [.. special];
        zeros = [.. simple];
        zeroSlopes = new Complex[zeros.Length];
        knownLimit = complex ? 0.0 : known.Length > 0 ? 1e-3 * Bound : Tiny * Bound;
        foreach (SlopeZero zero in known)
        {
            knownLimit = Math.Min(knownLimit, zero.Limit);
        }

        for (int k = 0; k < zeros.Length; k++)
        {
            Evaluate(zeros[k], out zeroSlopes[k]);
            knownLimit = Math.Min(knownLimit, 0.01 * Complex.Abs(zeroSlopes[k]));
        }

        RealZeros =
        [
            .. zeros.Where(zero => Math.Abs(zero.Imaginary) < 1e-9 && Math.Abs(zero.Real) <= 1.0).Select(zero => zero.Real),
            .. known.Select(zero => zero.Point).Where(zero => Math.Abs(zero) <= 1.0),
        ];
    }

    /// <summary>max |s| over the nodes.</summary>
    public double Bound { get; }

    /// <summary>The zeros of s on the panel, a multiple one once.</summary>
    public ImmutableArray<double> RealZeros { get; }

    /// <summary>The parameter of the Bernstein ellipse through t.</summary>
    public static double Parameter(Complex t)
    {
        Complex root = Complex.Sqrt(t - 1.0) * Complex.Sqrt(t + 1.0);
        double parameter = Complex.Abs(t + root);
        return Math.Max(parameter, 1.0 / parameter);
    }

    /// <summary>Whether poles of a panel at these points t are too far away to matter.</summary>
    public static bool IsFar(Complex t) => !(Parameter(t) < EllipseParameter);

    /// <summary>Whether s can have this value inside the ellipse: false is certain, true is not.</summary>
    public bool MayAttain(Complex target)
    {
        double re = target.Real - center;
        return (re * re) + (target.Imaginary * target.Imaginary) < squaredRadius;
    }

    /// <summary>s(t) and two derivatives.</summary>
    public double Evaluate(double t, out double first, out double second)
    {
        double b1 = 0.0, b2 = 0.0, d1 = 0.0, d2 = 0.0, e1 = 0.0, e2 = 0.0;
        for (int n = legendre.Length - 1; n >= 0; n--)
        {
            double a = Ahead[n];
            double b = Behind[n + 1];
            double e = (a * ((2.0 * d1) + (t * e1))) - (b * e2);
            double d = (a * (b1 + (t * d1))) - (b * d2);
            double s = legendre[n] + (a * t * b1) - (b * b2);
            (b1, b2, d1, d2, e1, e2) = (s, b1, d, d1, e, e1);
        }

        first = d1;
        second = e1;
        return b1;
    }

    /// <summary>s(t) and s'(t).</summary>
    public Complex Evaluate(Complex t, out Complex first)
    {
        double x = t.Real, y = t.Imaginary;
        double b1x = 0.0, b1y = 0.0, b2x = 0.0, b2y = 0.0, d1x = 0.0, d1y = 0.0, d2x = 0.0, d2y = 0.0;
        for (int n = legendre.Length - 1; n >= 0; n--)
        {
            double a = Ahead[n];
            double b = Behind[n + 1];
            double dx = (a * (b1x + ((x * d1x) - (y * d1y)))) - (b * d2x);
            double dy = (a * (b1y + ((x * d1y) + (y * d1x)))) - (b * d2y);
            double sx = legendre[n] + (a * ((x * b1x) - (y * b1y))) - (b * b2x);
            double sy = (a * ((x * b1y) + (y * b1x))) - (b * b2y);
            (b2x, b2y, b1x, b1y) = (b1x, b1y, sx, sy);
            (d2x, d2y, d1x, d1y) = (d1x, d1y, dx, dy);
        }

        first = new Complex(d1x, d1y);
        return new Complex(b1x, b1y);
    }

    /// <summary>s(t) and two derivatives.</summary>
    public Complex Evaluate(Complex t, out Complex first, out Complex second)
    {
        Complex b1 = 0.0, b2 = 0.0, d1 = 0.0, d2 = 0.0, e1 = 0.0, e2 = 0.0;
        for (int n = legendre.Length - 1; n >= 0; n--)
        {
            double a = Ahead[n];
            double b = Behind[n + 1];
            Complex e = (a * ((2.0 * d1) + (t * e1))) - (b * e2);
            Complex d = (a * (b1 + (t * d1))) - (b * d2);
            Complex s = legendre[n] + (a * t * b1) - (b * b2);
            (b1, b2, d1, d2, e1, e2) = (s, b1, d, d1, e, e1);
        }

        first = d1;
        second = e1;
        return b1;
    }

    /// <summary>The points t inside the ellipse with s(t) = target, counted by the argument principle.</summary>
    /// <returns>How many of <paramref name="roots"/> are set.</returns>
    public int Roots(Complex target, Span<SlopeRoot> roots)
    {
        double size = Complex.Abs(target);
        int count = 0;
        if (size < knownLimit)
        {
            foreach (SlopeZero zero in known)
            {
                if (size > 0.0)
                {
                    zero.Roots(target, roots[count..]);
                    count += zero.Order;
                }
            }

            for (int k = 0; k < zeros.Length; k++)
            {
                Complex t = zeros[k] + (target / zeroSlopes[k]);
                for (int i = 0; i < 5 && size > Tiny * Bound; i++)
                {
                    t -= (Evaluate(t, out Complex slope) - target) / slope;
                }

                roots[count++] = At(t);
            }

            return count;
        }

        Span<Complex> found = stackalloc Complex[Order];
        foreach (Complex t in found[..Search(target, found)])
        {
            roots[count++] = At(t);
        }

        return count;
    }

    private SlopeRoot At(Complex t)
    {
        Evaluate(t, out Complex first, out Complex second);
        return new SlopeRoot(t, first, second, null, Complex.Zero);
    }

    /// <summary>s in powers of t − point.</summary>
    private double[] Powers(double point)
    {
        double[] sum = new double[Order];
        double[] previous = new double[Order];
        double[] current = new double[Order];
        current[0] = 1.0;
        for (int n = 0; n < legendre.Length; n++)
        {
            double[] next = new double[Order];
            for (int j = 0; j < Order; j++)
            {
                sum[j] += legendre[n] * current[j];
                next[j] = (Ahead[n] * ((point * current[j]) + (j > 0 ? current[j - 1] : 0.0))) - (Behind[n] * previous[j]);
            }

            (previous, current) = (current, next);
        }

        return sum;
    }

    /// <summary>The middles of groups of zeros that belong to one multiple zero: it is split by rounding, its middle is not.</summary>
    private static List<(Complex Middle, int Order)> Clusters(List<Complex> zeros)
    {
        const double reach = 0.02;
        List<(Complex, int)> middles = [];
        List<Complex> left = [.. zeros];
        while (left.Count > 0)
        {
            Complex first = left[0];
            List<Complex> group = [.. left.Where(zero => Complex.Abs(zero - first) < reach)];
            left.RemoveAll(group.Contains);
            middles.Add((group.Aggregate(Complex.Zero, (sum, zero) => sum + zero) / group.Count, group.Count));
        }

        return middles;
    }

    private int Search(Complex target, Span<Complex> roots)
    {
        int expected = Turns(target);
        if (expected <= 0)
        {
            return 0;
        }

        // First the two roots of the parabola in the middle of the panel, which is what most panels are.
        int count = 0;
        Complex offset = value - target;
        Complex discriminant = Complex.Sqrt((slope * slope) - (4.0 * halfCurvature * offset));
        Complex q = -0.5 * (slope + (slope * discriminant.Real >= 0.0 ? discriminant : -discriminant));
        Try(offset / q, target, roots, ref count);
        if (count < expected)
        {
            Try(q / halfCurvature, target, roots, ref count);
        }

        // Then starts on a grid over the ellipse, the axis first; deflation keeps Newton from a root already found.
        for (int ring = 0; ring < 5 && count < expected; ring++)
        {
            double scale = 0.25 * ring;
            int starts = ring == 0 ? 9 : 12;
            for (int k = 0; k < starts && count < expected; k++)
            {
                (double sin, double cos) = Math.SinCos(0.3 + (Math.PI * k / 6.0));
                Try(ring == 0 ? new Complex(-1.2 + (0.3 * k), 0.1) : new Complex(1.45 * scale * cos, 1.1 * scale * sin), target, roots, ref count);
            }
        }

        return count;
    }

    private void Try(Complex start, Complex target, Span<Complex> roots, ref int count)
    {
        double size = Complex.Abs(start);
        if (!double.IsFinite(size) || count == roots.Length)
        {
            return;
        }

        Complex t = size > 2.0 ? start * (2.0 / size) : start;
        if (Newton(target, ref t, roots[..count]) && Parameter(t) < Outermost)
        {
            roots[count++] = t;
        }
    }

    /// <summary>How often s − target turns about 0 along the ellipse: crossings of the positive axis, with their sign.</summary>
    private int Turns(Complex target)
    {
        int turns = 0;
        double previousRe = ellipseRe[EllipsePoints - 1] - target.Real;
        double previousIm = ellipseIm[EllipsePoints - 1] - target.Imaginary;
        for (int k = 0; k < EllipsePoints; k++)
        {
            double re = ellipseRe[k] - target.Real;
            double im = ellipseIm[k] - target.Imaginary;
            if (im >= 0.0 != previousIm >= 0.0)
            {
                // The side on which the chord passes 0.
                double cross = (previousRe * im) - (re * previousIm);
                turns += im >= 0.0 ? (cross > 0.0 ? 1 : 0) : cross < 0.0 ? -1 : 0;
            }

            (previousRe, previousIm) = (re, im);
        }

        return turns;
    }

    private bool Newton(Complex target, ref Complex t, ReadOnlySpan<Complex> found)
    {
        for (int i = 0; i < 40; i++)
        {
            Complex miss = Evaluate(t, out Complex first) - target;
            Complex step = miss / first;
            if (found.Length > 0)
            {
                Complex logarithmic = first / miss;
                foreach (Complex other in found)
                {
                    logarithmic -= 1.0 / (t - other);
                }

                step = 1.0 / logarithmic;
            }

            double size = Complex.Abs(step);
            if (!double.IsFinite(size))
            {
                return miss == Complex.Zero;
            }

            t -= size > 0.5 ? step * (0.5 / size) : step;
            if (!(Complex.Abs(t) < 4.0))
            {
                return false;
            }

            // Next to a double root the steps end at the root of the rounding error.
            if (size < 1e-9 || (i > 12 && size < 1e-7))
            {
                // One step on s itself, free of the deflation's rounding.
                Complex last = (Evaluate(t, out first) - target) / first;
                t -= Complex.Abs(last) < 1e-6 ? last : Complex.Zero;
                return true;
            }
        }

        return false;
    }
}
