using Hearth.Conda.Names;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Publish;

/// <summary>What shall go from staging to production.</summary>
public sealed record SubmissionRequest
{
    /// <summary>The production channel; its settings name the staging channel.</summary>
    public required ChannelName Channel { get; init; }

    public required string Subdir { get; init; }

    public required string File { get; init; }

    /// <summary>The digest that the submitter holds it to; one of the two must be given.</summary>
    public Sha256? Sha256 { get; init; }

    /// <inheritdoc cref="Sha256"/>
    public Md5? Md5 { get; init; }

    /// <summary>The label that it shall have; null for what the artifact's own recipe names (<c>channel_targets</c>), else <c>main</c>.</summary>
    public Label? Label { get; init; }

    public required string Actor { get; init; }

    /// <summary>The feedstocks, users and teams that the submitter speaks for.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <inheritdoc cref="PublishRequest.WhyNot"/>
    public Func<string, string?>? WhyNot { get; init; }
}
