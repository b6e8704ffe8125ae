namespace Hearth.Mirrors.Syncing;

/// <summary>Holds several readers to so many bytes a second together.</summary>
internal sealed class Throttle(long bytesPerSecond, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly long _started = clock.GetTimestamp();
    private TimeSpan _paidUntil;

    /// <summary>Waits until so many bytes may have been read.</summary>
    public Task PayAsync(int bytes, CancellationToken cancellation)
    {
        TimeSpan wait;
        lock (_gate)
        {
            var now = clock.GetElapsedTime(_started);
            _paidUntil = (_paidUntil > now ? _paidUntil : now) + TimeSpan.FromSeconds((double)bytes / bytesPerSecond);
            wait = _paidUntil - now;
        }
        return Task.Delay(wait, clock, cancellation);
    }
}
