using System.CommandLine;
using Hearth.Channels.Composition;
using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Mirrors.Syncing;

namespace Hearth.Cli.Commands.Mirror;

/// <summary><c>hearth mirror add NAME SOURCE…</c>: a channel becomes a mirror.</summary>
internal sealed class AddCommand : HearthCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "The channel; made if it is not there." };
    private readonly Argument<string[]> _sources = new("SOURCE") { Description = "The channel to copy: its http(s) URL, oci://HOST/PATH, s3://BUCKET/PREFIX or folder. Several are the same channel in several places, best first.", Arity = ArgumentArity.OneOrMore };
    private readonly SelectionOptions _selection = new();
    private readonly HostOptions _hosts = HostOptions.OfChannel();
    private readonly Option<int> _hold = new("--hold") { Description = "Days for which an artifact that the source no longer lists is kept.", HelpName = "DAYS", DefaultValueFactory = _ => MirrorDefinition.DefaultHoldDays };
    private readonly Option<int> _vanished = new("--most-vanished") { Description = "The most artifacts, in per cent of those held, that may vanish between two syncs before a person is asked.", HelpName = "PERCENT", DefaultValueFactory = _ => MirrorDefinition.DefaultMostVanishedPercent };
    private readonly Option<bool> _pull = new("--pull-through") { Description = "List everything at once, and fetch each package when it is first asked for." };
    private readonly Option<double?> _most = new("--most-held") { Description = "With --pull-through: keep at most so many gigabytes of packages; those fetched longest ago go first.", HelpName = "GB" };
    private readonly Option<int?> _every = new("--every") { Description = "Have the server sync it every so many minutes. Without it: when 'hearth mirror sync' says so.", HelpName = "MINUTES" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only check what was given." };
    private readonly DataOptions _instance = new();

    public AddCommand()
        : base(
            "add",
            "Make a channel a mirror, or change what it mirrors. Nothing is copied yet; 'hearth mirror sync' does that.",
            new Example("hearth mirror add forge https://example.org/forge --data ./hearth-data", "all of a channel"),
            new Example("hearth mirror add forge https://example.org/forge --pull-through --every 15 --data ./hearth-data", "packages when they are first asked for"),
            new Example("hearth mirror add science https://example.org/forge --include 'numpy >=2' --subdir linux-64 --with-dependencies --data ./hearth-data", "a part that installs by itself"))
    {
        Arguments.Add(_name);
        Arguments.Add(_sources);
        _selection.AddTo(this);
        _hosts.AddTo(this);
        foreach (var option in (Option[])[_pull, _most, _every, _hold, _vanished, _dryRun])
            Options.Add(option);
        _most.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is not (null or > 0))
                result.AddError("--most-held is a number above 0");
        });
        _every.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > MirrorDefinition.MostMinutes)
                result.AddError($"--every is a number from 1 to {MirrorDefinition.MostMinutes}");
        });
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            var name = ChannelName.Parse(parsed.GetRequiredValue(_name));
            var settings = Read(parsed);
            MirrorDefinition.SelectionOf(settings);
            MirrorDefinition.Check(settings);
            if (parsed.GetValue(_dryRun))
            {
                output.Note($"would make '{name}' a mirror of {string.Join(", ", settings.Sources)}");
                return ExitCode.Done;
            }
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var existing = await instance.Store.Catalog.FindAsync(name, cancellation);
            await VirtualDefinition.CheckAsync(instance.Store.Catalog, name, (existing?.Settings ?? new ChannelSettings()) with { Mirror = settings }, cancellation);
            if (existing is null)
                await instance.Store.Catalog.CreateAsync(name, new ChannelSettings(), Operator.Name, cancellation);
            var channel = (await MirrorDefinition.SetAsync(instance.Store, name, settings, Operator.Name, cancellation))!;
            await instance.Keeper.CatchUpAsync(cancellation);
            var listed = await ListedMirror.OfAsync(instance.Store, channel, cancellation);
            if (output.IsJson)
                output.Document(new MirrorsDocument("hearth.mirror-add.1", [listed]), CliJson.Default.MirrorsDocument);
            else
                output.Line($"{name} mirrors {string.Join(", ", settings.Sources)}");
            return ExitCode.Done;
        });
    }

    private MirrorSettings Read(ParseResult parsed) => _selection.Fill(parsed, _hosts.Fill(parsed, new MirrorSettings { Sources = [.. parsed.GetRequiredValue(_sources).Select(Absolute)] })) with
    {
        PullThrough = parsed.GetValue(_pull),
        MostHeldBytes = parsed.GetValue(_most) is { } gigabytes ? (long)(gigabytes * 1e9) : null,
        EveryMinutes = parsed.GetValue(_every),
        HoldDays = parsed.GetValue(_hold),
        MostVanishedPercent = parsed.GetValue(_vanished),
    };

    // A server has another working folder than the shell.
    private static string Absolute(string source) => Directory.Exists(source) ? Path.GetFullPath(source) : source;
}
