namespace Hearth.Conda.Repodata;

/// <summary>What a document says about one of its <c>vN</c> revisions (CEP 48 § info.repodata_revisions).</summary>
/// <param name="Packages">The number of records of the revision in this document.</param>
/// <param name="Oldest">The least <c>indexed_timestamp</c> among them, in milliseconds.</param>
/// <param name="Newest">The greatest.</param>
/// <param name="Message">A remark of the channel's operators, at most 8192 bytes.</param>
public sealed record RevisionSummary(int Packages, long? Oldest, long? Newest, string? Message = null);
