using System.CommandLine;
using Hearth.Channels.Access;

namespace Hearth.Cli.Commands.Access;

/// <summary><c>hearth token revoke ID…</c>: ends tokens at once.</summary>
internal sealed class TokenRevokeCommand : HearthCommand
{
    private readonly DataOptions _where = new();

    private readonly TokenFilterOptions _filter = new();

    private readonly Argument<string[]> _ids = new("ID") { Description = "The tokens, by the part that is not secret (hrt-ID-…); without them, those that the options select.", Arity = ArgumentArity.ZeroOrMore };

    private readonly Option<bool> _all = new("--all") { Description = "All tokens that work." };

    public TokenRevokeCommand()
        : base(
            "revoke",
            "End tokens at once.",
            new Example("hearth token revoke 3k7q9x2m4pab --data ./hearth-data", "servers refuse it within a second or so"))
    {
        Arguments.Add(_ids);
        _filter.AddTo(this);
        Options.Add(_all);
        _where.AddTo(this, changes: true);
        Validators.Add(result =>
        {
            if (result.GetValue(_ids) is not { Length: > 0 } && !result.GetValue(_all) && !_filter.IsGiven(result))
                result.AddError("ID, --user, --channel, --owner or --all says which tokens");
        });
        Runs((parsed, output, cancellation) => _where.WithAsync(
            parsed,
            async (_, store) =>
            {
                var now = TimeProvider.System.GetUtcNow();
                var live = (await store.Tokens.ListAsync(_filter.Read(parsed) with { Ended = true }, cancellation)).Where(token => token.IsLiveAt(now)).ToDictionary(token => token.Id);
                var ids = parsed.GetValue(_ids) is { Length: > 0 } named ? named : [.. live.Keys];
                if (ids.FirstOrDefault(id => !live.ContainsKey(id)) is { } absent)
                    throw AccessDiagnostics.NoSuchAccount.Refuse(null, $"there is no token '{absent}' that works");
                if (_where.IsDry(parsed, output, $"revoke {ids.Length} tokens"))
                    return ExitCode.Done;
                foreach (var id in ids)
                    await store.Tokens.RevokeAsync(id, Operator.Name, cancellation);
                if (output.IsJson)
                    output.Document(TokensDocument.Of("revoke", ids.Select(id => ListedToken.Of(live[id]))), CliJson.Default.TokensDocument);
                output.Note($"{ids.Length} tokens revoked");
                return ExitCode.Done;
            },
            cancellation));
    }
}
