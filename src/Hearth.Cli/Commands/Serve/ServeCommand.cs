using System.CommandLine;
using System.Globalization;
using Hearth.Channels.Access;
using Hearth.Channels.Indexing;
using Hearth.Cli.Commands.Source;
using Hearth.Cli.Output;
using Hearth.Cli.Settings;
using Hearth.Mirrors.PullThrough;
using Hearth.Mirrors.Upstream;
using Hearth.Server;
using Hearth.Server.Auth;
using Hearth.Server.Hosting;

namespace Hearth.Cli.Commands.Serve;

/// <summary><c>hearth serve</c>: a channel folder, or managed channels, over HTTP.</summary>
internal sealed class ServeCommand : HearthCommand
{
    private readonly Argument<string?> _folder = new("DIR") { Description = "A channel folder, or a folder of channel folders.", Arity = ArgumentArity.ZeroOrOne };

    private readonly SettingOptions _settings = new(SettingCatalog.All);

    private readonly Option<bool> _immutable = new("--immutable-artifacts")
    {
        Description = "Promise that no package file is ever overwritten, so that caches keep it for ever.",
    };

    private readonly Option<bool> _watch = new("--watch")
    {
        Description = "Index the folder, and again within a second of a package arriving, changing or going. DIR is then one channel.",
    };

    public ServeCommand()
        : base(
            "serve",
            "Serve a channel folder, or managed channels, over HTTP.",
            new Example("hearth serve ./my-channel", "on this machine, at http://127.0.0.1:8080/"),
            new Example("hearth serve ./my-channel --watch", "index it first, and again whenever a package arrives"),
            new Example("hearth serve ./channels --host 0.0.0.0 --port 80", "every channel in a folder, for the whole network"),
            new Example("hearth serve --data ./hearth-data", "managed channels: publish to them over HTTP"))
    {
        Arguments.Add(_folder);
        foreach (var option in (Option[])[_watch, _immutable])
            Options.Add(option);
        _settings.AddTo(this);
        Validators.Add(result =>
        {
            if (_settings.IsGiven(result, SettingCatalog.Certificate) != _settings.IsGiven(result, SettingCatalog.Key))
                result.AddError("--certificate and --key go together");
        });
        Validators.Add(result =>
        {
            if (result.GetResult(_folder) is { Tokens.Count: > 0 } && _settings.IsGiven(result, SettingCatalog.Data))
                result.AddError("name either a folder to serve as it is, or --data for managed channels");
        });
        Runs(ServeAsync);
    }

