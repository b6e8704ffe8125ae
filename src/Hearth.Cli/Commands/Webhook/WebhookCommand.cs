namespace Hearth.Cli.Commands.Webhook;

/// <summary><c>hearth webhook</c>: who is told of a channel's changes.</summary>
internal sealed class WebhookCommand : HearthCommand
{
    public WebhookCommand()
        : base(
            "webhook",
            "Say who is told of the changes of a channel, and see what came of it.",
            new Example("hearth webhook add forge https://ci.example.org/hook --data ./hearth-data", "every change from now on"),
            new Example("hearth webhook attempts forge 1 --data ./hearth-data", "what was sent, and what came back"))
    {
        Subcommands.Add(new AddCommand());
        Subcommands.Add(new ListCommand());
        Subcommands.Add(new AttemptsCommand());
        Subcommands.Add(new RemoveCommand());
    }
}
