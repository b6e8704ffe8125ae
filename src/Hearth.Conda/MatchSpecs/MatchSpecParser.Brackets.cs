using System.Buffers;
using System.Text;

namespace Hearth.Conda.MatchSpecs;

/// <summary>The part between brackets: <c>[key=value,key='value']</c> (CEP 29 §Syntax, keyword expressions).</summary>
internal ref partial struct MatchSpecParser
{
    private const int MaxGroupNameLength = 64;

    private static readonly SearchValues<char> InKey = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");
    private static readonly SearchValues<char> InGroupName = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_.+-");
    private static readonly SearchValues<char> InFlag = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_*");

    /// <param name="at">Where the opening bracket is.</param>
    /// <param name="end">Where the spec ends.</param>
    private void ParseBrackets(int at, int end)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        at++;
        while (true)
        {
            while (at < end && (char.IsWhiteSpace(_text[at]) || (_text[at] == ',' && seen.Count > 0)))
                at++;
            if (at == end)
            {
                Fail(at, "']' is missing");
                return;
            }
            if (_text[at] == ']')
                break;
            if (!ParseKey(ref at, end, seen))
                return;
        }
        if (at + 1 < end)
            Fail(at + 1, "nothing may follow after ']'");
    }

    private bool ParseKey(ref int at, int end, HashSet<string> seen)
    {
        var keyAt = at;
        var length = _text[at..end].IndexOfAnyExcept(InKey) is var found and >= 0 ? found : end - at;
        var key = _text.Slice(at, length).ToString();
        at += length;
        while (at < end && char.IsWhiteSpace(_text[at]))
            at++;
        if (length == 0 || at == end || _text[at] != '=')
        {
            Fail(at, length == 0 ? "a key is expected" : $"'=' and a value are expected after '{key}'");
            return false;
        }
        at++;
        while (at < end && char.IsWhiteSpace(_text[at]))
            at++;
        var valueAt = at;
        if (ReadValue(ref at, end) is not { } value)
            return false;
        if (value.Length == 0)
            Fail(valueAt, $"the value of '{key}' is missing");
        else if (!seen.Add(key))
            Fail(keyAt, $"'{key}' is given twice");
        else
            SetKey(key, keyAt, value, valueAt);
        return true;
    }

    private string? ReadValue(ref int at, int end)
    {
        if (at < end && _text[at] is '\'' or '"')
            return ReadQuoted(ref at, end);
        var start = at;
        if (at < end && _text[at] == '^' && _text[at..end].IndexOf('$') is var regexEnd and > 0)
            at += regexEnd + 1;
        else
            at = EndOfBareValue(at, end);
        return _text[start..at].ToString();
    }

    // A bare value ends at a comma, blank or bracket, but not within brackets or quotes of its own: when=python[version='>=3,<4'].
    private readonly int EndOfBareValue(int at, int end)
    {
        var depth = 0;
        var quote = '\0';
        for (; at < end; at++)
        {
            var c = _text[at];
            if (quote != '\0')
                quote = c == quote ? '\0' : quote;
            else if (c is '\'' or '"')
                quote = c;
            else if (c == '[')
                depth++;
            else if (c == ']' && --depth < 0)
                break;
            else if (depth == 0 && (c == ',' || char.IsWhiteSpace(c)))
                break;
        }
        return at;
    }

    private string? ReadQuoted(ref int at, int end)
    {
        var start = at;
        var quote = _text[at++];
        var value = new StringBuilder();
        for (; at < end && _text[at] != quote; at++)
        {
            if (_text[at] == '\\' && at + 1 < end && (_text[at + 1] == quote || _text[at + 1] == '\\'))
                at++;
            value.Append(_text[at]);
        }
        if (at == end)
        {
            Fail(start, $"the closing {quote} is missing");
            return null;
        }
        at++;
        if (at < end && _text[at] is not (',' or ']') && !char.IsWhiteSpace(_text[at]))
        {
            Fail(at, $"',' or ']' is expected after {quote}");
            return null;
        }
        return value.ToString();
    }

    private void SetKey(string key, int keyAt, string value, int at)
    {
        switch (key)
        {
            case "name":
                // CEP 29 §Syntax: the name before the brackets stands.
                break;
            case "version":
                ParseVersion(at, value);
                break;
            case "build":
                SetBuild(at, value);
                break;
            case "build_number":
                if (BuildNumberSpec.TryParse(value, out var buildNumber, out var problem))
                    _keys = _keys with { BuildNumber = buildNumber };
                else
                    Fail(at, problem);
                break;
            case "channel":
                SetChannel(at, value);
                break;
            case "when":
                SetWhen(at, value);
                break;
            case "extras":
                SetExtras(at, value);
                break;
            case "flags":
                SetFlags(at, value);
                break;
            default:
                if (StringPattern.TryParse(value, keepCase: key is "url" or "fn", out var pattern, out var badPattern))
                    SetPattern(key, keyAt, pattern);
                else
                    Fail(at, badPattern);
                break;
        }
    }

    private void SetPattern(string key, int keyAt, StringPattern pattern)
    {
        switch (key)
        {
            case "subdir": (_hasSubdirKey, _keys) = (true, _keys with { Subdir = pattern }); break;
            case "url": _keys = _keys with { Url = pattern }; break;
            case "fn": _keys = _keys with { FileName = pattern }; break;
            case "md5": _keys = _keys with { Md5 = pattern }; break;
            case "sha256": _keys = _keys with { Sha256 = pattern }; break;
            case "license": _keys = _keys with { License = pattern }; break;
            case "license_family": _keys = _keys with { LicenseFamily = pattern }; break;
            case "features": _keys = _keys with { Features = pattern }; break;
            case "track_features": _keys = _keys with { TrackFeatures = pattern }; break;
            default: Fail(keyAt, $"there is no key '{key}'"); break;
        }
    }

    private void SetWhen(int at, string value)
    {
        if (WhenExpression.TryParse(value, out var when, out var problem, out _))
            _keys = _keys with { When = when };
        else
            Fail(at, $"the condition '{value}' cannot be read: {problem}");
    }

    // CEP 44 §Specification.
    private void SetExtras(int at, string value)
    {
        var names = new List<string>();
        foreach (var name in ListItems(at, value))
        {
            if (name.Length is > 0 and <= MaxGroupNameLength && !name.AsSpan().ContainsAnyExcept(InGroupName))
                names.Add(name);
            else
                Fail(at, $"'{name}' is not the name of an optional dependency group");
        }
        _keys = _keys with { Extras = names };
    }

    // CEP 45 §MatchSpec syntax changes.
    private void SetFlags(int at, string value)
    {
        var flags = new List<StringPattern>();
        foreach (var flag in ListItems(at, value))
        {
            var colon = flag.IndexOf(':');
            var isFlag = colon < 0 ? IsFlagPart(flag) : IsFlagPart(flag.AsSpan(0, colon)) && IsFlagPart(flag.AsSpan(colon + 1));
            if (isFlag)
                flags.Add(StringPattern.Of(flag));
            else
                Fail(at, $"'{flag}' is not a flag");
        }
        _keys = _keys with { Flags = flags };
    }

    private static bool IsFlagPart(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(InFlag);

    /// <summary>One item, or several in brackets, each with blanks and quotes around it or without (a YAML flow sequence, CEP 44).</summary>
    private string[] ListItems(int at, string value)
    {
        var text = value.Trim();
        if (text is not ['[', ..])
            return [text];
        if (text is not [.., ']'])
        {
            Fail(at, "']' is missing at the end of the list");
            return [];
        }
        return [.. text[1..^1].Split(',').Select(item => Unquoted(item.Trim()))];
    }

    private static string Unquoted(string text) => text is ['\'', .., '\''] or ['"', .., '"'] ? text[1..^1].Trim() : text;
}
