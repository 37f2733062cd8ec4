using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FreeSpectra.Mutation;

/// <summary>Lists every small fault of a file.</summary>
/// <remarks>
/// The kinds are the usual ones: arithmetic, comparison, logical and bitwise operators, signs and negations, increments,
/// compound assignments, conditional expressions, booleans, strings, methods of sequences, minimum against maximum, null-coalescing,
/// removed statements and emptied blocks. The wording of messages (strings inside a throw, in an exception, or handed to
/// <c>Require</c>) is left alone.
/// </remarks>
internal sealed class MutantFinder : CSharpSyntaxWalker
{
    private static readonly Dictionary<SyntaxKind, SyntaxKind[]> Binary = new()
    {
        [SyntaxKind.AddExpression] = [SyntaxKind.SubtractExpression],
        [SyntaxKind.SubtractExpression] = [SyntaxKind.AddExpression],
        [SyntaxKind.MultiplyExpression] = [SyntaxKind.DivideExpression],
        [SyntaxKind.DivideExpression] = [SyntaxKind.MultiplyExpression],
        [SyntaxKind.ModuloExpression] = [SyntaxKind.MultiplyExpression],
        [SyntaxKind.LessThanExpression] = [SyntaxKind.LessThanOrEqualExpression, SyntaxKind.GreaterThanExpression],
        [SyntaxKind.LessThanOrEqualExpression] = [SyntaxKind.LessThanExpression, SyntaxKind.GreaterThanExpression],
        [SyntaxKind.GreaterThanExpression] = [SyntaxKind.GreaterThanOrEqualExpression, SyntaxKind.LessThanExpression],
        [SyntaxKind.GreaterThanOrEqualExpression] = [SyntaxKind.GreaterThanExpression, SyntaxKind.LessThanExpression],
        [SyntaxKind.EqualsExpression] = [SyntaxKind.NotEqualsExpression],
        [SyntaxKind.NotEqualsExpression] = [SyntaxKind.EqualsExpression],
        [SyntaxKind.LogicalAndExpression] = [SyntaxKind.LogicalOrExpression],
        [SyntaxKind.LogicalOrExpression] = [SyntaxKind.LogicalAndExpression],
        [SyntaxKind.BitwiseAndExpression] = [SyntaxKind.BitwiseOrExpression],
        [SyntaxKind.BitwiseOrExpression] = [SyntaxKind.BitwiseAndExpression],
        [SyntaxKind.ExclusiveOrExpression] = [SyntaxKind.BitwiseAndExpression],
        [SyntaxKind.LeftShiftExpression] = [SyntaxKind.RightShiftExpression],
        [SyntaxKind.RightShiftExpression] = [SyntaxKind.LeftShiftExpression],
    };

    private static readonly Dictionary<SyntaxKind, SyntaxKind> Assignments = new()
    {
        [SyntaxKind.AddAssignmentExpression] = SyntaxKind.SubtractAssignmentExpression,
        [SyntaxKind.SubtractAssignmentExpression] = SyntaxKind.AddAssignmentExpression,
        [SyntaxKind.MultiplyAssignmentExpression] = SyntaxKind.DivideAssignmentExpression,
        [SyntaxKind.DivideAssignmentExpression] = SyntaxKind.MultiplyAssignmentExpression,
        [SyntaxKind.ModuloAssignmentExpression] = SyntaxKind.MultiplyAssignmentExpression,
        [SyntaxKind.AndAssignmentExpression] = SyntaxKind.OrAssignmentExpression,
        [SyntaxKind.OrAssignmentExpression] = SyntaxKind.AndAssignmentExpression,
        [SyntaxKind.LeftShiftAssignmentExpression] = SyntaxKind.RightShiftAssignmentExpression,
        [SyntaxKind.RightShiftAssignmentExpression] = SyntaxKind.LeftShiftAssignmentExpression,
    };

    private static readonly Dictionary<string, string> Methods = new(StringComparer.Ordinal)
    {
        ["Min"] = "Max", ["Max"] = "Min", ["MinBy"] = "MaxBy", ["MaxBy"] = "MinBy", ["First"] = "Last", ["Last"] = "First",
        ["FirstOrDefault"] = "LastOrDefault", ["LastOrDefault"] = "FirstOrDefault", ["Any"] = "All", ["All"] = "Any",
        ["Skip"] = "Take", ["Take"] = "Skip", ["SkipWhile"] = "TakeWhile", ["TakeWhile"] = "SkipWhile",
        ["OrderBy"] = "OrderByDescending", ["OrderByDescending"] = "OrderBy", ["Sum"] = "Max", ["Union"] = "Intersect",
        ["Floor"] = "Ceiling", ["Ceiling"] = "Floor", ["Sin"] = "Cos", ["Cos"] = "Sin", ["Sinh"] = "Cosh", ["Cosh"] = "Sinh",
        ["Tan"] = "Tanh", ["Tanh"] = "Tan", ["Log"] = "Exp", ["Exp"] = "Log", ["BitIncrement"] = "BitDecrement",
        ["BitDecrement"] = "BitIncrement",
    };

