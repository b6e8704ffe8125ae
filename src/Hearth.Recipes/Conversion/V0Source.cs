using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Jinja;
using Hearth.Recipes.MetaYaml;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Conversion;

/// <summary>Reads the parts of a meta.yaml whose structure is plain: with their selectors, comments and expressions.</summary>
internal sealed class V0Source
{
    private readonly string? _file;
    private readonly List<Diagnostic> _problems;
    private readonly IReadOnlyList<TemplateLine> _lines;
    private readonly string _text;

    public V0Source(IReadOnlyList<TemplateLine> lines, string? file, List<Diagnostic> problems)
    {
        (_lines, _file, _problems) = (lines, file, problems);
        _text = string.Join('\n', lines.Select(line => line.Text));
        Tree = SyntaxTree.ParseTemplate(_text, file);
    }

    public SyntaxTree Tree { get; }

    public IReadOnlyList<TemplateLine> Lines => _lines;

    public IReadOnlyList<V0Part> Entries(SyntaxNode? node)
    {
        if (node is not MappingNode map)
            return [];
        List<V0Part> parts = [.. map.Entries.Select(entry => Part(entry.Name, entry.Key.Span.Start, entry.Value))];
        // Comments above the first entry of an item belong to the item.
        if (parts.Count > 0 && IsBehindDash(map.Entries[0].Key.Span.Start))
            parts[0] = parts[0] with { Comments = [] };
        return parts;
    }

    /// <summary>The items of a list; a single value counts as a list of one.</summary>
    public IReadOnlyList<V0Part> Items(V0Part part) => part.Node switch
    {
        SequenceNode list => [.. list.Items.Select(item => Part(null, item.Span.Start, item))],
        ScalarNode { IsNull: true } => [],
        _ => [part with { Key = null, Condition = null, Comments = [], Trailing = part.Node is ScalarNode ? part.Trailing : null }],
    };

    /// <summary>The text of a scalar as written, quotes included, on one line; blocks keep their lines.</summary>
    public string Raw(ScalarNode node)
    {
        var raw = _text.Substring(node.Span.Start, node.Span.Length);
        if (node.Style is ScalarStyle.Literal or ScalarStyle.Folded || !raw.Contains('\n', StringComparison.Ordinal))
            return raw;
        return string.Join(' ', raw.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'));
    }

    public void Lost(int line, string message, string? hint = null) =>
        _problems.Add(ConversionDiagnostics.Lost.In(_file, message, hint, new(line, 1)));

    public void Dropped(V0Part part, string message) =>
        _problems.Add(ConversionDiagnostics.Dropped.In(_file, message, null, new(part.Line, 1)));

    public void Judged(int line, string message) =>
        _problems.Add(ConversionDiagnostics.Judgement.In(_file, message, null, new(line, 1)));

    /// <summary>A selector as an expression of recipe.yaml; null if it cannot be one.</summary>
    public string? Condition(string selector, int line)
    {
        try
        {
            return JinjaWriter.Write(ExpressionConversion.Convert(selector));
        }
        catch (JinjaException wrong)
        {
            Lost(line, $"the selector '{selector}' cannot be carried: {wrong.Message}");
            return null;
        }
    }

    public int SourceLine(int line) => _lines.Count == 0 ? 1 : _lines[Math.Clamp(line - 1, 0, _lines.Count - 1)].Source;

    private V0Part Part(string? key, int start, SyntaxNode node)
    {
        var row = Tree.Source.PositionOf(start).Line - 1;
        var line = row < _lines.Count ? _lines[row].Text : "";
        var ownLine = node is ScalarNode || key is not null;
        var selector = ownLine ? SelectorComment.Of(line) : null;
        var condition = selector is { } found ? Condition(found.Condition, _lines[row].Source) : null;
        return new(key is null ? null : KeyText(key, start), node, condition, Above(row), node is ScalarNode { Style: ScalarStyle.Plain or ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted } ? Behind(line, selector) : null, SourceLine(row + 1));
    }

    private bool IsBehindDash(int at) => _text.AsSpan(Tree.Source.LineStart(at), at - Tree.Source.LineStart(at)).TrimStart().StartsWith("-");

    // An expression that is a key is masked in the tree.
    private string KeyText(string key, int start) => string.CompareOrdinal(_text, start, "{{", 0, 2) == 0 ? _text.Substring(start, Math.Min(key.Length, _text.Length - start)) : key;

    private List<string> Above(int row)
    {
        List<string> comments = [];
        for (var i = row - 1; i >= 0 && i < _lines.Count; i--)
        {
            var line = _lines[i].Text.Trim();
            if (line.Length == 0 && comments.Count == 0)
                continue;
            if (line.Length == 0 || line[0] != '#')
                break;
            var comment = line.TrimStart('#').Trim();
            if (comment.Length > 0 && !comment.Contains("{%", StringComparison.Ordinal))
                comments.Insert(0, comment.Replace("{{", "${{", StringComparison.Ordinal).Replace("$${{", "${{", StringComparison.Ordinal));
        }
        return comments;
    }

    private static string? Behind(string line, SelectorComment? selector)
    {
        var hash = line.IndexOf(" #", selector is { } known ? Math.Min(known.ContentLength, line.Length) : 0, StringComparison.Ordinal);
        if (hash < 0 || (selector is null && InsideQuotes(line, hash)))
            return null;
        var comment = line[(hash + 2)..];
        if (selector is { } found)
            comment = comment.Replace($"[{found.Condition}]", "", StringComparison.Ordinal);
        comment = comment.Trim('#', ' ', '\t', '\r');
        return comment.Length == 0 ? null : comment;
    }

    private static bool InsideQuotes(string line, int at) =>
        line.AsSpan(0, at).Count('"') % 2 == 1 || line.AsSpan(0, at).Count('\'') % 2 == 1;
}
