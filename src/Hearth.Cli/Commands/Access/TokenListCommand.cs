using System.CommandLine;

namespace Hearth.Cli.Commands.Access;

/// <summary><c>hearth token list</c>: the tokens of a server, without their secrets, which nobody has.</summary>
internal sealed class TokenListCommand : HearthCommand
{
    private readonly DataOptions _where = new();
    private readonly TokenFilterOptions _filter = new();

    private readonly Option<bool> _ended = new("--all") { Description = "Also those that have expired, were revoked or rotated." };

    public TokenListCommand()
        : base(
            "list",
            "List tokens: who holds them, what they may do, until when.",
            new Example("hearth token list --data ./hearth-data", "all that work"),
            new Example("hearth token list --data ./hearth-data --owner numpy", "those that speak for a feedstock"))
    {
        _filter.AddTo(this);
        Options.Add(_ended);
        _where.AddTo(this, changes: false);
        Runs((parsed, output, cancellation) => _where.WithAsync(
            parsed,
            async (_, store) =>
            {
                var tokens = (await store.Tokens.ListAsync(_filter.Read(parsed) with { Ended = parsed.GetValue(_ended) }, cancellation)).Select(ListedToken.Of).ToList();
                if (output.IsJson)
                    output.Document(TokensDocument.Of("list", tokens), CliJson.Default.TokensDocument);
                else
                    tokens.ForEach(token => output.Line(token.ToString()));
                return ExitCode.Done;
            },
            cancellation));
    }
}
