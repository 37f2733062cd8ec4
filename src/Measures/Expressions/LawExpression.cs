using System.Collections.Immutable;
using System.Text;
using FreeSpectra.Numerics.Exact;

namespace FreeSpectra.Measures.Expressions;

/// <summary>An expression of the language of laws, such as <c>mp(1/2) [+] semicircle(1)</c>, with its numbers kept exact.</summary>
/// <remarks><see cref="ToString"/> gives the canonical text, which <see cref="Parse"/> reads back to an equal expression.</remarks>
public sealed class LawExpression : IEquatable<LawExpression>
{
    private LawExpression(
        LawOperation operation, LawForm? form, ImmutableArray<LawExpression> operands, ImmutableArray<Rational> numbers, string? file)
    {
        Operation = operation;
        Form = form;
        Operands = operands;
        Numbers = numbers;
        File = file;
    }

    /// <summary>What the node does.</summary>
    public LawOperation Operation { get; }

    /// <summary>The law or function, for <see cref="LawOperation.Named"/>.</summary>
    public LawForm? Form { get; }

    /// <summary>The laws it is applied to.</summary>
    public ImmutableArray<LawExpression> Operands { get; }

    /// <summary>
    /// Its numbers: the parameters of the form in their order, defaults filled in; x₁, w₁, x₂, w₂, … for atoms; the exponent of
    /// a power; a and b of an affine image.
    /// </summary>
    public ImmutableArray<Rational> Numbers { get; }

    /// <summary>The name of the file, for <c>samples</c>.</summary>
    public string? File { get; }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="FormatException">The text is not an expression; one line says what is wrong at which column.</exception>
    public static LawExpression Parse(string text) => new LawParser(text).Parse();

    /// <summary>A named law or function.</summary>
    /// <param name="name">A name in <see cref="LawForm.All"/>.</param>
    /// <param name="operands">As many laws as the form takes.</param>
    /// <param name="numbers">All its numbers.</param>
    public static LawExpression Named(string name, ImmutableArray<LawExpression> operands, params ImmutableArray<Rational> numbers)
    {
        LawForm form = LawForm.Of(name);
        if (operands.Length != form.Laws || form.TakesFile || (!form.TakesAtoms && numbers.Length != form.Parameters.Length))
        {
            throw new ArgumentException($"{name} has the form {form.Signature}.", nameof(numbers));
        }

        return new LawExpression(LawOperation.Named, form, operands, numbers, file: null);
    }

    /// <summary>The empirical law of the numbers in a file.</summary>
    public static LawExpression Samples(string file) =>
        new(LawOperation.Named, LawForm.Of("samples"), [], [], file);

    /// <summary>One of the four infix operations.</summary>
    public static LawExpression Binary(LawOperation operation, LawExpression left, LawExpression right) =>
        operation is >= LawOperation.FreeSum and <= LawOperation.FreeQuotient
            ? new LawExpression(operation, form: null, [left, right], [], file: null)
            : throw new ArgumentException($"The operation must take two laws, but is {operation}.", nameof(operation));

    /// <summary>A free power.</summary>
    public static LawExpression Power(LawOperation operation, LawExpression law, Rational exponent) =>
        operation is LawOperation.FreeSumPower or LawOperation.FreeProductPower
            ? new LawExpression(operation, form: null, [law], [exponent], file: null)
            : throw new ArgumentException($"The operation must be a power, but is {operation}.", nameof(operation));

    /// <summary>The law of scale·X + shift; affine images of affine images become one.</summary>
    public static LawExpression Affine(LawExpression law, Rational scale, Rational shift)
    {
        ArgumentNullException.ThrowIfNull(law);
        if (scale.IsZero)
        {
            throw new ArgumentException("scale must not be 0.", nameof(scale));
        }

        if (law.Operation == LawOperation.Affine)
        {
            shift += scale * law.Numbers[1];
            scale *= law.Numbers[0];
            law = law.Operands[0];
        }

        return scale.IsOne && shift.IsZero
            ? law
            : new LawExpression(LawOperation.Affine, form: null, [law], [scale, shift], file: null);
    }

