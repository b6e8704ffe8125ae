using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Hearth.Conda.Versions;

namespace Hearth.Conda.MatchSpecs;

/// <summary>
/// What a MatchSpec wants the build number to be: a number, a number after <c>==</c>, <c>!=</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>
/// or <c>&gt;=</c>, or else a pattern for its digits (CEP 29 §Syntax; the operators are conda's and rattler's).
/// </summary>
public readonly record struct BuildNumberSpec
{
    private static readonly SearchValues<char> InPattern = SearchValues.Create("0123456789*");

    private readonly VersionOperator _operator;
    private readonly long _number;
    private readonly StringPattern? _pattern;

    private BuildNumberSpec(VersionOperator @operator, long number) => (_operator, _number) = (@operator, number);

    private BuildNumberSpec(StringPattern pattern) => _pattern = pattern;

    public static bool TryParse(ReadOnlySpan<char> text, out BuildNumberSpec spec, [NotNullWhen(false)] out string? problem)
    {
        spec = default;
        var (sign, length) = text switch
        {
            ['=', '=', ..] => (VersionOperator.Equal, 2),
            ['!', '=', ..] => (VersionOperator.NotEqual, 2),
            ['<', '=', ..] => (VersionOperator.LessOrEqual, 2),
            ['>', '=', ..] => (VersionOperator.GreaterOrEqual, 2),
            ['=', ..] => (VersionOperator.Equal, 1),
            ['<', ..] => (VersionOperator.Less, 1),
            ['>', ..] => (VersionOperator.Greater, 1),
            _ => (VersionOperator.Equal, 0),
        };
        var digits = text[length..].Trim();
        problem = null;
        if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            spec = new BuildNumberSpec(sign, number);
        else if (length == 0 && (text is ['^', ..] || !text.ContainsAnyExcept(InPattern)) && StringPattern.TryParse(text, keepCase: true, out var pattern, out problem))
            spec = new BuildNumberSpec(pattern);
        else
            problem ??= $"'{text}' is not a build number";
        return problem is null;
    }

    public bool Matches(long buildNumber)
    {
        if (_pattern is { } pattern)
            return pattern.Matches(buildNumber.ToString(CultureInfo.InvariantCulture));
        return _operator switch
        {
            VersionOperator.Equal => buildNumber == _number,
            VersionOperator.NotEqual => buildNumber != _number,
            VersionOperator.Less => buildNumber < _number,
            VersionOperator.LessOrEqual => buildNumber <= _number,
            VersionOperator.Greater => buildNumber > _number,
            _ => buildNumber >= _number,
        };
    }

    /// <summary>The spelling of a MatchSpec; <c>==</c> is left out.</summary>
    public override string ToString() => _pattern is { } pattern
        ? pattern.ToString()
        : (_operator switch
        {
            VersionOperator.NotEqual => "!=",
            VersionOperator.Less => "<",
            VersionOperator.LessOrEqual => "<=",
            VersionOperator.Greater => ">",
            VersionOperator.GreaterOrEqual => ">=",
            _ => "",
        }) + _number.ToString(CultureInfo.InvariantCulture);
}
