using Hearth.Channels.Access;

namespace Hearth.Cli.Commands.Access;

/// <summary>What <c>hearth audit verify --json</c> writes; the log without a channel is the instance's own.</summary>
internal sealed record AuditDocument(string Schema, bool Holds, IReadOnlyList<CheckedLog> Logs);
