using System.Text;
using Hearth.Foundation.Diagnostics;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Tests.Upstream;

public sealed class HttpUpstreamTests : IDisposable
{
    private static readonly byte[] Content = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("0123456789abcdef", 5000)));
    private static readonly UpstreamTerms Terms = new() { Patience = TimeSpan.FromSeconds(2), FirstPause = TimeSpan.FromMilliseconds(10), LongestPause = TimeSpan.FromMilliseconds(50), Attempts = 3 };

    private readonly TestUpstream _server = new();

    public HttpUpstreamTests() => File.WriteAllBytes(Path.Combine(_server.Folder, "file"), Content);

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_file_arrives_whole() => Assert.Equal(Content, await ReadAsync("file"));

    [Fact]
    public async Task A_file_that_is_not_there_is_absent()
    {
        using var upstream = Open();
        Assert.IsType<UpstreamFile.Absent>(await upstream.OpenAsync("none", null, default));
    }

    [Fact]
    public async Task A_file_that_is_as_it_was_is_not_sent_again()
    {
        using var upstream = Open();
        string? etag;
        await using (var opened = Assert.IsType<UpstreamFile.Opened>(await upstream.OpenAsync("file", null, default)))
            etag = opened.ETag;
        Assert.IsType<UpstreamFile.Unchanged>(await upstream.OpenAsync("file", etag, default));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(408)]
    public async Task Trouble_of_a_moment_is_waited_out(int status)
    {
        _server.Misbehave = (context, _, count) => Fails(context, status, count < 3);
        Assert.Equal(Content, await ReadAsync("file"));
    }

    [Fact]
    public async Task Trouble_that_stays_is_reported_with_the_file_and_the_answer()
    {
        _server.Misbehave = (context, _, _) => Fails(context, 503, true);
        var refused = await RefusedAsync("file", Terms);
        Assert.Equal("HRT5004", refused.Code);
        Assert.Contains("503", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("/forge/file", refused.File, StringComparison.Ordinal);
        Assert.Equal(3, _server.Asked.Count);
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_middle_goes_on_where_it_broke()
    {
        _server.Misbehave = (context, _, count) => Breaks(context, count < 4);
        Assert.Equal(Content, await ReadAsync("file"));
        Assert.Equal(4, _server.Asked.Count);
    }

    [Fact]
    public async Task A_file_that_changed_since_the_connection_broke_is_not_pieced_together()
    {
        _server.Misbehave = (context, _, count) =>
        {
            TestUpstream.Give(context, count == 1 ? Content : [.. Content.Reverse()], breakAfter: count == 1 ? 1000 : null);
            return true;
        };
        await Assert.ThrowsAnyAsync<IOException>(() => ReadAsync("file"));
    }

    [Fact]
    public async Task A_silent_server_is_given_up()
    {
        _server.Misbehave = (_, _, _) => true;
        Assert.Equal("HRT5004", (await RefusedAsync("file", Terms with { Patience = TimeSpan.FromMilliseconds(100) })).Code);
    }

    [Fact]
    public async Task A_redirect_on_the_same_host_is_followed()
    {
        _server.Misbehave = (context, path, _) => Leads(context, path == "old", "/forge/file");
        Assert.Equal(Content, await ReadAsync("old"));
    }

    [Theory]
    [InlineData("http://elsewhere.example/file")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("ftp://127.0.0.1/file")]
    [InlineData("file:///etc/passwd")]
    public async Task A_redirect_elsewhere_is_not_followed(string target)
    {
        _server.Misbehave = (context, _, _) => Leads(context, true, target);
        Assert.Equal("HRT5002", (await RefusedAsync("file", Terms)).Code);
        Assert.Single(_server.Asked);
    }

    [Fact]
    public async Task Redirects_that_never_end_are_given_up()
    {
        _server.Misbehave = (context, _, _) => Leads(context, true, "/forge/file");
        Assert.Equal("HRT5005", (await RefusedAsync("file", Terms)).Code);
    }

    [Fact]
    public async Task An_absolute_reference_to_a_host_that_is_not_named_is_not_asked_for() =>
        Assert.Equal("HRT5002", (await RefusedAsync("https://elsewhere.example/linux-64/a-1-0.conda", Terms)).Code);

    [Fact]
    public async Task A_name_that_leads_into_a_private_network_is_not_contacted()
    {
        // Resolves to loopback on every machine, and does not say so.
        var refused = await Assert.ThrowsAsync<BadInputException>(async () =>
        {
            using var upstream = new HttpUpstream(new Uri("http://ip6-localhost:9/forge"), Terms with { Attempts = 1 }, TimeProvider.System);
            await upstream.OpenAsync("file", null, default);
        });
        Assert.Contains(refused.Diagnostics[0].Code, (string[])["HRT5003", "HRT5004"]);
    }

    [Fact]
    public async Task The_token_goes_to_the_channels_own_origin_alone()
    {
        using var other = new TestUpstream();
        File.WriteAllBytes(Path.Combine(other.Folder, "file"), Content);
        _server.Misbehave = (context, _, _) => Leads(context, true, other.Url + "/file");
        using var upstream = Open(Terms with { Token = "secret" });
        await using (Assert.IsType<UpstreamFile.Opened>(await upstream.OpenAsync("file", null, default)))
        {
            Assert.Equal("Bearer secret", Assert.Single(_server.Credentials));
            Assert.Null(Assert.Single(other.Credentials));
        }
    }

    private static bool Fails(System.Net.HttpListenerContext context, int status, bool now)
    {
        if (now)
            TestUpstream.Status(context, status);
        return now;
    }

    private static bool Breaks(System.Net.HttpListenerContext context, bool now)
    {
        TestUpstream.Give(context, Content, breakAfter: now ? 20_000 : null);
        return true;
    }

    private static bool Leads(System.Net.HttpListenerContext context, bool now, string target)
    {
        if (now)
            TestUpstream.Redirect(context, target);
        return now;
    }

    private HttpUpstream Open(UpstreamTerms? terms = null) => new(_server.Url, terms ?? Terms, TimeProvider.System);

    private async Task<byte[]> ReadAsync(string path)
    {
        using var upstream = Open();
        await using var opened = Assert.IsType<UpstreamFile.Opened>(await upstream.OpenAsync(path, null, default));
        using var kept = new MemoryStream();
        await opened.Content.CopyToAsync(kept);
        return kept.ToArray();
    }

    private async Task<Diagnostic> RefusedAsync(string path, UpstreamTerms terms)
    {
        using var upstream = Open(terms);
        return Assert.Single((await Assert.ThrowsAsync<BadInputException>(() => upstream.OpenAsync(path, null, default))).Diagnostics);
    }
}
