using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace FreeSpectra.Mutation;

/// <summary>Marks each statement and each expression body with a number that is noted when it runs.</summary>
internal sealed class Probes : CSharpSyntaxRewriter
{
    private readonly List<TextSpan> spans;

    private Probes(List<TextSpan> spans) => this.spans = spans;

    /// <summary>The class that notes the numbers.</summary>
    public static string Source(int count) => $$"""
        namespace FreeSpectra.Mutation;
        internal static class Probe
        {
            public static readonly byte[] Seen = new byte[{{count}}];
            [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
            public static void Hit(int number) => Seen[number] = 1;
        }
        """;

    /// <summary>The marked tree; the spans of what was marked are added to the list, in the order of their numbers.</summary>
    public static SyntaxTree Mark(SyntaxTree tree, List<TextSpan> spans) =>
        tree.WithRootAndOptions(new Probes(spans).Visit(tree.GetRoot()), tree.Options);

    public override SyntaxNode? VisitBlock(BlockSyntax node) => node.WithStatements(Marked(node.Statements));

    public override SyntaxNode? VisitSwitchSection(SwitchSectionSyntax node) => node.WithStatements(Marked(node.Statements));

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node) =>
        node.ExpressionBody is null
            ? base.VisitMethodDeclaration(node)
            : node.WithBody(Body(node.ExpressionBody.Expression, IsVoid(node.ReturnType)))
                .WithExpressionBody(null).WithSemicolonToken(default);

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) =>
        node.ExpressionBody is null
            ? base.VisitLocalFunctionStatement(node)
            : node.WithBody(Body(node.ExpressionBody.Expression, IsVoid(node.ReturnType)))
                .WithExpressionBody(null).WithSemicolonToken(default);

    public override SyntaxNode? VisitOperatorDeclaration(OperatorDeclarationSyntax node) =>
        node.ExpressionBody is null
            ? base.VisitOperatorDeclaration(node)
            : node.WithBody(Body(node.ExpressionBody.Expression, false)).WithExpressionBody(null).WithSemicolonToken(default);

    public override SyntaxNode? VisitConversionOperatorDeclaration(ConversionOperatorDeclarationSyntax node) =>
        node.ExpressionBody is null
            ? base.VisitConversionOperatorDeclaration(node)
            : node.WithBody(Body(node.ExpressionBody.Expression, false)).WithExpressionBody(null).WithSemicolonToken(default);

    public override SyntaxNode? VisitConstructorDeclaration(ConstructorDeclarationSyntax node) =>
        node.ExpressionBody is null
            ? base.VisitConstructorDeclaration(node)
            : node.WithBody(Body(node.ExpressionBody.Expression, true)).WithExpressionBody(null).WithSemicolonToken(default);

    public override SyntaxNode? VisitPropertyDeclaration(PropertyDeclarationSyntax node) =>
        node.ExpressionBody is null
            ? base.VisitPropertyDeclaration(node)
            : node.WithAccessorList(Getter(node.ExpressionBody.Expression)).WithExpressionBody(null).WithSemicolonToken(default);

    public override SyntaxNode? VisitIndexerDeclaration(IndexerDeclarationSyntax node) =>
        node.ExpressionBody is null
            ? base.VisitIndexerDeclaration(node)
            : node.WithAccessorList(Getter(node.ExpressionBody.Expression)).WithExpressionBody(null).WithSemicolonToken(default);

    private static bool IsVoid(TypeSyntax type) => type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };

    private AccessorListSyntax Getter(ExpressionSyntax expression) =>
        SyntaxFactory.AccessorList(SyntaxFactory.SingletonList(
            SyntaxFactory.AccessorDeclaration(SyntaxKind.GetAccessorDeclaration).WithBody(Body(expression, false))));

    private BlockSyntax Body(ExpressionSyntax expression, bool isVoid)
    {
        StatementSyntax hit = Hit(expression.Span);
        var inner = (ExpressionSyntax)Visit(expression)!;
        StatementSyntax statement = inner switch
        {
            ThrowExpressionSyntax thrown => SyntaxFactory.ParseStatement($"throw {thrown.Expression.ToFullString()};\n"),
            _ when isVoid => SyntaxFactory.ParseStatement($"{inner.ToFullString()};\n"),
            _ => SyntaxFactory.ParseStatement($"return {inner.ToFullString()};\n"),
        };
        return SyntaxFactory.Block(hit, statement).NormalizeWhitespace();
    }

    private SyntaxList<StatementSyntax> Marked(SyntaxList<StatementSyntax> statements)
    {
        var marked = new List<StatementSyntax>();
        foreach (StatementSyntax statement in statements)
        {
            if (statement is not LocalFunctionStatementSyntax)
            {
                marked.Add(Hit(statement.Span));
            }

            marked.Add((StatementSyntax)Visit(statement)!);
        }

        return SyntaxFactory.List(marked);
    }

    private StatementSyntax Hit(TextSpan span)
    {
        spans.Add(span);
        return SyntaxFactory.ParseStatement($"global::FreeSpectra.Mutation.Probe.Hit({spans.Count - 1});\n");
    }
}
