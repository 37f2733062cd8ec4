using System.Globalization;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms.Problems;

/// <summary>
/// Random problems over the whole catalogue: laws with random parameters, operations nested to depth four. Each problem prints as
/// the command that shows it.
/// </summary>
/// <remarks>
/// The long suite runs FREESPECTRA_PROBLEMS of them (100 000 if unset) from number FREESPECTRA_PROBLEMS_FROM on, reports each
/// refusal and each wrong answer at once in FREESPECTRA_PROBLEMS_LOG, and can be stopped and resumed at any number.
/// </remarks>
public sealed class RandomProblemTests
{
    private const int Seed = 1;

    /// <summary>Every tenth of the first problems.</summary>
    /// <remarks>Problem 730 is left to the long suite: it is refused after ten seconds.</remarks>
    public static TheoryData<int> Slice => [.. Enumerable.Range(0, 150).Select(k => 10 * k).Where(k => k != 730)];

    [Theory, MemberData(nameof(Slice))]
    public void Problem_of_the_slice_is_answered_rightly(int number)
    {
        RandomProblem problem = new(Seed, number);
        ProblemOutcome outcome = ProblemCheck.Run(problem);
        Assert.True(outcome.Verdict == Verdict.Right, $"{outcome.Verdict} {problem}: {outcome.Reason}");
    }

