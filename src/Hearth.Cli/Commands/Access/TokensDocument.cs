namespace Hearth.Cli.Commands.Access;

/// <summary>What <c>hearth token … --json</c> writes: the tokens that were listed, made or ended.</summary>
internal sealed record TokensDocument(string Schema, IReadOnlyList<ListedToken> Tokens)
{
    public static TokensDocument Of(IEnumerable<ListedToken> tokens) => new("hearth.tokens.1", [.. tokens]);
}
