using Hearth.Conda.MatchSpecs;

namespace Hearth.Conda.Licences;

/// <summary>One line of a policy: a licence id in which <c>*</c> stands for anything, perhaps with an exception, or a family.</summary>
public sealed record LicenceRule
{
    /// <summary>The id, in which <c>*</c> may stand; null if the rule is about a family.</summary>
    public string? Id { get; private init; }

    /// <summary>The exception behind WITH; null if the rule does not ask for one.</summary>
    public string? Exception { get; private init; }

    public LicenceFamily? Family { get; private init; }

    /// <summary>How much the rule knows of what it speaks: of two rules that match, the one that knows more decides.</summary>
    public int Precision => (Family, Exception, Id) switch
    {
        ({ }, _, _) => 0,
        (_, { }, _) => 3,
        (_, _, { } id) when id.Contains('*') => 1,
        _ => 2,
    };

    public static LicenceRule OfFamily(LicenceFamily family) => new() { Family = family };

    /// <summary>Reads <c>MIT</c>, <c>BSD-*</c>, <c>GPL-2.0-only WITH Classpath-exception-2.0</c>; null if the text is none of these.</summary>
    public static LicenceRule? OfLicence(string text)
    {
        // A star is no character of an id; anything else in its place is.
        if (!LicenceExpression.TryParse(text.Replace('*', 'x'), null, out var expression) || expression is not LicenceTerm)
            return null;
        var parts = text.Split([" WITH ", " with "], StringSplitOptions.TrimEntries);
        return new LicenceRule { Id = parts[0], Exception = parts.ElementAtOrDefault(1) };
    }

    public bool Matches(LicenceTerm term)
    {
        if (Family is { } family)
            return term.Family == family;
        if (Exception is not null && !string.Equals(Exception, term.Exception, StringComparison.OrdinalIgnoreCase))
            return false;
        return Spellings(term).Any(id => Glob.Matches(Id, id));
    }

    public override string ToString() => Family is { } family ? $"family {LicenceFamilies.Spelling(family)}" : Exception is null ? Id! : $"{Id} WITH {Exception}";

    // 'GPL-2.0' and 'GPL-2.0+' are old names of GPL-2.0-only and GPL-2.0-or-later: a rule about one speaks of the other.
    private static IEnumerable<string> Spellings(LicenceTerm term)
    {
        var written = term.OrLater ? $"{term.Id}+" : term.Id;
        yield return written;
        var modern = written.EndsWith('+') ? $"{written[..^1]}-or-later" : $"{written}-only";
        if (SpdxList.FindLicence(modern) is not null)
            yield return modern;
        foreach (var (end, old) in ((string, string)[])[("-only", ""), ("-or-later", "+")])
        {
            if (written.EndsWith(end, StringComparison.OrdinalIgnoreCase))
                yield return $"{written[..^end.Length]}{old}";
        }
    }
}
