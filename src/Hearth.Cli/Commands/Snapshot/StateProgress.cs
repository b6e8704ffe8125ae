using Hearth.Cli.Output;

namespace Hearth.Cli.Commands.Snapshot;

/// <summary>Shows how far a long look at a state is; on the thread that reports, so that nothing comes after the end.</summary>
internal sealed class StateProgress(ProgressLine line, string what) : IProgress<(int Done, int Total)>
{
    public void Report((int Done, int Total) value) => line.Show(what, value.Done, value.Total);
}
