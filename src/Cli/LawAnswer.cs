using System.Collections.Immutable;
using System.Numerics;
using System.Text.Json;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Numerics;
using FreeSpectra.Numerics.Exact;
using FreeSpectra.Plots;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Exact;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Cli;

/// <summary>Everything that was asked of a law, computed.</summary>
internal sealed class LawAnswer
{
    private const int MaxMoments = 2_000;

    private readonly string name;
    private readonly SpectralMeasure law;
    private readonly ImmutableArray<double> at;
    private readonly ImmutableArray<double> cdf;
    private readonly ImmutableArray<double> quantiles;
    private readonly LawMoments? moments;
    private readonly LawEquation? equation;
    private readonly (ImmutableArray<double> Spikes, ImmutableArray<Outlier> Outliers)? spiked;
    private readonly LawPopulation? population;
    private readonly (string Kind, Complex Z, Estimate<Complex> Value)? transform;

    private LawAnswer(LawRequest request, LawExpression expression, SpectralMeasure law)
    {
        name = expression.ToString();
        this.law = law;
        at = request.At is { } points ? Grid.Parse("--at", points) : [];
        cdf = request.Cdf is { } places ? Grid.Parse("--cdf", places) : [];
        quantiles = request.Quantiles is { } probabilities ? Grid.Parse("--quantiles", probabilities) : [];
        foreach (double p in quantiles)
        {
            if (!(p > 0.0 && p < 1.0))
            {
                throw new ArgumentException(FormattableString.Invariant($"--quantiles must be in (0, 1), but has {p:R}."));
            }
        }

        if (request.Moments is < 1 or > MaxMoments)
        {
            throw new ArgumentException($"--moments must be between 1 and {MaxMoments}, but is {request.Moments}.");
        }

        transform = ParseTransform(request) is { } asked
            ? (request.Transform!, asked.Z, TransformEvaluator.Evaluate(law, asked.Kind, asked.Z)) : null;

        population = LawPopulation.Compute(request, expression, law);
        spiked = request.Outliers is { } spikes ? FindOutliers(expression, spikes) : null;

        // Exact answers only where the law in floating point agrees that the moments exist.
        ExactLaw? exact = (request.Moments is not null || request.Equation) && law.HasMoment(2) ? ExactEvaluator.Evaluate(expression) : null;
        moments = request.Moments is { } count ? LawMoments.Compute(law, exact, count) : null;
        equation = request.Equation ? LawEquation.Compute(expression, law, exact) : null;
        if (equation?.Missing is { } reason && !request.AsksForMoreThanTheEquation)
        {
            throw new ArgumentException($"--equation: {reason}.");
        }
    }

    /// <summary>Computes what the request asks for.</summary>
    public static LawAnswer Compute(LawRequest request, LawExpression expression, SpectralMeasure law) => new(request, expression, law);

    /// <summary>Whether something that was asked for, and said to be missing, could not be had.</summary>
    public bool IsPartial => equation is { IsMissing: true };

    /// <summary>The picture.</summary>
    public Picture Plot() => population?.Plot(name) ?? SpectrumPlot.Create(name, law);

    /// <summary>Writes the fields of the contract.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        LawJson.WriteFields(json, name, law, at);
        population?.WriteJson(json);
        moments?.WriteJson(json);
        if (transform is { } value)
        {
            json.WriteStartObject("transform");
            json.WriteString("kind", value.Kind);
            WriteComplex(json, "z", value.Z);
            WriteComplex(json, "value", value.Value.Value);
            json.WriteNumberIfFinite("error", value.Value.Error);
            json.WriteEndObject();
        }

