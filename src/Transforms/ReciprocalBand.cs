using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>One band of a Boolean or monotone sum, with what holds beside its ends.</summary>
/// <remarks>Source: [SW97] (Boolean); [Mur01] (monotone).</remarks>
/// <param name="Band">The band.</param>
/// <param name="Left">Its left end.</param>
/// <param name="Right">Its right end.</param>
/// <param name="LeftLimit">The limit of the density at the left end, from inside.</param>
/// <param name="RightLimit">The limit at the right end.</param>
internal sealed record ReciprocalBand(Band Band, ReciprocalBandEnd Left, ReciprocalBandEnd Right, double LeftLimit, double RightLimit)
{
    private const double BesideAnEnd = 1e-30; // of the width: its root is below rounding
    private const double LeastMass = 1e-14;
    private const double Smooth = 1e-10;
    private static readonly int[] Nodes = [-4, -3, -2, -1, 1, 2, 3, 4];

    /// <summary>The bands from left to right: the stretches of the axis on which F is not real, split where another one begins or ends unless the density is smooth there.</summary>
    public static ImmutableArray<ReciprocalBand> All(ReciprocalLaw law)
    {
        double size = LawScale.Of(law.First) + LawScale.Of(law.Second);
        ImmutableArray<ReciprocalStretch> stretches = ReciprocalStretch.All(law, size);
        double[] places = [.. stretches.SelectMany(t => new[] { t.Left.Place, t.Right.Place }).Distinct().Order()];
        var found = ImmutableArray.CreateBuilder<ReciprocalBand>();
        for (int i = 0; i + 1 < places.Length; i++)
        {
            (double left, double right) = (places[i], places[i + 1]);
            double middle = 0.5 * (left + right);
            if (right - left < 1e-13 * Math.Max(Math.Abs(left), Math.Abs(right))
                || !stretches.Any(t => t.Left.Place < middle && middle < t.Right.Place))
            {
                continue;
            }

            ReciprocalBandEnd start = new(law, ReciprocalStretch.Meeting(stretches, left, IntervalEnd.Left), IntervalEnd.Left);
            ReciprocalBandEnd end = new(law, ReciprocalStretch.Meeting(stretches, right, IntervalEnd.Right), IntervalEnd.Right);
            double mass = MassBetween(start, end);
            if (mass > LeastMass)
            {
                ReciprocalExponent first = ReciprocalExponent.Of(law, start.At, start.Side, size), last = ReciprocalExponent.Of(law, end.At, end.Side, size);
                Band band = new(left, right, MassBalance.OfBand(left, right, mass), first.Power, last.Power);
                found.Add(new ReciprocalBand(
                    band, start, end, first.Limit ?? start.Density(BesideAnEnd * band.Width), last.Limit ?? end.Density(BesideAnEnd * band.Width)));
                JoinLast(law, found);
            }
        }

        return found.ToImmutable();
    }

    /// <summary>Joins the last two bands if the density is smooth where they meet: two arcsine laws make one, though the band of ν ends inside it.</summary>
    private static void JoinLast(ReciprocalLaw law, ImmutableArray<ReciprocalBand>.Builder found)
    {
        if (found.Count < 2 || found[^2].Band.Right != found[^1].Band.Left)
        {
            return;
        }

        (ReciprocalBand before, ReciprocalBand after) = (found[^2], found[^1]);
        double limit = before.RightLimit;
        double step = Math.Min(before.Band.Width, after.Band.Width) / 64.0;
        if (before.Band.RightExponent != 0.0 || after.Band.LeftExponent != 0.0 || !(Math.Abs(limit - after.LeftLimit) <= Smooth * limit))
        {
            return;
        }

        // A polynomial of degree 7 through four points on either side foretells an analytic density in between, and not one with a root or a kink.
        foreach (double part in new[] { -0.5, -1e-3, -1e-9, 0.0, 1e-9, 1e-3, 0.5 })
        {
            double foretold = 0.0;
            foreach (int node in Nodes)
            {
                double weight = Nodes.Where(other => other != node).Aggregate(1.0, (product, other) => product * (part - other) / (node - other));
                foretold += weight * Around(node);
            }

            if (!(Math.Abs(foretold - (part == 0.0 ? limit : Around(part))) <= Smooth * limit))
            {
                return;
            }
        }

        double Around(double part) => part < 0.0 ? before.Right.Density(-part * step) : after.Left.Density(part * step);
        Band joined = new(
            before.Band.Left, after.Band.Right, MassBalance.OfBand(before.Band.Left, after.Band.Right, before.Band.Mass + after.Band.Mass), before.Band.LeftExponent, after.Band.RightExponent);
        found.RemoveAt(found.Count - 1);
        found[^1] = new ReciprocalBand(joined, Within(before.Left, before), Within(after.Right, after), before.LeftLimit, after.RightLimit);

        static ReciprocalBandEnd Within(ReciprocalBandEnd end, ReciprocalBand piece) =>
            end with { At = end.At with { Reach = Math.Min(end.At.Reach, piece.Band.Width) } };
    }

    private static double MassBetween(ReciprocalBandEnd start, ReciprocalBandEnd end) => DoubleExponential.Adaptive(
        (fromLeft, fromRight) => fromLeft <= fromRight ? start.Density(fromLeft) : end.Density(fromRight),
        end.At.Place - start.At.Place,
        Tolerance.Standard).Value.Real;
}
