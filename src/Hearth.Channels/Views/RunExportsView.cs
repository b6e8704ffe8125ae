using Hearth.Conda.Names;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Buffers;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Views;

/// <summary>
/// run_exports.json (CEP 12): the run exports of every artifact, also of those that a patch removed; patched where the
/// instructions are of version 2 (CEP 21).
/// </summary>
public static class RunExportsView
{
    private const int FlushAt = 256 * 1024;

    public static void Write(ISubdirRecords records, Stream output)
    {
        var json = new ByteBuffer(FlushAt + 64 * 1024);
        json.Append("{\"info\":"u8);
        json.Append(InfoOf(records.Subdir));
        WriteGroup(records, RecordGroup.Packages, RecordGroup.V3TarBz2, json, output);
        WriteGroup(records, RecordGroup.PackagesConda, RecordGroup.V3Conda, json, output);
        json.Append("}\n"u8);
        Flush(json, output);
    }

    // CEP 12 lists every artifact and knows no revisions, so those of revision 3 stand among the others. They are few.
    private static void WriteGroup(ISubdirRecords records, RecordGroup group, RecordGroup revision3, ByteBuffer json, Stream output)
    {
        var others = new Queue<(string File, byte[] RunExports)>();
        records.VisitGroup(revision3, record => others.Enqueue((record.File, record.RunExports.ToArray())));
        json.Append((byte)',');
        JsonText.Write(group.Key(), json);
        json.Append(":{"u8);
        var first = true;
        records.VisitGroup(group, record =>
        {
            while (others.TryPeek(out var other) && string.CompareOrdinal(other.File, record.File) < 0)
                WriteEntry(others.Dequeue().File, other.RunExports, json, ref first);
            WriteEntry(record.File, record.RunExports, json, ref first);
            if (json.Length >= FlushAt)
                Flush(json, output);
        });
        while (others.TryDequeue(out var other))
            WriteEntry(other.File, other.RunExports, json, ref first);
        json.Append((byte)'}');
    }

    private static void WriteEntry(string file, ReadOnlySpan<byte> runExports, ByteBuffer json, ref bool first)
    {
        if (!first)
            json.Append((byte)',');
        first = false;
        JsonText.Write(file, json);
        json.Append(":{\"run_exports\":"u8);
        json.Append(runExports.IsEmpty ? "{}"u8 : runExports);
        json.Append((byte)'}');
    }

    private static byte[] InfoOf(string subdir)
    {
        var parsed = Subdir.Parse(subdir);
        return new JsonObjectBuilder()
            .Set("arch"u8, parsed.Platform?.Architecture ?? parsed.Architecture.ToString())
            .Set("platform"u8, parsed.OperatingSystem.ToString())
            .Set("subdir"u8, subdir)
            .Set("version"u8, 0)
            .Build();
    }

    private static void Flush(ByteBuffer json, Stream output)
    {
        output.Write(json.Span);
        json.Clear();
    }
}
