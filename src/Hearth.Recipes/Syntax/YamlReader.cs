using Hearth.Foundation.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Hearth.Recipes.Syntax;

/// <summary>Makes a tree of the events of the YAML library, within limits.</summary>
internal sealed class YamlReader
{
    private readonly SourceText _source;
    private readonly string _yaml;
    private readonly SyntaxRules _rules;
    private readonly int _offset;
    private readonly Parser _parser;
    private readonly List<Diagnostic> _problems = [];
    private readonly Dictionary<string, SyntaxNode> _anchors = new(StringComparer.Ordinal);
    private int _nodes;

    private YamlReader(SourceText source, string yaml, SyntaxRules rules)
    {
        _source = source;
        _yaml = yaml;
        _rules = rules;
        _offset = yaml.StartsWith('\uFEFF') ? 1 : 0;
        _parser = new Parser(new StringReader(_offset == 0 ? yaml : yaml[1..]));
    }

    /// <summary>Reads <paramref name="yaml"/>, which has the length of the source and takes its place where templates are masked.</summary>
    public static SyntaxTree Read(SourceText source, string yaml, SyntaxRules rules)
    {
        if (yaml.Length > rules.MaxLength)
            return new SyntaxTree(source, null, [SyntaxDiagnostics.TooLarge.In(source.File, $"the file has {yaml.Length} characters; {rules.MaxLength} are read")]);
        var reader = new YamlReader(source, yaml, rules);
        var root = reader.ReadGuarded();
        return new SyntaxTree(source, root, reader._problems);
    }

    private SyntaxNode? ReadGuarded()
    {
        try
        {
            return ReadStream();
        }
        catch (YamlException e)
        {
            var at = Math.Min(OffsetOf(e.Start), _source.Text.Length);
            _problems.Add(SyntaxDiagnostics.NotYaml.In(_source.File, Sentence(e.Message), at: _source.PositionOf(at)));
        }
        catch (BadInputException e)
        {
            _problems.AddRange(e.Diagnostics);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or OverflowException or FormatException)
        {
            // The library's answers to some malformed documents; they name no place.
            _problems.Add(SyntaxDiagnostics.NotYaml.In(_source.File, Sentence(e.Message)));
        }
        return null;
    }

