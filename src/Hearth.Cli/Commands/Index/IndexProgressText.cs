using Hearth.Channels.Indexing;
using Hearth.Cli.Output;

namespace Hearth.Cli.Commands.Index;

/// <summary>Puts an indexing run's progress into words.</summary>
internal sealed class IndexProgressText(ProgressLine line) : IProgress<IndexProgress>
{
    public void Report(IndexProgress value) =>
        line.Show($"{value.Subdir ?? "channel"}: {Words(value.Phase)}", value.Done, value.Total, value.Bytes);

    private static string Words(IndexPhase phase) => phase switch
    {
        IndexPhase.Waiting => "waiting for another process that indexes the folder",
        IndexPhase.Scanning => "looking for changes",
        IndexPhase.Reading => "reading packages",
        IndexPhase.Patching => "patching",
        IndexPhase.Shards => "writing shards",
        IndexPhase.Documents => "writing repodata",
        _ => "writing channel files",
    };
}
