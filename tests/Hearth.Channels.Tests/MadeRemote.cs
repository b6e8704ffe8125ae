using System.Text;
using Hearth.Channels.Publish;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Tests;

/// <summary>Artifacts as another channel lists them.</summary>
internal static class MadeRemote
{
    /// <summary>One of <c>linux-64</c> that depends on a package <c>n000</c>, first seen in 1970.</summary>
    public static RemoteArtifact Of(string name, string version, Sha256 digest, long size, string? reference = null)
    {
        var json = $$"""{"name":"{{name}}","version":"{{version}}","build":"0","build_number":0,"depends":["n000"],"sha256":"{{digest}}","size":{{size}}}""";
        return new RemoteArtifact(
            "linux-64",
            $"{name}-{version}-0.conda",
            RecordGroup.PackagesConda,
            RemoteArtifact.RecordOf("linux-64", Encoding.UTF8.GetBytes(json), DateTimeOffset.UnixEpoch),
            digest,
            "{}"u8.ToArray(),
            DateTimeOffset.UnixEpoch,
            reference);
    }

    /// <summary>Lists artifacts in 'forge' that come in batches of a size.</summary>
    public static async Task<ListedArtifacts> ListAsync(ChannelStore store, IEnumerable<RemoteArtifact> artifacts, int batch = 100)
    {
        var all = new ListedArtifacts(0, [], []);
        await foreach (var some in new RemoteArtifacts(store).ListAsync(TestStore.Forge, artifacts.Chunk(batch).ToAsyncEnumerable(), "test", TestStore.Stop))
            all = new ListedArtifacts(all.Count + some.Count, [.. all.Added, .. some.Added], [.. all.Problems, .. some.Problems]);
        return all;
    }
}