    private SyntaxNode? ReadStream()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
            return null;
        _parser.Consume<DocumentStart>();
        var root = ReadNode(0);
        _parser.Consume<DocumentEnd>();
        if (!_parser.Accept<StreamEnd>(out _))
            _problems.Add(SyntaxDiagnostics.SeveralDocuments.In(_source.File, "a second document begins here", at: _source.PositionOf(OffsetOf(_parser.Current!.Start))));
        return root;
    }

    private SyntaxNode ReadNode(int depth)
    {
        var next = _parser.Current!;
        if (depth > _rules.MaxDepth)
            throw TooLarge(next, $"values nest deeper than {_rules.MaxDepth} levels");
        if (_parser.TryConsume<AnchorAlias>(out var alias))
            return Alias(alias);
        var node = next switch
        {
            Scalar => (SyntaxNode)ReadScalar(_parser.Consume<Scalar>()),
            SequenceStart => ReadSequence(_parser.Consume<SequenceStart>(), depth),
            _ => ReadMapping(_parser.Consume<MappingStart>(), depth),
        };
        Count(1, next);
        if (next is NodeEvent { Anchor.IsEmpty: false } anchored)
            _anchors[anchored.Anchor.Value] = node;
        return node;
    }

    private SyntaxNode Alias(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var node))
            throw SyntaxDiagnostics.NotYaml.Refuse(_source.File, $"the alias '*{alias.Value.Value}' names no value before it", at: _source.PositionOf(OffsetOf(alias.Start)));
        Count(node.Weight, alias);
        return node;
    }

    private void Count(int weight, ParsingEvent at)
    {
        _nodes += weight;
        if (_nodes > _rules.MaxNodes)
            throw TooLarge(at, $"the file stands for more than {_rules.MaxNodes} values");
    }

    private BadInputException TooLarge(ParsingEvent at, string message) =>
        SyntaxDiagnostics.TooLarge.Refuse(_source.File, message, at: _source.PositionOf(OffsetOf(at.Start)));

    private ScalarNode ReadScalar(Scalar scalar)
    {
        var style = scalar.Style switch
        {
            YamlDotNet.Core.ScalarStyle.SingleQuoted => ScalarStyle.SingleQuoted,
            YamlDotNet.Core.ScalarStyle.DoubleQuoted => ScalarStyle.DoubleQuoted,
            YamlDotNet.Core.ScalarStyle.Literal => ScalarStyle.Literal,
            YamlDotNet.Core.ScalarStyle.Folded => ScalarStyle.Folded,
            _ => ScalarStyle.Plain,
        };
        var span = Trimmed(OffsetOf(scalar.Start), OffsetOf(scalar.End));
        return new ScalarNode(span, _rules.RepeatedKeys ? Unmasked(span, scalar.Value, style) : scalar.Value, style);
    }

    // In a template, the value as the file has it: expressions were masked for the library.
    private string Unmasked(TextSpan span, string masked, ScalarStyle style)
    {
        var original = _source.Slice(span);
        if (original.SequenceEqual(_yaml.AsSpan(span.Start, span.Length)))
            return masked;
        return style switch
        {
            ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted when original.Length >= 2 => original[1..^1].ToString(),
            ScalarStyle.Literal or ScalarStyle.Folded => original[(original.IndexOf('\n') + 1)..].ToString(),
            _ => original.ToString(),
        };
    }

    private SequenceNode ReadSequence(SequenceStart start, int depth)
    {
        var items = new List<SyntaxNode>();
        while (!_parser.Accept<SequenceEnd>(out _))
            items.Add(ReadNode(depth + 1));
        _parser.Consume<SequenceEnd>();
        var isFlow = start.Style == SequenceStyle.Flow;
        var last = items.Count > 0 ? items[^1].Span.End : (int?)null;
        return new SequenceNode(isFlow ? Flow(start, last) : Block(start, last), items, isFlow);
    }

    private MappingNode ReadMapping(MappingStart start, int depth)
    {
        var entries = new List<MappingEntry>();
        var names = _rules.RepeatedKeys ? null : new HashSet<string>(StringComparer.Ordinal);
        while (!_parser.Accept<MappingEnd>(out _))
        {
            var key = ReadNode(depth + 1);
            if (key is not ScalarNode name)
            {
                throw SyntaxDiagnostics.KeyNotText.Refuse(
                    _source.File, "a key is not a plain text", "an expression is written '${{ … }}'", _source.PositionOf(key.Span.Start));
            }
            if (names?.Add(name.Value) == false)
            {
                _problems.Add(SyntaxDiagnostics.RepeatedKey.In(
                    _source.File, $"the key '{name.Value}' is given twice", at: _source.PositionOf(name.Span.Start)));
            }
            entries.Add(new MappingEntry(name, ReadNode(depth + 1)));
        }
        _parser.Consume<MappingEnd>();
        var isFlow = start.Style == MappingStyle.Flow;
        var last = entries.Count > 0 ? Math.Max(entries[^1].Value.Span.End, entries[^1].Key.Span.End) : (int?)null;
        return new MappingNode(isFlow ? Flow(start, last) : Block(start, last), entries, isFlow);
    }

    // The closing bracket; the library ends the list before or behind it.
    private TextSpan Flow(ParsingEvent start, int? last)
    {
        var open = OffsetOf(start.Start);
        while (open < _yaml.Length && _yaml[open] is not ('[' or '{'))
            open++;
        var at = Math.Max(open + 1, last ?? 0);
        while (at < _yaml.Length && _yaml[at] is not (']' or '}'))
            at = _yaml[at] == '#' ? _source.NextLine(at) : at + 1;
        return TextSpan.Between(OffsetOf(start.Start), Math.Min(at + 1, _yaml.Length));
    }

    private TextSpan Block(ParsingEvent start, int? end) =>
        TextSpan.Between(OffsetOf(start.Start), Math.Max(OffsetOf(start.Start), end ?? OffsetOf(start.End)));

    // The library ends block scalars at the token behind them.
    private TextSpan Trimmed(int start, int end)
    {
        while (end > start && char.IsWhiteSpace(_yaml[end - 1]))
            end--;
        return TextSpan.Between(start, end);
    }

    private int OffsetOf(Mark mark) => Math.Min((int)mark.Index + _offset, _yaml.Length);

    private static string Sentence(string message) =>
        message.Length > 1 && char.IsUpper(message[0]) && char.IsLower(message[1]) ? $"{char.ToLowerInvariant(message[0])}{message[1..].TrimEnd('.')}" : message.TrimEnd('.');
}
