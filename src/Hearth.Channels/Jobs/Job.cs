namespace Hearth.Channels.Jobs;

/// <summary>A piece of work that servers do beside their answers, as it was when it was read.</summary>
public sealed record Job
{
    public required long Id { get; init; }

    public required JobKind Kind { get; init; }

    public required JobArguments Arguments { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string Actor { get; init; }

    public required JobState State { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Not to be done before.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>How often a server took it on.</summary>
    public required long Attempts { get; init; }

    /// <summary>The server that works on it.</summary>
    public string? Holder { get; init; }

    /// <summary>Steps done, of <see cref="Total"/>; both 0 where they are not counted.</summary>
    public long Done { get; init; }

    public long Total { get; init; }

    /// <summary>What came of it, or of the last attempt.</summary>
    public string Message { get; init; } = "";

    /// <summary>Whether someone asked to stop it.</summary>
    public bool IsCancelling { get; init; }

    public DateTimeOffset? Ended { get; init; }
}
