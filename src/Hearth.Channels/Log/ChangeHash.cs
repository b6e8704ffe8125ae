using System.Security.Cryptography;
using System.Text;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Log;

/// <summary>
/// The chain through a log: each hash covers the one before it, so that nothing in the past can be altered, left out or put in
/// without changing every hash after it (docs/specs/log.md).
/// </summary>
internal static class ChangeHash
{
    /// <summary>What stands before the first change.</summary>
    public static Sha256 Start { get; } = new(new byte[Sha256.Size]);

    /// <summary>The hash of a change.</summary>
    /// <param name="before">The hash of the change before it.</param>
    /// <param name="change">The change; its own hash is not looked at.</param>
    public static Sha256 Of(Sha256 before, Change change)
    {
        var json = new JsonObjectBuilder()
            .Set("actor"u8, change.Actor)
            .Set("at"u8, change.At.ToUnixTimeMilliseconds())
            .SetRaw("body"u8, Encoding.UTF8.GetBytes(change.Body))
            .Set("kind"u8, change.Kind.Name)
            .Set("revision"u8, change.Revision)
            .Set("subject"u8, change.Subject)
            .Build();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before.AsSpan());
        hash.AppendData(json);
        return new Sha256(hash.GetHashAndReset());
    }
}
