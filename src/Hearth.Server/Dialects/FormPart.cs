using System.Text;
using Microsoft.Extensions.Primitives;

namespace Hearth.Server.Dialects;

/// <summary>One part of a form.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="FileName">The file name that the sender gives; null for a field.</param>
/// <param name="Headers">The part's own headers.</param>
/// <param name="Body">Its bytes, to be read once.</param>
internal sealed record FormPart(string Name, string? FileName, IReadOnlyDictionary<string, StringValues> Headers, Stream Body)
{
    /// <summary>Reads a field that is text.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">It has too many bytes.</exception>
    public async Task<string> ReadTextAsync(int mostBytes, CancellationToken cancellation)
    {
        using var text = new MemoryStream();
        var buffer = new byte[4096];
        while (await Body.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            if (text.Length + read > mostBytes)
                throw ServerDiagnostics.BadRequest.Refuse(null, $"the field '{Name}' has more than {mostBytes} bytes");
            text.Write(buffer, 0, read);
        }
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    /// <summary>A header of the part; null if it has none of the name.</summary>
    public string? Header(string name)
    {
        foreach (var (key, values) in Headers)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase) && values.Count > 0)
                return values[0];
        }
        return null;
    }
}
