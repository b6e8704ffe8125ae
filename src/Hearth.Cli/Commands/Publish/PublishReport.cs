namespace Hearth.Cli.Commands.Publish;

/// <summary>The document of <c>hearth publish --json</c>.</summary>
internal sealed record PublishReport(string Schema, string Server, string Channel, IReadOnlyList<PublishedFile> Files);
