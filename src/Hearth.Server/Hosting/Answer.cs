namespace Hearth.Server.Hosting;

/// <summary>One request that was answered, for the log.</summary>
/// <param name="Id">The number of the request: what a proxy in front gave it as <c>X-Request-Id</c>, or this server.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path without its token (wire-formats §12: tokens never reach a log); printable characters only.</param>
/// <param name="Status">The status code; 500 if sending failed.</param>
/// <param name="Bytes">The length announced for the body, if any.</param>
/// <param name="Elapsed">From the end of the request's head to the end of the body.</param>
public sealed record Answer(string Id, string Method, string Path, int Status, long? Bytes, TimeSpan Elapsed);
