using System.Diagnostics.CodeAnalysis;
using System.Text;
using Hearth.Conda.Versions;

namespace Hearth.Conda.Names;

/// <summary>
/// The file name of an artifact, <c>name-version-build.extension</c>, split from the right on <c>-</c> (CEP 26 §Filenames).
/// Two file names are equal if their texts are. The default value is empty and names no file.
/// </summary>
public readonly record struct ArtifactFileName : ISpanParsable<ArtifactFileName>, ISpanFormattable, IComparable<ArtifactFileName>
{
    /// <summary>The most characters that a file name may have.</summary>
    public const int MaxLength = 211;

    private readonly string? _text;
    private readonly ushort _nameEnd;
    private readonly ushort _versionEnd;

    private ArtifactFileName(string text, int nameEnd, int versionEnd, ArchiveFormat format)
    {
        _text = text;
        _nameEnd = (ushort)nameEnd;
        _versionEnd = (ushort)versionEnd;
        Format = format;
    }

    public ArchiveFormat Format { get; }

    /// <summary>The file name without its extension: the distribution string.</summary>
    public ReadOnlySpan<char> Stem => _text is null ? default : _text.AsSpan(0, _text.Length - Format.Extension().Length);

    /// <summary>The name as it stands in the file name, which may be in upper case in old channels.</summary>
    public ReadOnlySpan<char> NameText => _text.AsSpan(0, _nameEnd);

    public ReadOnlySpan<char> VersionText => _text is null ? default : _text.AsSpan((_nameEnd + 1).._versionEnd);

    public ReadOnlySpan<char> BuildText => _text is null ? default : Stem[(_versionEnd + 1)..];

    /// <summary>The name; makes a new string at every call.</summary>
    public PackageName Name => PackageName.Lenient(NameText);

    /// <summary>The file name that the same build has in another archive format.</summary>
    public ArtifactFileName In(ArchiveFormat format) =>
        _text is null || format == Format ? this : new ArtifactFileName(string.Concat(Stem, format.Extension()), _nameEnd, _versionEnd, format);

    /// <summary>Joins the parts.</summary>
    public static ArtifactFileName Of(PackageName name, CondaVersion version, BuildString build, ArchiveFormat format) =>
        Parse($"{name}-{version}-{build}{format.Extension()}");

    /// <summary>Says what keeps <paramref name="text"/> from being a file name under CEP 26; null if nothing does.</summary>
    public static string? Problem(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxLength)
            return $"the file name '{text}' has {text.Length} characters; {MaxLength} are allowed";
        if (!TrySplit(text, out var nameEnd, out var versionEnd, out var format))
        {
            return ArchiveFormats.TryRecognise(text, out _)
                ? $"the file name '{text}' is not of the form <name>-<version>-<build>{format.Extension()}"
                : $"the file name '{text}' ends neither in .conda nor in .tar.bz2";
        }
        var version = text[(nameEnd + 1)..versionEnd];
        var problem = PackageName.Problem(text[..nameEnd])
            ?? CondaVersion.Problem(version)
            ?? BuildString.Problem(text[(versionEnd + 1)..^format.Extension().Length]);
        if (problem is not null)
            return $"the file name '{text}' is not allowed: {problem}";
        if (version.Length > CondaVersion.MaxLength)
            return $"the version '{version}' has {version.Length} characters; {CondaVersion.MaxLength} are allowed";
        return version.ContainsAnyInRange('A', 'Z') ? $"the version '{version}' in a file name must be in lower case" : null;
    }

    /// <summary>
    /// Takes any file name that can be split, for reading channels older than the rules. Never accepts a path: separators,
    /// control characters and names of more than <see cref="ushort.MaxValue"/> characters are refused.
    /// </summary>
    public static bool TryParseLenient(ReadOnlySpan<char> text, out ArtifactFileName result)
    {
        result = TrySplit(text, out var nameEnd, out var versionEnd, out var format)
            ? new ArtifactFileName(text.ToString(), nameEnd, versionEnd, format)
            : default;
        return result._text is not null;
    }

    /// <inheritdoc cref="TryParseLenient(ReadOnlySpan{char}, out ArtifactFileName)"/>
    public static bool TryParseLenient(string text, out ArtifactFileName result)
    {
        result = TrySplit(text, out var nameEnd, out var versionEnd, out var format) ? new ArtifactFileName(text, nameEnd, versionEnd, format) : default;
        return result._text is not null;
    }

    /// <inheritdoc cref="TryParseLenient(ReadOnlySpan{char}, out ArtifactFileName)"/>
    public static bool TryParseLenient(ReadOnlySpan<byte> utf8, out ArtifactFileName result)
    {
        result = default;
        Span<char> text = stackalloc char[2 * MaxLength];
        return Encoding.UTF8.TryGetChars(utf8, text, out var length) && TryParseLenient(text[..length], out result);
    }

    private static bool TrySplit(ReadOnlySpan<char> text, out int nameEnd, out int versionEnd, out ArchiveFormat format)
    {
        nameEnd = versionEnd = 0;
        if (!ArchiveFormats.TryRecognise(text, out format) || text.Length > ushort.MaxValue)
            return false;
        if (text.ContainsAny('/', '\\') || text.ContainsAnyInRange('\0', ' '))
            return false;
        var stem = text[..^format.Extension().Length];
        versionEnd = stem.LastIndexOf('-');
        nameEnd = versionEnd < 0 ? -1 : stem[..versionEnd].LastIndexOf('-');
        return nameEnd > 0 && versionEnd > nameEnd + 1 && versionEnd < stem.Length - 1;
    }

    /// <exception cref="Foundation.Diagnostics.BadInputException">The text breaks a rule of CEP 26.</exception>
    public static ArtifactFileName Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var result) ? result : throw CondaDiagnostics.BadFileName.Refuse(null, Problem(s)!);

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static ArtifactFileName Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out ArtifactFileName result)
    {
        result = default;
        return Problem(s) is null && TryParseLenient(s, out result);
    }

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ArtifactFileName result) =>
        TryParse(s.AsSpan(), provider, out result);

    public ReadOnlySpan<char> AsSpan() => _text;

    public int CompareTo(ArtifactFileName other) => string.CompareOrdinal(ToString(), other.ToString());

    public bool Equals(ArtifactFileName other) => string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    public override int GetHashCode() => string.GetHashCode(_text, StringComparison.Ordinal);

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        WrappedText.TryFormat(_text, destination, out charsWritten);

    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    public override string ToString() => _text ?? "";
}
