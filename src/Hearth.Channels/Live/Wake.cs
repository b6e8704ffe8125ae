namespace Hearth.Channels.Live;

/// <summary>Wakes one waiting loop. A ring while the loop works is not lost: the next wait ends at once.</summary>
internal sealed class Wake(TimeProvider clock)
{
    private TaskCompletionSource _rung = New();

    public void Ring() => Volatile.Read(ref _rung).TrySetResult();

    /// <summary>Waits until it rings, but not longer than <paramref name="most"/>.</summary>
    public async Task WaitAsync(TimeSpan most, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(Volatile.Read(ref _rung).Task, Task.Delay(most, clock, patience.Token));
        await patience.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        if (Volatile.Read(ref _rung).Task.IsCompleted)
            Volatile.Write(ref _rung, New());
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
