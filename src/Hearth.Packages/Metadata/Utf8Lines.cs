namespace Hearth.Packages.Metadata;

/// <summary>The lines of a text file in UTF-8 that are not empty, without their ends.</summary>
internal ref struct Utf8Lines(ReadOnlyMemory<byte> text)
{
    private ReadOnlySpan<byte> _rest = text.Span;

    public ReadOnlySpan<byte> Current { get; private set; }

    public readonly Utf8Lines GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_rest.Length > 0)
        {
            var end = _rest.IndexOf((byte)'\n');
            Current = (end < 0 ? _rest : _rest[..end]).TrimEnd("\r "u8);
            _rest = end < 0 ? default : _rest[(end + 1)..];
            if (Current.Length > 0)
                return true;
        }
        return false;
    }
}
