using System.Text;
using Hearth.Channels.Blobs;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Conda.Patches;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Syncing;
using Hearth.Mirrors.Verification;
using Hearth.Testing;

namespace Hearth.Mirrors.Tests.Verification;

public sealed class MirrorVerificationTests : IAsyncLifetime
{
    private static readonly VerificationTerms Bytes = new() { ReadsBytes = true };

    private readonly TestUpstream _server = new();
    private readonly TestUpstream _second = new();
    private MirrorStore _mirror = null!;

    public async ValueTask InitializeAsync() => _mirror = await MirrorStore.OpenAsync(new MirrorSettings { Sources = [_server.Url.ToString(), _second.Url.ToString()] });

    public async ValueTask DisposeAsync()
    {
        await _mirror.DisposeAsync();
        _server.Dispose();
        _second.Dispose();
    }

    [Fact]
    public async Task A_mirror_that_is_right_is_proved_so_at_an_instant()
    {
        await SyncAsync(ForgeSample.Packages);
        var before = TimeProvider.System.GetUtcNow();
        var report = await _mirror.VerifyAsync(Bytes);
        Assert.Empty(report.Problems);
        Assert.Equal((ForgeSample.Packages.Count, (long)ForgeSample.Packages.Count, 0, false), (report.Compared, report.Looked, report.Withdrawn, report.IsResumed));
        Assert.True(report.At >= before && report.Bytes > 0);
        Assert.Equal((await _mirror.ChannelAsync()).Revision, report.Revision);
        Assert.True(_mirror.IsTidy);
    }

