using Hearth.Channels.Log;
using Hearth.Channels.Upkeep;
using Hearth.Cli.Output;
using Hearth.Foundation.Time;

namespace Hearth.Cli.Commands.Channel;

/// <summary>A channel, as commands show it.</summary>
internal sealed record ListedChannel(string Name, string Created, long Revision, long Bytes, bool Private, string Description)
{
    public static ListedChannel Of(ManagedChannel channel) =>
        new(channel.Name.ToString(), Rfc3339.Format(channel.Created), channel.Revision, channel.Bytes, channel.Settings.Private, channel.Settings.Description);
}

/// <summary>The document of <c>hearth channel create --json</c>.</summary>
internal sealed record ChannelDocument(string Schema, ListedChannel Channel);

/// <summary>The document of <c>hearth channel list --json</c>.</summary>
internal sealed record ChannelListDocument(string Schema, IReadOnlyList<ListedChannel> Channels);

/// <summary>The document of <c>hearth channel import --json</c>.</summary>
internal sealed record ImportDocument(string Schema, string Channel, int Added, int AlreadyPresent, IReadOnlyList<DiagnosticDocument> Problems)
{
    public static ImportDocument Of(string channel, ImportReport report) =>
        new("hearth.channel-import.1", channel, report.Added, report.AlreadyPresent, [.. report.Problems.Select(DiagnosticDocument.From)]);
}

/// <summary>A change, as <c>hearth channel log</c> shows it.</summary>
internal sealed record LoggedChange(long Revision, string At, string Actor, string Kind, string Subject, string Hash)
{
    public static LoggedChange Of(Change change) =>
        new(change.Revision, Rfc3339.Format(change.At), change.Actor, change.Kind.Name, change.Subject, change.Hash.ToString());
}

/// <summary>The document of <c>hearth channel log --json</c>.</summary>
internal sealed record LogDocument(string Schema, string Channel, IReadOnlyList<LoggedChange> Changes);

/// <summary>The document of <c>hearth channel check --json</c>.</summary>
internal sealed record ChannelCheckDocument(string Schema, bool IsRight, int Repaired, IReadOnlyList<DiagnosticDocument> Problems);

/// <summary>The document of <c>hearth gc --json</c>.</summary>
internal sealed record GarbageDocument(string Schema, bool DryRun, long Blobs, long Bytes, long Uploads);
