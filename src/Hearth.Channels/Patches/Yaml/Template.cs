using System.Globalization;
using System.Text;
using Hearth.Conda.Records;

namespace Hearth.Channels.Patches.Yaml;

/// <summary>A text with <c>$name</c> or <c>${name}</c> in it, which stand for values of the record being patched; <c>$$</c> is a dollar sign.</summary>
internal sealed class Template
{
    private const string Old = "old";

    private static readonly string[] Variables =
        ["build", "build_number", "major_version", "minor_version", "name", "next_version", "patch_version", "subdir", "version"];

    private readonly List<(string Text, bool IsVariable)> _parts = [];

    private Template()
    {
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="allowsOld">Whether <c>${old}</c> has a meaning here.</param>
    /// <param name="refuse">Is told what is wrong with the text.</param>
    public static Template Parse(string text, bool allowsOld, Action<string> refuse)
    {
        var template = new Template();
        var rest = text.AsSpan();
        while (rest.IndexOf('$') is >= 0 and var dollar)
        {
            template.Add(rest[..dollar].ToString());
            rest = rest[(dollar + 1)..];
            if (rest is ['$', ..])
            {
                template.Add("$");
                rest = rest[1..];
                continue;
            }
            var isBraced = rest is ['{', ..] && rest.Contains('}');
            var name = isBraced ? rest[1..rest.IndexOf('}')] : rest[..IdentifierLength(rest)];
            rest = rest[(name.Length + (isBraced ? 2 : 0))..];
            if (!Variables.Contains(name.ToString()) && !(allowsOld && name is Old))
                refuse($"'${name}' stands for nothing here; there are {string.Join(", ", allowsOld ? [.. Variables, Old] : Variables)}");
            template._parts.Add((name.ToString(), true));
        }
        template.Add(rest.ToString());
        return template;
    }

    /// <summary>The text for a record; null if the record has no such value.</summary>
    public string? Fill(RecordDraft record, string? old = null)
    {
        if (_parts is [{ IsVariable: false } only])
            return only.Text;
        var filled = new StringBuilder();
        foreach (var (text, isVariable) in _parts)
        {
            if ((isVariable ? ValueOf(text, record, old) : text) is not { } value)
                return null;
            filled.Append(value);
        }
        return filled.ToString();
    }

    private void Add(string text)
    {
        if (text.Length > 0)
            _parts.Add((text, false));
    }

    private static string? ValueOf(string variable, RecordDraft record, string? old) => variable switch
    {
        Old => old,
        "subdir" => record.Subdir,
        "next_version" => NextVersion(record.Version),
        "major_version" => VersionPart(record.Version, 0),
        "minor_version" => VersionPart(record.Version, 1),
        "patch_version" => VersionPart(record.Version, 2),
        "build" => record.Text(RecordField.Build),
        "build_number" => record.Text(RecordField.BuildNumber),
        "name" => record.Text(RecordField.Name),
        _ => record.Text(RecordField.Version),
    };

    private static string? NextVersion(string version)
    {
        var last = version.LastIndexOf('.') + 1;
        return long.TryParse(version.AsSpan(last), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? string.Create(CultureInfo.InvariantCulture, $"{version.AsSpan(0, last)}{number + 1}")
            : null;
    }

    private static string VersionPart(string version, int index) => version.Split('.') is var parts && index < parts.Length ? parts[index] : "0";

    private static int IdentifierLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (text[length] == '_' || char.IsAsciiLetter(text[length]) || (length > 0 && char.IsAsciiDigit(text[length]))))
            length++;
        return length;
    }
}
