using System.Net;
using System.Text.Json.Nodes;
using Hearth.Channels.Sources;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Sources;
using Hearth.Mirrors.Sources.Git;
using Hearth.Testing;

namespace Hearth.Mirrors.Tests.Sources.Git;

public sealed class GitBundlesTests
{
    private static readonly GitTerms Folders = new() { AllowsFolders = true, Patience = TimeSpan.FromMinutes(5) };

    [Fact]
    public async Task A_bundle_is_the_same_bytes_however_the_repository_is_packed_and_whatever_came_later()
    {
        using var repository = new LocalRepository();
        for (var i = 0; i < 12; i++)
            repository.Commit("file.txt", string.Concat(Enumerable.Repeat($"line {i}\n", 200)));
        var commit = repository.Commit("sub/other.txt", "other");
        var loose = await ArchiveAsync(repository.Folder, commit);

        repository.Commit("file.txt", "later");
        repository.Git("tag", "-m", "later", "later");
        repository.Git("repack", "-adfq", "--depth=4", "--window=2");
        repository.Git("pack-refs", "--all");
        var packed = await ArchiveAsync(repository.Folder, commit);
        Assert.Equal(loose.Source.Digests, packed.Source.Digests);
        Assert.Equal(loose.Bytes, packed.Bytes);
        Assert.Equal((SourceKind.Bundle, commit, repository.Git("rev-parse", $"{commit}^{{tree}}")), (loose.Source.Kind, loose.Source.Revision, loose.Source.Tree));
    }

