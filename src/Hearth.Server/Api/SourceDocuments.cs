using System.Text.Json;
using Hearth.Channels.Sources;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.Time;
using Hearth.Mirrors.Sources;

namespace Hearth.Server.Api;

/// <summary>How much of a channel the archive of sources covers.</summary>
internal sealed record SourceCoverageDocument(
    string Schema, string Channel, long Artifacts, long Read, long Unread, long WithSources, long Complete, IReadOnlyDictionary<string, long> Sources, long Bytes, string? Followed)
{
    public static SourceCoverageDocument Of(SourceCoverage coverage) => new(
        "hearth.source-coverage.1",
        coverage.Channel,
        coverage.Artifacts,
        coverage.Read,
        coverage.Unread,
        coverage.WithSources,
        coverage.Complete,
        Enum.GetValues<NeedState>().ToDictionary(state => state.Word(), state => coverage.Needs.GetValueOrDefault(state)),
        coverage.Bytes,
        coverage.Followed is { } followed ? Rfc3339.Format(followed) : null);
}

/// <summary>A source that recipes name, and what became of it.</summary>
internal sealed record SourceGapDocument(JsonElement Reference, string State, string Reason, long Attempts, string? Tried, string Due, IReadOnlyList<string> Artifacts)
{
    public static SourceGapDocument Of(SourceGap gap) => new(
        SourceManifestDocument.Shown(gap.Need.Reference),
        gap.Need.State.Word(),
        gap.Need.Reason,
        gap.Need.Attempts,
        gap.Need.Tried is { } tried ? Rfc3339.Format(tried) : null,
        Rfc3339.Format(gap.Need.Due),
        gap.Artifacts);
}

internal sealed record SourceGapList(string Schema, long All, IReadOnlyList<SourceGapDocument> Gaps);

/// <summary>A source in a manifest: what the recipe says, what became of it, and where it can be had here.</summary>
internal sealed record ManifestSourceDocument(JsonElement Reference, string? Folder, string State, string Reason, string? Sha256, string? Address);

internal sealed record ManifestPatchDocument(string Path, string? Sha256);

/// <summary>What an artifact was built from.</summary>
internal sealed record SourceManifestDocument(
    string Schema, string Artifact, string Package, string? Licence, string? Recipe, string? RecipeSha256, string? Problem, IReadOnlyList<ManifestSourceDocument> Sources, IReadOnlyList<ManifestPatchDocument> Patches)
{
    public static SourceManifestDocument Of(SourceManifest manifest) => new(
        "hearth.source-manifest.1",
        manifest.Artifact.ToString(),
        manifest.Package,
        manifest.Licence,
        manifest.RecipePath,
        manifest.Recipe?.ToString(),
        manifest.Problem,
        [
            .. manifest.Sources.Select(source => new ManifestSourceDocument(
                Shown(source.Reference), source.Folder, source.Need!.State.Word(), source.Need.Reason, source.Need.Held?.ToString(), source.Need.Held is { } held ? $"/sources/sha256/{held}" : null)),
        ],
        [.. manifest.Patches.Select(patch => new ManifestPatchDocument(patch.Path, patch.Sha256?.ToString()))]);

    internal static JsonElement Shown(string reference)
    {
        using var json = JsonDocument.Parse(SourceReference.Parse(reference).Shown.ToJson());
        return json.RootElement.Clone();
    }
}

internal sealed record TakedownDocument(int Status, string Reason, string At, bool Erased);

internal sealed record SourcePartDocument(string Path, string Sha256);

/// <summary>A source with its names.</summary>
internal sealed record SourceDocument(
    string Schema, string Sha256, string Sha512, string Sha1, string Md5, long Size, string Kind, string? Revision, string? Tree, string? Lacks, string Added, bool Damaged, TakedownDocument? TakenDown,
    IReadOnlyList<string> Urls, IReadOnlyList<string> Files, IReadOnlyList<string> Packages, IReadOnlyList<SourcePartDocument> Parts, IReadOnlyList<string> Artifacts)
{
    /// <param name="listed">The source.</param>
    /// <param name="parts">Its submodules.</param>
    /// <param name="users">What was built from it, as far as the requester may know.</param>
    /// <param name="hasOthers">Whether more was: then names that may have come with that are left out.</param>
    public static SourceDocument Of(ListedSource listed, IReadOnlyList<(string Path, Sha256 Part)> parts, IReadOnlyList<SourceUser> users, bool hasOthers)
    {
        var (source, digests) = (listed.Source, listed.Source.Digests);
        return new SourceDocument(
            "hearth.source.1",
            digests.Sha256.ToString(),
            digests.Sha512,
            digests.Sha1,
            digests.Md5,
            digests.Size,
            source.Kind.Word(),
            source.Revision,
            source.Tree,
            source.Lacks.Length > 0 ? source.Lacks : null,
            Rfc3339.Format(source.Added),
            source.IsDamaged,
            source.Takedown is { } takedown ? new TakedownDocument(takedown.Status, takedown.Reason, Rfc3339.Format(takedown.At), takedown.IsErased) : null,
            hasOthers ? [] : listed.Urls,
            hasOthers ? [] : listed.Files,
            hasOthers ? [.. users.Select(user => user.Package).Distinct(StringComparer.Ordinal)] : listed.Packages,
            [.. parts.Select(part => new SourcePartDocument(part.Path, part.Part.ToString()))],
            [.. users.Select(user => $"{user.Channel}/{user.Subdir}/{user.File}")]);
    }
}

internal sealed record SourceAlertDocument(long Id, string Url, string Expected, string Actual, long Size, string First, string Last, string? Settled, string? Note)
{
    public static SourceAlertDocument Of(SourceAlert alert) => new(
        alert.Id, alert.Url, alert.Expected, alert.Actual, alert.Size, Rfc3339.Format(alert.First), Rfc3339.Format(alert.Last), alert.Settled is { } settled ? Rfc3339.Format(settled) : null, alert.Note.Length > 0 ? alert.Note : null);
}

internal sealed record SourceAlertList(string Schema, IReadOnlyList<SourceAlertDocument> Alerts);

/// <summary>A request to take a source down.</summary>
internal sealed record NewTakedown(string? Reason, int? Status, bool Erase);
