using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Composition;

/// <summary>What a virtual channel may be made of.</summary>
public static class VirtualDefinition
{
    /// <summary>Checks settings before a channel has them.</summary>
    /// <param name="catalog">The channels that there are.</param>
    /// <param name="name">The channel.</param>
    /// <param name="settings">What it shall be.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="BadInputException">It cannot be; every problem is named.</exception>
    public static async Task CheckAsync(ChannelCatalog catalog, ChannelName name, ChannelSettings settings, CancellationToken cancellation)
    {
        if (settings.Virtual is not { } wanted)
            return;
        var problems = new List<Diagnostic>();
        var channels = (await catalog.ListAsync(cancellation)).ToDictionary(channel => channel.Name.ToString(), StringComparer.Ordinal);
        if (settings.Mirror is not null)
            problems.Add(CompositionDiagnostics.BadVirtual.In(null, $"'{name}' is a mirror", "make another channel of it and of others"));
        if (channels.GetValueOrDefault(name.ToString()) is { Settings.Virtual: null, Bytes: > 0 })
            problems.Add(CompositionDiagnostics.BadVirtual.In(null, $"'{name}' has artifacts of its own, which would be taken away", "choose another name"));
        if (wanted.Members.Count == 0)
            problems.Add(CompositionDiagnostics.BadVirtual.In(null, "no member is named"));
        foreach (var member in wanted.Members.GroupBy(member => member, StringComparer.Ordinal))
        {
            if (member.Count() > 1)
                problems.Add(CompositionDiagnostics.BadVirtual.In(null, $"'{member.Key}' is named {member.Count()} times"));
            if (Problem(member.Key, name.ToString(), settings, channels) is { } problem)
                problems.Add(CompositionDiagnostics.BadVirtual.In(null, problem));
        }
        if (problems.Count > 0)
            throw new BadInputException(problems);
    }

    /// <summary>The members that a virtual channel shows, first the one that goes before all others: those that are there, and that everyone may read who may read it.</summary>
    internal static IReadOnlyList<ManagedChannel> MembersOf(ManagedChannel channel, IReadOnlyDictionary<string, ManagedChannel> channels) =>
    [
        .. (channel.Settings.Virtual?.Members ?? []).Distinct(StringComparer.Ordinal).Select(member => channels.GetValueOrDefault(member)).OfType<ManagedChannel>()
            .Where(member => member.Id != channel.Id && (channel.Settings.Private || !member.Settings.Private)),
    ];

    private static string? Problem(string member, string name, ChannelSettings settings, Dictionary<string, ManagedChannel> channels)
    {
        if (member == name)
            return $"'{name}' would be made of itself";
        if (!channels.TryGetValue(member, out var channel))
            return $"there is no channel '{member}'";
        if (channel.Settings.Private && !settings.Private)
            return $"'{member}' is private, and '{name}' would show it to everyone";
        return LeadsTo(member, name, channels, []) ? $"'{member}' is made of '{name}'" : null;
    }

    private static bool LeadsTo(string from, string to, Dictionary<string, ManagedChannel> channels, HashSet<string> seen) =>
        seen.Add(from) && channels.TryGetValue(from, out var channel)
        && (channel.Settings.Virtual?.Members ?? []).Any(member => member == to || LeadsTo(member, to, channels, seen));
}
