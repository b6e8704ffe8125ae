using System.Text;

namespace Hearth.Packages.Prefix;

/// <summary>Looks for a prefix placeholder in a content that comes in pieces.</summary>
internal sealed class PlaceholderSearch(string placeholder)
{
    private readonly byte[] _sought = Encoding.UTF8.GetBytes(placeholder);
    private byte[] _carried = [];

    public bool WasFound { get; private set; }

    public void Append(ReadOnlySpan<byte> piece)
    {
        if (WasFound)
            return;
        WasFound = piece.IndexOf(_sought) >= 0;
        if (WasFound)
            return;
        // The placeholder may lie across two pieces: look where they meet.
        byte[] seam = [.. _carried, .. piece[..Math.Min(piece.Length, _sought.Length - 1)]];
        WasFound = seam.AsSpan().IndexOf(_sought) >= 0;
        byte[] rest = piece.Length >= _sought.Length - 1 ? piece[^(_sought.Length - 1)..].ToArray() : [.. _carried, .. piece];
        _carried = rest[^Math.Min(rest.Length, _sought.Length - 1)..];
    }
}