    [Fact]
    public async Task Git_clones_a_bundle_with_its_history()
    {
        using var repository = new LocalRepository();
        repository.Commit("a.txt", "one");
        var commit = repository.Commit("a.txt", "two");
        var (_, bytes) = await ArchiveAsync(repository.Folder, commit);
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.PathTo("x.bundle"), bytes, SourceStore.Stop);
        LocalRepository.Run(folder.Path, ["clone", "--quiet", "x.bundle", "copy"]);
        Assert.Equal("two", await File.ReadAllTextAsync(folder.PathTo("copy/a.txt"), SourceStore.Stop));
        Assert.Equal(commit, LocalRepository.Run(folder.PathTo("copy"), ["rev-parse", "HEAD"]));
        Assert.Equal("2", LocalRepository.Run(folder.PathTo("copy"), ["rev-list", "--count", "HEAD"]));
    }

    [Fact]
    public async Task Tags_branches_commits_and_shortened_commits_are_found()
    {
        using var repository = new LocalRepository();
        var first = repository.Commit("a.txt", "one");
        repository.Git("tag", "v1");
        repository.Git("tag", "-m", "signed or not", "v1-annotated");
        var second = repository.Commit("a.txt", "two");
        repository.Git("branch", "release/1");
        await using var store = await SourceStore.OpenAsync();
        foreach (var (revision, expected) in (IReadOnlyList<(string?, string)>)[("v1", first), ("v1-annotated", first), ("refs/tags/v1", first), ("release/1", second), (first, first), (second[..10], second), (null, second), ("HEAD", second)])
            Assert.Equal(expected, (await ArchiveAsync(store, repository.Folder, revision)).Revision);
        Assert.True(store.IsTidy);
    }

    [Fact]
    public async Task Submodules_are_bundles_of_their_own_found_by_their_relative_addresses()
    {
        using var inner = new LocalRepository();
        var innerCommit = inner.Commit("inner.txt", "inner");
        using var outer = new LocalRepository();
        outer.Commit("outer.txt", "outer");
        var relative = "../../" + Path.GetFileName(Path.GetDirectoryName(inner.Folder)!) + "/work.git";
        await File.WriteAllTextAsync(Path.Combine(outer.Folder, ".gitmodules"), $"[submodule \"x\"]\n\tpath = lib/inner\n\turl = {relative}\n[submodule \"y\"]\n\tpath = lib/gone\n\turl = ../../nowhere/gone.git\n", SourceStore.Stop);
        outer.Git("add", ".gitmodules");
        outer.Git("update-index", "--add", "--cacheinfo", $"160000,{innerCommit},lib/inner");
        outer.Git("update-index", "--add", "--cacheinfo", $"160000,{innerCommit[..39]}0,lib/gone");
        var commit = outer.CommitIndex();

        await using var store = await SourceStore.OpenAsync();
        var source = await ArchiveAsync(store, outer.Folder, commit);
        var part = Assert.Single(await store.Archive.PartsOfAsync(source.Sha256, SourceStore.Stop));
        Assert.Equal("lib/inner", part.Path);
        Assert.Equal(innerCommit, (await store.Archive.FindAsync(part.Part, SourceStore.Stop))!.Revision);
        Assert.Contains("lib/gone", source.Lacks, StringComparison.Ordinal);
        Assert.DoesNotContain("lib/inner", source.Lacks, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Large_files_that_git_keeps_elsewhere_are_told_to_be_lacking()
    {
        using var repository = new LocalRepository();
        repository.Commit("data/.gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n");
        var commit = repository.Commit("data/large.bin", Pointer("large"u8.ToArray()));
        Assert.Contains("LFS", (await ArchiveAsync(repository.Folder, commit)).Source.Lacks, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Large_files_that_git_keeps_elsewhere_are_sources_under_the_digest_that_their_pointer_names()
    {
        var (large, other) = ("large"u8.ToArray(), "other"u8.ToArray());
        using var repository = new LocalRepository();
        repository.Commit(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n");
        repository.Commit("lies.bin", Pointer("something else"u8.ToArray()));
        repository.Commit("gone.bin", Pointer("gone"u8.ToArray()));
        var commit = repository.Commit("data/large.bin", Pointer(large));
        using var server = new TestUpstream();
        LocalRepository.Run(server.Folder, ["clone", "--quiet", "--bare", repository.Folder, "r.git"]);
        LocalRepository.Run(Path.Combine(server.Folder, "r.git"), ["update-server-info"]);
        Directory.CreateDirectory(Path.Combine(server.Folder, "large"));
        await File.WriteAllBytesAsync(Path.Combine(server.Folder, "large", Sha256.Of(large).ToString()), large, SourceStore.Stop);
        await File.WriteAllBytesAsync(Path.Combine(server.Folder, "large", Sha256.Of("something else"u8).ToString()), other, SourceStore.Stop);
        server.Misbehave = (context, path, _) => path == "r.git/info/lfs/objects/batch" && AnswerBatch(context, server.Url, Sha256.Of("gone"u8));

        await using var store = await SourceStore.OpenAsync();
        var source = await ArchiveAsync(store, $"{server.Url}/r.git", commit);

        Assert.Equal(("data/large.bin", Sha256.Of(large)), Assert.Single(await store.Archive.PartsOfAsync(source.Sha256, SourceStore.Stop)));
        Assert.Equal(large, await store.BytesAsync(Sha256.Of(large)));
        Assert.Contains("gone.bin", source.Lacks, StringComparison.Ordinal);
        Assert.Contains("lies.bin", source.Lacks, StringComparison.Ordinal);
        Assert.DoesNotContain("large.bin", source.Lacks, StringComparison.Ordinal);
        Assert.Null(await store.Archive.FindAsync(Sha256.Of(other), SourceStore.Stop));
        Assert.True(store.IsTidy);
    }

    [Fact]
    public async Task Large_files_that_have_more_bytes_together_than_a_source_may_have_are_not_asked_for()
    {
        using var repository = new LocalRepository();
        repository.Commit(".gitattributes", "*.bin filter=lfs\n");
        repository.Commit("a.bin", Pointer("a"u8.ToArray()).Replace("size 1", "size 9223372036854775807", StringComparison.Ordinal));
        var commit = repository.Commit("b.bin", Pointer("b"u8.ToArray()).Replace("size 1", "size 9223372036854775807", StringComparison.Ordinal));
        var (source, _) = await ArchiveAsync(repository.Folder, commit);
        Assert.Equal($"large files (LFS): they have more than {SourceStore.Loopback.MostBytes} bytes", source.Lacks);
    }

    [Fact]
    public async Task A_large_file_is_not_read_beyond_what_its_pointer_says()
    {
        var large = "large"u8.ToArray();
        using var repository = new LocalRepository();
        repository.Commit(".gitattributes", "*.bin filter=lfs\n");
        var commit = repository.Commit("x.bin", Pointer(large).Replace("size 5", "size 4", StringComparison.Ordinal));
        using var server = new TestUpstream();
        LocalRepository.Run(server.Folder, ["clone", "--quiet", "--bare", repository.Folder, "r.git"]);
        LocalRepository.Run(Path.Combine(server.Folder, "r.git"), ["update-server-info"]);
        Directory.CreateDirectory(Path.Combine(server.Folder, "large"));
        await File.WriteAllBytesAsync(Path.Combine(server.Folder, "large", Sha256.Of(large).ToString()), large, SourceStore.Stop);
        server.Misbehave = (context, path, _) => path == "r.git/info/lfs/objects/batch" && AnswerBatch(context, server.Url, Sha256.Of("none"u8));
        await using var store = await SourceStore.OpenAsync();
        Assert.Contains("it has more than 4 bytes", (await ArchiveAsync(store, $"{server.Url}/r.git", commit)).Lacks, StringComparison.Ordinal);
    }

    // Says where each file is that was asked for, but one.
    private static bool AnswerBatch(HttpListenerContext context, Uri url, Sha256 absent)
    {
        var asked = JsonNode.Parse(context.Request.InputStream)!;
        var objects = new JsonArray();
        foreach (var oid in asked["objects"]!.AsArray().Select(item => (string)item!["oid"]!))
        {
            objects.Add(oid == absent.ToString()
                ? new JsonObject { ["oid"] = oid, ["error"] = new JsonObject { ["code"] = 404, ["message"] = "not there" } }
                : new JsonObject { ["oid"] = oid, ["actions"] = new JsonObject { ["download"] = new JsonObject { ["href"] = $"{url}/large/{oid}" } } });
        }
        context.Response.OutputStream.Write(System.Text.Encoding.UTF8.GetBytes(new JsonObject { ["objects"] = objects }.ToJsonString()));
        context.Response.Close();
        return true;
    }

    private static string Pointer(byte[] content) => $"version https://git-lfs.github.com/spec/v1\noid sha256:{Sha256.Of(content)}\nsize {content.Length}\n";

    [Theory]
    [InlineData("--upload-pack=touch x")]
    [InlineData("-x")]
    [InlineData("a..b")]
    [InlineData("a b")]
    [InlineData("HEAD@{1}")]
    [InlineData("a:b")]
    [InlineData("/x")]
    public async Task A_revision_that_is_no_name_is_refused_before_git_is_asked(string revision)
    {
        await using var store = await SourceStore.OpenAsync();
        await Assert.ThrowsAsync<GitTroubleException>(() => ArchiveAsync(store, "/nowhere", revision));
    }

    [Theory]
    [InlineData("ext::sh -c true")]
    [InlineData("ssh://example.org/x")]
    [InlineData("file:///etc")]
    [InlineData("https://name:secret@127.0.0.1/x")]
    [InlineData("--upload-pack=x")]
    public async Task An_address_of_another_kind_is_refused(string url)
    {
        await using var store = await SourceStore.OpenAsync();
        await Assert.ThrowsAsync<GitTroubleException>(() => ArchiveAsync(store, url, null));
    }

    [Fact]
    public async Task A_host_that_the_policy_does_not_name_is_not_asked()
    {
        await using var store = await SourceStore.OpenAsync();
        Assert.True((await Assert.ThrowsAsync<GitTroubleException>(() => ArchiveAsync(store, "https://example.org/x.git", null))).IsRefused);
    }

    // Git takes what stands before the '@' for a name and a password, and asks the host behind it.
    [Theory]
    [InlineData("http://localhost\\@{0}/r.git")]
    [InlineData("http://localhost/\\@{0}/r.git")]
    [InlineData("http://localhost#@{0}/r.git")]
    [InlineData("http://localhost?@{0}/r.git")]
    public async Task The_host_that_was_looked_at_is_the_one_that_is_asked_however_an_address_is_written(string written)
    {
        using var other = new TestUpstream();
        await using var store = await SourceStore.OpenAsync();
        var bundles = new GitBundles(store.Store, new SourcePolicy { Hosts = ["localhost"] }, SourceStore.Quick);
        var url = string.Format(System.Globalization.CultureInfo.InvariantCulture, written, other.Url.Authority);
        await Assert.ThrowsAsync<GitTroubleException>(() => bundles.ArchiveAsync(new SourceReference { Kind = SourceReference.GitKind, Urls = [url] }, SourceStore.Stop));
        Assert.Empty(other.Asked);
    }

    [Fact]
    public async Task A_repository_larger_than_the_policy_allows_is_given_up()
    {
        using var repository = new LocalRepository();
        var noise = new byte[200_000];
        new Random(1).NextBytes(noise);
        var commit = repository.Commit("noise.bin", Convert.ToBase64String(noise));
        await using var store = await SourceStore.OpenAsync();
        var trouble = await Assert.ThrowsAsync<GitTroubleException>(() => new GitBundles(store.Store, SourceStore.Loopback with { MostBytes = 50_000 }, SourceStore.Quick with { Git = Folders })
            .ArchiveAsync(new SourceReference { Kind = SourceReference.GitKind, Urls = [repository.Folder], Revision = commit }, SourceStore.Stop));
        Assert.Contains("50000", trouble.Message, StringComparison.Ordinal);
        Assert.True(store.IsTidy);
    }

    // A tree that named a path twice ended the whole collection, each time anew.
    [Fact]
    public async Task A_tree_that_names_a_path_twice_does_no_harm()
    {
        using var repository = new LocalRepository();
        repository.Commit(".gitattributes", "*.bin filter=lfs\n");
        repository.Commit("x.bin", Pointer("large"u8.ToArray()));
        var (attributes, pointer) = (repository.Git("rev-parse", "HEAD:.gitattributes"), repository.Git("rev-parse", "HEAD:x.bin"));
        var tree = LocalRepository.Run(repository.Folder, ["mktree"], input: $"100644 blob {attributes}\t.gitattributes\n100644 blob {pointer}\tx.bin\n100644 blob {pointer}\tx.bin\n");
        var commit = repository.Git("commit-tree", tree, "-m", "twice");
        repository.Git("update-ref", "refs/heads/main", commit);
        var (source, _) = await ArchiveAsync(repository.Folder, commit);
        Assert.Contains("the large file x.bin", source.Lacks, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_bundle_lacks_is_told_for_a_hundred_parts_and_counted_beyond()
    {
        using var repository = new LocalRepository();
        repository.Commit("a.txt", "one");
        LocalRepository.Run(repository.Folder, ["update-index", "--index-info"], input: string.Concat(Enumerable.Range(1, 250).Select(number => $"160000 {number:x40}\tpart{number}\n")));
        var (source, _) = await ArchiveAsync(repository.Folder, repository.CommitIndex());
        Assert.Equal(100, source.Lacks.Split("the submodule ").Length - 1);
        Assert.EndsWith("; and 150 more", source.Lacks, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_without_git_says_so()
    {
        await using var store = await SourceStore.OpenAsync();
        var bundles = new GitBundles(store.Store, SourceStore.Loopback, SourceStore.Quick with { Git = Folders with { Program = "no-such-program-here" } });
        var trouble = await Assert.ThrowsAsync<GitTroubleException>(() => bundles.ArchiveAsync(new SourceReference { Kind = SourceReference.GitKind, Urls = ["/nowhere"] }, SourceStore.Stop));
        Assert.Contains("no-such-program-here", trouble.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_that_a_recipe_names_is_collected_by_http()
    {
        using var repository = new LocalRepository();
        repository.Commit("a.txt", "one");
        repository.Git("tag", "v1");
        var later = repository.Commit("a.txt", "two");
        using var server = new TestUpstream();
        LocalRepository.Run(server.Folder, ["clone", "--quiet", "--bare", repository.Folder, "r.git"]);
        LocalRepository.Run(Path.Combine(server.Folder, "r.git"), ["update-server-info"]);

        await using var store = await SourceStore.OpenAsync();
        var tagged = await store.PublishAsync("tagged", $"source:\n  git_url: {server.Url}/r.git\n  git_rev: v1\n");
        var moving = await store.PublishAsync("moving", $"source:\n  git_url: {server.Url}/r.git\n");
        var exact = await store.PublishAsync("exact", $"source:\n  git_url: {server.Url}/r.git\n  git_rev: {later}\n");
        var gone = await store.PublishAsync("gone", $"source:\n  git_url: {server.Url}/r.git\n  git_tag: v2\n");
        await store.CollectAsync();
        Assert.Equal(NeedState.Held, (await store.NeedAsync(tagged)).State);
        Assert.Contains(later, (await store.NeedAsync(moving)).Reason, StringComparison.Ordinal);
        var need = await store.NeedAsync(exact);
        Assert.Equal((NeedState.Held, "", (await store.NeedAsync(moving)).Held), (need.State, need.Reason, need.Held));
        Assert.Equal(NeedState.Missing, (await store.NeedAsync(gone)).State);
        Assert.True(store.IsTidy);
    }

    [Theory]
    [InlineData(null, NeedState.Held)]
    [InlineData("http://127.0.0.2", NeedState.Refused)]
    [InlineData("file://", NeedState.Missing)]
    public async Task A_repository_that_was_renamed_is_followed_to_where_the_policy_lets_it_lead(string? elsewhere, NeedState state)
    {
        using var repository = new LocalRepository();
        var commit = repository.Commit("a.txt", "one");
        using var server = new TestUpstream();
        LocalRepository.Run(server.Folder, ["clone", "--quiet", "--bare", repository.Folder, "new.git"]);
        LocalRepository.Run(Path.Combine(server.Folder, "new.git"), ["update-server-info"]);
        server.Misbehave = (context, path, _) =>
        {
            if (!path.StartsWith("old.git/", StringComparison.Ordinal))
                return false;
            TestUpstream.Redirect(context, (elsewhere ?? server.Url.GetLeftPart(UriPartial.Authority)) + context.Request.RawUrl!.Replace("/old.git/", "/new.git/", StringComparison.Ordinal));
            return true;
        };
        await using var store = await SourceStore.OpenAsync();
        foreach (var revision in (string[])["main", commit])
        {
            var artifact = await store.PublishAsync($"x{revision.Length}", $"source:\n  git_url: {server.Url}/old.git\n  git_rev: {revision}\n");
            await store.CollectAsync();
            Assert.Equal(state, (await store.NeedAsync(artifact)).State);
        }
    }

    [Fact]
    public async Task A_repository_whose_addresses_lead_round_is_given_up()
    {
        LocalRepository.Require();
        using var server = new TestUpstream();
        server.Misbehave = (context, _, _) =>
        {
            TestUpstream.Redirect(context, context.Request.RawUrl!);
            return true;
        };
        await using var store = await SourceStore.OpenAsync();
        var artifact = await store.PublishAsync("x", $"source:\n  git_url: {server.Url}/r.git\n");
        await store.CollectAsync();
        Assert.Equal(NeedState.Missing, (await store.NeedAsync(artifact)).State);
    }

    private static async Task<(ArchivedSource Source, byte[] Bytes)> ArchiveAsync(string folder, string? revision)
    {
        await using var store = await SourceStore.OpenAsync();
        var source = await ArchiveAsync(store, folder, revision);
        return (source, await store.BytesAsync(source.Sha256));
    }

    private static Task<ArchivedSource> ArchiveAsync(SourceStore store, string url, string? revision) =>
        new GitBundles(store.Store, SourceStore.Loopback, SourceStore.Quick with { Git = Folders })
            .ArchiveAsync(new SourceReference { Kind = SourceReference.GitKind, Urls = [url], Revision = revision }, SourceStore.Stop);
}
