using System.CommandLine;
using Hearth.Channels.Upkeep;
using Hearth.Cli.Commands.Channel;
using Hearth.Cli.Output;

namespace Hearth.Cli.Commands;

/// <summary><c>hearth gc</c>: delete bytes that nothing refers to.</summary>
internal sealed class GcCommand : HearthCommand
{
    private readonly Option<double> _grace = new("--grace-hours")
    {
        Description = "Keep what was needed within so many hours.",
        DefaultValueFactory = _ => GarbageCollection.DefaultGrace.TotalHours,
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would be deleted." };
    private readonly DataOptions _instance = new();

    public GcCommand()
        : base(
            "gc",
            "Delete bytes of an installation that nothing refers to: replaced documents, uploads that were cut off.",
            new Example("hearth gc --data ./hearth-data --dry-run", "how many blobs and bytes would go"),
            new Example("hearth gc --data ./hearth-data", "delete them; a server may be at work meanwhile"))
    {
        Options.Add(_grace);
        Options.Add(_dryRun);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var isDryRun = parsed.GetValue(_dryRun);
            var collected = await new GarbageCollection(instance.Store).RunAsync(TimeSpan.FromHours(parsed.GetValue(_grace)), isDryRun, cancellation);
            if (output.IsJson)
                output.Document(new GarbageDocument("hearth.gc.1", isDryRun, collected.Blobs, collected.Bytes, collected.Uploads), CliJson.Default.GarbageDocument);
            else
                output.Line($"{(isDryRun ? "would delete" : "deleted")} {collected.Blobs} blobs with {ProgressLine.Size(collected.Bytes)} and {collected.Uploads} uploads that were cut off");
            return ExitCode.Done;
        });
    }
}
