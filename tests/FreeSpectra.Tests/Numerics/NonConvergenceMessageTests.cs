using FreeSpectra.Numerics;

namespace FreeSpectra.Tests.Numerics;

/// <summary>A residual that is no number is none, and is not shown to anyone.</summary>
public sealed class NonConvergenceMessageTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_residual_that_is_not_finite_is_left_out(double residual)
    {
        NonConvergenceException exception = new("The search", 2.5, 7, residual, "Move away.");
        Assert.Null(exception.Residual);
        Assert.Equal("The search did not converge at 2.5 after 7 iterations. Move away.", exception.Message);
    }

    [Fact]
    public void A_finite_one_is_told()
    {
        NonConvergenceException exception = new("The search", 2.5, 7, 0.125, "Move away.");
        Assert.Equal(0.125, exception.Residual);
        Assert.Equal("The search did not converge at 2.5: residual 1.25E-001 after 7 iterations. Move away.", exception.Message);
    }
}
