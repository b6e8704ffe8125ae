using System.Text;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Buffers;
using Hearth.Foundation.Json;

namespace Hearth.Conda.Jlap;

/// <summary>
/// The RFC 6902 operations that turn one repodata document into another, record by record. Both documents must be canonical;
/// memory does not grow with them, only with what differs.
/// </summary>
public static class RepodataDiff
{
    /// <summary>Compares two documents.</summary>
    /// <returns>The operations as a canonical JSON array; null if there are more than <paramref name="maxOperations"/>.</returns>
    public static byte[]? Between(Stream before, Stream after, int maxOperations = JlapFile.MostOperations)
    {
        using var old = new RepodataReader(before);
        using var @new = new RepodataReader(after);
        var operations = new ByteBuffer(1024);
        operations.Append((byte)'[');
        var count = 0;
        var maps = new HashSet<string>(StringComparer.Ordinal);
        bool hasOld = old.Read(), hasNew = @new.Read();
        while ((hasOld || hasNew) && count <= maxOperations)
        {
            if (hasOld)
                NoteMaps(maps, old);
            var order = !hasOld ? 1 : !hasNew ? -1 : Compare(old, @new);
            if (order == 0 && !old.Value.SequenceEqual(@new.Value))
                Add(operations, ref count, "replace", Pointer(@new), @new.Value);
            else if (order < 0)
                Add(operations, ref count, "remove", Pointer(old), default);
            else if (order > 0)
            {
                AddMissingMaps(operations, ref count, maps, @new);
                Add(operations, ref count, "add", Pointer(@new), @new.Value);
            }
            if (order <= 0)
                hasOld = old.Read();
            if (order >= 0)
                hasNew = @new.Read();
        }
        operations.Append((byte)']');
        return count > maxOperations ? null : operations.ToArray();
    }

    private static int Compare(RepodataReader a, RepodataReader b) => string.CompareOrdinal(Order(a), Order(b));

    // Both documents list their members in this order.
    private static string Order(RepodataReader entry) => entry.Entry == RepodataEntry.Record
        ? (entry.Group.IsV3() ? "v3\0" : "") + Encoding.UTF8.GetString(entry.Group.Key()) + "\0" + entry.Key
        : entry.Key;

    // An operation can only add to a map that is there, and canonical documents leave out the empty maps of v3 (CEP 48). By the
    // time a record is added, the old document has shown every map up to that place.
    private static void NoteMaps(HashSet<string> maps, RepodataReader entry)
    {
        if (entry.Entry == RepodataEntry.Record && entry.Group.IsV3())
        {
            maps.Add("/v3");
            maps.Add(MapOf(entry.Group));
        }
    }

    private static void AddMissingMaps(ByteBuffer operations, ref int count, HashSet<string> maps, RepodataReader entry)
    {
        if (entry.Entry != RepodataEntry.Record || !entry.Group.IsV3())
            return;
        foreach (var map in (string[])["/v3", MapOf(entry.Group)])
        {
            if (maps.Add(map))
                Add(operations, ref count, "add", map, "{}"u8);
        }
    }

    private static string MapOf(RecordGroup group) => $"/{(group.IsV3() ? "v3/" : "")}{Encoding.UTF8.GetString(group.Key())}";

    private static void Add(ByteBuffer operations, ref int count, string operation, string pointer, ReadOnlySpan<byte> value)
    {
        if (count++ > 0)
            operations.Append((byte)',');
        operations.Append("{\"op\":\""u8);
        operations.Append(Encoding.ASCII.GetBytes(operation));
        operations.Append("\",\"path\":"u8);
        JsonText.Write(pointer, operations);
        if (!value.IsEmpty)
        {
            operations.Append(",\"value\":"u8);
            operations.Append(value);
        }
        operations.Append((byte)'}');
    }

    private static string Pointer(RepodataReader entry)
    {
        var map = entry.Entry == RepodataEntry.Record ? MapOf(entry.Group) : "";
        return $"{map}/{entry.Key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
    }
}
