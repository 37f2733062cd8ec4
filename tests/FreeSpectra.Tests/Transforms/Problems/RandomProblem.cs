using FreeSpectra.Measures.Expressions;

namespace FreeSpectra.Tests.Transforms.Problems;

/// <summary>A problem of the suite: it depends on the seed and its number alone, so that a run can be stopped, resumed and split.</summary>
internal sealed class RandomProblem
{
    private readonly ProblemGenerator generator;

    public RandomProblem(int seed, int number)
    {
        Number = number;
        generator = new ProblemGenerator(unchecked((seed * 1_000_003) + number));
        double u = generator.Uniform();
        Expression = generator.Make(u < 0.1 ? 0 : u < 0.45 ? 1 : u < 0.75 ? 2 : u < 0.92 ? 3 : 4);
    }

    /// <summary>A problem about a given law.</summary>
    public RandomProblem(LawExpression expression)
    {
        generator = new ProblemGenerator(1);
        Expression = expression;
    }

    /// <summary>The number of the problem.</summary>
    public int Number { get; }

    /// <summary>The law.</summary>
    public LawExpression Expression { get; }

    /// <summary>The next random number of this problem, for its points.</summary>
    public double Uniform() => generator.Uniform();

    /// <summary>What to type to see it.</summary>
    public override string ToString() => $"problem {Number}: ./freespectra law \"{Expression}\"";
}
