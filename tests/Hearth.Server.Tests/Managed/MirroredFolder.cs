using Hearth.Channels.Indexing;
using Hearth.Channels.Log;
using Hearth.Mirrors.Syncing;
using Hearth.Testing;

namespace Hearth.Server.Tests.Managed;

/// <summary>A channel folder on one server, and servers that mirror it.</summary>
internal static class MirroredFolder
{
    public static readonly TinyPackage First = new("first") { Index = { ["subdir"] = "linux-64" }, Files = { ["content"] = string.Concat(Enumerable.Range(0, 3000)) } };

    public static readonly TinyPackage Second = new("second") { Index = { ["subdir"] = "linux-64" } };

    public const string FirstPath = "forge/linux-64/first-1.0-0.conda";

    public const string SecondPath = "forge/linux-64/second-1.0-0.conda";

    public static Task<ServedFolder> StartAsync() => ServedFolder.StartAsync(fill: folder =>
    {
        Directory.Delete(folder.PathTo("linux-64"), recursive: true);
        foreach (var package in (TinyPackage[])[First, Second])
            package.WriteTo(folder.PathTo("linux-64"));
        new FolderIndexer(new IndexOptions { Folder = folder.Path }, TimeProvider.System).Run();
    });

    public static MirrorSettings Of(Uri source) => new() { Sources = [source.ToString().TrimEnd('/')], PullThrough = true };

    /// <summary>A server whose channel 'forge' is a pull-through mirror and knows what its source lists.</summary>
    public static async Task<ServedInstance> MirrorAsync(Uri source)
    {
        var server = await ServedInstance.StartAsync(settings: new ChannelSettings { Mirror = Of(source) });
        await SyncAsync(server);
        return server;
    }

    public static async Task SyncAsync(ServedInstance server)
    {
        var store = server.Instance.Store;
        var channel = (await store.Catalog.FindAsync(Conda.Names.ChannelName.Parse("forge"), ServedInstance.Stop))!;
        using var upstream = MirrorDefinition.Open(channel.Settings.Mirror!, token: null, TimeProvider.System);
        var report = await new MirrorSync(store, upstream, new SyncTerms { Actor = "test" }).RunAsync(channel, null, ServedInstance.Stop);
        Assert.Empty(report.Problems);
        await server.Instance.Live.RefreshAsync(ServedInstance.Stop);
    }
}
