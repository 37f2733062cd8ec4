using System.Collections.Immutable;
using FreeSpectra.Measures;

namespace FreeSpectra.Transforms;

/// <summary>The inverse of the Pick function P of one law on a real interval off its bands without a pole of P inside.</summary>
/// <remarks>
/// <para>P increases from <see cref="Low"/> to <see cref="High"/>, so the inverse is one increasing analytic function.</para>
/// <para>Source: [BV93] §5 (inverses of F).</para>
/// </remarks>
internal abstract class RealBranch(double low, double high, double? peak)
{
    /// <summary>The value of P at the lower end; −∞ at a pole.</summary>
    public double Low { get; } = low;

    /// <summary>The value of P at the upper end; +∞ at a pole.</summary>
    public double High { get; } = high;

    /// <summary>Where the inverse is steepest, or null if that is at an end.</summary>
    public double? Peak { get; } = peak;

    /// <summary>Whether the lower end only divides a smooth function, and values beside it lose digits.</summary>
    public bool LowIsSplit { get; init; }

    /// <summary>Whether the upper end only divides a smooth function, and values beside it lose digits.</summary>
    public bool HighIsSplit { get; init; }

    /// <summary>How far towards an end of P at 0 the branch has features, in powers of e: see <see cref="HardEdge.Depth"/>.</summary>
    public double ZeroReach { get; init; } = RangeMap.ZeroReach;

    /// <summary>z at the lower end, if P is finite there and z is known exactly; else null.</summary>
    public virtual double? LowPlace => null;

    /// <summary>z at the upper end, if P is finite there and z is known exactly; else null.</summary>
    public virtual double? HighPlace => null;

    /// <summary>
    /// The limit, at an end where P and z are both infinite or both 0, of z − P for sums and of z/P for products: the mean, or 1/E(1/X) at 0. Null if it
    /// is not known.
    /// </summary>
    public virtual double? Tangent(bool upper) => null;

    /// <summary>A fresh cursor.</summary>
    public abstract RealCursor NewCursor();

    /// <summary>z with P(z) = <paramref name="p"/> in (Low, High), and dz/dP there.</summary>
    public (double Z, double Slope) Invert(double p) => NewCursor().Invert(p);

    /// <summary>All branches of a law.</summary>
    public static ImmutableArray<RealBranch> Of(SpectralMeasure law, ConvolutionAlgebra algebra)
    {
        if (law is TwoPointPower power)
        {
            return Of(power.General, algebra);
        }

        if (law is FreeConvolution convolution && convolution.Algebra == algebra)
        {
            return [.. convolution.Structure.Gaps.SelectMany(gap => gap.Pieces)];
        }

        bool additive = algebra == ConvolutionAlgebra.Additive;
        if (law is AffineImage image && (additive || image.Map is { Shift: 0.0, Scale: > 0.0 })
            && image.Source is FreeConvolution or AffineImage)
        {
            bool reversed = additive && image.Map.Scale < 0.0;
            IEnumerable<RealBranch> images = Of(image.Source, algebra).Select(branch => new AffineBranch(branch, image.Map, additive)
            {
                LowIsSplit = reversed ? branch.HighIsSplit : branch.LowIsSplit,
                HighIsSplit = reversed ? branch.LowIsSplit : branch.HighIsSplit,
                ZeroReach = branch.ZeroReach,
            });
            return [.. reversed ? images.Reverse() : images];
        }

        if (law is ZeroMixture { Source: FreeConvolution or AffineImage } mixture && !additive)
        {
            return [.. Of(mixture.Source, algebra).SelectMany(branch => MixtureBranch.Of(branch, mixture.Weight))];
        }

        return law is FreeConvolution or AffineImage { Source: FreeConvolution or AffineImage }
            ? ConvertedBranch.From(Of(law, additive ? ConvolutionAlgebra.Multiplicative : ConvolutionAlgebra.Additive), additive, law)
            : LawBranch.Of(law, algebra);
    }

    private sealed class AffineBranch(RealBranch source, AffineMap map, bool additive) : RealBranch(
        additive ? map.Scale * (map.Scale > 0.0 ? source.Low : source.High) : source.Low,
        additive ? map.Scale * (map.Scale > 0.0 ? source.High : source.Low) : source.High,
        additive ? map.Scale * source.Peak : source.Peak)
    {
        public override double? LowPlace => (additive && map.Scale < 0.0 ? source.HighPlace : source.LowPlace) is { } place ? map.Apply(place) : null;

        public override double? HighPlace => (additive && map.Scale < 0.0 ? source.LowPlace : source.HighPlace) is { } place ? map.Apply(place) : null;

        public override double? Tangent(bool upper) =>
            (map.Scale * source.Tangent(additive && map.Scale < 0.0 ? !upper : upper)) + (additive ? map.Shift : 0.0);

        public override RealCursor NewCursor() => new Cursor(source.NewCursor(), map, additive);

        private sealed class Cursor(RealCursor source, AffineMap map, bool additive) : RealCursor
        {
            private double last;

            public override (double Z, double Slope) Invert(double p)
            {
                (last, double slope) = source.Invert(additive ? p / map.Scale : p);
                return (map.Apply(last), additive ? slope : map.Scale * slope);
            }

            public override (double Value, double Slope, double Terms) Lift(double p, double z, double slope)
            {
                (double lift, double rate, double terms) = source.Lift(p / map.Scale, last, slope);
                return (map.Apply(lift), rate, (Math.Abs(map.Scale) * terms) + Math.Abs(map.Shift));
            }
        }
    }

    /// <summary>W = 1 + (W_μ − 1)/λ.</summary>
    /// <remarks>Source: [NS06] lect. 12.</remarks>
    private sealed class MixtureBranch(RealBranch source, double weight, double low, double high, double? peak) : RealBranch(low, high, peak)
    {
        /// <summary>One branch, or two where W changes its sign.</summary>
        public static IEnumerable<RealBranch> Of(RealBranch source, double weight)
        {
            double low = 1.0 + ((source.Low - 1.0) / weight);
            double high = 1.0 + ((source.High - 1.0) / weight);
            double? peak = 1.0 + ((source.Peak - 1.0) / weight);
            if (low < 0.0 && high > 0.0)
            {
                yield return new MixtureBranch(source, weight, low, 0.0, peak < 0.0 ? peak : null) { LowIsSplit = source.LowIsSplit || source.Low == 0.0 };
                yield return new MixtureBranch(source, weight, 0.0, high, peak > 0.0 ? peak : null) { HighIsSplit = source.HighIsSplit || source.High == 0.0 };
            }
            else
            {
                yield return new MixtureBranch(source, weight, low, high, peak)
                {
                    LowIsSplit = source.LowIsSplit || source.Low == 0.0,
                    HighIsSplit = source.HighIsSplit || source.High == 0.0,
                };
            }
        }

        public override double? LowPlace => Low == 1.0 + ((source.Low - 1.0) / weight) ? source.LowPlace : null;

        public override double? HighPlace => High == 1.0 + ((source.High - 1.0) / weight) ? source.HighPlace : null;

        public override RealCursor NewCursor() => new Cursor(source.NewCursor(), weight);

        private sealed class Cursor(RealCursor source, double weight) : RealCursor
        {
            public override (double Z, double Slope) Invert(double p)
            {
                (double z, double slope) = source.Invert(1.0 + (weight * (p - 1.0)));
                return (z, weight * slope);
            }
        }
    }
}
