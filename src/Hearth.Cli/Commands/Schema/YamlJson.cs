using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Hearth.Cli.Commands.Schema;

/// <summary>YAML documents as JSON, by the core schema of YAML 1.2: plain scalars may be null, booleans or numbers.</summary>
internal sealed class YamlJson : IDisposable
{
    private const int MostNodes = 250_000;

    private readonly string _file;
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly Utf8JsonWriter _writer;
    private readonly Dictionary<string, TextPosition> _positions = new(StringComparer.Ordinal);
    private int _nodes;

    private YamlJson(string file)
    {
        _file = file;
        _writer = new Utf8JsonWriter(_json);
    }

    /// <exception cref="BadInputException">The text is not YAML, or a document is too deep or too large.</exception>
    public static IReadOnlyList<FileDocument> Documents(byte[] yaml, string file)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StreamReader(new MemoryStream(yaml), Encoding.UTF8));
            return [.. stream.Documents.Select(document => Convert(document, file))];
        }
        catch (YamlException e)
        {
            throw new BadInputException(CliDiagnostics.NotYaml.In(file, e.Message, at: PositionOf(e.Start)), e);
        }
        catch (InvalidOperationException e)
        {
            // The library's answer to some malformed documents; it names no place.
            throw new BadInputException(CliDiagnostics.NotYaml.In(file, e.Message), e);
        }
    }

    public void Dispose() => _writer.Dispose();

    private static FileDocument Convert(YamlDocument document, string file)
    {
        using var conversion = new YamlJson(file);
        conversion.Write(document.RootNode, Place.Root, 0);
        conversion._writer.Flush();
        return new FileDocument(conversion._json.WrittenMemory, conversion._positions);
    }

    private void Write(YamlNode node, Place place, int depth)
    {
        // An alias stands for its whole node again: ten lines of YAML can mean gigabytes.
        if (depth > CanonicalJson.MaxDepth || ++_nodes > MostNodes)
            throw CliDiagnostics.NotYaml.Refuse(_file, "the document nests too deep or is too large", at: PositionOf(node.Start));
        _positions.TryAdd(place.ToString(), PositionOf(node.Start));
        switch (node)
        {
            case YamlMappingNode mapping:
                _writer.WriteStartObject();
                foreach (var (key, value) in mapping.Children)
                {
                    if (key is not YamlScalarNode { Value: { } name })
                        throw CliDiagnostics.NotYaml.Refuse(_file, "a key is not a plain text", at: PositionOf(key.Start));
                    _writer.WritePropertyName(name);
                    Write(value, place[name], depth + 1);
                }
                _writer.WriteEndObject();
                break;
            case YamlSequenceNode sequence:
                _writer.WriteStartArray();
                for (var i = 0; i < sequence.Children.Count; i++)
                    Write(sequence.Children[i], place[i], depth + 1);
                _writer.WriteEndArray();
                break;
            default:
                WriteScalar((YamlScalarNode)node);
                break;
        }
    }

    // YAML 1.2 §10.3.2: only a plain scalar, one without quotes, can be other than text.
    private void WriteScalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain)
            _writer.WriteStringValue(text);
        else if (text is "" or "~" or "null" or "Null" or "NULL")
            _writer.WriteNullValue();
        else if (text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE")
            _writer.WriteBooleanValue(text[0] is 't' or 'T');
        else if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
            _writer.WriteNumberValue(integer);
        else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            _writer.WriteNumberValue(number);
        else
            _writer.WriteStringValue(text);
    }

    private static TextPosition PositionOf(Mark mark) => new((int)mark.Line, (int)mark.Column);
}
