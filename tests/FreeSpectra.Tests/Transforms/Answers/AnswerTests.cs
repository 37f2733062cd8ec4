using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Tests.Support;
using FreeSpectra.Tests.Transforms.Problems;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms.Answers;

/// <summary>Ends, masses, atoms, densities, transforms, branches and claimed errors of laws of every kind, of many sizes, are those of the book, all of which have been proved right.</summary>
public sealed class AnswerTests
{
    public static TheoryData<string> Laws => [.. AnswerLaws.All, .. DrawnLaws.All];

    [Theory, MemberData(nameof(Laws))]
    public void Answers_are_those_of_the_book(string expression)
    {
        SpectralMeasure law = LawEvaluator.Evaluate(LawExpression.Parse(expression));
        if (AnswerBook.IsWritten)
        {
            Dictionary<string, Answer> answers = [];
            foreach (Question question in AnswerSheet.Of(law))
            {
                answers.Add(question.Name, Answer.To(question));
            }

            AnswerBook.Write(expression, answers);
            Prove(expression);
            return;
        }

        IReadOnlyDictionary<string, Answer> book = AnswerBook.Of(expression);
        Assert.True(book.Count > 0, $"The book does not have {expression}.");
        int count = 0;
        foreach (Question question in AnswerSheet.Of(law))
        {
            count++;
            Assert.True(book.TryGetValue(question.Name, out Answer? answer), $"The book has no answer to {question.Name} of {expression}.");
            Assert.True(answer.Objection(question) is not { } objection, $"{question.Name} of {expression} {answer.Objection(question)}");
        }

        Assert.Equal(book.Count, count);
    }

    [Theory, MemberData(nameof(Laws))]
    public void Answers_of_the_book_are_right(string expression)
    {
        LongSuite.Require();
        Prove(expression);
    }

    private static void Prove(string expression)
    {
        LawExpression read = LawExpression.Parse(expression);
        List<string> wrong = [];
        ProblemOutcome outcome = ProblemCheck.Run(new RandomProblem(read));
        if (outcome.Verdict != Verdict.Right)
        {
            wrong.Add($"{outcome.Verdict}: {outcome.Reason}");
        }

        SpectralMeasure law = LawEvaluator.Evaluate(read);
        IReadOnlyDictionary<string, Answer> book = AnswerBook.Of(expression);
        foreach (Question question in AnswerSheet.Of(law))
        {
            if (book[question.Name] is { Value: { } value } answer && question.Objection?.Invoke(value, (3.0 * (answer.Error ?? 0.0)) + (answer.Within * Complex.Abs(value))) is { } objection)
            {
                wrong.Add($"{question.Name} = {answer}: {objection}");
            }
        }

        Assert.True(wrong.Count == 0, $"{expression}\n  {string.Join("\n  ", wrong)}");
    }
}
