using Hearth.Channels.Publish;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Mirrors.Syncing;

/// <summary>Counts what becomes of downloads.</summary>
/// <param name="total">Artifacts that are to be downloaded.</param>
/// <param name="allBytes">Their bytes; 0 if the source does not say.</param>
/// <param name="progress">Is told of each artifact, and of bytes as they arrive.</param>
internal sealed class DownloadTally(int total, long allBytes, IProgress<SyncProgress>? progress)
{
    private readonly Lock _gate = new();
    private readonly List<Diagnostic> _problems = [];
    private long _bytes;
    private int _done;

    public int Added { get; private set; }

    public int Present { get; private set; }

    public long Bytes => Interlocked.Read(ref _bytes);

    public IReadOnlyList<Diagnostic> Problems => _problems;

    /// <summary>Bytes have arrived; none, as the downloads begin.</summary>
    public void Add(int bytes)
    {
        Interlocked.Add(ref _bytes, bytes);
        Tell();
    }

    /// <summary>One artifact is dealt with.</summary>
    public void Count(PublishOutcome outcome)
    {
        lock (_gate)
        {
            _done++;
            if (outcome is PublishOutcome.Added)
                Added++;
            else if (outcome is PublishOutcome.AlreadyPresent)
                Present++;
            else
                _problems.AddRange(ProblemsOf(outcome));
        }
        Tell();
    }

    private void Tell() => progress?.Report(new SyncProgress("downloading", Volatile.Read(ref _done), total, Bytes, allBytes));

    private static IEnumerable<Diagnostic> ProblemsOf(PublishOutcome outcome) => outcome switch
    {
        PublishOutcome.Conflict conflict => [conflict.Problem],
        PublishOutcome.Refused refused => refused.Problems.Where(problem => problem.Severity == Severity.Error),
        _ => [],
    };
}
