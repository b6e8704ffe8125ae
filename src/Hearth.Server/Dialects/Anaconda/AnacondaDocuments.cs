using System.Globalization;
using System.Text.Json;
using Hearth.Channels.Publish;
using Hearth.Conda.Versions;

namespace Hearth.Server.Dialects.Anaconda;

/// <summary>Whose a package is: a channel, which Anaconda calls a user.</summary>
internal sealed record AnacondaUser(string Login, string Name, string UserType)
{
    public static AnacondaUser Channel(string name) => new(name, name, "org");
}

/// <summary>An artifact.</summary>
internal sealed record AnacondaDist(
    string Basename, string FullName, AnacondaUser Owner, string DistributionType, string Type, string Version, IReadOnlyList<string> Labels, string Md5, string Sha256, long Size,
    JsonElement Attrs, string UploadTime, string DownloadUrl)
{
    public static AnacondaDist Of(string channel, ListedArtifact artifact) => new(
        artifact.Path,
        $"{channel}/{artifact.Record.Name}/{artifact.Record.Version}/{artifact.Path}",
        AnacondaUser.Channel(channel),
        "conda",
        "conda",
        artifact.Record.Version,
        artifact.Labels,
        artifact.Record.Text("md5"u8) ?? "",
        artifact.Sha256.ToString(),
        artifact.Record.Size,
        JsonElement.Parse(artifact.Record.Json.Span),
        artifact.At.ToString("yyyy-MM-dd HH:mm:ss.ffffff+00:00", CultureInfo.InvariantCulture),
        $"/{channel}/{artifact.Path}");
}

/// <summary>The artifacts of a version.</summary>
internal sealed record AnacondaRelease(string Version, string FullName, IReadOnlyList<AnacondaDist> Distributions);

/// <summary>The artifacts of a name.</summary>
internal sealed record AnacondaPackage(
    string Name, string FullName, AnacondaUser Owner, string Summary, bool Public, IReadOnlyList<string> PackageTypes, IReadOnlyList<string> CondaPlatforms, IReadOnlyList<string> Versions, string? LatestVersion,
    IReadOnlyList<AnacondaRelease> Releases, IReadOnlyList<AnacondaDist> Files)
{
    /// <summary>A package, which may have no artifact yet.</summary>
    public static AnacondaPackage Of(string channel, bool isPublic, string name, IReadOnlyList<ListedArtifact> artifacts)
    {
        var files = artifacts.Select(artifact => AnacondaDist.Of(channel, artifact)).ToList();
        var releases = files.GroupBy(file => file.Version, StringComparer.Ordinal)
            .OrderBy(group => CondaVersion.TryParse(group.Key, null, out var version) ? version : default)
            .Select(group => new AnacondaRelease(group.Key, $"{channel}/{name}/{group.Key}", [.. group]))
            .ToList();
        return new AnacondaPackage(
            name,
            $"{channel}/{name}",
            AnacondaUser.Channel(channel),
            artifacts.Count > 0 ? SummaryOf(artifacts[^1]) : "",
            isPublic,
            ["conda"],
            [.. artifacts.Select(artifact => artifact.Record.Subdir).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [.. releases.Select(release => release.Version)],
            releases.Count > 0 ? releases[^1].Version : null,
            releases,
            files);
    }

    private static string SummaryOf(ListedArtifact artifact)
    {
        if (artifact.About.IsEmpty)
            return "";
        using var about = JsonDocument.Parse(artifact.About);
        return about.RootElement.ValueKind == JsonValueKind.Object && about.RootElement.TryGetProperty("summary"u8, out var summary) && summary.ValueKind == JsonValueKind.String ? summary.GetString()! : "";
    }
}

/// <summary>What an uploader says before the bytes; of the attributes only the file itself is believed.</summary>
internal sealed record AnacondaStage(string? DistributionType, IReadOnlyList<string>? Channels, string? Sha256);

/// <summary>Where the bytes go.</summary>
internal sealed record AnacondaStaged(string PostUrl, IReadOnlyDictionary<string, string> FormData, string DistId, string Basename);

/// <summary>Which staged bytes to publish.</summary>
internal sealed record AnacondaCommit(string? DistId);

/// <summary>Where a copy goes; what is not said stays as it is.</summary>
internal sealed record AnacondaCopy(string? ToOwner, string? FromChannel, string? ToChannel);

/// <summary>The artifacts under a label.</summary>
internal sealed record AnacondaLabel(string Label, IReadOnlyList<AnacondaLabelledFile> Files);

/// <summary>An artifact under a label.</summary>
internal sealed record AnacondaLabelledFile(string Basename, string FullName);

/// <summary>A label in a list.</summary>
internal sealed record AnacondaLabelState(bool IsLocked);
