namespace Hearth.Conda.Names;

/// <summary>What the name types do alike with the text that they wrap.</summary>
internal static class WrappedText
{
    public static bool TryFormat(ReadOnlySpan<char> text, Span<char> destination, out int charsWritten)
    {
        var fits = text.TryCopyTo(destination);
        charsWritten = fits ? text.Length : 0;
        return fits;
    }
}
