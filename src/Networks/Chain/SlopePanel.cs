using System.Numerics;
using System.Runtime.Intrinsics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>
/// One panel of the averages E[f/(v − f)] and E[v/(v − f)], f = s²: a Gauss–Legendre sum, and the correction for poles near the
/// panel.
/// </summary>
/// <remarks>
/// With a = √v the poles are s(x_j) = ±a with residues ∓(a/2) w(x_j)/s'(x_j); the rule's sum of each Res_j/(x − x_j) is replaced by
/// Res_j·log((b − x_j)/(a − x_j)), on the side on which the pole lies for Im v &gt; 0. Working in s and not in s² keeps relative
/// accuracy where the slope vanishes. Where a pole comes close to a node, a rule with one node more takes over: the nodes of the
/// two interlace.
/// </remarks>
internal sealed class SlopePanel
{
    private const int Order = GaussianPanels.Order;

    // A pole nearer to a node than this costs digits.
    private const double TooNear = 0.02;
    private static readonly Rule Usual = new(GaussianPanels.Rule);
    private static readonly Rule Interlaced = new(GaussLegendre.Create(Order + 1));

    private readonly double center;
    private readonly double half;
    private readonly SlopePolynomial polynomial;
    private readonly double[] values;
    private readonly double[] weights;
    private readonly double[] interlacedValues;
    private readonly double[] interlacedWeights;

    public SlopePanel(double left, double right, Func<double, double> slope)
    {
        Left = left;
        Right = right;
        half = 0.5 * (Right - Left);
        center = Left + half;
        double[] slopes = [.. GaussianPanels.Rule.Nodes.Select(t => slope(center + (half * t)))];
        polynomial = new SlopePolynomial(slopes);
        (values, weights) = Usual.Scale(center, half, slope);
        (interlacedValues, interlacedWeights) = Interlaced.Scale(center, half, slope);
    }

    public double Left { get; }

    public double Right { get; }

    /// <summary>s as a function of (x − centre)/half width.</summary>
    public SlopePolynomial Slope => polynomial;

    /// <summary>f at the nodes.</summary>
    public ReadOnlySpan<double> Values => values;

    /// <summary>The weights of the nodes, the Gaussian density included.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary>x at t in [−1, 1].</summary>
    public double PointAt(double t) => center + (half * t);

    /// <summary>Adds the panel's part of E[f/(v − f)], E[v/(v − f)] and of their common derivative −E[f/(v − f)²].</summary>
    /// <param name="v">v.</param>
    /// <param name="a">√v.</param>
    /// <param name="offSupport">Whether v is real and not a value of f, so that no pole lies on the axis.</param>
    /// <param name="sums">The plain sums.</param>
    /// <param name="correction">What the poles add to both averages.</param>
    /// <param name="correctionSlope">What they add to the derivative.</param>
    public void AddMomentTransform(
        Complex v, Complex a, bool offSupport, ref MomentSums sums, ref Complex correction, ref Complex correctionSlope)
    {
        bool positive = polynomial.MayAttain(a);
        bool negative = polynomial.MayAttain(-a);
        if (!positive && !negative)
        {
            sums.Add(v, values, weights);
            return;
        }

        Span<SlopeRoot> poles = stackalloc SlopeRoot[2 * Order];
        int split = positive ? polynomial.Roots(a, poles[..Order]) : 0;
        int count = split + (negative ? polynomial.Roots(-a, poles.Slice(split, Order)) : 0);
        bool near = false;
        for (int k = 0; k < count && !near; k++)
        {
            near = Usual.Distance(poles[k].Point) < TooNear;
        }

        Rule rule = Usual;
        if (near)
        {
            double usual = double.PositiveInfinity;
            double interlaced = double.PositiveInfinity;
            for (int k = 0; k < count; k++)
            {
                usual = Math.Min(usual, Usual.Distance(poles[k].Point));
                interlaced = Math.Min(interlaced, Interlaced.Distance(poles[k].Point));
            }

            rule = usual < interlaced ? Interlaced : Usual;
        }

        if (rule == Usual)
        {
            sums.Add(v, values, weights);
        }
        else
        {
            sums.Add(v, interlacedValues, interlacedWeights);
        }

        for (int k = 0; k < count; k++)
        {
            Correct(rule, a, offSupport, k < split ? 1 : -1, poles[k], ref correction, ref correctionSlope);
        }
    }

