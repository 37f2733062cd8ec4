using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace FreeSpectra.Mutation;

/// <summary>Many faults in one assembly, each switched on by its number.</summary>
/// <remarks>
/// A method with faults becomes <c>if (Active == 1) { its body with the first } else if … else { its body }</c>, so that one process can try
/// all of them without being compiled or started again.
/// </remarks>
internal static class Schemata
{
    /// <summary>The class with the number of the fault that is switched on.</summary>
    public const string Source = """
        namespace FreeSpectra.Mutation;
        internal static class Fault
        {
            public static int Active;
        }
        """;

    /// <summary>Whether the fault lies in the body of a method, so that it can be switched.</summary>
    public static bool CanSwitch(Mutant mutant) => Body(mutant.Node) is not null;

    /// <summary>The file with some faults in it.</summary>
    public static SyntaxTree Switched(SyntaxTree tree, IEnumerable<(int Number, Mutant Mutant)> faults)
    {
        string text = tree.GetText().ToString();
        foreach (var group in faults.GroupBy(f => Body(f.Mutant.Node)!).OrderByDescending(g => g.Key.SpanStart))
        {
            string body = string.Concat(group.Select(f =>
            {
                SyntaxNode mutated = group.Key.ReplaceNode(f.Mutant.Node, f.Mutant.Replacement);
                return string.Create(CultureInfo.InvariantCulture, $"if (global::FreeSpectra.Mutation.Fault.Active == {f.Number}) {Block(group.Key, mutated)} else ");
            })) + Block(group.Key, group.Key);
            TextSpan span = group.Key.Span;
            if (group.Key is ArrowExpressionClauseSyntax)
            {
                // The semicolon goes with the arrow.
                span = TextSpan.FromBounds(span.Start, group.Key.GetLastToken().GetNextToken().Span.End);
                bool isProperty = group.Key.Parent is PropertyDeclarationSyntax or IndexerDeclarationSyntax;
                body = isProperty ? $"{{ get {{ {body} }} }}" : $"{{ {body} }}";
            }
            else
            {
                body = $"{{ {body} }}";
            }

            text = string.Concat(text.AsSpan(0, span.Start), body, text.AsSpan(span.End));
        }

        return CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)tree.Options, tree.FilePath, System.Text.Encoding.UTF8);
    }

    /// <summary>The block or the arrow of the member around a node.</summary>
    private static SyntaxNode? Body(SyntaxNode node) =>
        node.AncestorsAndSelf().FirstOrDefault(a => a.Parent switch
        {
            BaseMethodDeclarationSyntax method => a == method.Body || a == method.ExpressionBody,
            AccessorDeclarationSyntax accessor => a == accessor.Body || a == accessor.ExpressionBody,
            PropertyDeclarationSyntax property => a == property.ExpressionBody,
            IndexerDeclarationSyntax indexer => a == indexer.ExpressionBody,
            _ => false,
        });

    private static string Block(SyntaxNode original, SyntaxNode body)
    {
        if (body is not ArrowExpressionClauseSyntax { Expression: var expression })
        {
            return body.ToFullString();
        }

        bool isVoid = original.Parent switch
        {
            MethodDeclarationSyntax method => method.ReturnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword },
            ConstructorDeclarationSyntax or DestructorDeclarationSyntax => true,
            AccessorDeclarationSyntax accessor => !accessor.IsKind(SyntaxKind.GetAccessorDeclaration),
            _ => false,
        };
        return expression is ThrowExpressionSyntax thrown ? $"{{ throw {thrown.Expression.ToFullString()}; }}"
            : isVoid ? $"{{ {expression.ToFullString()}; }}"
            : $"{{ return {expression.ToFullString()}; }}";
    }
}
