using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Networks.MeanField;

/// <summary>Duals of analytic activations by the trapezoidal rule in rotated coordinates.</summary>
/// <remarks>
/// <para>
/// u = √a(αU + βV), v = √a'(αU − βV) with α² = (1+c)/2, β² = (1−c)/2 and independent U, V: the accuracy is uniform up to
/// c = ±1. The steps follow from the strip of analyticity, which the one-dimensional rule shows.
/// </para>
/// <para>
/// Error: every other point in each direction is a rule of its own; for a rule whose error falls like e^{−2πd/h} the
/// square of their difference bounds the finer error. Source: [TW14] thm. 5.1.
/// </para>
/// </remarks>
internal static class RotatedTrapezoid
{
    private const double Rounding = 2e-15;
    private const double Negligible = 1e-16;
    private const double WidestStep = 0.42;
    private const double Digits = 44.0;
    private const double FinestStrip = 2e-4;
    private const double MaxPoints = 4e7;

    // From −7 to 7 all terms count.
    private const double Width = 14.0;
    private const double Farthest = 38.0;

    internal static DualValue Of(Activation activation, double varianceU, double varianceV, Correlation c)
    {
        double scaleU = Math.Sqrt(varianceU);
        double scaleV = Math.Sqrt(varianceV);
        double alpha = Math.Sqrt(0.5 * c.OnePlus);
        double beta = Math.Sqrt(0.5 * c.OneMinus);
        double strip = StripOf(activation, Math.Max(scaleU, scaleV));
        double stepU = StepFor(strip / alpha);
        double stepV = StepFor(strip / beta);
        double change = 1.0;
        while (true)
        {
            double points = Width * Width / (stepU * stepV);
            if (points > MaxPoints)
            {
                throw new NonConvergenceException(
                    "The rotated trapezoidal rule",
                    Invariant($"{activation.Name}, variances {varianceU:R} and {varianceV:R}"),
                    (int)Math.Min(int.MaxValue, points),
                    change,
                    "Lower the variance, or declare the kinks of the activation.");
            }

            Sums fine = default;
            Sums coarse = default;
            Add(activation, scaleU, scaleV, alpha, beta, stepU, stepV, ref fine, ref coarse);
            double weight = stepU * stepV;
            DualValue rough = coarse.Scaled(4.0 * weight);
            DualValue value = fine.Scaled(weight);
            change = Math.Max(
                Math.Abs(rough.Value - value.Value) / fine.ValueSize,
                fine.SlopeSize == 0.0 ? 0.0 : Math.Abs(rough.Slope - value.Slope) / fine.SlopeSize) / weight;
            double error = change * Math.Min(10.0 * change, 1.0);
            if (error <= Negligible)
            {
                double relative = (error + Rounding) * weight;
                return value with { ValueError = relative * fine.ValueSize, SlopeError = relative * fine.SlopeSize };
            }

            stepU *= 0.5;
            stepV *= 0.5;
        }
    }

    private static double StepFor(double strip) => Math.Min(WidestStep, 2.0 * Math.PI * strip / Digits);

    /// <summary>The half-width d of the strip around the real line, in units of the standard deviation, from e^{−2πd/h}.</summary>
    private static double StripOf(Activation activation, double scale)
    {
        double coarse = Line(activation, scale, 1.0, out _);
        double strip = double.PositiveInfinity;
        for (double step = 1.0; step > FinestStrip; step *= 0.5)
        {
            double fine = Line(activation, scale, 0.5 * step, out double size);
            double change = Math.Abs(fine - coarse) / size;
            if (change < 1e-13)
            {
                return strip;
            }

            strip = step * Math.Log(1.0 / change) / (2.0 * Math.PI);
            if (change < 1e-7)
            {
                return strip;
            }

            coarse = fine;
        }

        return strip;
    }

