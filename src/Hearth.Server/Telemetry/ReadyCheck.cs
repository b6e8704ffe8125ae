namespace Hearth.Server.Telemetry;

/// <summary>One thing that a server needs to do all of its work.</summary>
/// <param name="Name">What it is: <c>database</c>, <c>blobs</c>, <c>views</c> or <c>memory</c>.</param>
/// <param name="Ok">Whether it is in order.</param>
/// <param name="Message">What is wrong, without names of hosts or files; null if nothing is.</param>
internal sealed record ReadyCheck(string Name, bool Ok, string? Message = null);
