using System.Buffers;
using Hearth.Conda.Names;
using Hearth.Conda.Versions;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Conda.MatchSpecs;

/// <summary>Reads MatchSpecs: cuts off the brackets and the channel, then splits name, version and build (CEP 29 §Syntax).</summary>
internal ref partial struct MatchSpecParser(ReadOnlySpan<char> text)
{
    private static readonly SearchValues<char> EndOfName = SearchValues.Create(" \t=<>!~");
    private static readonly SearchValues<char> NotLiteral = SearchValues.Create("=<>~,|*");
    private static readonly SearchValues<char> InNamePattern = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-*");
    private static readonly SearchValues<char> InChannelPattern =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-~+%@:/\\*");
    private static readonly SearchValues<char> InBuildPattern =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+*");

    private readonly ReadOnlySpan<char> _text = text;
    private StringPattern _name;
    private VersionSpec? _version;
    private StringPattern _build;
    private MatchSpecKeys _keys = MatchSpecKeys.None;
    private bool _hasSubdirKey;
    private List<Diagnostic>? _problems;

    public readonly IReadOnlyList<Diagnostic> Problems => _problems ?? (IReadOnlyList<Diagnostic>)[];

    /// <summary>The spec, or null if there are <see cref="Problems"/>.</summary>
    public MatchSpec? Parse()
    {
        var start = _text.Length - _text.TrimStart().Length;
        var end = _text.TrimEnd().Length;
        if (start >= end)
        {
            Fail(0, "it is empty");
            return null;
        }
        var bracket = FindBracket(start, end);
        if (bracket < 0 && IsArtifact(_text[start..end]))
            ParseArtifact(start, end);
        else
            ParsePositional(start, bracket < 0 ? end : bracket);
        if (bracket >= 0)
            ParseBrackets(bracket, end);
        return _problems is not null
            ? null
            : new MatchSpec { Name = _name, Version = _version ?? VersionSpec.Any, Build = _build, Keys = _keys };
    }

    private void Fail(int at, string problem, string? hint = null) => (_problems ??= []).Add(CondaDiagnostics.BadMatchSpec.In(
        null, $"'{UrlSecrets.Redact(_text)}' is not a MatchSpec: {problem} (at character {at + 1})", hint, new TextPosition(1, at + 1)));

    // Brackets within a regular expression, from '^' to '$', do not count.
    private readonly int FindBracket(int start, int end)
    {
        var at = start;
        while (true)
        {
            var found = _text[at..end].IndexOfAny('[', '^');
            if (found < 0 || _text[at + found] == '[')
                return found < 0 ? -1 : at + found;
            var regexEnd = _text[(at + found)..end].IndexOf('$');
            if (regexEnd < 0)
                return -1;
            at += found + regexEnd;
        }
    }

    private void ParsePositional(int start, int end)
    {
        start = CutChannel(start, end);
        while (start < end && char.IsWhiteSpace(_text[start]))
            start++;
        var text = _text[start..end];
        var nameLength = text is ['^', ..]
            ? text.IndexOf('$') + 1
            : text.IndexOfAny(EndOfName) is var found and >= 0 ? found : text.Length;
        if (nameLength == 0)
            Fail(start, "the name is missing", "Write '*' for any name.");
        else
            ParseName(start, text[..nameLength]);
        ParseVersionAndBuild(start + nameLength, end);
    }

    // 'channel::name', 'channel:namespace:name' or 'namespace:name'; the namespace means nothing yet (CEP 29 §Syntax).
    private int CutChannel(int start, int end)
    {
        var text = _text[start..end];
        if (text is ['^', ..] || !text.Contains(':'))
            return start;
        var separator = text.LastIndexOf("::");
        if (separator >= 0)
        {
            SetChannel(start, text[..separator]);
            return start + separator + 2;
        }
        var head = text.IndexOfAny(EndOfName) is var headEnd and >= 0 ? text[..headEnd] : text;
        var last = head.LastIndexOf(':');
        if (last < 0)
            return start;
        var first = head[..last].LastIndexOf(':');
        if (first > 0)
            SetChannel(start, head[..first]);
        return start + last + 1;
    }

    /// <summary>Takes a channel, with a known subdir at its end or without (CEP 29 §Syntax).</summary>
    private void SetChannel(int at, ReadOnlySpan<char> channel)
    {
        channel = UrlSecrets.Strip(channel.Trim(), out _).AsSpan().TrimEnd('/');
        var lastSlash = channel.LastIndexOf('/');
        if (lastSlash >= 0 && Subdir.TryParse(channel[(lastSlash + 1)..], null, out var subdir) && subdir.IsKnown)
        {
            // Keys override in whichever order they come: a subdir key stays although the channel names a subdir too.
            if (!_hasSubdirKey)
                _keys = _keys with { Subdir = StringPattern.Of(subdir.ToString()) };
            channel = channel[..lastSlash].TrimEnd('/');
        }
        if (channel.IsEmpty)
            Fail(at, "the channel is missing");
        else if (!StringPattern.TryParse(channel, keepCase: true, out var pattern, out var problem))
            Fail(at, problem);
        else if (!pattern.IsRegex && channel.IndexOfAnyExcept(InChannelPattern) is var bad and >= 0)
            Fail(at, $"the channel '{channel}' has '{channel[bad]}', which neither channel names nor URLs have");
        else
            _keys = _keys with { Channel = pattern };
    }

    private void ParseName(int at, ReadOnlySpan<char> name)
    {
        if (!StringPattern.TryParse(name, keepCase: false, out _name, out var problem))
            Fail(at, problem);
        else if (_name.IsExact && PackageName.Problem(_name.ToString()) is { } badName)
            Fail(at, badName);
        else if (_name.IsGlob && _name.ToString().AsSpan().ContainsAnyExcept(InNamePattern))
            Fail(at, $"the name '{name}' has a character that no package name has");
    }

    private void ParseVersionAndBuild(int start, int end)
    {
        var blankBefore = start < end && char.IsWhiteSpace(_text[start]);
        while (start < end && char.IsWhiteSpace(_text[start]))
            start++;
        if (start == end)
            return;
        var version = _text[start..end];
        var separator = EndOfVersion(version);
        if (separator == version.Length)
        {
            ParseVersion(start, version);
            return;
        }
        var buildAt = start + separator;
        while (char.IsWhiteSpace(_text[buildAt]))
            buildAt++;
        var isEquals = _text[buildAt] == '=';
        version = version[..separator];
        // 'name=1.2=build' and 'name=1.2 build' mean exactly 1.2; 'name =1.2 build' does not (CEP 29 §Version expression parsing).
        if (version is ['=', not '=', ..] && (isEquals || !blankBefore) && !version[1..].ContainsAny(NotLiteral))
            ParseVersion(start + 1, version[1..]);
        else
            ParseVersion(start, version);
        ParseBuild(isEquals ? buildAt + 1 : buildAt, end);
    }

    /// <summary>
    /// The length of the version, which ends where a build string follows a whole clause: after '=', or after a blank that stands
    /// neither beside an operator nor beside a comma, a bar or a parenthesis.
    /// </summary>
    private static int EndOfVersion(ReadOnlySpan<char> text)
    {
        var afterLiteral = false;
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '=' when afterLiteral && depth == 0:
                    return i;
                case '!' when text[(i + 1)..] is not ['=', ..]:
                    // The end of an epoch, as in 1!2.0.
                    break;
                case '=' or '<' or '>' or '!' or '~' or ',' or '|':
                    afterLiteral = false;
                    break;
                case '(':
                    depth++;
                    afterLiteral = false;
                    break;
                case ')':
                    depth--;
                    afterLiteral = true;
                    break;
                case '^' when !afterLiteral && text[i..].IndexOf('$') is var regexEnd and > 0:
                    i += regexEnd;
                    afterLiteral = true;
                    break;
                case ' ' or '\t':
                    if (afterLiteral && depth == 0 && StartsBuild(text[i..].TrimStart()))
                        return i;
                    break;
                default:
                    afterLiteral = true;
                    break;
            }
        }
        return text.Length;
    }

    private static bool StartsBuild(ReadOnlySpan<char> text) =>
        text is ['=', not '=', ..] or [not ('=' or '<' or '>' or '!' or '~' or ',' or '|' or ')'), ..];

    private void ParseVersion(int at, ReadOnlySpan<char> text)
    {
        var parser = new VersionSpecParser(text);
        _version = parser.Parse();
        if (_version is null)
            Fail(at + parser.ProblemAt, parser.Problem!);
    }

    private void ParseBuild(int at, int end)
    {
        while (at < end && char.IsWhiteSpace(_text[at]))
            at++;
        SetBuild(at, _text[at..end].TrimEnd());
    }

    private void SetBuild(int at, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            Fail(at, "the build string is missing");
        else if (!StringPattern.TryParse(text, keepCase: false, out _build, out var problem))
            Fail(at, problem);
        else if (!_build.IsRegex && text.IndexOfAnyExcept(InBuildPattern) is var bad and >= 0)
            Fail(at + bad, $"the build string '{text}' has '{text[bad]}'; allowed are ASCII letters, digits, '_', '.', '+' and '*'");
    }
}
