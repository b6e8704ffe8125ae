using System.Globalization;
using Hearth.Recipes.Generation.PyPi;
using Hearth.Recipes.Jinja;
using Hearth.Recipes.Syntax;
using Tomlyn.Model;

namespace Hearth.Recipes.MetaYaml;

/// <summary>Files of data as values of templates. What is not there or cannot be read is an empty map, as for conda-build while a recipe is rendered.</summary>
internal static class LoadedData
{
    private const int MostDepth = 64;

    private static readonly JinjaValue Nothing = JinjaValue.Map(new JinjaMap([]));

    /// <summary>A file of JSON, YAML or TOML, by its name.</summary>
    public static JinjaValue Of(string? text, string name)
    {
        if (text is null)
            return Nothing;
        if (name.EndsWith("toml", StringComparison.OrdinalIgnoreCase))
            return TomlText.Read(text, out _) is { } table ? OfToml(table, 0) : Nothing;
        // JSON is YAML.
        return SyntaxTree.Parse(text, name) is { Root: { } root, Problems.Count: 0 } ? OfYaml(root) : Nothing;
    }

    /// <summary>The arguments of the call of <c>setup</c> in a <c>setup.py</c> that are known without running it.</summary>
    public static JinjaValue OfSetupScript(string? text) => text is null
        ? Nothing
        : JinjaValue.Map(SetupScript.Read(text).Known.Select(argument => KeyValuePair.Create(argument.Key, OfPython(argument.Value, 0))));

    private static JinjaValue OfPython(PythonValue value, int depth) => value switch
    {
        _ when depth > MostDepth => JinjaValue.Null,
        { Text: { } text } => JinjaValue.Of(text),
        { Items: { } items } => JinjaValue.List([.. items.Select(item => OfPython(item, depth + 1))]),
        { Entries: { } entries } => JinjaValue.Map(entries.Select(entry => KeyValuePair.Create(entry.Key, OfPython(entry.Value, depth + 1)))),
        _ => JinjaValue.Null,
    };

    private static JinjaValue OfToml(object? value, int depth) => value switch
    {
        _ when depth > MostDepth => JinjaValue.Null,
        TomlTable table => JinjaValue.Map(table.Select(entry => KeyValuePair.Create(entry.Key, OfToml(entry.Value, depth + 1)))),
        TomlTableArray tables => JinjaValue.List([.. tables.Select(table => OfToml(table, depth + 1))]),
        TomlArray items => JinjaValue.List([.. items.Select(item => OfToml(item, depth + 1))]),
        string text => JinjaValue.Of(text),
        bool flag => JinjaValue.Of(flag),
        long number => JinjaValue.Of(number),
        double number => JinjaValue.Of(number),
        _ => JinjaValue.Of(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };

    private static JinjaValue OfYaml(SyntaxNode node) => node switch
    {
        MappingNode map => JinjaValue.Map(map.Entries.Select(entry => KeyValuePair.Create(entry.Name, OfYaml(entry.Value)))),
        SequenceNode list => JinjaValue.List([.. list.Items.Select(OfYaml)]),
        ScalarNode { Kind: ScalarKind.Null } => JinjaValue.Null,
        ScalarNode { Kind: ScalarKind.Boolean } flag => JinjaValue.Of(flag.Boolean),
        ScalarNode { Kind: ScalarKind.Integer } number when long.TryParse(number.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JinjaValue.Of(whole),
        ScalarNode { Kind: ScalarKind.Float } number when double.TryParse(number.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) => JinjaValue.Of(real),
        ScalarNode text => JinjaValue.Of(text.Value),
        _ => JinjaValue.Null,
    };
}
