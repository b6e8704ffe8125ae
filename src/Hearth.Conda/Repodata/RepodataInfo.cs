using Hearth.Foundation.Json;

namespace Hearth.Conda.Repodata;

/// <summary>The <c>info</c> object of repodata documents and shard indexes (CEP 15, 36, 42, 48).</summary>
public sealed record RepodataInfo
{
    public required string Subdir { get; init; }

    /// <summary>CEP 15: where the packages lie if not beside the document. Always ends with a slash.</summary>
    public string? BaseUrl { get; init; }

    public ChannelRelations? Relations { get; init; }

    /// <summary>Revision 3, if the document holds such records.</summary>
    public RevisionSummary? Revision3 { get; init; }

    /// <summary>2 where <see cref="BaseUrl"/> is set (CEP 15), otherwise 1.</summary>
    public int RepodataVersion => BaseUrl is null ? 1 : 2;

    /// <summary>The object as it stands in repodata documents.</summary>
    public byte[] ToJson()
    {
        var info = new JsonObjectBuilder().Set("subdir"u8, Subdir);
        if (BaseUrl is not null)
            info.Set("base_url"u8, BaseUrl);
        if (RelationsToJson() is { } relations)
            info.SetRaw("channel_relations"u8, relations);
        if (RevisionsToJson() is { } revisions)
            info.SetRaw("repodata_revisions"u8, revisions);
        return info.Build();
    }

    internal byte[]? RelationsToJson()
    {
        if (Relations is null or { Base: null, Overrides: null })
            return null;
        var relations = new JsonObjectBuilder();
        if (Relations.Base is { } @base)
            relations.Set("base"u8, @base);
        if (Relations.Overrides is { } overrides)
            relations.Set("overrides"u8, overrides);
        return relations.Build();
    }

    internal byte[]? RevisionsToJson()
    {
        if (Revision3 is not { } revision)
            return null;
        var summary = new JsonObjectBuilder().Set("n_packages"u8, revision.Packages);
        if (revision.Oldest is { } oldest)
            summary.Set("oldest"u8, oldest);
        if (revision.Newest is { } newest)
            summary.Set("newest"u8, newest);
        if (revision.Message is { } message)
            summary.Set("message"u8, message);
        return new JsonObjectBuilder().SetRaw("v3"u8, summary.Build()).Build();
    }
}
