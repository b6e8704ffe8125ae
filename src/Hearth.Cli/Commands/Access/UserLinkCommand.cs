using System.CommandLine;
using Hearth.Channels.Access;

namespace Hearth.Cli.Commands.Access;

/// <summary><c>hearth user link NAME ISSUER SUBJECT</c>.</summary>
internal sealed class UserLinkCommand : HearthCommand
{
    private readonly DataOptions _where = new();

    private readonly Argument<string> _name = new("NAME") { Description = "The user." };

    private readonly Argument<string> _issuer = new("ISSUER") { Description = "The URL of the OpenID Connect issuer, as its tokens have it in 'iss'." };

    private readonly Argument<string> _subject = new("SUBJECT") { Description = "What the issuer calls the person: 'sub'." };

    public UserLinkCommand()
        : base(
            "link",
            "Let someone whom an issuer knows sign in as a user.",
            new Example("hearth user link ann https://id.example.org 248289761001 --data ./hearth-data", "ann signs in there"),
            new Example("hearth user link ben https://id.example.org 248289761001 --data ./hearth-data", "moves it: a subject belongs to one user"))
    {
        foreach (var argument in (Argument[])[_name, _issuer, _subject])
            Arguments.Add(argument);
        _where.AddTo(this, changes: true);
        Runs((parsed, output, cancellation) => _where.WithAsync(
            parsed,
            async (_, store) =>
            {
                var (name, issuer, subject) = (AccountName.Parse(parsed.GetValue(_name)!), parsed.GetValue(_issuer)!, parsed.GetValue(_subject)!);
                if (_where.IsDry(parsed, output, $"let '{subject}' of {issuer} sign in as '{name}'"))
                    return ExitCode.Done;
                await store.Users.LinkAsync(name, issuer, subject, Operator.Name, cancellation);
                return await UserCommand.ShowAsync("link", store, name, output, cancellation);
            },
            cancellation));
    }
}
