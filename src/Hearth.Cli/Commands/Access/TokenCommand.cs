namespace Hearth.Cli.Commands.Access;

/// <summary><c>hearth token</c>: the tokens by which programs are known to a server.</summary>
internal sealed class TokenCommand : HearthCommand
{
    public TokenCommand()
        : base(
            "token",
            "Make, list, rotate and revoke the tokens of a server.",
            new Example("hearth token create --data ./hearth-data --admin", "a way in for whoever runs the server"),
            new Example("hearth token list --data ./hearth-data", "who holds what, and until when"))
    {
        Subcommands.Add(new TokenCreateCommand());
        Subcommands.Add(new TokenListCommand());
        Subcommands.Add(new TokenRotateCommand());
        Subcommands.Add(new TokenRevokeCommand());
    }
}
