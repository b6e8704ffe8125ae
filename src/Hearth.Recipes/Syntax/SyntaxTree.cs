using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Syntax;

/// <summary>A YAML file as values with places.</summary>
/// <param name="Source">The text.</param>
/// <param name="Root">The document; null if there is none, or the text is not YAML.</param>
/// <param name="Problems">What is wrong with the text as YAML.</param>
public sealed record SyntaxTree(SourceText Source, SyntaxNode? Root, IReadOnlyList<Diagnostic> Problems)
{
    /// <summary>Reads YAML. Never throws on what the text holds.</summary>
    public static SyntaxTree Parse(string text, string? file, SyntaxRules? rules = null) =>
        YamlReader.Read(new SourceText(text, file), text, rules ?? SyntaxRules.Recipe);

    /// <summary>
    /// Reads a <c>meta.yaml</c> before its templates are rendered: statements count as comments, expressions as text, keys may repeat.
    /// Spans are places in the text as it is, so what is found can be edited.
    /// </summary>
    public static SyntaxTree ParseTemplate(string text, string? file) =>
        YamlReader.Read(new SourceText(text, file), TemplateMask.Mask(text), SyntaxRules.Template);

    public Diagnostic At(DiagnosticKind kind, SyntaxNode node, string message, string? hint = null) =>
        kind.In(Source.File, message, hint, Source.PositionOf(node.Span.Start));
}