    private readonly SyntaxTree tree;
    private readonly SemanticModel model;
    private readonly List<Mutant> found = [];

    private MutantFinder(SyntaxTree tree, SemanticModel model)
    {
        this.tree = tree;
        this.model = model;
    }

    public static IReadOnlyList<Mutant> Find(SyntaxTree tree, SemanticModel model)
    {
        var finder = new MutantFinder(tree, model);
        finder.Visit(tree.GetRoot());
        return finder.found;
    }

    public override void VisitAttributeList(AttributeListSyntax node)
    {
        // Attributes say nothing that runs.
    }

    public override void VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        if (Binary.TryGetValue(node.Kind(), out SyntaxKind[]? others) && !IsText(node))
        {
            string kind = node.Kind() switch
            {
                SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression => "logical",
                >= SyntaxKind.EqualsExpression and <= SyntaxKind.GreaterThanOrEqualExpression => "comparison",
                SyntaxKind.AddExpression or SyntaxKind.SubtractExpression or SyntaxKind.MultiplyExpression or SyntaxKind.DivideExpression
                    or SyntaxKind.ModuloExpression => "arithmetic",
                _ => "bitwise",
            };
            foreach (SyntaxKind other in others)
            {
                SyntaxToken sign = SyntaxFactory.BinaryExpression(other, node.Left, node.Right).OperatorToken;
                Add(node, SyntaxFactory.BinaryExpression(other, node.Left, sign.WithTriviaFrom(node.OperatorToken), node.Right), kind);
            }
        }
        else if (node.IsKind(SyntaxKind.CoalesceExpression))
        {
            Add(node, node.Left, "null-coalescing");
            Add(node, node.Right, "null-coalescing");
        }

