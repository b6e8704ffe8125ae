using Hearth.Server.Api;
using Hearth.Server.Auth;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Pages;

/// <summary>A form of a page, filled in. That it came from our page was checked before (<see cref="CsrfProtection"/>).</summary>
internal sealed class SentForm(IFormCollection fields)
{
    private static readonly char[] Separators = [',', ' ', '\t', '\r', '\n'];

    /// <summary>Reads the form in a request; without one, an empty form.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">It is larger than any form of ours.</exception>
    public static async Task<SentForm> ReadAsync(ApiCall call)
    {
        if (!call.Request.HasFormContentType)
            return new SentForm(FormCollection.Empty);
        if (call.Request.ContentLength is null or > CsrfTokens.MostBytesOfForm)
            throw ServerDiagnostics.BadRequest.Refuse(null, $"a form has {CsrfTokens.MostBytesOfForm} bytes at most, and says how many");
        try
        {
            return new SentForm(await call.Request.ReadFormAsync(call.Cancellation));
        }
        catch (InvalidDataException e)
        {
            throw ServerDiagnostics.BadRequest.Refuse(null, $"the form cannot be read: {e.Message}");
        }
    }

    /// <summary>What a field holds; empty if it is not there.</summary>
    public string Text(string name) => fields[name].ToString().Trim();

    /// <summary>What a field holds; null if it is empty.</summary>
    public string? TextOrNull(string name) => Text(name) is { Length: > 0 } text ? text : null;

    /// <summary>The words of a field, between blanks or commas.</summary>
    public IReadOnlyList<string> Words(string name) => Text(name).Split(Separators, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The boxes of a name that are ticked.</summary>
    public IReadOnlyList<string> Ticked(string name) => [.. fields[name].OfType<string>()];

    /// <summary>Whether a box is ticked.</summary>
    public bool IsTicked(string name) => Text(name).Length > 0;
}
