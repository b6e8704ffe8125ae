using Hearth.Foundation.Buffers;
using Hearth.Foundation.Json;

namespace Hearth.Conda.Repodata;

/// <summary>
/// Writes a repodata document record by record, in canonical form: records must come group by group in document order and
/// sorted by key within a group. Memory does not grow with the document.
/// </summary>
public sealed class RepodataWriter
{
    private readonly DocumentBuffer _document;
    private readonly ByteBuffer _buffer;
    private readonly IReadOnlyCollection<string> _removed;
    private readonly int _version;
    private RecordGroup? _group;
    private bool _tailWritten;
    private bool _firstOfGroup;

    /// <summary>Starts a document.</summary>
    /// <param name="output">Receives the bytes; stays open.</param>
    /// <param name="info">The <c>info</c> object.</param>
    /// <param name="removed">The files that were once listed, sorted.</param>
    public RepodataWriter(Stream output, RepodataInfo info, IReadOnlyCollection<string> removed)
    {
        _document = new DocumentBuffer(output);
        _buffer = _document.Json;
        _removed = removed;
        _version = info.RepodataVersion;
        _buffer.Append("{\"info\":"u8);
        _buffer.Append(info.ToJson());
    }

    /// <summary>Writes one record.</summary>
    /// <param name="group">The map that the record belongs in; never before the last record's.</param>
    /// <param name="key">The record's key in that map.</param>
    /// <param name="canonicalJson">The record.</param>
    public void Write(RecordGroup group, string key, ReadOnlySpan<byte> canonicalJson)
    {
        GoTo(group);
        if (!_firstOfGroup)
            _buffer.Append((byte)',');
        _firstOfGroup = false;
        JsonText.Write(key, _buffer);
        _buffer.Append((byte)':');
        _buffer.Append(canonicalJson);
        _document.PassOn();
    }

    /// <summary>Ends the document.</summary>
    public void Complete()
    {
        GoTo(null);
        _buffer.Append("}\n"u8);
        _document.Flush();
    }

    // Closes the group that is open and opens those up to the one wanted; null ends the document.
    private void GoTo(RecordGroup? wanted)
    {
        if (wanted == _group && wanted is not null)
            return;
        if (_group is { } open)
        {
            if (wanted < open)
                throw new InvalidOperationException($"A record of {wanted} came after those of {open}.");
            _buffer.Append((byte)'}');
        }
        OpenClassicGroups(wanted);
        if (wanted is null or >= RecordGroup.V3Conda)
            WriteTail();
        if (wanted is { } v3 && v3.IsV3())
            OpenV3Group(v3);
        else if (wanted is null && _group is { } last && last.IsV3())
            _buffer.Append((byte)'}');
        _group = wanted;
        _firstOfGroup = true;
    }

    // Clients need both maps (conda: KeyError), so both are written, empty or not.
    private void OpenClassicGroups(RecordGroup? wanted)
    {
        if (_group is null)
            _buffer.Append(wanted == RecordGroup.Packages ? ",\"packages\":{"u8 : ",\"packages\":{}"u8);
        if (_group is null or RecordGroup.Packages && wanted != RecordGroup.Packages)
            _buffer.Append(wanted == RecordGroup.PackagesConda ? ",\"packages.conda\":{"u8 : ",\"packages.conda\":{}"u8);
    }

    private void OpenV3Group(RecordGroup group)
    {
        _buffer.Append(_group is { } last && last.IsV3() ? ","u8 : ",\"v3\":{"u8);
        JsonText.Write(group.Key(), _buffer);
        _buffer.Append(":{"u8);
    }

    private void WriteTail()
    {
        if (_tailWritten)
            return;
        _tailWritten = true;
        _buffer.Append(",\"removed\":"u8);
        _buffer.Append(JsonText.List(_removed));
        _buffer.Append(",\"repodata_version\":"u8);
        _buffer.Append((byte)('0' + _version));
    }
}
