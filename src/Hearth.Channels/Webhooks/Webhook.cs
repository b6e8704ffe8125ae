using Hearth.Channels.Log;
using Hearth.Channels.Publish;

namespace Hearth.Channels.Webhooks;

/// <summary>An address that is told of the changes of a channel.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Url">Where each change is posted to.</param>
/// <param name="Kinds">Patterns of the kinds of change that it wants, such as <c>artifact.*</c>; empty means all.</param>
/// <param name="Actor">Who asked for it.</param>
/// <param name="Created">When.</param>
/// <param name="Sent">The revision up to which nothing is owed.</param>
public sealed record Webhook(long Id, string Url, IReadOnlyList<string> Kinds, string Actor, DateTimeOffset Created, long Sent)
{
    /// <summary>Whether it wants to hear of a kind of change.</summary>
    public bool Wants(ChangeKind kind) => Kinds.Count == 0 || Kinds.Any(pattern => NamePattern.Covers(pattern, kind.Name));
}
