using System.Text.Json;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Publish;

/// <summary>
/// Looks whether a Sigstore bundle speaks of an artifact (CEP 27): one in-toto statement about one subject, which has the
/// artifact's name and digest. Whether the signature is to be trusted is for whoever installs to decide; it is not checked here.
/// </summary>
public static class AttestationBundle
{
    /// <summary>The most bytes that a bundle may have.</summary>
    public const int MostBytes = 1 << 20;

    private const string StatementType = "https://in-toto.io/Statement/v1";
    private const string PublishType = "https://schemas.conda.org/attestations-publish-1.schema.json";

    /// <summary>What keeps a bundle from being an attestation of an artifact; null if nothing does.</summary>
    public static Diagnostic? Problem(string bundle, string file, Sha256 artifact)
    {
        try
        {
            using var document = JsonDocument.Parse(bundle);
            var payload = document.RootElement.GetProperty("dsseEnvelope").GetProperty("payload").GetBytesFromBase64();
            using var statement = JsonDocument.Parse(payload);
            return Problem(statement.RootElement, artifact, file) is { } problem ? PublishDiagnostics.BadAttestation.In(file, problem) : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return PublishDiagnostics.BadAttestation.In(file, $"it is not a Sigstore bundle with an in-toto statement: {e.Message}");
        }
    }

    private static string? Problem(JsonElement statement, Sha256 artifact, string file)
    {
        if (statement.GetProperty("_type").GetString() is var type && type != StatementType)
            return $"its statement is of type '{type}', not {StatementType}";
        if (statement.GetProperty("predicateType").GetString() is var predicate && predicate != PublishType)
            return $"its predicate is of type '{predicate}', not {PublishType}";
        var subjects = statement.GetProperty("subject");
        if (subjects.GetArrayLength() != 1)
            return $"it has {subjects.GetArrayLength()} subjects; one is expected";
        if (subjects[0].GetProperty("name").GetString() is var name && name != file)
            return $"it speaks of '{name}', and the file is '{file}'";
        var digest = subjects[0].GetProperty("digest").GetProperty("sha256").GetString();
        return Sha256.TryParse(digest, null, out var said) && said == artifact ? null : $"it speaks of SHA-256 {digest}, and the artifact has {artifact}";
    }
}
