using System.CommandLine;
using Hearth.Channels.Access;
using Hearth.Cli.Output;
using Hearth.Conda.Names;

namespace Hearth.Cli.Commands.Access;

/// <summary><c>hearth publisher</c>: builds elsewhere that publish without a stored secret.</summary>
internal sealed class PublisherCommand : HearthCommand
{
    public PublisherCommand()
        : base(
            "publisher",
            "Say which builds, known by what their issuer claims of them, publish to a channel without a stored token.",
            new Example("hearth publisher trust forge --issuer https://git.example.org --claim 'sub=repo:org/numpy-feedstock:*' --name 'numpy*' --data ./hearth-data", "one repository"),
            new Example("hearth publisher list --data ./hearth-data", "those that are trusted"))
    {
        Subcommands.Add(new TrustCommand());
        Subcommands.Add(new ListCommand());
        Subcommands.Add(new RemoveCommand());
    }

    private static ExitCode Show(string command, IReadOnlyList<ListedPublisher> publishers, CommandOutput output)
    {
        if (output.IsJson)
            output.Document(new PublishersDocument($"hearth.publisher-{command}.1", publishers), CliJson.Default.PublishersDocument);
        else
            foreach (var publisher in publishers)
                output.Line(publisher.ToString());
        return ExitCode.Done;
    }

    private sealed class TrustCommand : HearthCommand
    {
        private readonly DataOptions _where = new();

        private readonly Argument<string> _channel = new("CHANNEL") { Description = "Where it may publish." };

        private readonly Option<string> _issuer = new("--issuer") { Description = "The issuer that vouches for it; 'hearth issuer trust' comes first.", Required = true };

        private readonly Option<string[]> _claims = new("--claim") { Description = "CLAIM=PATTERN that its tokens must have; all must fit.", Required = true, AllowMultipleArgumentsPerToken = true };

        private readonly Option<string[]> _names = new("--name") { Description = "A pattern of the package names that it may publish.", AllowMultipleArgumentsPerToken = true };

        private readonly Option<string[]> _owners = new("--owner") { Description = "A feedstock that it speaks for.", AllowMultipleArgumentsPerToken = true };

        public TrustCommand()
            : base(
                "trust",
                "Trust a publisher.",
                new Example("hearth publisher trust forge --issuer https://git.example.org --claim 'sub=repo:org/numpy-feedstock:*' --name 'numpy*' --data ./hearth-data", "one repository, some names"),
                new Example("hearth publisher trust forge --issuer https://git.example.org --claim 'repository=org/*' 'ref=refs/heads/main' --data ./hearth-data", "all of an organisation, from its main branches"))
        {
            Arguments.Add(_channel);
            foreach (var option in (IEnumerable<Option>)[_issuer, _claims, _names, _owners])
                Options.Add(option);
            _where.AddTo(this, changes: true);
            Validators.Add(result =>
            {
                if ((result.GetValue(_claims) ?? []).FirstOrDefault(claim => claim.IndexOf('=', StringComparison.Ordinal) < 1) is { } wrong)
                    result.AddError($"'{wrong}' is not CLAIM=PATTERN");
            });
            Runs((parsed, output, cancellation) => _where.WithAsync(
                parsed,
                async (_, store) =>
                {
                    var channel = ChannelName.Parse(parsed.GetValue(_channel)!);
                    var claims = parsed.GetValue(_claims)!.Select(claim => claim.Split('=', 2)).DistinctBy(claim => claim[0]).ToDictionary(claim => claim[0], claim => claim[1], StringComparer.Ordinal);
                    var publisher = new TrustedPublisher(0, channel.ToString(), parsed.GetValue(_issuer)!, claims, parsed.GetValue(_names) ?? [], parsed.GetValue(_owners) ?? []);
                    if (_where.IsDry(parsed, output, $"trust {publisher.Issuer} to name who publishes to '{channel}'"))
                        return ExitCode.Done;
                    return Show("trust", [ListedPublisher.Of(await store.TrustedPublishers.TrustAsync(channel, publisher, Operator.Name, cancellation))], output);
                },
                cancellation));
        }
    }

    private sealed class ListCommand : HearthCommand
    {
        private readonly DataOptions _where = new();

        private readonly Option<string?> _channel = new("--channel") { Description = "Only those of a channel." };

        public ListCommand()
            : base(
                "list",
                "List the publishers that are trusted.",
                new Example("hearth publisher list --data ./hearth-data", "one line for each"),
                new Example("hearth publisher list --channel forge --data ./hearth-data", "those of a channel"))
        {
            Options.Add(_channel);
            _where.AddTo(this, changes: false);
            Runs((parsed, output, cancellation) => _where.WithAsync(
                parsed,
                async (_, store) =>
                {
                    var channel = parsed.GetValue(_channel);
                    return Show("list", [.. (await store.TrustedPublishers.ListAsync(cancellation)).Where(publisher => channel is null || publisher.Channel == channel).Select(ListedPublisher.Of)], output);
                },
                cancellation));
        }
    }

    private sealed class RemoveCommand : HearthCommand
    {
        private readonly DataOptions _where = new();

        private readonly Argument<long> _id = new("NUMBER") { Description = "Its number, as 'hearth publisher list' shows it." };

        public RemoveCommand()
            : base(
                "remove",
                "Trust a publisher no more; what was minted for it ends at once.",
                new Example("hearth publisher remove 3 --dry-run --data ./hearth-data", "which one that is"),
                new Example("hearth publisher remove 3 --data ./hearth-data", "trusted no more"))
        {
            Arguments.Add(_id);
            _where.AddTo(this, changes: true);
            Runs((parsed, output, cancellation) => _where.WithAsync(
                parsed,
                async (_, store) =>
                {
                    var id = parsed.GetValue(_id);
                    var publisher = (await store.TrustedPublishers.ListAsync(cancellation)).Find(publisher => publisher.Id == id)
                        ?? throw AccessDiagnostics.NoSuchAccount.Refuse(null, $"there is no trusted publisher {id}");
                    if (_where.IsDry(parsed, output, $"trust no more: {ListedPublisher.Of(publisher)}"))
                        return ExitCode.Done;
                    await store.TrustedPublishers.RemoveAsync(id, Operator.Name, cancellation);
                    return Show("remove", [ListedPublisher.Of(publisher)], output);
                },
                cancellation));
        }
    }
}
