using System.CommandLine;
using Hearth.Channels.Access;

namespace Hearth.Cli.Commands.Access;

/// <summary><c>hearth team members NAME</c>: who comes and who goes.</summary>
internal sealed class TeamMembersCommand : HearthCommand
{
    private readonly DataOptions _where = new();

    private readonly Argument<string> _name = new("NAME") { Description = "The team." };

    private readonly Option<string[]> _added = new("--add") { Description = "A user who comes in.", AllowMultipleArgumentsPerToken = true };

    private readonly Option<string[]> _removed = new("--remove") { Description = "A user who goes.", AllowMultipleArgumentsPerToken = true };

    public TeamMembersCommand()
        : base(
            "members",
            "Put users into a team and take others out.",
            new Example("hearth team members core --add ben --data ./hearth-data", "ben comes in"),
            new Example("hearth team members core --remove ann --data ./hearth-data", "ann goes"))
    {
        Arguments.Add(_name);
        Options.Add(_added);
        Options.Add(_removed);
        _where.AddTo(this, changes: true);
        Runs((parsed, output, cancellation) => _where.WithAsync(
            parsed,
            async (_, store) =>
            {
                var name = AccountName.Parse(parsed.GetValue(_name)!);
                var (added, removed) = (Names(parsed.GetValue(_added)), Names(parsed.GetValue(_removed)));
                if (_where.IsDry(parsed, output, $"put {added.Count} users into '{name}' and take {removed.Count} out"))
                    return ExitCode.Done;
                await store.Teams.ChangeMembersAsync(name, added, removed, Operator.Name, cancellation);
                return await TeamCommand.ShowAsync("members", store, name, output, cancellation);
            },
            cancellation));
    }

    private static List<AccountName> Names(string[]? texts) => [.. (texts ?? []).Select(text => AccountName.Parse(text))];
}