        base.VisitBinaryExpression(node);
    }

    public override void VisitRelationalPattern(RelationalPatternSyntax node)
    {
        SyntaxKind other = node.OperatorToken.Kind() switch
        {
            SyntaxKind.LessThanToken => SyntaxKind.LessThanEqualsToken,
            SyntaxKind.LessThanEqualsToken => SyntaxKind.LessThanToken,
            SyntaxKind.GreaterThanToken => SyntaxKind.GreaterThanEqualsToken,
            _ => SyntaxKind.GreaterThanToken,
        };
        Add(node, node.WithOperatorToken(SyntaxFactory.Token(other).WithTriviaFrom(node.OperatorToken)), "comparison");
        base.VisitRelationalPattern(node);
    }

    public override void VisitIsPatternExpression(IsPatternExpressionSyntax node)
    {
        Add(node, SyntaxFactory.ParseExpression($"!({node})"), "negation");
        base.VisitIsPatternExpression(node);
    }

    public override void VisitAssignmentExpression(AssignmentExpressionSyntax node)
    {
        if (Assignments.TryGetValue(node.Kind(), out SyntaxKind other) && !IsText(node))
        {
            SyntaxToken sign = SyntaxFactory.AssignmentExpression(other, node.Left, node.Right).OperatorToken;
            Add(node, SyntaxFactory.AssignmentExpression(other, node.Left, sign.WithTriviaFrom(node.OperatorToken), node.Right), "assignment");
        }

        base.VisitAssignmentExpression(node);
    }

    public override void VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node)
    {
        switch (node.Kind())
        {
            case SyntaxKind.UnaryMinusExpression:
            case SyntaxKind.LogicalNotExpression:
            case SyntaxKind.BitwiseNotExpression:
                Add(node, SyntaxFactory.ParenthesizedExpression(node.Operand), "sign");
                break;
            case SyntaxKind.PreIncrementExpression:
                Add(node, SyntaxFactory.PrefixUnaryExpression(SyntaxKind.PreDecrementExpression, node.Operand), "increment");
                break;
            case SyntaxKind.PreDecrementExpression:
                Add(node, SyntaxFactory.PrefixUnaryExpression(SyntaxKind.PreIncrementExpression, node.Operand), "increment");
                break;
        }

        base.VisitPrefixUnaryExpression(node);
    }

    public override void VisitPostfixUnaryExpression(PostfixUnaryExpressionSyntax node)
    {
        if (node.IsKind(SyntaxKind.PostIncrementExpression))
        {
            Add(node, SyntaxFactory.PostfixUnaryExpression(SyntaxKind.PostDecrementExpression, node.Operand), "increment");
        }
        else if (node.IsKind(SyntaxKind.PostDecrementExpression))
        {
            Add(node, SyntaxFactory.PostfixUnaryExpression(SyntaxKind.PostIncrementExpression, node.Operand), "increment");
        }

        base.VisitPostfixUnaryExpression(node);
    }

    public override void VisitConditionalExpression(ConditionalExpressionSyntax node)
    {
        if (!IsWording(node))
        {
            Add(node, SyntaxFactory.ParseExpression($"(true || ({node.Condition}) ? {node.WhenTrue} : {node.WhenFalse})"), "conditional");
            Add(node, SyntaxFactory.ParseExpression($"(false && ({node.Condition}) ? {node.WhenTrue} : {node.WhenFalse})"), "conditional");
        }

        base.VisitConditionalExpression(node);
    }

    public override void VisitLiteralExpression(LiteralExpressionSyntax node)
    {
        switch (node.Kind())
        {
            case SyntaxKind.TrueLiteralExpression:
                Add(node, SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression), "boolean");
                break;
            case SyntaxKind.FalseLiteralExpression:
                Add(node, SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression), "boolean");
                break;
            case SyntaxKind.StringLiteralExpression when !IsWording(node):
                string text = node.Token.ValueText.Length == 0 ? "filled" : string.Empty;
                Add(node, SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(text)), "string");
                break;
        }
    }

    public override void VisitInterpolatedStringExpression(InterpolatedStringExpressionSyntax node)
    {
        if (!IsWording(node))
        {
            Add(node, SyntaxFactory.ParseExpression("$\"\""), "string");
            base.VisitInterpolatedStringExpression(node);
        }
    }

    public override void VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        if (node.Expression is MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } access
            && Methods.TryGetValue(name.Identifier.ValueText, out string? other))
        {
            Add(node, node.WithExpression(access.WithName(SyntaxFactory.IdentifierName(other))), "method");
        }

        base.VisitInvocationExpression(node);
    }

    public override void VisitIfStatement(IfStatementSyntax node)
    {
        if (node.Condition is InvocationExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax)
        {
            Add(node.Condition, SyntaxFactory.ParseExpression($"!({node.Condition})"), "negation");
        }

        base.VisitIfStatement(node);
    }

    public override void VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        Add(node, SyntaxFactory.EmptyStatement(), "statement");
        base.VisitExpressionStatement(node);
    }

    public override void VisitReturnStatement(ReturnStatementSyntax node)
    {
        if (node.Expression is null)
        {
            Add(node, SyntaxFactory.EmptyStatement(), "statement");
        }

        base.VisitReturnStatement(node);
    }

    public override void VisitBreakStatement(BreakStatementSyntax node) => Add(node, SyntaxFactory.EmptyStatement(), "statement");

    public override void VisitContinueStatement(ContinueStatementSyntax node) => Add(node, SyntaxFactory.EmptyStatement(), "statement");

    public override void VisitThrowStatement(ThrowStatementSyntax node)
    {
        Add(node, SyntaxFactory.EmptyStatement(), "statement");
        base.VisitThrowStatement(node);
    }

    public override void VisitBlock(BlockSyntax node)
    {
        // The bodies of branches and loops, and of methods without a result: the others do not compile without their return.
        if (node.Statements.Count > 0 && node.Parent is not (TryStatementSyntax or CheckedStatementSyntax or FixedStatementSyntax))
        {
            Add(node, SyntaxFactory.Block(), "block");
        }

        base.VisitBlock(node);
    }

    private static bool IsWording(SyntaxNode node) => node.Ancestors().Any(a =>
        a is ThrowStatementSyntax or ThrowExpressionSyntax
        || (a is ObjectCreationExpressionSyntax { Type: var type } && type.ToString().EndsWith("Exception", StringComparison.Ordinal))
        || (a is InvocationExpressionSyntax { Expression: var called } && called.ToString() is var text
            && (text.StartsWith("Require.", StringComparison.Ordinal) || text.Contains("Exception", StringComparison.Ordinal)
                || text.Contains("Fail", StringComparison.Ordinal))));

    private bool IsText(ExpressionSyntax node) => model.GetTypeInfo(node).Type?.SpecialType == SpecialType.System_String;

    private void Add(SyntaxNode node, SyntaxNode replacement, string kind) =>
        found.Add(new Mutant(tree, node, replacement.WithTriviaFrom(node), kind));
}
