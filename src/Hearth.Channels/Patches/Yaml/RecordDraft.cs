using System.Text;
using Hearth.Conda.Records;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Patches.Yaml;

/// <summary>A record while the actions of patch documents change it.</summary>
internal sealed class RecordDraft(string subdir, string file, PackageRecord record)
{
    private readonly List<string>?[] _entries = new List<string>?[3];
    private readonly Starts?[] _starts = new Starts?[3];

    /// <summary>The folder that the record is listed in.</summary>
    public string Subdir => subdir;

    /// <summary>The artifact's file name.</summary>
    public string File => file;

    public string Version => record.Version;

    /// <summary>A field's value as text; null if the record does not have it.</summary>
    public string? Text(ReadOnlySpan<byte> field) => record.Raw(field) switch
    {
        [] => null,
        [(byte)'"', ..] => record.Text(field),
        var raw => raw.SequenceEqual("null"u8) ? null : Encoding.UTF8.GetString(raw),
    };

    /// <summary>A field's whole number; null if the record does not have it.</summary>
    public long? Number(ReadOnlySpan<byte> field) => record.Integer(field);

    /// <summary>The entries as they are now.</summary>
    public IReadOnlyList<string> Entries(EntryField field) => Current(field);

    /// <summary>How the entries begin.</summary>
    public Starts StartsOf(EntryField field) => _starts[(int)field] ??= Starts.Of(Current(field));

    /// <summary>The entries, to be changed in place at once.</summary>
    public List<string> Change(EntryField field)
    {
        _starts[(int)field] = null;
        return Current(field);
    }

    /// <summary>The record as it is now.</summary>
    public PackageRecord Result()
    {
        JsonObjectBuilder? fields = null;
        foreach (var field in Enum.GetValues<EntryField>())
        {
            if (_entries[(int)field] is { } entries && !entries.SequenceEqual(Original(field)))
                Set(fields ??= record.ToBuilder(), field, entries);
        }
        return fields is null ? record : PackageRecord.From(fields);
    }

    private List<string> Current(EntryField field) => _entries[(int)field] ??= [.. Original(field)];

    // Texts separated by blanks or commas, or a list: channels have all three (wire-formats §2).
    private IReadOnlyList<string> Original(EntryField field) =>
        field == EntryField.TrackFeatures && record.Text(RecordField.TrackFeatures) is { } text
            ? text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)
            : record.Texts(NameOf(field));

    // An empty list of dependencies stays, for clients need one; the other fields may go.
    private void Set(JsonObjectBuilder fields, EntryField field, List<string> entries)
    {
        if (entries.Count == 0 && field != EntryField.Depends)
            fields.Remove(NameOf(field));
        else if (field == EntryField.TrackFeatures && record.Raw(RecordField.TrackFeatures) is not [(byte)'[', ..])
            fields.Set(RecordField.TrackFeatures, string.Join(' ', entries));
        else
            fields.Set(NameOf(field), entries);
    }

    private static ReadOnlySpan<byte> NameOf(EntryField field) => field switch
    {
        EntryField.Depends => RecordField.Depends,
        EntryField.Constrains => RecordField.Constrains,
        _ => RecordField.TrackFeatures,
    };
}
