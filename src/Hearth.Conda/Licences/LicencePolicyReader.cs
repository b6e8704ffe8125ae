using System.Text.Json;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Conda.Licences;

/// <summary>
/// Reads a licence policy in JSON's data model; most are written as YAML. The format is schemas/licence-policy.schema.json; what does not match it
/// is refused as a whole, with every problem.
/// </summary>
public sealed class LicencePolicyReader
{
    private readonly string? _file;
    private readonly List<Diagnostic> _problems = [];

    private LicencePolicyReader(string? file) => _file = file;

    /// <exception cref="BadInputException">The document is no policy; the exception carries every problem found.</exception>
    public static LicencePolicy Read(JsonElement document, string? file)
    {
        var reader = new LicencePolicyReader(file);
        var policy = reader.Policy(document);
        return reader._problems.Count == 0 ? policy : throw new BadInputException(reader._problems);
    }

    private LicencePolicy Policy(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object)
            return Wrong("", "a policy is a mapping with 'allow' or 'deny'", LicencePolicy.None);
        foreach (var member in document.EnumerateObject().Where(member => member.Name is not ("allow" or "deny" or "unknown" or "exceptions")))
            Wrong(member.Name, "there is no such key; allow, deny, unknown and exceptions are", false);
        return new LicencePolicy
        {
            Allow = Rules(document, "allow"),
            Deny = Rules(document, "deny"),
            AllowUnknown = document.TryGetProperty("unknown", out var unknown) && Unknown(unknown),
            Exceptions = Exceptions(document),
        };
    }

    private bool Unknown(JsonElement value) => TextOf(value) switch
    {
        "allow" => true,
        "deny" => false,
        _ => Wrong("unknown", "write 'allow' or 'deny'", false),
    };

    private List<LicenceRule> Rules(JsonElement document, string key)
    {
        var rules = new List<LicenceRule>();
        if (!document.TryGetProperty(key, out var section))
            return rules;
        if (section.ValueKind != JsonValueKind.Object)
            return Wrong(key, "write 'licences' or 'families' below it", rules);
        foreach (var member in section.EnumerateObject())
        {
            var place = $"{key}.{member.Name}";
            if (member.Name is not ("licences" or "families"))
                Wrong(place, "there is no such key; licences and families are", false);
            else if (member.Value.ValueKind != JsonValueKind.Array)
                Wrong(place, "write a list", false);
            else
                rules.AddRange(member.Value.EnumerateArray().Select(item => Rule(place, TextOf(item))).OfType<LicenceRule>());
        }
        return rules;
    }

    private LicenceRule? Rule(string place, string? text)
    {
        if (text is null)
            return Wrong<LicenceRule?>(place, "each item is a text", null);
        if (place.EndsWith("families", StringComparison.Ordinal))
        {
            return LicenceFamilies.Read(text) is { } family
                ? LicenceRule.OfFamily(family)
                : Wrong<LicenceRule?>(place, $"'{text}' is no family; {string.Join(", ", Enum.GetValues<LicenceFamily>().Select(LicenceFamilies.Spelling))} are", null);
        }
        if (LicenceRule.OfLicence(text) is not { } rule)
            return Wrong<LicenceRule?>(place, $"'{text}' is not one licence id", null);
        // A rule with a slip of the pen would let through what it is meant to stop.
        if (!text.Contains('*') && LicenceExpression.Parse(text).Problems(_file).FirstOrDefault(problem => problem.Severity == Severity.Error) is { } problem)
            return Wrong<LicenceRule?>(place, problem.Message, null);
        return rule;
    }

    private Dictionary<PackageName, string> Exceptions(JsonElement document)
    {
        var exceptions = new Dictionary<PackageName, string>();
        if (!document.TryGetProperty("exceptions", out var list))
            return exceptions;
        if (list.ValueKind != JsonValueKind.Array)
            return Wrong("exceptions", "write a list", exceptions);
        foreach (var item in list.EnumerateArray())
        {
            var isObject = item.ValueKind == JsonValueKind.Object;
            var package = isObject && item.TryGetProperty("package", out var name) ? TextOf(name) : null;
            var reason = isObject && item.TryGetProperty("reason", out var why) ? TextOf(why) : null;
            if (string.IsNullOrWhiteSpace(reason) || !PackageName.TryParse(package, null, out var parsed))
                Wrong("exceptions", "each item has a 'package' and a 'reason'", false);
            else if (!exceptions.TryAdd(parsed, reason))
                Wrong("exceptions", $"'{package}' is there twice", false);
        }
        return exceptions;
    }

    private static string? TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private T Wrong<T>(string place, string message, T instead)
    {
        _problems.Add(LicenceDiagnostics.BadPolicy.In(_file, place.Length == 0 ? message : $"{place}: {message}"));
        return instead;
    }
}
