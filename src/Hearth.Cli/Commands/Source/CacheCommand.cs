using System.CommandLine;
using System.Globalization;
using Hearth.Channels.Sources;
using Hearth.Cli.Output;
using Hearth.Mirrors.Sources;

namespace Hearth.Cli.Commands.Source;

/// <summary><c>hearth source cache CHANNEL --into FOLDER</c>.</summary>
internal sealed class CacheCommand : HearthCommand
{
    private readonly Argument<string> _channel = new("CHANNEL") { Description = "The channel." };
    private readonly Option<string> _into = new("--into") { Description = "The folder that conda-build's setting cache_dir names.", HelpName = "FOLDER", Required = true };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would be written." };
    private readonly SourceOptions _instance = new();

    public CacheCommand()
        : base(
            "cache",
            "Fill the folder where conda-build looks for sources before it asks upstream, with those of a channel.",
            new Example("hearth source cache forge --into /var/cache/conda-build --data ./hearth-data", "for builders on this machine"),
            new Example("hearth source cache forge --into /var/cache/conda-build --dry-run --data ./hearth-data", "how much that is"))
    {
        Arguments.Add(_channel);
        Options.Add(_into);
        Options.Add(_dryRun);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var channel = await SourceOptions.ChannelAsync(instance, parsed.GetRequiredValue(_channel), cancellation);
            var cache = new BuilderCache(instance.Store, Path.GetFullPath(parsed.GetRequiredValue(_into)));
            var needs = await new SourceNeeds(instance.Store).HeldAsync(channel.Id, cancellation);
            var (files, bytes) = await cache.FillAsync(needs, instance.SourcePolicy, parsed.GetValue(_dryRun), cancellation);
            output.Show(
                new SourceCacheDocument("hearth.source-cache.1", channel.Name.ToString(), cache.Folder, files, bytes),
                CliJson.Default.SourceCacheDocument,
                [string.Create(CultureInfo.InvariantCulture, $"{cache.Folder}: {files:n0} files {(parsed.GetValue(_dryRun) ? "would be written" : "written")}, {ProgressLine.Size(bytes)}")]);
            return ExitCode.Done;
        });
    }
}
