using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Publish;

/// <summary>What became of a piece of an upload.</summary>
public abstract record PieceOutcome
{
    private PieceOutcome()
    {
    }

    /// <summary>It is durable.</summary>
    /// <param name="Digests">Of what arrived, which is less than was sent where the connection broke.</param>
    public sealed record Kept(ContentDigests Digests) : PieceOutcome;

    /// <summary>Another request has brought a piece of the same number meanwhile.</summary>
    public sealed record Taken : PieceOutcome;
}
