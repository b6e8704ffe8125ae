using System.Text.Json.Nodes;
using Hearth.Channels.Log;
using Hearth.Conda.Jlap;
using Hearth.Foundation.Hashing;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Live;

public sealed class PublishedJlapTests(PostgresServer postgres)
{
    [Theory, OnBothDatabases]
    public async Task Each_repodata_of_a_channel_is_one_step_of_its_JLAP_file(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres, settings: new ChannelSettings { Jlap = true });
        await store.PublishAsync(new TinyPackage("zlib"));
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        var first = Blake2b256.Of(await store.BytesAsync("linux-64/repodata.json"));
        await store.PublishAsync(new TinyPackage("tool"));
        await store.Keeper.CatchUpAsync(TestStore.Stop);

        var jlap = JlapFile.Parse(await store.BytesAsync("linux-64/repodata.jlap"));

        Assert.Equal(Blake2b256.Of(await store.BytesAsync("linux-64/repodata.json")), jlap.Latest);
        var step = Assert.Single(jlap.PathFrom(first)!);
        Assert.Equal("/packages.conda/tool-1.0-0.conda", (string?)JsonNode.Parse(step.Operations.Span)![0]!["path"]);
    }
}
