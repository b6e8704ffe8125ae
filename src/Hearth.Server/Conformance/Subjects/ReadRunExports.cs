using System.Text.Json;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Hashing;

namespace Hearth.Server.Conformance.Subjects;

/// <summary>What one pass over run_exports.json tells. It has the shape of repodata (CEP 12).</summary>
internal sealed class ReadRunExports
{
    private ReadRunExports(string request) => Request = request;

    public string Request { get; }

    public JsonElement? Info { get; private set; }

    public ContentDigests Digests { get; private set; }

    /// <summary>By the fingerprint of a file name, that of its run exports as canonical JSON.</summary>
    public Dictionary<UInt128, UInt128> Files { get; } = [];

    /// <summary>A file whose entry has no object <c>run_exports</c> with lists of texts; null if there is none.</summary>
    public string? Misshapen { get; private set; }

    /// <exception cref="JsonException">It is no such document.</exception>
    public static ReadRunExports Read(string request, Stream document)
    {
        var read = new ReadRunExports(request);
        using var hashing = new HashingStream(document);
        using var reader = new RepodataReader(hashing);
        while (reader.Read())
        {
            if (reader.Entry == RepodataEntry.Record)
                read.Take(reader.Group.FileOf(reader.Key), PackageRecord.Parse(reader.Value).Raw(RecordField.RunExports));
            else if (reader.Key == "info")
                read.Info = JsonElement.Parse(reader.Value);
        }
        hashing.CopyTo(Stream.Null);
        read.Digests = hashing.Digests();
        return read;
    }

    private void Take(string file, ReadOnlySpan<byte> runExports)
    {
        Files[Fingerprint.Of(file)] = Fingerprint.Of(runExports);
        if (runExports.IsEmpty || !IsOfLists(JsonElement.Parse(runExports)))
            Misshapen ??= file;
    }

    private static bool IsOfLists(JsonElement runExports) =>
        runExports.ValueKind == JsonValueKind.Object
        && runExports.EnumerateObject().All(member =>
            member.Value.ValueKind == JsonValueKind.Array && member.Value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String));
}
