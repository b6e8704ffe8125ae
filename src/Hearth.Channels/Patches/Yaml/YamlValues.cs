using System.Globalization;
using Hearth.Foundation.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Hearth.Channels.Patches.Yaml;

/// <summary>Takes values out of YAML nodes, and reports those of another kind with their place in the file.</summary>
internal sealed class YamlValues(string file, List<Diagnostic> problems)
{
    public string File => file;

    public void Refuse(YamlNode at, string message, string? hint = null) =>
        problems.Add(PatchSourceDiagnostics.BadPatchYaml.In(file, message, hint, PositionOf(at.Start)));

    public static TextPosition PositionOf(Mark mark) => new((int)mark.Line, (int)mark.Column);

    public static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    /// <summary>The entries of a mapping; none, and a problem, if the node is something else or empty.</summary>
    public IEnumerable<(string Key, YamlNode Value, YamlNode At)> Entries(YamlNode node)
    {
        if (node is not YamlMappingNode { Children.Count: > 0 } mapping)
        {
            Refuse(node, "a mapping is expected here");
            yield break;
        }
        foreach (var (key, value) in mapping.Children)
        {
            if (key is YamlScalarNode { Value: { } text })
                yield return (text, value, key);
            else
                Refuse(key, "a key is a plain text");
        }
    }

    /// <summary>The items of a list; none, and a problem, if the node is something else or empty.</summary>
    public IReadOnlyList<YamlNode> Items(YamlNode node)
    {
        if (node is YamlSequenceNode { Children.Count: > 0 } sequence)
            return [.. sequence.Children];
        Refuse(node, "a list is expected here");
        return [];
    }

    /// <summary>A text; null, and a problem, if the node is something else.</summary>
    public string? Text(YamlNode node)
    {
        switch (node)
        {
            case YamlScalarNode { Style: ScalarStyle.Plain, Value: { } plain } when IsOtherThanText(plain):
                Refuse(node, $"'{plain}' is not a text to YAML", $"write \"{plain}\"");
                return null;
            case YamlScalarNode { Value.Length: > 0 } scalar:
                return scalar.Value;
            default:
                Refuse(node, "a text is expected here");
                return null;
        }
    }

    /// <summary>One text or a list of them.</summary>
    public IReadOnlyList<string> Texts(YamlNode node) =>
        [.. (node is YamlSequenceNode ? Items(node) : [node]).Select(Text).OfType<string>()];

    /// <summary>One pattern or a list of them.</summary>
    public IReadOnlyList<ShellPattern> Patterns(YamlNode node) => [.. Texts(node).Select(ShellPattern.Parse)];

    /// <summary>One pattern or a list of them, for a field that holds a number, which needs no quotes.</summary>
    public IReadOnlyList<ShellPattern> NumberPatterns(YamlNode node) =>
        [.. (node is YamlSequenceNode ? Items(node) : [node]).Select(item => IsWhole(item, out var number) ? Written(number) : Text(item)).OfType<string>().Select(ShellPattern.Parse)];

    /// <summary>A whole number from 0 up; null, and a problem, if the node is something else.</summary>
    public long? Number(YamlNode node)
    {
        if (IsWhole(node, out var number))
            return number;
        Refuse(node, "a whole number from 0 up is expected here");
        return null;
    }

    public Template? Template(YamlNode node, bool allowsOld = false) =>
        Text(node) is { } text ? Yaml.Template.Parse(text, allowsOld, problem => Refuse(node, problem)) : null;

    public IReadOnlyList<Template> Templates(YamlNode node) =>
        [.. (node is YamlSequenceNode ? Items(node) : [node]).Select(item => Template(item)).OfType<Template>()];

    private static bool IsWhole(YamlNode node, out long number)
    {
        number = 0;
        return node is YamlScalarNode { Value: { } text } && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static string Written(long number) => number.ToString(CultureInfo.InvariantCulture);

    // YAML 1.2 §10.3.2; a version such as 1.10 would lose its last zero.
    private static bool IsOtherThanText(string plain) =>
        plain is "" or "~" or "null" or "Null" or "NULL" or "true" or "True" or "TRUE" or "false" or "False" or "FALSE"
        || double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
