namespace Hearth.Cli.Commands.Package;

/// <summary>The document of <c>hearth package list --json</c>.</summary>
internal sealed record PackageListing(string Schema, string Package, long Size, IReadOnlyList<ListedMember> Members);