    /// <summary>The plain sums where squares over- or underflow: slower, and without the poles.</summary>
    public void AddPlain(Complex v, ref Complex sum, ref Complex shifted, ref Complex derivative)
    {
        Complex moved = v == Complex.Zero ? new Complex(0.0, 1e-300) : v * new Complex(1.0, 1e-16);
        for (int i = 0; i < Order; i++)
        {
            Complex inverse = 1.0 / (moved - values[i]);
            Complex term = weights[i] * values[i] * inverse;
            sum += term;
            shifted += weights[i] * moved * inverse;
            derivative -= term * inverse;
        }
    }

    /// <summary>∫ w(x) arg(v − f(x)) dx over the panel, halved towards the singular points.</summary>
    public double ArgumentIntegral(Complex v)
    {
        Complex a = Complex.Sqrt(v);
        Span<SlopeRoot> poles = stackalloc SlopeRoot[2 * Order];
        int count = 0;
        for (int sign = 1; sign >= -1; sign -= 2)
        {
            if (polynomial.MayAttain(sign * a))
            {
                count += polynomial.Roots(sign * a, poles.Slice(count, Order));
            }
        }

        if (count > 0)
        {
            return Refine(v, -1.0, 1.0, poles[..count], 0);
        }

        double plain = 0.0;
        for (int i = 0; i < Order; i++)
        {
            plain += weights[i] * (v - values[i]).Phase;
        }

        return plain;
    }

    private void Correct(
        Rule rule, Complex a, bool offSupport, int sign, in SlopeRoot root, ref Complex sum, ref Complex derivative)
    {
        (Complex t, Complex first, Complex second) = (root.Point, root.First, root.Second);
        Complex x = center + (half * t);
        Complex weight = half * Complex.Exp(-0.5 * x * x) / Math.Sqrt(2.0 * Math.PI);
        Complex weightSlope = -x * half * weight;

        // Res = ∓(a/2) w/s', and s(t) = ±a gives dt/da = ±1/s'.
        Complex residue = -sign * 0.5 * a * weight / first;
        Complex motion = sign / first;
        Complex residueSlope = (-sign * 0.5 * weight / first)
            - (sign * 0.5 * a * ((weightSlope / first) - (weight * second / (first * first))) * motion);
        Complex integral = offSupport ? Complex.Log(root.To(1.0)) - Complex.Log(root.To(-1.0)) : Logarithm(a, root, motion);
        Complex integralSlope = (1.0 / root.To(-1.0)) - (1.0 / root.To(1.0));
        rule.Subtract(t, ref integral, ref integralSlope);
        sum += residue * integral;
        derivative += ((residueSlope * integral) + (residue * integralSlope * motion)) / (2.0 * a);
    }

    /// <summary>log((1 − t)/(−1 − t)), continued from Im v &gt; 0 to the axis and a little beyond.</summary>
    private Complex Logarithm(Complex a, in SlopeRoot root, Complex motion)
    {
        // Above the axis a moves t by ±da/s', so a pole on the axis belongs to the side of Im ±1/s'.
        double side = motion.Real > 0.0 ? 1.0 : -1.0;
        double speed = Complex.Abs(motion);
        (Complex right, Complex left) = (root.To(1.0), root.To(-1.0));
        double height = root.Height;
        bool between = right.Real > 0.0 && left.Real < 0.0;
        double rounding = root.IsRelative ? 1e-12 * Complex.Abs(root.Offset) : 1e-13 + (3e-16 * polynomial.Bound * speed);
        if (between && Math.Abs(height) <= rounding)
        {
            return new Complex(Math.Log(right.Real / -left.Real), side * Math.PI);
        }

        // The heights of both ends keep their sign however small.
        Complex integral = Complex.Log(new Complex(right.Real, -height)) - Complex.Log(new Complex(left.Real, -height));
        bool crossed = between && a.Imaginary < 0.0 && height * side < 0.0 && Math.Abs(height) < -3.0 * speed * a.Imaginary;
        return crossed ? integral + new Complex(0.0, 2.0 * Math.PI * side) : integral;
    }

