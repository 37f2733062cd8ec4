using System.Numerics;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Numerics;

public sealed class RootTests
{
    [Theory]
    [InlineData(0.1, 3.0), InlineData(3.0, 0.1), InlineData(1.0, 1.5), InlineData(-1.0, 2000.0)]
    public void Bracketed_root_of_a_cubic_is_right_to_the_last_place(double left, double right)
    {
        static double F(double x) => (x * x * x) - 2.0;
        double root = Bracketed.Root(F, left, F(left), right, F(right));
        Close.Relative(Math.Cbrt(2.0), root, 2e-16, "root");
        Close.Relative(Math.Cbrt(2.0), Bracketed.Root(x => -F(x), left, -F(left), right, -F(right)), 2e-16, "root of -f");
    }

    [Fact]
    public void A_tridiagonal_matrix_without_its_vectors_is_refused_by_name()
    {
        Assert.Throws<ArgumentNullException>("d", () => Tridiagonal.Diagonalize(null!, [0.0], [1.0]));
        Assert.Throws<ArgumentNullException>("e", () => Tridiagonal.Diagonalize([1.0], null!, [1.0]));
        Assert.Throws<ArgumentNullException>("first", () => Tridiagonal.Diagonalize([1.0], [0.0], null!));
    }

    [Fact]
    public void Bracketed_root_at_the_middle_or_of_a_jump_is_found()
    {
        Assert.Equal(0.5, Bracketed.Root(x => x - 0.5, 0.0, -0.5, 1.0, 0.5));
        Assert.Equal(0.0, Bracketed.Root(x => x * x * x, -1.0, -1.0, 1.0, 1.0));
        Close.Relative(0.3, Bracketed.Root(x => x < 0.3 ? -1.0 : 2.0, 0.0, -1.0, 1.0, 2.0), 1e-15, "place of the jump");
        Close.Relative(1e-9, Bracketed.Root(x => x - 1e-9, 0.0, -1e-9, 1.0, 1.0), 1e-15, "small root");

        // A root that no number of halvings within reason can separate from the end is not taken for the end.
        Assert.Throws<NonConvergenceException>(() => Bracketed.Root(x => x - 1e-200, 0.0, -1e-200, 1.0, 1.0));
    }

    [Fact]
    public void Bracket_without_a_change_of_sign_is_refused()
    {
        ArgumentException problem = Assert.Throws<ArgumentException>(() => Bracketed.Root(x => x, 1.0, 1.0, 2.0, 2.0));
        Assert.StartsWith("f must change its sign between 1 and 2.", problem.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Bracketed.Root(x => x, -2.0, -2.0, -1.0, -1.0));
    }

    [Theory]
    [InlineData(double.NaN), InlineData(0.9), InlineData(1.95), InlineData(7.0)]
    public void Monotone_root_is_found_from_any_guess(double guess)
    {
        double root = MonotoneRoot.Find(x => ((x * x) - 2.0, 2.0 * x), 0.0, 2.0, increasing: true, guess);
        Close.Relative(Math.Sqrt(2.0), root, 4e-16, "increasing");
        root = MonotoneRoot.Find(x => ((1.0 / x) - 3.0, -1.0 / (x * x)), 0.0, 2.0, increasing: false, guess);
        Close.Relative(1.0 / 3.0, root, 4e-16, "decreasing");
    }

    [Fact]
    public void Monotone_root_survives_a_useless_derivative()
    {
        // A derivative that is wrong by 1e6 makes tiny steps, which prove nothing; one of zero leaves the bracket.
        Close.Relative(0.7, MonotoneRoot.Find(x => (x - 0.7, 1e18), 0.0, 1.0, increasing: true), 1e-15, "large derivative");
        Close.Relative(0.7, MonotoneRoot.Find(x => (x - 0.7, 0.0), 0.0, 1.0, increasing: true), 1e-15, "no derivative");
        Close.Relative(0.7, MonotoneRoot.Find(x => (Math.Pow(x - 0.7, 3), 3.0 * Math.Pow(x - 0.7, 2)), 0.0, 1.0, increasing: true), 1e-5, "flat root");
        Close.Relative(0.7, MonotoneRoot.Find(x => (x < 0.7 ? -1.0 : 1.0, 0.0), 0.0, 1.0, increasing: true), 1e-15, "jump");
        Assert.Equal(0.5, MonotoneRoot.Find(x => (x - 0.5, 1.0), 0.0, 1.0, increasing: true));
    }

    [Fact]
    public void Monotone_root_of_a_function_without_a_value_is_refused()
    {
        NonConvergenceException problem = Assert.Throws<NonConvergenceException>(
            () => MonotoneRoot.Find(_ => (double.NaN, 1.0), 0.0, 1.0, increasing: true));
        Assert.Equal("Bracketed Newton", problem.Algorithm);
        Assert.Equal(0, problem.Iterations);
        Assert.Null(problem.Residual);
        Assert.Equal("Bracketed Newton did not converge at 0.5 after 0 iterations. The function has no value there.", problem.Message);
    }

