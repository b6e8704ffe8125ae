using Hearth.Cli.Commands.Channel;

namespace Hearth.Cli.Commands.Webhook;

/// <summary><c>hearth webhook list CHANNEL</c>.</summary>
internal sealed class ListCommand : OneChannelCommand
{
    public ListCommand()
        : base(
            "list",
            "List the webhooks of a channel, oldest first.",
            new Example("hearth webhook list forge --data ./hearth-data", "number, revision that is delivered, address, kinds"),
            new Example("hearth webhook list forge --data ./hearth-data --json", "the same for programs")) => RunsOnChannel(async about =>
        {
            var webhooks = (await about.Instance.Webhooks.ListAsync(about.Channel, about.Cancellation)).ConvertAll(ListedWebhook.Of);
            about.Output.Show(
                new WebhookListDocument("hearth.webhook-list.1", about.Channel.Name.ToString(), webhooks),
                CliJson.Default.WebhookListDocument,
                webhooks.Select(webhook => $"{webhook.Id}\t{webhook.Sent}\t{webhook.Url}\t{string.Join(' ', webhook.Kinds)}"));
            return ExitCode.Done;
        });
}
