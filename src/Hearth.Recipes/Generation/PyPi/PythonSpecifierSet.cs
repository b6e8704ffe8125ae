using System.Diagnostics.CodeAnalysis;

namespace Hearth.Recipes.Generation.PyPi;

/// <summary>Clauses that all must hold (PEP 440 § Version specifiers); without any, every version does.</summary>
public sealed class PythonSpecifierSet(IReadOnlyList<PythonSpecifier> clauses) : ISpanParsable<PythonSpecifierSet>
{
    private const int MostClauses = 64;

    public static readonly PythonSpecifierSet Any = new([]);

    /// <summary>In the order of the text.</summary>
    public IReadOnlyList<PythonSpecifier> Clauses { get; } = clauses;

    public static PythonSpecifierSet Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <exception cref="FormatException">The text is no version specifier.</exception>
    public static PythonSpecifierSet Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var set) ? set : throw new FormatException($"'{s}' is no version specifier by PEP 440");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out PythonSpecifierSet result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <summary>Reads clauses between commas; a comma too many at the end, as real metadata has, does no harm.</summary>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, [MaybeNullWhen(false)] out PythonSpecifierSet result)
    {
        result = null;
        var clauses = new List<PythonSpecifier>();
        foreach (var part in s.Split(','))
        {
            var text = s[part].Trim();
            if (text.IsEmpty)
                continue;
            if (clauses.Count == MostClauses || PythonSpecifier.Read(text) is not { } clause)
                return false;
            clauses.Add(clause);
        }
        result = new PythonSpecifierSet(clauses);
        return true;
    }

    public bool Contains(PythonVersion version) => Clauses.All(clause => clause.Contains(version));

    /// <summary>The least version that a bound from below names, with two numbers: <c>3.8</c> of <c>>=3.8.1,!=3.9.*</c>; null if there is none.</summary>
    public PythonVersion? LowerBound()
    {
        PythonVersion? bound = null;
        foreach (var clause in Clauses.Where(clause => clause.Operator is ">=" or ">" or "~=" or "=="))
        {
            if (bound is null || clause.Version.CompareTo(bound) > 0)
                bound = clause.Version;
        }
        return bound;
    }

    /// <summary>The same as a conda version spec, bounds from below first; empty for any version.</summary>
    public string ToConda() => string.Join(',', Clauses.OrderBy(clause => clause.Order).Select(clause => clause.ToConda()).Distinct());

    public override string ToString() => string.Join(',', Clauses);
}
