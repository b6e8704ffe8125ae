using Hearth.Conda.Names;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Publish;

/// <summary>What an uploader wants done with a file.</summary>
public sealed record PublishRequest
{
    public required ChannelName Channel { get; init; }

    /// <summary>Who asks, as the log will say.</summary>
    public required string Actor { get; init; }

    /// <summary>The subdir; null takes what <c>index.json</c> says.</summary>
    public string? Subdir { get; init; }

    /// <summary>The labels under which it is listed; none means <c>main</c>.</summary>
    public IReadOnlyList<Label> Labels { get; init; } = [];

    /// <summary>Whether to replace an artifact of the same file name, if the channel allows it.</summary>
    public bool Overwrite { get; init; }

    /// <summary>What the uploader says that it sends.</summary>
    public Sha256? ExpectedSha256 { get; init; }

    /// <summary>What the uploader says that it sends.</summary>
    public Md5? ExpectedMd5 { get; init; }

    /// <summary>The feedstocks, users and teams that the uploader speaks for, where the channel says who may publish which names.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>Whether <see cref="ExpectedSha256"/> is that of a source's index, so that it is a copy to the last bit: it need not agree with itself, nor with the rules of today, better than it does there. <see cref="Subdir"/> is where it lies there.</summary>
    public bool IsCopy { get; init; }

    /// <summary>CEP 47: when the artifact first appeared, where it comes from a channel that says so.</summary>
    public DateTimeOffset? FirstSeen { get; init; }

    /// <summary>Says why the uploader may not publish packages of a name; null from it, or null itself, means that they may.</summary>
    public Func<string, string?>? WhyNot { get; init; }
}