    /// <inheritdoc/>
    public bool Equals(LawExpression? other) =>
        other is not null && Operation == other.Operation && ReferenceEquals(Form, other.Form) && File == other.File
        && Numbers.AsSpan().SequenceEqual(other.Numbers.AsSpan()) && Operands.AsSpan().SequenceEqual(other.Operands.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LawExpression);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(ToString(), StringComparison.Ordinal);

    /// <summary>The canonical text.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        Print(text, Level.Sum);
        return text.ToString();
    }

    private enum Level
    {
        Sum,
        Product,
        Scaled,
        Atom,
    }

    private void Print(StringBuilder text, Level context)
    {
        Level own = Operation switch
        {
            LawOperation.FreeSum or LawOperation.FreeDifference => Level.Sum,
            LawOperation.Affine => Numbers[1].IsZero ? Level.Scaled : Level.Sum,
            LawOperation.FreeProduct or LawOperation.FreeQuotient => Level.Product,
            _ => Level.Atom,
        };
        if (own < context)
        {
            text.Append('(');
        }

        switch (Operation)
        {
            case LawOperation.FreeSum:
                Infix(text, " [+] ", Level.Sum, Level.Product);
                break;
            case LawOperation.FreeDifference:
                Infix(text, " [-] ", Level.Sum, Level.Product);
                break;
            case LawOperation.FreeProduct:
                Infix(text, " [x] ", Level.Product, Level.Scaled);
                break;
            case LawOperation.FreeQuotient:
                Infix(text, " [/] ", Level.Product, Level.Scaled);
                break;
            case LawOperation.FreeSumPower:
                Operands[0].Print(text, Level.Atom);
                text.Append("^[+]").Append(LawNumber.Print(Numbers[0]));
                break;
            case LawOperation.FreeProductPower:
                Operands[0].Print(text, Level.Atom);
                text.Append("^[x]").Append(LawNumber.Print(Numbers[0]));
                break;
            case LawOperation.Affine:
                PrintAffine(text);
                break;
            default:
                PrintNamed(text);
                break;
        }

        if (own < context)
        {
            text.Append(')');
        }
    }

    private void Infix(StringBuilder text, string sign, Level left, Level right)
    {
        Operands[0].Print(text, left);
        text.Append(sign);
        Operands[1].Print(text, right);
    }

    private void PrintAffine(StringBuilder text)
    {
        if (!Numbers[0].IsOne)
        {
            text.Append(LawNumber.Print(Numbers[0])).Append('*');
        }

        Operands[0].Print(text, Numbers[0].IsOne ? Level.Product : Level.Scaled);
        if (!Numbers[1].IsZero)
        {
            text.Append(Numbers[1].Sign < 0 ? " - " : " + ").Append(LawNumber.Print(Rational.Abs(Numbers[1])));
        }
    }

    private void PrintNamed(StringBuilder text)
    {
        LawForm form = Form!;
        text.Append(form.Name).Append('(');
        if (form.TakesFile)
        {
            text.Append('"').Append(File).Append('"');
        }
        else if (form.TakesAtoms)
        {
            text.AppendJoin(", ", Enumerable.Range(0, Numbers.Length / 2)
                .Select(i => $"{LawNumber.Print(Numbers[2 * i])}:{LawNumber.Print(Numbers[(2 * i) + 1])}"));
        }
        else
        {
            // The first number is always shown; a later one that has a default only where it differs from it.
            IEnumerable<string> numbers = form.Parameters
                .Select((p, i) => (Parameter: p, Value: Numbers[i], Index: i))
                .Where(n => n.Index == 0 || n.Parameter.Default != n.Value)
                .Select(n => n.Index > 0 && n.Parameter.Default is not null
                    ? $"{n.Parameter.Name}={LawNumber.Print(n.Value)}" : LawNumber.Print(n.Value));
            IEnumerable<string> laws = Operands.Select(law => law.ToString());
            text.AppendJoin(", ", form.NumbersFirst ? numbers.Concat(laws) : laws.Concat(numbers));
        }

        text.Append(')');
    }
}
