using Hearth.Channels;
using Hearth.Channels.Sources;
using Hearth.Foundation.Hashing;

namespace Hearth.Mirrors.Sources;

/// <summary>Which packages were built from a source, and who therefore gets it.</summary>
public sealed class SourceUses(ChannelStore store)
{
    private readonly SourceUsers _users = new(store);

    /// <summary>Who gets a source, by the licences of what was built from it.</summary>
    public async Task<SourceJudgement> JudgeAsync(Sha256 source, SourcePolicy policy, CancellationToken cancellation) =>
        policy.Judge([.. (await _users.OneOfEachAsync(source, cancellation)).Select(use => (use.Package, use.Licence)).Distinct()]);
}
