using System.Globalization;
using System.Text;
using Hearth.Channels.History;
using Hearth.Channels.Live;
using Hearth.Foundation.Hashing;
using Hearth.Testing;

namespace Hearth.Channels.Tests.History;

/// <summary>Compressed twins that an earlier Hearth made.</summary>
public sealed class FormerTwinsTests(PostgresServer postgres)
{
    private const string Document = "linux-64/repodata.json";

    [Theory, OnBothDatabases]
    public async Task A_twin_that_was_made_at_another_level_comes_back_bit_for_bit(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        var names = Enumerable.Range(0, 100).Select(number => string.Create(CultureInfo.InvariantCulture, $"n{number:d3}"));
        await MadeRemote.ListAsync(store.Store, names.Select(name => MadeRemote.Of(name, "1.0", Sha256.Of(Encoding.UTF8.GetBytes(name)), size: 10)));
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        var channel = (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;
        var now = await ServedThen.KeepAsync(store.Store, channel, TestStore.Stop);
        var former = TwinOf(now.Files[("main", Document)], level: 5);
        Assert.Equal(now.Files[("main", Document + CompressedTwin.Zst)], TwinOf(now.Files[("main", Document)], CompressedTwin.Level));
        Assert.NotEqual(now.Files[("main", Document + CompressedTwin.Zst)], former);

        // As the upgrade leaves what was there before.
        var changed = await store.Store.Database.WriteAsync(
            session => session.ExecuteAsync($"UPDATE past_document SET digest = {Sha256.Of(former)}, size = {(long)former.Length}, level = 5 WHERE path = {Document + CompressedTwin.Zst}", TestStore.Stop), TestStore.Stop);
        Assert.Equal(1, changed);
        await using var past = new PastFiles(store.Store);
        var then = now with { Files = new Dictionary<(string, string), byte[]>(now.Files) { [("main", Document + CompressedTwin.Zst)] = former } };
        await then.AssertComesBackAsync(past, channel, TestStore.Stop);
    }

    private static byte[] TwinOf(byte[] document, int level)
    {
        using var twin = new MemoryStream();
        using (var compressed = CompressedTwin.OpenWrite(twin, CompressedTwin.Zst, document.Length, level))
            compressed.Write(document);
        return twin.ToArray();
    }
}
