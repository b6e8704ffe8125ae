using System.Globalization;
using Hearth.Channels;

namespace Hearth.Mirrors.Upstream;

/// <summary>Reads what comes from elsewhere, up to a limit.</summary>
internal static class Bounded
{
    /// <summary>A whole file.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">It is larger, or the connection broke for good.</exception>
    public static async Task<byte[]> ReadAsync(Stream content, int most, string file, CancellationToken cancellation)
    {
        using var kept = new MemoryStream();
        await CopyAsync(content, kept, most, file, cancellation);
        return kept.ToArray();
    }

    /// <summary>Copies a whole file.</summary>
    /// <returns>Its bytes.</returns>
    /// <inheritdoc cref="ReadAsync"/>
    public static async Task<long> CopyAsync(Stream content, Stream output, long most, string file, CancellationToken cancellation)
    {
        var buffer = new byte[1 << 16];
        long size = 0;
        try
        {
            while (await content.ReadAsync(buffer, cancellation) is var read and > 0)
            {
                size += read;
                if (size > most)
                    throw MirrorDiagnostics.NotWhatItSays.Refuse(file, string.Create(CultureInfo.InvariantCulture, $"it has more than {most} bytes"));
                await output.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }
            return size;
        }
        catch (Exception e) when (e is IOException or HttpRequestException && !StoreTrouble.IsFull(e))
        {
            throw MirrorDiagnostics.Unavailable.Refuse(file, e.Message);
        }
        catch (InvalidDataException e)
        {
            throw MirrorDiagnostics.NotWhatItSays.Refuse(file, e.Message);
        }
    }
}
