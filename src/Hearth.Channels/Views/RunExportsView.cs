using Hearth.Conda.Names;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Buffers;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Views;

/// <summary>
/// run_exports.json (CEP 12): the run exports of every artifact, also of those that a patch removed; patched where the
/// instructions are of version 2 (CEP 21).
/// </summary>
public sealed class RunExportsView
{
    private readonly DocumentBuffer _document;
    private readonly ByteBuffer _json;
    private readonly Queue<(string File, byte[] RunExports)> _othersOfPackages;
    private readonly Queue<(string File, byte[] RunExports)> _othersOfPackagesConda;
    private Queue<(string File, byte[] RunExports)> _others = new();
    private RecordGroup? _group;
    private bool _isFirst;

    /// <summary>Begins the document.</summary>
    /// <param name="records">The subdir.</param>
    /// <param name="output">Receives the document; stays open.</param>
    public RunExportsView(ISubdirRecords records, Stream output)
    {
        _document = new DocumentBuffer(output);
        _json = _document.Json;
        // CEP 12 lists every artifact and knows no revisions, so those of revision 3 stand among the others. They are few, and read before the others are:
        // a transaction reads one list at a time.
        _othersOfPackages = Of(records, RecordGroup.V3TarBz2);
        _othersOfPackagesConda = Of(records, RecordGroup.V3Conda);
        _json.Append("{\"info\":"u8);
        _json.Append(InfoOf(records.Subdir));
    }

    public static void Write(ISubdirRecords records, Stream output)
    {
        var view = new RunExportsView(records, output);
        foreach (var group in (ReadOnlySpan<RecordGroup>)[RecordGroup.Packages, RecordGroup.PackagesConda])
            records.VisitGroup(group, record => view.Add(group, record));
        view.Complete();
    }

    /// <summary>Adds a record. They come group by group in document order, sorted by file name within each; those of revision 3 are known already.</summary>
    public void Add(RecordGroup group, ListedRecord record)
    {
        if (group.IsV3())
            return;
        GoTo(group);
        while (_others.TryPeek(out var other) && string.CompareOrdinal(other.File, record.File) < 0)
            WriteEntry(_others.Dequeue().File, other.RunExports, _json, ref _isFirst);
        WriteEntry(record.File, record.RunExports, _json, ref _isFirst);
        _document.PassOn();
    }

    /// <summary>Ends the document.</summary>
    public void Complete()
    {
        GoTo(RecordGroup.PackagesConda);
        Close();
        _json.Append("}\n"u8);
        _document.Flush();
    }

    private static Queue<(string File, byte[] RunExports)> Of(ISubdirRecords records, RecordGroup group)
    {
        var queue = new Queue<(string File, byte[] RunExports)>();
        records.VisitGroup(group, record => queue.Enqueue((record.File, record.RunExports.ToArray())));
        return queue;
    }

    // Clients need both maps, empty or not.
    private void GoTo(RecordGroup group)
    {
        if (_group is null)
            Open(RecordGroup.Packages, _othersOfPackages);
        if (_group == group)
            return;
        Close();
        Open(RecordGroup.PackagesConda, _othersOfPackagesConda);
    }

    private void Open(RecordGroup group, Queue<(string File, byte[] RunExports)> others)
    {
        (_group, _others, _isFirst) = (group, others, true);
        _json.Append((byte)',');
        JsonText.Write(group.Key(), _json);
        _json.Append(":{"u8);
    }

    private void Close()
    {
        while (_others.TryDequeue(out var other))
            WriteEntry(other.File, other.RunExports, _json, ref _isFirst);
        _json.Append((byte)'}');
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
}
