namespace Hearth.Channels.Sources;

/// <summary>Why a source is not given out.</summary>
/// <param name="Status">What requests are answered with: 451 where a law or a right forbids it, 410 otherwise.</param>
/// <param name="Reason">In words, for everyone who asks.</param>
/// <param name="Actor">Who said so.</param>
/// <param name="At">When.</param>
/// <param name="IsErased">Whether its bytes were deleted.</param>
public sealed record SourceTakedown(int Status, string Reason, string Actor, DateTimeOffset At, bool IsErased)
{
    /// <summary>Gone for another reason.</summary>
    public const int Gone = 410;

    /// <summary>Unavailable for legal reasons (RFC 7725).</summary>
    public const int Legal = 451;
}
