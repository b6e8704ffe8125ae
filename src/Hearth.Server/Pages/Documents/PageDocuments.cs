using System.Text.Json;
using System.Text.Json.Serialization;
using Hearth.Channels.Selections;

namespace Hearth.Server.Pages.Documents;

/// <summary>The start page.</summary>
internal sealed record HomeDocument(string Schema, IReadOnlyList<HomeChannel> Channels);

/// <summary>A channel on the start page.</summary>
internal sealed record HomeChannel(string Name, string Description, bool Private, long Revision, int Packages, long Bytes);

/// <summary>What a search found.</summary>
/// <param name="Schema">Names this shape.</param>
/// <param name="Query">As it was typed.</param>
/// <param name="Channel">Where; absent for every channel that may be read.</param>
/// <param name="Revision">The revision of that channel.</param>
/// <param name="Total">How many names were found.</param>
/// <param name="Found">The best of them.</param>
internal sealed record SearchDocument(string Schema, string Query, string? Channel, long? Revision, int Total, IReadOnlyList<FoundName> Found);

/// <summary>A name that was found.</summary>
internal sealed record FoundName(string Channel, string Name, string Version, string Summary, IReadOnlyList<string> Subdirs, IReadOnlyList<string> Labels, string Match);

/// <summary>A channel.</summary>
internal sealed record ChannelPageDocument(
    string Schema,
    string Channel,
    long Revision,
    string Description,
    bool Private,
    bool Frozen,
    DateTimeOffset Created,
    long? Bytes,
    int Packages,
    IReadOnlyList<SubdirCount> Subdirs,
    IReadOnlyList<string> Labels,
    IReadOnlyList<ViewLine> Views,
    IReadOnlyList<NewArtifactDocument> Newest,
    FollowedDocument? Follows,
    AsOfDocument? AsOf);

/// <summary>What a channel shows of others.</summary>
/// <param name="IsMirror">Whether it is a mirror, which has a page of its own.</param>
/// <param name="Kind">What it is called.</param>
/// <param name="From">The sources of a mirror, the members of a virtual channel.</param>
/// <param name="Looked">When a source was last looked at with success.</param>
/// <param name="Message">What came of the last try of a mirror.</param>
/// <param name="Listed">Packages that a pull-through mirror fetches when they are asked for.</param>
/// <param name="Held">Those that it has fetched.</param>
internal sealed record FollowedDocument(bool IsMirror, string Kind, IReadOnlyList<string> From, DateTimeOffset? Looked, string? Message, long? Listed, long? Held);

/// <summary>A view of a channel: a part that rules select.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Summary">Its rules in a few words.</param>
/// <param name="Label">The label that holds its records.</param>
/// <param name="Address">Where it is, on this server.</param>
internal sealed record ViewLine(string Name, string Description, string Summary, string Label, string Address)
{
    public static ViewLine Of(string channel, ChannelView view) => new(view.Name.ToString(), view.Description, view.Summary, view.Name.Label.ToString(), $"/{channel}/{view.Name.Label}");
}

/// <summary>How many names a subdir has.</summary>
internal sealed record SubdirCount(string Subdir, int Packages);

/// <summary>An artifact that was published lately.</summary>
internal sealed record NewArtifactDocument(string Name, string Version, string Subdir, string File, DateTimeOffset Published, string Publisher, string Summary);

/// <summary>The names in a channel.</summary>
internal sealed record PackagesDocument(
    string Schema, string Channel, long Revision, string Label, string? Subdir, IReadOnlyList<string> Subdirs, int Total, int Start, IReadOnlyList<ListedName> Packages, AsOfDocument? AsOf);

/// <summary>A name in a list.</summary>
internal sealed record ListedName(string Name, string Version, string Summary, string License, IReadOnlyList<string> Subdirs);

/// <summary>A name: its versions, its builds, what they need and what needs them.</summary>
internal sealed record PackageDocument(
    string Schema,
    string Channel,
    long Revision,
    string Name,
    string Version,
    string Summary,
    string Description,
    string License,
    string? Home,
    string? Documentation,
    string? Source,
    IReadOnlyList<string> Subdirs,
    IReadOnlyList<VersionDocument> Versions,
    string ShownVersion,
    IReadOnlyList<BuildDocument> Builds,
    IReadOnlyList<NewestBuild> Newest,
    int RequiredByCount,
    IReadOnlyList<string> RequiredBy,
    AsOfDocument? AsOf);

/// <summary>The build of a subdir that comes before all others for clients that name no label and no version.</summary>
internal sealed record NewestBuild(string Subdir, string Version, string Build, string File);

/// <summary>A version, with the number of its builds in each subdir.</summary>
internal sealed record VersionDocument(string Version, IReadOnlyDictionary<string, int> Builds);

