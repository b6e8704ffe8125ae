using System.Text;
using Hearth.Channels.Patches.Yaml.Conditions;
using Hearth.Conda.Versions;
using YamlDotNet.RepresentationModel;

namespace Hearth.Channels.Patches.Yaml;

/// <summary>Reads the entries of <c>if</c>.</summary>
internal static class ConditionReader
{
    private const string Negation = "not_";
    private const string OneOf = "_in";

    private static readonly HashSet<string> TextFields =
        ["arch", "build", "legacy_bz2_md5", "license", "license_family", "md5", "name", "noarch", "platform", "sha256", "subdir", "version"];

    private static readonly HashSet<string> NumberFields = ["build_number", "legacy_bz2_size", "size", "timestamp"];

    /// <summary>One condition; null, and a problem, if the key or its value is not understood.</summary>
    public static Condition? Read(string key, YamlNode value, YamlNode at, YamlValues values)
    {
        if (key.StartsWith(Negation, StringComparison.Ordinal))
            return ReadPlain(key[Negation.Length..], value, at, values) is { } condition ? new Negated(condition) : null;
        return ReadPlain(key, value, at, values);
    }

    private static Condition? ReadPlain(string key, YamlNode value, YamlNode at, YamlValues values)
    {
        switch (key)
        {
            case "artifact_in":
                return new ArtifactIn(values.Patterns(value));
            case "subdir_in":
                return new SubdirIn(values.Patterns(value));
            case "has_depends":
                return new HasEntries(EntryField.Depends, values.Patterns(value));
            case "has_constrains":
                return new HasEntries(EntryField.Constrains, values.Patterns(value));
            case "has_track_features":
                return new HasEntries(EntryField.TrackFeatures, values.Patterns(value));
        }
        var suffix = TextFields.Contains(key) || NumberFields.Contains(key) ? "" : key[Math.Max(key.LastIndexOf('_'), 0)..];
        var field = key[..^suffix.Length];
        if (TextFields.Contains(field) && OfText(field, suffix, value, values, out var condition))
            return condition;
        if (NumberFields.Contains(field) && OfNumber(field, suffix, value, values, out condition))
            return condition;
        values.Refuse(at, $"there is no condition '{key}'");
        return null;
    }

    private static bool OfText(string field, string suffix, YamlNode value, YamlValues values, out Condition? condition)
    {
        condition = null;
        if (suffix is OneOf)
        {
            condition = new FieldMatches(Encoding.UTF8.GetBytes(field), values.Patterns(value));
            return true;
        }
        if (!Comparisons.Suffixes.TryGetValue(suffix, out var comparison) && suffix.Length > 0)
            return false;
        if (suffix.Length > 0 && field != "version" && comparison is not (Comparison.Equal or Comparison.NotEqual))
            return false;
        if (values.Text(value) is not { } text)
            return true;
        if (field == "version" && (suffix.Length > 0 || !ShellPattern.IsPattern(text)))
            condition = OfVersion(suffix.Length > 0 ? comparison : Comparison.Equal, text, value, values);
        else if (suffix.Length > 0)
            condition = new TextEquals(Encoding.UTF8.GetBytes(field), text, comparison == Comparison.Equal);
        else
            condition = new FieldMatches(Encoding.UTF8.GetBytes(field), [ShellPattern.Parse(text)]);
        return true;
    }

    private static VersionCompares? OfVersion(Comparison comparison, string text, YamlNode at, YamlValues values)
    {
        if (CondaVersion.TryParse(text, null, out var version))
            return new VersionCompares(comparison, version);
        values.Refuse(at, $"'{text}' is not a version: {CondaVersion.Problem(text)}");
        return null;
    }

    private static bool OfNumber(string field, string suffix, YamlNode value, YamlValues values, out Condition? condition)
    {
        condition = null;
        if (suffix is "" or OneOf)
            condition = new FieldMatches(Encoding.UTF8.GetBytes(field), values.NumberPatterns(value));
        else if (!Comparisons.Suffixes.TryGetValue(suffix, out var comparison))
            return false;
        else if (values.Number(value) is { } number)
            condition = new NumberCompares(Encoding.UTF8.GetBytes(field), comparison, number);
        return true;
    }
}
