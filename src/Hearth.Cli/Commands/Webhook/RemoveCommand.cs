using System.CommandLine;
using Hearth.Channels.Webhooks;
using Hearth.Cli.Commands.Channel;

namespace Hearth.Cli.Commands.Webhook;

/// <summary><c>hearth webhook remove CHANNEL NUMBER</c>.</summary>
internal sealed class RemoveCommand : OneChannelCommand
{
    private readonly Argument<long> _id = new("NUMBER") { Description = "The webhook's number." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say which webhook it is." };

    public RemoveCommand()
        : base(
            "remove",
            "Remove a webhook, and what is remembered of it.",
            new Example("hearth webhook remove forge 1 --data ./hearth-data", "it hears nothing more"),
            new Example("hearth webhook remove forge 1 --data ./hearth-data --dry-run", "only say which it is"))
    {
        Arguments.Add(_id);
        Options.Add(_dryRun);
        RunsOnChannel(async about =>
        {
            var (parsed, output, instance, channel, cancellation) = about;
            var id = parsed.GetValue(_id);
            var webhook = (await instance.Webhooks.ListAsync(channel, cancellation)).Find(webhook => webhook.Id == id)
                ?? throw WebhookDiagnostics.NoSuchWebhook.Refuse(null, $"{channel.Name} has no webhook {id}");
            if (!parsed.GetValue(_dryRun))
                await instance.Webhooks.RemoveAsync(channel, id, Operator.Name, cancellation);
            if (output.IsJson)
                output.Document(new RemovedWebhookDocument("hearth.webhook-remove.1", parsed.GetValue(_dryRun), ListedWebhook.Of(webhook)), CliJson.Default.RemovedWebhookDocument);
            output.Note($"{(parsed.GetValue(_dryRun) ? "would remove" : "removed")} webhook {id}, {webhook.Url}");
            return ExitCode.Done;
        });
    }
}
