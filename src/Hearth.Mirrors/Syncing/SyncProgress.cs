namespace Hearth.Mirrors.Syncing;

/// <summary>How far a sync is.</summary>
/// <param name="Activity">What is being done.</param>
/// <param name="Done">Artifacts done.</param>
/// <param name="Total">All artifacts that are to be downloaded; 0 while that is not known.</param>
/// <param name="Bytes">Bytes downloaded.</param>
/// <param name="AllBytes">All bytes that are to be downloaded; 0 while that is not known.</param>
public readonly record struct SyncProgress(string Activity, int Done = 0, int Total = 0, long Bytes = 0, long AllBytes = 0)
{
    /// <summary>What a plan tells, as part of a sync.</summary>
    internal static IProgress<string>? OfPlan(IProgress<SyncProgress>? progress) => progress is null ? null : new Planning(progress);

    private sealed class Planning(IProgress<SyncProgress> progress) : IProgress<string>
    {
        public void Report(string value) => progress.Report(new SyncProgress(value));
    }
}
