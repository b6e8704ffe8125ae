using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hearth.Testing;
using Journeys.Programs;

namespace Journeys.Managed;

/// <summary>A registry that speaks https with a certificate of an authority of the house's own is a target and a source.</summary>
public sealed class SecureRegistryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_channel_is_pushed_to_and_pulled_from_a_registry_whose_authority_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "SSL_CERT_FILE is read on Linux");
        WriteCertificates();
        await using var registry = RegistryServer.Secure(_folder.PathTo("server.pem"), _folder.PathTo("server.key"));
        var target = $"oci+https://{await registry.HostAsync()}/channels/forge";
        foreach (var name in (string[])["app", "_core"])
            new TinyPackage(name) { Index = { ["subdir"] = "noarch" } }.WriteTo(_folder.PathTo("source", "noarch"));
        (await HearthProgram.RunAsync("channel", "import", _folder.PathTo("source"), "forge", "--data", _folder.PathTo("data"))).Expect();

        var stranger = await HearthProgram.RunAsync("mirror", "push", "forge", target, "--data", _folder.PathTo("data"));
        Assert.NotEqual(0, stranger.ExitCode);
        (await TrustingAsync("mirror", "push", "forge", target, "--data", _folder.PathTo("data"))).Expect();

        (await TrustingAsync("mirror", "add", "forge", target, "--data", _folder.PathTo("copy"))).Expect();
        var synced = (await TrustingAsync("mirror", "sync", "forge", "--data", _folder.PathTo("copy"))).Expect();
        Assert.Contains("2 added", synced.Output, StringComparison.Ordinal);
        (await TrustingAsync("mirror", "verify", "forge", "--bytes", "--data", _folder.PathTo("copy"))).Expect();
    }

    private Task<Finished> TrustingAsync(params string[] arguments) =>
        ChildProcess.RunAsync("/usr/bin/env", [$"SSL_CERT_FILE={_folder.PathTo("authority.pem")}", "dotnet", HearthProgram.Assembly, .. arguments]);

    private void WriteCertificates()
    {
        var (from, to) = (TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(30));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=house authority", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        using var signer = authority.CreateSelfSigned(from, to);
        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var server = new CertificateRequest("CN=registry", serverKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        server.CertificateExtensions.Add(names.Build());
        using var certificate = server.Create(signer, from, to, [1, 2, 3, 4]);
        File.WriteAllText(_folder.PathTo("authority.pem"), signer.ExportCertificatePem());
        File.WriteAllText(_folder.PathTo("server.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(_folder.PathTo("server.key"), serverKey.ExportPkcs8PrivateKeyPem());
    }
}
