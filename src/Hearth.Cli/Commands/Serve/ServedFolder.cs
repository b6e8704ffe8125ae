namespace Hearth.Cli.Commands.Serve;

/// <summary>The document of <c>hearth serve --json</c>, written once the server answers.</summary>
internal sealed record ServedFolder(string Schema, string Url, string Folder, IReadOnlyList<string> Channels);
