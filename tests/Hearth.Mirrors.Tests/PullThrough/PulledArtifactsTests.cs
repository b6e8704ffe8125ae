using System.Net;
using Hearth.Channels.Log;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.PullThrough;
using Hearth.Testing;

namespace Hearth.Mirrors.Tests.PullThrough;

public sealed class PulledArtifactsTests : IAsyncLifetime
{
    private const string Path = "noarch/a-1.0-0.conda";

    private readonly TestUpstream _server = new();
    private readonly TestUpstream _second = new();
    private readonly byte[] _artifact = new TinyPackage("a") { Index = { ["subdir"] = "noarch" }, Files = { ["content"] = string.Concat(Enumerable.Range(0, 20_000).Select(number => Sha256.Of(BitConverter.GetBytes(number)))) } }.Conda();
    private MirrorStore _mirror = null!;
    private PulledArtifacts _pulled = null!;

    private static CancellationToken Stop => MirrorStore.Stop;

    private Sha256 Digest => Sha256.Of(_artifact);

    public async ValueTask InitializeAsync()
    {
        foreach (var server in (TestUpstream[])[_server, _second])
        {
            Directory.CreateDirectory(System.IO.Path.Combine(server.Folder, "noarch"));
            File.WriteAllBytes(System.IO.Path.Combine(server.Folder, Path), _artifact);
            server.Publish();
        }
        _mirror = await MirrorStore.OpenAsync(new MirrorSettings { Sources = [_server.Url.ToString(), _second.Url.ToString()], PullThrough = true });
        await _mirror.SyncAsync();
        _pulled = new PulledArtifacts(_mirror.Store, Terms);
    }

    public async ValueTask DisposeAsync()
    {
        await _pulled.DisposeAsync();
        await _mirror.DisposeAsync();
        _server.Dispose();
        _second.Dispose();
    }

    [Fact]
    public async Task What_is_fetched_is_held_and_survives_its_source()
    {
        Assert.Equal(_artifact, await ReadAsync());
        await EndAsync();
        Assert.True(await _mirror.HoldsAsync(Digest));
        Assert.True(_mirror.IsTidy);
        Assert.Equal((1L, 1L, (long)_artifact.Length), await new Hearth.Channels.Publish.RemoteArtifacts(_mirror.Store).CountAsync((await _mirror.ChannelAsync()).Id, Stop));
    }

    [Fact]
    public async Task Many_readers_cause_one_fetch_and_read_while_it_arrives()
    {
        using var go = new SemaphoreSlim(0);
        _server.Misbehave = (context, path, _) => path == Path && GiveInTwo(context, _artifact, go);
        var readers = Enumerable.Range(0, 20).Select(_ => Task.Run(FindAsync, Stop)).ToList();
        var streams = new List<Stream>();
        foreach (var reader in readers)
            streams.Add(await OpenAsync(await reader));
        // Half of it is here before the source has sent the rest.
        var halves = new List<byte[]>();
        foreach (var stream in streams)
        {
            var half = new byte[_artifact.Length / 2];
            await stream.ReadExactlyAsync(half, Stop);
            halves.Add(half);
        }
        go.Release();
        for (var i = 0; i < streams.Count; i++)
            Assert.Equal(_artifact, halves[i].Concat(await RestAsync(streams[i])));
        Assert.Equal(1, _server.Asked.Count(path => path == Path));
    }

    [Fact]
    public async Task A_reader_that_leaves_does_not_end_it_for_the_others()
    {
        using var go = new SemaphoreSlim(0);
        _server.Misbehave = (context, path, _) => path == Path && GiveInTwo(context, _artifact, go);
        using var leave = new CancellationTokenSource();
        var leaving = _pulled.FindAsync(Digest, null, startsNow: true, leave.Token);
        var staying = await FindAsync();
        await leave.CancelAsync();
        try
        {
            await leaving;
        }
        catch (OperationCanceledException)
        {
            // Whether it had begun by then is left to chance.
        }
        go.Release();
        Assert.Equal(_artifact, await RestAsync(await OpenAsync(staying)));
    }

    [Fact]
    public async Task A_reader_may_begin_in_the_middle()
    {
        var arriving = Assert.IsType<PullOutcome.Arriving>(await FindAsync());
        await using var stream = await arriving.OpenAsync(1000, Stop);
        Assert.Equal(_artifact[1000..], await RestAsync(stream));
    }

    [Fact]
    public async Task Who_asks_for_the_size_alone_fetches_nothing()
    {
        _server.Asked.Clear();
        var found = Assert.IsType<PullOutcome.Arriving>(await _pulled.FindAsync(Digest, null, startsNow: false, Stop));
        Assert.Equal(_artifact.Length, found.Size);
        Assert.Empty(_server.Asked);
    }

