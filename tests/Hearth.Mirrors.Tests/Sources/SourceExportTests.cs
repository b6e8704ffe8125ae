using System.Text;
using System.Text.Json.Nodes;
using Hearth.Channels.Sources;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Sources;

namespace Hearth.Mirrors.Tests.Sources;

public sealed class SourceExportTests
{
    [Fact]
    public async Task The_list_for_software_heritage_has_addresses_and_integrity_and_nothing_that_was_taken_down()
    {
        await using var store = await FilledAsync();
        await new SourceTakedowns(store.Store).TakeDownAsync(Sha256.Of("two"u8), SourceTakedown.Gone, "x", "test", erases: false, SourceStore.Stop);
        var (count, text) = await WriteAsync(new SourceExport(store.Store).WriteSoftwareHeritageAsync);
        var list = JsonNode.Parse(text)!;
        Assert.Equal((1, "1"), (count, (string?)list["version"]));
        var source = Assert.Single(list["sources"]!.AsArray())!;
        Assert.Equal("url", (string?)source["type"]);
        Assert.Equal(["https://a.example/one.tar.gz", "https://b.example/one.tar.gz"], source["urls"]!.AsArray().Select(url => (string?)url));
        Assert.Equal($"sha256-{Convert.ToBase64String(Sha256.Of("one"u8).AsSpan())}", (string?)source["integrity"]);
        Assert.Equal(text, (await WriteAsync(new SourceExport(store.Store).WriteSoftwareHeritageAsync)).Text);
    }

    [Fact]
    public async Task Json_has_every_digest_and_name_and_takedowns_with_their_reason()
    {
        await using var store = await FilledAsync();
        await new SourceTakedowns(store.Store).TakeDownAsync(Sha256.Of("two"u8), SourceTakedown.Legal, "by order", "test", erases: true, SourceStore.Stop);
        var (count, text) = await WriteAsync(new SourceExport(store.Store).WriteJsonAsync);
        var sources = JsonNode.Parse(text)!["sources"]!.AsArray().ToDictionary(source => (string)source!["sha256"]!, source => source!);
        Assert.Equal((2, 2), (count, sources.Count));
        var one = sources[Sha256.Of("one"u8).ToString()];
        Assert.Equal((3L, "file", "one.tar.gz"), ((long)one["size"]!, (string?)one["kind"], (string?)one["files"]![0]));
        Assert.Equal(Md5.Of("one"u8).ToString(), (string?)one["md5"]);
        Assert.Equal((451, "by order", true), ((int)sources[Sha256.Of("two"u8).ToString()]["taken_down"]!["status"]!, (string?)sources[Sha256.Of("two"u8).ToString()]["taken_down"]!["reason"], (bool)sources[Sha256.Of("two"u8).ToString()]["taken_down"]!["erased"]!));
    }

    [Fact]
    public async Task Csv_has_a_line_for_each_and_no_formulas()
    {
        await using var store = await FilledAsync();
        var (count, text) = await WriteAsync(new SourceExport(store.Store).WriteCsvAsync);
        var lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((2, 3), (count, lines.Length));
        Assert.StartsWith("sha256,size,kind,", lines[0], StringComparison.Ordinal);
        var two = lines.Single(line => line.StartsWith(Sha256.Of("two"u8).ToString(), StringComparison.Ordinal));
        Assert.Contains(",\"'=cmd(\"\"x\"\")\",", two, StringComparison.Ordinal);
    }

    private static async Task<SourceStore> FilledAsync()
    {
        var store = await SourceStore.OpenAsync();
        await KeepAsync(store, "one", ["https://a.example/one.tar.gz", "https://b.example/one.tar.gz"], "one.tar.gz", SourceKind.File);
        await KeepAsync(store, "two", ["https://a.example/two"], "=cmd(\"x\")", SourceKind.File);
        await KeepAsync(store, "patch", [], "x.patch", SourceKind.Patch);
        return store;
    }

    private static async Task KeepAsync(SourceStore store, string text, IReadOnlyList<string> urls, string file, SourceKind kind)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        await store.Archive.KeepBytesAsync(bytes, new NewSource { Digests = await SourceDigests.OfAsync(bytes, SourceStore.Stop), Kind = kind, Actor = "test", Urls = urls, FileNames = [file] }, SourceStore.Stop);
    }

    private static async Task<(int Count, string Text)> WriteAsync(Func<Stream, CancellationToken, Task<int>> write)
    {
        using var output = new MemoryStream();
        var count = await write(output, SourceStore.Stop);
        return (count, Encoding.UTF8.GetString(output.ToArray()));
    }
}
