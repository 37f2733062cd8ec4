using FreeSpectra.Cli;
using FreeSpectra.Validation.Statements;

namespace FreeSpectra.Tests.Validation.Statements;

public sealed class StatementTests
{
    public static TheoryData<string> Ids => [.. StatementCatalogue.All.Select(statement => statement.Id)];

    [Theory, MemberData(nameof(Ids))]
    public void Statement_holds(string id)
    {
        Verdict verdict = Assert.Single(StatementCatalogue.Find(id)).Check();
        Assert.True(verdict.Passed, string.Join("; ", verdict.Evidence.Where(item => !item.Holds)));
    }

    [Theory, MemberData(nameof(Ids))]
    public void Statement_fails_when_its_formula_is_broken_on_purpose(string id)
    {
        Statement statement = Assert.Single(StatementCatalogue.Find(id));
        Assert.False(statement.CheckBroken().Passed, $"accepted: {statement.BrokenFormula}");
    }

    [Fact]
    public void Statements_have_different_names_and_say_everything()
    {
        Assert.Equal(StatementCatalogue.All.Length, StatementCatalogue.All.Select(item => item.Id).Distinct().Count());
        Assert.All(StatementCatalogue.All, item => Assert.All(
            [item.Text, item.Formula, item.Source, item.Domain, item.Method, item.BrokenFormula],
            words => Assert.False(string.IsNullOrWhiteSpace(words))));
        Assert.All(StatementCatalogue.All, item => Assert.StartsWith($"[{item.Id.Split('-')[0]}]", item.Source, StringComparison.Ordinal));
    }

    [Fact]
    public void Number_that_is_not_finite_decides_nothing()
    {
        Assert.False(new Evidence("", double.NaN, 1.0).Holds);
        Assert.False(new Evidence("", double.PositiveInfinity, 1.0, AtLeast: true).Holds);
        Assert.Throws<ArgumentException>(() => new Verdict());
    }

    [Fact]
    public void Command_draws_the_evidence_of_one_statement()
    {
        string file = Path.Combine(Path.GetTempPath(), $"freespectra-verify-{Environment.ProcessId}.svg");
        try
        {
            Assert.Equal(0, Application.Run(["verify", "HK21-eq-10", "--explain", "--plot", file], new StringWriter(), new StringWriter()));
            Assert.Contains("wrong on purpose", File.ReadAllText(file), StringComparison.Ordinal);
            StringWriter error = new();
            Assert.Equal(2, Application.Run(["verify", "HK21", "--plot", file], new StringWriter(), error));
            Assert.Contains("--plot needs one statement", error.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Command_reports_a_statement_and_refuses_an_unknown_one()
    {
        StringWriter output = new(), error = new();
        Assert.Equal(0, Application.Run(["verify", "HK21-eq-10", "--json"], output, error));
        using var json = System.Text.Json.JsonDocument.Parse(output.ToString());
        Assert.True(json.RootElement[0].GetProperty("passed").GetBoolean());
        Assert.Equal(2, Application.Run(["verify", "XY99"], new StringWriter(), error));
        Assert.Single(error.ToString().TrimEnd().Split('\n'));
    }
}
