using System.Text;
using Hearth.Foundation.Buffers;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Json;
using Hearth.Foundation.MsgPack;
using Hearth.Packages.Compression;

namespace Hearth.Cli.Commands.Schema;

/// <summary>Reads a file of any form that channels have: JSON, MessagePack, YAML and JLAP, compressed or not.</summary>
internal static class FileDocuments
{
    private const int LargestDocument = 1 << 30;

    /// <exception cref="BadInputException">The file cannot be read or turned into JSON.</exception>
    public static IReadOnlyList<FileDocument> Read(string file)
    {
        try
        {
            using var stream = Open(file);
            var content = ReadAll(stream, file);
            return FormOf(file) switch
            {
                ".msgpack" => [new FileDocument(FromMsgPack(content), new Dictionary<string, TextPosition>())],
                ".yaml" or ".yml" => YamlJson.Documents(content, file),
                ".jlap" => [new FileDocument(FromJlap(content))],
                _ => [new FileDocument(content.AsMemory(content.Length - CanonicalJson.WithoutByteOrderMark(content).Length))],
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new BadInputException(CliDiagnostics.Unreadable.In(file, e.Message), e);
        }
    }

    private static Stream Open(string file)
    {
        var stream = File.OpenRead(file);
        return Path.GetExtension(file) switch
        {
            ".zst" => Zstd.OpenRead(stream),
            ".bz2" => Bzip2.OpenRead(stream),
            _ => stream,
        };
    }

    private static string FormOf(string file) =>
        Path.GetExtension(Path.GetExtension(file) is ".zst" or ".bz2" ? Path.GetFileNameWithoutExtension(file) : file);

    private static byte[] ReadAll(Stream stream, string file)
    {
        var content = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            if (content.Length + read > LargestDocument)
                throw CliDiagnostics.TooLarge.Refuse(file, $"the document is larger than {LargestDocument >> 20} MiB");
            content.Write(buffer, 0, read);
        }
        return content.ToArray();
    }

    private static byte[] FromMsgPack(byte[] content)
    {
        var reader = new MsgPackReader(content);
        var json = new ByteBuffer(content.Length * 2);
        MsgPackJson.Write(ref reader, json);
        return json.ToArray();
    }

    // Line for line, so that positions stay right: an array of the lines, with the bare hashes as texts.
    private static byte[] FromJlap(byte[] content) =>
        Encoding.UTF8.GetBytes("[" + string.Join(",\n", Encoding.UTF8.GetString(content).Split('\n').Select(line => line.StartsWith('{') ? line : $"\"{line}\"")) + "]");
}
