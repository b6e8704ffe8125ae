using System.CommandLine;
using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Mirrors.Syncing;

namespace Hearth.Cli.Commands.Mirror;

/// <summary><c>hearth mirror add NAME SOURCE…</c>: a channel becomes a mirror.</summary>
internal sealed class AddCommand : HearthCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "The channel; made if it is not there." };
    private readonly Argument<string[]> _sources = new("SOURCE") { Description = "The channel to copy: its http(s) URL or folder. Several are the same channel in several places, best first.", Arity = ArgumentArity.OneOrMore };
    private readonly SelectionOptions _selection = new();
    private readonly UpstreamOptions _upstream = new();
    private readonly Option<int> _hold = new("--hold") { Description = "Days for which an artifact that the source no longer lists is kept.", HelpName = "DAYS", DefaultValueFactory = _ => MirrorDefinition.DefaultHoldDays };
    private readonly Option<int> _vanished = new("--most-vanished") { Description = "The most artifacts, in per cent of those held, that may vanish between two syncs before a person is asked.", HelpName = "PERCENT", DefaultValueFactory = _ => MirrorDefinition.DefaultMostVanishedPercent };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only check what was given." };
    private readonly DataOptions _instance = new();

    public AddCommand()
        : base(
            "add",
            "Make a channel a mirror, or change what it mirrors. Nothing is copied yet; 'hearth mirror sync' does that.",
            new Example("hearth mirror add forge https://example.org/forge --data ./hearth-data", "all of a channel"),
            new Example("hearth mirror add science https://example.org/forge --include 'numpy >=2' --subdir linux-64 --with-dependencies --data ./hearth-data", "a part that installs by itself"))
    {
        Arguments.Add(_name);
        Arguments.Add(_sources);
        _selection.AddTo(this);
        _upstream.AddTo(this);
        foreach (var option in (Option[])[_hold, _vanished, _dryRun])
            Options.Add(option);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            var name = ChannelName.Parse(parsed.GetRequiredValue(_name));
            var settings = Read(parsed);
            MirrorDefinition.SelectionOf(settings);
            MirrorDefinition.Open(settings, token: null, TimeProvider.System).Dispose();
            if (parsed.GetValue(_dryRun))
            {
                output.Note($"would make '{name}' a mirror of {string.Join(", ", settings.Sources)}");
                return ExitCode.Done;
            }
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            await instance.Store.Catalog.CreateAsync(name, new ChannelSettings(), Operator.Name, cancellation);
            var channel = (await instance.Store.Catalog.ConfigureAsync(name, now => now with { Mirror = settings }, Operator.Name, cancellation))!;
            await instance.Keeper.CatchUpAsync(cancellation);
            var listed = await ListedMirror.OfAsync(instance.Store, channel, cancellation);
            if (output.IsJson)
                output.Document(new MirrorsDocument("hearth.mirror-add.1", [listed]), CliJson.Default.MirrorsDocument);
            else
                output.Line($"{name} mirrors {string.Join(", ", settings.Sources)}");
            return ExitCode.Done;
        });
    }

    private MirrorSettings Read(ParseResult parsed) => _selection.Fill(parsed, _upstream.Fill(parsed, new MirrorSettings { Sources = [.. parsed.GetRequiredValue(_sources).Select(Absolute)] })) with
    {
        HoldDays = parsed.GetValue(_hold),
        MostVanishedPercent = parsed.GetValue(_vanished),
    };

    // A server has another working folder than the shell.
    private static string Absolute(string source) => Directory.Exists(source) ? Path.GetFullPath(source) : source;
}