    [Fact]
    public void Followed_root_changes_its_branch_round_a_critical_point()
    {
        // z² = e^{3πiτ/2}, z(0) = 1: round the critical value 0 by three quarters, the root by three eighths.
        Estimate<Complex> root = ContinuedRoot.Follow(
            z => (z * z, 2.0 * z), tau => Complex.FromPolarCoordinates(1.0, 1.5 * Math.PI * tau), 1.0, _ => true, "square root");
        Close.To(Complex.FromPolarCoordinates(1.0, 0.75 * Math.PI), root.Value, 1e-15, "root");
        Assert.InRange(root.Error, 0.0, 1e-14);

        // Along a segment that passes the critical value on one side it follows the continuous root.
        Complex end = new(-1.0, 0.5);
        root = ContinuedRoot.Follow(z => (z * z, 2.0 * z), tau => ContinuedRoot.Segment(1.0, end, tau), 1.0, _ => true, "square root");
        Close.To(Complex.Sqrt(end), root.Value, 1e-15, "root");
        root = ContinuedRoot.Follow(z => (z * z, 2.0 * z), tau => ContinuedRoot.Segment(1.0, end, tau), -1.0, _ => true, "square root");
        Close.To(-Complex.Sqrt(end), root.Value, 1e-15, "other root");
    }

    [Fact]
    public void Root_that_leaves_its_domain_or_meets_a_critical_point_is_refused()
    {
        static (Complex, Complex) Square(Complex z) => (z * z, 2.0 * z);
        Func<double, Complex> down = tau => ContinuedRoot.Segment(1.0, -1.0, tau);
        NonConvergenceException critical = Assert.Throws<NonConvergenceException>(
            () => ContinuedRoot.Follow(Square, down, 1.0, _ => true, "square root"));
        Assert.Equal("square root", critical.Algorithm);
        Func<double, Complex> round = tau => Complex.FromPolarCoordinates(1.0, 1.5 * Math.PI * tau);
        Assert.Throws<NonConvergenceException>(() => ContinuedRoot.Follow(Square, round, 1.0, z => z.Real > 0.0, "square root"));
        Assert.Throws<NonConvergenceException>(() => ContinuedRoot.Follow(Square, round, 1.0, _ => false, "square root"));

        // The start is no root and there is none to be found near it: e^z = 0.
        Assert.Throws<NonConvergenceException>(() => ContinuedRoot.Follow(z => (Complex.Exp(z), Complex.Exp(z)), _ => 0.0, 1.0, _ => true, "nothing"));
    }

    [Fact]
    public void Followed_root_starts_from_an_inexact_one_and_stays_accurate_next_to_a_critical_point()
    {
        Complex end = new(1e-8, 0.0);
        Estimate<Complex> root = ContinuedRoot.Follow(
            z => (z * z, 2.0 * z), tau => ContinuedRoot.Segment(4.0, end, tau), 2.1, z => z.Real > 0.0, "square root");
        Close.Relative(1e-4, root.Value, 1e-14, "root");
        Assert.Equal(end, ContinuedRoot.Segment(4.0, end, 1.0));
        Assert.Equal((Complex)4.0, ContinuedRoot.Segment(4.0, end, 0.0));
        Close.To(2.5, ContinuedRoot.Segment(4.0, -2.0, 0.25), 1e-15, "quarter of the way");
    }

    /// <summary>A bracket of two neighbours: the end with the smaller value, whichever it is.</summary>
    [Fact]
    public void In_a_bracket_as_short_as_rounding_the_better_end_is_taken()
    {
        double right = Math.BitIncrement(1.0);
        Assert.Equal(1.0, Bracketed.Root(_ => throw new InvalidOperationException(), 1.0, -1e-3, right, 5.0));
        Assert.Equal(right, Bracketed.Root(_ => throw new InvalidOperationException(), 1.0, -5.0, right, 1e-3));
    }

    [Fact]
    public void A_sphere_has_two_dimensions_at_least()
    {
        Assert.Throws<ArgumentOutOfRangeException>("dimension", () => GaussRule.Sphere(5, 1));
        Assert.Equal(5, GaussRule.Sphere(5, 2).Nodes.Length);
    }

    [Fact]
    public void Nodes_of_a_rule_ascend_and_their_weights_are_even()
    {
        GaussRule rule = GaussRule.Sphere(6, 3);
        Assert.Equal(rule.Nodes.Order(), rule.Nodes);
        Assert.True(rule.Nodes[0] < -0.9 && rule.Nodes[^1] > 0.9);
        Assert.Equal(rule.Weights.Reverse(), rule.Weights);
    }
}
