namespace Hearth.Recipes.Generation.PyPi;

/// <summary>One clause of a version specifier (PEP 440): <c>>=1.2</c>, <c>==1.*</c>, <c>~=2.2</c>.</summary>
/// <param name="Operator">As written: one of <c>== != &lt;= >= &lt; > ~= ===</c>.</param>
/// <param name="Version">The version, without the <c>.*</c> of a prefix.</param>
/// <param name="IsPrefix">Whether <c>.*</c> follows.</param>
public sealed record PythonSpecifier(string Operator, PythonVersion Version, bool IsPrefix)
{
    private static readonly string[] Operators = ["===", "==", "!=", "<=", ">=", "~=", "<", ">"];

    public static PythonSpecifier? Read(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        foreach (var sign in Operators)
        {
            if (!text.StartsWith(sign))
                continue;
            var rest = text[sign.Length..].Trim();
            var isPrefix = rest.EndsWith(".*") && sign is "==" or "!=";
            return PythonVersion.TryParse(rest.EndsWith(".*") ? rest[..^2] : rest, null, out var version) ? new PythonSpecifier(sign, version, isPrefix) : null;
        }
        return null;
    }

    public bool Contains(PythonVersion version) => Operator switch
    {
        "==" or "===" => IsPrefix ? version.StartsWith(Version) : version.CompareTo(Version) == 0,
        "!=" => !(IsPrefix ? version.StartsWith(Version) : version.CompareTo(Version) == 0),
        "<=" => version.CompareTo(Version) <= 0,
        ">=" => version.CompareTo(Version) >= 0,
        "<" => version.CompareTo(Version) < 0,
        ">" => version.CompareTo(Version) > 0,
        _ => version.CompareTo(Version) >= 0 && version.StartsWith(Shortened()),
    };

    /// <summary>The same as a clause of a conda version spec.</summary>
    public string ToConda() => (Operator, IsPrefix) switch
    {
        ("==", true) => $"{Version}.*",
        ("!=", true) => $"!={Version}.*",
        ("===", _) => $"=={Version}",
        // '~=2' is no PEP 440, but is found; conda would take it for '>=2,2.*' with nothing to shorten.
        ("~=", _) when Version.Release.Count == 1 => $">={Version}",
        _ => $"{Operator}{Version}",
    };

    // Lower bounds first, as people write them.
    internal int Order => Operator switch { ">=" or ">" or "~=" => 0, "==" or "===" => 1, "!=" => 2, _ => 3 };

    public override string ToString() => $"{Operator}{Version}{(IsPrefix ? ".*" : "")}";

    private PythonVersion Shortened() => PythonVersion.Parse(string.Join('.', Version.Release.SkipLast(1)));
}
