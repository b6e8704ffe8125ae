using Hearth.Channels.Publish;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Mirrors.Syncing;

/// <summary>Counts what becomes of downloads.</summary>
internal sealed class DownloadTally(int total, IProgress<SyncProgress>? progress)
{
    private readonly Lock _gate = new();
    private readonly List<Diagnostic> _problems = [];
    private long _bytes;
    private int _done;

    public int Added { get; private set; }

    public int Present { get; private set; }

    public long Bytes => Interlocked.Read(ref _bytes);

    public IReadOnlyList<Diagnostic> Problems => _problems;

    /// <summary>Bytes have arrived.</summary>
    public void Add(int bytes) => Interlocked.Add(ref _bytes, bytes);

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
            progress?.Report(new SyncProgress("downloading", _done, total, Bytes));
        }
    }

    private static IEnumerable<Diagnostic> ProblemsOf(PublishOutcome outcome) => outcome switch
    {
        PublishOutcome.Conflict conflict => [conflict.Problem],
        PublishOutcome.Refused refused => refused.Problems.Where(problem => problem.Severity == Severity.Error),
        _ => [],
    };
}
