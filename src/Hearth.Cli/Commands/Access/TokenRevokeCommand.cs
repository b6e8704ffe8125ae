using System.CommandLine;
using Hearth.Channels.Access;

namespace Hearth.Cli.Commands.Access;

/// <summary><c>hearth token revoke ID…</c>: ends tokens at once.</summary>
internal sealed class TokenRevokeCommand : HearthCommand
{
    private readonly DataOptions _where = new();

    private readonly Argument<string[]> _ids = new("ID") { Description = "The tokens, by the part that is not secret: hrt-ID-…", Arity = ArgumentArity.OneOrMore };

    public TokenRevokeCommand()
        : base(
            "revoke",
            "End tokens at once.",
            new Example("hearth token revoke 3k7q9x2m4pab --data ./hearth-data", "servers refuse it within a second or so"))
    {
        Arguments.Add(_ids);
        _where.AddTo(this, changes: true);
        Runs((parsed, output, cancellation) => _where.WithAsync(
            parsed,
            async (_, store) =>
            {
                var ids = parsed.GetValue(_ids)!;
                var live = (await store.Tokens.ListAsync(new TokenFilter { Ended = true }, cancellation)).Where(token => token.IsLiveAt(TimeProvider.System.GetUtcNow())).ToDictionary(token => token.Id);
                if (ids.FirstOrDefault(id => !live.ContainsKey(id)) is { } absent)
                    throw AccessDiagnostics.NoSuchAccount.Refuse(null, $"there is no token '{absent}' that works");
                if (_where.IsDry(parsed, output, $"revoke {ids.Length} tokens"))
                    return ExitCode.Done;
                foreach (var id in ids)
                    await store.Tokens.RevokeAsync(id, DataOptions.Actor, cancellation);
                if (output.IsJson)
                    output.Document(TokensDocument.Of(ids.Select(id => ListedToken.Of(live[id]))), CliJson.Default.TokensDocument);
                output.Note($"{ids.Length} tokens revoked");
                return ExitCode.Done;
            },
            cancellation));
    }
}