    private static double Line(Activation activation, double scale, double step, out double size)
    {
        double sum = 0.0;
        size = 0.0;
        for (int side = -1; side <= 1; side += 2)
        {
            bool counts = true;
            for (int i = side < 0 ? 1 : 0; counts && i * step < Farthest; i++)
            {
                // Off-centre, so that odd and even functions do not hide the error; φ alone and φ' weigh in together.
                double z = ((side * i) + 0.31) * step;
                double value = activation.Value(scale * z);
                double slope = activation.Derivative(scale * z);
                double term = ErrorFunction.NormalDensity(z) * step * ((value * value) + (slope * slope));
                if (double.IsFinite(term))
                {
                    sum += term;
                    size += term;
                }

                counts = Math.Abs(z) < 9.0 || term > 1e-18 * size;
            }
        }

        return sum;
    }

    private static void Add(
        Activation activation,
        double scaleU,
        double scaleV,
        double alpha,
        double beta,
        double stepU,
        double stepV,
        ref Sums fine,
        ref Sums coarse)
    {
        bool symmetric = scaleU == scaleV;
        int quiet = 0;
        for (int row = 0; quiet < 3; row++)
        {
            double before = fine.ValueSize + fine.SlopeSize;
            for (int side = row == 0 || symmetric ? 1 : -1; side <= 1; side += 2)
            {
                double v = side * row * stepV;
                double rowWeight = (symmetric && row > 0 ? 2.0 : 1.0) * ErrorFunction.NormalDensity(v);
                AddRow(
                    activation, scaleU, scaleV, alpha, beta * v, stepU, rowWeight, row % 2 == 0, ref fine, ref coarse);
            }

            double y = row * stepV;
            quiet = y > 6.0 && fine.ValueSize + fine.SlopeSize - before <= 1e-18 * (fine.ValueSize + fine.SlopeSize) ? quiet + 1 : 0;
            RequireFallOff(activation, y);
        }
    }

    private static void AddRow(
        Activation activation,
        double scaleU,
        double scaleV,
        double alpha,
        double shift,
        double step,
        double rowWeight,
        bool even,
        ref Sums fine,
        ref Sums coarse)
    {
        // Sums of a row are kept apart, so that rounding grows with a row's length, not the grid's size.
        Sums row = default;
        Sums roughRow = default;
        for (int side = -1; side <= 1; side += 2)
        {
            int quiet = 0;
            for (int i = side < 0 ? 1 : 0; quiet < 4; i++)
            {
                double z = i * step;
                double x = alpha * side * z;
                double u = scaleU * (x + shift);
                double v = scaleV * (x - shift);
                double weight = rowWeight * ErrorFunction.NormalDensity(z);
                double value = weight * activation.Value(u) * activation.Value(v);
                double slope = weight * activation.Derivative(u) * activation.Derivative(v);
                bool counts = row.Add(value, slope);
                if (even && i % 2 == 0)
                {
                    roughRow.Add(value, slope);
                }

                quiet = z > 6.0 && !counts ? quiet + 1 : 0;
                RequireFallOff(activation, z);
            }
        }

        fine.Add(row);
        coarse.Add(roughRow);
    }

    private static void RequireFallOff(Activation activation, double z)
    {
        if (z > Farthest)
        {
            throw new ArgumentException(
                Invariant($"E phi(u)phi(v) of {activation.Name} diverges: the integrand outgrows the normal density."));
        }
    }

    private struct Sums
    {
        private double value;
        private double slope;

        internal double ValueSize { get; private set; }

        internal double SlopeSize { get; private set; }

        /// <summary>Adds a term and says whether it counts.</summary>
        internal bool Add(double valueTerm, double slopeTerm)
        {
            value += valueTerm;
            slope += slopeTerm;
            ValueSize += Math.Abs(valueTerm);
            SlopeSize += Math.Abs(slopeTerm);
            return !(Math.Abs(valueTerm) <= 1e-20 * ValueSize && Math.Abs(slopeTerm) <= 1e-20 * SlopeSize);
        }

        internal void Add(in Sums row)
        {
            value += row.value;
            slope += row.slope;
            ValueSize += row.ValueSize;
            SlopeSize += row.SlopeSize;
        }

        internal readonly DualValue Scaled(double weight) => new(weight * value, weight * slope, 0.0, 0.0);
    }
}