    private async Task<ExitCode> ServeAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        var settings = _settings.Read(parsed);
        var options = OptionsOf(parsed, settings, output);
        // A folder on the command line goes before an installation that only the environment names.
        var instance = options.Folder is null && DataOptions.Read(settings) is { } read
            ? read with { SignIn = SignInOf(settings), PrivateWebhooks = settings[SettingCatalog.PrivateWebhooks] == "allow", Pulls = PullsOf(settings), Sources = SourceOptions.PolicyOf(settings) }
            : null;
        if (options.Folder is null && instance is null)
        {
            output.Messages.WriteLine("error: name either a folder to serve as it is, or --data for managed channels");
            return ExitCode.Usage;
        }
        PromptSockets.Prepare();
        var start = instance is not null
            ? await StartAsync(instance, options, output, cancellation)
            : await ChannelServer.StartAsync(options, cancellation);
        switch (start)
        {
            case ServerStart.PortInUse(var reason):
                output.Report(reason);
                return ExitCode.TryLater;
            case ServerStart.AddressNotAvailable(var reason):
                output.Report(reason);
                return ExitCode.ProblemFound;
            case ServerStart.Listening(var server):
                await using (server)
                {
                    Announce(server, Path.GetFullPath(instance?.Data ?? options.Folder!), output);
                    return await RunAsync(server, cancellation);
                }
            default:
                throw new InvalidOperationException("A server start has no other outcome.");
        }
    }

    private static SignInOptions? SignInOf(SettingsInForce settings)
    {
        if (settings[SettingCatalog.SignInIssuer] is not { } issuer)
            return null;
        if (settings[SettingCatalog.SignInClient] is not { } client || settings[SettingCatalog.PublicUrl] is not { } url)
            throw CliDiagnostics.BadSettings.Refuse(null, $"{SettingCatalog.SignInIssuer.Name} needs {SettingCatalog.SignInClient.Name} and {SettingCatalog.PublicUrl.Name} beside it");
        return new SignInOptions
        {
            Issuer = issuer,
            ClientId = client,
            ClientSecret = Environment.GetEnvironmentVariable("HEARTH_SIGN_IN_SECRET") is { Length: > 0 } secret ? secret : null,
            PublicUrl = new Uri(url),
            MakesAccounts = settings[SettingCatalog.SignInAccounts] == "any",
        };
    }

    private static PullTerms PullsOf(SettingsInForce settings) => settings[SettingCatalog.UpstreamTokens] is { } file
        ? new PullTerms { TokenOf = UpstreamTokens.Parse(File.ReadAllText(file), file).Of }
        : new PullTerms();

    private static async Task<ServerStart> StartAsync(InstanceOptions options, ServeOptions serve, CommandOutput output, CancellationToken cancellation)
    {
        var instance = await ManagedInstance.OpenAsync(options, cancellation);
        if (await FirstAdmin.CreateAsync(instance.Access, cancellation) is { } token)
        {
            // Never silent: without it nobody gets in.
            output.Messages.WriteLine($"the first admin's token, shown this once and good for {FirstAdmin.Lifetime.Days} days:\n  {token.Text.Reveal()}");
            await instance.LiveAccess.RefreshAsync(cancellation);
        }
        return await ChannelServer.StartAsync(instance, serve, cancellation);
    }

    private ServeOptions OptionsOf(ParseResult parsed, SettingsInForce settings, CommandOutput output)
    {
        SettingCatalog.TryReadAddress(settings[SettingCatalog.Host]!, out var address);
        var isJsonLog = settings[SettingCatalog.Log] == SettingCatalog.JsonLog;
        var log = new ServerLog(output.Messages, isJsonLog, TimeProvider.System);
        return new()
        {
            Folder = parsed.GetValue(_folder),
            Address = address,
            Port = Number(settings[SettingCatalog.Port]!),
            MostBytesInMemory = (long)Number(settings[SettingCatalog.Memory]!) << 20,
            DrainTime = TimeSpan.FromSeconds(Number(settings[SettingCatalog.Drain]!)),
            RedirectsArtifacts = settings[SettingCatalog.ArtifactRedirects] == SettingCatalog.On,
            OtlpEndpoint = settings[SettingCatalog.OtlpEndpoint] is { } collector ? new Uri(collector) : null,
            ArtifactsNeverChange = parsed.GetValue(_immutable),
            Certificate = settings[SettingCatalog.Certificate] is { } certificate ? TlsCertificate.Load(certificate, settings[SettingCatalog.Key] ?? certificate) : null,
            BackgroundWork = parsed.GetValue(_watch) ? cancellation => WatchAsync(parsed.GetValue(_folder)!, output, cancellation) : null,
            OnAnswer = isJsonLog || output.IsVerbose ? log.Write : null,
            OnEvent = log.Write,
        };
    }

    private static async Task WatchAsync(string folder, CommandOutput output, CancellationToken cancellation)
    {
        var options = new IndexOptions { Folder = folder };
        await Task.Run(() => Tell(new FolderIndexer(options, TimeProvider.System).Run(cancellation: cancellation)), cancellation);
        await new FolderWatch(options, TimeProvider.System, Tell).RunAsync(cancellation);

        void Tell(IndexReport report)
        {
            output.Report(report.Diagnostics);
            foreach (var file in report.FilesWritten)
                output.Detail($"wrote {file}");
        }
    }

    // Stopping a server is how it ends, so that is success.
    private static async Task<ExitCode> RunAsync(ChannelServer server, CancellationToken cancellation)
    {
        try
        {
            await server.RunAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
        return ExitCode.Done;
    }

    private static void Announce(ChannelServer server, string folder, CommandOutput output)
    {
        if (output.IsJson)
        {
            output.Document(
                new ServedFolder("hearth.serve.1", server.Url.ToString(), folder, [.. server.Channels.Select(TextOf)]),
                CliJson.Default.ServedFolder);
            return;
        }
        output.Line(server.Url.ToString());
        output.Note($"serving {folder}; Ctrl-C stops");
        if (server.Channels is not [var channel, ..])
        {
            output.Note("no channel in it yet: 'hearth index' makes a folder of packages one, 'hearth channel create' a managed one");
            return;
        }
        if (server.Channels.Count > 1)
            output.Note($"{server.Channels.Count} channels: {string.Join(' ', server.Channels.Select(TextOf))}");
        output.Note(
            $"""
            try:
              conda create -n try --override-channels -c {TextOf(channel)} NAME
              micromamba create -n try --override-channels -c {TextOf(channel)} NAME
              pixi init try -c {TextOf(channel)}
            """);
    }

    private static string TextOf(Uri channel) => channel.ToString().TrimEnd('/');

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
