namespace FreeSpectra.Validation.Statements;

/// <summary>A statement of a paper that the program can check: words, formula, domain, and a check that can fail.</summary>
/// <remarks>
/// A check takes the formula as an argument. <see cref="Check"/> gives it the right one, <see cref="CheckBroken"/> one that
/// is wrong on purpose: a check that accepts both would show nothing, and the tests refuse it.
/// </remarks>
public sealed class Statement
{
    private Statement(
        string id, string text, string formula, string source, string domain, string method, string? erratum, string broken,
        Func<Verdict> check, Func<Verdict> checkBroken)
    {
        Id = id;
        Text = text;
        Formula = formula;
        Source = source;
        Domain = domain;
        Method = method;
        Erratum = erratum;
        BrokenFormula = broken;
        Check = check;
        CheckBroken = checkBroken;
    }

    /// <summary>The name on the command line, such as <c>HK21-thm-3.2</c>.</summary>
    public string Id { get; }

    /// <summary>The statement in words.</summary>
    public string Text { get; }

    /// <summary>The statement as a formula, in its right form.</summary>
    public string Formula { get; }

    /// <summary>Where it stands.</summary>
    public string Source { get; }

    /// <summary>When it holds.</summary>
    public string Domain { get; }

    /// <summary>What is computed to check it, with the false-alarm rate where a sample decides.</summary>
    public string Method { get; }

    /// <summary>What the paper prints, where that is wrong; the check shows it to fail. Else null.</summary>
    public string? Erratum { get; }

    /// <summary>The formula that is wrong on purpose.</summary>
    public string BrokenFormula { get; }

    /// <summary>Runs the check.</summary>
    public Func<Verdict> Check { get; }

    /// <summary>Runs the same check on the formula that is wrong on purpose.</summary>
    public Func<Verdict> CheckBroken { get; }

    /// <summary>Creates a statement from a check that takes the formula as its argument.</summary>
    /// <typeparam name="TFormula">The formula's type: usually a function.</typeparam>
    /// <param name="words">Everything that is said about the statement.</param>
    /// <param name="right">The formula.</param>
    /// <param name="broken">A formula that is wrong on purpose.</param>
    /// <param name="decide">The check.</param>
    public static Statement Create<TFormula>(StatementWords words, TFormula right, TFormula broken, Func<TFormula, Verdict> decide)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(decide);
        return new Statement(
            words.Id, words.Text, words.Formula, words.Source, words.Domain, words.Method, words.Erratum, words.Broken,
            () => decide(right), () => decide(broken));
    }
}
