using Hearth.Mirrors.Syncing;
using Microsoft.Extensions.Time.Testing;

namespace Hearth.Mirrors.Tests.Syncing;

public sealed class ThrottleTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(64)]
    public async Task Several_streams_together_take_as_long_as_one(int streams)
    {
        const int Rate = 1_000_000;
        var throttle = new Throttle(Rate, _clock);
        var contents = Enumerable.Range(0, streams).Select(_ => new CountedStream(new MemoryStream(new byte[3 * Rate / streams]), throttle, _ => { })).ToList();
        var started = _clock.GetUtcNow();
        await UntilAsync(Task.WhenAll(contents.Select(content => content.CopyToAsync(Stream.Null, Stop))), () => { });
        Assert.InRange((_clock.GetUtcNow() - started).TotalSeconds, 2.9, double.MaxValue);
    }

    [Fact]
    public async Task No_more_passes_at_any_moment_than_the_rate_and_a_piece_of_each_stream()
    {
        const int Rate = 800_000;
        const int Streams = 5;
        long passed = 0;
        var throttle = new Throttle(Rate, _clock);
        var started = _clock.GetUtcNow();
        var copies = Enumerable.Range(0, Streams).Select(_ => new CountedStream(new MemoryStream(new byte[Rate]), throttle, count => Interlocked.Add(ref passed, count)).CopyToAsync(Stream.Null, Stop));
        await UntilAsync(Task.WhenAll(copies.ToList()), () =>
            Assert.InRange(Interlocked.Read(ref passed), 0, (long)(Rate * (_clock.GetUtcNow() - started).TotalSeconds) + (Streams * throttle.MostAtOnce)));
        Assert.Equal(Streams * Rate, passed);
    }

    // A stream that sent or took a large piece and then rested for a minute was given up by the other end, and by the watch over its own.
    [Theory]
    [InlineData(1, 1 << 10)]
    [InlineData(125_000, 15_625)]
    [InlineData(1_000_000_000_000, 1 << 18)]
    public void Pieces_are_small_beside_the_rate(long rate, int piece) => Assert.Equal(piece, new Throttle(rate, _clock).MostAtOnce);

    [Fact]
    public async Task What_was_not_used_is_not_saved_up()
    {
        var throttle = new Throttle(1000, _clock);
        _clock.Advance(TimeSpan.FromHours(1));
        var paid = throttle.PayAsync(2000, Stop);
        _clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(paid.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        await paid;
    }

    [Fact]
    public async Task Whoever_waits_can_be_stopped()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var paid = new Throttle(1, _clock).PayAsync(1_000_000, stop.Token);
        Assert.False(paid.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => paid);
    }

    // The clock stands still while anything can go on by itself, so it never runs ahead by more than a tick for what was done.
    private async Task UntilAsync(Task work, Action look)
    {
        while (!work.IsCompleted)
        {
            look();
            _clock.Advance(Tick);
            await Task.Delay(1, Stop);
        }
        await work;
    }
}
