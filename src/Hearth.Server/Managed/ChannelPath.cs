using System.Diagnostics.CodeAnalysis;
using Hearth.Channels.Live;
using Hearth.Channels.Selections;
using Hearth.Conda.Names;

namespace Hearth.Server.Managed;

/// <summary>What the path of a request names in a managed channel.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Label">The label, or that of the view; <c>main</c> where the path names none.</param>
/// <param name="Rest">What follows, without a slash at the start: <c>linux-64/repodata.json</c>, or nothing.</param>
/// <param name="Dated">The moment that is asked for; null for what is served now.</param>
internal readonly record struct ChannelPath(LiveChannel Channel, Label Label, string Rest, DatedPath? Dated = null)
{
    private const string LabelFolder = "label/";

    // Where quetz and Artifactory serve the same files, so that their URLs go on to work.
    private static readonly string[] ForeignRoots = ["/get/", "/artifactory/"];

    // CEP 26 allows channels within channels; nobody nests deeper.
    private const int MostComponents = 8;

    /// <summary>Reads a path.</summary>
    /// <param name="channels">The channels that there are.</param>
    /// <param name="path">A decoded path without token; it starts with a slash.</param>
    /// <param name="result">What it names.</param>
    /// <returns>False if it names no channel.</returns>
    public static bool TryRead(LiveChannels channels, string path, [NotNullWhen(true)] out ChannelPath? result)
    {
        result = null;
        if (TryReadBelow(channels, path, 1, out result))
            return true;
        foreach (var root in ForeignRoots)
        {
            if (path.StartsWith(root, StringComparison.Ordinal))
                return TryReadBelow(channels, path, root.Length, out result);
        }
        return false;
    }

    // The longest name wins, so that a channel may lie below another.
    private static bool TryReadBelow(LiveChannels channels, string path, int start, [NotNullWhen(true)] out ChannelPath? result)
    {
        result = null;
        LiveChannel? found = null;
        var (end, foundTo) = (start - 1, 0);
        for (var components = 0; components < MostComponents && end < path.Length; components++)
        {
            var next = path.IndexOf('/', end + 1);
            end = next < 0 ? path.Length : next;
            if (channels.TryFind(path.AsSpan(start, end - start), out var channel))
                (found, foundTo) = (channel, end);
        }
        if (found is null)
            return false;
        result = WithMoment(found, foundTo < path.Length ? path[(foundTo + 1)..] : "");
        return true;
    }

    // The moment stands before the label or behind it.
    private static ChannelPath WithMoment(LiveChannel channel, string rest)
    {
        if (DatedPath.TryRead(rest, out var dated))
            return WithLabelOfThen(channel, dated.Value.Tail) with { Dated = dated };
        var named = WithLabelOfThen(channel, rest);
        return DatedPath.TryRead(named.Rest, out dated) ? named with { Rest = dated.Value.Tail, Dated = dated } : WithLabel(channel, rest);
    }

    // The past has views that are no more.
    private static ChannelPath WithLabelOfThen(LiveChannel channel, string rest) =>
        ViewOf(rest, out var tail) is { } view ? new(channel, view.Label, tail) : WithLabel(channel, rest);

    private static ViewName? ViewOf(string rest, out string tail)
    {
        tail = "";
        if (!rest.StartsWith(ViewName.Folder, StringComparison.Ordinal))
            return null;
        var end = rest.IndexOf('/', ViewName.Folder.Length);
        if (!ViewName.TryParse(rest.AsSpan(ViewName.Folder.Length, (end < 0 ? rest.Length : end) - ViewName.Folder.Length), null, out var view))
            return null;
        tail = end < 0 ? "" : rest[(end + 1)..];
        return view;
    }

    // Labels may hold slashes, so the longest that the channel has is taken.
    private static ChannelPath WithLabel(LiveChannel channel, string rest)
    {
        if (ViewOf(rest, out var tail) is { } view && channel.Channel.Settings.Views.ContainsKey(view.ToString()))
            return new(channel, view.Label, tail);
        if (!rest.StartsWith(LabelFolder, StringComparison.Ordinal))
            return new(channel, Label.Main, rest);
        var named = rest[LabelFolder.Length..];
        var label = channel.Labels
            .Where(label => named.StartsWith(label, StringComparison.Ordinal) && (named.Length == label.Length || named[label.Length] == '/'))
            .MaxBy(label => label.Length);
        return label is null ? new(channel, Label.Main, rest) : new(channel, Label.Parse(label), named[label.Length..].TrimStart('/'));
    }
}
