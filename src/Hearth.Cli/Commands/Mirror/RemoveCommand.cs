using System.CommandLine;

namespace Hearth.Cli.Commands.Mirror;

/// <summary><c>hearth mirror remove NAME</c>: a channel is no mirror any more, and keeps what it has.</summary>
internal sealed class RemoveCommand : HearthCommand
{
    private readonly MirrorArgument _mirror = new();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would be done." };

    public RemoveCommand()
        : base(
            "remove",
            "Make a mirror an ordinary channel: it keeps what it holds, and follows nobody.",
            new Example("hearth mirror remove forge --data ./hearth-data", "the channel 'forge' stays"),
            new Example("hearth mirror remove forge --dry-run --data ./hearth-data", "what that would do"))
    {
        _mirror.AddTo(this);
        Options.Add(_dryRun);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _mirror.OpenAsync(parsed, cancellation);
            var channel = await _mirror.FindAsync(parsed, instance, cancellation);
            var listed = await ListedMirror.OfAsync(instance.Store, channel, cancellation);
            if (!parsed.GetValue(_dryRun))
                await instance.Store.Catalog.ConfigureAsync(channel.Name, now => now with { Mirror = null }, Operator.Name, cancellation);
            if (output.IsJson)
                output.Document(new MirrorsDocument("hearth.mirror-remove.1", [listed]), CliJson.Default.MirrorsDocument);
            else
                output.Line($"{channel.Name} {(parsed.GetValue(_dryRun) ? "would follow" : "follows")} nobody; it keeps what it holds");
            if (listed.Packages is { } packages && packages.Listed > packages.Held)
                output.Note(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{packages.Listed - packages.Held:n0} packages that it lists were never fetched: they can no longer be had from it"));
            return ExitCode.Done;
        });
    }
}
