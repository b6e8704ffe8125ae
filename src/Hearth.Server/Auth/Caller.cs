namespace Hearth.Server.Auth;

/// <summary>Who a request is from.</summary>
/// <param name="Name">What the log calls them.</param>
/// <param name="Owners">The feedstocks, users and teams that they speak for.</param>
internal sealed record Caller(string Name, IReadOnlyList<string> Owners);
