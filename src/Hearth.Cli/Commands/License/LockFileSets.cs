using System.Text.Json;
using Hearth.Cli.Commands.Schema;
using Hearth.Conda.Licences;
using Hearth.Conda.Names;

namespace Hearth.Cli.Commands.License;

/// <summary>
/// The packages that a file pins or names: <c>pixi.lock</c>, <c>conda-lock.yml</c>, an explicit list of URLs, <c>environment.yml</c>. Where the file does not
/// carry licences and dependencies, they come from a channel folder, by file name.
/// </summary>
internal sealed class LockFileSets(IReadOnlyList<CheckedSet> channel)
{
    private readonly Dictionary<string, LicencedPackage> _byFile = channel.SelectMany(set => set.Packages)
        .GroupBy(package => package.Identity.FileName ?? "", StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    /// <summary>The packages that a file pins; one that only names what it wants gives a request, with all that the channel has.</summary>
    public IReadOnlyList<CheckedSet> Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (IsExplicit(bytes))
            return [new CheckedSet(path, [.. File.ReadLines(path).Where(line => line.Contains("://", StringComparison.Ordinal)).Select(line => FromUrl(line.Split('#')[0].Trim()))])];
        using var document = JsonDocument.Parse(YamlJson.Documents(bytes, path)[0].Json);
        var root = document.RootElement;
        if (Member(root, "packages") is { ValueKind: JsonValueKind.Array } pixi)
            return [new CheckedSet(path, [.. pixi.EnumerateArray().Select(FromPixi).OfType<LicencedPackage>()])];
        if (Member(root, "package") is { ValueKind: JsonValueKind.Array } locked)
        {
            var urls = locked.EnumerateArray().Where(one => TextOf(one, "manager") != "pip").Select(one => TextOf(one, "url")).OfType<string>();
            return [new CheckedSet(path, [.. urls.Select(FromUrl)])];
        }
        if (Member(root, "dependencies") is { ValueKind: JsonValueKind.Array } wanted)
            return [.. channel.Select(set => Wanted(path, set, [.. wanted.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)]))];
        throw CliDiagnostics.UnknownFormat.Refuse(path, "neither a lock file, an explicit list nor an environment.yml");
    }

    private static CheckedSet Wanted(string path, CheckedSet set, IReadOnlyList<string> specs) =>
        new($"{path} on {set.Name}", [LicencedPackage.Of($"{path} on {set.Name}", "", "0", "0", null, specs) with { IsRequest = true }, .. set.Packages]);

    private static bool IsExplicit(ReadOnlySpan<byte> bytes) => bytes.IndexOf("@EXPLICIT"u8) >= 0;

    private LicencedPackage? FromPixi(JsonElement entry)
    {
        if (TextOf(entry, "conda") is not { } url)
            return null;
        var known = FromUrl(url);
        var licence = TextOf(entry, "license");
        return known with
        {
            Licence = licence ?? known.Licence,
            Depends = Member(entry, "depends") is { ValueKind: JsonValueKind.Array } depends
                ? [.. depends.EnumerateArray().Select(one => one.GetString() ?? "")]
                : known.Depends,
        };
    }

    private LicencedPackage FromUrl(string url)
    {
        var file = url[(url.LastIndexOf('/') + 1)..];
        if (_byFile.TryGetValue(file, out var known))
            return known;
        return ArtifactFileName.TryParseLenient(file, out var name)
            ? LicencedPackage.Of(file, name.NameText.ToString(), name.VersionText.ToString(), name.BuildText.ToString(), null, [])
            : LicencedPackage.Of(url, file, "0", "0", null, []);
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    private static string? TextOf(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
