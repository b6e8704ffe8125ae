using System.CommandLine;
using Hearth.Cli.Commands.Channel;

namespace Hearth.Cli.Commands.Webhook;

/// <summary><c>hearth webhook list CHANNEL</c>.</summary>
internal sealed class ListCommand : HearthCommand
{
    private readonly Argument<string> _channel = new("CHANNEL") { Description = "The channel." };
    private readonly DataOptions _instance = new();

    public ListCommand()
        : base(
            "list",
            "List the webhooks of a channel, oldest first.",
            new Example("hearth webhook list forge --data ./hearth-data", "number, revision that is delivered, address, kinds"),
            new Example("hearth webhook list forge --data ./hearth-data --json", "the same for programs"))
    {
        Arguments.Add(_channel);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var channel = await NamedChannel.FindAsync(instance, parsed.GetRequiredValue(_channel), cancellation);
            var webhooks = (await instance.Webhooks.ListAsync(channel, cancellation)).ConvertAll(ListedWebhook.Of);
            if (output.IsJson)
                output.Document(new WebhookListDocument("hearth.webhook-list.1", channel.Name.ToString(), webhooks), CliJson.Default.WebhookListDocument);
            else
                webhooks.ForEach(webhook => output.Line($"{webhook.Id}\t{webhook.Sent}\t{webhook.Url}\t{string.Join(' ', webhook.Kinds)}"));
            return ExitCode.Done;
        });
    }
}
