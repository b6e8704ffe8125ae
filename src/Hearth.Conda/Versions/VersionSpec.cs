using System.Diagnostics.CodeAnalysis;
using System.Text;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Conda.Versions;

/// <summary>
/// A set of versions, such as <c>&gt;=1.2,&lt;2|3.1.*</c> (CEP 29 §Version matching). One of <see cref="VersionClause"/>,
/// <see cref="VersionPattern"/>, <see cref="VersionSpecGroup"/> and <see cref="Any"/>. Equal if spelled alike in canonical form.
/// </summary>
public abstract class VersionSpec : ISpanParsable<VersionSpec>, ISpanFormattable, IEquatable<VersionSpec>
{
    /// <summary>The spec <c>*</c>, which every version matches.</summary>
    public static VersionSpec Any { get; } = new AnyVersion();

    public abstract bool Matches(CondaVersion version);

    /// <summary>Appends the canonical spelling.</summary>
    internal abstract void AppendTo(StringBuilder text);

    public abstract bool Equals(VersionSpec? other);

    public sealed override bool Equals(object? obj) => Equals(obj as VersionSpec);

    public abstract override int GetHashCode();

    /// <exception cref="BadInputException">The text is no version spec.</exception>
    public static VersionSpec Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, out var result, out var problem) ? result : throw new BadInputException(problem);

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static VersionSpec Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, [MaybeNullWhen(false)] out VersionSpec result) =>
        TryParse(s, out result, out _);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out VersionSpec result) =>
        TryParse(s.AsSpan(), out result, out _);

    /// <summary>Reads a version spec, or says what is wrong and where.</summary>
    public static bool TryParse(
        ReadOnlySpan<char> s, [NotNullWhen(true)] out VersionSpec? result, [NotNullWhen(false)] out Diagnostic? problem)
    {
        var parser = new VersionSpecParser(s);
        result = parser.Parse();
        problem = result is not null ? null : CondaDiagnostics.BadVersionSpec.In(
            null, $"'{s}' is not a version spec: {parser.Problem} (at character {parser.ProblemAt + 1})", at: new TextPosition(1, parser.ProblemAt + 1));
        return result is not null;
    }

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        var text = ToString();
        charsWritten = text.TryCopyTo(destination) ? text.Length : 0;
        return charsWritten == text.Length;
    }

    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <summary>The canonical spelling: lower case, no blanks, <c>==1.2</c> for exact and <c>1.2.*</c> for fuzzy equality.</summary>
    public sealed override string ToString()
    {
        var text = new StringBuilder();
        AppendTo(text);
        return text.ToString();
    }

    private sealed class AnyVersion : VersionSpec
    {
        public override bool Matches(CondaVersion version) => true;

        internal override void AppendTo(StringBuilder text) => text.Append('*');

        public override bool Equals(VersionSpec? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => 0;
    }
}
