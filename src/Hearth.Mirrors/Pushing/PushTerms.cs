namespace Hearth.Mirrors.Pushing;

/// <summary>How a push is run.</summary>
public sealed record PushTerms
{
    /// <summary>Units that travel at the same time, as far as the target takes so many.</summary>
    public int Parallel { get; init; } = 8;

    /// <summary>Whether the target is asked for everything, whatever is known of it.</summary>
    public bool Rechecks { get; init; }

    /// <summary>Whether it is only found out what would travel.</summary>
    public bool IsDryRun { get; init; }
}
