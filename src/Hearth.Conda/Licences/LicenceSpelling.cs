using System.Text;

namespace Hearth.Conda.Licences;

/// <summary>
/// Finds the SPDX expression behind the words that people use: <c>Apache License, Version 2.0</c>, <c>GPLv3+</c>, <c>New BSD</c>, the classifiers of
/// Python packages and the licence names of R. Two texts mean the same if the same words are left after the idle ones are gone, in whatever order.
/// </summary>
public static class LicenceSpelling
{
    private const int MostCharacters = 1000;

    private static readonly HashSet<string> IdleWords = new(StringComparer.Ordinal)
    {
        "the", "license", "licence", "licenses", "licensed", "software", "version", "ver", "v", "agreement", "osi", "approved", "gnu", "under",
    };

    // What names and ids of the list do not say by themselves. Where people leave the version out, the one that they mean most often.
    private static readonly (string Words, string Means)[] Customary =
    [
        ("apache", "Apache-2.0"), ("apache asl 2", "Apache-2.0"), ("asl 2", "Apache-2.0"), ("al 2", "Apache-2.0"),
        ("bsd", "BSD-3-Clause"), ("new bsd", "BSD-3-Clause"), ("modified bsd", "BSD-3-Clause"), ("revised bsd", "BSD-3-Clause"),
        ("bsd 3", "BSD-3-Clause"), ("bsd three clause", "BSD-3-Clause"), ("bsd new", "BSD-3-Clause"), ("bsd 3 clauses", "BSD-3-Clause"),
        ("simplified bsd", "BSD-2-Clause"), ("free bsd", "BSD-2-Clause"), ("bsd 2", "BSD-2-Clause"), ("bsd two clause", "BSD-2-Clause"),
        ("expat", "MIT"), ("mit expat", "MIT"), ("mit x 11", "MIT"), ("x 11 mit", "MIT"), ("mit style", "MIT"), ("mit no attribution", "MIT-0"),
        ("psf", "PSF-2.0"), ("python foundation", "PSF-2.0"), ("psf python", "PSF-2.0"), ("psfl", "PSF-2.0"),
        ("isc iscl", "ISC"), ("zlib libpng", "Zlib"), ("boost", "BSL-1.0"), ("boost 1", "BSL-1.0"), ("zope public", "ZPL-2.1"), ("zpl", "ZPL-2.1"),
        ("public domain", "LicenseRef-Public-Domain"), ("cc 0", "CC0-1.0"), ("cc 0 1 universal public domain dedication", "CC0-1.0"),
        ("cc 0 1 universal", "CC0-1.0"), ("unlimited", "LicenseRef-Unlimited"), ("proprietary", "LicenseRef-Proprietary"),
        ("other proprietary", "LicenseRef-Proprietary"), ("acm", "LicenseRef-ACM"),
        ("gpl", "GPL-1.0-or-later"), ("general public", "GPL-1.0-or-later"), ("lgpl", "LGPL-2.0-or-later"), ("agpl", "AGPL-3.0-or-later"),
        ("library or lesser general public", "LGPL-2.0-or-later"), ("lesser general public", "LGPL-2.0-or-later"),
        ("affero general public", "AGPL-3.0-only"), ("lgpl 2", "LGPL-2.0-only"), ("lgpl 2 +", "LGPL-2.0-or-later"),
        ("mozilla public", "MPL-2.0"), ("mpl", "MPL-2.0"), ("epl", "EPL-1.0"), ("eclipse public", "EPL-1.0"), ("eupl", "EUPL-1.2"),
        ("artistic", "Artistic-2.0"), ("academic free", "AFL-3.0"), ("cecill", "CECILL-2.1"), ("lucent public", "LPL-1.02"), ("ncsa", "NCSA"),
        ("common public", "CPL-1.0"), ("cpl", "CPL-1.0"), ("w 3 c", "W3C"), ("perl", "Artistic-1.0-Perl OR GPL-1.0-or-later"),
        ("perl 5", "Artistic-1.0-Perl OR GPL-1.0-or-later"), ("same as perl", "Artistic-1.0-Perl OR GPL-1.0-or-later"),
        ("creative commons attribution 4 international", "CC-BY-4.0"), ("creative commons attribution share alike 4 international", "CC-BY-SA-4.0"),
        ("universal permissive", "UPL-1.0"), ("hpnd", "HPND"), ("wtfpl 2", "WTFPL"), ("do what the fuck you want to public", "WTFPL"),
    ];

    private static readonly Dictionary<string, string> ByWords = Table();

    /// <summary>Reads a text: an expression as it is, or the expression that its words mean; null if they mean none that is known.</summary>
    public static LicenceReading? Read(string text)
    {
        text = text.Trim();
        if (text.Length is 0 or > MostCharacters)
            return null;
        if (LicenceExpression.TryParse(text, out var expression, out _) && expression.Terms.All(term => term.Listed is not null || term.IsReference))
            return new LicenceReading(expression, IsExact: true);
        var meant = Find(text) ?? FindParts(text, " or ", '|', '/', MeansAny) ?? FindParts(text, " and ", ';', '&', MeansAll);
        return meant is null ? null : new LicenceReading(LicenceExpression.Parse(meant), IsExact: false);
    }