    /// <summary>One per cent of the long suite: none is wrong, with one in a hundred checked again with 32 digits, and one is refused at most.</summary>
    [Fact]
    public void One_of_the_thousand_problems_of_a_hundredth_of_the_suite_is_refused_at_most_and_none_is_wrong()
    {
        List<string> wrong = [];
        int refused = 0;
        for (int k = 10_010_000; k < 10_011_000; k++)
        {
            RandomProblem problem = new(Seed, k);
            ProblemOutcome outcome = ProblemCheck.Run(problem, recheck: 0.01);
            refused += outcome.Verdict == Verdict.Refused ? 1 : 0;
            if (outcome.Verdict == Verdict.Wrong)
            {
                wrong.Add($"{problem}: {outcome.Reason}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(refused <= 1, $"{refused} of 1000 problems were refused");
    }

    [Fact]
    public void One_in_a_thousand_random_problems_is_refused_at_most_and_none_is_wrong()
    {
        LongSuite.Require();
        int from = Setting("FREESPECTRA_PROBLEMS_FROM", 0);
        int count = Setting("FREESPECTRA_PROBLEMS", 100_000);
        string? path = Environment.GetEnvironmentVariable("FREESPECTRA_PROBLEMS_LOG");
        using TextWriter log = path is null ? TextWriter.Null : new StreamWriter(path, append: true) { AutoFlush = true };
        int refused = 0;
        int wrong = 0;
        for (int k = from; k < from + count; k++)
        {
            RandomProblem problem = new(Seed, k);
            ProblemOutcome outcome = ProblemCheck.Run(problem, recheck: 0.01);
            refused += outcome.Verdict == Verdict.Refused ? 1 : 0;
            wrong += outcome.Verdict == Verdict.Wrong ? 1 : 0;
            if (outcome.Verdict != Verdict.Right)
            {
                log.WriteLine($"{outcome.Verdict} {problem}\n    {outcome.Reason}");
            }

            if ((k - from + 1) % 1000 == 0)
            {
                log.WriteLine($"{k - from + 1} problems: {refused} refused, {wrong} wrong");
            }
        }

        Assert.True(wrong == 0, $"{wrong} of {count} problems have a wrong answer");
        Assert.True(refused <= count / 1000, $"{refused} of {count} problems were refused");
    }

    /// <summary>Each of these was once refused or wrong, and each at another place in the code.</summary>
    [Theory]
    [InlineData(50180)]
    [InlineData(300792)]
    [InlineData(300882)]
    [InlineData(300434)]
    [InlineData(300522)]
    [InlineData(300407)]
    [InlineData(300669)]
    [InlineData(30563)]
    [InlineData(30305)]
    [InlineData(60008)]
    [InlineData(60066)]
    [InlineData(60104)]
    [InlineData(30525)]
    [InlineData(21412)]
    [InlineData(300716)]
    [InlineData(301012)]
    [InlineData(300187)]
    [InlineData(60078)]
    [InlineData(400371)]
    [InlineData(400586)]
    [InlineData(30003)]
    [InlineData(401193)]
    [InlineData(30516)]
    [InlineData(400098)]
    [InlineData(400396)]
    [InlineData(30851)]
    [InlineData(200982)]
    [InlineData(400827)]
    [InlineData(400716)]
    [InlineData(600074)]
    [InlineData(601034)]
    [InlineData(601711)]
    [InlineData(601011)]
    [InlineData(601970)]
    [InlineData(600387)]
    [InlineData(50295)]
    [InlineData(500146)]
    [InlineData(500830)]
    [InlineData(600375)]
    [InlineData(601772)]
    [InlineData(1200993)]
    [InlineData(1202298)]
    [InlineData(1201493)]
    [InlineData(1201558)]
    [InlineData(401461)]
    [InlineData(401089)]
    [InlineData(50375)]
    [InlineData(1202669)]
    [InlineData(1203010)]
    [InlineData(1202467)]
    [InlineData(1206813)]
    [InlineData(1207467)]
    [InlineData(1207620)]
    [InlineData(1204255)]
    [InlineData(1200227)]
    [InlineData(1201219)]
    [InlineData(600140)]
    [InlineData(602094)]
    [InlineData(1300035)]
    [InlineData(1300760)]
    [InlineData(500966)]
    [InlineData(1200103)]
    [InlineData(300390)]
    [InlineData(2000386)]
    [InlineData(2002882)]
    [InlineData(300627)]
    [InlineData(1201650)]
    [InlineData(2000416)]
    [InlineData(2000566)]
    [InlineData(2002665)]
    [InlineData(400618)]
    [InlineData(4000205)]
    [InlineData(4200692)]
    [InlineData(1301220)]
    [InlineData(50381)]
    [InlineData(60126)]
    [InlineData(1204944)]
    [InlineData(1207147)]
    [InlineData(1204264)]
    [InlineData(1204779)]
    [InlineData(2000918)]
    [InlineData(4100478)]
    [InlineData(4100990)]
    [InlineData(6001268)]
    [InlineData(6001996)]
    [InlineData(6002204)]
    [InlineData(6006614)]
    [InlineData(6011794)]
    [InlineData(9590561)]
    [InlineData(9554838)]
    [InlineData(9801819)]
    [InlineData(9759403)]
    [InlineData(9549532)]
    [InlineData(9591936)]
    [InlineData(9529033)]
    [InlineData(9549189)]
    [InlineData(9584228)]
    [InlineData(9529560)]
    public void A_problem_that_was_hard_once_is_answered(int number)
    {
        RandomProblem problem = new(Seed, number);
        ProblemOutcome outcome = ProblemCheck.Run(problem);
        Assert.True(outcome.Verdict == Verdict.Right, $"{problem}: {outcome.Verdict}, {outcome.Reason}");
    }

    /// <summary>The certificates of some nested problems with 32 digits, and that the check sees a wrong branch.</summary>
    [Fact]
    public void Certificates_hold_with_twice_the_digits()
    {
        int checkedProblems = 0;
        List<string> wrong = [];
        for (int k = 0; k < 40; k++)
        {
            RandomProblem problem = new(Seed, 7 * k);
            try
            {
                string? failure = Recheck.Run(LawEvaluator.Evaluate(problem.Expression), problem.Uniform, out bool supported);
                checkedProblems += supported ? 1 : 0;
                if (failure is not null)
                {
                    wrong.Add($"{problem}: {failure}");
                }
            }
            catch (NonConvergenceException)
            {
                // Refusals are counted elsewhere.
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(checkedProblems >= 30, $"only {checkedProblems} problems could be checked");
    }

    [Fact]
    public void A_problem_depends_on_its_seed_and_number_alone() => Assert.All(Enumerable.Range(0, 200), k =>
    {
        RandomProblem problem = new(Seed, k);
        Assert.Equal(problem.ToString(), new RandomProblem(Seed, k).ToString());
        Assert.Equal(problem.Expression, FreeSpectra.Measures.Expressions.LawExpression.Parse(problem.Expression.ToString()));
    });

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
