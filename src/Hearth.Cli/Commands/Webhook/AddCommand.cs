using System.CommandLine;
using Hearth.Channels.Webhooks;
using Hearth.Cli.Commands.Channel;
using Hearth.Conda.Names;

namespace Hearth.Cli.Commands.Webhook;

/// <summary><c>hearth webhook add CHANNEL URL</c>.</summary>
internal sealed class AddCommand : OneChannelCommand
{
    /// <summary>The environment variable that holds a secret.</summary>
    public const string SecretVariable = "HEARTH_WEBHOOK_SECRET";

    private readonly Argument<string> _url = new("URL") { Description = "Where each change is posted to." };
    private readonly Option<string[]> _kinds = new("--kind") { Description = "Only changes of these kinds, such as artifact.* or patch.applied; may be given several times." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would be added." };

    public AddCommand()
        : base(
            "add",
            $"Add a webhook. Its secret comes from {SecretVariable}, or is made and shown once.",
            new Example("hearth webhook add forge https://ci.example.org/hook --data ./hearth-data", "every change from now on"),
            new Example("hearth webhook add forge https://ci.example.org/hook --kind 'artifact.*' --data ./hearth-data", "only what happens to artifacts"))
    {
        Arguments.Add(_url);
        Options.Add(_kinds);
        Options.Add(_dryRun);
        RunsOnChannel(async about =>
        {
            var (parsed, output, instance, channel, cancellation) = about;
            var (url, kinds) = (parsed.GetRequiredValue(_url), parsed.GetValue(_kinds) ?? []);
            var given = Environment.GetEnvironmentVariable(SecretVariable);
            if (parsed.GetValue(_dryRun))
            {
                WebhookStore.Check(url, kinds, given);
                if (output.IsJson)
                    output.Document(new AddedWebhookDocument("hearth.webhook-add.1", DryRun: true, null, null), CliJson.Default.AddedWebhookDocument);
                output.Note($"would tell {UrlSecrets.Redact(url)} of the changes of {channel.Name}");
                return ExitCode.Done;
            }
            var (webhook, secret) = await instance.Webhooks.AddAsync(channel, url, kinds, given, Operator.Name, cancellation);
            var shown = given is null ? secret : null;
            if (output.IsJson)
                output.Document(new AddedWebhookDocument("hearth.webhook-add.1", DryRun: false, ListedWebhook.Of(webhook), shown), CliJson.Default.AddedWebhookDocument);
            else
                output.Line($"{webhook.Id}{(shown is null ? "" : $"\t{shown}")}");
            return ExitCode.Done;
        });
    }
}
