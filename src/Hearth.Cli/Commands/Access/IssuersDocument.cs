namespace Hearth.Cli.Commands.Access;

/// <summary>What <c>hearth issuer … --json</c> writes: the issuers that were listed or changed.</summary>
internal sealed record IssuersDocument(string Schema, IReadOnlyList<ListedIssuer> Issuers);
