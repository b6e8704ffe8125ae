using Hearth.Conda.Names;
using Hearth.Conda.Records;

namespace Hearth.Conda.Licences;

/// <summary>
/// Which licences are acceptable. Of the rules that match a term, the most precise one decides: one with an exception, then an id, then a pattern, then a family;
/// at the same precision, deny does. An expression is acceptable if some choice between the branches of OR leaves only acceptable terms.
/// </summary>
public sealed record LicencePolicy
{
    /// <summary>Everything is allowed.</summary>
    public static readonly LicencePolicy None = new();

    /// <summary>If not empty, what no rule matches is refused.</summary>
    public IReadOnlyList<LicenceRule> Allow { get; init; } = [];

    public IReadOnlyList<LicenceRule> Deny { get; init; } = [];

    /// <summary>Whether works without a licence, or with one that cannot be understood, are acceptable.</summary>
    public bool AllowUnknown { get; init; }

    /// <summary>Packages that are acceptable whatever their licence, each with the reason.</summary>
    public IReadOnlyDictionary<PackageName, string> Exceptions { get; init; } = new Dictionary<PackageName, string>();

    /// <summary>Judges one record, by its name and its licence.</summary>
    public LicenceVerdict Judge(PackageRecord record) => Judge(record.PackageName, record.License);

    /// <summary>Judges the licence of a package; words that are no SPDX expression are understood where their meaning is known.</summary>
    public LicenceVerdict Judge(PackageName package, string? licence)
    {
        var reading = licence is null ? null : LicenceSpelling.Read(licence);
        if (Exceptions.TryGetValue(package, out var why))
            return new LicenceVerdict(true, $"an exception of the policy: {why}", reading?.Expression);
        if (reading is not null)
            return Judge(reading.Expression);
        var unknown = string.IsNullOrWhiteSpace(licence) ? "no licence is given" : $"'{licence}' is no licence that is known";
        return new LicenceVerdict(AllowUnknown, AllowUnknown ? $"{unknown}, which the policy allows" : unknown, null);
    }

    public LicenceVerdict Judge(LicenceExpression expression)
    {
        if (expression.Satisfies(Accepts))
            return new LicenceVerdict(true, "allowed", expression);
        var refused = expression.Terms.Where(term => !Accepts(term)).Select(term => $"{term} ({WhyNot(term)})").Distinct();
        return new LicenceVerdict(false, $"refused: {string.Join(", ", refused)}", expression);
    }

    private bool Accepts(LicenceTerm term)
    {
        var denied = MostPrecise(Deny, term);
        var allowed = MostPrecise(Allow, term);
        if (denied is null && allowed is null)
            return Allow.Count == 0 && (AllowUnknown || term.Listed is not null || term.IsReference);
        return (allowed?.Precision ?? -1) > (denied?.Precision ?? -1);
    }

    private string WhyNot(LicenceTerm term) => MostPrecise(Deny, term) is { } rule ? $"denied by {rule}" : "not among the allowed";

    private static LicenceRule? MostPrecise(IReadOnlyList<LicenceRule> rules, LicenceTerm term) =>
        rules.Where(rule => rule.Matches(term)).MaxBy(rule => rule.Precision);
}
