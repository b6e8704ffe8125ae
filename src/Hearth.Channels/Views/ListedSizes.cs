using Hearth.Conda.Repodata;
using Hearth.Foundation.Buffers;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Views;

/// <summary>
/// The bytes that records take in repodata.json, by group: those of one name, or of all. Sums of them say how large the document
/// is without it being written, so that the frame of its compressed twin can begin with its size.
/// </summary>
internal sealed class ListedSizes : IEquatable<ListedSizes>
{
    private readonly long[] _groups = new long[RecordGroups.All.Count];

    private ListedSizes()
    {
    }

    /// <summary>Those of no record.</summary>
    public static ListedSizes None { get; } = new();

    /// <summary>Those of some records.</summary>
    /// <param name="records">The group, file name and bytes of each record as documents write it.</param>
    public static ListedSizes Of(IEnumerable<(RecordGroup Group, string File, int JsonLength)> records)
    {
        var sizes = new ListedSizes();
        var key = new ByteBuffer(128);
        foreach (var (group, file, length) in records)
        {
            key.Clear();
            JsonText.Write(group.KeyOf(file), key);
            // With the colon before the record and the comma after it.
            sizes._groups[(int)group] += key.Length + length + 2;
        }
        return sizes;
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote; null for what was written before sizes were kept.</summary>
    public static ListedSizes? Read(byte[]? bytes)
    {
        if (bytes is null)
            return null;
        var sizes = new ListedSizes();
        using var reader = new BinaryReader(new MemoryStream(bytes));
        for (var i = 0; i < sizes._groups.Length && reader.BaseStream.Position < bytes.Length; i++)
            sizes._groups[i] = reader.Read7BitEncodedInt64();
        return sizes;
    }

    /// <summary>A few bytes: a number for each group, up to the last that has records.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (var size in _groups.Take(Array.FindLastIndex(_groups, size => size != 0) + 1))
            writer.Write7BitEncodedInt64(size);
        return bytes.ToArray();
    }

    /// <summary>All of some.</summary>
    public static ListedSizes Sum(IEnumerable<ListedSizes> sizes) => sizes.Aggregate(None, (sum, some) => sum.Plus(some));

    /// <summary>These and others.</summary>
    public ListedSizes Plus(ListedSizes others) => Combine(others, sign: 1);

    /// <summary>These without some of them.</summary>
    public ListedSizes Minus(ListedSizes others) => Combine(others, sign: -1);

    /// <summary>The size of the repodata.json that lists just these records.</summary>
    /// <param name="info">Its <c>info</c> object.</param>
    /// <param name="removed">The files that were once listed.</param>
    public long DocumentSize(RepodataInfo info, IReadOnlyCollection<string> removed)
    {
        // A document of one empty record in each group that has any, and then what is in place of these.
        using var skeleton = new MemoryStream();
        var writer = new RepodataWriter(skeleton, info, removed);
        long size = 0;
        foreach (var group in RecordGroups.All.Where(group => _groups[(int)group] > 0))
        {
            writer.Write(group, "", default);
            size += _groups[(int)group] - 1 - "\"\":".Length;
        }
        writer.Complete();
        return size + skeleton.Length;
    }

    public bool Equals(ListedSizes? other) => other is not null && _groups.SequenceEqual(other._groups);

    public override bool Equals(object? obj) => Equals(obj as ListedSizes);

    public override int GetHashCode() => _groups.Aggregate(0, HashCode.Combine);

    private ListedSizes Combine(ListedSizes others, int sign)
    {
        var sum = new ListedSizes();
        for (var i = 0; i < _groups.Length; i++)
            sum._groups[i] = _groups[i] + (sign * others._groups[i]);
        return sum;
    }
}
