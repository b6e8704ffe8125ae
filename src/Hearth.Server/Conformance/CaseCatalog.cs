using Hearth.Server.Conformance.Cases;

namespace Hearth.Server.Conformance;

/// <summary>Every case, declared once: runs, lists and the reference page come from here.</summary>
public static class CaseCatalog
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        .. LayoutCases.All,
        .. PathCases.All,
        .. HttpCases.All,
        .. RangeCases.All,
        .. RepodataCases.All,
        .. RecordRules.All.Select(rule => rule.ToCase()),
        .. ShardIndexCases.All,
        .. ShardCases.All,
        .. ArtifactCases.All,
        .. SideFileCases.All,
        .. JlapCases.All,
        .. LabelCases.All,
    ];

    /// <summary>The cases whose id fits one of the patterns, in which <c>*</c> stands for any text; all if there is no pattern.</summary>
    public static IReadOnlyList<ConformanceCase> Matching(IReadOnlyList<string> patterns) =>
        patterns.Count == 0 ? All : [.. All.Where(one => patterns.Any(pattern => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, one.Id, ignoreCase: false)))];
}
