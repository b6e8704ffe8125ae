using Hearth.Foundation.Buffers;

namespace Hearth.Conda.Repodata;

/// <summary>Collects a document and passes it on in parts.</summary>
/// <param name="output">Receives the parts; stays open.</param>
public sealed class DocumentBuffer(Stream output)
{
    // Arrays from 85,000 bytes on are let go only when all of the memory is looked through.
    private const int Part = 60 * 1024;

    /// <summary>Where the document is written.</summary>
    public ByteBuffer Json { get; } = new(Part + 16 * 1024);

    /// <summary>Passes on what was written if it is enough for a part.</summary>
    public void PassOn()
    {
        if (Json.Length >= Part)
            Flush();
    }

    /// <summary>Passes on all that was written.</summary>
    public void Flush()
    {
        output.Write(Json.Span);
        Json.Clear();
    }
}
