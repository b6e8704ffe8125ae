using System.Globalization;
using System.Text;
using System.Text.Json;
using Hearth.Channels.Views;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Json;

namespace Hearth.Channels.History;

/// <summary>
/// What the documents of a subdir need of a name and its shard does not hold: which artifacts are behind the records, what the name adds
/// to channel-wide files, which files are gone and which a patch hides.
/// </summary>
/// <param name="Artifacts">The numbers of the listed artifacts.</param>
/// <param name="Gone">The files that were once listed and are not, sorted.</param>
/// <param name="Hidden">The listed files that a patch hides, in document order.</param>
internal sealed record PastName(IReadOnlyList<long> Artifacts, IReadOnlyList<string> Gone, IReadOnlyList<HiddenFile> Hidden)
{
    /// <summary>The <see cref="Removal"/> of a name without any.</summary>
    public const string NoRemoval = "{}";

    /// <summary>The part that almost every change of a name changes.</summary>
    public byte[] BodyWith(NameSummary? summary)
    {
        // Artifacts of a name often came together: as steps from one to the next their numbers are small, and hardly cost a byte each.
        var numbers = Artifacts.Order().ToList();
        var steps = numbers.Select((number, i) => i == 0 ? number : number - numbers[i - 1]);
        var json = new JsonObjectBuilder().SetRaw("artifacts"u8, Encoding.UTF8.GetBytes($"[{string.Join(',', steps.Select(step => step.ToString(CultureInfo.InvariantCulture)))}]"));
        if (summary is not null)
            json.SetRaw("channeldata"u8, summary.ChannelData).SetRaw("newest"u8, summary.Newest);
        return PastBodies.Compress(json);
    }

    /// <summary>The part that hardly ever changes.</summary>
    public string Removal
    {
        get
        {
            var json = new JsonObjectBuilder();
            if (Gone.Count > 0)
                json.Set("gone"u8, Gone);
            if (Hidden.Count > 0)
            {
                var hidden = new JsonObjectBuilder();
                foreach (var file in Hidden)
                {
                    var body = new JsonObjectBuilder().Set("group"u8, (long)file.Group);
                    if (file.RunExports.Length > 0)
                        body.SetRaw("run_exports"u8, file.RunExports);
                    hidden.SetRaw(JsonEncodedText.Encode(file.File).EncodedUtf8Bytes, body.Build());
                }
                json.SetRaw("hidden"u8, hidden.Build());
            }
            return Encoding.UTF8.GetString(json.Build());
        }
    }

    /// <summary>Reads what <see cref="BodyWith"/> wrote.</summary>
    /// <returns>The artifacts, and what the name adds to channel-wide files, if it is there at all.</returns>
    public static (IReadOnlyList<long> Artifacts, byte[]? ChannelData, byte[]? Newest) ReadBody(ReadOnlySpan<byte> body)
    {
        var members = PastBodies.Decompress(body);
        using var steps = JsonDocument.Parse(members.Raw("artifacts"u8));
        var artifacts = new List<long>();
        foreach (var step in steps.RootElement.EnumerateArray())
            artifacts.Add(step.GetInt64() + (artifacts.Count == 0 ? 0 : artifacts[^1]));
        return (artifacts, Member("channeldata"u8), Member("newest"u8));

        byte[]? Member(ReadOnlySpan<byte> name) => members.Raw(name) is { IsEmpty: false } raw ? raw.ToArray() : null;
    }

    /// <summary>Reads what <see cref="Removal"/> wrote.</summary>
    public static (IReadOnlyList<string> Gone, IReadOnlyList<HiddenFile> Hidden) ReadRemoval(string json)
    {
        using var document = JsonDocument.Parse(json);
        var gone = document.RootElement.TryGetProperty("gone"u8, out var files) ? files.EnumerateArray().Select(file => file.GetString()!).ToList() : [];
        var hidden = new List<HiddenFile>();
        if (document.RootElement.TryGetProperty("hidden"u8, out var all))
        {
            foreach (var file in all.EnumerateObject())
            {
                var runExports = file.Value.TryGetProperty("run_exports"u8, out var raw) ? Encoding.UTF8.GetBytes(raw.GetRawText()) : [];
                hidden.Add(new HiddenFile((RecordGroup)file.Value.GetProperty("group"u8).GetInt32(), file.Name, runExports));
            }
        }
        return (gone, hidden);
    }
}