        equation?.WriteJson(json);
        WritePairs(json, "cdf", cdf, "x", "value", law.CumulativeDistribution);
        WritePairs(json, "quantiles", quantiles, "p", "x", law.Quantile);
        if (spiked is { } found)
        {
            json.WriteStartArray("outliers");
            foreach (Outlier outlier in found.Outliers)
            {
                json.WriteStartObject();
                json.WriteNumber("spike", outlier.Spike);
                json.WriteNumber("x", outlier.Location);
                json.WriteNumber("squaredOverlap", outlier.Overlap);
                json.WriteNumber("xError", outlier.LocationError);
                json.WriteNumber("squaredOverlapError", outlier.OverlapError);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        WriteReasons(json);
        json.WriteEndObject();
    }

    /// <summary>Writes the object <c>reasons</c>: why a field that was to be expected is not there; nothing where all are.</summary>
    private void WriteReasons(Utf8JsonWriter json)
    {
        (string Field, string? Reason)[] reasons =
        [
            ("mean", law.HasMoment(1) ? null : LawMoments.Divergent(1)),
            ("variance", law.HasMoment(2) ? null : LawMoments.Divergent(2)),
            ("moments", moments?.Missing),
            ("equation", equation?.Missing),
        ];
        if (reasons.All(item => item.Reason is null))
        {
            return;
        }

        json.WriteStartObject("reasons");
        foreach ((string field, string? reason) in reasons.Where(item => item.Reason is not null))
        {
            json.WriteString(field, reason);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the same for people.</summary>
    public void WriteText(TextWriter output)
    {
        output.WriteLine(name);
        LawText.WriteShape(output, law);
        LawText.WritePoints(output, law, at);
        population?.WriteText(output);
        moments?.WriteText(output);
        if (transform is { } value)
        {
            output.WriteLine(FormattableString.Invariant(
                $"  {value.Kind}({Text(value.Z)}) = {Text(value.Value.Value)} ± {value.Value.Error:0.0e+0}"));
        }

        equation?.WriteText(output);
        foreach (double x in cdf)
        {
            output.WriteLine(FormattableString.Invariant($"  mass up to {x:R}: {Asked.At("--cdf", x, law.CumulativeDistribution):G15}"));
        }

        foreach (double p in quantiles)
        {
            output.WriteLine(FormattableString.Invariant($"  quantile of {p:R}: {Asked.At("--quantiles", p, law.Quantile):G15}"));
        }

        foreach (double spike in spiked?.Spikes ?? [])
        {
            Outlier[] own = [.. spiked!.Value.Outliers.Where(outlier => outlier.Spike == spike)];
            foreach (Outlier outlier in own)
            {
                output.WriteLine(FormattableString.Invariant(
                    $"  spike {spike:R}: outlier at {outlier.Location:G15}, squared overlap {outlier.Overlap:G15} ± {outlier.OverlapError:0.0e+0}"));
            }

            if (own.Length == 0)
            {
                output.WriteLine(FormattableString.Invariant($"  spike {spike:R}: no outlier, it stays in the bulk"));
            }
        }
    }

    private static (TransformKind Kind, Complex Z)? ParseTransform(LawRequest request)
    {
        if (request.Transform is not { } kind)
        {
            return request.Z is null ? null : throw new ArgumentException("--z needs --transform S, R, G, h or chi.");
        }

        TransformKind parsed = kind switch
        {
            "G" => TransformKind.Cauchy,
            "h" => TransformKind.Moment,
            "R" => TransformKind.R,
            "S" => TransformKind.S,
            "chi" => TransformKind.Chi,
            _ => throw new ArgumentException($"--transform must be S, R, G, h or chi, but is '{kind}'."),
        };
        string[] parts = request.Z?.Split(',') ?? throw new ArgumentException("--transform needs the point --z re,im.");
        return parts.Length is 1 or 2
            ? (parsed, new Complex(Grid.Number("--z", parts[0]), parts.Length == 2 ? Grid.Number("--z", parts[1]) : 0.0))
            : throw new ArgumentException($"--z must have the form re,im, but is '{request.Z}'.");
    }

    private static void WriteComplex(Utf8JsonWriter json, string field, Complex value)
    {
        json.WriteStartArray(field);
        json.WriteNumberValue(value.Real);
        json.WriteNumberValue(value.Imaginary);
        json.WriteEndArray();
    }

    private static void WritePairs(
        Utf8JsonWriter json, string field, ImmutableArray<double> arguments, string argument, string result, Func<double, double> function)
    {
        if (arguments.IsEmpty)
        {
            return;
        }

        json.WriteStartArray(field);
        foreach (double x in arguments)
        {
            json.WriteStartObject();
            json.WriteNumber(argument, x);
            json.WriteNumberIfFinite(result, Asked.At("--" + field, x, function));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Text(Complex value) => value.Imaginary == 0.0
        ? FormattableString.Invariant($"{value.Real:R}")
        : FormattableString.Invariant($"{value.Real:R} {(value.Imaginary < 0.0 ? '-' : '+')} {Math.Abs(value.Imaginary):R}i");

    private static (ImmutableArray<double> Spikes, ImmutableArray<Outlier> Outliers) FindOutliers(LawExpression expression, string text)
    {
        int factor = text.StartsWith("right:", StringComparison.Ordinal) ? 1 : 0;
        bool named = factor == 1 || text.StartsWith("left:", StringComparison.Ordinal);
        string list = named ? text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..] : text;
        ImmutableArray<double> spikes = Grid.Parse("--outliers", list);
        try
        {
            return (spikes, OutlierFinder.Find(expression, factor, spikes, EigenvalueInput.Read));
        }
        catch (ArgumentException refused)
        {
            throw new ArgumentException($"--outliers '{text}': {CommandRunner.FirstLine(refused)}", refused);
        }
    }
}
