using System.Globalization;
using System.Text;
using Hearth.Foundation.Buffers;
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
    public static Sha256 Of(Sha256 before, Change change) => Of(before, change, new ByteBuffer(256 + change.Body.Length));

    /// <inheritdoc cref="Of(Sha256, Change)"/>
    /// <param name="before">The hash of the change before it.</param>
    /// <param name="change">The change; its own hash is not looked at.</param>
    /// <param name="text">Where the text is made that is hashed; a log has hundreds of thousands of them.</param>
    public static Sha256 Of(Sha256 before, Change change, ByteBuffer text)
    {
        // The members are in order of their names, so that the text is canonical.
        text.Clear();
        text.Append(before.AsSpan());
        Append(text, "{\"actor\":"u8, change.Actor);
        Append(text, ",\"at\":"u8, change.At.ToUnixTimeMilliseconds());
        text.Append(",\"body\":"u8);
        text.Advance(Encoding.UTF8.GetBytes(change.Body, text.GetSpan(Encoding.UTF8.GetMaxByteCount(change.Body.Length))));
        Append(text, ",\"kind\":"u8, change.Kind.Name);
        Append(text, ",\"revision\":"u8, change.Revision);
        Append(text, ",\"subject\":"u8, change.Subject);
        text.Append((byte)'}');
        return Sha256.Of(text.Span);
    }

    private static void Append(ByteBuffer text, ReadOnlySpan<byte> name, string value)
    {
        text.Append(name);
        JsonText.Write(value, text);
    }

    private static void Append(ByteBuffer text, ReadOnlySpan<byte> name, long value)
    {
        text.Append(name);
        value.TryFormat(text.GetSpan(20), out var written, default, CultureInfo.InvariantCulture);
        text.Advance(written);
    }
}
