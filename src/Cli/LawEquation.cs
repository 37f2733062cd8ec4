using System.Collections.Immutable;
using System.Text.Json;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Numerics.Exact;
using FreeSpectra.Transforms.Exact;

namespace FreeSpectra.Cli;

/// <summary>The polynomial equation of a law, its singular points, and its transforms in symbols.</summary>
internal sealed class LawEquation
{
    private readonly BivariatePolynomial? polynomial;
    private readonly ImmutableArray<(double X, bool IsEdge)> points;
    private readonly ImmutableArray<(string Name, string Text)> symbols;

    private LawEquation(string missing)
    {
        Missing = missing;
        points = [];
        symbols = [];
    }

    private LawEquation(BivariatePolynomial polynomial, SpectralMeasure law, ExactLaw exact)
    {
        this.polynomial = polynomial;
        points = SingularPoints.Find(polynomial, law);
        (string Name, string? Text)[] all =
            [("G(z)", SymbolicTransform.Cauchy(exact)), ("R(w)", SymbolicTransform.R(exact)), ("S(u)", SymbolicTransform.S(exact))];
        symbols = [.. all.Where(symbol => symbol.Text is not null).Select(symbol => (symbol.Name, symbol.Text!))];
    }

    /// <summary>Whether there is none: G is not algebraic, or the elimination would be too large.</summary>
    public bool IsMissing => polynomial is null;

    /// <summary>Why there is none; null where there is one.</summary>
    public string? Missing { get; }

    /// <summary>The equation, or word that there is none.</summary>
    public static LawEquation Compute(LawExpression expression, SpectralMeasure law, ExactLaw? exact) => exact?.Equation is { } equation
        ? new LawEquation(equation, law, exact)
        : new LawEquation(MissingEquation.Reason(expression, law));

    /// <summary>Writes the object <c>equation</c>.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        if (polynomial is null)
        {
            return;
        }

        json.WriteStartObject("equation");
        json.WriteStartArray("variables");
        json.WriteStringValue("z");
        json.WriteStringValue("g");
        json.WriteEndArray();
        json.WriteString("polynomial", PolynomialText.Plain(polynomial, "z", "g"));
        json.WriteString("latex", PolynomialText.Latex(polynomial, "z", "g") + " = 0");
        json.WriteStartArray("singularPoints");
        foreach ((double x, bool isEdge) in points)
        {
            json.WriteStartObject();
            json.WriteNumber("x", x);
            json.WriteBoolean("edge", isEdge);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("symbolic");
        foreach ((string name, string text) in symbols)
        {
            json.WriteString(name, text);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes the same for people.</summary>
    public void WriteText(TextWriter output)
    {
        if (polynomial is null)
        {
            output.WriteLine($"  {Missing}");
            return;
        }

        output.WriteLine($"  {PolynomialText.Plain(polynomial, "z", "g")} = 0");
        foreach ((string name, string text) in symbols)
        {
            output.WriteLine($"  {name} = {text}");
        }

        foreach ((double x, bool isEdge) in points)
        {
            output.WriteLine(FormattableString.Invariant($"  branches meet or have a pole at {x:R}{(isEdge ? ": an edge" : "")}"));
        }
    }
}
