using FreeSpectra.Cli;
using FreeSpectra.Cli.Figures;

namespace FreeSpectra.Tests.Cli;

public sealed class FigureCommandTests
{
    [Fact]
    public void Unknown_figure_is_one_line_and_writes_nothing()
    {
        string folder = Path.Combine(Path.GetTempPath(), "freespectra-unknown-figure");
        StringWriter output = new(), error = new();
        Assert.Equal(2, Application.Run(["figure", "HK21-99", "--out", folder], output, error));
        Assert.Empty(output.ToString());
        Assert.Single(error.ToString().TrimEnd().Split('\n'));
        Assert.Contains("HK21-99", error.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void List_names_every_figure_once()
    {
        StringWriter output = new(), error = new();
        Assert.Equal(0, Application.Run(["figure", "list"], output, error));
        string[] ids = [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0])];
        Assert.Equal(FigureCatalogue.All.Select(figure => figure.Id), ids);
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void Check_passes_only_within_its_allowance_and_never_on_a_number_that_is_not_finite()
    {
        Assert.True(new FigureCheck("", 1.0, 1.1, 0.11).Passed);
        Assert.False(new FigureCheck("", 1.0, 1.1, 0.09).Passed);
        Assert.False(new FigureCheck("", double.NaN, 1.0, 1.0).Passed);
        Assert.False(FigureCheck.True("", false).Passed);
    }
}
