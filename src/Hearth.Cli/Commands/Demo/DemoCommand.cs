using System.CommandLine;
using Hearth.Channels.Indexing;
using Hearth.Cli.Output;
using Hearth.Server.Hosting;

namespace Hearth.Cli.Commands.Demo;

/// <summary><c>hearth demo</c>: a whole channel, made, indexed and served by one command.</summary>
internal sealed class DemoCommand : HearthCommand
{
    private const int UsualPort = 8642;

    private readonly Option<string> _directory = new("--directory", "-d")
    {
        Description = "The folder for the channel; made if it is not there.",
        DefaultValueFactory = _ => "hearth-demo",
    };

    private readonly Option<int> _port = new("--port", "-p")
    {
        Description = "The TCP port; any free one if another program has it.",
        DefaultValueFactory = _ => UsualPort,
    };

    private readonly Option<bool> _noServe = new("--no-serve") { Description = "Make and index the channel, and leave it at that." };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say which packages would be made." };

    public DemoCommand()
        : base(
            "demo",
            "Make a small channel from sample packages, index it and serve it.",
            new Example("hearth demo", $"in ./hearth-demo, at http://127.0.0.1:{UsualPort}/, until Ctrl-C"),
            new Example("hearth demo --directory /tmp/demo --no-serve", "only the folder, to look at"))
    {
        foreach (var option in (Option[])[_directory, _port, _noServe, _dryRun])
            Options.Add(option);
        Runs(RunAsync);
    }

    private async Task<ExitCode> RunAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        var folder = Path.GetFullPath(parsed.GetRequiredValue(_directory));
        if (parsed.GetValue(_dryRun))
            return Tell(output, new DemoChannel(folder, SampleChannel.Files, null));

        SampleChannel.WriteTo(folder, cancellation);
        var report = new FolderIndexer(new IndexOptions { Folder = folder }, TimeProvider.System).Run(cancellation: cancellation);
        output.Report(report.Diagnostics);
        if (parsed.GetValue(_noServe))
            return Tell(output, new DemoChannel(folder, SampleChannel.Files, null));

        await using var server = await StartAsync(folder, parsed.GetValue(_port), cancellation);
        Tell(output, new DemoChannel(folder, SampleChannel.Files, server.Url));
        return await UntilStoppedAsync(server, cancellation);
    }

    private static async Task<ChannelServer> StartAsync(string folder, int port, CancellationToken cancellation)
    {
        foreach (var candidate in (int[])[port, 0])
        {
            if (await ChannelServer.StartAsync(new ServeOptions { Folder = folder, Port = candidate }, cancellation) is ServerStart.Listening(var server))
                return server;
        }
        throw new IOException("The loopback interface has no free port.");
    }

    // Stopping a server is how it ends, so that is success.
    private static async Task<ExitCode> UntilStoppedAsync(ChannelServer server, CancellationToken cancellation)
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

    private static ExitCode Tell(CommandOutput output, DemoChannel channel)
    {
        if (output.IsJson)
            output.Document(channel, CliJson.Default.DemoChannel);
        else
            output.Line(channel.ToString());
        return ExitCode.Done;
    }
}