    [Fact]
    public async Task A_record_that_is_shown_differently_is_named()
    {
        await SyncAsync([Package("a"), Package("b")]);
        var instructions = PatchInstructions.Parse("""{"patch_instructions_version":1,"packages.conda":{"a-1.0-0.conda":{"license":"Zlib"}}}"""u8, "test");
        await new PatchSets(_mirror.Store).ApplyAsync(MirrorStore.Copy, "own", new Dictionary<string, PatchInstructions> { ["noarch"] = instructions }, "test", MirrorStore.Stop);
        await _mirror.PublishViewsAsync();
        var problem = Assert.Single((await _mirror.VerifyAsync(new VerificationTerms())).Problems);
        Assert.Equal(("HRT5011", "noarch/a-1.0-0.conda"), (problem.Code, problem.File));
        Assert.Contains("record", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_source_withdrew_is_counted_and_is_no_problem()
    {
        await SyncAsync([Package("a"), Package("b")]);
        File.Delete(Path.Combine(_server.Folder, "noarch", "a-1.0-0.conda"));
        await SyncAsync([]);
        var report = await _mirror.VerifyAsync(Bytes);
        Assert.Empty(report.Problems);
        Assert.Equal((1, 1, 2L), (report.Compared, report.Withdrawn, report.Looked));
    }

    [Fact]
    public async Task Damaged_bytes_are_found_by_reading_and_lost_ones_at_once()
    {
        await SyncAsync([Package("a"), Package("b")]);
        Damage(await _mirror.DigestAsync("noarch/a-1.0-0.conda"));
        Assert.Empty((await _mirror.VerifyAsync(new VerificationTerms())).Problems);
        Assert.Equal("copy/noarch/a-1.0-0.conda", Assert.Single((await _mirror.VerifyAsync(Bytes)).Problems).File);

        File.Delete(PathOf(await _mirror.DigestAsync("noarch/b-1.0-0.conda")));
        var lost = Assert.Single((await _mirror.VerifyAsync(new VerificationTerms())).Problems);
        Assert.Equal(("HRT4072", "copy/noarch/b-1.0-0.conda"), (lost.Code, lost.File));
    }

    [Fact]
    public async Task What_is_damaged_or_lost_is_fetched_again_from_whichever_source_has_it()
    {
        await SyncAsync([Package("a"), Package("b")]);
        CopyTo(_second, "noarch/a-1.0-0.conda");
        CopyTo(_second, "noarch/b-1.0-0.conda");
        var (a, b) = (await _mirror.DigestAsync("noarch/a-1.0-0.conda"), await _mirror.DigestAsync("noarch/b-1.0-0.conda"));
        Damage(a);
        File.Delete(PathOf(b));
        // One no longer has it, and gives another in place of the other.
        _server.Misbehave = (context, path, _) =>
        {
            if (path == "noarch/a-1.0-0.conda")
                TestUpstream.Status(context, 404);
            else if (path == "noarch/b-1.0-0.conda")
                TestUpstream.Give(context, Package("b", "something else").Conda());
            return path.EndsWith(".conda", StringComparison.Ordinal);
        };
        var report = await _mirror.VerifyAsync(Bytes with { Repairs = true });
        Assert.Empty(report.Problems);
        Assert.Equal(["noarch/a-1.0-0.conda", "noarch/b-1.0-0.conda"], report.Repaired.Order(StringComparer.Ordinal));
        foreach (var digest in (Sha256[])[a, b])
            Assert.Equal(digest, Sha256.Of(await File.ReadAllBytesAsync(PathOf(digest), MirrorStore.Stop)));
        Assert.True(_mirror.IsTidy);
    }

    [Fact]
    public async Task What_no_source_gives_stays_a_problem_with_every_reason()
    {
        await SyncAsync([Package("a")]);
        Damage(await _mirror.DigestAsync("noarch/a-1.0-0.conda"));
        _server.Misbehave = (context, path, _) =>
        {
            if (path.EndsWith(".conda", StringComparison.Ordinal))
                TestUpstream.Give(context, Encoding.UTF8.GetBytes("<html>maintenance</html>"));
            return path.EndsWith(".conda", StringComparison.Ordinal);
        };
        var report = await _mirror.VerifyAsync(Bytes with { Repairs = true });
        var problem = Assert.Single(report.Problems);
        Assert.Contains("gives other bytes", problem.Message, StringComparison.Ordinal);
        Assert.Contains("does not have it", problem.Message, StringComparison.Ordinal);
        Assert.Empty(report.Repaired);
    }

    [Fact]
    public async Task A_reading_that_was_broken_off_goes_on_and_remembers_what_it_found()
    {
        await SyncAsync(Enumerable.Range(0, 70).Select(number => Package($"p{number:d2}")));
        // Artifacts are read in order of arrival; whichever came first is damaged before, and right again after.
        var first = await FirstAsync();
        var whole = await File.ReadAllBytesAsync(PathOf(first), MirrorStore.Stop);
        Damage(first);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _mirror.VerifyAsync(Bytes, new StopAt("reading", stop), stop.Token));
        await File.WriteAllBytesAsync(PathOf(first), whole, MirrorStore.Stop);

        var report = await _mirror.VerifyAsync(Bytes);
        Assert.Equal((true, 70L, 1), (report.IsResumed, report.Looked, report.Problems.Count));
        report = await _mirror.VerifyAsync(Bytes);
        Assert.Equal((false, 70L, 0), (report.IsResumed, report.Looked, report.Problems.Count));
    }

    private static (string Subdir, TinyPackage Package) Package(string name) => ("noarch", Package(name, ""));

    private static TinyPackage Package(string name, string content) => new(name) { Index = { ["subdir"] = "noarch" }, Files = { ["content"] = content } };

    private async Task SyncAsync(IEnumerable<(string Subdir, TinyPackage Package)> packages)
    {
        _server.Publish(packages);
        Assert.Empty((await _mirror.SyncAsync()).Problems);
        await _mirror.PublishViewsAsync();
    }

    private async Task<Sha256> FirstAsync()
    {
        var channel = (await _mirror.ChannelAsync()).Id;
        return await _mirror.Store.Database.ReadAsync(session => session.FirstAsync($"SELECT sha256 FROM artifact WHERE channel = {channel} ORDER BY id LIMIT 1", row => row.Digest(0), MirrorStore.Stop), MirrorStore.Stop);
    }

    private void CopyTo(TestUpstream other, string path)
    {
        var target = Path.Combine(other.Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(Path.Combine(_server.Folder, path), target);
    }

    private string PathOf(Sha256 digest) => _mirror.Store.Blobs.FileOf(BlobSpace.Artifacts, digest)!;

    // The size stays.
    private void Damage(Sha256 digest)
    {
        var bytes = File.ReadAllBytes(PathOf(digest));
        bytes[bytes.Length / 2] ^= 0xFF;
        File.WriteAllBytes(PathOf(digest), bytes);
    }

    private sealed class StopAt(string activity, CancellationTokenSource stop) : IProgress<SyncProgress>
    {
        public void Report(SyncProgress value)
        {
            if (value.Activity == activity)
                stop.Cancel();
        }
    }
}
