using System.CommandLine;
using Hearth.Channels.Access;
using Hearth.Cli.Output;

namespace Hearth.Cli.Commands.Access;

/// <summary><c>hearth issuer</c>: the OpenID Connect issuers whose tokens are exchanged for ours.</summary>
internal sealed class IssuerCommand : HearthCommand
{
    public IssuerCommand()
        : base(
            "issuer",
            "Say which OpenID Connect issuers a server trusts to vouch for builds.",
            new Example("hearth issuer trust https://token.actions.githubusercontent.com --audience channels.example.org --data ./hearth-data", "a public forge"),
            new Example("hearth issuer list --data ./hearth-data", "those that are trusted"))
    {
        Subcommands.Add(new TrustCommand());
        Subcommands.Add(new ListCommand());
        Subcommands.Add(new RemoveCommand());
    }

    private static ExitCode Show(string command, IReadOnlyList<ListedIssuer> issuers, CommandOutput output)
    {
        if (output.IsJson)
            output.Document(new IssuersDocument($"hearth.issuer-{command}.1", issuers), CliJson.Default.IssuersDocument);
        else
            foreach (var issuer in issuers)
                output.Line(issuer.ToString());
        return ExitCode.Done;
    }

    private sealed class TrustCommand : HearthCommand
    {
        private readonly DataOptions _where = new();

        private readonly Argument<string> _url = new("URL") { Description = "The issuer, exactly as its tokens have it in 'iss'." };

        private readonly Option<string> _audience = new("--audience") { Description = "What 'aud' must hold, so that tokens for others are worth nothing here: the host name of this server, say.", Required = true };

        public TrustCommand()
            : base(
                "trust",
                "Trust an issuer, or change the audience that its tokens must have. Channels then say whom they trust it to name.",
                new Example("hearth issuer trust https://token.actions.githubusercontent.com --audience channels.example.org --data ./hearth-data", "a public forge"),
                new Example("hearth issuer trust https://git.example.org --audience channels.example.org --data ./hearth-data", "one's own forge"))
        {
            Arguments.Add(_url);
            Options.Add(_audience);
            _where.AddTo(this, changes: true);
            Runs((parsed, output, cancellation) => _where.WithAsync(
                parsed,
                async (_, store) =>
                {
                    var issuer = new TrustedIssuer(parsed.GetValue(_url)!, parsed.GetValue(_audience)!);
                    if (_where.IsDry(parsed, output, $"trust {issuer.Url} for '{issuer.Audience}'"))
                        return ExitCode.Done;
                    await store.TrustedPublishers.TrustIssuerAsync(issuer, Operator.Name, cancellation);
                    return Show("trust", [ListedIssuer.Of(issuer)], output);
                },
                cancellation));
        }
    }

    private sealed class ListCommand : HearthCommand
    {
        private readonly DataOptions _where = new();

        public ListCommand()
            : base(
                "list",
                "List the issuers that are trusted.",
                new Example("hearth issuer list --data ./hearth-data", "one line for each"),
                new Example("hearth issuer list --data ./hearth-data --json", "for programs"))
        {
            _where.AddTo(this, changes: false);
            Runs((parsed, output, cancellation) => _where.WithAsync(
                parsed, async (_, store) => Show("list", (await store.TrustedPublishers.IssuersAsync(cancellation)).ConvertAll(ListedIssuer.Of), output), cancellation));
        }
    }

    private sealed class RemoveCommand : HearthCommand
    {
        private readonly DataOptions _where = new();

        private readonly Argument<string> _url = new("URL") { Description = "The issuer." };

        public RemoveCommand()
            : base(
                "remove",
                "Trust an issuer no more. Its publishers end with it, and what was minted for them.",
                new Example("hearth issuer remove https://git.example.org --dry-run --data ./hearth-data", "how many publishers end"),
                new Example("hearth issuer remove https://git.example.org --data ./hearth-data", "trusted no more"))
        {
            Arguments.Add(_url);
            _where.AddTo(this, changes: true);
            Runs((parsed, output, cancellation) => _where.WithAsync(
                parsed,
                async (_, store) =>
                {
                    var url = parsed.GetValue(_url)!;
                    var issuer = (await store.TrustedPublishers.IssuersAsync(cancellation)).Find(issuer => issuer.Url == url)
                        ?? throw AccessDiagnostics.NoSuchAccount.Refuse(null, $"there is no trusted issuer '{url}'");
                    var ends = (await store.TrustedPublishers.ListAsync(cancellation)).Count(publisher => publisher.Issuer == url);
                    if (_where.IsDry(parsed, output, $"trust {url} no more, and {ends} publishers with it"))
                        return ExitCode.Done;
                    await store.TrustedPublishers.RemoveIssuerAsync(url, Operator.Name, cancellation);
                    return Show("remove", [ListedIssuer.Of(issuer)], output);
                },
                cancellation));
        }
    }
}
