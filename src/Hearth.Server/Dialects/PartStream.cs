using Hearth.Foundation.Streams;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Dialects;

/// <summary>The bytes of a part; where the form ends too early, that is the sender's mistake and not a failure of this machine's disk.</summary>
internal sealed class PartStream(Stream inner) : AsyncReadOnlyStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await inner.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (e is (IOException or InvalidDataException) and not BadHttpRequestException)
        {
            throw ServerDiagnostics.BadRequest.Refuse(null, $"the form ends too early: {e.Message}");
        }
    }
}
