using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Hearth.Conda.Names;
using Hearth.Conda.Versions;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Conda.MatchSpecs;

/// <summary>
/// A query for records, as in <c>depends</c> and on command lines: <c>numpy >=1.26,&lt;3</c>, <c>conda-forge::python=3.13</c>,
/// <c>*[sha256=…]</c> (CEP 29, 43, 44, 45; docs/specs/versions-and-matchspecs.md). Two are equal if their canonical spellings are.
/// </summary>
public sealed class MatchSpec : ISpanParsable<MatchSpec>, ISpanFormattable, IEquatable<MatchSpec>
{
    private static readonly SearchValues<char> EndOfName = SearchValues.Create(" \t=<>!~[");
    private static readonly SearchValues<byte> EndOfNameUtf8 = SearchValues.Create(" \t=<>!~["u8);

    /// <summary>The name wanted; a pattern in searches only.</summary>
    public required StringPattern Name { get; init; }

    public VersionSpec Version { get; init; } = VersionSpec.Any;

    public StringPattern Build { get; init; }

    /// <summary>Everything else that is asked for.</summary>
    public MatchSpecKeys Keys { get; init; } = MatchSpecKeys.None;

    /// <summary>The one name that matches; null if the spec has a pattern.</summary>
    public PackageName? ExactName => Name.IsExact ? PackageName.Lenient(Name.ToString()) : null;

    /// <summary>Whether nothing but the name is asked for.</summary>
    public bool IsBareName => ReferenceEquals(Version, VersionSpec.Any) && Build.IsAny && Keys == MatchSpecKeys.None;

    /// <summary>
    /// Whether the record is one that the spec asks for. Conditions and extras are not looked at: the former is about the solution,
    /// the latter adds dependencies (CEP 43 §Evaluation, CEP 44 §Specification).
    /// </summary>
    public bool Matches(in MatchCandidate record) =>
        Name.Matches(record.Name.AsSpan())
        && Version.Matches(record.Version)
        && Build.Matches(record.Build)
        && (ReferenceEquals(Keys, MatchSpecKeys.None) || Keys.Match(record));

    /// <summary>
    /// The name in an entry of <c>depends</c>, without reading the rest and without allocating. Meant for entries that
    /// <see cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/> takes; the name comes in the case of the entry.
    /// </summary>
    public static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> spec)
    {
        spec = spec.TrimStart();
        var end = spec.IndexOfAny(EndOfName);
        if (end == 0)
            return default;
        var name = end < 0 ? spec : spec[..end];
        return name[(name.LastIndexOf(':') + 1)..];
    }

    /// <inheritdoc cref="NameOf(ReadOnlySpan{char})"/>
    public static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> spec)
    {
        spec = spec.TrimStart(" \t"u8);
        var end = spec.IndexOfAny(EndOfNameUtf8);
        if (end == 0)
            return default;
        var name = end < 0 ? spec : spec[..end];
        return name[(name.LastIndexOf((byte)':') + 1)..];
    }

    /// <exception cref="BadInputException">The text is no MatchSpec; the exception carries every problem found.</exception>
    public static MatchSpec Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, out var result, out var problems) ? result : throw new BadInputException(problems);

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static MatchSpec Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, [MaybeNullWhen(false)] out MatchSpec result) =>
        TryParse(s, out result, out _);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out MatchSpec result) =>
        TryParse(s.AsSpan(), out result, out _);

    /// <summary>Reads a MatchSpec, or lists what is wrong with it and where.</summary>
    public static bool TryParse(ReadOnlySpan<char> s, [NotNullWhen(true)] out MatchSpec? result, out IReadOnlyList<Diagnostic> problems)
    {
        var parser = new MatchSpecParser(s);
        result = parser.Parse();
        problems = parser.Problems;
        return result is not null;
    }

    /// <summary>
    /// The spelling for records of repodata revision 3: the bare name, or name and brackets (CEP 48). Null if the spec asks for
    /// something that such records may not: a name pattern, a channel, a licence and the like.
    /// </summary>
    public string? ToRevision3String() => MatchSpecWriter.Revision3(this);

    public bool Equals(MatchSpec? other) => other is not null && (ReferenceEquals(this, other) || ToString() == other.ToString());

    public override bool Equals(object? obj) => Equals(obj as MatchSpec);

    public override int GetHashCode() => string.GetHashCode(ToString(), StringComparison.Ordinal);

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        var text = ToString();
        charsWritten = text.TryCopyTo(destination) ? text.Length : 0;
        return charsWritten == text.Length;
    }

    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <summary>The canonical spelling (CEP 29 Appendix A).</summary>
    public override string ToString() => MatchSpecWriter.Canonical(this);
}
