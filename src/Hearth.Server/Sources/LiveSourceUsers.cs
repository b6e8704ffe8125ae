using Hearth.Channels;
using Hearth.Channels.Sources;
using Hearth.Foundation.Hashing;

namespace Hearth.Server.Sources;

/// <summary>
/// What was built from each source, at most two seconds old: of all that decides who gets a source, what costs most to find and changes least. Takedowns, damage, policy and
/// who may read a channel are always those of the moment.
/// </summary>
internal sealed class LiveSourceUsers(ChannelStore store)
{
    private readonly Remembered<Sha256, IReadOnlyList<SourceUser>> _found = new(TimeSpan.FromSeconds(2), most: 10_000, store.Clock);
    private readonly SourceUsers _users = new(store);

    /// <summary>See <see cref="SourceUsers.OneOfEachAsync"/>.</summary>
    public async Task<IReadOnlyList<SourceUser>> OfAsync(Sha256 source, CancellationToken cancellation)
    {
        var found = await _found.OfAsync(source, async () => await _users.OneOfEachAsync(source, CancellationToken.None), cancellation);
        // What nobody was built from is anyone's; that is looked at each time, for the first who was may be private.
        return found.Count > 0 ? found : await _users.OneOfEachAsync(source, cancellation);
    }
}
