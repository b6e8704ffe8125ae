using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Hearth.Conda.Names;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Diagnostics;
using Hearth.Packages.Archives;
using Hearth.Packages.Metadata;

namespace Hearth.Packages.Tests.Archives;

public sealed class HttpByteRangeSourceTests
{
    // 8 MB that do not compress, and the metadata at the end.
    private static readonly byte[] LargePackage = ArchiveBytes.CondaFile(
        ("pkg-a-1.0-0.tar.zst", RandomNumberGenerator.GetBytes(8_000_000)),
        ("info-a-1.0-0.tar.zst", Zstd.Compress(ArchiveBytes.Tarball(ArchiveBytes.IndexJson))));

    [Fact]
    public async Task Of_a_remote_package_only_the_directory_and_the_metadata_are_transferred()
    {
        await using var server = new RangeServer(LargePackage, answersRanges: true);
        using var http = new HttpClient();
        using var source = HttpByteRangeSource.Open(http, server.Url, TestContext.Current.CancellationToken);
        var info = PackageInfoReader.Read(source, ArchiveFormat.Conda);
        Assert.Equal(ArchiveBytes.IndexText, System.Text.Encoding.UTF8.GetString(info.Index.Span));
        Assert.InRange(server.BytesSent, 1, 100_000);
    }

    [Fact]
    public async Task A_server_without_ranges_is_refused_before_the_body_is_read()
    {
        await using var server = new RangeServer(LargePackage, answersRanges: false);
        using var http = new HttpClient();
        var refusal = Assert.Throws<BadInputException>(() => HttpByteRangeSource.Open(http, server.Url, TestContext.Current.CancellationToken));
        Assert.Equal("HRT2014", refusal.Diagnostics[0].Code);
    }

    private sealed class RangeServer : IAsyncDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly byte[] _content;
        private readonly bool _answersRanges;
        private readonly Task _loop;

        public RangeServer(byte[] content, bool answersRanges)
        {
            _content = content;
            _answersRanges = answersRanges;
            Url = new Uri($"http://127.0.0.1:{FreePort()}/a-1.0-0.conda");
            _listener.Prefixes.Add($"http://127.0.0.1:{Url.Port}/");
            _listener.Start();
            _loop = ServeAsync();
        }

        public Uri Url { get; }

        public long BytesSent { get; private set; }

        public async ValueTask DisposeAsync()
        {
            _listener.Close();
            await _loop;
        }

        private async Task ServeAsync()
        {
            while (_listener.IsListening)
            {
                try
                {
                    Answer(await _listener.GetContextAsync());
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
                {
                    return;
                }
            }
        }

        private void Answer(HttpListenerContext context)
        {
            var range = context.Request.Headers["Range"];
            var (from, to) = (0, _content.Length - 1);
            if (_answersRanges && range is not null)
            {
                var parts = range["bytes=".Length..].Split('-');
                from = parts[0].Length > 0 ? int.Parse(parts[0], null) : Math.Max(0, _content.Length - int.Parse(parts[1], null));
                to = parts[0].Length > 0 ? int.Parse(parts[1], null) : to;
                context.Response.StatusCode = 206;
                context.Response.Headers["Content-Range"] = $"bytes {from}-{to}/{_content.Length}";
            }
            context.Response.ContentLength64 = to - from + 1;
            BytesSent += to - from + 1;
            context.Response.OutputStream.Write(_content, from, to - from + 1);
            context.Response.Close();
        }

        private static int FreePort()
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            return ((IPEndPoint)probe.LocalEndpoint).Port;
        }
    }
}
