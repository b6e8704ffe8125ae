using System.Text.Json;
using Hearth.Cli.Commands.Schema;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Cli.Settings;

/// <summary>A settings file: a YAML mapping of settings to values.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Values">What it says, by the setting's name.</param>
internal sealed record SettingsFile(string Path, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>What the file in a data folder is called.</summary>
    public const string FileName = "hearth.yaml";

    /// <summary>Reads a file.</summary>
    /// <exception cref="BadInputException">It cannot be read, is no mapping, or names what cannot be set; everything that is wrong with it is said.</exception>
    public static SettingsFile Read(string path)
    {
        var documents = YamlJson.Documents(Bytes(path), path);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (documents.Count == 0)
            return new SettingsFile(path, values);
        var (json, positions) = documents[0];
        var root = JsonElement.Parse(json.Span);
        if (root.ValueKind == JsonValueKind.Null)
            return new SettingsFile(path, values);
        if (root.ValueKind != JsonValueKind.Object)
            throw CliDiagnostics.BadSettings.Refuse(path, "the file is not a mapping of settings to values");
        var problems = new List<Diagnostic>();
        foreach (var (name, value) in root.EnumerateObject().Select(member => (member.Name, member.Value)))
        {
            var at = positions?.GetValueOrDefault($"/{name}");
            if (SettingCatalog.All.FirstOrDefault(setting => setting.Name == name) is not { } setting)
                problems.Add(CliDiagnostics.BadSettings.In(path, $"there is no setting '{name}'", HintFor(name), at));
            else if (TextOf(value) is not { } text)
                problems.Add(CliDiagnostics.BadSettings.In(path, $"{name} is one value, not {value.ValueKind.ToString().ToLowerInvariant()}", at: at));
            else if (setting.Problem(text) is { } problem)
                problems.Add(CliDiagnostics.BadSettings.In(path, $"{name} {problem}, not '{text}'", at: at));
            else
                values.Add(name, text);
        }
        return problems.Count == 0 ? new SettingsFile(path, values) : throw new BadInputException(problems);
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliDiagnostics.BadSettings.Refuse(path, $"the settings file cannot be read: {e.Message}");
        }
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private static string HintFor(string name)
    {
        var nearest = SettingCatalog.All.MinBy(setting => Distance(setting.Name, name.Replace('_', '-')))!.Name;
        return Distance(nearest, name.Replace('_', '-')) <= 2 ? $"did you mean '{nearest}'?" : "'hearth config reference' names them all";
    }

    // Levenshtein's distance, row by row.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1)));
        }
        return row[^1];
    }
}
