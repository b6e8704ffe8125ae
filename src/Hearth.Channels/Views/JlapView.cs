using System.Text.Json;
using Hearth.Conda.Jlap;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Views;

/// <summary>The JLAP file of a subdir: what changed in its repodata.json, for clients of before conda 26.3 (docs/specs/jlap.md).</summary>
public static class JlapView
{
    public const string FileName = "repodata.jlap";

    // What another program has written may be longer than we would make it, but not without end.
    private const int LongestPrevious = 4 * JlapFile.MostBytes;

    /// <summary>Makes the file that belongs to a repodata.json which takes the place of another.</summary>
    /// <param name="previous">The JLAP file as it was; null if there was none.</param>
    /// <param name="before">Opens the repodata.json as it was; null if there was none.</param>
    /// <param name="after">Opens it as it is now.</param>
    /// <returns>The chain with one more change. Without any, where there was no chain to the document before, or too much has changed to be worth it.</returns>
    public static byte[] Make(Stream? previous, Func<Stream?> before, Func<Stream> after)
    {
        var latest = DigestOf(after);
        var chain = Read(previous);
        if (chain is null || before() is not { } old)
            return JlapFile.Fresh(latest).ToBytes();
        using (old)
        {
            if (Blake2b256.Of(old) != chain.Latest)
                return JlapFile.Fresh(latest).ToBytes();
        }
        if (chain.Latest == latest)
            return chain.ToBytes();
        return (Append(chain, latest, before, after) ?? JlapFile.Fresh(latest)).ToBytes();
    }

    private static JlapFile? Append(JlapFile chain, Blake2b256 latest, Func<Stream?> before, Func<Stream> after)
    {
        if (before() is not { } old)
            return null;
        try
        {
            using (old)
            {
                using var @new = after();
                return RepodataDiff.Between(old, @new) is { } operations ? chain.Append(new JlapPatch(chain.Latest, latest, operations)).Trim() : null;
            }
        }
        catch (JsonException)
        {
            // What somebody else put there need not be a document that can be compared.
            return null;
        }
    }

    private static JlapFile? Read(Stream? previous)
    {
        if (previous is null)
            return null;
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (previous.Read(buffer) is var count and > 0)
        {
            bytes.Write(buffer, 0, count);
            if (bytes.Length > LongestPrevious)
                return null;
        }
        try
        {
            return JlapFile.Parse(bytes.ToArray());
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static Blake2b256 DigestOf(Func<Stream> open)
    {
        using var content = open();
        return Blake2b256.Of(content);
    }
}
