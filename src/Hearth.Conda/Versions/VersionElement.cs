namespace Hearth.Conda.Versions;

/// <summary>One run of digits or of letters within a segment of a version.</summary>
/// <param name="kind">What kind of run it is.</param>
/// <param name="text">Digits without leading zeros, or letters in either case.</param>
internal readonly ref struct VersionElement(ElementKind kind, ReadOnlySpan<char> text)
{
    public ElementKind Kind { get; } = kind;

    public ReadOnlySpan<char> Text { get; } = text;

    public bool IsZero => Kind == ElementKind.Number && Text.IsEmpty;

    public int CompareTo(VersionElement other)
    {
        if (Kind != other.Kind)
            return Kind < other.Kind ? -1 : 1;
        return Kind switch
        {
            // Without leading zeros the longer number is the greater one; so numbers of any size compare without being computed.
            ElementKind.Number => Text.Length != other.Text.Length ? Text.Length.CompareTo(other.Text.Length) : Text.SequenceCompareTo(other.Text),
            ElementKind.Text => CompareLetters(Text, other.Text),
            _ => 0,
        };
    }

    private static int CompareLetters(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var common = Math.Min(left.Length, right.Length);
        for (var i = 0; i < common; i++)
        {
            var order = Fold(left[i]) - Fold(right[i]);
            if (order != 0)
                return order;
        }
        return left.Length - right.Length;
    }

    /// <summary>
    /// Lower case, and the underscore that a trailing dash stands for. Letters compare in lower case because '_' must sort before
    /// all of them: 1.0.1_ &lt; 1.0.1a.
    /// </summary>
    public static char Fold(char c) => c == '-' ? '_' : char.ToLowerInvariant(c);

    /// <summary>Whether the element fits the last one of a prefix: equal numbers, letters that begin alike.</summary>
    public bool StartsWith(VersionElement prefix)
    {
        if (prefix.Kind != ElementKind.Text)
            return CompareTo(prefix) == 0;
        return Kind == ElementKind.Text && Text.Length >= prefix.Text.Length && CompareLetters(Text[..prefix.Text.Length], prefix.Text) == 0;
    }
}
