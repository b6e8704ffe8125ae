namespace Hearth.Cli.Commands.Access;

/// <summary>What <c>hearth token … --json</c> writes: the tokens that were listed, made or ended.</summary>
internal sealed record TokensDocument(string Schema, IReadOnlyList<ListedToken> Tokens)
{
    public static TokensDocument Of(string command, IEnumerable<ListedToken> tokens) => new($"hearth.token-{command}.1", [.. tokens]);
}
