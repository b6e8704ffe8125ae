using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hearth.Channels.Databases;
using Hearth.Testing;

namespace Hearth.Cli.Tests.Commands.Doctor;

public sealed class DoctorCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_installation_that_works_is_fine_and_left_as_it_was()
    {
        await CommandRun.Of("channel", "create", "forge", "--data", _folder.PathTo("data"));
        var before = Directory.EnumerateFiles(_folder.PathTo("data"), "*", SearchOption.AllDirectories).Count(file => !file.Contains("hearth.db-", StringComparison.Ordinal));
        var findings = await ExamineAsync(expected: 0, _folder.PathTo("data"));
        Assert.All(findings.Where(finding => finding.Key != "disk"), finding => Assert.Equal("fine", finding.Value));
        Assert.Equal(["data folder", "disk", "database", "blobs", "clock", "certificate", "port"], findings.Keys);
        Assert.Equal(before, Directory.EnumerateFiles(_folder.PathTo("data"), "*", SearchOption.AllDirectories).Count(file => !file.Contains("hearth.db-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Before_the_first_start_nothing_is_wrong_and_nothing_is_made()
    {
        var findings = await ExamineAsync(expected: 0, _folder.PathTo("data"));
        Assert.Equal(("warning", "warning", "warning"), (findings["data folder"], findings["database"], findings["blobs"]));
        Assert.False(Directory.Exists(_folder.PathTo("data")));
    }

    [Fact]
    public async Task A_newer_or_older_database_and_a_clock_that_goes_wrong_are_found()
    {
        await CommandRun.Of("channel", "create", "forge", "--data", _folder.Path);
        await ChangeAsync($"UPDATE change SET at = {DateTimeOffset.UtcNow.AddDays(1)}");
        Assert.Equal("problem", (await ExamineAsync(expected: 1, _folder.Path))["clock"]);
        await ChangeAsync($"INSERT INTO migration(number, applied) VALUES (9999, 0)");
        Assert.Equal("problem", (await ExamineAsync(expected: 1, _folder.Path))["database"]);
    }

    [Fact]
    public async Task A_port_in_use_is_a_warning_and_a_certificate_that_ran_out_a_problem()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1));
        File.WriteAllText(_folder.PathTo("tls.pem"), made.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        var findings = await ExamineAsync(expected: 1, _folder.Path, "--port", $"{((IPEndPoint)other.LocalEndpoint).Port}", "--certificate", _folder.PathTo("tls.pem"), "--key", _folder.PathTo("tls.pem"));
        Assert.Equal(("warning", "problem"), (findings["port"], findings["certificate"]));
    }

    [Fact]
    public async Task Blobs_that_cannot_be_put_are_a_problem()
    {
        File.WriteAllText(_folder.PathTo("file"), "");
        Assert.Equal("problem", (await ExamineAsync(expected: 1, _folder.Path, "--blobs", _folder.PathTo("file")))["blobs"]);
    }

    private async Task ChangeAsync(Sql statement)
    {
        await using var database = await Database.OpenAsync(_folder.PathTo("hearth.db"), TestContext.Current.CancellationToken);
        await database.WriteAsync(session => session.ExecuteAsync(statement, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
    }

    private static async Task<Dictionary<string, string>> ExamineAsync(int expected, string data, params string[] options)
    {
        var run = await CommandRun.Of(["doctor", "--data", data, .. options.Contains("--port") ? [] : (string[])["--port", "0"], .. options, "--json"]);
        Assert.Equal(expected, run.Code);
        return JsonDocuments.Of(run, "doctor").GetProperty("findings").EnumerateArray()
            .ToDictionary(finding => finding.GetProperty("name").GetString()!, finding => finding.GetProperty("verdict").GetString()!);
    }
}
