using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Server.Hosting;

/// <summary>What a server shows to prove who it is.</summary>
/// <param name="Leaf">The server's own certificate, with its private key.</param>
/// <param name="Chain">The leaf and the certificates between it and a root, as found in the file.</param>
public sealed record TlsCertificate(X509Certificate2 Leaf, X509Certificate2Collection Chain)
{
    /// <summary>Reads a certificate and its key from PEM files.</summary>
    /// <exception cref="BadInputException">A file cannot be read, is not PEM, or the key is not the certificate's.</exception>
    public static TlsCertificate Load(string certificateFile, string keyFile)
    {
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certificateFile);
            return new(X509Certificate2.CreateFromPemFile(certificateFile, keyFile), chain);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            var diagnostic = ServerDiagnostics.BadCertificate.In(
                certificateFile, $"the certificate cannot be used with the key in {keyFile}: {e.Message}", "both must be PEM; the key must not be encrypted");
            throw new BadInputException(diagnostic, e);
        }
    }
}
