namespace Hearth.Server.Hosting;

/// <summary>Something that happened to a server beside its answers, for the log.</summary>
/// <param name="IsError">Whether someone should look at it.</param>
/// <param name="Name">What kind of event it is, in snake case.</param>
/// <param name="Message">What happened; no secrets.</param>
public sealed record ServerEvent(bool IsError, string Name, string Message);
