using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Generation.Cran;

/// <summary>
/// Translates the field <c>SystemRequirements</c> of R packages, which is free text, into conda packages, by rules: those that ship with Hearth
/// (<c>system-requirements.tsv</c>), and any that are put before them.
/// </summary>
public sealed class SystemRequirements
{
    /// <summary>The shipped rules alone.</summary>
    public static readonly SystemRequirements Shipped = new(Read(new StreamReader(typeof(SystemRequirements).Assembly.GetManifestResourceStream("system-requirements.tsv")!), "system-requirements.tsv"));

    // A part with one of these words is not needed to build or to use the package as such.
    private static readonly string[] Optional = ["optional", "optionally", "vignette", "vignettes", "suggested", "recommended", "documentation"];

    // Words that stand beside names and mean nothing by themselves, such as those of Linux distributions' packages.
    private static readonly char[] PartEnds = [',', ';', '\n'];

    private readonly IReadOnlyList<SystemRule> _rules;

    private SystemRequirements(IReadOnlyList<SystemRule> rules) => _rules = rules;

    /// <summary>These rules behind those of a file.</summary>
    /// <exception cref="BadInputException">A line of the file is no rule.</exception>
    public SystemRequirements With(TextReader rules, string file) => new([.. Read(rules, file), .. _rules]);

    /// <summary>The rules whose words stand in the field, and the parts in which none does.</summary>
    public (IReadOnlyList<SystemRule> Found, IReadOnlyList<string> Unknown) Translate(string? field)
    {
        var found = new List<SystemRule>();
        var unknown = new List<string>();
        foreach (var part in Parts(field ?? ""))
        {
            var lower = part.ToLowerInvariant();
            if (Optional.Any(word => Stands(lower, word)))
                continue;
            var here = _rules.Where(rule => Stands(lower, rule.Words)).ToList();
            // 'gnu make' says all that 'make' does; 'fftw3' is not 'fftw' with something behind it.
            here = [.. here.Where(rule => !here.Any(longer => longer.Words.Length > rule.Words.Length && Stands(longer.Words, rule.Words)))];
            if (here.Count == 0)
                unknown.Add(part);
            found.AddRange(here.Where(rule => !found.Contains(rule)));
        }
        return (found, unknown);
    }

    // Sentences and lists; what stands in parentheses explains, as 'libxml2-dev (deb), libxml2-devel (rpm)'.
    private static IEnumerable<string> Parts(string field)
    {
        var text = new System.Text.StringBuilder();
        var depth = 0;
        foreach (var c in field)
        {
            depth += c switch { '(' => 1, ')' when depth > 0 => -1, _ => 0 };
            if (depth == 0 && c != ')')
                text.Append(c);
        }
        return text.ToString().Replace(". ", "\n", StringComparison.Ordinal).Split(PartEnds, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.TrimEnd('.')).Where(part => part.Any(char.IsLetter));
    }

    // 'libxml2' stands in 'libxml2-dev' but not in 'mylibxml2' or 'libxml23'.
    private static bool Stands(string text, string words)
    {
        for (var at = text.IndexOf(words, StringComparison.Ordinal); at >= 0; at = text.IndexOf(words, at + 1, StringComparison.Ordinal))
        {
            var end = at + words.Length;
            if ((at == 0 || !IsWord(text[at - 1])) && (end == text.Length || !IsWord(text[end])))
                return true;
        }
        return false;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '+';

    private static List<SystemRule> Read(TextReader lines, string file)
    {
        var rules = new List<SystemRule>();
        var number = 0;
        while (lines.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0 || line.StartsWith('#'))
                continue;
            if (line.Split('\t') is not [var words, var packages, var place] || PlaceOf(place.Trim()) is not { } where || words.Trim().Length == 0)
                throw GenerationDiagnostics.BadRules.Refuse(file, "a rule is: words, packages or '-', and host, build or run; tabs between", at: new TextPosition(number, 1));
            rules.Add(new SystemRule(words.Trim().ToLowerInvariant(), packages.Trim() == "-" ? [] : packages.Split(' ', StringSplitOptions.RemoveEmptyEntries), where));
        }
        return rules;
    }

    private static SystemRulePlace? PlaceOf(string word) => word switch
    {
        "host" => SystemRulePlace.Host,
        "build" => SystemRulePlace.Build,
        "run" => SystemRulePlace.Run,
        _ => null,
    };
}
