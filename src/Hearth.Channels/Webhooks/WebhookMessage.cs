using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hearth.Channels.Log;
using Hearth.Foundation.Json;
using Hearth.Foundation.Time;

namespace Hearth.Channels.Webhooks;

/// <summary>What a webhook receives: one change, signed.</summary>
public static class WebhookMessage
{
    public const string EventHeader = "Hearth-Event";
    public const string DeliveryHeader = "Hearth-Delivery";
    public const string TimestampHeader = "Hearth-Timestamp";
    public const string SignatureHeader = "Hearth-Signature";

    /// <summary>The body, canonical JSON.</summary>
    public static byte[] BodyOf(string channel, Change change) => new JsonObjectBuilder()
        .Set("schema"u8, "hearth.webhook.1")
        .Set("channel"u8, channel)
        .SetRaw("change"u8, new JsonObjectBuilder()
            .Set("revision"u8, change.Revision)
            .Set("at"u8, Rfc3339.Format(change.At))
            .Set("actor"u8, change.Actor)
            .Set("kind"u8, change.Kind.Name)
            .Set("subject"u8, change.Subject)
            .SetRaw("body"u8, Encoding.UTF8.GetBytes(change.Body))
            .Set("hash"u8, change.Hash.ToString())
            .Build())
        .Build();

    /// <summary>The value of <see cref="SignatureHeader"/>: HMAC-SHA256 of the timestamp, a dot and the body, keyed with the secret's UTF-8 bytes.</summary>
    /// <param name="secret">The webhook's.</param>
    /// <param name="timestamp">The value of <see cref="TimestampHeader"/>: seconds since 1970. Who refuses old ones cannot be sent the same message twice by others.</param>
    /// <param name="body">The body as it is sent.</param>
    public static string SignatureOf(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        byte[] message = [.. Encoding.ASCII.GetBytes(timestamp), (byte)'.', .. body];
        return "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), message));
    }

    internal static HttpRequestMessage RequestOf(OwedChanges owed, Change change, DateTimeOffset now)
    {
        var body = BodyOf(owed.Channel, change);
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, owed.Webhook.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.UserAgent.ParseAdd("hearth");
        request.Headers.Add(EventHeader, change.Kind.Name);
        request.Headers.Add(DeliveryHeader, string.Create(CultureInfo.InvariantCulture, $"{owed.Webhook.Id}-{change.Revision}"));
        request.Headers.Add(TimestampHeader, timestamp);
        request.Headers.Add(SignatureHeader, SignatureOf(owed.Secret, timestamp, body));
        return request;
    }
}
