using System.Collections.Immutable;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.MeanField;

/// <summary>E φ(u)φ(v) and E φ'(u)φ'(v) in closed form for piecewise linear φ, jumps allowed.</summary>
/// <remarks>
/// <para>
/// φ is written as the line that holds at 0 plus hinges (σx − h)₊ and steps 1(σx &gt; h), h ≥ 0, on both sides; each pair
/// of terms has a closed form in L = P(X &gt; h, Y &gt; k) and the normal density, the first of them
/// E(X−h)₊(Y−k)₊ = (c + hk)L − kφ(h)Q((k−ch)/s) − hφ(k)Q((h−ck)/s) + s²φ₂(h, k), s² = 1 − c².
/// Anchoring at 0 keeps the relative accuracy when the variance is small against the kinks.
/// </para>
/// <para>Error: rounding of a sum of O(kinks²) terms. Source: [KAA19] eq. (6); the hinge formula by partial integration.</para>
/// </remarks>
internal static class PiecewiseLinearDual
{
    private const double Rounding = 1e-15;
    private const double InverseTwoPi = 0.15915494309189533577;

    internal static DualValue Of(PiecewiseLinear activation, double varianceU, double varianceV, Correlation c)
    {
        double scaleU = Math.Sqrt(varianceU);
        double scaleV = Math.Sqrt(varianceV);
        Anchored u = Anchored.At(activation, scaleU);
        Anchored v = varianceU == varianceV ? u : Anchored.At(activation, scaleV);

        // √(ab), exact where a = b, so that E φ² of a rectifier is; derivative = d value / dc, and the slope is that over √(ab).
        double product = varianceU == varianceV ? varianceU : scaleU * scaleV;
        double derivative = u.Slope * v.Slope * product;
        double value = (u.Intercept * v.Intercept) + (derivative * c.Value);
        double size = Math.Abs(u.Intercept * v.Intercept) + Math.Abs(derivative);
        double derivativeSize = Math.Abs(derivative);

        void Count(double term, double change, double termSize = 0.0, double changeSize = 0.0)
        {
            value += term;
            size += Math.Max(Math.Abs(term), termSize);
            derivative += change;
            derivativeSize += Math.Max(Math.Abs(change), changeSize);
        }

        foreach (Hinge hinge in u.Hinges)
        {
            (double term, double change) = hinge.AgainstLine(v.Intercept, v.Slope, scaleV, product, c);
            Count(term, change);
        }

        foreach (Hinge hinge in v.Hinges)
        {
            (double term, double change) = hinge.AgainstLine(u.Intercept, u.Slope, scaleU, product, c);
            Count(term, change);
        }

        foreach (Hinge first in u.Hinges)
        {
            foreach (Hinge second in v.Hinges)
            {
                (double term, double change, double termSize, double changeSize) = first.Against(second, product, c);
                Count(term, change, termSize, changeSize);
            }
        }

        return new DualValue(
            value, derivative / product, Rounding * size, double.IsFinite(derivativeSize) ? Rounding * derivativeSize / product : 0.0);
    }

    /// <summary>The line at 0 and the hinges beside it.</summary>
    private sealed record Anchored(double Intercept, double Slope, ImmutableArray<Hinge> Hinges)
    {
        internal static Anchored At(PiecewiseLinear activation, double scale)
        {
            int home = 0;
            while (home < activation.Kinks.Length && activation.Kinks[home] < 0.0)
            {
                home++;
            }

            double SlopeOf(int piece) => activation.SlopeOnPiece(piece)!.Value;
            var hinges = activation.Kinks.Select((kink, j) => new Hinge(
                j < home ? -1 : 1,
                scale,
                Math.Abs(kink) / scale,
                SlopeOf(j + 1) - SlopeOf(j),
                j < home ? -activation.JumpAt(j) : activation.JumpAt(j)));

            // The value at 0 from the left, which belongs to the home piece.
            return new Anchored(activation.InterceptOnPiece(home), SlopeOf(home), [.. hinges]);
        }
    }

    /// <summary>weight·scale·(side·x − threshold)₊ + jump·1(side·x &gt; threshold), threshold ≥ 0, of x with variance 1.</summary>
    private readonly record struct Hinge(int Side, double Scale, double Threshold, double Weight, double Jump)
    {
        /// <summary>Against intercept + slope·otherScale·y; the product is Scale·otherScale.</summary>
        internal (double Term, double Change) AgainstLine(double intercept, double slope, double otherScale, double product, Correlation c)
        {
            double tail = BivariateNormal.Tail(Threshold);
            double density = ErrorFunction.NormalDensity(Threshold);
            double mean = (Weight * Scale * (density - (Threshold * tail))) + (Jump * tail);
            double change = Side * slope * ((Weight * product * tail) + (Jump * otherScale * density));
            return ((intercept * mean) + (c.Value * change), change);
        }

        internal (double Term, double Change, double Size, double ChangeSize) Against(Hinge other, double product, Correlation correlation)
        {
            int sign = Side * other.Side;
            Correlation c = sign > 0 ? correlation : correlation.Negated;
            double h = Threshold;
            double k = other.Threshold;
            double both = BivariateNormal.UpperOrthant(h, k, c);

            // density(h)·P(Y > k | X = h) and the other way round.
            double atH = ErrorFunction.NormalDensity(h) * BivariateNormal.Tail(Standardised(k, h, c));
            double atK = ErrorFunction.NormalDensity(k) * BivariateNormal.Tail(Standardised(h, k, c));
            double sine = c.Sine;
            double joint = sine == 0.0 ? 0.0 : sine * sine * BivariateNormal.Density(h, k, c);

            // At the origin (c·η + s)/2π with η = π − arccos c: for c < 0 that is (sin η − η cos η)/2π, which falls like η³.
            double hinges = h == 0.0 && k == 0.0 && c.Value < 0.0
                ? InverseTwoPi * Elementary.SineMinusTimesCosine(both / InverseTwoPi)
                : ((c.Value + (h * k)) * both) - (k * atH) - (h * atK) + joint;
            double hingeStep = atH + (c.Value * atK) - (h * both);
            double stepHinge = atK + (c.Value * atH) - (k * both);
            double weights = Weight * other.Weight * product, weight = Weight * Scale, otherWeight = other.Weight * other.Scale;
            double term = (weights * hinges) + (weight * other.Jump * hingeStep) + (Jump * otherWeight * stepHinge) + (Jump * other.Jump * both);
            double steps = Jump * other.Jump;
            double change = (weights * both) + (weight * other.Jump * atK) + (Jump * otherWeight * atH)
                + (steps == 0.0 ? 0.0 : steps * BivariateNormal.Density(h, k, c));

            // The orthant probability is good to an absolute 1e-16, whatever its size.
            double changeSize = Math.Abs(weights) * Math.Min(1.0, 4.0 * BivariateNormal.Tail(Math.Max(h, k)));
            return (term, sign * change, (0.1 + (h * k)) * changeSize, changeSize);
        }

        /// <summary>(k − ch)/√(1 − c²), with its limits at c = ±1.</summary>
        private static double Standardised(double k, double h, Correlation c)
        {
            double numerator = c.Value >= 0.0 ? k - h + (h * c.OneMinus) : k + h - (h * c.OnePlus);
            return numerator == 0.0 ? 0.0 : numerator / c.Sine;
        }
    }
}
