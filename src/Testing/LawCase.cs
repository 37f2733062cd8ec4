using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Testing;

/// <summary>A law with the expression that it comes from, so that a failed case prints as text that can be typed again.</summary>
public sealed class LawCase
{
    private readonly Lazy<SpectralMeasure> law;

    /// <summary>Creates a case.</summary>
    /// <param name="expression">The expression; it reads no files.</param>
    public LawCase(LawExpression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        Expression = expression;
        law = new Lazy<SpectralMeasure>(() => LawEvaluator.Evaluate(expression));
    }

    /// <summary>The expression, its numbers exact.</summary>
    public LawExpression Expression { get; }

    /// <summary>The law, computed when it is first asked for.</summary>
    /// <exception cref="ArgumentException">The expression has no law.</exception>
    public SpectralMeasure Law => law.Value;

    /// <summary>Reads a case as it was printed.</summary>
    /// <exception cref="FormatException">The text is not an expression.</exception>
    public static LawCase Parse(string text) => new(LawExpression.Parse(text));

    /// <inheritdoc/>
    public override string ToString() => Expression.ToString();
}
