using System.CommandLine;
using System.Globalization;
using Hearth.Channels.Log;
using Hearth.Cli.Output;
using Hearth.Conda.Names;
using Hearth.Mirrors;
using Hearth.Mirrors.Pushing;
using Hearth.Server;

namespace Hearth.Cli.Commands.Mirror;

/// <summary><c>hearth mirror status</c>: every mirror of an installation, and every second home of its channels.</summary>
internal sealed class StatusCommand : HearthCommand
{
    private readonly Argument<string?> _name = new("NAME") { Description = "The channel; all if left out.", Arity = ArgumentArity.ZeroOrOne };
    private readonly DataOptions _instance = new();

    public StatusCommand()
        : base(
            "status",
            "Show every mirror of an installation: its sources, when it was last right, what came of the last try, what it holds; and every second home that a channel was pushed to.",
            new Example("hearth mirror status --data ./hearth-data", "a line for each"),
            new Example("hearth mirror status forge --data ./hearth-data --json", "one of them, for a monitor"))
    {
        Arguments.Add(_name);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var mirrors = new List<ListedMirror>();
            var pushes = new List<ListedPush>();
            foreach (var channel in await ChannelsAsync(parsed.GetValue(_name), instance, cancellation))
            {
                if (channel.Settings.Mirror is not null)
                    mirrors.Add(await ListedMirror.OfAsync(instance.Store, channel, cancellation));
                pushes.AddRange((await PushStatus.OfAsync(instance.Store, channel, cancellation)).Select(push => ListedPush.Of(channel.Name.ToString(), push)));
            }
            if (output.IsJson)
                output.Document(new MirrorsDocument("hearth.mirror-status.1", mirrors, pushes), CliJson.Default.MirrorsDocument);
            foreach (var mirror in output.IsJson ? [] : mirrors)
                Print(mirror, output);
            foreach (var push in output.IsJson ? [] : pushes)
                Print(push, output);
            if (mirrors.Count + pushes.Count == 0)
                output.Note(parsed.GetValue(_name) is { } name ? $"'{name}' is no mirror, and was not pushed" : "no channel is a mirror, and none was pushed; 'hearth mirror add' makes a mirror");
            return ExitCode.Done;
        });
    }

    private static async Task<IReadOnlyList<ManagedChannel>> ChannelsAsync(string? name, ManagedInstance instance, CancellationToken cancellation)
    {
        if (name is null)
            return await instance.Store.Catalog.ListAsync(cancellation);
        var channel = await instance.Store.Catalog.FindAsync(ChannelName.Parse(name), cancellation);
        return channel is null ? throw MirrorDiagnostics.NotAMirror.Refuse(null, $"there is no channel '{name}'", "hearth mirror status shows all") : [channel];
    }

    private static void Print(ListedPush push, CommandOutput output)
    {
        output.Line($"{push.Channel} to {push.Target}");
        output.Line(push.Ended is { } ended ? $"  complete    {ended}: {push.Message}" : $"  incomplete  since {push.Begun}: the next push goes on");
        output.Line(string.Create(CultureInfo.InvariantCulture, $"  has         revision {push.Revision:n0}, {push.Files:n0} files; {(push.Behind == 0 ? "nothing is newer" : $"{push.Behind:n0} revisions behind")}"));
    }

    private static void Print(ListedMirror mirror, CommandOutput output)
    {
        output.Line($"{mirror.Channel} from {string.Join(", ", mirror.Sources)}");
        output.Line(mirror.EveryMinutes is { } minutes ? string.Create(CultureInfo.InvariantCulture, $"  kind        {mirror.Kind}, synced by the server every {minutes} minutes") : $"  kind        {mirror.Kind}");
        output.Line($"  health      {mirror.Health}");
        output.Line($"  last right  {mirror.Synced ?? "never"}");
        if (mirror.Tried is not null)
            output.Line($"  last tried  {mirror.Tried}: {mirror.Message}");
        if (mirror.SourceRevision is { } revision)
            output.Line(string.Create(CultureInfo.InvariantCulture, $"  follows     the source's changes, up to revision {revision}"));
        if (mirror.Packages is { } packages)
            output.Line(string.Create(CultureInfo.InvariantCulture, $"  fetched     {packages.Held:n0} of {packages.Listed:n0} packages, {ProgressLine.Size(packages.HeldBytes)}"));
        output.Line(string.Create(CultureInfo.InvariantCulture, $"  lists       {mirror.Artifacts:n0} artifacts, {ProgressLine.Size(mirror.Bytes)}"));
        if (mirror.Missing + mirror.Differing > 0)
            output.Line(string.Create(CultureInfo.InvariantCulture, $"  differs     {mirror.Missing:n0} artifacts could not be taken, {mirror.Differing:n0} have other bytes at the source"));
        if (mirror.Vanished > 0)
            output.Line($"  held        {mirror.Vanished} artifacts that the source no longer lists");
    }
}