/// <summary>A build of the shown version.</summary>
internal sealed record BuildDocument(
    string Subdir,
    string File,
    string Build,
    long BuildNumber,
    long Size,
    string Sha256,
    DateTimeOffset Published,
    IReadOnlyList<string> Labels,
    bool Hidden,
    IReadOnlyList<string> Depends,
    IReadOnlyList<string> Constrains,
    IReadOnlyDictionary<string, IReadOnlyList<string>> RunExports);

/// <summary>An artifact.</summary>
internal sealed record ArtifactDocument(
    string Schema,
    string Channel,
    long Revision,
    string Subdir,
    string File,
    string State,
    string Name,
    string Version,
    long Size,
    string Sha256,
    DateTimeOffset Published,
    string Publisher,
    IReadOnlyList<string> Labels,
    JsonElement Record,
    IReadOnlyList<PatchedField> Patched,
    IReadOnlyDictionary<string, IReadOnlyList<string>> RunExports,
    IReadOnlyList<ChangeLine> History,
    ContentsDocument? Contents,
    ArtifactSources? Sources,
    AsOfDocument? AsOf);

/// <summary>A field that patches changed: canonical JSON before and after; absent where the record has no such field.</summary>
internal sealed record PatchedField(string Field, string? Before, string? After);

/// <summary>What is inside an artifact.</summary>
internal sealed record ContentsDocument(int FileCount, IReadOnlyList<FileLine> Files, IReadOnlyList<ScriptLine> Scripts, string? Recipe, IReadOnlyList<LicenceText> Licences);

/// <summary>A file in an artifact.</summary>
internal sealed record FileLine(string Path, string Type, long? Size, bool HasPrefix);

/// <summary>A script that runs when the artifact is installed or its environment is used.</summary>
internal sealed record ScriptLine(string Path, string When);

/// <summary>A log, newest first.</summary>
internal sealed record LogDocument(string Schema, string? Channel, long Revision, IReadOnlyList<ChangeLine> Changes, long? Before);

/// <summary>A change.</summary>
internal sealed record ChangeLine(long Revision, DateTimeOffset At, string Actor, string Kind, string Subject, JsonElement Body, string Hash);

/// <summary>The labels of a channel.</summary>
internal sealed record LabelsDocument(string Schema, string Channel, long Revision, IReadOnlyList<LabelLine> Labels, AsOfDocument? AsOf);

/// <summary>A label, with the number of its artifacts in each subdir.</summary>
internal sealed record LabelLine(string Label, long Artifacts, IReadOnlyDictionary<string, long> Subdirs);

/// <summary>The patch sets of a channel, oldest first.</summary>
internal sealed record PatchesDocument(string Schema, string Channel, long Revision, IReadOnlyList<PatchLine> Patches, AsOfDocument? AsOf);

/// <summary>A patch set in one subdir.</summary>
internal sealed record PatchLine(string Name, string Subdir, long Applied, long? Withdrawn, long Bytes);

/// <summary>How the JSON twins of pages are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HomeDocument))]
[JsonSerializable(typeof(SearchDocument))]
[JsonSerializable(typeof(ChannelPageDocument))]
[JsonSerializable(typeof(PackagesDocument))]
[JsonSerializable(typeof(PackageDocument))]
[JsonSerializable(typeof(ArtifactDocument))]
[JsonSerializable(typeof(LogDocument))]
[JsonSerializable(typeof(LabelsDocument))]
[JsonSerializable(typeof(PatchesDocument))]
[JsonSerializable(typeof(MirrorsPageDocument))]
[JsonSerializable(typeof(MirrorPageDocument))]
[JsonSerializable(typeof(CalendarDocument))]
[JsonSerializable(typeof(DayDocument))]
[JsonSerializable(typeof(DifferencesDocument))]
[JsonSerializable(typeof(TokensDocument))]
[JsonSerializable(typeof(PeopleDocument))]
[JsonSerializable(typeof(MadeTokenDocument))]
[JsonSerializable(typeof(SignInDocument))]
[JsonSerializable(typeof(TeamsDocument))]
[JsonSerializable(typeof(IssuersDocument))]
[JsonSerializable(typeof(AccessDocument))]
[JsonSerializable(typeof(JobsDocument))]
[JsonSerializable(typeof(JobPageDocument))]
[JsonSerializable(typeof(SubmissionsDocument))]
[JsonSerializable(typeof(SubmissionPageDocument))]
[JsonSerializable(typeof(NoticesDocument))]
[JsonSerializable(typeof(SourcesDocument))]
[JsonSerializable(typeof(ChannelSourcesDocument))]
internal sealed partial class PageJson : JsonSerializerContext;