    [Fact]
    public async Task Nobody_gets_the_whole_of_something_else()
    {
        var other = _artifact.ToArray();
        other[^1]++;
        foreach (var server in (TestUpstream[])[_server, _second])
            server.Misbehave = (context, path, _) => path == Path && Gives(context, other);
        Assert.True(await ReadUntilItBreaksAsync() < _artifact.Length);
        await EndAsync();
        Assert.False(await _mirror.HoldsAsync(Digest));
        Assert.True(_mirror.IsTidy);
    }

    [Fact]
    public async Task After_a_source_gave_something_else_another_is_asked()
    {
        var other = _artifact.ToArray();
        other[^1]++;
        _server.Misbehave = (context, path, _) => path == Path && Gives(context, other);
        await ReadUntilItBreaksAsync();
        await EndAsync();
        Assert.Equal(_artifact, await ReadAsync());
    }

    [Theory]
    [InlineData("absent")]
    [InlineData("page")]
    [InlineData("too long")]
    [InlineData("too short")]
    [InlineData("rate limit")]
    [InlineData("redirects")]
    [InlineData("cut off")]
    [InlineData("other host")]
    public async Task What_one_source_does_not_give_the_next_gives_within_the_same_request(string trouble)
    {
        _server.Misbehave = (context, path, count) => path.StartsWith(Path, StringComparison.Ordinal) && Troubles(context, trouble, path);
        Assert.Equal(_artifact, await ReadAsync());
        Assert.Contains(Path, _second.Asked);
    }

    [Fact]
    public async Task A_source_that_stalls_is_followed_by_the_next_from_where_it_stopped()
    {
        await _pulled.DisposeAsync();
        _pulled = new PulledArtifacts(_mirror.Store, Terms with { Upstream = MirrorStore.Quick with { Attempts = 3, Patience = TimeSpan.FromSeconds(3) } });
        using var never = new SemaphoreSlim(0);
        _server.Misbehave = (context, path, _) => path == Path && GiveInTwo(context, _artifact, never);
        try
        {
            Assert.Equal(_artifact, await ReadAsync());
        }
        finally
        {
            never.Release();
        }
    }

    [Theory]
    [InlineData("absent", false)]
    [InlineData("page", false)]
    [InlineData("rate limit", true)]
    [InlineData("redirects", false)]
    [InlineData("other host", false)]
    public async Task Where_no_source_gives_it_the_reasons_are_named_and_the_next_who_asks_tries_again(string trouble, bool isTimeout)
    {
        foreach (var server in (TestUpstream[])[_server, _second])
            server.Misbehave = (context, path, _) => path.StartsWith(Path, StringComparison.Ordinal) && Troubles(context, trouble, path);
        var unavailable = Assert.IsType<PullOutcome.Unavailable>(await FindAsync());
        Assert.Equal(("HRT5012", isTimeout), (unavailable.Problems[0].Code, unavailable.IsTimeout));
        Assert.True(unavailable.Problems.Count >= 3);
        await EndAsync();
        Assert.True(_mirror.IsTidy);
        _second.Misbehave = (_, _, _) => false;
        Assert.Equal(_artifact, await ReadAsync());
    }

    [Fact]
    public async Task While_every_source_is_away_what_is_not_held_is_refused()
    {
        foreach (var server in (TestUpstream[])[_server, _second])
        {
            server.Misbehave = (context, _, _) =>
            {
                TestUpstream.Status(context, 503);
                return true;
            };
        }
        Assert.True(Assert.IsType<PullOutcome.Unavailable>(await FindAsync()).IsTimeout);
    }

    [Fact]
    public async Task What_no_mirror_lists_is_unknown() =>
        Assert.IsType<PullOutcome.Unknown>(await _pulled.FindAsync(Sha256.Of("x"u8), null, startsNow: true, Stop));

    [Fact]
    public async Task Whoever_is_asked_on_its_own_behalf_says_so() =>
        Assert.IsType<PullOutcome.Loop>(await _pulled.FindAsync(Digest, "1.1 other, 1.1 test-mirror", startsNow: true, Stop));

    [Fact]
    public async Task Sources_are_told_on_whose_behalf_they_are_asked()
    {
        string? via = null;
        _server.Misbehave = (context, path, _) =>
        {
            if (path == Path)
                via = context.Request.Headers["Via"];
            return false;
        };
        var arriving = Assert.IsType<PullOutcome.Arriving>(await _pulled.FindAsync(Digest, "1.1 other", startsNow: true, Stop));
        await RestAsync(await arriving.OpenAsync(0, Stop));
        Assert.Equal("1.1 other, 1.1 test-mirror", via);
    }

