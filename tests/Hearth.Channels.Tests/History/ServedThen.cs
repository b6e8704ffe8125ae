using System.Text.Json.Nodes;
using Hearth.Channels.Blobs;
using Hearth.Channels.Browse;
using Hearth.Channels.History;
using Hearth.Channels.Log;
using Hearth.Channels.Selections;
using Hearth.Conda.Names;
using Hearth.Conda.Records;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Tests.History;

/// <summary>All that a channel served at one moment, kept to be compared with what its dated addresses give later.</summary>
internal sealed record ServedThen(long Revision, DateTimeOffset At, IReadOnlyDictionary<(string Label, string Path), byte[]> Files)
{
    public static async Task<ServedThen> KeepAsync(ChannelStore store, ManagedChannel channel, CancellationToken cancellation)
    {
        var rows = await store.Database.ReadAsync(
            session => session.QueryAsync($"SELECT label, path, digest FROM view_file WHERE channel = {channel.Id} AND gone = 0", row => (Label: row.Text(0), Path: row.Text(1), Digest: row.Digest(2)), cancellation), cancellation);
        var files = new Dictionary<(string, string), byte[]>();
        // JLAP is a way from the past to the present; at a moment that never changes there is none.
        foreach (var (label, path, digest) in rows.Where(row => !row.Path.EndsWith(".jlap", StringComparison.Ordinal)))
            files[(label, path)] = (await BlobReading.ReadAsync(store.Blobs, BlobSpace.ViewsOf(channel.Id), digest, cancellation))!;
        var revision = await store.Database.ReadAsync(session => session.NumberAsync($"SELECT revision FROM channel WHERE id = {channel.Id}", cancellation), cancellation);
        return new ServedThen(revision, store.Clock.GetUtcNow(), files);
    }

    /// <summary>Asserts that every file comes back byte for byte, and nothing else is there.</summary>
    public async Task AssertComesBackAsync(PastFiles past, ManagedChannel channel, CancellationToken cancellation)
    {
        foreach (var ((label, path), bytes) in Files)
        {
            var again = await ReadAsync(past, channel, label, path, Revision, cancellation);
            Assert.True(again is not null, $"r{Revision} has no {label} {path}");
            Assert.True(bytes.AsSpan().SequenceEqual(again), $"r{Revision} {label} {path} came out otherwise:\n{Text(bytes)}\n{Text(again)}");
        }
        foreach (var label in Files.Keys.Select(file => file.Label).Distinct())
        {
            foreach (var path in (string[])["notices.json", "osx-64/repodata.json", "linux-64/repodata.json.bz2", "linux-64/zlib.json"])
                Assert.Equal(Files.ContainsKey((label, path)), await past.FindAsync(channel, Label.Parse(label), path, Revision, cancellation) is not null);
        }
    }

    /// <summary>Asserts that people who look at the moment see the records that clients were given, under the same labels, and no others. Views are no labels.</summary>
    public async Task AssertIsBrowsedAsync(PastBrowser browser, ManagedChannel channel, CancellationToken cancellation)
    {
        var labels = (await browser.ChannelAsync(channel.Id, Revision, cancellation)).Labels;
        var ofLabels = Files.Where(file => !ViewName.IsLabelOfOne(file.Key.Label)).ToList();
        Assert.Equal(ofLabels.Select(file => file.Key.Label).Distinct().Order(StringComparer.Ordinal), labels);
        var served = ofLabels.Where(file => file.Key.Path.EndsWith("/repodata.json", StringComparison.Ordinal))
            .SelectMany(file => RecordsOf(file.Value).Select(record => $"{file.Key.Label} {file.Key.Path.Split('/')[0]} {record}")).Order(StringComparer.Ordinal).ToList();
        var browsed = new List<string>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var label in labels)
            names.UnionWith((await browser.NamesAsync(channel, Label.Parse(label), Revision, cancellation)).Keys);
        foreach (var name in names)
        {
            foreach (var artifact in await browser.ArtifactsOfAsync(channel.Id, name, Revision, cancellation))
            {
                browsed.AddRange(artifact.Labels.Select(label => $"{label} {artifact.Subdir} {artifact.File} {artifact.Record}"));
                Assert.Equal(artifact.Sha256.ToString(), artifact.Record.Text("sha256"u8));
                var alone = (await browser.ArtifactAsync(channel.Id, artifact.Subdir, artifact.File, Revision, cancellation))!;
                Assert.Equal((artifact.Record, artifact.Sha256), (alone.Record, alone.Sha256));
                Assert.Equal(artifact.Labels, alone.Labels);
            }
        }
        Assert.Equal(served, browsed.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> RecordsOf(byte[] repodata)
    {
        var document = JsonNode.Parse(repodata)!;
        return new[] { "packages", "packages.conda" }.SelectMany(group => document[group]!.AsObject())
            .Select(record => $"{record.Key} {PackageRecord.Parse(System.Text.Encoding.UTF8.GetBytes(record.Value!.ToJsonString()))}");
    }

    public static async Task<byte[]?> ReadAsync(PastFiles past, ManagedChannel channel, string label, string path, long revision, CancellationToken cancellation)
    {
        if (await past.FindAsync(channel, Label.Parse(label), path, revision, cancellation) is not { } file)
            return null;
        if (file.Content is { } content)
            return content.ToArray();
        using var memory = new MemoryStream();
        await using var stream = await file.OpenAsync(0, cancellation);
        await stream.CopyToAsync(memory, cancellation);
        Assert.True(file.Length is null || file.Length == memory.Length, $"r{revision} {label} {path} said {file.Length} bytes and gave {memory.Length}");
        return memory.ToArray();
    }

    private static string Text(byte[] bytes) => bytes.Length < 4000 ? System.Text.Encoding.UTF8.GetString(bytes) : Sha256.Of(bytes).ToString();
}
