using Hearth.Recipes.Generation.Drafts;

namespace Hearth.Recipes.Maintenance;

/// <summary>What upstream changed about one requirement between two versions.</summary>
/// <param name="Section">One of the sections of <see cref="UpstreamMetadata"/>.</param>
/// <param name="Name">The package, spelled in one way.</param>
/// <param name="Before">What the old version asked for; null if nothing.</param>
/// <param name="After">What the new version asks for; null if nothing.</param>
internal sealed record RequirementChange(string Section, string Name, DraftLine? Before, DraftLine? After)
{
    /// <summary>Every difference, in the order of the new version, those that are gone last.</summary>
    public static IReadOnlyList<RequirementChange> Between(UpstreamMetadata before, UpstreamMetadata after) =>
        [.. after.Sections.Keys.Union(before.Sections.Keys).SelectMany(section => Between(section, ByName(before.Of(section)), ByName(after.Of(section))))];

    /// <summary>Whether it is about what an extra asks for.</summary>
    public bool IsOptional => Section == UpstreamMetadata.Constraints || Section.StartsWith(UpstreamMetadata.Extras, StringComparison.Ordinal);

    private static IEnumerable<RequirementChange> Between(string section, Dictionary<string, DraftLine> before, Dictionary<string, DraftLine> after)
    {
        foreach (var (name, line) in after)
        {
            var old = before.GetValueOrDefault(name);
            if (old is null || !RequirementSpelling.AreEqual(old.Text, line.Text) || old.When != line.When)
                yield return new RequirementChange(section, name, old, line);
        }
        foreach (var (name, line) in before.Where(entry => !after.ContainsKey(entry.Key)))
            yield return new RequirementChange(section, name, line, null);
    }

    // Of several lines with one name, for several platforms, none can be told from another: such are left to people.
    private static Dictionary<string, DraftLine> ByName(IReadOnlyList<DraftLine> lines) =>
        lines.GroupBy(line => RequirementSpelling.NameOf(line.Text), StringComparer.Ordinal).Where(group => group.Count() == 1)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
}
