namespace Hearth.Cli.Commands.Access;

/// <summary>What <c>hearth publisher … --json</c> writes: the trusted publishers that were listed or changed.</summary>
internal sealed record PublishersDocument(string Schema, IReadOnlyList<ListedPublisher> Publishers);
