using System.CommandLine;
using System.Text.Json;
using Hearth.Cli.Output;

namespace Hearth.Cli.Commands.Channel.Follow;

/// <summary><c>hearth channel follow URL|CHANNEL</c>: every change, as it happens.</summary>
internal sealed class FollowCommand : HearthCommand
{
    private const string TokenVariable = "HEARTH_TOKEN";
    private const int MostAtOnce = 1000;

    private readonly Argument<string> _source = new("SOURCE") { Description = "The address of a channel on a server, or a channel of the installation." };
    private readonly Option<long> _since = new("--since") { Description = "Only changes after this revision; without it, all from the first on." };
    private readonly Option<long?> _limit = new("--limit") { Description = "End after so many changes." };
    private readonly Option<string?> _tokenFile = new("--token-file") { Description = $"A file with the token; without it, the environment's {TokenVariable}." };
    private readonly DataOptions _installation = new();

    public FollowCommand()
        : base(
            "follow",
            "Write each change of a channel as it happens, and go on where it was after an interruption. With --json, one document a line.",
            new Example("hearth channel follow https://conda.example.org/forge --since 120 --json", "a channel of a server, for a program"),
            new Example("hearth channel follow forge --data ./hearth-data", "one of the installation on this machine"))
    {
        Arguments.Add(_source);
        foreach (var option in (Option[])[_since, _limit, _tokenFile])
            Options.Add(option);
        _installation.AddTo(this);
        _since.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long>() < 0)
                result.AddError("--since is a revision, 0 or more");
        });
        _limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long?>() < 1)
                result.AddError("--limit is 1 or more");
        });
        Runs(FollowAsync);
    }

    private async Task<ExitCode> FollowAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        await using var source = await OpenAsync(parsed, output, cancellation);
        var (since, left) = (parsed.GetValue(_since), parsed.GetValue(_limit) ?? long.MaxValue);
        while (left > 0)
        {
            var next = await source.NextAsync(since, (int)Math.Min(left, MostAtOnce), cancellation);
            if (next is NextChanges.Refused refused)
            {
                output.Report(refused.Problem);
                return refused.Code;
            }
            foreach (var change in ((NextChanges.Came)next).Changes)
            {
                Write(output, change);
                (since, left) = (change.Revision, left - 1);
            }
            output.Data.Flush();
        }
        return ExitCode.Done;
    }

    private async Task<IChangeSource> OpenAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        var source = parsed.GetRequiredValue(_source);
        if (source.Contains("://", StringComparison.Ordinal))
            return RemoteChanges.At(source, Token(parsed.GetValue(_tokenFile)), output);
        return await LocalChanges.OpenAsync(await _installation.OpenAsync(parsed, cancellation), source, cancellation);
    }

    // Secrets are never arguments: those are seen by everyone on the machine.
    private static string? Token(string? file) => (file is null ? Environment.GetEnvironmentVariable(TokenVariable) : File.ReadAllText(file))?.Trim();

    private static void Write(CommandOutput output, FollowedChange change)
    {
        if (output.IsJson)
            output.Line(JsonSerializer.Serialize(change, FollowJson.Default.FollowedChange));
        else
            output.Line($"{change.Revision}\t{Plain(change.At)}\t{Plain(change.Actor)}\t{Plain(change.Kind)}\t{Plain(change.Subject)}");
    }

    // What comes from elsewhere does not get to move the cursor of a terminal.
    private static string Plain(string text) => string.Concat(text.Select(character => char.IsControl(character) ? '\uFFFD' : character));
}
