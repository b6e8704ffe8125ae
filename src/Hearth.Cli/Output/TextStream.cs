using System.Text;
using Hearth.Foundation.Streams;

namespace Hearth.Cli.Output;

/// <summary>Takes UTF-8 and writes it as text, so that no document is a string as a whole. What it writes to stays open.</summary>
internal sealed class TextStream(TextWriter text) : WriteOnlyStream
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private char[] _characters = [];

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_characters.Length < Encoding.UTF8.GetMaxCharCount(buffer.Length))
            _characters = new char[Encoding.UTF8.GetMaxCharCount(buffer.Length)];
        text.Write(_characters, 0, _decoder.GetChars(buffer, _characters, flush: false));
    }
}
