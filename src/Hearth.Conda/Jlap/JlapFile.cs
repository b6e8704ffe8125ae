using System.Text.Json;
using Hearth.Conda.Records;
using Hearth.Foundation.Buffers;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.Json;

namespace Hearth.Conda.Jlap;

/// <summary>
/// A JLAP file (docs/specs/jlap.md): a chain of patches that takes a client from the repodata.json it has to the latest, each
/// line checked by a running keyed digest. Clients of before conda 26.3 read it.
/// </summary>
/// <param name="Start">The checksum that the first body line is keyed with: zeros in a fresh file, that of the last dropped line in a trimmed one.</param>
/// <param name="Patches">The chain, oldest first.</param>
/// <param name="Latest">The digest of the repodata.json that the chain ends at.</param>
/// <param name="Url">The name of that file.</param>
public sealed record JlapFile(Blake2b256 Start, IReadOnlyList<JlapPatch> Patches, Blake2b256 Latest, string Url = "repodata.json")
{
    /// <summary>Publishers leave out patches of more steps: the whole file is cheaper then.</summary>
    public const int MostOperations = 8192;

    /// <summary>Publishers trim files to this size in bytes.</summary>
    public const int MostBytes = 3 * 1024 * 1024;

    /// <summary>A file without patches for a first state of repodata.json.</summary>
    public static JlapFile Fresh(Blake2b256 latest) => new(Blake2b256.Zero, [], latest);

    /// <summary>The file after another state of repodata.json.</summary>
    /// <exception cref="ArgumentException">The patch does not start where the chain ends.</exception>
    public JlapFile Append(JlapPatch patch) => patch.From == Latest
        ? this with { Patches = [.. Patches, patch], Latest = patch.To }
        : throw new ArgumentException($"The patch starts at {patch.From}, the chain ends at {Latest}.", nameof(patch));

    /// <summary>The file without its oldest patches, so that it has at most <paramref name="maxBytes"/> bytes.</summary>
    public JlapFile Trim(int maxBytes = MostBytes)
    {
        var size = ToBytes().Length;
        var start = Start;
        var dropped = 0;
        for (; size > maxBytes && dropped < Patches.Count; dropped++)
        {
            var line = BodyLine(Patches[dropped]);
            start = Blake2b256.Keyed(start, line);
            size -= line.Length + 1;
        }
        return dropped == 0 ? this : this with { Start = start, Patches = [.. Patches.Skip(dropped)] };
    }

    /// <summary>The patches that take a client from the state it has to the latest; null where the chain does not know that state.</summary>
    public IReadOnlyList<JlapPatch>? PathFrom(Blake2b256 state)
    {
        var wanted = Latest;
        for (var i = Patches.Count - 1; ; i--)
        {
            if (wanted == state)
                return [.. Patches.Skip(i + 1)];
            if (i < 0 || Patches[i].To != wanted)
                return null;
            wanted = Patches[i].From;
        }
    }

    /// <summary>The file's bytes.</summary>
    public byte[] ToBytes()
    {
        var output = new ByteBuffer(4096);
        output.Append(System.Text.Encoding.ASCII.GetBytes(Start.ToString()));
        var checksum = Start;
        foreach (var patch in Patches)
            checksum = AppendLine(output, BodyLine(patch), checksum);
        var footer = new JsonObjectBuilder().Set("latest"u8, Latest.ToString()).Set("url"u8, Url).Build();
        checksum = AppendLine(output, footer, checksum);
        output.Append((byte)'\n');
        output.Append(System.Text.Encoding.ASCII.GetBytes(checksum.ToString()));
        return output.ToArray();
    }

    /// <summary>Reads a file and checks its checksum.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or its checksum does not fit.</exception>
    public static JlapFile Parse(ReadOnlySpan<byte> bytes)
    {
        var lines = SplitLines(bytes);
        if (lines.Count < 3 || !Blake2b256.TryParse(bytes[lines[0]], out var start))
            throw new InvalidDataException("A JLAP file has a first line of 64 hexadecimal digits, a footer and a checksum.");
        var checksum = start;
        var patches = new List<JlapPatch>(lines.Count - 3);
        for (var i = 1; i < lines.Count - 1; i++)
        {
            checksum = Blake2b256.Keyed(checksum, bytes[lines[i]]);
            if (i < lines.Count - 2)
                patches.Add(ParseBody(bytes[lines[i]], i + 1));
        }
        if (!Blake2b256.TryParse(bytes[lines[^1]], out var stated) || stated != checksum)
            throw new InvalidDataException("The last line of the JLAP file is not the checksum of the lines before it.");
        var footer = ParseObject(bytes[lines[^2]], lines.Count - 1);
        return new JlapFile(start, patches, Digest(footer, "latest"u8, lines.Count - 1), footer.Text("url"u8) ?? "repodata.json");
    }

    private static Blake2b256 AppendLine(ByteBuffer output, byte[] line, Blake2b256 checksum)
    {
        output.Append((byte)'\n');
        output.Append(line);
        return Blake2b256.Keyed(checksum, line);
    }

    private static byte[] BodyLine(JlapPatch patch) => new JsonObjectBuilder()
        .Set("from"u8, patch.From.ToString())
        .SetRaw("patch"u8, patch.Operations)
        .Set("to"u8, patch.To.ToString())
        .Build();

    private static JlapPatch ParseBody(ReadOnlySpan<byte> line, int number)
    {
        var body = ParseObject(line, number);
        var operations = body.Raw("patch"u8);
        if (operations is not [(byte)'[', ..])
            throw new InvalidDataException($"Line {number} of the JLAP file has no list of operations.");
        return new JlapPatch(Digest(body, "from"u8, number), Digest(body, "to"u8, number), operations.ToArray());
    }

    private static PackageRecord ParseObject(ReadOnlySpan<byte> line, int number)
    {
        try
        {
            return PackageRecord.Parse(line);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Line {number} of the JLAP file is not a JSON object.", e);
        }
    }

    private static Blake2b256 Digest(PackageRecord line, ReadOnlySpan<byte> member, int number) =>
        Blake2b256.TryParse(line.Raw(member).Trim((byte)'"'), out var digest)
            ? digest
            : throw new InvalidDataException($"Line {number} of the JLAP file lacks a digest.");

    private static List<Range> SplitLines(ReadOnlySpan<byte> bytes)
    {
        var lines = new List<Range>();
        foreach (var line in bytes.Split((byte)'\n'))
            lines.Add(line);
        return lines;
    }
}
