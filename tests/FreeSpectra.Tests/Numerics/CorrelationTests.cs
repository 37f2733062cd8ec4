using FreeSpectra.Numerics;

namespace FreeSpectra.Tests.Numerics;

public sealed class CorrelationTests
{
    [Fact]
    public void Correlations_are_printed_with_what_is_missing_to_their_ends()
    {
        Assert.Equal("0.25", Correlation.Of(0.25).ToString());
        Assert.Equal("-1", Correlation.Of(-1.0).ToString());
        Assert.Equal("1", Correlation.Of(1.0).ToString());
        Assert.Equal("1 - 1.5E-12", Correlation.FromComplement(1.5e-12).ToString());
        Assert.Equal("-1 + 1.5E-12", Correlation.FromComplement(1.5e-12).Negated.ToString());
        Assert.Equal("-0.99", Correlation.Of(-0.99).ToString());
    }
}
