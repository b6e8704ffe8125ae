using Hearth.Server.Telemetry;

namespace Hearth.Server.Api;

/// <summary>The process answers.</summary>
internal sealed record LiveDocument(string Schema);

/// <summary>Whether the server can do all of its work.</summary>
internal sealed record ReadyDocument(string Schema, bool Ready, IReadOnlyList<ReadyCheck> Checks);
