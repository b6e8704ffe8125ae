using System.Threading.Channels;
using Hearth.Channels;
using Hearth.Channels.Publish;

namespace Hearth.Mirrors.Syncing;

/// <summary>
/// What downloads bring, taken into the channel by groups while others are on their way. A group ends when it is large, or when nothing more
/// arrives for a moment: what a kill loses is no more than that.
/// </summary>
internal sealed class ArrivedArtifacts(GroupPublisher publisher, DownloadTally tally)
{
    private const int MostOfGroup = 256;
    private const long MostBytesOfGroup = 256L << 20;

    // Those that wait for their group while another is taken.
    private const int MostWaiting = 64;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    private readonly Channel<ExaminedFile> _waiting = Channel.CreateBounded<ExaminedFile>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    /// <summary>Hands one over; waits while too many do.</summary>
    public async Task AddAsync(ExaminedFile file, CancellationToken cancellation)
    {
        try
        {
            await _waiting.Writer.WriteAsync(file, cancellation);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Nothing more comes.</summary>
    public void Complete() => _waiting.Writer.Complete();

    /// <summary>Takes all until <see cref="Complete"/>.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public async Task TakeAllAsync(CancellationToken cancellation)
    {
        while (await _waiting.Reader.WaitToReadAsync(cancellation))
            await TakeAsync(await GroupAsync(cancellation), cancellation);
    }

    /// <summary>Deletes what was not taken, because something else ended the whole.</summary>
    public void Discard()
    {
        while (_waiting.Reader.TryRead(out var file))
            file.Dispose();
    }

    private async Task<List<ExaminedFile>> GroupAsync(CancellationToken cancellation)
    {
        var group = new List<ExaminedFile>();
        long bytes = 0;
        using var moment = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        moment.CancelAfter(Moment);
        while (group.Count < MostOfGroup && bytes < MostBytesOfGroup)
        {
            if (_waiting.Reader.TryRead(out var file))
            {
                group.Add(file);
                bytes += file.Received.Digests.Size;
            }
            else if (moment.IsCancellationRequested || !await MoreComesAsync(moment.Token))
            {
                break;
            }
        }
        return group;
    }

    private async Task<bool> MoreComesAsync(CancellationToken moment)
    {
        try
        {
            return await _waiting.Reader.WaitToReadAsync(moment);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task TakeAsync(List<ExaminedFile> group, CancellationToken cancellation)
    {
        try
        {
            foreach (var outcome in await publisher.TakeAsync(group, cancellation))
                tally.Count(outcome);
        }
        catch (Exception e) when (e is IOException or HttpRequestException && !StoreTrouble.IsFull(e))
        {
            foreach (var file in group)
                tally.Count(new PublishOutcome.Refused([MirrorDiagnostics.Unavailable.In(file.Received.FileName, e.Message)]));
        }
        finally
        {
            group.ForEach(file => file.Dispose());
        }
    }
}
