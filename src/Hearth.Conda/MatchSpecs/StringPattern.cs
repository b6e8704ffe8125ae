using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Hearth.Conda.MatchSpecs;

/// <summary>
/// What a MatchSpec wants a string to be: exactly some text, text with <c>*</c> for anything, or a regular expression between
/// <c>^</c> and <c>$</c>; case never matters (CEP 29 §String matching). The default value matches everything.
/// </summary>
public readonly struct StringPattern : IEquatable<StringPattern>
{
    /// <summary>The most characters that a regular expression may have.</summary>
    public const int MaxRegexLength = 512;

    private readonly string? _text;
    private readonly Regex? _regex;

    private StringPattern(string? text, Regex? regex)
    {
        _text = text;
        _regex = regex;
    }

    /// <summary>Whether every text matches, missing text too.</summary>
    public bool IsAny => _text is null;

    public bool IsRegex => _regex is not null;

    public bool IsGlob => _text is not null && _regex is null && _text.Contains('*');

    /// <summary>Whether only one text matches, in any case.</summary>
    public bool IsExact => _text is not null && _regex is null && !_text.Contains('*');

    /// <summary>The pattern that only <paramref name="text"/> matches, or that its stars say.</summary>
    public static StringPattern Of(string text) => text == "*" ? default : new StringPattern(text, null);

    /// <summary>Reads a pattern; lower-cases it unless <paramref name="keepCase"/>.</summary>
    /// <param name="text">Not empty.</param>
    /// <param name="keepCase">For URLs and file names, which would not lead anywhere in another case.</param>
    /// <param name="pattern">The pattern, if the result is true.</param>
    /// <param name="problem">What is wrong, if the result is false.</param>
    public static bool TryParse(ReadOnlySpan<char> text, bool keepCase, out StringPattern pattern, [NotNullWhen(false)] out string? problem)
    {
        pattern = default;
        problem = null;
        if (text is "*")
            return true;
        if (text is not ['^', ..] and not [.., '$'])
        {
            var plain = text.ToString();
            pattern = new StringPattern(keepCase ? plain : plain.ToLowerInvariant(), null);
            return true;
        }
        if (text is not ['^', .., '$'])
            problem = $"the regular expression '{text}' must start with '^' and end with '$'";
        else if (text.Length > MaxRegexLength)
            problem = $"the regular expression has {text.Length} characters; {MaxRegexLength} are allowed";
        else
            problem = TryCompile(text.ToString(), out pattern);
        return problem is null;
    }

    // CEP 29 §String matching advises against look-around and back-references; NonBacktracking has neither, and takes time linear in
    // the text whatever the expression is.
    private static string? TryCompile(string text, out StringPattern pattern)
    {
        pattern = default;
        try
        {
            pattern = new StringPattern(text, new Regex(text, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant));
            return null;
        }
        catch (ArgumentException e)
        {
            return $"'{text}' is no regular expression: {e.Message}";
        }
        catch (NotSupportedException)
        {
            return $"the regular expression '{text}' is too large or has look-around or back-references, which are not allowed";
        }
    }

    public bool Matches(ReadOnlySpan<char> text) =>
        _text is null || (_regex is not null ? _regex.IsMatch(text) : Glob.Matches(_text, text));

    public bool Equals(StringPattern other) => string.Equals(_text, other._text, StringComparison.Ordinal);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is StringPattern other && Equals(other);

    public override int GetHashCode() => string.GetHashCode(_text, StringComparison.Ordinal);

    public static bool operator ==(StringPattern left, StringPattern right) => left.Equals(right);

    public static bool operator !=(StringPattern left, StringPattern right) => !left.Equals(right);

    /// <summary>The pattern as a MatchSpec spells it; <c>*</c> if it matches everything.</summary>
    public override string ToString() => _text ?? "*";
}
