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
        foreach (var group in (RecordGroup[])[RecordGroup.Packages, RecordGroup.PackagesConda])
        {
            json.Append((byte)',');
            JsonText.Write(group.Key(), json);
            json.Append(":{"u8);
            var first = true;
            records.VisitGroup(group, record =>
            {
                if (!first)
                    json.Append((byte)',');
                first = false;
                JsonText.Write(record.File, json);
                json.Append(":{\"run_exports\":"u8);
                json.Append(record.RunExports.IsEmpty ? "{}"u8 : record.RunExports);
                json.Append((byte)'}');
                if (json.Length >= FlushAt)
                    Flush(json, output);
            });
            json.Append((byte)'}');
        }
        json.Append("}\n"u8);
        Flush(json, output);
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
