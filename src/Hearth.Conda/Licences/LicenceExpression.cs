using System.Diagnostics.CodeAnalysis;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Conda.Licences;

/// <summary>
/// What a work is licensed under (SPDX 2.3 annex D): <c>MIT</c>, <c>GPL-2.0-or-later WITH Classpath-exception-2.0</c>,
/// <c>MIT AND (Apache-2.0 OR BSL-1.0)</c>. Reading is about the grammar; whether SPDX lists the ids says <see cref="Problems"/>.
/// Two are equal if their canonical spellings are.
/// </summary>
public abstract class LicenceExpression : ISpanParsable<LicenceExpression>, ISpanFormattable, IEquatable<LicenceExpression>
{
    private protected LicenceExpression()
    {
    }

    /// <summary>Every licence in it, from left to right.</summary>
    public abstract IEnumerable<LicenceTerm> Terms { get; }

    /// <summary>How tightly it binds: a part that binds less than what is around it stands in parentheses.</summary>
    internal abstract int Binding { get; }

    /// <summary>What is wrong with the ids: not listed (errors), deprecated (warnings). The position is a column of the text that was read.</summary>
    public IReadOnlyList<Diagnostic> Problems(string? file = null) => [.. Terms.SelectMany(term => term.Problems(file))];

    /// <summary>Whether some choice between the branches of OR leaves only terms that <paramref name="accepts"/> takes.</summary>
    public abstract bool Satisfies(Func<LicenceTerm, bool> accepts);

    /// <exception cref="BadInputException">The text is no licence expression.</exception>
    public static LicenceExpression Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, out var result, out var problem) ? result : throw new BadInputException(problem!);

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static LicenceExpression Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, [MaybeNullWhen(false)] out LicenceExpression result) =>
        TryParse(s, out result, out _);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out LicenceExpression result) =>
        TryParse(s.AsSpan(), out result, out _);

    /// <summary>Reads an expression, or says where and why that is not possible.</summary>
    public static bool TryParse(ReadOnlySpan<char> s, [NotNullWhen(true)] out LicenceExpression? result, out Diagnostic? problem)
    {
        var parser = new LicenceExpressionParser(s);
        result = parser.Parse();
        problem = parser.Problem;
        return result is not null;
    }

    public bool Equals(LicenceExpression? other) => other is not null && ToString() == other.ToString();

    public sealed override bool Equals(object? obj) => Equals(obj as LicenceExpression);

    public sealed override int GetHashCode() => string.GetHashCode(ToString(), StringComparison.Ordinal);

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        var text = ToString();
        charsWritten = text.TryCopyTo(destination) ? text.Length : 0;
        return charsWritten == text.Length;
    }

    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <summary>The canonical spelling: listed ids in SPDX's case, no parentheses that change nothing.</summary>
    public abstract override string ToString();
}
