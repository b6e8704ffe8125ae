namespace Hearth.Conda.Repodata;

/// <summary>What a <see cref="RepodataReader"/> stands on.</summary>
public enum RepodataEntry
{
    /// <summary>Nothing yet, or nothing more.</summary>
    None,

    /// <summary>A record: the reader's group, key and value are set.</summary>
    Record,

    /// <summary>Any other top-level member (<c>info</c>, <c>removed</c>, …): key and value are set.</summary>
    Member,
}
