using System.Globalization;
using System.Text;
using System.Text.Json;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Foundation.Json;

/// <summary>
/// Where in a text the values of a JSON document begin. Documents are checked without positions, which are looked up
/// afterwards in one more pass over the bytes: right documents, the usual case, pay nothing for them.
/// </summary>
public static class JsonPositions
{
    /// <summary>The position of each value that one of the pointers names; a pointer that leads nowhere is absent.</summary>
    /// <param name="json">A whole JSON document, UTF-8, without byte order mark.</param>
    /// <param name="pointers">JSON Pointers (RFC 6901).</param>
    public static IReadOnlyDictionary<string, TextPosition> Find(ReadOnlySpan<byte> json, IEnumerable<string> pointers)
    {
        var wanted = pointers.ToHashSet(StringComparer.Ordinal);
        var found = new Dictionary<string, TextPosition>(StringComparer.Ordinal);
        var lines = new LineCounter();
        var path = new Path();
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                path.Leave();
                continue;
            }
            if (reader.TokenType is JsonTokenType.PropertyName)
            {
                path.Key(reader.GetString()!);
                continue;
            }
            path.Value();
            if (wanted.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(path.Text, out var pointer))
                found[pointer] = lines.At(json, (int)reader.TokenStartIndex);
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                path.Enter(isArray: reader.TokenType is JsonTokenType.StartArray);
        }
        return found;
    }

    /// <summary>The pointer of the value at hand, kept as one text that grows and shrinks.</summary>
    private sealed class Path
    {
        private readonly Stack<(int Length, int Index)> _open = new();
        private char[] _text = new char[256];
        private int _length;
        private int _parentLength;
        private int _index = -1;

        public ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

        public void Key(string name) => Append(Place.Escape(name));

        /// <summary>In an array, a value has no key: its place is the next number.</summary>
        public void Value()
        {
            if (_index >= 0)
                Append((_index++).ToString(CultureInfo.InvariantCulture));
        }

        public void Enter(bool isArray)
        {
            _open.Push((_parentLength, _index));
            _parentLength = _length;
            _index = isArray ? 0 : -1;
        }

        public void Leave()
        {
            _length = _parentLength;
            (_parentLength, _index) = _open.Pop();
        }

        private void Append(string step)
        {
            var end = _parentLength + 1 + step.Length;
            if (end > _text.Length)
                Array.Resize(ref _text, end * 2);
            _text[_parentLength] = '/';
            step.CopyTo(_text.AsSpan(_parentLength + 1));
            _length = end;
        }
    }

    /// <summary>Counts lines as it moves forward. Columns are UTF-16 units, as editors count them.</summary>
    private struct LineCounter()
    {
        private int _line = 1;
        private int _lineStart;
        private int _seen;

        public TextPosition At(ReadOnlySpan<byte> text, int offset)
        {
            var passed = text[_seen..offset];
            _line += passed.Count((byte)'\n');
            if (passed.LastIndexOf((byte)'\n') is >= 0 and var last)
                _lineStart = _seen + last + 1;
            _seen = offset;
            return new TextPosition(_line, Encoding.UTF8.GetCharCount(text[_lineStart..offset]) + 1);
        }
    }
}