    [Fact]
    public async Task More_on_the_way_than_the_disk_is_given_are_refused_for_now()
    {
        await _pulled.DisposeAsync();
        _pulled = new PulledArtifacts(_mirror.Store, Terms with { MostBytesOnTheWay = _artifact.Length + 10 });
        _server.Publish([("noarch", new TinyPackage("b") { Index = { ["subdir"] = "noarch" } })]);
        await _mirror.SyncAsync();
        using var go = new SemaphoreSlim(0);
        _server.Misbehave = (context, path, _) => path == Path && GiveInTwo(context, _artifact, go);
        var first = await FindAsync();
        Assert.IsType<PullOutcome.Busy>(await _pulled.FindAsync(await _mirror.DigestAsync("noarch/b-1.0-0.conda"), null, startsNow: true, Stop));
        go.Release();
        Assert.Equal(_artifact, await RestAsync(await OpenAsync(first)));
    }

    [Fact]
    public async Task What_was_fetched_longest_ago_goes_when_too_much_is_held_and_is_fetched_again()
    {
        _server.Publish([("noarch", new TinyPackage("b") { Index = { ["subdir"] = "noarch" } })]);
        await _mirror.Store.Catalog.ConfigureAsync(MirrorStore.Copy, now => now with { Mirror = now.Mirror! with { MostHeldBytes = _artifact.Length } }, "test", Stop);
        await _mirror.SyncAsync();
        Assert.Equal(_artifact, await ReadAsync());
        await EndAsync();
        Assert.True(await _mirror.HoldsAsync(Digest));
        var other = await _mirror.DigestAsync("noarch/b-1.0-0.conda");
        await RestAsync(await OpenAsync(await _pulled.FindAsync(other, null, startsNow: true, Stop)));
        await EndAsync();
        Assert.Equal((false, true), (await _mirror.HoldsAsync(Digest), await _mirror.HoldsAsync(other)));
        Assert.Equal(_artifact, await ReadAsync());
    }

    private static PullTerms Terms => new() { Name = "test-mirror", Upstream = MirrorStore.Quick with { LongestPause = TimeSpan.FromMilliseconds(50) } };

    private Task<PullOutcome> FindAsync() => _pulled.FindAsync(Digest, null, startsNow: true, Stop);

    private static Task<Stream> OpenAsync(PullOutcome found) => Assert.IsType<PullOutcome.Arriving>(found).OpenAsync(0, Stop);

    private async Task<byte[]> ReadAsync()
    {
        await using var stream = await OpenAsync(await FindAsync());
        return await RestAsync(stream);
    }

    // It may have broken before it is read.
    private async Task<long> ReadUntilItBreaksAsync()
    {
        using var got = new MemoryStream();
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            await using var stream = await OpenAsync(await FindAsync());
            await stream.CopyToAsync(got, Stop);
        });
        return got.Length;
    }

    // Readers have all of it before it is stored.
    private async Task EndAsync()
    {
        while (_pulled.OnTheWay > 0)
            await Task.Delay(5, Stop);
        // What was left on disk is taken away right behind.
        for (var tries = 0; tries < 6_000 && !_mirror.IsTidy; tries++)
            await Task.Delay(5, Stop);
    }

    private static async Task<byte[]> RestAsync(Stream stream)
    {
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, Stop);
        return bytes.ToArray();
    }

    private static bool Gives(HttpListenerContext context, byte[] body)
    {
        TestUpstream.Give(context, body);
        return true;
    }

    // A little more than half, then the rest when it is allowed.
    private static bool GiveInTwo(HttpListenerContext context, byte[] body, SemaphoreSlim go)
    {
        context.Response.ContentLength64 = body.Length;
        context.Response.OutputStream.Write(body, 0, (body.Length / 2) + 10);
        context.Response.OutputStream.Flush();
        go.Wait(TimeSpan.FromMinutes(5));
        context.Response.OutputStream.Write(body, (body.Length / 2) + 10, body.Length - (body.Length / 2) - 10);
        context.Response.Close();
        return true;
    }

    private bool Troubles(HttpListenerContext context, string trouble, string path)
    {
        switch (trouble)
        {
            case "absent":
                TestUpstream.Status(context, 404);
                break;
            case "page":
                TestUpstream.Give(context, "<html>maintenance</html>"u8.ToArray());
                break;
            case "too long":
                context.Response.SendChunked = true;
                context.Response.OutputStream.Write([.. _artifact, 1]);
                context.Response.Close();
                break;
            case "too short":
                context.Response.SendChunked = true;
                context.Response.OutputStream.Write(_artifact.AsSpan(0, 5000));
                context.Response.Close();
                break;
            case "rate limit":
                context.Response.Headers["Retry-After"] = "3600";
                TestUpstream.Status(context, 429);
                break;
            case "redirects":
                TestUpstream.Redirect(context, $"{context.Request.Url!.GetLeftPart(UriPartial.Authority)}/forge/{path}x");
                break;
            case "other host":
                TestUpstream.Redirect(context, "http://127.0.0.2:9/forge/a.conda");
                break;
            default:
                context.Response.ContentLength64 = _artifact.Length;
                context.Response.OutputStream.Write(_artifact.AsSpan(0, 100_000));
                context.Response.OutputStream.Flush();
                context.Response.Abort();
                break;
        }
        return true;
    }
}
