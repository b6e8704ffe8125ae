using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hearth.Foundation.Diagnostics;
using Hearth.Server.Hosting;
using Hearth.Testing;

namespace Hearth.Server.Tests.Hosting;

public sealed class ChannelServerTests
{
    [Fact]
    public async Task A_port_that_is_taken_is_said_to_be()
    {
        await using var served = await ServedFolder.StartAsync();
        using var folder = new TemporaryFolder();
        var second = await ChannelServer.StartAsync(new() { Folder = folder.Path, Port = served.Url.Port });
        Assert.Equal("HRT6001", Assert.IsType<ServerStart.PortInUse>(second).Reason.Code);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_said_to_be_one()
    {
        using var folder = new TemporaryFolder();
        var start = await ChannelServer.StartAsync(new() { Folder = folder.Path, Address = IPAddress.Parse("192.0.2.1") });
        Assert.Equal("HRT6002", Assert.IsType<ServerStart.AddressNotAvailable>(start).Reason.Code);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_refused()
    {
        var refusal = await Assert.ThrowsAsync<BadInputException>(() => ChannelServer.StartAsync(new() { Folder = "/no/such/folder" }));
        Assert.Equal("HRT6003", Assert.Single(refusal.Diagnostics).Code);
    }

    [Fact]
    public async Task Http_2_without_tls_is_answered_on_the_same_port()
    {
        await using var served = await ServedFolder.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(served.Url, "linux-64/repodata.json"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await served.Client.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (response.StatusCode, response.Version));
        Assert.Equal(ServedFolder.Repodata, await response.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, await served.StatusOf("linux-64/repodata.json"));
    }

    [Fact]
    public async Task Http_2_with_tls_is_chosen_by_the_handshake()
    {
        using var files = new TemporaryFolder();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = DateTimeOffset.UnixEpoch;
        using var made = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(now, now.AddYears(200));
        await File.WriteAllTextAsync(files.PathTo("cert.pem"), made.ExportCertificatePem());
        await File.WriteAllTextAsync(files.PathTo("key.pem"), key.ExportPkcs8PrivateKeyPem());
        var certificate = TlsCertificate.Load(files.PathTo("cert.pem"), files.PathTo("key.pem"));

        await using var served = await ServedFolder.StartAsync(options => options with { Certificate = certificate });
        using var client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.GetCertHashString() == made.GetCertHashString() },
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(served.Url, "linux-64/repodata.json")) { Version = HttpVersion.Version20 };
        using var response = await client.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (response.StatusCode, response.Version));
    }

    [Fact]
    public void A_certificate_that_cannot_be_read_is_refused()
    {
        var refusal = Assert.Throws<BadInputException>(() => TlsCertificate.Load("/no/such.pem", "/no/such.key"));
        Assert.Equal("HRT6006", Assert.Single(refusal.Diagnostics).Code);
    }

    [Fact]
    public async Task Every_answer_is_told_without_its_token()
    {
        var answers = new ConcurrentQueue<Answer>();
        await using (var served = await ServedFolder.StartAsync(options => options with { OnAnswer = answers.Enqueue }))
            await served.StatusOf("t/secret-token/linux-64/none%0Aline");
        Assert.Equal(("GET", "/linux-64/none?line", 404), Assert.Single(answers) is var a ? (a.Method, a.Path, a.Status) : default);
    }

    [Fact]
    public async Task Background_work_runs_until_the_server_is_told_to_stop()
    {
        using var stop = new CancellationTokenSource();
        var wasCancelled = false;
        await using var served = await ServedFolder.StartAsync(options => options with
        {
            BackgroundWork = async cancellation =>
            {
                await using var _ = cancellation.Register(() => wasCancelled = true);
                await stop.CancelAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            },
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => served.Server.RunAsync(stop.Token));
        Assert.True(wasCancelled);
    }

    [Fact]
    public async Task Background_work_that_fails_ends_the_run_with_its_failure()
    {
        await using var served = await ServedFolder.StartAsync(options => options with { BackgroundWork = _ => throw new IOException("disk gone") });
        var failure = await Assert.ThrowsAsync<IOException>(() => served.Server.RunAsync(CancellationToken.None));
        Assert.Equal("disk gone", failure.Message);
    }
}
