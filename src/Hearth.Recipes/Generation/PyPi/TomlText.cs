using Tomlyn;
using Tomlyn.Model;
using Tomlyn.Serialization;

namespace Hearth.Recipes.Generation.PyPi;

/// <summary>TOML files as tables, and what they hold by type.</summary>
internal static class TomlText
{
    private const int MostDepth = 200;

    /// <summary>The whole document; or why it is none.</summary>
    public static TomlTable? Read(string text, out string? problem)
    {
        problem = DeepestBracket(text) > MostDepth ? "it nests too deep" : null;
        if (problem is not null)
            return null;
        try
        {
            return TomlSerializer.Deserialize(text, TomlTables.Default.TomlTable);
        }
        // Of half a surrogate pair the library makes no problem that it could name.
        catch (Exception e) when (e is TomlException or ArgumentException)
        {
            problem = e.Message;
            return null;
        }
    }

    public static TomlTable? Table(this TomlTable? table, params ReadOnlySpan<string> path)
    {
        foreach (var key in path)
            table = table?.GetValueOrDefault(key) as TomlTable;
        return table;
    }

    public static string? Text(this TomlTable? table, string key) => table?.GetValueOrDefault(key) as string;

    /// <summary>The texts of a list; whatever else it holds is passed over.</summary>
    public static IReadOnlyList<string> Texts(this TomlTable? table, string key) =>
        table?.GetValueOrDefault(key) is TomlArray items ? [.. items.OfType<string>()] : [];

    // Brackets in texts count too, which are balanced in most of them.
    private static int DeepestBracket(string text)
    {
        var (depth, deepest) = (0, 0);
        foreach (var c in text)
        {
            depth = c switch { '[' or '{' => depth + 1, ']' or '}' => Math.Max(0, depth - 1), _ => depth };
            deepest = Math.Max(deepest, depth);
        }
        return deepest;
    }

    private static object? GetValueOrDefault(this TomlTable table, string key) => table.TryGetValue(key, out var value) ? value : null;
}

/// <summary>How tables are read without reflection.</summary>
[TomlSerializable(typeof(TomlTable))]
internal sealed partial class TomlTables : TomlSerializerContext;
