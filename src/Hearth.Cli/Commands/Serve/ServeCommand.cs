using System.CommandLine;
using System.Net;
using Hearth.Channels.Access;
using Hearth.Channels.Indexing;
using Hearth.Cli.Output;
using Hearth.Server;
using Hearth.Server.Hosting;

namespace Hearth.Cli.Commands.Serve;

/// <summary><c>hearth serve</c>: a channel folder, or managed channels, over HTTP.</summary>
internal sealed class ServeCommand : HearthCommand
{
    private const string Localhost = "localhost";
    private const string TextLog = "text";
    private const string JsonLog = "json";

    private readonly Argument<string?> _folder = new("DIR") { Description = "A channel folder, or a folder of channel folders.", Arity = ArgumentArity.ZeroOrOne };

    private readonly DataOptions _instance = new();

    private readonly Option<int> _port = new("--port", "-p")
    {
        Description = "The TCP port; 0 takes any free one.",
        DefaultValueFactory = _ => 8080,
    };

    private readonly Option<string> _host = new("--host")
    {
        Description = "The address to listen at; 0.0.0.0 and :: are all of this machine's.",
        DefaultValueFactory = _ => "127.0.0.1",
    };

    private readonly Option<bool> _immutable = new("--immutable-artifacts")
    {
        Description = "Promise that no package file is ever overwritten, so that caches keep it for ever.",
    };

    private readonly Option<bool> _watch = new("--watch")
    {
        Description = "Index the folder, and again within a second of a package arriving, changing or going. DIR is then one channel.",
    };

    private readonly Option<string?> _certificate = new("--certificate") { Description = "Serve HTTPS with this PEM certificate and its chain." };

    private readonly Option<string?> _key = new("--key") { Description = "The PEM private key of the certificate." };

    private readonly Option<string> _log = new("--log")
    {
        Description = "How to write what is answered to stderr: text (with -v), or json, one object per line.",
        DefaultValueFactory = _ => TextLog,
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
        _instance.AddTo(this, isRequired: false);
        foreach (var option in (Option[])[_port, _host, _watch, _immutable, _certificate, _key, _log])
            Options.Add(option);
        _log.AcceptOnlyFromAmong(TextLog, JsonLog);
        _port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > ushort.MaxValue)
                result.AddError("--port is a number from 0 to 65535");
        });
        _host.Validators.Add(result =>
        {
            if (!TryReadHost(result.GetValueOrDefault<string>(), out _))
                result.AddError($"--host is an IP address or {Localhost}");
        });
        Validators.Add(result =>
        {
            if (result.GetResult(_certificate) is null != result.GetResult(_key) is null)
                result.AddError("--certificate and --key go together");
        });
        Validators.Add(result =>
        {
            if (result.GetResult(_folder) is null or { Tokens.Count: 0 } == result.GetResult(_instance.Data) is null)
                result.AddError("name either a folder to serve as it is, or --data for managed channels");
        });
        Runs(ServeAsync);
    }

    private async Task<ExitCode> ServeAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        var options = OptionsOf(parsed, output);
        var start = _instance.Read(parsed) is { } instance
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
                    Announce(server, Path.GetFullPath(parsed.GetValue(_instance.Data) ?? parsed.GetValue(_folder)!), output);
                    return await RunAsync(server, cancellation);
                }
            default:
                throw new InvalidOperationException("A server start has no other outcome.");
        }
    }

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

    private ServeOptions OptionsOf(ParseResult parsed, CommandOutput output)
    {
        TryReadHost(parsed.GetValue(_host), out var address);
        var isJsonLog = parsed.GetValue(_log) == JsonLog;
        var log = new ServerLog(output.Messages, isJsonLog, TimeProvider.System);
        return new()
        {
            Folder = parsed.GetValue(_folder),
            Address = address,
            Port = parsed.GetValue(_port),
            ArtifactsNeverChange = parsed.GetValue(_immutable),
            Certificate = parsed.GetValue(_certificate) is { } certificate ? TlsCertificate.Load(certificate, parsed.GetValue(_key)!) : null,
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

    private static bool TryReadHost(string? host, out IPAddress address)
    {
        address = IPAddress.Loopback;
        if (host == Localhost)
            return true;
        if (!IPAddress.TryParse(host, out var parsed))
            return false;
        address = parsed;
        return true;
    }
}
