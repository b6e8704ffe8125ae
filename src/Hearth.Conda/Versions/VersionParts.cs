namespace Hearth.Conda.Versions;

/// <summary>A version cut into epoch, main and local part (CEP 33 §Ordering).</summary>
internal readonly ref struct VersionParts
{
    public VersionParts(ReadOnlySpan<char> text)
    {
        var rest = text;
        if (text.IndexOfAny('!', '+') >= 0)
        {
            var epochEnd = text.IndexOf('!');
            if (epochEnd >= 0)
            {
                Epoch = text[..epochEnd].TrimStart('0');
                rest = text[(epochEnd + 1)..];
            }
            var localStart = rest.IndexOf('+');
            if (localStart >= 0)
            {
                Local = rest[(localStart + 1)..];
                rest = rest[..localStart];
            }
        }
        Main = rest;
    }

    /// <summary>Digits without leading zeros; empty for the epoch 0.</summary>
    public ReadOnlySpan<char> Epoch { get; }

    public ReadOnlySpan<char> Main { get; }

    /// <summary>The text after <c>+</c>; empty if there is none.</summary>
    public ReadOnlySpan<char> Local { get; }
}
