using System.Collections.Immutable;
using System.Text.Json;
using FreeSpectra.Measures;
using FreeSpectra.Numerics.Exact;
using FreeSpectra.Transforms.Exact;

namespace FreeSpectra.Cli;

/// <summary>The moments and free cumulants of a law: exact where they are rational, otherwise in floating point.</summary>
internal sealed class LawMoments
{
    private readonly double[] moments;
    private readonly double[] cumulants;
    private readonly ImmutableArray<Rational>? exactMoments;
    private readonly ImmutableArray<Rational>? exactCumulants;

    private LawMoments(double[] moments, double[] cumulants, ImmutableArray<Rational>? exactMoments, ImmutableArray<Rational>? exactCumulants)
    {
        this.moments = moments;
        this.cumulants = cumulants;
        this.exactMoments = exactMoments;
        this.exactCumulants = exactCumulants;
    }

    /// <summary>Why there are fewer than were asked for; null where there are as many.</summary>
    public string? Missing { get; private init; }

    /// <summary>Why the law has no moment of an order.</summary>
    public static string Divergent(int order) =>
        order == 1 ? "the integral of |t| is infinite" : FormattableString.Invariant($"the integral of |t|^{order} is infinite");

    /// <summary>Computes m₁, …, m_n and κ₁, …, κ_n, as far as they exist.</summary>
    public static LawMoments Compute(SpectralMeasure law, ExactLaw? exact, int count)
    {
        int existing = Enumerable.Range(1, count).TakeWhile(law.HasMoment).Count();
        string? missing = existing == count ? null
            : existing == 0 ? $"no moments: {Divergent(1)}" : FormattableString.Invariant($"none beyond order {existing}: {Divergent(existing + 1)}");
        if (exact is not null)
        {
            ImmutableArray<Rational> m = exact.Moments(existing);
            ImmutableArray<Rational> k = exact.FreeCumulants(existing);
            return new LawMoments([.. m.Select(q => q.ToDouble())], [.. k.Select(q => q.ToDouble())], m, k) { Missing = missing };
        }

        // In floating point one conversion for all orders.
        double[] moments = [.. Enumerable.Range(1, existing).Select(law.Moment)];
        double[] cumulants = FreeCumulants.FromMoments([1.0, .. moments])[1..];
        return new LawMoments(moments, cumulants, null, null) { Missing = missing };
    }

    /// <summary>Writes the four arrays, as far as they are finite.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        Write(json, "moments", moments);
        Write(json, "freeCumulants", cumulants);
        Write(json, "exactMoments", exactMoments);
        Write(json, "exactFreeCumulants", exactCumulants);
    }

    /// <summary>Writes a table.</summary>
    public void WriteText(TextWriter output)
    {
        for (int i = 0; i < moments.Length; i++)
        {
            string m = exactMoments?[i].ToString() ?? FormattableString.Invariant($"{moments[i]:R}");
            string k = exactCumulants?[i].ToString() ?? FormattableString.Invariant($"{cumulants[i]:R}");
            output.WriteLine($"  order {i + 1}: moment {m}, free cumulant {k}");
        }

        if (Missing is not null)
        {
            output.WriteLine($"  {Missing}");
        }
    }

    private static void Write(Utf8JsonWriter json, string field, double[] values)
    {
        if (values.Length == 0)
        {
            return;
        }

        json.WriteStartArray(field);
        foreach (double value in values.TakeWhile(double.IsFinite))
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string field, ImmutableArray<Rational>? values)
    {
        if (values is not { IsEmpty: false } present)
        {
            return;
        }

        json.WriteStartArray(field);
        foreach (Rational value in present)
        {
            json.WriteStringValue(value.ToString());
        }

        json.WriteEndArray();
    }
}
