namespace Hearth.Conda.Versions;

/// <summary>
/// Walks over the segments of the main or the local part of a version and over the elements of each, without allocating.
/// Past the end of a segment it yields zeros, and past the last segment empty segments, as the order wants (CEP 33 §Ordering).
/// </summary>
internal ref struct VersionSegments
{
    private static VersionElement Zero => new(ElementKind.Number, default);

    private readonly ReadOnlySpan<char> _text;
    private int _at;
    private int _segmentEnd;
    private bool _atSegmentStart;

    /// <param name="part">The text between <c>!</c> and <c>+</c>, or that after <c>+</c>; may be empty.</param>
    public VersionSegments(ReadOnlySpan<char> part)
    {
        _text = part;
        _segmentEnd = -1;
        InSegment = NextSegment();
    }

    /// <summary>False once all segments are passed.</summary>
    public bool InSegment { get; private set; }

    /// <summary>Whether the current segment has no elements left.</summary>
    public readonly bool AtSegmentEnd => _at >= _segmentEnd;

    /// <summary>Whether the current segment is the last.</summary>
    public readonly bool InLastSegment => _segmentEnd >= _text.Length;

    /// <summary>Skips to the next segment; false if there is none.</summary>
    public bool NextSegment()
    {
        if (_segmentEnd >= _text.Length || _text.IsEmpty)
        {
            _at = _segmentEnd = _text.Length;
            return InSegment = false;
        }
        _at = _segmentEnd + 1;
        var end = _at;
        while (end < _text.Length && !IsSeparatorAt(end))
            end++;
        _segmentEnd = end;
        _atSegmentStart = true;
        return InSegment = true;
    }

    // A trailing underscore belongs to the last segment: 1.0.1_ has the segments 1, 0 and 1_ (CEP 33 §Version literals).
    private readonly bool IsSeparatorAt(int i) => _text[i] == '.' || (_text[i] is '_' or '-' && i < _text.Length - 1);

    /// <summary>The next element of the segment; zero once it has ended.</summary>
    public VersionElement NextElement()
    {
        if (_at >= _segmentEnd)
            return Zero;
        var start = _at;
        if (char.IsAsciiDigit(_text[start]))
        {
            _atSegmentStart = false;
            while (_at < _segmentEnd && char.IsAsciiDigit(_text[_at]))
                _at++;
            return new VersionElement(ElementKind.Number, _text[start.._at].TrimStart('0'));
        }
        if (_atSegmentStart)
        {
            // Keeps numbers and letters in phase: 1.1.a1 is 1.1.0a1 (CEP 33 §Ordering).
            _atSegmentStart = false;
            return Zero;
        }
        while (_at < _segmentEnd && !char.IsAsciiDigit(_text[_at]))
            _at++;
        var letters = _text[start.._at];
        return letters.Equals("dev", StringComparison.OrdinalIgnoreCase) ? new VersionElement(ElementKind.Dev, letters)
            : letters.Equals("post", StringComparison.OrdinalIgnoreCase) ? new VersionElement(ElementKind.Post, letters)
            : new VersionElement(ElementKind.Text, letters);
    }
}