    /// <summary>The id, or rarely the expression, that one licence's words mean; null if none is known.</summary>
    public static string? Find(string text)
    {
        var words = Words(text);
        return ByWords.GetValueOrDefault(Key(words))
            ?? ByWords.GetValueOrDefault(Key([.. words, "only"]))
            ?? ByWords.GetValueOrDefault(Key(words.Where(word => word != "+")));
    }

    private static string MeansAny(IEnumerable<string> parts) => string.Join(" OR ", parts.Distinct());

    private static string MeansAll(IEnumerable<string> parts) =>
        string.Join(" AND ", parts.Distinct().Select(part => part.Contains(" OR ", StringComparison.Ordinal) ? $"({part})" : part));

    private static string? FindParts(string text, string word, char mark, char otherMark, Func<IEnumerable<string>, string> join)
    {
        var parts = WithVersions(text).ToLowerInvariant().Replace(word, $"{mark}", StringComparison.Ordinal).Replace(otherMark, mark).Split(mark);
        if (parts.Length == 1)
            return null;
        var found = parts.Select(part => Find(part)).ToList();
        return found.Contains(null) ? null : join(found!);
    }

    private static Dictionary<string, string> Table()
    {
        var table = new Dictionary<string, string>(StringComparer.Ordinal);
        var current = SpdxList.Licences.Where(licence => !licence.IsDeprecated).ToList();
        foreach (var licence in current)
            table[Key(Words(licence.Id))] = licence.Id;
        // A name that two licences share says nothing.
        foreach (var names in current.Where(licence => licence.Name is not null).GroupBy(licence => Key(Words(licence.Name!.Replace('(', ' ').Replace(')', ' ')))).Where(same => same.Count() == 1))
            table.TryAdd(names.Key, names.Single().Id);
        foreach (var (words, means) in Customary)
            table[Key(words.Split(' '))] = means;
        return table;
    }

    private static string Key(IEnumerable<string> words) => string.Join(' ', words.Order(StringComparer.Ordinal));

    // R: 'GPL (>= 2)' and 'Apache License (== 2.0)'.
    private static string WithVersions(string text)
    {
        var open = text.IndexOf('(');
        var close = text.IndexOf(')', open + 1);
        if (open < 0 || close < 0)
            return text;
        var inside = text[(open + 1)..close].Trim();
        if (inside.StartsWith(">=", StringComparison.Ordinal))
            return WithVersions($"{text[..open]} {inside[2..]} + {text[(close + 1)..]}");
        return inside.StartsWith("==", StringComparison.Ordinal) ? WithVersions($"{text[..open]} {inside[2..]} {text[(close + 1)..]}") : text;
    }

    private static List<string> Words(string text)
    {
        text = WithVersions(text).ToLowerInvariant();
        // What stands in parentheses at the end repeats the name in short.
        if (text.EndsWith(')') && text.LastIndexOf('(') is > 0 and var open)
            text = text[..open];
        foreach (var later in (string[])["or later", "or newer", "or greater", "or above", "or any later", "-or-later"])
            text = text.Replace(later, " + ", StringComparison.Ordinal);
        var words = new List<string>();
        var word = new StringBuilder();
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : ' ';
            // 'GPLv3+' is 'gpl', 'v', '3', '+'; '2.0' is one word.
            var goesOn = char.IsAsciiLetter(c) && word.Length > 0 && char.IsAsciiLetter(word[^1])
                || char.IsAsciiDigit(c) && word.Length > 0 && !char.IsAsciiLetter(word[^1])
                || c == '.' && word.Length > 0 && char.IsAsciiDigit(word[^1]);
            if (!goesOn)
                Finish(words, word);
            if (char.IsAsciiLetterOrDigit(c) || c == '.' && goesOn)
                word.Append(c);
            else if (c == '+')
                words.Add("+");
        }
        return words;
    }

    private static void Finish(List<string> words, StringBuilder word)
    {
        var text = word.ToString().TrimEnd('.');
        word.Clear();
        while (text.EndsWith(".0", StringComparison.Ordinal))
            text = text[..^2];
        if (text.EndsWith('v') && text.Length > 2 && IsVersioned(text))
            text = text[..^1];
        if (text.Length > 0 && !IdleWords.Contains(text))
            words.Add(text);
    }

    // 'gplv' of 'gplv3', 'asl' of 'ASLv2'; words such as 'mov' keep their last letter.
    private static bool IsVersioned(string text) => text is "gplv" or "lgplv" or "agplv" or "aslv" or "mplv" or "eplv" or "eupl" or "bsdv" or "zplv" or "psfv" or "apachev";
}
