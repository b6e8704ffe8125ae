using System.Text.Json;
using System.Text.Unicode;
using Hearth.Foundation.Json;

namespace Hearth.Conda.Repodata;

/// <summary>
/// Reads a repodata document (CEP 36, CEP 48) of any size as a stream of records; memory is bounded by the largest record.
/// An empty document reads as an empty object.
/// </summary>
/// <param name="json">The document, which is disposed with the reader.</param>
/// <param name="only">The one group whose records are read; what stands after it is not looked at. Null reads all.</param>
/// <example><code>while (reader.Read()) if (reader.Entry == RepodataEntry.Record) Use(reader.Key, reader.Value);</code></example>
public sealed class RepodataReader(Stream json, RecordGroup? only = null) : IDisposable
{
    // A record has some hundred bytes; the largest member that channels have is what is signed in a large one.
    private const int MostBytesOfEntry = 1 << 28;

    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _allRead;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = CanonicalJson.MaxDepth });
    private Place _place = Place.Document;
    private int _valueStart;
    private int _valueLength;

    private enum Place
    {
        Document,
        TopLevel,
        V3,
        Group,
        GroupInV3,
        Done,
    }

    private enum Step
    {
        NeedsMore,
        Moved,
        Found,
        Ended,
    }

    public RepodataEntry Entry { get; private set; }

    /// <summary>The group of a record.</summary>
    public RecordGroup Group { get; private set; }

    /// <summary>The key of a record or of a top-level member. Inside <c>v3</c>, an unknown extension is the member <c>v3.EXTENSION</c>.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The JSON of the value as it stands in the document; valid until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<byte> Value => _buffer.AsSpan(_valueStart, _valueLength);

    /// <summary>Goes to the next entry.</summary>
    /// <returns>False at the end of the document.</returns>
    /// <exception cref="JsonException">The document is not JSON, not of repodata's shape, has an entry of more than 256 MiB, or a text that is none: bytes that are not UTF-8, or half a character.</exception>
    public bool Read()
    {
        Entry = RepodataEntry.None;
        while (_place != Place.Done)
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _allRead, _state);
            switch (Advance(ref reader))
            {
                case Step.NeedsMore when _allRead:
                    throw new JsonException("The document ends too early.");
                case Step.NeedsMore:
                    ReadMore();
                    break;
                case Step.Ended:
                    _place = Place.Done;
                    break;
                case Step.Moved:
                    Commit(ref reader);
                    break;
                default:
                    Commit(ref reader);
                    return true;
            }
        }
        return false;
    }

    /// <summary>Goes to the next record.</summary>
    /// <returns>False if there is none left.</returns>
    /// <inheritdoc cref="Read" path="/exception"/>
    public bool ReadRecord()
    {
        while (Read())
        {
            if (Entry == RepodataEntry.Record)
                return true;
        }
        return false;
    }

    public void Dispose() => json.Dispose();

    private Step Advance(ref Utf8JsonReader reader) => _place switch
    {
        Place.Document => Open(ref reader),
        Place.TopLevel => TopLevelMember(ref reader),
        Place.V3 => V3Member(ref reader),
        _ => Record(ref reader),
    };

    private Step Open(ref Utf8JsonReader reader)
    {
        if (_allRead && _buffer.AsSpan(_start, _end - _start).Trim(" \t\r\n"u8).IsEmpty)
            return Step.Ended;
        return _end > _start ? EnterObject(ref reader, Place.TopLevel) : Step.NeedsMore;
    }

    private Step TopLevelMember(ref Utf8JsonReader reader)
    {
        if (!ReadName(ref reader))
            return Step.NeedsMore;
        if (reader.TokenType == JsonTokenType.EndObject)
            return Step.Ended;
        if (reader.ValueTextEquals(RecordGroup.Packages.Key()))
            return EnterGroup(ref reader, RecordGroup.Packages, Place.Group);
        if (reader.ValueTextEquals(RecordGroup.PackagesConda.Key()))
            return EnterGroup(ref reader, RecordGroup.PackagesConda, Place.Group);
        if (reader.ValueTextEquals("v3"u8))
            return EnterObject(ref reader, Place.V3);
        return Capture(ref reader, RepodataEntry.Member, reader.GetString()!);
    }

    private Step V3Member(ref Utf8JsonReader reader)
    {
        if (!ReadName(ref reader))
            return Step.NeedsMore;
        if (reader.TokenType == JsonTokenType.EndObject)
            return Enter(Place.TopLevel);
        foreach (var group in RecordGroups.All)
        {
            if (group.IsV3() && reader.ValueTextEquals(group.Key()))
                return EnterGroup(ref reader, group, Place.GroupInV3);
        }
        return Capture(ref reader, RepodataEntry.Member, "v3." + reader.GetString());
    }

    private Step Record(ref Utf8JsonReader reader)
    {
        if (!ReadName(ref reader))
            return Step.NeedsMore;
        if (reader.TokenType == JsonTokenType.EndObject)
            return only == Group ? Step.Ended : Enter(_place == Place.Group ? Place.TopLevel : Place.V3);
        if (only is not null && only != Group)
            return reader.TrySkip() ? Step.Moved : Step.NeedsMore;
        return Capture(ref reader, RepodataEntry.Record, reader.GetString()!);
    }

    private Step Capture(ref Utf8JsonReader reader, RepodataEntry entry, string key)
    {
        if (!reader.Read())
            return Step.NeedsMore;
        var start = _start + (int)reader.TokenStartIndex;
        if (!reader.TrySkip())
            return Step.NeedsMore;
        Entry = entry;
        Key = key;
        _valueStart = start;
        _valueLength = _start + (int)reader.BytesConsumed - start;
        if (!Utf8.IsValid(Value) || HalfCharacter.Find(Value) is not null)
            throw new JsonException($"A text of '{key}' is no Unicode text.");
        return Step.Found;
    }

    private static bool ReadName(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
            return false;
        if (reader.TokenType == JsonTokenType.PropertyName && (!Utf8.IsValid(reader.ValueSpan) || (reader.ValueIsEscaped && HalfCharacter.IsIn(reader.ValueSpan))))
            throw new JsonException($"The name at byte {reader.TokenStartIndex} of the part being read is no Unicode text.");
        return true;
    }

    private Step EnterGroup(ref Utf8JsonReader reader, RecordGroup group, Place place)
    {
        Group = group;
        return EnterObject(ref reader, place);
    }

    // A null where a map belongs reads as an empty map.
    private Step EnterObject(ref Utf8JsonReader reader, Place place)
    {
        if (!reader.Read())
            return Step.NeedsMore;
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => Enter(place),
            JsonTokenType.Null when _place != Place.Document => Step.Moved,
            _ => throw new JsonException($"An object is expected at byte {reader.TokenStartIndex} of the part being read, not {reader.TokenType}."),
        };
    }

    private Step Enter(Place place)
    {
        _place = place;
        return Step.Moved;
    }

    private void Commit(ref Utf8JsonReader reader)
    {
        _start += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
    }

    private void ReadMore()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= MostBytesOfEntry)
                throw new JsonException($"One entry has more than {MostBytesOfEntry} bytes.");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        var read = json.Read(_buffer, _end, _buffer.Length - _end);
        _allRead = read == 0;
        _end += read;
    }
}
