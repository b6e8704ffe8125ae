namespace Hearth.Recipes.Syntax;

/// <summary>
/// Changes of a YAML file, collected against one tree and made together: comments, order, quoting and blank lines elsewhere stay
/// as they are. YAML text is given with its own lines indented from zero.
/// </summary>
public sealed class TreeEdits(SyntaxTree tree)
{
    private readonly TextEdits _edits = new();

    public SyntaxTree Tree { get; } = tree;

    public int Count => _edits.Count;

    private SourceText Source => Tree.Source;

    private string Text => Tree.Source.Text;

    /// <summary>Gives a scalar another value, in the style it has.</summary>
    public void SetValue(ScalarNode scalar, string value) => SetText(scalar, ScalarText.Of(value, scalar, IsInBrackets(Tree.Root, scalar.Span)));

    /// <summary>Gives a node another text, which is YAML.</summary>
    public void SetText(SyntaxNode node, string yaml) =>
        _edits.Add(node.Span, node.Span.IsEmpty && !IsBlank(node.Span.Start - 1) ? $" {yaml}" : yaml);

    /// <summary>Replaces a stretch of the text as it is, such as a part of a template.</summary>
    public void SetText(TextSpan span, string text) => _edits.Add(span, text);

    /// <summary>Puts a value into a list, before the item that now has the place <paramref name="index"/>, or at the end.</summary>
    public void Insert(SequenceNode list, int index, string yaml)
    {
        if (list.IsFlow)
        {
            InsertIntoFlow(list.Span, [.. list.Items.Select(item => item.Span)], index, yaml);
            return;
        }
        var indent = ColumnOf(DashOf(list.Items[Math.Min(index, list.Items.Count - 1)]));
        var lines = Lines($"- {yaml.Replace("\n", "\n  ", StringComparison.Ordinal)}", indent);
        if (index < list.Items.Count && StartsLine(DashOf(list.Items[index])))
            _edits.Add(new TextSpan(Source.LineStart(DashOf(list.Items[index])), 0), lines);
        else if (index < list.Items.Count)
            _edits.Add(new TextSpan(DashOf(list.Items[index]), 0), $"{lines.TrimStart(' ')}{new string(' ', indent)}");
        else
            AppendLines(list.Items[^1].Span.End, lines);
    }

    public void Remove(SequenceNode list, int index)
    {
        var item = list.Items[index];
        if (list.IsFlow)
            RemoveFromFlow([.. list.Items.Select(other => other.Span)], index);
        else
            RemoveBlock(DashOf(item), item.Span.End, index + 1 < list.Items.Count ? DashOf(list.Items[index + 1]) : null);
    }

    /// <summary>
    /// Puts a key into a mapping, before the entry that now has the place <paramref name="index"/>, or at the end.
    /// The text is <c>key: value</c>, or a key with lines below it.
    /// </summary>
    public void Insert(MappingNode mapping, int index, string yaml)
    {
        if (mapping.IsFlow)
        {
            InsertIntoFlow(mapping.Span, [.. mapping.Entries.Select(SpanOf)], index, yaml);
            return;
        }
        var indent = ColumnOf(mapping.Entries[0].Key.Span.Start);
        var lines = Lines(yaml, indent);
        var before = index < mapping.Entries.Count ? mapping.Entries[index].Key.Span.Start : -1;
        if (before >= 0 && StartsLine(before))
            _edits.Add(new TextSpan(Source.LineStart(before), 0), lines);
        else if (before >= 0)
            _edits.Add(new TextSpan(before, 0), $"{lines.TrimStart(' ')}{new string(' ', indent)}");
        else
            AppendLines(SpanOf(mapping.Entries[^1]).End, lines);
    }

    public void Remove(MappingNode mapping, MappingEntry entry)
    {
        var index = mapping.Entries.ToList().IndexOf(entry);
        if (mapping.IsFlow)
            RemoveFromFlow([.. mapping.Entries.Select(SpanOf)], index);
        else
            RemoveBlock(entry.Key.Span.Start, SpanOf(entry).End, index + 1 < mapping.Entries.Count ? mapping.Entries[index + 1].Key.Span.Start : null);
    }

    /// <summary>The text after all changes.</summary>
    public string Apply() => _edits.ApplyTo(Text);

    private static TextSpan SpanOf(MappingEntry entry) =>
        TextSpan.Between(entry.Key.Span.Start, Math.Max(entry.Key.Span.End, entry.Value.Span.End));

    // Whole lines where the value begins one; up to the next sibling where it stands behind the dash of a list.
    private void RemoveBlock(int start, int end, int? next)
    {
        if (StartsLine(start))
            _edits.Add(TextSpan.Between(Source.LineStart(start), Source.NextLine(end)), "");
        else
            _edits.Add(TextSpan.Between(start, next ?? end), "");
    }

    private void InsertIntoFlow(TextSpan whole, IReadOnlyList<TextSpan> items, int index, string yaml)
    {
        if (items.Count == 0)
            _edits.Add(new TextSpan(whole.Start + 1, 0), yaml);
        else if (index < items.Count)
            _edits.Add(new TextSpan(items[index].Start, 0), $"{yaml}, ");
        else
            _edits.Add(new TextSpan(items[^1].End, 0), $", {yaml}");
    }

    private void RemoveFromFlow(IReadOnlyList<TextSpan> items, int index)
    {
        if (index + 1 < items.Count)
            _edits.Add(TextSpan.Between(items[index].Start, items[index + 1].Start), "");
        else
            _edits.Add(TextSpan.Between(index > 0 ? items[index - 1].End : items[index].Start, items[index].End), "");
    }

    private void AppendLines(int end, string lines)
    {
        var next = Source.NextLine(end);
        var endsWithBreak = next > 0 && Text[next - 1] == '\n';
        _edits.Add(new TextSpan(next, 0), endsWithBreak ? lines : $"{Source.NewLine}{lines[..^Source.NewLine.Length]}");
    }

    private string Lines(string yaml, int indent)
    {
        var margin = new string(' ', indent);
        return string.Concat(yaml.TrimEnd('\n').Split('\n').Select(line => line.Length == 0 ? Source.NewLine : $"{margin}{line}{Source.NewLine}"));
    }

    // The '-' of a list item; the library's events do not tell it. It may stand on a line above the value.
    private int DashOf(SyntaxNode item)
    {
        var start = Source.LineStart(item.Span.Start);
        var head = Text.AsSpan(start, item.Span.Start - start);
        if (head.LastIndexOf('-') is var last and >= 0 && head[(last + 1)..].IsWhiteSpace())
            return start + last;
        while (start > 0)
        {
            start = Source.LineStart(start - 1);
            var line = Text.AsSpan(start, Source.LineEnd(start) - start);
            if (line.IndexOfAnyExcept(' ') is var first and >= 0 && line[first] == '-')
                return start + first;
        }
        throw new InvalidOperationException("a list item has no '-'");
    }

    private static bool IsInBrackets(SyntaxNode? node, TextSpan span) => node switch
    {
        SequenceNode list when list.Span.Contains(span) => list.IsFlow || list.Items.Any(item => IsInBrackets(item, span)),
        MappingNode map when map.Span.Contains(span) => map.IsFlow || map.Entries.Any(entry => IsInBrackets(entry.Value, span)),
        _ => false,
    };

    private int ColumnOf(int offset) => offset - Source.LineStart(offset);

    private bool StartsLine(int offset) => Text.AsSpan(Source.LineStart(offset), ColumnOf(offset)).IsWhiteSpace();

    private bool IsBlank(int offset) => offset < 0 || char.IsWhiteSpace(Text[offset]);
}
