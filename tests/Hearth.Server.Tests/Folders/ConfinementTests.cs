using System.Net;
using System.Net.Sockets;
using System.Text;
using Hearth.Server.Folders;
using Hearth.Testing;

namespace Hearth.Server.Tests.Folders;

public sealed class ConfinementTests
{
    [Theory]
    [InlineData("/../secret.txt")]
    [InlineData("/linux-64/../../secret.txt")]
    [InlineData("/%2e%2e/secret.txt")]
    [InlineData("/linux-64/%2E%2E/%2e%2e/secret.txt")]
    [InlineData("/..%2fsecret.txt")]
    [InlineData("/%2e%2e%2fsecret.txt")]
    [InlineData("/..%5csecret.txt")]
    [InlineData("/..\\secret.txt")]
    [InlineData("//secret.txt")]
    [InlineData("/linux-64//repodata.json")]
    [InlineData("/t/../../secret.txt")]
    [InlineData("/t/abc/../../secret.txt")]
    [InlineData("/t/abc/%2e%2e/secret.txt")]
    [InlineData("/t/abc/..%2fsecret.txt")]
    [InlineData("/.hearth.sqlite")]
    [InlineData("/linux-64/.hidden/file")]
    [InlineData("/%2ehearth.sqlite")]
    [InlineData("/repodata.json%00.txt")]
    [InlineData("/%c0%ae%c0%ae/secret.txt")]
    [InlineData("/%252e%252e/secret.txt")]
    [InlineData("/outside/secret.txt")]
    [InlineData("/outside.txt")]
    [InlineData("/circle/x")]
    [InlineData("/pipe")]
    [InlineData("http://other.example/../secret.txt")]
    public async Task No_spelling_reaches_what_is_not_served(string target)
    {
        await using var served = await StartAsync();
        var answer = await RawAnswerTo(served.Url, $"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.Matches("^HTTP/1.1 40[04] ", answer);
        Assert.DoesNotContain("top secret", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_stays_inside_is_followed()
    {
        await using var served = await StartAsync();
        Assert.Equal(HttpStatusCode.OK, await served.StatusOf("current/repodata.json"));
    }

    [Fact]
    public async Task A_link_as_the_root_itself_is_followed()
    {
        await using var served = await ServedFolder.StartAsync(
            options => options with { Folder = Path.Combine(options.Folder!, "root-link") },
            folder => File.CreateSymbolicLink(folder.PathTo("root-link"), folder.Path));
        Assert.Equal(HttpStatusCode.OK, await served.StatusOf("linux-64/repodata.json"));
    }

    [Fact]
    public async Task A_head_that_is_too_long_is_refused()
    {
        await using var served = await StartAsync();
        var answer = await RawAnswerTo(served.Url, $"GET / HTTP/1.1\r\nHost: x\r\nA: {new string('a', 20_000)}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 431 ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("/a/./b")]
    [InlineData("/a/..")]
    [InlineData("/a\\b")]
    [InlineData("/a\nb")]
    [InlineData("/a//")]
    public void A_path_that_is_not_plain_is_not_safe(string path) => Assert.False(new ServedPath(path, HadToken: false).IsSafe());

    [Fact]
    public void A_real_path_follows_every_link_on_the_way()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathTo("a", "b"));
        Directory.CreateSymbolicLink(folder.PathTo("one"), "a/./b");
        Directory.CreateSymbolicLink(folder.PathTo("a", "b", "up"), "../../one");
        Assert.Equal(RealPath.Of(folder.PathTo("a", "b", "f")), RealPath.Of(folder.PathTo("one", "up", "up", "f")));
    }

    private static Task<ServedFolder> StartAsync() =>
        ServedFolder.StartAsync(
            options => options with { Folder = Path.Combine(options.Folder!, "root") },
            folder =>
            {
                ServedFolder.Write(folder, "secret.txt", "top secret"u8);
                ServedFolder.Write(folder, "root/linux-64/repodata.json", "{}"u8);
                ServedFolder.Write(folder, "root/.hearth.sqlite", "top secret"u8);
                ServedFolder.Write(folder, "root/linux-64/.hidden/file", "top secret"u8);
                Directory.CreateSymbolicLink(folder.PathTo("root", "outside"), folder.Path);
                File.CreateSymbolicLink(folder.PathTo("root", "outside.txt"), "../secret.txt");
                Directory.CreateSymbolicLink(folder.PathTo("root", "circle"), "circle");
                Directory.CreateSymbolicLink(folder.PathTo("root", "current"), "linux-64");
                using var mkfifo = System.Diagnostics.Process.Start("mkfifo", folder.PathTo("root", "pipe"));
                mkfifo.WaitForExit();
            });

    private static async Task<string> RawAnswerTo(Uri server, string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Host, server.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
