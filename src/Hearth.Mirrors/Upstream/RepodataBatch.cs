using System.Buffers;
using Hearth.Conda.Repodata;

namespace Hearth.Mirrors.Upstream;

/// <summary>Some entries of a repodata document that follow each other. Disposed by whoever looked at them.</summary>
internal sealed class RepodataBatch : IDisposable
{
    private const int Room = 1 << 16;

    // A record has about 500 bytes.
    private const int Entries = 160;

    private readonly List<(RepodataEntry Entry, RecordGroup Group, string Key, int Start, int Length)> _entries = new(Entries);
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Room);
    private int _end;

    /// <summary>How many entries there are.</summary>
    public int Count => _entries.Count;

    /// <summary>An entry, as <see cref="RepodataReader"/> told it. Its value is valid until the batch is disposed.</summary>
    public (RepodataEntry Entry, RecordGroup Group, string Key) this[int index] => (_entries[index].Entry, _entries[index].Group, _entries[index].Key);

    /// <summary>The JSON of an entry.</summary>
    public ReadOnlySpan<byte> ValueOf(int index) => _bytes.AsSpan(_entries[index].Start, _entries[index].Length);

    /// <summary>Takes what a reader stands at.</summary>
    /// <returns>False if there is no room for it. A batch without entries takes any.</returns>
    public bool TryAdd(RepodataReader reader)
    {
        var value = reader.Value;
        if (value.Length > _bytes.Length - _end && _entries.Count > 0)
            return false;
        if (value.Length > _bytes.Length)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = ArrayPool<byte>.Shared.Rent(value.Length);
        }
        value.CopyTo(_bytes.AsSpan(_end));
        _entries.Add((reader.Entry, reader.Group, reader.Key, _end, value.Length));
        _end += value.Length;
        return true;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _entries.Clear();
    }
}
