using System.Text.Json;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Recipes.Generation.PyPi;

namespace Hearth.Recipes.Generation.Upstream;

/// <summary>A Python package index: PyPI's JSON documents where the index has them, else the simple index in JSON (PEP 691).</summary>
/// <param name="upstream">How addresses are read.</param>
/// <param name="root">The index, above <c>pypi/</c> and <c>simple/</c>; ends in <c>/</c>.</param>
public sealed class PyPiIndex(IUpstream upstream, Uri root)
{
    /// <summary>Where Python projects are published if nothing else is said.</summary>
    public static readonly Uri Public = new("https://pypi.org/");

    private const long MostBytesOfIndex = 64L * 1024 * 1024;
    private const string SimpleJson = "application/vnd.pypi.simple.v1+json";

    /// <summary>Every version that has files, in no order; empty if there is no such project.</summary>
    public async Task<IReadOnlyList<string>> VersionsAsync(string name, CancellationToken cancellation)
    {
        var releases = await ReleasesAsync(name, cancellation);
        return [.. releases.Where(release => release.Files.Count > 0).Select(release => release.Version)];
    }

    /// <summary>A version, or the newest that is no pre-release if there is one; null if there is none.</summary>
    public async Task<Release?> FindAsync(string name, string? version, CancellationToken cancellation)
    {
        var releases = (await ReleasesAsync(name, cancellation)).Where(release => release.Files.Count > 0)
            .Select(release => (Release: release, Version: PythonVersion.TryParse(release.Version, null, out var parsed) ? parsed : null))
            .Where(one => one.Version is not null).ToList();
        if (version is not null)
            return PythonVersion.TryParse(version, null, out var wanted) ? releases.Find(one => one.Version!.Equals(wanted)).Release : null;
        return releases.OrderBy(one => one.Version!.IsPreRelease).ThenByDescending(one => one.Version).FirstOrDefault().Release;
    }

    /// <summary>What the newest release of a project asks for, as texts by PEP 508; null if the index does not say.</summary>
    public async Task<IReadOnlyList<string>?> RequirementsAsync(string name, CancellationToken cancellation)
    {
        var normal = PythonName.Normalise(name);
        if (!IsName(normal))
            return null;
        var json = new Uri(root, $"pypi/{normal}/json");
        await using var content = await upstream.OpenAsync(json, MostBytesOfIndex, null, cancellation);
        if (content is null || Member(await ReadAsync(content, json, cancellation), "info") is not { } info || Member(info, "requires_dist") is not { ValueKind: JsonValueKind.Array } requirements)
            return null;
        return [.. requirements.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];
    }

    private static bool IsName(string normal) => normal.Length > 0 && normal.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private async Task<IReadOnlyList<Release>> ReleasesAsync(string name, CancellationToken cancellation)
    {
        var normal = PythonName.Normalise(name);
        if (!IsName(normal))
            return [];
        var json = new Uri(root, $"pypi/{normal}/json");
        await using (var content = await upstream.OpenAsync(json, MostBytesOfIndex, null, cancellation))
        {
            if (content is not null)
                return FromJson(await ReadAsync(content, json, cancellation));
        }
        var simple = new Uri(root, $"simple/{normal}/");
        await using var listing = await upstream.OpenAsync(simple, MostBytesOfIndex, SimpleJson, cancellation);
        return listing is null ? [] : FromSimple(await ReadAsync(listing, simple, cancellation), simple);
    }

    private static async Task<JsonElement> ReadAsync(Stream content, Uri address, CancellationToken cancellation)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(content, default, cancellation);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new BadInputException(FoundationDiagnostics.NotJson.In(address.ToString(), e.Message), e);
        }
    }

    private static IReadOnlyList<Release> FromJson(JsonElement document)
    {
        var name = Member(document, "info") is { } info ? TextOf(info, "name") ?? "" : "";
        if (Member(document, "releases") is not { ValueKind: JsonValueKind.Object } releases)
            return [];
        return [.. releases.EnumerateObject().Select(release => new Release(name, release.Name, Files(release.Value, "filename", "digests", null)))];
    }

    // The simple index lists files; their names hold the versions.
    private static IReadOnlyList<Release> FromSimple(JsonElement document, Uri address)
    {
        var name = TextOf(document, "name") ?? "";
        if (Member(document, "files") is not { ValueKind: JsonValueKind.Array } files)
            return [];
        return
        [
            .. Files(files, "filename", "hashes", address).Where(file => file.IsSource || file.IsWheel)
                .GroupBy(file => VersionOf(file.FileName)).Where(group => group.Key is not null)
                .Select(group => new Release(name, group.Key!, [.. group])),
        ];
    }

    private static string? VersionOf(string fileName)
    {
        var parts = fileName.Split('-');
        if (fileName.EndsWith(".whl", StringComparison.OrdinalIgnoreCase))
            return parts.ElementAtOrDefault(1);
        var last = parts[^1];
        foreach (var ending in (string[])[".tar.gz", ".tgz", ".zip"])
        {
            if (parts.Length > 1 && last.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                return last[..^ending.Length];
        }
        return null;
    }

    private static List<ReleaseFile> Files(JsonElement files, string nameKey, string digestsKey, Uri? relativeTo)
    {
        if (files.ValueKind != JsonValueKind.Array)
            return [];
        var read = new List<ReleaseFile>();
        foreach (var file in files.EnumerateArray())
        {
            // PEP 592: a withdrawn file says true, or why.
            if (Member(file, "yanked") is { ValueKind: JsonValueKind.True or JsonValueKind.String })
                continue;
            var address = TextOf(file, "url") is not { } url ? null
                : relativeTo is null ? Uri.TryCreate(url, UriKind.Absolute, out var absolute) ? absolute : null
                : Uri.TryCreate(relativeTo, url, out var joined) ? joined : null;
            if (address is null || TextOf(file, nameKey) is not { } name)
                continue;
            var digest = Member(file, digestsKey) is { } digests ? TextOf(digests, "sha256") : null;
            read.Add(new ReleaseFile(name, address, Sha256.TryParse(digest, null, out var sha256) ? sha256 : null));
        }
        return read;
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    private static string? TextOf(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
