namespace Hearth.Server.Api;

/// <summary>
/// One address of the HTTP interface, defined once: routing, authorisation, the OpenAPI document, the reference and the table of
/// routes and roles in the tests all come from here.
/// </summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Pattern">The route, such as <c>/api/v1/channels/{channel}</c>; a part called <c>channel</c> names the channel that <paramref name="Need"/> is about.</param>
/// <param name="Need">What the requester must be allowed.</param>
/// <param name="Summary">What it does, in one sentence.</param>
/// <param name="Handle">Does it.</param>
internal sealed record ApiEndpoint(string Method, string Pattern, Need Need, string Summary, Func<ApiCall, Task> Handle)
{
    /// <summary>Whose interface it is: <c>hearth</c>, or the dialect's name.</summary>
    public string Dialect { get; init; } = "hearth";

    /// <summary>Writes a refusal in the shape that the dialect's clients understand.</summary>
    public Func<ApiCall, ApiRefusal, Task> Refuse { get; init; } = static (call, refusal) => refusal.SendAsync(call);

    /// <summary>The name of the request body's schema in the OpenAPI document, if it has one.</summary>
    public string? Request { get; init; }

    /// <summary>The name of the answer's schema in the OpenAPI document, if it has one.</summary>
    public string? Response { get; init; }
}
