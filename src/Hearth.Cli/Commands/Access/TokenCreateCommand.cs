using System.CommandLine;
using Hearth.Channels.Access;

namespace Hearth.Cli.Commands.Access;

/// <summary><c>hearth token create</c>: a token for a user, for a machine, or for an admin. It is shown once.</summary>
internal sealed class TokenCreateCommand : HearthCommand
{
    private readonly DataOptions _where = new();

    private readonly Option<string?> _user = new("--user") { Description = "The user it acts for; the options below then limit what it may do." };

    private readonly Option<bool> _admin = new("--admin") { Description = "A token that may do everything." };

    private readonly Option<string> _role = new("--role")
    {
        Description = "What a token without a user is on its channels: reader, publisher, maintainer or owner.",
        DefaultValueFactory = _ => Role.Publisher.Word(),
    };

    private readonly Option<string[]> _channels = new("--channel") { Description = "A channel, or a pattern of channels ('team-*').", AllowMultipleArgumentsPerToken = true };

    private readonly Option<string[]> _names = new("--name") { Description = "A pattern of the package names that may be published.", AllowMultipleArgumentsPerToken = true };

    private readonly Option<string[]> _verbs = new("--verb") { Description = "What it may be used for: read, publish, manage, admin. Without it, all.", AllowMultipleArgumentsPerToken = true };

    private readonly Option<string[]> _owners = new("--owner") { Description = "A feedstock that it speaks for.", AllowMultipleArgumentsPerToken = true };

    private readonly Option<TimeSpan?> _lifetime = new("--expires-in") { Description = "How long it lives: 90m, 24h, 30d.", CustomParser = argument => Duration.Read(argument) };

    private readonly Option<string> _description = new("--description") { Description = "What it is for.", DefaultValueFactory = _ => "" };

    public TokenCreateCommand()
        : base(
            "create",
            "Make a token and show it, once.",
            new Example("hearth token create --data ./hearth-data --admin --expires-in 24h", "for whoever runs the server"),
            new Example("hearth token create --data ./hearth-data --channel forge --name 'numpy*' --owner numpy", "for the machine that builds a feedstock"),
            new Example("hearth token create --data ./hearth-data --user ann --verb read", "for ann, to read with"))
    {
        foreach (var option in (IEnumerable<Option>)[_user, _admin, _role, _channels, _names, _verbs, _owners, _lifetime, _description])
            Options.Add(option);
        _where.AddTo(this, changes: true);
        Validators.Add(result =>
        {
            if (!result.GetValue(_admin) && result.GetValue(_user) is null && result.GetValue(_channels) is not { Length: > 0 })
                result.AddError("--user, --channel or --admin says what the token is for");
            if (result.GetValue(_admin) && result.GetValue(_user) is not null)
                result.AddError("--admin makes a token without a user; grant a user the role admin instead");
        });
        Runs((parsed, output, cancellation) => _where.WithAsync(
            parsed,
            async (_, store) =>
            {
                var request = RequestOf(parsed);
                if (_where.IsDry(parsed, output, "make a token"))
                    return ExitCode.Done;
                var made = await store.Tokens.CreateAsync(request, Operator.Name, cancellation);
                if (output.IsJson)
                    output.Document(TokensDocument.Of("create", [ListedToken.Of(made)]), CliJson.Default.TokensDocument);
                else
                    output.Line(made.Text.Reveal());
                output.Note($"token {made.Token.Id}; it cannot be shown again");
                return ExitCode.Done;
            },
            cancellation,
            makes: true));
    }

    private TokenRequest RequestOf(ParseResult parsed)
    {
        var channels = parsed.GetValue(_channels) ?? [];
        var owners = parsed.GetValue(_owners) ?? [];
        AccountName? user = parsed.GetValue(_user) is { } name ? AccountName.Parse(name) : null;
        return new TokenRequest
        {
            User = user,
            Grants = user is null ? [.. GrantsOf(parsed, channels, owners)] : [],
            Scope = new TokenScope
            {
                Channels = channels,
                Names = parsed.GetValue(_names) ?? [],
                Verbs = parsed.GetValue(_verbs) is { Length: > 0 } verbs ? AccessWords.ReadVerbs(verbs) : Verbs.All,
                Owners = owners,
            },
            Description = parsed.GetValue(_description)!,
            Lifetime = parsed.GetValue(_lifetime),
        };
    }

    private IEnumerable<Grant> GrantsOf(ParseResult parsed, string[] channels, string[] owners)
    {
        if (parsed.GetValue(_admin))
            return [new Grant { Channel = "*", Role = Role.Admin, Owners = owners }];
        var role = AccessWords.ReadRole(parsed.GetValue(_role)!);
        return channels.Select(channel => new Grant { Channel = channel, Role = role, Owners = owners });
    }
}
