using Hearth.Conda.Repodata;

namespace Hearth.Channels.Views;

/// <summary>One record of a subdir as a view receives it. The spans are valid only during the call that passes them.</summary>
public readonly ref struct ListedRecord
{
    public required RecordGroup Group { get; init; }

    /// <summary>The artifact's file name.</summary>
    public required string File { get; init; }

    /// <summary>The record as clients see it, canonical JSON; empty if a patch removes it.</summary>
    public required ReadOnlySpan<byte> Json { get; init; }

    /// <summary>The record before patches.</summary>
    public required ReadOnlySpan<byte> UnpatchedJson { get; init; }

    /// <summary>Canonical JSON; empty means unknown.</summary>
    public required ReadOnlySpan<byte> RunExports { get; init; }

    public bool IsRemoved => Json.IsEmpty;
}
