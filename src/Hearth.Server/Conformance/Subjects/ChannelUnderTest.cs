using System.Text.Json;
using Hearth.Conda.Names;
using Hearth.Conda.Platforms;
using Hearth.Conda.Schemas;
using Hearth.Foundation.Json.Schema;
using Hearth.Server.Conformance.Http;

namespace Hearth.Server.Conformance.Subjects;

/// <summary>The channel that cases look at. What several cases need is fetched once.</summary>
internal sealed class ChannelUnderTest
{
    private static readonly Lazy<JsonSchemaSet> FormatSchemaSet = new(() => JsonSchemaSet.Read(FormatSchemas.All.Select(format => format.Schema)));

    private readonly Lazy<Task<Fact<JsonFile>>> _channelData;
    private readonly Lazy<Task<Fact<JsonFile>>> _notices;

    public ChannelUnderTest(ConformanceOptions options, ChannelClient client)
    {
        (Options, Client) = (options, client);
        _channelData = Fact<JsonFile>.Once(() => ReadJsonAsync("channeldata.json"));
        _notices = Fact<JsonFile>.Once(() => ReadJsonAsync("notices.json"));
    }

    public ConformanceOptions Options { get; }

    public ChannelClient Client { get; }

    public DateTimeOffset Now => Options.Clock.GetUtcNow();

    public static JsonSchemaSet Schemas => FormatSchemaSet.Value;

    public Task<Fact<JsonFile>> ChannelData => _channelData.Value;

    public Task<Fact<JsonFile>> Notices => _notices.Value;

    /// <summary>The subdirs to look at: those asked for, or <c>noarch</c> and what is found.</summary>
    public async Task<IReadOnlyList<SubdirUnderTest>> FindSubdirsAsync()
    {
        if (Options.Subdirs.Count > 0)
            return [.. Options.Subdirs.Distinct(StringComparer.Ordinal).Select(name => new SubdirUnderTest(this, name))];
        var found = new List<SubdirUnderTest> { new(this, "noarch") };
        var names = Platform.All.Select(platform => platform.SubdirText).Concat(await ListedSubdirsAsync()).Where(name => name != "noarch").Distinct(StringComparer.Ordinal);
        // The most used first, so that a short run looks where most clients do.
        foreach (var name in names.OrderBy(Rank).ThenBy(name => name, StringComparer.Ordinal))
        {
            var subdir = new SubdirUnderTest(this, name);
            if (await ExistsAsync(subdir.PathTo("repodata.json")) || await ExistsAsync(subdir.PathTo(SubdirUnderTest.ShardIndexName)))
                found.Add(subdir);
            if (found.Count > 1 && !Options.Full)
                break;
        }
        return found;
    }

    /// <summary>A small JSON file, whole.</summary>
    public async Task<Fact<JsonFile>> ReadJsonAsync(string path)
    {
        var reply = await Client.GetAsync(path);
        if (!reply.IsOk)
            return Fact<JsonFile>.Absent($"the channel has no {path} ({reply.StatusText})");
        return reply.IsWhole ? new JsonFile(reply.Request, JsonElement.Parse(reply.Body)) : Fact<JsonFile>.Absent($"{path} is larger than this program reads whole");
    }

    private static int Rank(string subdir) => Array.IndexOf(["linux-64", "osx-arm64", "win-64", "linux-aarch64", "osx-64"], subdir) is >= 0 and var rank ? rank : int.MaxValue;

    // A channel may have subdirs that this program has never heard of.
    private async Task<IEnumerable<string>> ListedSubdirsAsync() =>
        (await ChannelData).Value is { Root.ValueKind: JsonValueKind.Object } data && data.Root.TryGetProperty("subdirs", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(item => item.ToString()).Where(name => Subdir.TryParse(name, null, out _))
            : [];

    private async Task<bool> ExistsAsync(string path) => (await Client.HeadAsync(path)).IsOk;
}
