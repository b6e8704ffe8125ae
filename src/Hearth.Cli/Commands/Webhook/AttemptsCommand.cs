using System.CommandLine;
using Hearth.Channels.Webhooks;
using Hearth.Cli.Commands.Channel;

namespace Hearth.Cli.Commands.Webhook;

/// <summary><c>hearth webhook attempts CHANNEL NUMBER</c>.</summary>
internal sealed class AttemptsCommand : OneChannelCommand
{
    private readonly Argument<long> _id = new("NUMBER") { Description = "The webhook's number." };
    private readonly Option<int> _limit = new("--limit") { Description = "At most so many attempts.", DefaultValueFactory = _ => 100 };

    public AttemptsCommand()
        : base(
            "attempts",
            "List the attempts to deliver to a webhook in the last 30 days, newest first.",
            new Example("hearth webhook attempts forge 1 --data ./hearth-data", "when, revision, status, what came of it"),
            new Example("hearth webhook attempts forge 1 --limit 1 --data ./hearth-data --json", "the last one, for programs"))
    {
        Arguments.Add(_id);
        Options.Add(_limit);
        RunsOnChannel(async about =>
        {
            var (parsed, output, instance, channel, cancellation) = about;
            var id = parsed.GetValue(_id);
            var attempts = (await instance.Webhooks.AttemptsAsync(channel, id, parsed.GetValue(_limit), cancellation)
                ?? throw WebhookDiagnostics.NoSuchWebhook.Refuse(null, $"{channel.Name} has no webhook {id}")).ConvertAll(ListedAttempt.Of);
            output.Show(
                new WebhookAttemptsDocument("hearth.webhook-attempts.1", id, attempts),
                CliJson.Default.WebhookAttemptsDocument,
                attempts.Select(attempt => $"{attempt.At}\t{attempt.Revision}\t{attempt.Status}\t{attempt.Message}"));
            return ExitCode.Done;
        });
    }
}
