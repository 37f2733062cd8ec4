using FreeSpectra.Numerics.Exact;
using FreeSpectra.Transforms.Exact;

namespace FreeSpectra.Tests.Transforms.Exact;

/// <summary>Moments and cumulants of laws given by nothing else.</summary>
public sealed class ExactMomentsTests
{
    [Fact]
    public void A_free_product_of_two_free_Poisson_laws_has_the_moments_of_Fuss_and_Catalan() =>
        Assert.Equal(Numbers(1, 3, 12, 55, 273), ExactMoments.FreeProduct(Numbers(1, 2, 5, 14, 42), Numbers(1, 2, 5, 14, 42)));

    /// <summary>τ(sb) = 0, τ(sbsb) = τ(b)², τ((sb)³) = 0 and τ((sb)⁴) = 2τ(b²)τ(b)²: pairs of s, and b over the complement.</summary>
    [Fact]
    public void With_a_semicircle_of_mean_0_pairings_give_the_moments()
    {
        Rational[] b = [new Rational(3, 2), 4, 13, 50], expected = [0, new Rational(9, 4), 0, 18];
        Assert.Equal(expected, ExactMoments.FreeProduct(Numbers(0, 1, 0, 2), b));
        Assert.Equal(expected, ExactMoments.FreeProduct(b, Numbers(0, 1, 0, 2)));
        Assert.Equal(expected[..2], ExactMoments.FreeProduct(Numbers(0, 1), b.AsSpan(0, 2)));
        Assert.Equal(expected[..1], ExactMoments.FreeProduct(Numbers(0), b.AsSpan(0, 1)));
    }

    [Fact]
    public void A_product_with_nothing_is_nothing()
    {
        Assert.Equal(Numbers(0, 0, 0), ExactMoments.FreeProduct(Numbers(0, 0, 0), Numbers(1, 2, 5)));
        Assert.Equal(Numbers(0, 0, 0), ExactMoments.FreeProduct(Numbers(1, 2, 5), Numbers(0, 0, 0)));
        Assert.Equal(Numbers(0, 0, 0), ExactMoments.FreeProduct(Numbers(0, 1, 0), Numbers(0, 0, 0)));
        Assert.Empty(ExactMoments.FreeProduct([], []));
    }

    [Fact]
    public void Two_laws_of_mean_0_have_no_product_by_their_S_transforms() => Assert.Contains(
        "mean other than 0", Assert.Throws<ArgumentException>(() => ExactMoments.FreeProduct(Numbers(0, 1, 0), Numbers(0, 1, 0))).Message, StringComparison.Ordinal);

    private static Rational[] Numbers(params int[] values) => [.. values.Select(value => (Rational)value)];
}
