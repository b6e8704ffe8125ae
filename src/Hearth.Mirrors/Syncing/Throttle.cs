namespace Hearth.Mirrors.Syncing;

/// <summary>Holds several streams to so many bytes a second together.</summary>
/// <param name="bytesPerSecond">The rate, at least 1.</param>
/// <param name="clock">Measures time.</param>
internal sealed class Throttle(long bytesPerSecond, TimeProvider clock)
{
    private const int FewestBytes = 1 << 10;
    private const int PiecesOfSecond = 8;

    private readonly Lock _gate = new();
    private readonly long _started = clock.GetTimestamp();
    private TimeSpan _paidUntil;

    /// <summary>
    /// The most bytes that a stream takes at once. Small beside the rate, so that several take turns, and that none is silent for so long that whoever is at its other
    /// end gives it up.
    /// </summary>
    public int MostAtOnce { get; } = (int)Math.Clamp(bytesPerSecond / PiecesOfSecond, FewestBytes, 1 << 18);

    /// <summary>Waits until so many bytes may have passed.</summary>
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
