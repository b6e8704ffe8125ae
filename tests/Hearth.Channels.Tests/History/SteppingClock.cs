namespace Hearth.Channels.Tests.History;

/// <summary>A clock that is set by hand, also back, which clocks of machines are.</summary>
internal sealed class SteppingClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Step(TimeSpan by) => _now += by;

    public void Set(DateTimeOffset now) => _now = now;
}