    private double Refine(Complex v, double a, double b, ReadOnlySpan<SlopeRoot> poles, int depth)
    {
        double h = 0.5 * (b - a);
        double c = a + h;
        bool near = false;
        foreach (SlopeRoot pole in poles)
        {
            near |= !SlopePolynomial.IsFar((pole.Point - c) / h);
        }

        if (near && depth < 48)
        {
            return Refine(v, a, c, poles, depth + 1) + Refine(v, c, b, poles, depth + 1);
        }

        double sum = 0.0;
        for (int i = 0; i < Order; i++)
        {
            double t = c + (h * GaussianPanels.Rule.Nodes[i]);
            double x = center + (half * t);
            double slope = polynomial.Evaluate(t, out _, out _);
            sum += GaussianPanels.Rule.Weights[i] * Math.Exp(-0.5 * x * x) * (v - (slope * slope)).Phase;
        }

        return sum * h * half / Math.Sqrt(2.0 * Math.PI);
    }

    /// <summary>A Gauss–Legendre rule, padded with nodes of weight 0 to a multiple of four.</summary>
    private sealed class Rule
    {
        private readonly int count;
        private readonly double[] nodes;
        private readonly double[] weights;

        public Rule(GaussLegendre rule)
        {
            count = rule.Nodes.Length;
            int padded = (count + 3) / 4 * 4;
            nodes = new double[padded];
            weights = new double[padded];
            rule.Nodes.CopyTo(nodes);
            rule.Weights.CopyTo(weights);
            Array.Fill(nodes, 100.0, count, padded - count);
        }

        /// <summary>f at the nodes of a panel, and the weights with the Gaussian density.</summary>
        public (double[] Values, double[] Weights) Scale(double center, double half, Func<double, double> slope)
        {
            double[] values = new double[nodes.Length];
            double[] scaled = new double[nodes.Length];
            for (int i = 0; i < nodes.Length; i++)
            {
                double x = center + (half * nodes[Math.Min(i, count - 1)]);
                double s = slope(x);
                values[i] = s * s;
                scaled[i] = half * weights[i] * Math.Exp(-0.5 * x * x) / Math.Sqrt(2.0 * Math.PI);
            }

            return (values, scaled);
        }

        public double Distance(Complex t)
        {
            double nearest = double.PositiveInfinity;
            for (int i = 0; i < count; i++)
            {
                nearest = Math.Min(nearest, Math.Abs(nodes[i] - t.Real));
            }

            return Math.Max(nearest, Math.Abs(t.Imaginary));
        }

        /// <summary>Takes Σ w/(node − t) and Σ w/(node − t)² away.</summary>
        public void Subtract(Complex t, ref Complex first, ref Complex second)
        {
            Vector256<double> x = Vector256.Create(t.Real);
            Vector256<double> y = Vector256.Create(t.Imaginary);
            Vector256<double> y2 = y * y;
            Vector256<double> re = Vector256<double>.Zero, im = re, re2 = re, im2 = re;
            ReadOnlySpan<double> allNodes = nodes;
            ReadOnlySpan<double> allWeights = weights;
            for (int i = 0; i < nodes.Length; i += 4)
            {
                Vector256<double> d = Vector256.Create(allNodes.Slice(i, 4)) - x;
                Vector256<double> w = Vector256.Create(allWeights.Slice(i, 4));
                Vector256<double> scale = Vector256<double>.One / ((d * d) + y2);
                Vector256<double> ir = d * scale;
                Vector256<double> ii = y * scale;
                re += w * ir;
                im += w * ii;
                re2 += w * ((ir * ir) - (ii * ii));
                im2 += w * (ir * ii);
            }

            first -= new Complex(Vector256.Sum(re), Vector256.Sum(im));
            second -= new Complex(Vector256.Sum(re2), 2.0 * Vector256.Sum(im2));
        }
    }
}
