using System.Text.Json;
using Hearth.Foundation.Diagnostics;
using Hearth.Packages.Paths;

namespace Hearth.Packages.Metadata;

/// <summary>What CEP 34 and CEP 17 ask of the metadata of a package, beyond the shape of each file.</summary>
internal static class MetadataRules
{
    public static IEnumerable<Diagnostic> Check(PackageInfo info, IReadOnlyList<PathEntry> paths, string file)
    {
        if (info.Paths is null)
            yield return VerificationDiagnostics.LegacyMetadata.In(file, "the package has no info/paths.json; sizes and digests cannot be verified");
        if (info.Members.Contains("info/repodata_record.json"))
            yield return VerificationDiagnostics.ReservedPath.In(file, "info/repodata_record.json must not be in a package");
        foreach (var path in paths.Where(path => path.Path.StartsWith("conda-meta/", StringComparison.Ordinal)))
            yield return VerificationDiagnostics.ReservedPath.In(file, $"'{path.Path}' lies in conda-meta/");
        foreach (var twice in paths.GroupBy(path => path.Path, StringComparer.Ordinal).Where(group => group.Count() > 1))
            yield return VerificationDiagnostics.DoubleListing.In(file, $"'{twice.Key}' is listed {twice.Count()} times");
        var index = Parse(info.Index, "info/index.json", file);
        foreach (var problem in CheckNoarch(index, info.Link is { } link ? Parse(link, "info/link.json", file) : null, file))
            yield return problem;
        if (TextOf(index, "python_site_packages_path") is { } site && (site.StartsWith('/') || site.Contains('\\', StringComparison.Ordinal) || site.Split('/').Contains("..")))
            yield return VerificationDiagnostics.BadSitePackages.In(file, $"python_site_packages_path is '{site}'");
    }

    /// <summary>The entry points of link.json, as they are written.</summary>
    public static IReadOnlyList<string> EntryPointsOf(JsonElement? link) =>
        link is { ValueKind: JsonValueKind.Object } document && document.TryGetProperty("noarch", out var noarch) && noarch.ValueKind == JsonValueKind.Object
        && noarch.TryGetProperty("entry_points", out var points) && points.ValueKind == JsonValueKind.Array
            ? [.. points.EnumerateArray().Select(point => point.ToString())]
            : [];

    private static IEnumerable<Diagnostic> CheckNoarch(JsonElement index, JsonElement? link, string file)
    {
        // Before 2017 'true' stood for generic.
        var declared = index.TryGetProperty("noarch", out var noarch) && noarch.ValueKind is not (JsonValueKind.Null or JsonValueKind.False)
            ? noarch.ValueKind == JsonValueKind.True ? "generic" : noarch.ToString()
            : null;
        if (declared is not (null or "generic" or "python"))
            yield return VerificationDiagnostics.BadNoarch.In(file, $"noarch is '{declared}' in index.json");
        if (declared is not null && TextOf(index, "subdir") is { } subdir and not "noarch")
            yield return VerificationDiagnostics.BadNoarch.In(file, $"the package is noarch, but its subdir is '{subdir}'");
        var linked = link is { ValueKind: JsonValueKind.Object } document && document.TryGetProperty("noarch", out var section) ? TextOf(section, "type") : null;
        if (linked is not null && declared is not null && linked != declared)
            yield return VerificationDiagnostics.BadNoarch.In(file, $"noarch is '{declared}' in index.json, but '{linked}' in link.json");
        foreach (var point in EntryPointsOf(link).Where(point => !IsEntryPoint(point)))
            yield return VerificationDiagnostics.BadNoarch.In(file, $"'{point}' is no entry point");
    }

    // {executable-name} = {dotted-import-path}:{function-name}
    private static bool IsEntryPoint(string text) =>
        text.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals
        && text[(equals + 1)..].Split(':') is [var module, var function]
        && text[..equals].Trim().Length > 0 && module.Trim().Length > 0 && function.Trim().Length > 0;

    private static JsonElement Parse(ReadOnlyMemory<byte> json, string member, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new BadInputException(PackagesDiagnostics.BadMetadata.In(file, $"{member} is not JSON: {e.Message}"), e);
        }
        throw PackagesDiagnostics.BadMetadata.Refuse(file, $"{member} is no JSON object");
    }

    private static string? TextOf(JsonElement document, string name) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
