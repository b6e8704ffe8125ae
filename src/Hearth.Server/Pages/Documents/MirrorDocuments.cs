using Hearth.Mirrors.Pushing;

namespace Hearth.Server.Pages.Documents;

/// <summary>The mirrors that the reader may read; for those who administer the installation, where its channels are pushed to as well.</summary>
internal sealed record MirrorsPageDocument(string Schema, IReadOnlyList<MirrorLine> Mirrors, IReadOnlyList<PushLine>? Pushes);

/// <summary>A second home of a channel.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Target">Where to; behind a space the label, where only that is pushed.</param>
/// <param name="Begun">When the last push began.</param>
/// <param name="Ended">When it was complete; absent if it was not.</param>
/// <param name="Revision">The state that it brought, or was to bring.</param>
/// <param name="Behind">The revisions that the channel has more.</param>
/// <param name="Files">Files that the target is known to have.</param>
/// <param name="Message">What came of the last push that came to an end.</param>
internal sealed record PushLine(string Channel, string Target, DateTimeOffset Begun, DateTimeOffset? Ended, long Revision, long Behind, long Files, string Message)
{
    public static PushLine Of(string channel, PushStatus push) => new(channel, push.Target, push.Begun, push.Ended, push.Revision, push.Behind, push.Files, push.Message);
}

/// <summary>A mirror with all that is known of how far it is.</summary>
internal sealed record MirrorPageDocument(string Schema, string Channel, long Revision, MirrorLine Mirror, IReadOnlyList<VanishedLine> Vanished);

/// <summary>An artifact that is held and that the source no longer lists, and since when.</summary>
internal sealed record VanishedLine(string Path, DateTimeOffset Since);

/// <summary>A mirror.</summary>
/// <param name="Channel">Its name.</param>
/// <param name="Kind">Full, partial or pull-through.</param>
/// <param name="Health">How it is, in a word: new, right, differs, failing, behind.</param>
/// <param name="Sources">Whom it copies, best first.</param>
/// <param name="EveryMinutes">How often the server syncs it; absent where a person does.</param>
/// <param name="Looked">When a source was last looked at with success.</param>
/// <param name="LagSeconds">How long ago that is.</param>
/// <param name="Synced">When all of it was last right.</param>
/// <param name="Tried">When it was last tried.</param>
/// <param name="Message">What came of that.</param>
/// <param name="SourceRevision">The change of the source's log up to which the mirror follows it.</param>
/// <param name="Artifacts">Artifacts that it lists.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Missing">Artifacts that the source lists and that could not be taken.</param>
/// <param name="Differing">Artifacts of which the source lists other bytes.</param>
/// <param name="Vanished">Artifacts that the source no longer lists.</param>
/// <param name="Held">Packages that a pull-through mirror has fetched.</param>
/// <param name="HeldBytes">Their bytes.</param>
internal sealed record MirrorLine(
    string Channel,
    string Kind,
    string Health,
    IReadOnlyList<string> Sources,
    int? EveryMinutes,
    DateTimeOffset? Looked,
    long? LagSeconds,
    DateTimeOffset? Synced,
    DateTimeOffset? Tried,
    string? Message,
    long? SourceRevision,
    long Artifacts,
    long Bytes,
    long Missing,
    long Differing,
    long Vanished,
    long? Held,
    long? HeldBytes);
