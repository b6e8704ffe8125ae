using System.CommandLine;
using Hearth.Channels.Access;

namespace Hearth.Cli.Commands.Access;

/// <summary><c>hearth token rotate</c>: new tokens for old ones, which go on to work for a while.</summary>
internal sealed class TokenRotateCommand : HearthCommand
{
    private readonly DataOptions _where = new();
    private readonly TokenFilterOptions _filter = new();

    private readonly Argument<string?> _id = new("ID") { Description = "The token; without it, those that the options select.", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<bool> _all = new("--all") { Description = "All tokens that work." };

    private readonly Option<TimeSpan> _grace = new("--grace")
    {
        Description = "How long the old ones go on to work: 90m, 24h, 30d. 0m ends them at once.",
        CustomParser = Duration.Read,
        DefaultValueFactory = _ => TimeSpan.FromHours(24),
    };

    public TokenRotateCommand()
        : base(
            "rotate",
            "Replace tokens by new ones that may do the same.",
            new Example("hearth token rotate 3k7q9x2m4pab --data ./hearth-data", "one; the old one works for another 24 hours"),
            new Example("hearth token rotate --channel forge --grace 1h --data ./hearth-data --json", "all of a channel, as after a leak"))
    {
        Arguments.Add(_id);
        _filter.AddTo(this);
        Options.Add(_all);
        Options.Add(_grace);
        _where.AddTo(this, changes: true);
        Validators.Add(result =>
        {
            if (result.GetValue(_id) is null && !result.GetValue(_all) && !_filter.IsGiven(result))
                result.AddError("ID, --user, --channel, --owner or --all says which tokens");
        });
        Runs((parsed, output, cancellation) => _where.WithAsync(
            parsed,
            async (_, store) =>
            {
                var selected = await SelectAsync(parsed, store, cancellation);
                if (_where.IsDry(parsed, output, $"rotate {selected.Count} tokens"))
                    return ExitCode.Done;
                var made = new List<ListedToken>();
                foreach (var id in selected)
                {
                    if (await store.Tokens.RotateAsync(id, parsed.GetValue(_grace), Operator.Name, cancellation) is not { } successor)
                        continue;
                    made.Add(ListedToken.Of(successor, id));
                    // What is made is shown at once: if the rest fails, nothing that was made is lost.
                    if (!output.IsJson)
                        output.Line($"{id}  {successor.Text.Reveal()}");
                }
                if (output.IsJson)
                    output.Document(TokensDocument.Of("rotate", made), CliJson.Default.TokensDocument);
                output.Note($"{made.Count} tokens rotated; the new ones cannot be shown again");
                return ExitCode.Done;
            },
            cancellation));
    }

    private async Task<IReadOnlyList<string>> SelectAsync(ParseResult parsed, AccessStore store, CancellationToken cancellation)
    {
        var live = (await store.Tokens.ListAsync(_filter.Read(parsed), cancellation)).ConvertAll(token => token.Id);
        if (parsed.GetValue(_id) is not { } id)
            return live;
        return live.Contains(id) ? [id] : throw AccessDiagnostics.NoSuchAccount.Refuse(null, $"there is no token '{id}' that works and was not rotated");
    }
}
