using System.Diagnostics.CodeAnalysis;

namespace Hearth.Recipes.Generation.PyPi;

/// <summary>What a Python project needs (PEP 508): <c>requests[socks] >=2; python_version &lt; "3.8"</c>.</summary>
public sealed record PythonRequirement : ISpanParsable<PythonRequirement>
{
    private const int MostCharacters = 4096;

    /// <summary>As written.</summary>
    public required string Name { get; init; }

    public IReadOnlyList<string> Extras { get; init; } = [];

    public PythonSpecifierSet Specifiers { get; init; } = PythonSpecifierSet.Any;

    /// <summary>Where it comes from, for a requirement by URL.</summary>
    public string? Url { get; init; }

    public MarkerExpression Marker { get; init; } = MarkerExpression.True;

    public static PythonRequirement Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <exception cref="FormatException">The text is no requirement.</exception>
    public static PythonRequirement Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var requirement) ? requirement : throw new FormatException($"'{s}' is no requirement by PEP 508");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out PythonRequirement result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <summary>Reads a requirement, with or without the parentheses around versions that older metadata has.</summary>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, [MaybeNullWhen(false)] out PythonRequirement result)
    {
        result = null;
        s = s.Trim();
        if (s.Length > MostCharacters)
            return false;
        var end = 0;
        while (end < s.Length && (char.IsAsciiLetterOrDigit(s[end]) || s[end] is '-' or '_' or '.'))
            end++;
        if (end == 0 || !char.IsAsciiLetterOrDigit(s[0]))
            return false;
        var name = s[..end].ToString();
        var rest = s[end..].TrimStart();
        if (!TryTakeExtras(ref rest, out var extras))
            return false;
        if (rest.StartsWith("@"))
            return TryByUrl(name, extras, rest[1..], out result);
        var semicolon = rest.IndexOf(';');
        var versions = (semicolon < 0 ? rest : rest[..semicolon]).Trim();
        if (versions.StartsWith("(") && versions.EndsWith(")"))
            versions = versions[1..^1];
        if (!PythonSpecifierSet.TryParse(versions, null, out var specifiers) || !TryMarker(semicolon < 0 ? default : rest[(semicolon + 1)..], out var marker))
            return false;
        result = new PythonRequirement { Name = name, Extras = extras, Specifiers = specifiers, Marker = marker };
        return true;
    }

    public override string ToString()
    {
        var extras = Extras.Count == 0 ? "" : $"[{string.Join(',', Extras)}]";
        var wanted = Url is null ? Specifiers.ToString() : $" @ {Url}";
        return Marker == MarkerExpression.True ? $"{Name}{extras}{wanted}" : $"{Name}{extras}{wanted} ; {Marker}";
    }

    // A URL may hold ';'; the marker follows a blank and one.
    private static bool TryByUrl(string name, IReadOnlyList<string> extras, ReadOnlySpan<char> rest, [MaybeNullWhen(false)] out PythonRequirement result)
    {
        result = null;
        var semicolon = rest.IndexOf(" ;");
        if (!TryMarker(semicolon < 0 ? default : rest[(semicolon + 2)..], out var marker))
            return false;
        result = new PythonRequirement { Name = name, Extras = extras, Url = (semicolon < 0 ? rest : rest[..semicolon]).Trim().ToString(), Marker = marker };
        return true;
    }

    private static bool TryMarker(ReadOnlySpan<char> text, [MaybeNullWhen(false)] out MarkerExpression marker)
    {
        marker = text.IsWhiteSpace() ? MarkerExpression.True : MarkerExpression.Read(text);
        return marker is not null;
    }

    private static bool TryTakeExtras(ref ReadOnlySpan<char> rest, out IReadOnlyList<string> extras)
    {
        extras = [];
        if (!rest.StartsWith("["))
            return true;
        var close = rest.IndexOf(']');
        if (close < 0)
            return false;
        extras = rest[1..close].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        rest = rest[(close + 1)..].TrimStart();
        return true;
    }
}
