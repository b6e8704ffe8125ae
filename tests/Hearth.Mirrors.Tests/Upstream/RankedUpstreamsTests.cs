using Hearth.Channels.Log;
using Hearth.Foundation.Diagnostics;
using Hearth.Mirrors.Upstream;
using Hearth.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Hearth.Mirrors.Tests.Upstream;

public sealed class RankedUpstreamsTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void One_that_failed_is_asked_last_for_a_while()
    {
        var (first, second, third) = (new Named("first"), new Named("second"), new Named("third"));
        using var ranked = new RankedUpstreams([first, second, third], _clock);
        ranked.Blame(first);
        _clock.Advance(TimeSpan.FromSeconds(1));
        ranked.Blame(second);
        Assert.Equal(["third", "first", "second"], ranked.InOrder().Select(upstream => upstream.Name));
        _clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(["first", "second", "third"], ranked.InOrder().Select(upstream => upstream.Name));
    }

    [Fact]
    public async Task One_that_answers_again_is_first_again()
    {
        var (first, second) = (new Named("first"), new Named("second") { IsAway = true });
        using var ranked = new RankedUpstreams([first, second], _clock);
        ranked.Blame(first);
        await ranked.OpenAsync("x", null, TestContext.Current.CancellationToken);
        Assert.Equal("first", ranked.Name);
        first.IsAway = true;
        var refused = await Assert.ThrowsAsync<BadInputException>(() => ranked.OpenAsync("x", null, TestContext.Current.CancellationToken));
        Assert.Equal(2, refused.Diagnostics.Count);
    }

    [Fact]
    public async Task All_indexes_of_a_sync_are_those_of_one_source()
    {
        using var damaged = new TestUpstream();
        using var whole = new TestUpstream();
        foreach (var server in (TestUpstream[])[damaged, whole])
            server.Publish([("noarch", new TinyPackage("a") { Index = { ["subdir"] = "noarch" } }), ("linux-64", new TinyPackage("b") { Index = { ["subdir"] = "linux-64" } })]);
        damaged.Publish([("linux-64", new TinyPackage("c") { Index = { ["subdir"] = "linux-64" } })]);
        damaged.Misbehave = (context, path, _) =>
        {
            if (!path.StartsWith("noarch/repodata", StringComparison.Ordinal))
                return false;
            TestUpstream.Give(context, "<html>maintenance</html>"u8.ToArray());
            return true;
        };
        await using var mirror = await MirrorStore.OpenAsync(new MirrorSettings { Sources = [damaged.Url.ToString(), whole.Url.ToString()], PullThrough = true });
        var report = await mirror.SyncAsync();
        Assert.Equal(whole.Url.ToString(), report.Source);
        Assert.Equal(["linux-64/b-1.0-0.conda", "noarch/a-1.0-0.conda"], (await mirror.DigestsAsync()).Keys.Order(StringComparer.Ordinal));
    }

    private sealed class Named(string name) : IUpstream
    {
        public bool IsAway { get; set; }

        public string Name => name;

        public Task<UpstreamFile> OpenAsync(string reference, string? etag, string? via, CancellationToken cancellation) =>
            IsAway ? throw MirrorDiagnostics.Unavailable.Refuse(name, "away") : Task.FromResult<UpstreamFile>(new UpstreamFile.Absent());

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
