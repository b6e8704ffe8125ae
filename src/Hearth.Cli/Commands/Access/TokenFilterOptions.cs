using System.CommandLine;
using Hearth.Channels.Access;

namespace Hearth.Cli.Commands.Access;

/// <summary>The options that select tokens.</summary>
internal sealed class TokenFilterOptions
{
    private readonly Option<string?> _user = new("--user") { Description = "Only those of a user." };

    private readonly Option<string?> _channel = new("--channel") { Description = "Only those that name a channel." };

    private readonly Option<string?> _owner = new("--owner") { Description = "Only those that speak for a feedstock." };

    public void AddTo(Command command)
    {
        command.Options.Add(_user);
        command.Options.Add(_channel);
        command.Options.Add(_owner);
    }

    /// <summary>Whether any of them was given.</summary>
    public bool IsGiven(System.CommandLine.Parsing.CommandResult result) =>
        result.GetValue(_user) is not null || result.GetValue(_channel) is not null || result.GetValue(_owner) is not null;

    public TokenFilter Read(ParseResult parsed) => new()
    {
        User = parsed.GetValue(_user) is { } user ? AccountName.Parse(user) : null,
        Channel = parsed.GetValue(_channel),
        Owner = parsed.GetValue(_owner),
    };
}
